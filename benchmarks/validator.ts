import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { IPolicyValidationPlugin } from 'aws-cdk-lib';
import { App, aws_iam as iam, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { McpGuardrailValidator } from '../src/analysis/validator';

const ROLES = 1_000;
const ROLES_IN_A_STACK = 200;
const ROUNDS = 5;

/** An app with so many roles, each with a policy in which none of the plugins finds anything. */
function appWithRoles(outdir: string): App {
  const app = new App({ outdir, autoSynth: false });
  for (let i = 0; i < ROLES; i += ROLES_IN_A_STACK) {
    const stack = new Stack(app, `Stack${i}`);
    for (let j = 0; j < ROLES_IN_A_STACK; j++) {
      const role = new iam.Role(stack, `Role${j}`, { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
      const resources = [`arn:aws:s3:::reports/${i + j}`];
      role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources }));
      role.addToPolicy(new iam.PolicyStatement({
        sid: 'DenyWritingViaMcp',
        effect: iam.Effect.DENY,
        actions: ['s3:PutObject'],
        resources,
        conditions: { Bool: { 'aws:ViaAWSMCPService': 'true' } },
      }));
    }
  }
  return app;
}

/** The plugins compared; the CDK that the library is compiled against does not give a plugin the construct tree, which cdk-nag needs. */
const PLUGINS: { [name: string]: (app: App) => IPolicyValidationPlugin[] } = {
  plain: () => [],
  validator: () => [new McpGuardrailValidator()],
  nag: (app) => {
    const checks = new AwsSolutionsChecks(app);
    return [{ name: checks.name, validate: () => checks.validateScope(app) }];
  },
};

/** Milliseconds of one synthesis. */
function measure(plugins: (app: App) => IPolicyValidationPlugin[]): number {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'benchmark-'));
  const { error } = console;
  const { exitCode } = process;
  try {
    const app = appWithRoles(outdir);
    Validations.of(app).addPlugins(...plugins(app));
    const printed: unknown[] = [];
    console.error = (text: unknown) => printed.push(text);
    const start = process.hrtime.bigint();
    app.synth();
    const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    if (printed.some((text) => /\(Violations\)|Metadata/.test(String(text)))) {
      throw new Error(`expected no finding, got ${printed.join('\n').slice(0, 1_000)}`);
    }
    return milliseconds;
  } finally {
    console.error = error;
    process.exitCode = exitCode;
    fs.rmSync(outdir, { recursive: true });
  }
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** The same in a process of its own, as `cdk synth` has: nothing is warmed up. */
function measureAlone(plugins: string): number {
  return Number(execFileSync(process.execPath, [...process.execArgv, __filename, plugins], { encoding: 'utf-8' }));
}

/** Compares what plugins add to the time of a synthesis: medians of several rounds, in each of which all take their turn. */
export function compareValidators() {
  const rounds = Array.from({ length: ROUNDS }, () => Object.fromEntries(Object.keys(PLUGINS).map((name) => [name, measureAlone(name)])));
  const of = (name: string) => median(rounds.map((round) => round[name]));
  const ratio = (a: number, b: number) => Number((a / b).toFixed(2));
  const [plain, validator, nag] = ['plain', 'validator', 'nag'].map(of);
  return {
    'roles': ROLES,
    'rounds': ROUNDS,
    'synthesis with McpGuardrailValidator / without': ratio(validator, plain),
    'synthesis with cdk-nag AwsSolutionsChecks / without': ratio(nag, plain),
    'time added by McpGuardrailValidator / by cdk-nag': ratio(validator - plain, nag - plain),
  };
}

if (require.main === module) {
  const [, , plugins] = process.argv;
  if (plugins !== undefined) {
    console.log(measure(PLUGINS[plugins]));
  } else {
    for (const [what, value] of Object.entries(compareValidators())) {
      console.log(`${what.padEnd(60)} ${value}`);
    }
  }
}
