import { DocumentsSource } from '../../src/analysis/simulation/documents-source';
import { TemplateSource } from '../../src/analysis/simulation/template-source';
import { PolicyKind } from '../../src/iam/policy';
import { Budget } from '../../src/proof/budget';
import { deadStatementFinding } from '../../src/proof/dead-statement-rules';
import { DeadStatements } from '../../src/proof/dead-statements';

type Element = { readonly [element: string]: unknown };
const allow = (Action: string | string[], of: Element = {}): Element => ({ Effect: 'Allow', Action, Resource: '*', ...of });
const deny = (Action: string | string[], of: Element = {}): Element => ({ ...allow(Action, of), Effect: 'Deny' });
const policy = (...Statement: Element[]) => ({ Version: '2012-10-17', Statement: Statement.map((each, i) => ({ Sid: `S${i}`, ...each })) });
const when = (operator: string, key: string, value: string | string[]) => ({ Condition: { [operator]: { [key]: value } } });

/** What is told: `Sid: message`. */
function told(statements: DeadStatements): string[] {
  return statements.dead.map(deadStatementFinding).map(({ rule, sid, message }) => `${rule.id} ${sid}: ${message}`).sort();
}

function inPolicy(document: Element, kind = PolicyKind.IDENTITY): DeadStatements {
  const statements = new DeadStatements();
  statements.lookAt({ kind, document, place: { path: '' } });
  return statements;
}

describe('a statement changes nothing in its policy', () => {
  test.each<[string, Element[], string[]]>([
    ['where it is the only one', [allow('s3:*')], []],
    ['where others are about other actions', [allow('s3:Get*'), allow('sqs:*'), deny('ec2:*')], []],
    ['where they are about other resources', [allow('s3:*', { Resource: 'arn:aws:s3:::a/*' }), allow('s3:*', { Resource: 'arn:aws:s3:::b/*' })], []],
    ['an Allow within another one', [allow('s3:Get*', { Resource: 'arn:aws:s3:::a/*' }), allow('s3:*')], [
      'StatementWithoutEffect S0: the Allow changes nothing: statement "S1" says the same already',
    ]],
    ['of two that are alike, the later one', [allow('s3:Get*'), allow('S3:get*', { Resource: ['*', 'arn:aws:s3:::a'] })], [
      'StatementWithoutEffect S1: the Allow changes nothing: statement "S0" says the same already',
    ]],
    ['by two together', [allow('s3:GetObject', when('NumericLessThan', 's3:max-keys', '5')), allow('s3:GetObject', when('NumericGreaterThanEqualsIfExists', 's3:max-keys', '5')),
      allow('s3:GetObject', { Resource: 'arn:aws:s3:::a/*' })], [
      'StatementWithoutEffect S2: the Allow changes nothing: statement "S0" and statement "S1" say the same already',
    ]],
    ['not by two that leave a gap', [allow('s3:GetObject', when('NumericLessThan', 's3:max-keys', '5')), allow('s3:GetObject', when('NumericGreaterThan', 's3:max-keys', '5')),
      allow('s3:GetObject', { Resource: 'arn:aws:s3:::a/*' })], []],
    ['not by one with a condition', [allow('s3:*', when('Bool', 'aws:ViaAWSMCPService', 'true')), allow('s3:GetObject')], []],
    ['by one with a wider condition', [allow('s3:*', when('StringLike', 'aws:PrincipalTag/team', '*')), allow('s3:*', when('StringEquals', 'aws:PrincipalTag/team', 'red'))], [
      'StatementWithoutEffect S1: the Allow changes nothing: statement "S0" says the same already',
    ]],
    ['a Deny within another one', [deny('s3:*'), deny('s3:Delete*', when('Bool', 'aws:ViaAWSMCPService', 'true'))], [
      'StatementWithoutEffect S1: the Deny changes nothing: statement "S0" says the same already',
    ]],
    ['not a Deny of what nobody allows', [allow('sqs:*'), deny('s3:*')], []],
    ['an Allow that is denied', [allow('s3:GetObject'), deny('s3:*')], ['AllowDenied S0: the Allow gives nothing: statement "S1" denies all of it']],
    ['by two Denies', [allow('s3:GetObject'), deny('s3:Get*', { Resource: 'arn:aws:s3:::a/*' }), deny('s3:*', { Resource: undefined, NotResource: 'arn:aws:s3:::a/*' })], [
      'AllowDenied S0: the Allow gives nothing: statement "S1" and statement "S2" deny all of it',
    ]],
    ['by an Allow and a Deny', [allow('s3:GetObject', { Resource: ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'] }), allow('s3:*', { Resource: 'arn:aws:s3:::a/*' }),
      deny('s3:*', { Resource: 'arn:aws:s3:::b/*' })], ['StatementWithoutEffect S0: the Allow changes nothing: statement "S1" and statement "S2" say the same already']],
    ['for a condition that never matches', [allow('s3:*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' }, StringNotEquals: { 'aws:PrincipalTag/team': 'a' } } })], [
      'StatementWithoutEffect S0: the Allow is about no request: its condition never matches',
    ]],
    ['by NotAction', [allow('s3:GetObject'), { ...allow('x'), Action: undefined, NotAction: 'iam:*' }], [
      'StatementWithoutEffect S0: the Allow changes nothing: statement "S1" says the same already',
    ]],
  ])('%s', (_, statements, expected) => {
    const found = inPolicy(policy(...statements.map((each) => JSON.parse(JSON.stringify(each)))));
    expect(told(found)).toEqual(expected);
    expect(found.open).toEqual([]);
  });

  test('of a resource, for the same principals', () => {
    const to = (AWS: string) => ({ Principal: { AWS }, Resource: 'arn:aws:s3:::a/*' });
    const role = (name: string) => to(`arn:aws:iam::111122223333:role/${name}`);
    expect(told(inPolicy(policy(allow('s3:GetObject', role('A')), allow('s3:*', role('B')), allow('s3:Get*', role('A'))), PolicyKind.RESOURCE))).toEqual([
      'StatementWithoutEffect S0: the Allow changes nothing: statement "S2" says the same already',
    ]);
    // A role that is named needs no policy of its own, and one whose account is named does.
    expect(told(inPolicy(policy(allow('s3:GetObject', role('A')), allow('s3:Get*', to('111122223333'))), PolicyKind.RESOURCE))).toEqual([]);
    expect(told(inPolicy(policy(allow('s3:GetObject', to('111122223333')), allow('s3:Get*', to('*'))), PolicyKind.RESOURCE))).toEqual([
      'StatementWithoutEffect S0: the Allow changes nothing: statement "S1" says the same already',
    ]);
    expect(told(inPolicy(policy(deny('s3:*', to('*')), deny('s3:Put*', to('111122223333'))), PolicyKind.RESOURCE))).toEqual([
      'StatementWithoutEffect S1: the Deny changes nothing: statement "S0" says the same already',
    ]);
  });

  test('what is not known is told', () => {
    const later = { 'Fn::If': ['A', allow('s3:*'), { Ref: 'AWS::NoValue' }] };
    expect(inPolicy({ Version: '2012-10-17', Statement: [later, allow('s3:Get*', { Sid: 'Read' })] }).open.map(({ open }) => open.join())).toEqual([
      expect.stringContaining('a statement (Statement/0) is about the request'), 'what is known only at deployment',
    ]);
    expect(inPolicy(policy({ Effect: 'Allow', Action: 'x' })).open).toMatchObject([{ open: [expect.stringMatching(/^what AWS would not take: /)] }]);
  });

  test('the number of steps is bounded, and that is told', () => {
    const statements = new DeadStatements(new Budget(1));
    statements.lookAt({ kind: PolicyKind.IDENTITY, place: { path: '' }, document: policy(allow('s3:*'), allow('s3:Get*'), allow('s3:Put*')) });
    expect(statements.dead).toEqual([]);
    expect(statements.open.map(({ open }) => String(open))).toEqual(Array(3).fill('more statements than are looked at'));
  });
});

describe('beside the other policies of its principal', () => {
  const role = (documents: Element[], of: Element = {}) => ({
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
      Policies: documents.map((PolicyDocument, i) => ({ PolicyName: `P${i}`, PolicyDocument })),
      ...of,
    },
  });
  const named = (PolicyDocument: Element) => ({ Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument } });
  const one = (Sid: string, statement: Element) => policy({ ...statement, Sid });
  const look = (Resources: Element) => {
    const source = TemplateSource.of([{ template: { Resources } }], {});
    const statements = new DeadStatements();
    source.policies.policies.forEach((each) => statements.lookAt(each));
    statements.lookBeside(source);
    return told(statements);
  };

  test('another policy says it already', () => {
    expect(look({ A: role([one('Wide', allow('s3:*')), one('Narrow', allow('s3:Get*'))]) })).toEqual([
      'StatementWithoutEffect Narrow: the Allow changes nothing: statement "Wide" of A Properties/Policies/0/PolicyDocument says the same already, beside the other policies of A',
    ]);
    expect(look({ A: role([one('No', deny('s3:*')), one('Read', allow('s3:Get*'))]) })).toEqual([
      'AllowDenied Read: the Allow gives nothing: statement "No" of A Properties/Policies/0/PolicyDocument denies all of it, beside the other policies of A',
    ]);
    expect(look({ A: role([one('Wide', allow('s3:*')), one('Other', allow('sqs:*'))]) })).toEqual([]);
  });

  test('a managed policy is told only if that is so for all that have it', () => {
    const shared = { ManagedPolicyArns: [{ Ref: 'M' }] };
    const A = role([one('Wide', allow('s3:*'))], shared);
    expect(look({ M: named(one('Read', allow('s3:Get*'))), A })).toEqual([expect.stringMatching(/^StatementWithoutEffect Read: .*"Wide" of A .* beside the other policies of A$/)]);
    expect(look({ M: named(one('Read', allow('s3:Get*'))), A, B: role([one('Queues', allow('sqs:*'))], shared) })).toEqual([]);
    expect(look({ M: named(one('Read', allow('s3:Get*'))), A, B: role([one('Full', allow('*'))], shared) })).toEqual([expect.stringMatching(/ of A and B$/)]);
  });

  test('a boundary allows none of it, or the rest of what a Deny leaves', () => {
    const bound = (boundary: Element, ...documents: Element[]) => ({ M: named(boundary), A: role(documents, { PermissionsBoundary: { Ref: 'M' } }) });
    expect(look(bound(one('Bound', allow('s3:*')), one('Queues', allow('sqs:*'))))).toEqual([
      'AllowDenied Queues: the Allow gives nothing: the permissions boundary or service control policies allow none of it, beside the other policies of A',
    ]);
    expect(look(bound(one('Bound', allow('s3:*')), one('Both', allow(['sqs:SendMessage', 's3:GetObject'])), one('No', deny('s3:*'))))).toEqual([
      expect.stringMatching(/^AllowDenied Both: .* leave nothing of it, beside/),
    ]);
    expect(look(bound(one('Bound', allow('s3:*')), one('Read', allow('s3:Get*'))))).toEqual([]);
  });

  test('what is in a group stands there by itself', () => {
    const user = { Type: 'AWS::IAM::User', Properties: { Groups: [{ Ref: 'G' }], Policies: [{ PolicyName: 'P', PolicyDocument: one('Wide', allow('s3:*')) }] } };
    const G = { Type: 'AWS::IAM::Group', Properties: { Policies: [{ PolicyName: 'P', PolicyDocument: one('Read', allow('s3:Get*')) }] } };
    expect(look({ G, U: user })).toEqual([]);
  });
});

test('without all that are told, a policy says the same', () => {
  const document = policy(allow('s3:*'), allow('s3:Get*'), allow('s3:GetObject'), deny('s3:Delete*'), deny('s3:DeleteObject'), allow('s3:DeleteBucket'));
  const { dead } = inPolicy(document);
  const kept = document.Statement.filter((_, i) => !dead.some(({ statement }) => statement.path === `Statement/${i}`));
  expect(kept.map((each) => (each as Element).Sid)).toEqual(['S0', 'S3']);
  expect(() => new DocumentsSource({ identityPolicies: [policy(...kept)] })).not.toThrow();
});
