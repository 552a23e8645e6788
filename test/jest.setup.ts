import * as path from 'path';

// Costs over a second for the first synthesis of each file; test/examples.test.ts leaves it on.
process.env.CDK_VALIDATION = 'false';
// Without it, every `new App()` leaves a folder behind.
process.env.CDK_OUTDIR = path.join(process.env.TEST_OUTDIR!, process.env.JEST_WORKER_ID!);
// The CDK's constructs use deprecated properties of each other.
process.env.JSII_DEPRECATED = 'quiet';
// Every `new App()` listens for the end of the process.
process.setMaxListeners(0);
