import { McpSimulator } from '../../../src';
import type { SharedAnswer } from '../../../src/analysis/simulation/alike-requests';
import { AlikeRequests } from '../../../src/analysis/simulation/alike-requests';
import { TemplateSource } from '../../../src/analysis/simulation/template-source';

type Json = { [element: string]: any };
const [OWN, OTHER] = ['111122223333', '444455556666'];
const document = (...statements: Json[]) => ({ Version: '2012-10-17', Statement: statements });
const inline = (...statements: Json[]) => ({ Policies: [{ PolicyName: 'inline', PolicyDocument: document(...statements) }] });
const ALLOW = { Sid: 'Reads', Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::data/*' };
const role = (properties: Json = inline(ALLOW)) => ({ Type: 'AWS::IAM::Role', Properties: { ...trust, ...properties } });
const user = (properties: Json = inline(ALLOW)) => ({ Type: 'AWS::IAM::User', Properties: properties });
const trust = { AssumeRolePolicyDocument: document({ Effect: 'Allow', Principal: { AWS: OWN }, Action: 'sts:AssumeRole' }) };
const boundary = (...statements: Json[]) => ({ Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(...statements) } });
const bucket = (...statements: Json[]) => ({ Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'data', PolicyDocument: document(...statements) } });
const conditional = (to: string) => ({ Type: 'AWS::IAM::Policy', Condition: 'C', Properties: { PolicyName: 'p', Roles: [{ Ref: to }], PolicyDocument: document(ALLOW) } });
const scp = (...statements: Json[]) => ({ Type: 'AWS::Organizations::Policy', Properties: { Type: 'SERVICE_CONTROL_POLICY', TargetIds: [OWN], Content: document(...statements) } });

/** What is decided of each principal of templates one after the other, and what of each alone. */
function answers(own: Json, other: Json = {}, region?: string) {
  const templates = [[own, OWN], [other, OTHER]].map(([Resources, account], i) => ({ template: { Resources, Conditions: { C: { 'Fn::Equals': [{ Ref: 'AWS::StackName' }, 'x'] } } }, file: `${i}.json`, account: region === undefined ? account as string : OWN, region: i === 0 ? undefined : region }));
  const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::data/key' };
  const source = TemplateSource.of(templates, {});
  const simulator = McpSimulator._of(source);
  const judge = (principal: string) => simulator.simulate({ ...request, principal });
  const alike = new AlikeRequests(source, simulator._partsOf(request), (principal) => [judge(principal)]);
  const principals = source.principals.requesters.map(({ arn }) => arn);
  return { shared: principals.map((each) => told(alike.of(each)[0])), alone: principals.map((each) => told(judge(each))) };
}

function told({ decision, dependsOn, missingAllows, statements }: SharedAnswer): SharedAnswer {
  return { decision, dependsOn, missingAllows, statements };
}

test('of principals that differ in one thing each is decided what would be of it alone', () => {
  const differences: Array<[what: string, own: Json, other?: Json, region?: string]> = [
    ['what is allowed', { A: role(), B: role(inline({ ...ALLOW, Action: 's3:Put*' })), C: role(inline({ ...ALLOW, Effect: 'Deny' })), D: role(inline({ ...ALLOW, Resource: 'arn:aws:s3:::other/*' })) }],
    ['the Sid', { A: role(), B: role(inline({ ...ALLOW, Sid: 'Other' })) }],
    ['the order', { A: role(inline(ALLOW, { ...ALLOW, Sid: 'Denies', Effect: 'Deny' })), B: role(inline({ ...ALLOW, Sid: 'Denies', Effect: 'Deny' }, ALLOW)) }],
    ['the boundary', {
      None: boundary(ALLOW),
      Less: boundary({ ...ALLOW, Action: 's3:Put*' }),
      A: role(),
      B: role({ ...inline(ALLOW), PermissionsBoundary: { Ref: 'None' } }),
      C: role({ ...inline(ALLOW), PermissionsBoundary: { Ref: 'Less' } }),
      D: role({ ...inline(ALLOW), PermissionsBoundary: 'arn:aws:iam::111122223333:policy/elsewhere' }),
      E: role({ ...inline(ALLOW), PermissionsBoundary: { Ref: 'P' } }),
    }],
    ['a policy that is not known', { A: role(), B: role({ ...inline(ALLOW), ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/one'] }), C: role({ ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/two'] }) }],
    ['a tag, a name or an ARN in a condition', {
      A: user({ UserName: 'ann', ...inline({ ...ALLOW, Condition: { StringEquals: { 'aws:username': 'ann' } } }) }),
      B: user({ UserName: 'bob', ...inline({ ...ALLOW, Condition: { StringEquals: { 'aws:username': 'ann' } } }) }),
      C: role({ RoleName: 'c', ...inline({ ...ALLOW, Condition: { ArnLike: { 'aws:PrincipalArn': '*/c' } } }) }),
      D: role({ RoleName: 'd', ...inline({ ...ALLOW, Condition: { ArnLike: { 'aws:PrincipalArn': '*/c' } } }) }),
    }],
    ['whom the policy of the resource names', { P: bucket({ ...ALLOW, Principal: { AWS: `arn:aws:iam::${OWN}:role/a` } }), A: role({ RoleName: 'a' }), B: role({ RoleName: 'b' }) }],
    ['a boundary, of which what a role is given there is not free', {
      P: bucket({ ...ALLOW, Principal: { AWS: [`arn:aws:iam::${OWN}:role/a`, `arn:aws:iam::${OWN}:user/b`] } }),
      Less: boundary({ ...ALLOW, Action: 's3:Put*' }),
      A: role({ RoleName: 'a', PermissionsBoundary: { Ref: 'Less' } }),
      B: user({ UserName: 'b', PermissionsBoundary: { Ref: 'Less' } }),
    }],
    ['the account', { P: bucket({ ...ALLOW, Effect: 'Deny', Principal: '*', Condition: { StringEquals: { 'aws:PrincipalAccount': OTHER } } }), A: role() }, { B: role() }],
    ['what reaches it of the organization', { P: scp({ ...ALLOW, Effect: 'Deny' }), A: role(), B: role({ ...inline(ALLOW), Path: '/aws-service-role/x.amazonaws.com/', RoleName: 'AWSServiceRoleForX' }) }, { C: role() }],
    ['what hangs on the deployment', { A: role(inline({ ...ALLOW, Action: { Ref: 'P' } })), B: role(inline({ ...ALLOW, Action: { Ref: 'P' } })), C: role(inline({ ...ALLOW, Effect: { Ref: 'P' } })), D: role(inline({ ...ALLOW, Effect: { Ref: 'P' } })) }],
    ['whether a policy is there', { A: role({}), B: role({}), P: conditional('A'), Q: conditional('B') }],
    ['the partition', { A: role() }, { B: role() }, 'cn-north-1'],
  ];
  for (const [what, own, other, region] of differences) {
    for (const resources of [own, Object.fromEntries(Object.entries(own).reverse())]) {
      const { shared, alone } = answers(resources, other, region);
      expect([what, shared]).toEqual([what, alone]);
    }
    const { alone } = answers(own, other, region);
    // Else it shows nothing.
    expect([what, new Set(alone.map((each) => JSON.stringify({ ...each, statements: each.statements.map(({ sid, place }) => [sid, place.split('/').pop()]) }))).size > 1]).toEqual([what, true]);
  }
});

test('of many that are alike one is judged, and each is told by its own statements', () => {
  const source = TemplateSource.of([{ template: { Resources: Object.fromEntries(['A', 'B', 'C'].map((id) => [id, role()])) } }], {});
  const simulator = McpSimulator._of(source);
  const judged: string[] = [];
  const alike = new AlikeRequests(source, simulator._partsOf({ action: 's3:GetObject', resource: 'arn:aws:s3:::data/key' }), (principal) => {
    judged.push(principal);
    return [simulator.simulate({ principal, action: 's3:GetObject', resource: 'arn:aws:s3:::data/key' })];
  });
  expect(['A', 'B', 'C'].map((id) => alike.of(id)[0].statements.map(({ place }) => place))).toEqual(['A', 'B', 'C'].map((id) => [expect.stringMatching(`^${id} `)]));
  expect(judged).toEqual(['A']);
});
