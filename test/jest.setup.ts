import * as path from 'path';

// Costs over a second for the first synthesis of each file; test/examples.test.ts leaves it on.
process.env.CDK_VALIDATION = 'false';
// Without it, every `new App()` leaves a folder behind.
process.env.CDK_OUTDIR = path.join(process.env.TEST_OUTDIR!, process.env.JEST_WORKER_ID!);
// Where each construct is made is asked by no test; Jest looks each line up in a map of its source.
process.env.CDK_CONTEXT_JSON = '{"aws:cdk:disable-stack-trace":true,"aws:cdk:disable-creation-stack-traces":true}';
// The CDK's constructs use deprecated properties of each other.
process.env.JSII_DEPRECATED = 'quiet';
// Every `new App()` listens for the end of the process.
process.setMaxListeners(0);
