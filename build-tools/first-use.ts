import * as fs from 'fs';
import { Session } from 'inspector';
import { createRequire } from 'module';
import * as os from 'os';
import * as path from 'path';
import { fileURLToPath } from 'url';
import { App, aws_iam as iam, Stack, Validations } from 'aws-cdk-lib';
import * as ts from 'typescript';
import type { Used } from './bundle';
import { arrowFunctions, arrowName } from './compiled-at-once';
import type * as library from '../src';

/** Prints which modules of the bundled library run for an app's first role, and for what checks and reports the app. */
function main(lib: string): void {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'first-use-'));
  // Each class is loaded when it is named.
  const index = createRequire(__filename)(lib) as typeof library;
  const { ActionSet, McpGuardrail, McpScopedRole, McpServer } = index;
  const app = new App({ outdir });
  new McpScopedRole(new Stack(app, 'Stack'), 'Agent', {
    assumedBy: new iam.AccountRootPrincipal(),
    servers: [McpServer.AWS],
    guardrails: [
      McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') }),
      McpGuardrail.denySecretReadsViaMcp({ services: ['secretsmanager', 'kms'] }),
      McpGuardrail.denyDelegationViaMcp({ services: ['lambda'] }),
    ],
  });
  app.synth();
  const first = modulesRun(session, lib);
  Validations.of(app).addPlugins(new index.McpGuardrailValidator(), new index.McpAccessReport());
  app.synth({ force: true });
  // The report writes its files once the CDK is done.
  process.on('exit', () => {
    fs.rmSync(outdir, { recursive: true });
    console.log(JSON.stringify({ first, all: [...new Set([...first, ...modulesRun(session, lib)])] } satisfies Used));
  });
}

/** Those that ran since it was asked last, and behind each with `#` those of its functions: a module is a function of its name. */
function modulesRun(session: Session, lib: string): string[] {
  const found: string[] = [];
  session.post('Profiler.takePreciseCoverage', (_, { result }) => {
    for (const { url, functions } of result.filter((script) => script.url.includes(`${lib}/`))) {
      const tree = ts.createSourceFile('lib.js', fs.readFileSync(fileURLToPath(url), 'utf-8'), ts.ScriptTarget.Latest, true);
      const arrows = arrowFunctions(tree).map((arrow) => arrow.getStart());
      const modules = functions.filter(({ functionName }) => functionName.includes('/'));
      for (const { functionName, ranges: [{ startOffset }] } of functions.filter(({ ranges }) => ranges[0].count > 0)) {
        const its = modules.find(({ ranges: [module] }) => module.startOffset < startOffset && startOffset < module.endOffset);
        const place = arrows.indexOf(startOffset);
        found.push(functionName.includes('/') ? functionName
          : `${its?.functionName}#${place < 0 || !its ? functionName : arrowName(place - arrows.findIndex((start) => start > its.ranges[0].startOffset))}`);
      }
    }
  });
  return found;
}

main(process.argv[2]);
