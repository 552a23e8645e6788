import { inEmptyDirectory, read, run, runJson, write } from './run';

inEmptyDirectory();

/** What a file becomes. */
async function migrated(text: string): Promise<string> {
  write('a.yaml', text);
  const { stderr } = await run(['migrate', '--write', 'a.yaml']);
  expect(stderr).toContain('a.yaml is rewritten.');
  return read('a.yaml');
}

test('only what changes is touched: comments, quotes and layout stay', async () => {
  expect(await migrated(`# The agents' policy
Version: 2012-10-17
Statement:
  # Reading
  - Sid: Read   # always
    Effect: Allow
    Action:
      - s3:Get*
      # It was needed to connect.
      - aws-mcp:InvokeMcp # gone
      - "s3:List*"
    Resource: "*"

  - Sid: NoAgents
    Effect: Deny
    Action: aws-mcp:InvokeMcp     # all of them
    Resource: 'arn:aws:s3:::data' # only there
  - {Effect: Allow, Action: [s3:PutObject], Resource: "*"}
# The end
`)).toBe(`# The agents' policy
Version: 2012-10-17
Statement:
  # Reading
  - Sid: Read   # always
    Effect: Allow
    Action:
      - s3:Get*
      # It was needed to connect.
      - "s3:List*"
    Resource: "*"

  - Sid: NoAgents
    Effect: Deny
    Action: "*"     # all of them
    Resource: "*" # only there
    Condition:
      StringEquals:
        aws:CalledViaAWSMCP: aws-mcp.amazonaws.com
  - {Effect: Allow, Action: [s3:PutObject], Resource: "*"}
# The end
`);
});

test.each([
  ['a statement that goes', `Statement:
- Effect: Allow # connect
  Action: aws-mcp:*
  Resource: "*"
# Reading
- Effect: Allow
  Action: s3:Get*
  Resource: "*"
`, `Statement:
# Reading
- Effect: Allow
  Action: s3:Get*
  Resource: "*"
`],
  ['the last statement that goes', `Statement:
  - Effect: Allow
    Action: s3:Get*
    Resource: "*"
  - Effect: Allow
    Action: aws-mcp:*
    Resource: "*"`, `Statement:
  - Effect: Allow
    Action: s3:Get*
    Resource: "*"
`],
  ['a statement that becomes two', `Statement:
  - Sid: Old
    Effect: Deny
    Action: [s3:Put*, aws-mcp:InvokeMcp]
    Resource: "*" # everywhere
Version: "2012-10-17"
`, `Statement:
  - Sid: Old
    Effect: Deny
    Action: "s3:Put*"
    Resource: "*" # everywhere
  - Sid: OldViaMcp
    Effect: Deny
    Action: "*"
    Resource: "*"
    Condition:
      StringEquals:
        aws:CalledViaAWSMCP: aws-mcp.amazonaws.com
Version: "2012-10-17"
`],
  ['a list that becomes one', `Statement:
  - Effect: Allow
    Action:
    - s3:Put*
    - aws-mcp:InvokeMcp
    Resource: "*"
`, `Statement:
  - Effect: Allow
    Action: s3:Put*
    Resource: "*"
`],
  ['an element that goes, and a condition that grows', `Statement:
  - NotResource: arn:aws:s3:::data
    Effect: Deny
    Action: aws-mcp:*
    Condition:
      Bool:
        aws:MultiFactorAuthPresent: "false" # without
`, `Statement:
  - Effect: Deny
    Action: "*"
    Condition:
      Bool:
        aws:MultiFactorAuthPresent: "false" # without
      StringEquals:
        aws:CalledViaAWSMCP: aws-mcp.amazonaws.com
    Resource: "*"
`],
  ['a single statement', `Version: "2012-10-17"
Statement:
  Effect: Allow
  Action: [s3:*, aws-mcp:*]
  Resource: "*"
Id: x
`, `Version: "2012-10-17"
Statement:
  - Effect: Allow
    Action: s3:*
    Resource: "*"
Id: x
`],
  ['a statement in braces', `Statement:
  - {Effect: Allow, Action: [s3:*, "aws-mcp:*"], Resource: "*"}
`, `Statement:
  - {Effect: Allow, Action: "s3:*", Resource: "*"}
`],
  ['a list of statements without a document', `- Effect: Allow
  Action: [s3:*, aws-mcp:*]
  Resource: "*" # all
- Effect: Allow
  Action: aws-mcp:*
  Resource: "*"
`, `- Effect: Allow
  Action: "s3:*"
  Resource: "*" # all
`],
  ['Windows lines', 'Statement:\r\n  - Effect: Deny\r\n    Action: aws-mcp:*\r\n    Resource: "*"\r\n',
    'Statement:\r\n  - Effect: Deny\r\n    Action: "*"\r\n    Resource: "*"\r\n    Condition:\r\n      StringEquals:\r\n        aws:CalledViaAWSMCP: aws-mcp.amazonaws.com\r\n'],
  ['a byte order mark', '\ufeffStatement:\n  - Effect: Allow\n    Action: [s3:*, aws-mcp:*]\n    Resource: "*"\n',
    '\ufeffStatement:\n  - Effect: Allow\n    Action: "s3:*"\n    Resource: "*"\n'],
  ['JSON in single quotes', 'policy: \'{"Statement": [{"Effect": "Allow", "Action": ["s3:*", "aws-mcp:*"], "Resource": "arn:o\'\'x"}]}\'\n',
    'policy: \'{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:o\'\'x"}]}\'\n'],
  ['JSON in lines', 'policy: |\n  {\n    "Statement": [\n      {"Effect": "Allow", "Action": ["s3:*", "aws-mcp:*"], "Resource": "*"}\n    ]\n  }\nother: 1\n',
    'policy: |\n  {\n    "Statement": [\n      {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}\n    ]\n  }\nother: 1\n'],
  ['a policy that is used twice', 'a: &p\n  Statement:\n    - Effect: Allow\n      Action: [s3:*, aws-mcp:*]\n      Resource: "*"\nb: *p\n',
    'a: &p\n  Statement:\n    - Effect: Allow\n      Action: "s3:*"\n      Resource: "*"\nb: *p\n'],
  ['an element that stands elsewhere', 'actions: &a [s3:*, aws-mcp:*]\nStatement:\n  - Effect: Allow\n    Action: *a\n    Resource: "*"\n',
    'actions: &a [s3:*, aws-mcp:*]\nStatement:\n  - Effect: Allow\n    Action: "s3:*"\n    Resource: "*"\n'],
  ['an element that is merged', 'all: &a {Effect: Deny, Action: aws-mcp:*, Resource: "*"}\nStatement:\n  - <<: *a\n    Sid: X\n',
    'all: &a {Effect: Deny, Action: aws-mcp:*, Resource: "*"}\nStatement:\n  - <<: *a\n    Sid: X\n    Action: "*"\n    Condition:\n      StringEquals:\n        aws:CalledViaAWSMCP: aws-mcp.amazonaws.com\n'],
])('%s', async (_, before, after) => {
  expect(await migrated(before)).toBe(after);
});

test('a template keeps the short forms of its functions', async () => {
  const template = (action: string) => `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: []}
      Policies:
        - PolicyName: !Sub "\${AWS::StackName}-x"
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: ${action}
                Resource: !GetAtt Bucket.Arn # ours
              - !If [Is, {Effect: Allow, Action: s3:*, Resource: "*"}, !Ref AWS::NoValue]
`;
  expect(await migrated(template('[s3:GetObject, aws-mcp:InvokeMcp]'))).toBe(template('"s3:GetObject"'));
});

test.each(['  ', ''])('no statement is left', async (margin) => {
  write('a.yaml', `Statement:\n${margin}- Effect: Allow\n${margin}  Action: aws-mcp:*\n${margin}  Resource: "*"\nId: x\n`);
  const { code, stdout } = await run(['migrate', 'a.yaml']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: 'Statement: []\nId: x\n' });
});

test('what can\'t be written where it stands is left, and said', async () => {
  const text = 'a:\n  Statement:\n    - Effect: Allow\n      Action: &gone aws-mcp:*\n      Resource: "*"\n    - Effect: Deny\n      Action: s3:*\n      Resource: "*"\nb: *gone\n';
  write('a.yaml', text);
  expect(await run(['migrate', '--write', 'a.yaml'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'Nothing is rewritten, as not all files can be.\n'
      + 'mcp-guardrails: a.yaml: the policy at a can\'t be rewritten where it stands\nChange it by hand.\n',
  });
  expect(read('a.yaml')).toBe(text);
});

test('as JSON', async () => {
  write('a.yaml', 'Statement:\n  - Effect: Allow\n    Action: [s3:*, aws-mcp:*]\n    Resource: "*"\n');
  expect(await runJson(['migrate', 'a.yaml'])).toEqual({
    findings: [expect.objectContaining({ file: 'a.yaml', statement: '0', line: 2, changed: true })],
    documents: [{ file: 'a.yaml', changed: true, document: { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] } }],
  });
});
