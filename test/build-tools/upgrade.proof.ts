import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { changelogSection, upgradeOf } from '../../build-tools/upgrade-effects';
import { scp } from '../analysis/deployment/templates';

const stack = (resources: object, stackName = 'app/Stack') => ({ stackName, template: { Resources: resources } });
const BEFORE = { A: scp(['s3:DeleteBucket', 'kms:Decrypt']), B: scp(['sqs:SendMessage']) };
const MOVED = { A: scp(['s3:DeleteBucket']), B: scp(['sqs:SendMessage', 'kms:Decrypt']) };

describe('what an upgrade does', () => {
  test('is told by stack: what is made anew, and what is updated in place', () => {
    const upgrade = upgradeOf([stack({ A: BEFORE.A, B: BEFORE.B }), stack(BEFORE, 'app/Same')], [stack({ A: MOVED.A, New: MOVED.B }), stack(BEFORE, 'app/Same')]);
    expect(upgrade.deployment.lapses).toEqual([]);
    expect(changelogSection(upgrade, 'v0.1.0')).toBe(`### What an upgrade replaces

With the examples of v0.1.0, 1 resource is updated in place, and CloudFormation

- app/Stack: makes \`New\` (AWS::Organizations::Policy); deletes \`B\` (AWS::Organizations::Policy)
`);
  });

  test('a resource that is replaced is named so', () => {
    const policy = (description: string) => ({ P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Description: description, PolicyDocument: {} } } });
    expect(changelogSection(upgradeOf([stack(policy('a'))], [stack(policy('b'))]), 'v0.1.0')).toContain('- app/Stack: replaces `P` (AWS::IAM::ManagedPolicy)\n');
  });

  test('nothing is said to be nothing', () => {
    expect(changelogSection(upgradeOf([stack(BEFORE)], [stack(BEFORE)]), 'v0.1.0')).toContain('CloudFormation replaces nothing, and nothing is updated in place.');
  });
});

describe('the command', () => {
  let tree: string;
  beforeEach(() => {
    tree = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'upgrade-'));
    write('examples/small/tsconfig.json', JSON.stringify({ compilerOptions: { module: 'preserve', moduleResolution: 'bundler' } }));
    write('examples/small/cdk.json', '{}');
    write('examples/small/app.ts', `import * as fs from 'fs';
import { resources } from 'cdk-mcp-guardrails';
fs.mkdirSync(process.env.CDK_OUTDIR!);
fs.writeFileSync(process.env.CDK_OUTDIR + '/Stack.template.json', JSON.stringify({ Resources: resources() }));
`);
    git('init', '-q', '-b', 'main');
    git('config', 'user.email', 'test@example.com');
    git('config', 'user.name', 'Test');
    commit(BEFORE);
  });
  afterEach(() => fs.rmSync(tree, { recursive: true }));

  const write = (file: string, content: string) => {
    fs.mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    fs.writeFileSync(path.join(tree, file), content);
  };
  const git = (...args: string[]) => execFileSync('git', args, { cwd: tree, stdio: 'pipe' });
  const commit = (resources: object) => {
    write('src/index.ts', `export const resources = () => (${JSON.stringify(resources)});\n`);
    git('add', '-A');
    git('commit', '-q', '-m', 'feat: something');
  };
  const run = (...args: string[]) => spawnSync(process.execPath, [
    require.resolve('tsx/cli'), '--tsconfig', 'tsconfig.dev.json', 'build-tools/upgrade.ts', ...args,
  ], { cwd: path.join(__dirname, '../..'), encoding: 'utf-8' });

  test('says that there is no release, and takes no shallow clone for that', () => {
    expect(run('--to', tree)).toMatchObject({ status: 0, stdout: 'There is no release yet that this one could be compared with.\n' });
    commit(MOVED);
    const shallow = path.join(tree, 'shallow');
    git('clone', '-q', '--depth', '1', `file://${tree}`, shallow);
    expect(run('--to', shallow)).toMatchObject({ status: 1, stderr: expect.stringContaining('the clone is shallow') });
  });

  test('compares with the last release, fails if something lapses, and adds to the changelog', () => {
    git('tag', 'v0.1.0');
    commit(MOVED);
    const lapsing = run('--to', tree);
    expect(lapsing).toMatchObject({ status: 1, stderr: '' });
    expect(lapsing.stdout).toContain('With the examples of v0.1.0, CloudFormation replaces nothing, and 2 resources are updated in place.');
    expect(lapsing.stdout).toContain('lapses: kms:Decrypt');
    git('tag', 'v0.10.0');
    commit({ A: MOVED.A, New: MOVED.B });
    write('changelog.md', '## 0.11.0\n');
    expect(run('--to', tree, '--changelog', path.join(tree, 'changelog.md')).status).toBe(0);
    expect(fs.readFileSync(path.join(tree, 'changelog.md'), 'utf-8')).toMatch(/^## 0\.11\.0\n\n### What an upgrade replaces\n\nWith the examples of v0\.10\.0, [^]*`New`/);
  }, 60_000);

  test('an example that the new library breaks is compared as it is now', () => {
    git('tag', 'v0.1.0');
    write('examples/small/app.ts', fs.readFileSync(path.join(tree, 'examples/small/app.ts'), 'utf-8').replace('{ resources }', '{ policies as resources }'));
    write('src/index.ts', `export const policies = () => (${JSON.stringify(BEFORE)});\n`);
    const { status, stdout } = run('--to', tree);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^The example small does not run with the new library as it was[^]*replaces nothing/)]);
  }, 60_000);

  test('what is no option is an error', () => {
    expect(run('--form', tree)).toMatchObject({ status: 1, stderr: expect.stringContaining('--form is no option') });
  });
});
