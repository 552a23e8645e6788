import { createRequire } from 'module';
import * as path from 'path';
import { withFolder } from './measured';
import { appOf } from './scoped-roles-app';

const ROOT = path.join(createRequire(__filename).resolve('../src'), '../..');

/** Prints which modules a synthesis of one role has loaded. */
void withFolder((outdir) => {
  appOf(process.argv[2], 1, outdir).synth();
  console.log(JSON.stringify(Object.keys(createRequire(__filename).cache).map((file) => path.relative(ROOT, file))));
});
