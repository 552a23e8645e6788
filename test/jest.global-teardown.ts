import * as fs from 'fs';

export default function teardown(): void {
  fs.rmSync(process.env.TEST_OUTDIR!, { recursive: true, force: true });
}
