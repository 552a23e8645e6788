import { AlikePolicies } from '../../../src/analysis/access-report/alike-policies';
import { AlikePrincipals } from '../../../src/analysis/access-report/alike-principals';
import { PrincipalJudge } from '../../../src/analysis/access-report/principal-judge';
import { htmlPieces } from '../../../src/analysis/access-report/render-html';
import { jsonPieces } from '../../../src/analysis/access-report/render-json';
import { reportAndSearch } from '../../../src/analysis/access-report/report';
import { readTemplates } from '../../../src/analysis/template/read-templates';
import type { Json } from '../../../src/iam/value';
import { random } from '../../random-numbers';
import { role } from '../rules/found';

const viaMcp = (more: Json = {}): Json => ({ Effect: 'Deny', Action: 's3:PutObject', Resource: '*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } }, ...more });
const get = (Resource: unknown, more: Json = {}): Json => ({ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource, ...more });
const managed = (...Statement: Json[]): Json => ({ Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement } } });
const controls = (Targets: string[], ...Statement: Json[]): Json => ({
  Type: 'AWS::Organizations::Policy', Properties: { Type: 'SERVICE_CONTROL_POLICY', TargetIds: Targets, Content: { Version: '2012-10-17', Statement } },
});

const shared = {
  Boundary: managed(get('*')),
  DenyingBoundary: managed(get('*'), viaMcp()),
  Attached: managed(viaMcp({ Sid: 'Attached', Action: 's3:*' })),
  Control: controls(['r-root'], viaMcp({ Sid: 'Control', Action: 'sqs:*' }), { Effect: 'Allow', Action: '*', Resource: '*' }),
};

/** What makes a difference to what is said of a role, besides what its own statements are about. */
const DIFFERENCES: { [what: string]: (name: string) => Json } = {
  'nothing': () => ({}),
  'a boundary': () => ({ PermissionsBoundary: { Ref: 'Boundary' } }),
  'another boundary': () => ({ PermissionsBoundary: { Ref: 'DenyingBoundary' } }),
  'a boundary that is not in the template': () => ({ PermissionsBoundary: 'arn:aws:iam::111122223333:policy/Other' }),
  'a managed policy': () => ({ ManagedPolicyArns: [{ Ref: 'Attached' }] }),
  'a managed policy that is also its boundary': () => ({ ManagedPolicyArns: [{ Ref: 'DenyingBoundary' }], PermissionsBoundary: { Ref: 'DenyingBoundary' } }),
  'a managed policy that is not in the template': () => ({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }),
  'a managed policy that it may lack': () => ({ ManagedPolicyArns: [{ 'Fn::If': ['IsOpen', { Ref: 'Attached' }, { Ref: 'AWS::NoValue' }] }] }),
  'the path of roles that service control policies do not reach': () => ({ Path: '/aws-service-role/' }),
  'a name like that path': () => ({ RoleName: 'aws-service-role' }),
  'a name of its own': (name) => ({ RoleName: name }),
};

/** Statements of which something is told that is of one role alone, or that are about others than each role's own bucket. */
const STATEMENTS: ReadonlyArray<(name: string) => Json[]> = [
  () => [],
  () => [viaMcp()],
  (name) => [viaMcp({ Resource: `arn:aws:s3:::${name}/*` }), viaMcp({ Sid: 'Second', Action: 'sqs:SendMessage' })],
  () => [{ Effect: 'Allow', Action: { 'Fn::Transform': 'Macro' }, Resource: '*' }],
  (name) => [get('*', { Action: 'sqs:*', Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/${name}*` } } })],
  () => [get('*', { Action: 'sqs:*', Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/aws-service-role/*' } } })],
  () => [get('*', { Action: 'sns:*', Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } })],
];

function written(resources: Json): string[] {
  const { report, search } = reportAndSearch(readTemplates([{ template: { Resources: { ...shared, ...resources }, Parameters: { Open: {} }, Conditions: { IsOpen: { 'Fn::Equals': [{ Ref: 'Open' }, 'yes'] } } }, file: 'a.json' }]));
  return [jsonPieces(report), htmlPieces(report, search)].map((pieces) => [...pieces].join(''));
}

/** The same with each policy read and each principal judged. */
function writtenOneByOne(resources: Json): string[] {
  const spies = [
    jest.spyOn(AlikePrincipals.prototype, 'likeness').mockReturnValue(undefined),
    jest.spyOn(AlikePolicies.prototype, 'firstLike').mockImplementation((each) => each),
  ];
  try {
    const found = written(resources);
    spies.forEach((spy) => expect(spy).toHaveBeenCalled());
    return found;
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}

test.each(Object.keys(DIFFERENCES))('of roles with %s the report says the same, to the letter, as if each were judged', (what) => {
  const roles = Object.fromEntries(STATEMENTS.flatMap((statements, i) => ['a', 'b', 'c'].map((name): [string, Json] => {
    const id = `${name}${i}`;
    // One of three has nothing but its statements, so that the others are not told as it is.
    return [id, role([get(`arn:aws:s3:::${id}/*`), ...statements(id)], name === 'b' ? {} : DIFFERENCES[what](id))];
  })));
  expect(written(roles)).toEqual(writtenOneByOne(roles));
});

test('of random roles, users and groups, too', () => {
  const next = random(11);
  const any = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)];
  const resources = Object.fromEntries(Array.from({ length: 200 }, (_, i): [string, Json] => {
    const { Properties: { AssumeRolePolicyDocument, ...properties } } = role([get(`arn:aws:s3:::bucket${i}/*`), ...any(STATEMENTS)(`own${i}`)], any(Object.values(DIFFERENCES))(`own${i}`));
    const { Path, RoleName, PermissionsBoundary, ...ofGroup } = properties;
    return [`P${i}`, any([
      { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument, ...properties } },
      { Type: 'AWS::IAM::User', Properties: { ...ofGroup, Groups: any([[], [{ Ref: 'Group' }], ['elsewhere']]) } },
      { Type: 'AWS::IAM::Group', Properties: ofGroup },
    ])];
  }));
  const Group = { Type: 'AWS::IAM::Group', Properties: { Policies: [{ PolicyName: 'Own', PolicyDocument: { Version: '2012-10-17', Statement: [get('*', { Action: 'sqs:*' }), viaMcp()] } }] } };
  expect(written({ Group, ...resources })).toEqual(writtenOneByOne({ Group, ...resources }));
});

test('roles that are alike but for names are judged once', () => {
  const of = jest.spyOn(PrincipalJudge.prototype, 'of');
  written(Object.fromEntries(['a', 'b', 'c'].map((name) => [name, role([get(`arn:aws:s3:::${name}/*`), viaMcp({ Resource: `arn:aws:s3:::${name}/*` })])])));
  expect(of).toHaveBeenCalledTimes(1);
  of.mockRestore();
});
