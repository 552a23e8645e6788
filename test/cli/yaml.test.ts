import { inEmptyDirectory, LEAKS, policy, read, run, runJson, write } from './run';
import { SourceText } from '../../src/cli/source-text';

inEmptyDirectory();

const valueOf = (text: string) => new SourceText(text, 'YAML').value;

describe('what YAML says', () => {
  test.each<[string, string, unknown]>([
    ['scalars as YAML 1.1 has them', 'a: yes\nb: Off\nc: TRUE\nd: ~\ne:\nf: "yes"\ng: y', { a: true, b: false, c: true, d: null, e: null, f: 'yes', g: 'y' }],
    ['numbers as JSON writes them, and no others', 'a: 3600\nb: -1.5\nc: 012345678901\nd: 0x1F\ne: 1_000\nf: 1.0\ng: 12345678901234567890',
      { a: 3600, b: -1.5, c: '012345678901', d: '0x1F', e: '1_000', f: '1.0', g: '12345678901234567890' }],
    ['a date is a string', 'Version: 2012-10-17', { Version: '2012-10-17' }],
    ['keys are strings', '111122223333: a\ntrue: b', { 111122223333: 'a', true: 'b' }],
    ['strings over lines', 'a: |\n  {"x":\n   1}\nb: >-\n  c\n  d', { a: '{"x":\n 1}\n', b: 'c d' }],
    ['flow and comments', '# before\n{a: [b, "c"], # between\n d: {}}', { a: ['b', 'c'], d: {} }],
    ['tags of YAML itself', 'a: !!str 1\nb: !!int "1"\nc: !!binary aGk=', { a: '1', b: '1', c: 'aGk=' }],
    ['several documents', 'a: 1\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['aliases', 'a: &x [1, 2]\nb: *x', { a: [1, 2], b: [1, 2] }],
    ['merged objects, after what is written', 'a: &x {p: 1, q: 2}\nb: {q: 3, <<: *x}\nc: {<<: [*x, {q: 4, r: 5}]}', { a: { p: 1, q: 2 }, b: { q: 3, p: 1 }, c: { p: 1, q: 2, r: 5 } }],
    ['a key that is only quoted like a merge', '"<<": 1', { '<<': 1 }],
  ])('%s', (_, text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test('the short forms of CloudFormation\'s functions', () => {
    expect(valueOf([
      'a: !Ref A', 'b: !GetAtt A.Outputs.B', 'c: !GetAtt [A, B]', 'd: !Sub "${A}-x"', 'e: !Sub ["${A}", {A: !Ref B}]', 'f: !Join ["", [a, !Ref B]]',
      'g: !If [Is, yes, !Ref AWS::NoValue]', 'h: !Condition Is', 'i: !GetAZs ""', 'j: !ImportValue x', 'k: !Select\n  - 0\n  - !Split [",", a]', 'l: !Base64 |\n  x',
    ].join('\n'))).toEqual({
      a: { Ref: 'A' },
      b: { 'Fn::GetAtt': ['A', 'Outputs.B'] },
      c: { 'Fn::GetAtt': ['A', 'B'] },
      d: { 'Fn::Sub': '${A}-x' },
      e: { 'Fn::Sub': ['${A}', { A: { Ref: 'B' } }] },
      f: { 'Fn::Join': ['', ['a', { Ref: 'B' }]] },
      g: { 'Fn::If': ['Is', true, { Ref: 'AWS::NoValue' }] },
      h: { Condition: 'Is' },
      i: { 'Fn::GetAZs': '' },
      j: { 'Fn::ImportValue': 'x' },
      k: { 'Fn::Select': [0, { 'Fn::Split': [',', 'a'] }] },
      l: { 'Fn::Base64': 'x\n' },
    });
  });

  test.each([
    ['a key twice', 'a: 1\n"a": 2', 'the key "a" is there twice', 2, 1],
    ['a key twice within', 'a:\n  - b: 1\n    b: 2', 'the key "b" is there twice', 3, 5],
    ['a prototype', 'a:\n  __proto__: {}', 'no policy or template has a key "__proto__"', 2, 3],
    ['a list without an end', 'a: [1\nb: 2', 'expected "]"', 2, 1],
    ['a string without an end', 'a: "x', 'a string has no end: expected "', 1, 6],
    ['two values in a line', 'a: b: c', 'a second ": " in a line: expected the value in quotes', 1, 4],
    ['another column', 'a: 1\n  b: 2\n c: 3', 'a second ": " in a line: expected the value in quotes', 1, 4],
    ['another column below', 'x:\n  a: {}\n   b: 2', 'expected the keys of an object to begin in one column', 3, 1],
    ['no colon', 'a: 1\nb\n', 'expected ":" after a key', 2, 1],
    ['tabs', 'a:\n\t- b', 'tabs are not allowed as indentation', 2, 1],
    ['no plain key', '? [a]\n: b', 'expected a key that is a plain value', 1, 3],
    ['no such anchor', 'a: *x', 'there is no anchor "x"', 1, 4],
    ['an alias of what it is in', 'a: &x\n  b: *x', 'nested deeper than 200 levels', 2, 3],
    ['aliases of aliases', ['a: &a [1,1,1,1,1,1,1,1,1,1]', ...'bcdefg'.split('').map((key, i) => `${key}: &${key} [${`*${'abcdef'[i]},`.repeat(10)}]`)].join('\n'),
      'aliases stand for more than 100,000 values', 1, 12],
    ['nothing to merge', 'a: {<<: 1}', 'expected an object, or a list of objects, to merge with "<<"', 1, 5],
    ['deep lists', '- '.repeat(1000), 'nested deeper than 200 levels', 1, 401],
    ['deep objects', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'nested deeper than 200 levels', 201, 201],
    ['deep brackets', '['.repeat(100_000), 'nested deeper than 200 levels', 1, 201],
  ])('%s', (_, text, message, line, column) => {
    expect(() => valueOf(text)).toThrow(expect.objectContaining({ message, position: { line, column } }));
  });

  test('each value knows where it is, through functions, aliases and merged objects', () => {
    const source = new SourceText('a: &x\n  b: 1\n  c: !If\n    - Is\n    - d: 2\n---\ne: *y\n'.replace('---\ne: *y\n', 'f: *x\ng:\n  <<: *x\n  h: 3\n'), 'YAML');
    const line = (path: string) => source.lineOf(path.split('/'));
    expect(['a', 'a/b', 'a/c/Fn::If/1/d', 'f', 'f/b', 'g', 'g/b', 'g/h'].map(line)).toEqual([2, 2, 5, 6, 2, 8, 2, 9]);
  });
});

const TEMPLATE = `# An agent's role.
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Stage:
    Type: String
Resources:
  Agent:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: {Service: ec2.amazonaws.com}
            Action: sts:AssumeRole
      Policies:
        - PolicyName: Inline
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              - Sid: Read
                Effect: Allow
                Action: s3:GetObject
                Resource: !Sub "\${Bucket.Arn}/*"
              - !If
                - IsProd
                - Sid: Leaks
                  Effect: Deny
                  Action: s3:*
                  Resource: '*'
                  Condition: {Bool: {aws:ViaAWSMCPService: no}}
                - !Ref AWS::NoValue
  Bucket:
    Type: AWS::S3::Bucket
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
`;

describe('in each command', () => {
  test('a document', async () => {
    write('a.yaml', `# why\nVersion: 2012-10-17\nStatement:\n  - Effect: Allow\n    Action: '*'\n    Resource: '*'\n  - ${JSON.stringify({ ...LEAKS, Resource: '*' })}\n`);
    expect((await runJson(['check', 'a.yaml'])).findings).toMatchObject([{ rule: 'McpConditionDependsOnMissingKey', line: 7, path: 'Statement/1' }]);
    const piped = await run(['check', '-'], { stdin: read('a.yaml') });
    expect(piped.stdout).toContain('<stdin>:7  statement "Leaks"');
    expect((await runJson(['explain', 'a.yaml'])).statements.map(({ line, appliesTo }: any) => [line, appliesTo])).toEqual([[4, 'people and agents'], [7, 'people and AWS services']]);
  });

  test('a template, with the short forms of functions', async () => {
    write('a.yaml', TEMPLATE);
    expect((await runJson(['check', 'a.yaml'])).findings).toMatchObject([{
      rule: 'McpConditionDependsOnMissingKey', line: 27, path: 'Resources/Agent/Properties/Policies/0/PolicyDocument/Statement/1/Fn::If/1',
    }]);
    const { results } = await runJson(['simulate', 'a.yaml', '--action', 's3:GetObject', '--resource', '${Bucket.Arn}/key', '--via', 'aws']);
    expect(results).toMatchObject([{ principal: 'Agent', decision: 'CONDITIONAL', statements: [{ line: 26 }] }]);
  });

  test('several documents in a stream', async () => {
    write('a.yaml', `---\n${JSON.stringify(policy(LEAKS))}\n---\nkind: Role\nspec:\n  policy: '${JSON.stringify(policy(LEAKS))}'\n`);
    expect((await runJson(['check', 'a.yaml'])).findings.map(({ line, path }: any) => [line, path])).toEqual([[2, '0/Statement/0'], [6, '1/spec/policy/Statement/0']]);
  });

  test('it judges as the same in JSON', async () => {
    write('a.yaml', TEMPLATE);
    write('a.json', valueOf(TEMPLATE));
    const results = async (file: string) => (await runJson(['check', file])).findings.map(({ file: _, line, fingerprint, ...finding }: any) => finding);
    expect(await results('a.yaml')).toEqual(await results('a.json'));
  });
});
