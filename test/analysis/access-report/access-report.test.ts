import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { IPolicyValidationPlugin } from 'aws-cdk-lib';
import { App, aws_iam as iam, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { McpScopedRole, McpServer } from '../../../src';
import { McpAccessReport } from '../../../src/analysis/access-report/access-report';

const [JSON_FILE, HTML_FILE] = ['mcp-access-report.json', 'mcp-access-report.html'];

let outdir: string;
beforeEach(() => {
  outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'access-report-'));
  jest.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  process.exitCode = undefined;
  fs.rmSync(outdir, { recursive: true });
});

function newApp(...plugins: IPolicyValidationPlugin[]): App {
  // As the CDK's command line has it.
  const app = new App({ outdir, context: { 'aws:cdk:enable-path-metadata': true } });
  Validations.of(app).addPlugins(...plugins);
  return app;
}

function agent(stack: Stack): Stack {
  new McpScopedRole(stack, 'Agent', { assumedBy: new iam.AccountRootPrincipal(), servers: [McpServer.EKS] })
    .addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  return stack;
}

const written = (name: string) => fs.existsSync(path.join(outdir, name));
const report = () => JSON.parse(fs.readFileSync(path.join(outdir, JSON_FILE), 'utf-8'));
const principals = () => report().principals.map(({ id }: { id: string }) => id);
const soon = () => Promise.resolve();

/** What every version of the CDK passes; newer ones pass more. */
const contextOf = (templatePaths: string[]): any => ({ templatePaths });

test('the report is in the assembly as soon as synthesis is over', async () => {
  const app = newApp(new McpAccessReport());
  agent(new Stack(app, 'Workload'));
  app.synth();
  expect(written(JSON_FILE)).toBe(false);
  await soon();
  expect(report()).toMatchObject({
    version: 2,
    principals: [{
      id: 'Workload/Agent/Resource',
      template: 'Workload.template.json',
      access: { 'direct': { verdict: 'some' }, 'eks-mcp.amazonaws.com': { verdict: 'some' }, 'aws-mcp.amazonaws.com': { verdict: 'nothing' } },
    }],
  });
  expect(fs.readFileSync(path.join(outdir, HTML_FILE), 'utf-8')).toContain('<h1>MCP access report</h1>');
  expect(fs.readdirSync(outdir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  expect(process.exitCode).toBeUndefined();
});

test('nothing is reported as wrong', () => {
  const app = newApp();
  agent(new Stack(app, 'Workload'));
  const [{ templateFullPath }] = app.synth().stacks;
  const plugin = new McpAccessReport();
  expect(plugin.validate(contextOf([templateFullPath]))).toEqual({ success: true, violations: [] });
  expect(plugin.name).toBe('cdk-mcp-guardrails-access-report');
  expect(plugin.version).toBe('0.0.0');
});

test('a second synthesis into the same assembly is as good, beside other plugins', async () => {
  const other: IPolicyValidationPlugin = { name: 'other', validate: () => ({ success: true, violations: [] }) };
  for (const id of ['First', 'Second']) {
    const app = newApp(other, new McpAccessReport(), { ...other, name: 'another' });
    agent(new Stack(app, id));
    app.synth();
    await soon();
    expect(principals()).toEqual([`${id}/Agent/Resource`]);
  }
  expect(process.exitCode).toBeUndefined();
});

test('an app that changes and is synthesized again has the new report', async () => {
  const app = newApp(new McpAccessReport());
  const stack = agent(new Stack(app, 'Workload'));
  app.synth();
  new iam.Role(stack, 'Other', { assumedBy: new iam.AccountRootPrincipal() });
  app.synth({ force: true });
  await soon();
  expect(principals()).toEqual(['Workload/Agent/Resource', 'Workload/Other/Resource']);
});

describe('stages', () => {
  test('are in one report', async () => {
    const app = newApp(new McpAccessReport());
    for (const id of ['Test', 'Prod']) {
      agent(new Stack(new Stage(app, id), 'Workload'));
    }
    app.synth();
    await soon();
    expect(principals()).toEqual(['Prod/Workload/Agent/Resource', 'Test/Workload/Agent/Resource']);
    expect(report().principals[0].template).toMatch(/^assembly-Prod\/ProdWorkload\w+\.template\.json$/);
  });

  test('with a report each have one together', async () => {
    const app = newApp();
    for (const id of ['Test', 'Prod']) {
      const stage = new Stage(app, id);
      Validations.of(stage).addPlugins(new McpAccessReport());
      agent(new Stack(stage, 'Workload'));
    }
    app.synth();
    await soon();
    expect(principals()).toEqual(['Prod/Workload/Agent/Resource', 'Test/Workload/Agent/Resource']);
  });
});

test('nested stacks are in it', async () => {
  const app = newApp(new McpAccessReport());
  agent(new NestedStack(new Stack(app, 'Workload'), 'Inner'));
  app.synth();
  await soon();
  expect(principals()).toEqual(['Workload/Inner/Agent/Resource']);
});

test('an app without stacks has none', async () => {
  newApp(new McpAccessReport()).synth();
  expect(new McpAccessReport().validate(contextOf([])).success).toBe(true);
  await soon();
  expect(written(JSON_FILE)).toBe(false);
});

test('a template that can\'t be read is an error', () => {
  fs.writeFileSync(path.join(outdir, 'a.template.json'), '[]');
  expect(() => new McpAccessReport().validate(contextOf([path.join(outdir, 'a.template.json')]))).not.toThrow();
  fs.writeFileSync(path.join(outdir, 'a.template.json'), '{ "Resources": 7 }');
  expect(() => new McpAccessReport().validate(contextOf([path.join(outdir, 'a.template.json')])))
    .toThrow('a.template.json is not a CloudFormation template');
  expect(() => new McpAccessReport().validate(contextOf([path.join(outdir, 'b.template.json')]))).toThrow('ENOENT');
});

test('a report that can\'t be written fails the run, in one line', async () => {
  const app = newApp(new McpAccessReport());
  agent(new Stack(app, 'Workload'));
  fs.mkdirSync(path.join(outdir, HTML_FILE));
  app.synth();
  await soon();
  expect(console.error).toHaveBeenLastCalledWith(expect.stringMatching(/^the access report can't be written: .*mcp-access-report\.html'?$/));
  expect(process.exitCode).toBe(1);
  expect(written(JSON_FILE)).toBe(true);
  expect(fs.readdirSync(outdir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
