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
  const readJson = (file: string) => JSON.parse(fs.readFileSync(file, 'utf-8'));
  const [staged, nested, plain] = assemblyTemplates('cdk.out', { json: readJson, attempt: (work) => work() });
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
  ['a stage whose manifest is missing', { 'manifest.json': { artifacts: { A: { type: 'cdk:cloud-assembly', properties: { directoryName: 'stage' } } } } },
    'out/stage/manifest.json: there is no such file'],
  ...['../secret.json', '/etc/secret.json', 'stage/../../secret.json'].map((templateFile): [string, { [file: string]: unknown }, string] => [
    `a template outside of the directory: ${templateFile}`,
    { 'manifest.json': { artifacts: { A: { ...STACK, properties: { templateFile } } } }, '../secret.json': policy(LEAKS) },
    `${templateFile} is outside of out, whose manifest names it: expected a file in it`,
  ]),
  ['a stage outside of the directory', { 'manifest.json': { artifacts: { A: { type: 'cdk:cloud-assembly', properties: { directoryName: '..' } } } } },
    '.. is outside of out, whose manifest names it: expected a file in it'],
  ['metadata outside of the directory', { 'manifest.json': { artifacts: { A: { ...STACK, additionalMetadataFile: '../m.json' } } } },
    '../m.json is outside of out, whose manifest names it: expected a file in it'],
  [
    'a nested stack outside of the directory',
    {
      'manifest.json': { artifacts: { A: STACK } },
      'a.template.json': '',
      'a.assets.json': { files: { x: { source: { path: '../../b.nested.template.json' } } } },
    },
    '../../b.nested.template.json is outside of out, whose manifest names it: expected a file in it mcp-guardrails: out/a.template.json: empty',
  ],
  ['a broken manifest', { 'manifest.json': '{' }, 'out/manifest.json:1:2: not valid JSON: expected a key in double quotes'],
])('%s', async (_, files, message) => {
  write('out/cdk.out', { version: '1.0.0' });
  Object.entries(files).forEach(([file, content]) => write(`out/${file}`, content));
  const { code, stdout, stderr } = await run(['check', 'out']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.replace(/\n(?!$)/g, ' ')).toBe(`mcp-guardrails: ${message}\n`);
});

test.each([['a.template.json'], ['.']])('metadata that can\'t be read is not needed: %s', async (file) => {
  write('out/cdk.out', {});
  write('out/manifest.json', { artifacts: { A: { ...STACK, additionalMetadataFile: 'missing.json' } } });
  write('out/a.template.json', { Resources: { Role: role(policy(LEAKS)) } });
  const { code, stderr } = await run(['check', `out/${file}`]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
});

test('a manifest that can\'t be read does not hide the template that is given', async () => {
  write('out/cdk.out', {});
  write('out/manifest.json', '{');
  write('out/a.template.json', { Resources: { Role: role(policy(LEAKS)) } });
  expect(await run(['check', 'out/a.template.json'])).toMatchObject({ code: 1, stderr: '' });
});

test('one template that can\'t be read does not hide the others', async () => {
  write('out/cdk.out', {});
  write('out/manifest.json', {
    artifacts: {
      A: STACK,
      B: { type: 'aws:cloudformation:stack', properties: { templateFile: 'b.template.json' } },
      C: { type: 'cdk:cloud-assembly', properties: { directoryName: 'stage' } },
      D: { type: 'aws:cloudformation:stack', properties: { templateFile: 'd.template.json' } },
    },
  });
  write('out/a.template.json', '{');
  write('out/b.template.json', { Resources: [] });
  write('out/d.template.json', { Resources: { Role: role(policy(LEAKS)) } });
  const { code, stdout, stderr } = await run(['check', 'out']);
  expect(stdout).toContain('out/d.template.json:');
  expect(code).toBe(2);
  expect(stderr).toBe([
    'mcp-guardrails: out/stage/manifest.json: there is no such file',
    'mcp-guardrails: out/a.template.json:1:2: not valid JSON: expected a key in double quotes',
    'mcp-guardrails: out/b.template.json is not a CloudFormation template: expected an object with',
    '"Resources", an object',
    '',
  ].join('\n'));
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
