import * as fs from 'fs';
import * as path from 'path';
import type { IPolicyValidationPlugin } from 'aws-cdk-lib';
import { App, aws_iam as iam, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { measuredToTheEnd, withFolder } from './measured';
import { McpAccessReport, McpGuardrailValidator } from '../src';

const ROLES_IN_A_STACK = 200;

/** An app with so many roles, each with a policy in which none of the plugins finds anything. */
function appWithRoles(outdir: string, roles: number): App {
  const app = new App({ outdir, autoSynth: false });
  for (let i = 0; i < roles; i += ROLES_IN_A_STACK) {
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

function readTemplate(file: string): { Resources: object } {
  return JSON.parse(fs.readFileSync(file, 'utf-8'));
}

/** Whatever is in a list called `Statement`. */
function statementsIn(value: unknown): Array<{ Effect?: unknown }> {
  return typeof value !== 'object' || value === null ? []
    : Object.entries(value).flatMap(([name, each]) => (name === 'Statement' && Array.isArray(each) ? each : statementsIn(each)));
}

function isStatement({ Effect }: { Effect?: unknown }): boolean {
  return Effect === 'Allow' || Effect === 'Deny';
}

/** The plugins compared; the CDK that the library is compiled against does not give a plugin the construct tree, which cdk-nag needs. */
const PLUGINS: { [name: string]: (app: App) => IPolicyValidationPlugin[] } = {
  plain: () => [],
  empty: () => [{ name: 'empty', validate: () => ({ success: true, violations: [] }) }],
  parses: () => [{
    name: 'parses',
    validate: ({ templatePaths }) => ({ success: templatePaths.every((file) => 'Resources' in readTemplate(file)), violations: [] }),
  }],
  looks: () => [{
    name: 'looks',
    validate: ({ templatePaths }) => ({ success: templatePaths.map(readTemplate).flatMap(statementsIn).every(isStatement), violations: [] }),
  }],
  writes: () => [{
    name: 'writes',
    validate: ({ templatePaths }) => {
      const text = templatePaths.map((file) => JSON.stringify(readTemplate(file), undefined, 1)).join('\n');
      const folder = path.dirname(templatePaths[0]);
      // As the report: no plugin may write while it validates. Both files together are as large as those of the report.
      process.nextTick(() => ['page.html', 'page.json'].forEach((name) => fs.writeFileSync(path.join(folder, name), text)));
      return { success: true, violations: [] };
    },
  }],
  validator: () => [new McpGuardrailValidator()],
  report: () => [new McpAccessReport()],
  both: () => [new McpGuardrailValidator(), new McpAccessReport()],
  nag: (app) => {
    const checks = new AwsSolutionsChecks(app);
    return [{ name: checks.name, validate: () => checks.validateScope(app) }];
  },
};

/** Prints what a synthesis with the plugins takes, until the report is written, what of that they take themselves and what the CDK takes for them, and how large the page is. */
async function main(plugins: string, roles: number) {
  await withFolder(async (outdir) => {
    const app = appWithRoles(outdir, roles);
    let own = 0;
    const added = PLUGINS[plugins](app);
    for (const plugin of added) {
      const validate = plugin.validate.bind(plugin);
      plugin.validate = (context) => {
        own -= performance.now();
        const report = validate(context);
        own += performance.now();
        return report;
      };
    }
    Validations.of(app).addPlugins(...added);
    const { error } = console;
    const printed: unknown[] = [];
    let cdk = 0;
    console.error = (text: unknown) => {
      // It prints something before it does anything else for plugins, which is the last part of a synthesis.
      if (printed.push(text) === 1) {
        cdk -= performance.now();
      }
    };
    const sample = await measuredToTheEnd(() => {
      app.synth();
      cdk += plugins === 'plain' ? 0 : performance.now() - own;
      own -= performance.now();
    });
    own += performance.now();
    console.error = error;
    if (printed.some((text) => /\(Violations\)|Metadata/.test(String(text)))) {
      throw new Error(`expected no finding, got ${printed.join('\n').slice(0, 1_000)}`);
    }
    const [page, data] = ['html', 'json'].map((ending) => [`mcp-access-report.${ending}`, `page.${ending}`].map((name) => path.join(outdir, name))
      .reduce((size, file) => size + (fs.existsSync(file) ? fs.statSync(file).size : 0), 0));
    console.log(JSON.stringify({ ...sample, own, cdk, page, written: page + data }));
  });
}

if (require.main === module) {
  void main(process.argv[2], Number(process.argv[3]));
}
