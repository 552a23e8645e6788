import { expectNoContradiction } from './contradictions';
import type { PolicyDocuments } from '../../src/analysis/simulation/documents-source';
import { DocumentsSource } from '../../src/analysis/simulation/documents-source';
import { McpServer } from '../../src/mcp/mcp-server';
import { RequestOrigin } from '../../src/mcp/request-origin';
import { Budget } from '../../src/proof/budget';
import { decide } from '../../src/proof/decide';
import type { Question } from '../../src/proof/question';
import { Answer } from '../../src/proof/question';

const AGENT = 'arn:aws:iam::111122223333:role/Agent';
const DIRECT = { name: 'direct', origin: RequestOrigin.direct() };
const ANY = { name: 'any', origin: RequestOrigin.viaAnyServer() };
const SERVER = { name: 'aws', origin: RequestOrigin.via(McpServer.AWS) };

function statement(action: string | string[], resource: string | string[] = '*', condition?: object, effect = 'Allow'): object {
  return { Effect: effect, Action: action, Resource: resource, ...condition && { Condition: condition } };
}

function deny(action: string | string[], resource: string | string[] = '*', condition?: object): object {
  return statement(action, resource, condition, 'Deny');
}

function policy(...statements: object[]): { [element: string]: any } {
  return { Version: '2012-10-17', Statement: statements };
}

function ask(documents: PolicyDocuments, question: Partial<Question> = {}, unless?: PolicyDocuments) {
  const other = unless && { unless: new DocumentsSource(unless) };
  return decide({ allowedBy: new DocumentsSource(documents), ...other, principal: AGENT, origins: [DIRECT], ...question });
}

function identity(...statements: object[]): PolicyDocuments {
  return { identityPolicies: [policy(...statements)] };
}

const VIA = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
const OBJECTS = 'arn:aws:s3:::data/*';

const CONTROLLED = { ...identity(statement('*')), resourceControlPolicies: [policy({ ...deny(['s3:*', 'kms:*']), Principal: '*' })] };
const OVERLAPPING = [1, 2, 3, 4].map((i) => deny('iam:Create*', [`arn:aws:iam:*:*:role/protected-${i}*`, `arn:aws:iam:*:*:user/team-${i}/*`], { NumericLessThan: { 'iam:Age': String(i) } }));

describe('whether a request is allowed', () => {
  test.each<[string, PolicyDocuments, Partial<Question>, Answer]>([
    ['nothing is, without an Allow', identity(statement('s3:GetObject')), { actions: ['s3:PutObject'] }, Answer.PROVED],
    ['the action is', identity(statement('s3:Get*')), { actions: ['s3:*'] }, Answer.REFUTED],
    ['a Deny without a condition stops it', identity(statement('s3:*'), deny('s3:Delete*')), { actions: ['s3:Delete*'] }, Answer.PROVED],
    ['a Deny of one spelling stops another', identity(statement('s3:*'), deny('S3:DELETE*')), { actions: ['s3:Delete*'] }, Answer.PROVED],
    ['a guardrail stops every call of servers', identity(statement('*'), deny('s3:Delete*', '*', VIA)), { actions: ['s3:Delete*'], origins: [SERVER] }, Answer.PROVED],
    ['and none of people', identity(statement('*'), deny('s3:Delete*', '*', VIA)), { actions: ['s3:Delete*'] }, Answer.REFUTED],
    ['a server\'s name is never empty', identity(statement('s3:*', '*', { Null: { 'aws:CalledViaAWSMCP': 'true' } })), { origins: [SERVER, ANY] }, Answer.PROVED],
    ['nor is a Region', identity(statement('s3:*', '*', { Null: { 'aws:RequestedRegion': 'true' } })), {}, Answer.PROVED],
    ['but a tag may be', identity(statement('s3:*', '*', { StringEquals: { 'aws:PrincipalTag/team': '' }, Null: { 'aws:PrincipalTag/team': 'true' } })), {}, Answer.REFUTED],
    ['a Deny of one bucket leaves others', identity(statement('s3:*'), deny('s3:*', OBJECTS)), { actions: ['s3:GetObject'] }, Answer.REFUTED],
    ['but is enough for that one', identity(statement('s3:*'), deny('s3:*', OBJECTS)), { actions: ['s3:GetObject'], resources: [OBJECTS] }, Answer.PROVED],
    ['two halves of the numbers are all', identity(statement('s3:*'), deny('*', '*', { NumericLessThan: { 's3:max-keys': '5' } }),
      deny('*', '*', { NumericGreaterThanEqualsIfExists: { 's3:max-keys': '5' } })), {}, Answer.PROVED],
    ['but not where the key is absent', identity(statement('s3:*'), deny('*', '*', { NumericLessThan: { 's3:max-keys': '5' } }),
      deny('*', '*', { NumericGreaterThanEquals: { 's3:max-keys': '5' } })), {}, Answer.REFUTED],
    ['nor is one of two', identity(statement('s3:*'), deny('*', '*', { NumericLessThan: { 's3:max-keys': '5' } }),
      deny('*', '*', { NumericGreaterThanIfExists: { 's3:max-keys': '5' } })), {}, Answer.REFUTED],
    ['both versions of addresses count', identity(statement('s3:*'), deny('*', '*', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' }, Null: { 'aws:SourceIp': 'false' } }),
      deny('*', '*', { Null: { 'aws:SourceIp': 'true' } })), {}, Answer.REFUTED],
    ['all of both are all', identity(statement('s3:*'), deny('*', '*', { IpAddressIfExists: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1', '::/0'] } })), {}, Answer.PROVED],
    ['a condition that contradicts itself allows nothing', identity(statement('s3:*', '*', { StringEquals: { 'aws:PrincipalTag/team': 'red' }, StringNotLike: { 'aws:PrincipalTag/team': 'r*' } })), {}, Answer.PROVED],
    ['letters count, or not', identity(statement('s3:*', '*', { StringEqualsIgnoreCase: { 'aws:PrincipalTag/team': 'red' } }),
      deny('*', '*', { StringLike: { 'aws:PrincipalTag/team': ['r*', 'R*'] } })), {}, Answer.PROVED],
    ['in the middle too', identity(statement('s3:*', '*', { StringEqualsIgnoreCase: { 'aws:PrincipalTag/team': 'red' } }),
      deny('*', '*', { StringLike: { 'aws:PrincipalTag/team': ['r*', 'REd', 'RED'] } })), {}, Answer.REFUTED],
    ['an empty set of keys has all of any property', identity(statement('s3:*', '*', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } }),
      deny('*', '*', { 'ForAnyValue:StringLike': { 'aws:TagKeys': '*' } })), {}, Answer.REFUTED],
    ['unless it has to be there', identity(statement('s3:*', '*', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' }, 'Null': { 'aws:TagKeys': 'false' } }),
      deny('*', '*', { 'ForAnyValue:StringLike': { 'aws:TagKeys': '*' } })), {}, Answer.PROVED],
    ['several values are several', identity(statement('s3:*', '*', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } }),
      deny('*', '*', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } })), {}, Answer.REFUTED],
    ['the boundary has to allow it', { ...identity(statement('*')), permissionsBoundary: policy(statement('s3:Get*')) }, { actions: ['s3:Put*'] }, Answer.PROVED],
    ['and each level of the organization', { ...identity(statement('*')), serviceControlPolicies: [[policy(statement('*'))], [policy(statement('ec2:*'))]] },
      { actions: ['s3:*'] }, Answer.PROVED],
    ['a Deny of an SCP counts', { ...identity(statement('*')), serviceControlPolicies: [policy(deny('iam:*'))] }, { actions: ['iam:*'] }, Answer.PROVED],
    ['one of an RCP for its services only', CONTROLLED, { actions: ['s3:*'], resources: ['arn:aws:s3:::*'] }, Answer.PROVED],
    ['AWS does not say whether it counts where an action is about no resource', CONTROLLED, { actions: ['s3:ListAllMyBuckets'] }, Answer.UNDECIDED],
    ['a session policy limits', { ...identity(statement('*')), sessionPolicy: policy(statement('s3:GetObject', OBJECTS)) },
      { actions: ['s3:*'], resources: ['arn:aws:s3:::other/*'] }, Answer.PROVED],
    ['a resource\'s policy gives it to the role', { ...identity(statement('ec2:*')), resourcePolicy: policy({ ...statement('s3:GetObject', OBJECTS), Principal: { AWS: AGENT } }) },
      { actions: ['s3:GetObject'] }, Answer.REFUTED],
    ['to nobody else', { ...identity(statement('ec2:*')), resourcePolicy: policy({ ...statement('s3:GetObject', OBJECTS), Principal: { AWS: 'arn:aws:iam::111122223333:role/Other' } }) },
      { actions: ['s3:GetObject'] }, Answer.PROVED],
    ['who asks is known', identity(statement('s3:*', '*', { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Ag*' } })), {}, Answer.PROVED],
    ['a variable may stand for anything', identity(statement('s3:*', 'arn:aws:s3:::${aws:PrincipalTag/team}-data/*')), { actions: ['s3:GetObject'], resources: [OBJECTS] }, Answer.UNDECIDED],
    ['that is like it', identity(statement('s3:*', 'arn:aws:s3:::data/${aws:PrincipalTag/team}/*')), { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data/red/*'] }, Answer.REFUTED],
    ['a variable is the same in both places', identity(statement('s3:*', 'arn:aws:s3:::data/${aws:PrincipalTag/team}/*'), deny('s3:*', 'arn:aws:s3:::data/${aws:PrincipalTag/team}/*')),
      { actions: ['s3:GetObject'] }, Answer.PROVED],
    ['an action that AWS may add', identity(statement('s3:Get*'), deny(['s3:Get*Acl', 's3:GetO*', 's3:GetB*', 's3:GetA*'])), { actions: ['s3:GetWhatIsNew*'] }, Answer.REFUTED],
    ['what the queue of another account says is not known', identity(statement('sqs:*', 'arn:aws:sqs:*:999988887777:*')), {}, Answer.UNDECIDED],
    ['nor in whose account a bucket is', identity(statement('s3:*', '*', { StringNotEquals: { 'aws:ResourceAccount': '111122223333' } })), { actions: ['s3:PutObject'] }, Answer.UNDECIDED],
    ['a key needs its policy', identity(statement('kms:Decrypt')), { actions: ['kms:Decrypt'] }, Answer.UNDECIDED],
    ['what a boolean operator makes of other words is not documented', identity(statement('s3:*', '*', { Bool: { 'aws:PrincipalTag/team': 'true' }, StringEquals: { 'aws:PrincipalTag/team': 'x' } })), {}, Answer.UNDECIDED],
  ])('%s', (_, documents, question, answer) => {
    const verdict = ask(documents, question);
    expect({ answer: verdict.answer, open: verdict.answer === Answer.UNDECIDED ? 'something' : verdict.open, witness: verdict.witness }).toEqual(
      { answer, open: answer === Answer.UNDECIDED ? 'something' : [], witness: answer === Answer.REFUTED ? expect.anything() : undefined });
  });
});

describe('what one allows and the other does not', () => {
  test.each<[string, object[], object[], Answer]>([
    ['statements with many patterns that overlap say the same in any order', [statement('*'), ...OVERLAPPING], [statement('*'), ...[...OVERLAPPING].reverse()], Answer.PROVED],
    ['and not with one less', [statement('*'), ...OVERLAPPING.slice(1)], [statement('*'), ...OVERLAPPING], Answer.REFUTED],
    ['the same', [statement('s3:Get*')], [statement('s3:Get*')], Answer.PROVED],
    ['less', [statement('s3:GetObject', OBJECTS)], [statement('s3:Get*')], Answer.PROVED],
    ['more', [statement('s3:Get*')], [statement('s3:GetObject')], Answer.REFUTED],
    ['the same in two statements', [statement('s3:*')], [statement('s3:[GP]*'), statement(['s3:A*', 's3:B*', 's3:C*', 's3:D*', 's3:E*', 's3:F*', 's3:G*', 's3:H*', 's3:I*', 's3:J*', 's3:K*',
      's3:L*', 's3:M*', 's3:N*', 's3:O*', 's3:P*', 's3:Q*', 's3:R*', 's3:S*', 's3:T*', 's3:U*', 's3:V*', 's3:W*', 's3:X*', 's3:Y*', 's3:Z*'])].slice(1), Answer.REFUTED],
    ['a further Deny', [statement('*'), deny('s3:Delete*', '*', VIA)], [statement('*')], Answer.PROVED],
    ['one Deny less', [statement('*')], [statement('*'), deny('s3:Delete*', '*', VIA)], Answer.PROVED],
    ['another order', [statement('s3:*'), statement('ec2:*')], [statement('ec2:*'), statement('s3:*')], Answer.PROVED],
    ['the same variable', [statement('s3:*', 'arn:aws:s3:::data/${aws:username}/*')], [statement('s3:*', 'arn:aws:s3:::data/${aws:username}/*')], Answer.PROVED],
    ['all values of a variable', [statement('s3:*', OBJECTS)], [statement('s3:*', 'arn:aws:s3:::data/${aws:PrincipalTag/team}/*')], Answer.REFUTED],
    ['another value of a condition', [statement('s3:*', '*', { StringLike: { 'aws:PrincipalTag/a': 'r?d' } })], [statement('s3:*', '*', { StringLike: { 'aws:PrincipalTag/a': 'r*d' } })], Answer.PROVED],
    ['the other way', [statement('s3:*', '*', { StringLike: { 'aws:PrincipalTag/a': 'r*d' } })], [statement('s3:*', '*', { StringLike: { 'aws:PrincipalTag/a': 'r?d' } })], Answer.REFUTED],
  ])('%s', (_, fresh, old, answer) => {
    const verdict = ask(identity(...fresh), {}, identity(...old));
    expect(verdict).toEqual({ answer, open: [], ...answer === Answer.REFUTED && { witness: expect.anything() } });
  });
});

describe('whoever may do everything, below a boundary and five policies of full size whose patterns overlap', () => {
  const full = (name: string) => policy(statement('*'), ...Array.from({ length: 40 }, (_, i) => deny(['s3:Delete*', 's3:PutBucket*', 'dynamodb:Delete*', 'kms:*'],
    [`arn:aws:s3:::*${name}-${i}*`, `arn:aws:*:*:111122223333:*/team-${i}-${name}/*`, `arn:aws:kms:*:*:*${i}`],
    [{ StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', `us-east-${i}`] } }, { StringLike: { 'aws:CalledViaAWSMCP': `team${i}-*` } }, VIA][i % 3])));
  const DELETES = ['s3:Delete*', 'dynamodb:Delete*', 'kms:Schedule*', 'sqs:DeleteQueue'];
  const under = (...more: object[]): PolicyDocuments => ({
    ...identity(statement('*')),
    permissionsBoundary: policy(statement('*'), deny('iam:*', '*', VIA)),
    serviceControlPolicies: [['a', 'b', 'c', 'd', 'e'].map(full), ...more.length > 0 ? [policy(statement('*'), ...more)] : []],
  });

  test.each<[string, PolicyDocuments, Partial<Question>, Answer, PolicyDocuments?]>([
    ['does nothing through a server', under(deny('*', '*', VIA)), { origins: [ANY] }, Answer.PROVED],
    ['deletes nothing', under(deny(DELETES, '*', VIA)), { origins: [ANY], actions: DELETES }, Answer.PROVED],
    ['does something else', under(deny(DELETES, '*', VIA)), { origins: [ANY] }, Answer.REFUTED],
    ['gets nothing new by one more', under(deny('s3:*', 'arn:aws:s3:::*x*', VIA)), { origins: [DIRECT, ANY] }, Answer.PROVED, under()],
    ['loses nothing directly', under(), { origins: [DIRECT] }, Answer.PROVED, under(deny('s3:*', 'arn:aws:s3:::*x*', VIA))],
    ['loses something through a server', under(), { origins: [ANY] }, Answer.REFUTED, under(deny('sqs:*', 'arn:aws:sqs:*', VIA))],
  ])('%s', (_, documents, question, answer, ...[unless]) => {
    expect(ask(documents, question, unless)).toEqual({ answer, open: [], ...answer === Answer.REFUTED && { witness: expect.anything() } });
  });
});

test('a witness is natural, and says no more than it needs', () => {
  expect(ask(identity(statement('s3:*'), deny('s3:*', OBJECTS, VIA)), { origins: [SERVER], actions: ['s3:GetObject'] }).witness).toEqual({
    principal: AGENT, action: 's3:GetObject', listed: true, resource: 'arn:aws:s3:::example/example', fits: true, origin: 'aws', context: {},
  });
  expect(ask(identity(statement('s3:PutObject', '*', { NumericLessThan: { 's3:max-keys': '100' } }))).witness).toEqual({
    principal: AGENT, action: 's3:PutObject', listed: true, resource: 'arn:aws:s3:::example/example', fits: true, origin: 'direct', context: { 's3:max-keys': ['0'] },
  });
});

test('more steps than are taken leave it undecided', () => {
  const documents = identity(statement('s3:*', '*', { StringEquals: { 'aws:PrincipalTag/a': 'b' } }));
  const question = { allowedBy: new DocumentsSource(documents), principal: AGENT, origins: [DIRECT] };
  expect(decide(question, new Budget(1)).open).toEqual(['more patterns of actions than are told apart, in Statement/0 of identityPolicies/0']);
});

test('no random request near the borders contradicts a proof', () => {
  const answers = new Map<Answer, number>();
  for (let seed = 1; seed <= 12; seed++) {
    expectNoContradiction(7 * seed, 100, answers);
  }
  expect(answers.get(Answer.PROVED)).toBeGreaterThan(2);
  expect(answers.get(Answer.REFUTED)).toBeGreaterThan(2);
});
