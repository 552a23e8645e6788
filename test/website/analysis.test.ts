import * as fs from 'fs';
import { isIP } from 'net';
import * as os from 'os';
import * as path from 'path';
import * as vm from 'vm';
import { gzipSync } from 'zlib';
import * as fc from 'fast-check';
import { licensesOf } from '../../build-tools/licenses';
import { main } from '../../src/cli/main';
import { isIP as isIPForBrowsers } from '../../website/analysis/node/net';
import { bundleAnalysis } from '../../website/bundle-analysis';
import { problemsIn } from '../../website/policy/answers';

const AGENTS = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Read', Effect: 'Allow', Action: ['s3:Get*', 's3:DeleteObject'], Resource: '*' },
    { Sid: 'NoDelete', Effect: 'Deny', Action: 's3:Delete*', Resource: '*', Condition: { ...AGENTS, IpAddress: { 'aws:SourceIp': '2001:db8::/32' } } },
  ],
}, undefined, 2);
const AFTER = POLICY.replace('"s3:Delete*"', '"s3:Nothing"');
const TEMPLATE = `
Resources:
  Agent:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: sts:AssumeRole, Principal: { Service: ec2.amazonaws.com } }] }
      ManagedPolicyArns: [arn:aws:iam::aws:policy/ReadOnlyAccess]
      Policies: [{ PolicyName: own, PolicyDocument: { Version: '2012-10-17', Statement: ${JSON.stringify([{ Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: AGENTS }])} } }]
`;
/** To compare all that ReadOnlyAccess allows takes seconds. */
const SMALL = TEMPLATE.replace(/ +ManagedPolicyArns.*\n/, '').replace('[{"Effect"', '[{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect"');

let folder: string;
let bundle: string;
let licenses: string;
let ask: ReturnType<typeof worker>['ask'];
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'analysis-'));
  const { folder: made, packages } = await bundleAnalysis(folder);
  bundle = path.join(folder, made);
  licenses = licensesOf(packages);
  ask = worker().ask;
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('the licenses of the packages in it are told', () => {
  expect(licenses).toMatch(/^yaml \d+\.\d+\.\d+ \(ISC\)\n\nCopyright Eemeli Aro/m);
});

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A worker, as far as the script needs one. */
function worker() {
  const loaded: string[] = [];
  const waiting: Array<(answer: Answer) => void> = [];
  const self: any = { folder: '', postMessage: ({ code, stdout, stderr }: Answer) => waiting.shift()!({ code, stdout, stderr }) };
  Object.assign(self, { self, queueMicrotask, TextDecoder, TextEncoder, URL });
  const context = vm.createContext(self);
  self.importScripts = (name: string) => {
    loaded.push(name);
    vm.runInContext(fs.readFileSync(path.join(bundle, name), 'utf-8'), context);
  };
  self.importScripts('analysis.js');
  return {
    loaded,
    ask: (args: readonly string[], files: object) => new Promise<Answer>((resolve) => {
      waiting.push(resolve);
      self.onmessage({ data: { id: 0, args, files } });
    }),
  };
}

async function onTheCommandLine(args: readonly string[], files: { [name: string]: string }): Promise<Answer> {
  const directory = fs.mkdtempSync(path.join(folder, 'files-'));
  const before = process.cwd();
  Object.entries(files).forEach(([name, text]) => fs.writeFileSync(path.join(directory, name), text));
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({ write: (text: string) => (written[name] += text) });
  const io = { stdin: { isTTY: true } as never, stdout: stream('stdout'), stderr: stream('stderr'), env: {}, exitCode: 0 };
  process.chdir(directory);
  try {
    await main(args, io);
  } finally {
    process.chdir(before);
  }
  return { ...written, code: io.exitCode };
}

const policy = { policy: POLICY };

test.each<[args: string[], files: { [name: string]: string }]>([
  [['check', 'policy', '--all', '--format=json'], policy],
  [['check', 'policy', '--all', '--format=json'], { policy: TEMPLATE }],
  [['check', 'policy', '--all', '--format=json'], { policy: '{ "Statement": [' }],
  [['check', 'policy', '--all', '--format=json'], { policy: '' }],
  [['check', 'policy', '--all', '--format=json'], { policy: '{}' }],
  [['explain', 'policy', '--format=json'], policy],
  [['explain', 'policy', '--format=json'], { policy: TEMPLATE }],
  [['simulate', 'policy', '--action=s3:DeleteObject', '--resource=arn:aws:s3:::data/x', '--format=json'], policy],
  [['simulate', 'policy', '--action=s3:DeletObject', '--format=json'], policy],
  [['simulate', 'policy', '--action=s3:GetObject', '--resource=arn:aws:s3:::data/x', '--format=json'], { policy: TEMPLATE }],
  [['simulate', 'policy', '--action=ec2:DescribeInstances', '--format=json'], { policy: TEMPLATE }],
  [['simulate', 'policy', 'everything', '--action=s3:Get*', '--format=json'], { ...policy, everything: POLICY }],
  [['compare', 'before', 'after', '--format=json'], { before: POLICY, after: AFTER }],
  [['compare', 'before', 'after', '--format=json'], { before: POLICY, after: TEMPLATE }],
  [['compare', 'before', 'after', '--format=json'], { before: SMALL, after: SMALL.replace('s3:*', 's3:Put*') }],
])('the page says what the command line says: %j', async (args, files) => {
  expect(await ask(args, files)).toEqual(await onTheCommandLine(args, files));
});

test('the page is told whom each statement is about, in words', async () => {
  const { stdout } = await ask(['explain', 'policy', '--format=page'], policy);
  const { policies: [{ kind, statements }] } = JSON.parse(stdout);
  expect(kind).toBe('identity-based policy');
  expect(statements.map(({ statement, line, callers }: { [part: string]: unknown }) => [statement, line, callers])).toEqual([
    ['Read', 4, 'people and agents'],
    ['NoDelete', 13, 'agents only, depending on aws:SourceIp'],
  ]);
  expect(statements[1].origins.direct).toHaveLength(2);
  expect(statements[0].services).toBe('yes');
  expect(statements[1].services).toMatch(/^for direct calls: no; for agents: depends on aws:SourceIp/);
});

test('the page is told how each origin is judged, those alike together', async () => {
  const { stdout } = await ask(['simulate', 'policy', '--action=s3:DeleteObject', '--resource=arn:aws:s3:::data/x', '--context=aws:SourceIp=2001:db8::1', '--format=page'], policy);
  const { answers } = JSON.parse(stdout);
  expect(answers.map(({ origins, groups }: any) => [origins.length > 1, groups])).toEqual([
    [false, [{ decision: 'ALLOWED', actions: ['s3:DeleteObject'], reasons: ['Allow "Read" of the identity-based policy, policy:4'] }]],
    [true, [expect.objectContaining({ decision: 'EXPLICITLY_DENIED', reasons: expect.arrayContaining(['Deny "NoDelete" of the identity-based policy, policy:13']) })]],
  ]);
});

test.each([
  ['{ "Statement": [', /^line 1, column 17: not valid JSON/],
  ['Hello', /^neither a policy, an object with "Statement", nor a CloudFormation template/],
  ['a: [', /^line \d, column \d+: neither JSON nor YAML/],
])('what is wrong is told without the name of the program: %s', async (text, says) => {
  const { stderr } = await ask(['check', 'policy', '--format=json'], { policy: text });
  expect(problemsIn(stderr)).toEqual([expect.stringMatching(says)]);
});

test('what has one right answer is mended', async () => {
  const wrong = POLICY.replace('"Bool"', '"boolifexists"').replace('"true"', '"True"');
  const { stdout } = await ask(['fix', 'policy', '--all', '--fix', '--dry-run', '--format=page'], { policy: wrong });
  const { texts } = JSON.parse(stdout);
  expect(JSON.parse(texts.policy).Statement[1].Condition.Bool).toEqual({ 'aws:ViaAWSMCPService': 'true' });
});

test('answers come one after another, also if they are asked for at once', async () => {
  const answers = await Promise.all([ask(['explain', 'a', '--format=json'], { a: POLICY }), ask(['explain', 'b', '--format=json'], { b: POLICY })]);
  expect(answers.map(({ stdout }) => JSON.parse(stdout).statements[0].file)).toEqual(['a', 'b']);
});

test('tables are loaded when they are used, and all but that of AWS\'s policies is small', async () => {
  const { ask: askFirst, loaded } = worker();
  expect(loaded).toEqual(['analysis.js']);
  await askFirst(['check', 'policy', '--all', '--format=json'], policy);
  await askFirst(['simulate', 'policy', '--action=s3:DeleteObject', '--format=json'], policy);
  expect(loaded).not.toContain('data/aws-managed-policies.br.js');
  expect(new Set(loaded).size).toBe(loaded.length);
  const files = (fs.readdirSync(bundle, { recursive: true }) as string[]).filter((file) => file.endsWith('.js'));
  const small = files.filter((file) => !file.includes('managed-policies')).map((file) => gzipSync(fs.readFileSync(path.join(bundle, file))).length);
  expect(small.length).toBe(files.length - 1);
  expect(small.reduce((sum, size) => sum + size)).toBeLessThan(600_000);
});

test('an address is one where it is one for Node.js', () => {
  const part = fc.constantFrom('::', ':', '.', '%', '1', '0', '00', '255', '256', 'ffff', 'fffff', 'g', '1.2.3.4', 'eth0', '2001:db8', ' ');
  fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''))), (text) => isIPForBrowsers(text) === isIP(text)), { numRuns: 3000 });
});
