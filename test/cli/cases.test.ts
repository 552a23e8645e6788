import * as fs from 'fs';
import * as path from 'path';
import { run, runJson } from './run';

const CASES = path.join(__dirname, '..', 'cases');
const file = (number: string) => path.join(CASES, fs.readdirSync(CASES).find((name) => name.startsWith(`${number}-`))!);

const rulesOf = async (number: string) => (await runJson(['check', file(number)])).findings.map(({ rule }: { rule: string }) => rule);
const appliesTo = async (number: string) => (await runJson(['explain', file(number)])).statements.map((statement: { appliesTo: string }) => statement.appliesTo);
const decide = async (number: string, ...args: string[]) =>
  (await runJson(['simulate', file(number), '--via', 'direct', ...args])).results.map(({ decision }: { decision: string }) => decision);

/** What comes beside the repository where it is worked on: each case of it is to be here. */
const SHARED = path.join(__dirname, '..', '..', '..', 'shared', 'cases');

(fs.existsSync(SHARED) ? test : test.skip)('each shared case is here', () => {
  const all = (...folder: string[]) => (fs.readdirSync(path.join(...folder), { recursive: true }) as string[])
    .filter((name) => fs.statSync(path.join(...folder, name)).isFile()).sort();
  const policies = all(SHARED, 'policies');
  expect(all(CASES).filter((name) => !name.startsWith('apps'))).toEqual(policies);
  const json = (...name: string[]) => JSON.parse(fs.readFileSync(path.join(...name), 'utf-8'));
  policies.forEach((name) => expect([name, json(CASES, name)]).toEqual([name, json(SHARED, 'policies', name)]));
  const isProgram = (name: string) => name.endsWith('.js');
  expect(all(CASES, 'apps')).toEqual(all(SHARED, 'apps').filter((name) => !isProgram(name)));
  // The apps that are programs are those of test/apps.
  expect(all(SHARED, 'apps').filter(isProgram).map((name) => parseInt(name)).sort((x, y) => x - y)).toEqual([1, 2, 3, 4, 6, 7, 11, 13]);
});

test('each case is judged below', () => {
  const names = fs.readdirSync(CASES).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, name.indexOf('-')));
  expect(names.filter((name) => !CHECKED.some(([number]) => number === name))).toEqual(['03']);
});

const CHECKED: ReadonlyArray<[number: string, rules: string[]]> = [
  ['01', []],
  ['02', []],
  ['04', ['McpConditionNeverMatches', 'RemovedActionAllowed']],
  ['06', []],
  ['07', []],
  ['08', []],
  ['09', []],
  ['09b', []],
  ['11', []],
  ['12', ['RemovedActionDenied']],
  ['13', ['UnknownActionDenied']],
  ['14', ['ConditionKeyNeverCarried']],
  ['15', ['McpConditionDependsOnMissingKey', 'InvalidPrincipalElement']],
  ['16', ['DelegationNotDenied']],
  ['17', []],
  ['18', []],
  ['20', ['DenyLocksEverybodyOut']],
  ['21', ['InvalidPolicyDocument', 'InvalidPolicyDocument']],
];

describe('what check finds', () => {
  test.each(CHECKED)('in case %s', async (number, rules) => {
    expect(await rulesOf(number)).toEqual(rules);
  });

  test('of Terraform by the address of the resource', async () => {
    const { findings } = await runJson(['check', file('15')]);
    expect(findings.map(({ constructPath }: { constructPath: string }) => constructPath)).toEqual(['aws_iam_role_policy.agent', 'aws_organizations_policy.scp']);
  });

  test('with the nearest action, or that none is left', async () => {
    expect((await run(['check', file('13')])).stdout.replace(/\s+/g, ' ')).toContain('is an API operation; its IAM action is "s3:DeleteObject"');
    expect((await run(['check', file('12')])).stdout.replace(/\s+/g, ' ')).toContain('denies aws-mcp:ExecuteTool, aws-mcp:ListTools, but AWS has removed every action of '
      + 'aws-mcp: what comes through aws-mcp.amazonaws.com is not blocked');
  });
});

describe('whom the statements hit, as explain says it', () => {
  test.each<[number: string, appliesTo: unknown[]]>([
    ['01', [expect.stringContaining('AWS services')]],
    ['02', ['connecting']],
    ['04', ['nobody', 'people and agents']],
    ['09', ['agents']],
    ['09b', ['people and agents', 'agents']],
    ['18', [expect.stringContaining('people')]],
  ])('in case %s', async (number, whom) => {
    expect(await appliesTo(number)).toEqual(whom);
  });
});

describe('what is decided of a direct call', () => {
  const by = (who: string) => ['--principal', `arn:aws:iam::111122223333:${who}`];

  test.each<[number: string, action: string, decision: string, more?: string[]]>([
    ['03', 'partnercentral:UseSession', 'CONDITIONAL'],
    ['06', 's3:PutObject', 'IMPLICITLY_DENIED', by('role/Agent')],
    ['06', 's3:PutObject', 'ALLOWED', by('role/Admin')],
    ['09', 's3:GetObject', 'IMPLICITLY_DENIED'],
    ['09b', 's3:GetObject', 'ALLOWED'],
    ['11', 'ec2:RunInstances', 'EXPLICITLY_DENIED'],
    ['14', 'signin:AuthorizeOAuth2Access', 'IMPLICITLY_DENIED'],
  ])('in case %s, of %s', async (number, action, decision, more = []) => {
    expect(await decide(number, '--action', action, ...more)).toEqual([decision]);
  });

  test('on what case 03 depends', async () => {
    const { results: [result] } = await runJson(['simulate', file('03'), '--via', 'direct', '--action', 'partnercentral:UseSession']);
    expect(result.dependsOn).toEqual(['aws:IsMcpServiceAction']);
  });

  test.each([
    ['dynamo:DeleteItem', '"dynamodb:DeleteItem"', ['--expect', 'denied']], ['monitoring:DeleteAlarms', '"cloudwatch:DeleteAlarms"', []], ['email:DeleteIdentity', '"ses:DeleteIdentity"', []],
  ])('%s is no action: %s is', async (action, meant, more) => {
    const { code, stdout, stderr } = await run(['simulate', file('09b'), '--action', action, ...more]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.replace(/\s+/g, ' ')).toContain(`(did you mean ${meant}?)`);
    expect((await run(['simulate', file('09b'), '--unlisted-action', '--action', action, ...more])).code).toBe(0);
  });
});

describe('what migrate does', () => {
  test('a Deny of actions that never were becomes one of the server, and somebody has to look at it', async () => {
    const { code, stdout, stderr } = await run(['migrate', file('12')]);
    expect(code).toBe(1);
    expect(stderr.replace(/\s+/g, ' ')).toContain('changed "NoTools": denied aws-mcp:ExecuteTool, aws-mcp:ListTools, but AWS has removed every action of aws-mcp, so that it '
      + 'blocked nothing: now denies everything that comes through aws-mcp.amazonaws.com');
    expect(stderr).toContain('look at');
    expect(JSON.parse(stdout).Statement).toEqual([{
      Sid: 'NoTools', Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } },
    }]);
  });

  test('of a server that has actions, an invented one is left, and an error of check', async () => {
    const invented = JSON.stringify({ Version: '2012-10-17', Statement: { Sid: 'No', Effect: 'Deny', Action: 'eks-mcp:Invented', Resource: '*' } });
    expect(JSON.parse((await run(['migrate'], { stdin: invented })).stdout)).toEqual(JSON.parse(invented));
    const { stdout } = await run(['check'], { stdin: invented });
    expect(stdout).toContain('UnknownActionDenied: there is no action "eks-mcp:Invented"');
  });

  test('statements of a SAM function are rewritten in place', async () => {
    const { stdout, stderr } = await run(['migrate', file('04')]);
    expect(stderr.replace(/\s+/g, ' ')).toContain('Agent, statement 1: dropped aws-mcp:InvokeMcp');
    expect(JSON.parse(stdout).Resources.Agent.Properties.Policies[0].Statement).toHaveLength(1);
  });
});

describe('what was met in apps', () => {
  const app = (...parts: string[]) => path.join(CASES, 'apps', ...parts);
  const found = async (...files: string[]) => (await runJson(['check', ...files])).findings.map(({ rule, logicalId }: any) => [rule, logicalId]);

  test('5: the policies that SAM gives functions and state machines are those of principals', async () => {
    expect(await found(app('5-sam', 'sam-policies.json'))).toEqual([
      ['DenyReachesDirectCalls', 'F'], ['RemovedActionDenied', 'F'], ['DenyReachesDirectCalls', 'G'], ['DenyReachesDirectCalls', 'H'], ['DenyReachesDirectCalls', 'Api'],
    ]);
    const { statements } = await runJson(['explain', app('5-sam', 'sam-policies.json')]);
    const types = (of: string) => new Set(statements.filter(({ logicalId }: any) => logicalId === of).map(({ policyType }: any) => policyType));
    expect(['F', 'G', 'H', 'Api'].map((of) => [...types(of)])).toEqual([...Array(3).fill(['identity-based policy']), ['resource-based policy']]);
  });

  test('8: a template is read without the metadata that its manifest names', async () => {
    const { code, stderr } = await run(['check', app('8-missing-metadata', 'S.template.json')]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('9: a stack with nothing in it has no findings, and hides none beside it', async () => {
    expect((await run(['check', app('9-empty-stack', 'Empty.template.json')])).code).toBe(0);
    expect(await found(app('9-empty-stack', 'Empty.template.json'), app('9-empty-stack', 'bad-policy.json'))).toEqual([['RemovedActionDenied', undefined]]);
  });

  test('10: the policy of a private API is not about agents', async () => {
    expect(await found(app('10-private-api.json'))).toEqual([]);
  });

  test('12: a name that two stacks have is an error that names both', async () => {
    const ask = (principal: string) => run(['simulate', app('12-ambiguous-principal'), '--principal', principal, '--action', 's3:GetObject', '--via', 'direct']);
    const { code, stderr } = await ask('Role3');
    const [, one, other] = /"Role3" means several: "(\S+)", "(\S+)": name one as it stands here/.exec(stderr.replace(/\s+/g, ' '))!;
    expect(code).toBe(2);
    expect([path.basename(path.dirname(one)), path.basename(path.dirname(other))]).toEqual(['S0.template.json', 'S1.template.json']);
    expect((await ask(one)).stderr).toBe('');
  });
});

describe('rows without a file', () => {
  const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
  const VIA = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
  const resource = (type: string, properties: object) => JSON.stringify({ Resources: { It: { Type: type, Properties: properties } } });
  const errorsOf = async (stdin: string) => (await runJson(['check'], { stdin })).findings.map(({ rule, message }: any) => `${rule}: ${message}`);

  test('a managed policy as AWS prints it, of 82,974 characters: the size of a customer\'s does not hold, for whose it is is not known', async () => {
    const Document = policy(...Array.from({ length: 1000 }, (_, i) => ({ Sid: `S${i}`, Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: '*' })));
    const printed = JSON.stringify({ PolicyVersion: { Document, VersionId: 'v1', IsDefaultVersion: true, CreateDate: '2026-01-01T00:00:00+00:00' } });
    expect(printed.length).toBeGreaterThan(82974);
    expect(await errorsOf(printed)).toEqual([]);
    expect(await errorsOf(JSON.stringify(Document))).toEqual([]);
    // Of a customer it is too large.
    expect(await errorsOf(resource('AWS::IAM::ManagedPolicy', { PolicyDocument: Document }))).toEqual([expect.stringContaining('PolicyTooLarge')]);
  });

  test.each([
    ['an RCP on a service without them', 'AWS::Organizations::Policy',
      { Name: 'x', Type: 'RESOURCE_CONTROL_POLICY', Content: policy({ Effect: 'Deny', Principal: '*', Action: 'ec2:*', Resource: '*', Condition: VIA }) },
      'InvalidResourceControlPolicy: is about ec2, which resource control policies don\'t support'],
    ['a queue policy of eight actions', 'AWS::SQS::QueuePolicy', {
      Queues: ['q'],
      PolicyDocument: policy({
        Effect: 'Deny',
        Principal: '*',
        Resource: '*',
        Condition: VIA,
        Action: 'SendMessage ReceiveMessage DeleteMessage PurgeQueue GetQueueUrl GetQueueAttributes ChangeMessageVisibility DeleteQueue'.split(' ').map((name) => `sqs:${name}`),
      }),
    }, 'PolicyTooLarge: the statement "1" of the queue policy has 8 actions, 1 over the limit of 7'],
  ])('%s', async (_, type, properties, error) => {
    expect(await errorsOf(resource(type, properties))).toEqual([expect.stringContaining(error)]);
  });

  test('an operator in another case is one operator in all commands', async () => {
    const answers = async (operator: string, condition: string) => {
      const agents = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }, { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { [operator]: { [condition]: 'true' } } });
      const stdin = JSON.stringify(agents);
      const template = resource('AWS::IAM::Role', { AssumeRolePolicyDocument: {}, Policies: [{ PolicyName: 'P', PolicyDocument: agents }] });
      const report = await runJson(['report'], { stdin: template });
      return {
        check: await errorsOf(stdin),
        explain: (await runJson(['explain'], { stdin })).statements.map((each: any) => each.appliesTo),
        simulate: (await runJson(['simulate', '--action', 's3:GetObject', '--via', 'direct', '--via', 'aws-mcp'], { stdin })).results
          .map(({ decision }: any) => decision),
        report: [
          report.principals.map(({ access }: any) => Object.values(access).map(({ verdict }: any) => verdict)),
          report.guardrails.map(({ effects }: any) => effects),
        ],
      };
    };
    const [usual, ...others] = await Promise.all([
      answers('Bool', 'aws:ViaAWSMCPService'), answers('bool', 'aws:ViaAWSMCPService'), answers('BOOL', 'AWS:viaawsmcpservice'),
    ]);
    expect(usual.explain).toEqual(['people and agents', 'agents']);
    expect(usual.simulate).toEqual(['ALLOWED', 'EXPLICITLY_DENIED']);
    expect(others).toEqual([usual, usual]);
    expect((await runJson(['simulate', '--resource-policy', file('18'), '--action', 'sts:TagSession', '--via', 'direct', '--context', 'aws:TagKeys=x1'])).results[0].decision)
      .toBe('EXPLICITLY_DENIED');
  });
});
