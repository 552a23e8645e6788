import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/** A folder of this run's own for all it synthesizes: two runs at once would overwrite each other's templates. */
export default function setup(): void {
  process.env.TEST_OUTDIR = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-mcp-guardrails-test-'));
}
