import * as fs from 'fs';
import { App, aws_iam as iam, aws_s3 as s3, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ALLOW_ALL, inEmptyDirectory, LEAKS, policy, role, run, runJson, write } from './run';
import { assemblyTemplates } from '../../src/cli/cloud-assembly';

inEmptyDirectory();

function leakingPolicy(scope: Construct): iam.ManagedPolicy {
  return new iam.ManagedPolicy(scope, 'Policy', { document: iam.PolicyDocument.fromJson(policy(ALLOW_ALL, LEAKS)) });
}

/** An app with a stack, one in a stage, and one nested in that. */
function synthesize(): void {
  const app = new App({ outdir: 'cdk.out', analyticsReporting: false });
  leakingPolicy(new Stack(app, 'Plain'));
  const stack = new Stack(new Stage(app, 'Prod', { env: { account: '111122223333', region: 'eu-central-1' } }), 'Staged', { stackName: 'staged-stack' });
  leakingPolicy(stack);
  leakingPolicy(new NestedStack(stack, 'Nested'));
  app.synth();
}

test('all templates: those of stages and of nested stacks, too', async () => {
  synthesize();
  const { findings } = await runJson(['check', 'cdk.out']);
  const leaks = findings.filter(({ rule }: { rule: string }) => rule === 'McpConditionDependsOnMissingKey')
    .map(({ file, constructPath }: { file: string; constructPath?: string }) => [file.replace(/[0-9A-F]{8}/, '#'), constructPath]);
  expect(leaks.sort()).toEqual([
    ['cdk.out/Plain.template.json', 'Plain/Policy/Resource'],
    // Its logical id is that of the nested policy, too.
    ['cdk.out/assembly-Prod/ProdStaged#.template.json', 'Prod/Staged/Policy/Resource'],
    ['cdk.out/assembly-Prod/ProdStagedNested#.nested.template.json', undefined],
  ]);
});

test('what the manifest knows of a stack, also of a template that is given by itself', async () => {
  synthesize();
  const [staged, nested, plain] = assemblyTemplates('cdk.out', (file) => JSON.parse(fs.readFileSync(file, 'utf-8')));
  expect(plain.account).toBeUndefined();
  expect(staged).toMatchObject({ account: '111122223333', region: 'eu-central-1', stackName: 'staged-stack' });
  expect(nested).toMatchObject({ account: '111122223333', region: 'eu-central-1' });
  expect([...plain.constructPaths.values()]).toContain('Plain/Policy/Resource');

  const template = JSON.parse(fs.readFileSync(plain.file, 'utf-8'));
  Object.values<any>(template.Resources).forEach((resource) => delete resource.Metadata);
  write(plain.file, template);
  const { findings } = await runJson(['check', plain.file]);
  expect(findings[0].constructPath).toBe('Plain/Policy/Resource');
});

test('a template that imports from another one of the app', async () => {
  const app = new App({ outdir: 'cdk.out', analyticsReporting: false });
  const shared = leakingPolicy(new Stack(app, 'Shared'));
  new iam.Role(new Stack(app, 'User'), 'Role', { assumedBy: new iam.AccountRootPrincipal(), managedPolicies: [shared] });
  app.synth();
  const { results } = await runJson(['simulate', 'cdk.out', '--action', 'ec2:RunInstances', '--via', 'aws']);
  expect(results).toMatchObject([{ decision: 'ALLOWED', principal: 'User/Role', statements: [{ file: 'cdk.out/Shared.template.json' }] }]);
});

test('a resource by the path of its construct, in whichever stack it is', async () => {
  const app = new App({ outdir: 'cdk.out', analyticsReporting: false });
  const reader = new iam.Role(new Stack(app, 'A'), 'Role', { assumedBy: new iam.AccountRootPrincipal() });
  const bucket = new s3.Bucket(new Stack(app, 'B'), 'Bucket');
  bucket.grantRead(reader);
  app.synth();
  const decision = async (resource: string) =>
    (await runJson(['simulate', 'cdk.out', '--action', 's3:GetObject', '--resource', resource, '--via', 'aws'])).results[0].decision;
  expect(await decision('${Bucket.Arn}/key')).toBe('ALLOWED');
  expect(await decision('arn:aws:s3:::another/key')).not.toBe('ALLOWED');
});

const MANIFEST = { version: '1.0.0' };
const STACK = { type: 'aws:cloudformation:stack', properties: { templateFile: 'a.template.json' } };

test.each<[string, { [file: string]: unknown }, string]>([
  ['no stack', { 'manifest.json': { ...MANIFEST, artifacts: { Tree: { type: 'cdk:tree' }, Odd: null } } }, 'out: there is no stack in it'],
  ['no artifacts', { 'manifest.json': [] }, 'out: there is no stack in it'],
  ['an assembly in itself', { 'manifest.json': { artifacts: { A: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } } } }, 'out: there is no stack in it'],
  ['a template that is missing', { 'manifest.json': { artifacts: { A: STACK } } }, 'out/a.template.json: there is no such file'],
  ['metadata that is missing', { 'manifest.json': { artifacts: { A: { ...STACK, additionalMetadataFile: 'm.json' } } } }, 'out/m.json: there is no such file'],
  ['a broken manifest', { 'manifest.json': '{' }, 'out/manifest.json:1:2: not valid JSON: expected a key in double quotes'],
])('%s', async (_, files, message) => {
  write('out/cdk.out', { version: '1.0.0' });
  Object.entries(files).forEach(([file, content]) => write(`out/${file}`, content));
  expect(await run(['check', 'out'])).toEqual({ code: 2, stdout: '', stderr: `cdk-mcp-guardrails: ${message}\n` });
});

test('a stack without resources, and metadata of a strange form', async () => {
  write('out/cdk.out', {});
  write('out/manifest.json', {
    artifacts: {
      A: { ...STACK, metadata: { '/A/B': 'odd', '/A/Role/Resource': [null, { type: 'aws:cdk:logicalId', data: 'Role' }] }, environment: 'odd' },
      B: { type: 'aws:cloudformation:stack', properties: { templateFile: 'b.template.json' } },
    },
  });
  write('out/a.template.json', { Resources: { Role: role(policy(LEAKS)) } });
  write('out/a.assets.json', { files: { x: { source: {} }, y: null } });
  write('out/b.template.json', {});
  expect((await runJson(['check', 'out'])).findings.map(({ constructPath }: { constructPath: string }) => constructPath)).toContain('A/Role/Resource');
});
