import * as fs from 'fs';
import * as path from 'path';
import { explain } from './explain';

/** Synthesizes the app, as the CDK CLI would, and prints what its policies mean. */
async function demo() {
  const { context } = JSON.parse(fs.readFileSync(path.join(__dirname, 'cdk.json'), 'utf-8'));
  process.env.CDK_CONTEXT_JSON ??= JSON.stringify(context);
  process.env.CDK_OUTDIR ??= path.join(__dirname, 'cdk.out');
  const { app } = await import('./app');
  const assembly = app.synth();
  for (const stack of assembly.stacks) {
    console.log(`${stack.stackName}: ${stack.template.Description}\n\n${explain(stack.template)}\n`);
  }
  console.log('yes: the statement applies to a call made directly, through a managed MCP\n'
    + 'server, or by an AWS service with the caller\'s credentials. -: it does not.\n'
    + 'maybe: nobody can tell, for the reason below it.');
  console.log(`The templates are in ${path.relative(process.cwd(), assembly.directory)}.`);
}

void demo();
