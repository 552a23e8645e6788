import { execFileSync } from 'child_process';
import { ALLOW_ALL, inEmptyDirectory, LEAKS, policy, read, role, run, runJson, write } from './run';
import { CONDITION_DEPENDS_ON_MISSING_KEY } from '../../src/analysis/rules/condition-depends-on-missing-key';
import { unifiedDiff } from '../../src/cli/unified-diff';

inEmptyDirectory();

const VIA = 'aws:ViaAWSMCPService';
const CALLED = 'aws:CalledViaAWSMCP';
const AWS = 'aws-mcp.amazonaws.com';

/** What one statement becomes, and which rules it broke. */
async function fixed(Condition: object, rest: object = { Effect: 'Deny', Action: 's3:*' }) {
  write('a.json', policy({ Resource: '*', ...rest, Condition }, ALLOW_ALL));
  const { fixed: findings } = await runJson(['check', '--fix', 'a.json']);
  const [statement] = JSON.parse(read('a.json')).Statement;
  return { condition: statement.Condition, rules: findings.map(({ rule }: { rule: string }) => rule) };
}

describe('what has one right answer', () => {
  test.each<[string, object, object, string[]]>([
    ['IfExists for all calls outside MCP', { Bool: { [VIA]: 'false' } }, { BoolIfExists: { [VIA]: 'false' } }, ['McpConditionDependsOnMissingKey']],
    ['Null is no direct call', { Null: { [VIA]: 'true' } }, { BoolIfExists: { [VIA]: 'false' } }, ['McpConditionDependsOnMissingKey']],
    ['no IfExists for agents', { BoolIfExists: { [VIA]: 'true' } }, { Bool: { [VIA]: 'true' } }, ['DenyReachesCallsWithoutMcpKey']],
    ['the second key', { StringNotEquals: { [CALLED]: AWS } }, { StringNotEquals: { [CALLED]: AWS }, Bool: { [VIA]: 'true' } }, ['DenyReachesDirectCalls']],
    ['an operator\'s name', { StringEqual: { [CALLED]: AWS } }, { StringEquals: { [CALLED]: AWS } }, ['InvalidCondition']],
    ['an operator\'s name, and then what it means', { StringNotEqual: { [CALLED]: AWS } }, { StringNotEquals: { [CALLED]: AWS }, Bool: { [VIA]: 'true' } },
      ['InvalidCondition', 'DenyReachesDirectCalls']],
    ['an MCP key\'s name', { Bool: { 'aws:ViaAWSMCPServices': 'true' } }, { Bool: { [VIA]: 'true' } }, ['UnknownMcpKey']],
    ['an MCP key without its prefix', { Bool: { ViaAWSMCPService: 'true' } }, { Bool: { [VIA]: 'true' } }, ['UnknownMcpKey']],
    ['any key\'s name', { StringNotEquals: { 'aws:PrincipalOrgIDs': 'o-a1b2c3d4e5' } }, { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, ['UnknownConditionKey']],
    ['an operator of another type', { ArnLike: { [CALLED]: 'aws-*' }, Bool: { [VIA]: 'true' } }, { StringLike: { [CALLED]: 'aws-*' }, Bool: { [VIA]: 'true' } }, ['WrongOperatorForMcpKey']],
    ['a Boolean compared as text', { StringEquals: { [VIA]: 'true' } }, { Bool: { [VIA]: 'true' } }, ['StringOperatorOnMcpBoolean']],
    ['a Boolean compared as text, negated', { StringNotEquals: { [VIA]: 'true' } }, { BoolIfExists: { [VIA]: 'false' } }, ['StringOperatorOnMcpBoolean']],
    ['a set operator', { 'ForAnyValue:StringEquals': { [CALLED]: [AWS] } }, { StringEquals: { [CALLED]: [AWS] } }, ['SetOperatorOnMcpKey']],
    ['a set operator that spares direct calls', { 'ForAnyValue:StringNotEquals': { [CALLED]: [AWS] } }, { StringNotEquals: { [CALLED]: [AWS] }, Bool: { [VIA]: 'true' } }, ['SetOperatorOnMcpKey']],
  ])('%s', async (_, before, after, rules) => {
    expect(await fixed(before)).toEqual({ condition: after, rules });
    // What is right stays.
    expect((await fixed(after)).rules).toEqual([]);
  });

  test('an Allow to agents that also reaches people', async () => {
    const allow = { Effect: 'Allow', Action: 's3:GetObject' };
    expect(await fixed({ 'ForAllValues:StringEquals': { [CALLED]: [AWS] } }, allow)).toEqual({ condition: { StringEquals: { [CALLED]: [AWS] } }, rules: ['AllowReachesDirectCalls'] });
  });

  test('actions that AWS has removed', async () => {
    write('a.json', policy({ Sid: 'No', Effect: 'Deny', Action: 'aws-mcp:InvokeMcp' }, { Effect: 'Allow', Action: ['s3:GetObject', 'aws-mcp:InvokeMcp'] }));
    const { findings, fixed: gone } = await runJson(['check', '--fix', 'a.json']);
    expect([findings, gone.map(({ rule }: { rule: string }) => rule)]).toEqual([[], ['RemovedActionDenied', 'RemovedActionAllowed']]);
    expect(JSON.parse(read('a.json'))).toEqual(policy(
      { Sid: 'No', Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringEquals: { [CALLED]: AWS } } }, { Effect: 'Allow', Action: 's3:GetObject' },
    ));
  });
});

describe('what a person has to decide stays', () => {
  test('an Allow that would reach calls which it does not reach today', async () => {
    const allow = { Effect: 'Allow', Action: 's3:GetObject' };
    expect(await fixed({ Bool: { [VIA]: 'false' } }, allow)).toEqual({ condition: { Bool: { [VIA]: 'false' } }, rules: [] });
  });

  test.each<[string, object]>([
    ['a word that is no Boolean', { Bool: { [VIA]: 'yes' } }],
    ['two operators that would become one', { StringEqual: { [CALLED]: AWS }, StringEquals: { 'aws:PrincipalTag/team': 'x' } }],
    ['a name that no operator is near to', { Boolean: { [VIA]: 'true' } }],
    ['a key that two are near to', { StringEquals: { 'aws:SourceVpcs': 'vpc-12345678' } }],
    ['a key that is there already', { Bool: { [VIA]: 'true', 'aws:ViaAWSMCPServices': 'true' } }],
    ['a condition that contradicts itself', { Bool: { [VIA]: 'false' }, StringEquals: { [CALLED]: AWS } }],
    ['a number of a key that is text', { NumericEquals: { [CALLED]: '1' } }],
  ])('%s', async (_, condition) => {
    const { code } = await run(['check', write('b.json', policy({ Effect: 'Deny', Action: 's3:*', Condition: condition }))]);
    const before = read('b.json');
    expect((await runJson(['check', '--fix', 'b.json'])).findings.length).toBeGreaterThan(0);
    expect({ code, after: read('b.json') }).toEqual({ code: 1, after: before });
  });

  test('what the migration leaves to a person', async () => {
    write('a.json', policy({ Effect: 'Deny', Action: 'aws-mcp:CallReadOnlyTool' }));
    expect(await runJson(['check', '--fix', 'a.json'])).toMatchObject({ fixed: [], findings: [{ rule: 'RemovedActionDenied' }] });
  });

  test('the only statement of a policy', async () => {
    write('a.json', policy({ Effect: 'Allow', Action: 'aws-mcp:InvokeMcp' }));
    expect(await runJson(['check', '--fix', 'a.json'])).toMatchObject({ fixed: [], findings: [{ rule: 'RemovedActionAllowed' }] });
  });

  test('what somebody has acknowledged, or turned off', async () => {
    const text = `Statement:
  # mcp-guardrails: ignore McpConditionDependsOnMissingKey meant so
  - {Effect: Deny, Action: "s3:*", Resource: "*", Condition: {Bool: {${VIA}: "false"}}}
  - {Effect: Deny, Action: "ec2:*", Resource: "*", Condition: {BoolIfExists: {${VIA}: "true"}}}
`;
    write('a.yaml', text);
    write('mcp-guardrails.yaml', 'rules: {DenyReachesCallsWithoutMcpKey: off}\n');
    expect(await runJson(['check', '--fix', 'a.yaml'])).toMatchObject({ findings: [], fixed: [], leftOut: { acknowledged: 1, off: 1 } });
    expect(read('a.yaml')).toBe(text);
  });
});

const YAML = `# the agents' role
Resources:
  Role:                       # one
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}]}
      Policies:
        - PolicyName: Inline
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Deny  # all but agents
                Action: s3:*
                Resource: !Sub "arn:\${AWS::Partition}:s3:::b/*"
                Condition:
                  Bool:
                    aws:ViaAWSMCPService: false   # why
              - {Effect: Deny, Action: 's3:*', Resource: '*', Condition: {StringNotEquals: {'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com'}}}
`;
const YAML_NOW = YAML.replace('Bool:\n', 'BoolIfExists:\n').replace('aws:ViaAWSMCPService: false', 'aws:ViaAWSMCPService: "false"');

test('a fix that does not remove its finding is a mistake of the program, and nothing is written', async () => {
  write('a.json', policy(LEAKS));
  const before = read('a.json');
  jest.spyOn(CONDITION_DEPENDS_ON_MISSING_KEY, 'repair').mockImplementation(({ json }) => [{ ...json, Sid: `${json.Sid}x` }]);
  const endless = await run(['check', '--fix', 'a.json']);
  jest.mocked(CONDITION_DEPENDS_ON_MISSING_KEY.repair!).mockImplementationOnce(({ json }) => [{ ...json, Sid: 'x' }]).mockImplementation(() => undefined);
  const once = await run(['check', '--fix', 'a.json']);
  jest.restoreAllMocks();
  expect(endless).toMatchObject({ code: 2, stderr: expect.stringMatching(/internal error: .*repairs of\s+McpConditionDependsOnMissingKey and/) });
  expect(once).toMatchObject({ code: 2, stderr: expect.stringMatching(/does not\s+remove\s+its\s+finding:\s+nothing\s+is\s+written/) });
  expect(read('a.json')).toBe(before);
});

describe('the edit', () => {
  test('comments and layout of YAML stay', async () => {
    const { stdout, stderr, code } = await run(['check', '--fix', write('t.yaml', YAML)]);
    expect(stderr).toMatch(/^t\.yaml:\d+ {2}fixed {2}McpConditionDependsOnMissingKey: /);
    expect({ stdout, code }).toEqual({ stdout: 'Nothing found in 1 file.\n', code: 0 });
    expect(read('t.yaml').split('\n').slice(0, -2)).toEqual(YAML_NOW.split('\n').slice(0, -2));
    expect(read('t.yaml').split('\n').slice(-2)).toEqual([expect.stringContaining('{Effect: Deny, Action: \'s3:*\', Resource: \'*\', Condition: {"StringNotEquals"'), '']);
  });

  test('so does that of JSON, with CRLF, a byte order mark and a policy in a string', async () => {
    const inner = (operator: string) => `{ "Version":"2012-10-17",  "Statement":[ { "Effect":"Deny", "Action":["s3:*" , "ec2:*"], "Resource":"*", "Condition":{ "${operator}":{ "${VIA}":"false" } } } ] }`;
    const text = (operator: string) => `\uFEFF{\r\n  "Policy":   {"Content": ${JSON.stringify(inner(operator))}},\r\n  "X": [1,2]\r\n}\r\n`;
    write('a.json', text('Bool'));
    expect(await run(['check', '--fix', 'a.json'])).toMatchObject({ code: 0 });
    expect(read('a.json')).toBe(text('BoolIfExists'));
    const crlf = JSON.stringify(policy(LEAKS), undefined, 2).replace(/\n/g, '\r\n');
    write('crlf.json', crlf);
    await run(['check', '--fix', 'crlf.json']);
    expect(read('crlf.json')).toBe(crlf.replace('"Bool"', '"BoolIfExists"'));
  });

  test('--dry-run shows what git would apply, and writes nothing', async () => {
    write('t.yaml', YAML);
    const { stdout, stderr, code } = await run(['check', '--fix', '--dry-run', 't.yaml']);
    expect(code).toBe(1);
    expect(stderr).toContain('would fix');
    expect(read('t.yaml')).toBe(YAML);
    write('p.diff', stdout);
    execFileSync('git', ['apply', '-p0', 'p.diff']);
    const applied = read('t.yaml');
    write('t.yaml', YAML);
    await run(['check', '--fix', 't.yaml']);
    expect(applied).toBe(read('t.yaml'));
  });

  test('a template in JSON, with what is deployed in a cdk.out left as it is', async () => {
    const template = { Resources: { Role: role(policy(LEAKS)) } };
    write('app/t.json', template);
    write('app/cdk.out/cdk.out', '{}');
    write('app/cdk.out/manifest.json', { artifacts: { S: { type: 'aws:cloudformation:stack', properties: { templateFile: 'S.json' } } } });
    write('app/cdk.out/S.json', template);
    const { stderr, code } = await run(['check', '--fix', 'app']);
    expect(stderr).toContain('not fixed: app/cdk.out/S.json: the output of a CDK app is not rewritten');
    expect({ code, own: read('app/t.json').includes('BoolIfExists'), generated: read('app/cdk.out/S.json').includes('BoolIfExists') }).toEqual({ code: 1, own: true, generated: false });
  });
});

test.each([[['check', '--fix'], '--fix needs files'], [['check', '--dry-run', 'a.json'], '--dry-run goes with --fix']])('%j is refused', async (args, message) => {
  expect(await run(args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
});

test('a diff is what diff -u prints', () => {
  const text = Array.from({ length: 30 }, (_, i) => `line ${i}`).join('\n');
  const at = (what: string) => ({ start: text.indexOf(what), end: text.indexOf(what) + what.length });
  const edits = [{ ...at('line 3\n'), text: '' }, { ...at('line 5'), text: 'a\nb' }, { ...at('line 29'), text: 'end\n' }];
  write('f', text);
  write('p.diff', unifiedDiff('f', text, edits));
  execFileSync('git', ['apply', '-p0', 'p.diff']);
  expect(read('f')).toBe(text.replace('line 3\n', '').replace('line 5', 'a\nb').replace('line 29', 'end\n'));
  expect(read('p.diff').match(/^@@.*$/gm)).toEqual(['@@ -1,9 +1,9 @@', '@@ -27,4 +27,4 @@']);
});
