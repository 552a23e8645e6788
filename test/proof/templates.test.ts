import { TemplateSource } from '../../src/analysis/simulation/template-source';
import { readable } from '../../src/iam/unknown-text';
import { RequestOrigin } from '../../src/mcp/request-origin';
import { compareAccess } from '../../src/proof/compare-access';
import { comparedPrincipals } from '../../src/proof/compared-templates';
import { decide } from '../../src/proof/decide';
import { outsideAccess } from '../../src/proof/outside-access';
import type { Question } from '../../src/proof/question';
import { Answer } from '../../src/proof/question';

// Resources whose names are known only at deployment, as most are that the CDK makes.

type Json = { [key: string]: unknown };
const DIRECT = [{ name: 'direct', origin: RequestOrigin.direct() }];
const policy = (...Statement: Json[]) => ({ Version: '2012-10-17', Statement });
const inBucket = (rest: string) => ({ 'Fn::Sub': `\${Data.Arn}${rest}` });
const deny = (of: Json) => ({ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: inBucket('/*'), ...of });
const allow = (of: Json = {}) => ({ Effect: 'Allow', Action: 's3:*', Resource: '*', ...of });

function template(own: Json[], ofBucket: Json[], more: Json = {}): Json {
  return {
    Data: { Type: 'AWS::S3::Bucket', ...more },
    Agent: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
        ...own.length > 0 && { Policies: [{ PolicyName: 'P', PolicyDocument: policy(...own) }] },
      },
    },
    ...ofBucket.length > 0 && { Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: policy(...ofBucket) } } },
  };
}

const sourceOf = (Resources: Json) => TemplateSource.of([{ template: { Resources } }], {});

test.each<[string, Json, Partial<Question>, Answer, string?]>([
  ['what the policy of a bucket allows', template([], [{ ...deny({ Effect: 'Allow' }), Principal: { AWS: { 'Fn::GetAtt': ['Agent', 'Arn'] } } }]), {}, Answer.REFUTED, 's3:GetObject on arn:aws:s3:::<Data>/example'],
  ['nothing else of it', template([], [{ ...deny({ Effect: 'Allow' }), Principal: { AWS: { 'Fn::GetAtt': ['Agent', 'Arn'] } } }]), { actions: ['s3:PutObject'] }, Answer.PROVED],
  ['what a role may do there', template([allow({ Resource: inBucket('/*') })], []), { actions: ['s3:DeleteObject'] }, Answer.REFUTED, 's3:DeleteObject on arn:aws:s3:::<Data>/example'],
  ['an action that fits, of all that are alike', template([allow({ Action: 's3:Delete*', Resource: inBucket('/*') })], []), {}, Answer.REFUTED, 's3:DeleteObject on arn:aws:s3:::<Data>/example'],
  ['a Deny of all of it', template([allow({ Resource: inBucket('/*') }), { Effect: 'Deny', Action: 's3:*', Resource: inBucket('/*') }], []), {}, Answer.PROVED],
  ['a Deny of some of it', template([allow({ Resource: inBucket('/*') }), { Effect: 'Deny', Action: 's3:*', Resource: inBucket('/a*') }], []), { actions: ['s3:GetObject'] }, Answer.REFUTED, 's3:GetObject on arn:aws:s3:::<Data>/example'],
  ['a Deny in the policy of the bucket', template([allow({ Resource: inBucket('/*') })], [deny({ Action: 's3:*' })]), {}, Answer.PROVED],
  ['another bucket', template([allow(), { Effect: 'Deny', Action: 's3:*', Resource: [inBucket('/*'), inBucket('')] }], []), { actions: ['s3:GetObject'] }, Answer.REFUTED, 's3:GetObject on arn:aws:s3:::example/example'],
  ['a name that is written out', template([allow(), { Effect: 'Deny', Action: 's3:*', Resource: inBucket('/*') }], [], { Properties: { BucketName: 'data' } }), { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data/*'] }, Answer.PROVED],
  ['a name that is a parameter', { ...template([allow()], [deny({})], { Properties: { BucketName: { Ref: 'AWS::StackName' } } }) }, { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data/*'] }, Answer.UNDECIDED],
])('whether there is a request: %s', (_, resources, question, answer, ...[shown]) => {
  const verdict = decide({ allowedBy: sourceOf(resources), principal: 'Agent', origins: DIRECT, ...question });
  const { witness } = verdict;
  expect([verdict.answer, witness && `${witness.action} on ${readable(witness.resource)}`]).toEqual([answer, shown]);
});

test.each<[string, Json, Json, Answer, Answer]>([
  ['a Deny is added', template([allow()], []), template([allow()], [deny({})]), Answer.PROVED, Answer.REFUTED],
  ['it gets a condition', template([allow()], [deny({})]), template([allow()], [deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })]), Answer.REFUTED, Answer.PROVED],
  ['it is about something else', template([allow()], [deny({})]), template([allow()], [deny({ Action: 's3:PutObject' })]), Answer.REFUTED, Answer.REFUTED],
  ['it is written in another way', template([allow()], [deny({})]), template([allow()], [deny({ Action: ['S3:getobject'] })]), Answer.PROVED, Answer.PROVED],
  ['it is about less', template([allow()], [deny({})]), template([allow()], [deny({ Resource: inBucket('/a/*') })]), Answer.REFUTED, Answer.PROVED],
  ['it moves to the role', template([allow()], [deny({})]), template([allow(), { Effect: 'Deny', Action: 's3:GetObject', Resource: inBucket('/*') }], []), Answer.PROVED, Answer.PROVED],
])('of the policy of a bucket: %s', (_, before, after, gained, lost) => {
  const [change, ...others] = compareAccess(comparedPrincipals([sourceOf(before), sourceOf(after)]), DIRECT, []);
  expect([others.length, change.gained.answer, change.lost.answer]).toEqual([0, gained, lost]);
});

test.each<[string, Json[], Json[], Answer, Answer]>([
  ['an Allow is added that it may hold already', [allow({ Action: 's3:GetObject' })], [allow({ Action: ['s3:GetObject', 's3:PutObject'] })], Answer.UNDECIDED, Answer.PROVED],
  ['a Deny is added of what it may deny already', [allow()], [allow(), { Effect: 'Deny', Action: 's3:GetObject', Resource: '*' }], Answer.PROVED, Answer.UNDECIDED],
  ['a Deny is added of what it alone may allow', [], [{ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' }], Answer.PROVED, Answer.UNDECIDED],
  ['nothing changes for it', [allow({ Action: 's3:Get*' })], [allow({ Action: 's3:get*' })], Answer.PROVED, Answer.PROVED],
])('beside a policy that is not known: %s', (_, before, after, gained, lost) => {
  const source = (own: Json[]) => {
    const { Agent } = template(own, []) as { Agent: { Properties: object } };
    return sourceOf({ Agent: { ...Agent, Properties: { ...Agent.Properties, ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/Own'] } } });
  };
  const [change] = compareAccess(comparedPrincipals([source(before), source(after)]), DIRECT, []);
  expect([change.gained.answer, change.lost.answer]).toEqual([gained, lost]);
});

test('control policies are compared for whoever is under them, in each account that is told', () => {
  const scp = (targets: string[], action: string) => ({
    Type: 'AWS::Organizations::Policy', Properties: { Type: 'SERVICE_CONTROL_POLICY', Name: 'No', TargetIds: targets, Content: policy({ Effect: 'Deny', Action: action, Resource: '*' }) },
  });
  const changes = (before: Json, after: Json) => compareAccess(comparedPrincipals([sourceOf(before), sourceOf(after)]), DIRECT, [])
    .map(({ principal, gained, lost }) => [principal, gained.answer, lost.answer, gained.witness?.action]);
  expect(changes({ P: scp(['ou-ab12-11111111'], 'sqs:*') }, { P: scp(['ou-ab12-11111111'], 'sqs:SendMessage') })).toEqual([
    ['whoever is under the control policies', Answer.REFUTED, Answer.PROVED, expect.stringMatching(/^sqs:(?!SendMessage)/)],
  ]);
  const tree = {
    Root: { Type: 'AWS::Organizations::Account', Properties: { AccountId: '111122223333', ParentIds: ['r-ab12'] } },
    Other: { Type: 'AWS::Organizations::Account', Properties: { AccountId: '444455556666', ParentIds: ['ou-ab12-11111111'] } },
    Unit: { Type: 'AWS::Organizations::OrganizationalUnit', Properties: { Id: 'ou-ab12-11111111', ParentId: 'r-ab12' } },
  };
  expect(changes({ ...tree, P: scp(['ou-ab12-11111111'], 'sqs:*') }, { ...tree, P: scp(['r-ab12'], 'sqs:*') }).length).toBeGreaterThan(0);
});

test('what the policy of a resource of another account allows may be new where only that state has it', () => {
  const role = template([allow({ Action: 'sqs:*' })], []).Agent as { Properties: Json };
  const inAccount = (more: Json) => TemplateSource.of([{
    template: { Resources: { Agent: { ...role, Properties: { ...role.Properties, RoleName: 'Agent' } }, ...more } }, account: '111122223333',
  }], {});
  const queue = (Principal: Json) => ({
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: ['https://sqs.eu-west-1.amazonaws.com/444455556666/orders'],
      PolicyDocument: policy({ Effect: 'Allow', Principal, Action: 'sqs:*', Resource: 'arn:aws:sqs:eu-west-1:444455556666:orders' }),
    },
  });
  const gained = (Principal: Json) => (
    compareAccess(comparedPrincipals([inAccount({}), inAccount({ Queue: queue(Principal) })]), DIRECT, [])[0].gained);
  expect(gained({ AWS: 'arn:aws:iam::111122223333:role/Agent' })).toEqual({
    answer: Answer.UNDECIDED, open: ['the policy of arn:aws:sqs:eu-west-1:444455556666:orders, which is not in the template'],
  });
  expect(gained({ AWS: 'arn:aws:iam::111122223333:role/Other' }).answer).toBe(Answer.PROVED);
});

test('what an undecided answer hangs on is what there is to give, and no resource that was made up', () => {
  const { Agent } = template([allow({ Action: 's3:GetObject' })], []);
  const { Properties } = Agent as { Properties: Json };
  const team = 'arn:aws:iam::111122223333:policy/team-tools';
  const after = { Agent: { Type: 'AWS::IAM::Role', Properties: { ...Properties, ManagedPolicyArns: [team] } } };
  const [{ gained, lost }] = compareAccess(comparedPrincipals([sourceOf({ Agent }), sourceOf(after)]), DIRECT, [], { actions: ['s3:*', 'dynamodb:*'] });
  const given = `the managed policy ${team}, whose document "managedPolicies" can give`;
  expect([gained, lost]).toEqual([
    { answer: Answer.UNDECIDED, open: [given, 'what AWS does not document of the request'] }, { answer: Answer.UNDECIDED, open: [given] },
  ]);
  const own = { Policies: [{ PolicyName: 'P', PolicyDocument: policy(allow({ Action: 'sts:*' })) }] };
  const allowedBy = sourceOf({ Agent: { ...after.Agent, Properties: { ...Properties, ...own } } });
  expect(decide({ allowedBy, origins: DIRECT, principal: 'Agent', actions: ['sts:AssumeRole'], resources: ['arn:aws:iam::444455556666:role/a'] }).open)
    .toEqual(['', ' in another account'].map((where) => `the policy of the resource${where}, which is not in the input`));
});

const roleArn = { 'Fn::GetAtt': ['Agent', 'Arn'] };
const ofKey = (Action: string) => ({ Effect: 'Allow', Principal: { AWS: roleArn }, Action, Resource: '*' });
const [decrypt, encrypt, sign] = ['kms:Decrypt', 'kms:Encrypt', 'kms:Sign'].map(ofKey);
const key = (...statements: Json[]) => ({ Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policy(...statements) } });
const attachedTo = (name: string) => ({ Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'P', Roles: [{ Ref: name }], PolicyDocument: policy(allow()) } });

test.each<[string, Json, Json]>([
  ['a statement is in the policy of another key', { A: key(encrypt, decrypt), B: key(sign) }, { A: key(encrypt), B: key(decrypt, sign) }],
  ['which has no other one about its action', { A: key(decrypt, encrypt), B: key(sign) }, { A: key(encrypt), B: key(sign, decrypt) }],
  ['a parameter says whom a policy is attached to', { P: attachedTo('One') }, { P: attachedTo('Other') }],
])('what is written the same is not the same where %s', (_, before, after) => {
  const [one, other] = [before, after].map((more) => sourceOf({ ...template([], []), ...more }));
  const [change] = compareAccess(comparedPrincipals([one, other]), DIRECT, []);
  expect([change.gained.answer, change.lost.answer]).toEqual([Answer.UNDECIDED, Answer.UNDECIDED]);
});

describe('resource control policies of the account of a resource that is in another one', () => {
  const QUEUE = 'arn:aws:sqs:eu-west-1:444455556666:orders';
  const role = template([allow({ Action: 'sqs:*' })], []).Agent as { Properties: Json };
  const organization = (account: string, action: string) => TemplateSource.of([{
    template: {
      Resources: {
        Agent: { ...role, Properties: { ...role.Properties, RoleName: 'Agent' } },
        Ours: { Type: 'AWS::Organizations::Account', Properties: { AccountId: '111122223333', ParentIds: ['r-ab12'] } },
        Other: { Type: 'AWS::Organizations::Account', Properties: { AccountId: '444455556666', ParentIds: ['r-ab12'] } },
        Queue: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: ['https://sqs.eu-west-1.amazonaws.com/444455556666/orders'], PolicyDocument: policy({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/Agent' }, Action: 'sqs:*', Resource: QUEUE }) } },
        P: { Type: 'AWS::Organizations::Policy', Properties: { Type: 'RESOURCE_CONTROL_POLICY', Name: 'No', TargetIds: [account], Content: policy({ Effect: 'Deny', Principal: '*', Action: action, Resource: '*' }) } },
      },
    },
  }], { account: '111122223333' });

  test('that of who asks does not reach it', () => {
    const asked = { principal: 'Agent', origins: DIRECT, actions: ['sqs:*'], resources: [QUEUE] };
    expect(decide({ allowedBy: organization('111122223333', 'sqs:*'), ...asked }).answer).toBe(Answer.REFUTED);
    expect(decide({ allowedBy: organization('444455556666', 'sqs:*'), ...asked }).answer).toBe(Answer.PROVED);
  });

  test.each([
    ['its own', organization('444455556666', 'sqs:SendMessage'), organization('444455556666', 's3:*'), 'sqs:SendMessage'],
    ['one that is attached elsewhere', organization('444455556666', 'sqs:SendMessage'), organization('555566667777', 'sqs:SendMessage'), 'sqs:SendMessage'],
  ])('%s is compared', (_, before, after, action) => {
    const [{ principal, gained, lost }] = compareAccess(comparedPrincipals([before, after], 'Agent'), DIRECT, []);
    expect([principal, gained.witness?.action, gained.witness?.resource, lost.answer]).toEqual(['Agent', action, QUEUE, Answer.PROVED]);
  });
});

const OUTSIDE = { AWS: 'arn:aws:iam::444455556666:root' };
const allowTo = (Principal: unknown, of: Json = {}) => ({ Sid: 'Shared', Effect: 'Allow', Action: 's3:GetObject', Resource: inBucket('/*'), Principal, ...of });
const OWN_ROOT = { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } };
const OWN_ROLE = { AWS: { 'Fn::GetAtt': ['Agent', 'Arn'] } };
const [NOTHING, SOMETHING, MORE] = [Answer.PROVED, Answer.UNDECIDED, Answer.REFUTED];
const ORIGINS = { direct: DIRECT, servers: [{ name: 'any', origin: RequestOrigin.viaAnyServer() }] };

test.each<[string, Json[], Json[], readonly Answer[] | undefined]>([
  ['everybody is allowed', [], [allowTo('*')], [SOMETHING, NOTHING]],
  ['everybody is, but for some actions', [], [allowTo('*', { Action: undefined, NotAction: 's3:Put*' })], [SOMETHING, NOTHING]],
  ['another account is no more', [allowTo(OUTSIDE)], [], [NOTHING, MORE]],
  ['another account, and what is the same beside it', [allowTo(OUTSIDE)], [allowTo(OUTSIDE), deny({ Principal: { Service: 's3.amazonaws.com' } })], [NOTHING, NOTHING]],
  ['a Deny of all but a role is gone', [allowTo(OUTSIDE), deny({ Principal: undefined, NotPrincipal: OWN_ROLE })], [allowTo(OUTSIDE)], [MORE, NOTHING]],
  ['whom only the deployment tells', [], [allowTo({ AWS: { Ref: 'Whom' } })], [SOMETHING, NOTHING]],
  ['a Deny is gone of what another account may', [allowTo(OUTSIDE), deny({})], [allowTo(OUTSIDE)], [MORE, NOTHING]],
  ['a Deny is gone of what nobody else may', [deny({})], [], undefined],
  ['it has another condition', [allowTo(OUTSIDE, { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })], [allowTo(OUTSIDE)], [MORE, NOTHING]],
  ['it is written otherwise', [allowTo(OUTSIDE)], [allowTo({ AWS: '444455556666' }, { Sid: 'Other' })], [NOTHING, NOTHING]],
  ['a role of the template', [], [allowTo(OWN_ROLE)], undefined],
  ['the same AWS service', [allowTo({ Service: 'logging.s3.amazonaws.com' })], [allowTo({ Service: 'logging.s3.amazonaws.com' })], undefined],
  ['the account itself, which leaves it to its own policies', [], [allowTo(OWN_ROOT)], undefined],
])('principals in no template are compared where a policy of a resource changes for them: %s', (_, before, after, expected) => {
  const sources = [sourceOf(template([], before)), sourceOf(template([], after))] as const;
  expect(outsideAccess(sources, ORIGINS).map(({ direct, gained, lost }) => [direct, gained.answer, lost.answer]))
    .toEqual(expected === undefined ? [] : [[true, ...expected], [false, ...expected]]);
  expect(outsideAccess(sources, { ...ORIGINS, direct: [] }, { actions: ['sqs:*', 'ec2:Run*'] })).toEqual(expected && after.some((each) => 'NotAction' in each) ? [expect.anything()] : []);
  expect(outsideAccess(sources, { ...ORIGINS, servers: [] }, { actions: ['S3:get*'] }).length).toBe(expected ? 1 : 0);
});

test('the same statement of another resource is another one; what is said names it', () => {
  const resources = (bucket: string) => ({ ...template([], [allowTo('*')]), Other: { Type: 'AWS::S3::Bucket' }, Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: bucket }, PolicyDocument: policy(allowTo('*', { Resource: '*' })) } } });
  const [{ principal, gained, lost }] = outsideAccess([sourceOf(resources('Data')), sourceOf(resources('Other'))], { ...ORIGINS, servers: [] });
  const open = ['what statement "Shared" of Policy allows principals that are in no template'];
  expect([principal, gained, lost]).toEqual(['whoever is in no template', { answer: SOMETHING, open }, { answer: SOMETHING, open }]);
});

test.each<[string, Json | undefined, Json | undefined, readonly Answer[] | undefined]>([
  ['another account', undefined, { Principal: '444455556666' }, [SOMETHING, NOTHING]],
  ['everybody of an organization', undefined, { Principal: '*', PrincipalOrgID: 'o-exampleorgid' }, [SOMETHING, NOTHING]],
  ['everybody, and no longer of one organization only', { Principal: '*', PrincipalOrgID: 'o-exampleorgid' }, { Principal: '*' }, [SOMETHING, SOMETHING]],
  ['another account no longer', { Principal: '444455556666' }, undefined, [NOTHING, SOMETHING]],
  ['whom only the deployment tells', undefined, { Principal: { Ref: 'Whom' } }, [SOMETHING, NOTHING]],
  ['the same account', { Principal: '444455556666' }, { Principal: '444455556666' }, undefined],
  ['an AWS service', undefined, { Principal: 's3.amazonaws.com' }, [SOMETHING, NOTHING]],
  ['the account itself', undefined, { Principal: { Ref: 'AWS::AccountId' } }, undefined],
])('what is added to the policy of a function counts: %s', (_, before, after, expected) => {
  const [old, fresh] = [before, after].map((permission) => sourceOf({
    ...template([], []),
    Function: { Type: 'AWS::Lambda::Function', Properties: {} },
    ...permission && { Permission: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'Function' }, Action: 'lambda:InvokeFunction', ...permission } } },
  }));
  const asked = (actions?: string[]) => outsideAccess([old, fresh], { ...ORIGINS, servers: [] }, { actions });
  expect(asked().map(({ gained, lost }) => [gained.answer, lost.answer])).toEqual(expected === undefined ? [] : [expected]);
  expect([asked(['lambda:Invoke*']).length, asked(['s3:*']).length]).toEqual([expected ? 1 : 0, 0]);
});

test('a layer that others may use from now on counts', () => {
  const [old, fresh] = [{}, { Permission: { Type: 'AWS::Lambda::LayerVersionPermission', Properties: { LayerVersionArn: { Ref: 'Layer' }, Action: 'lambda:GetLayerVersion', Principal: '*' } } }]
    .map((permission) => sourceOf({ ...template([], []), Layer: { Type: 'AWS::Lambda::LayerVersion', Properties: { Content: {} } }, ...permission }));
  const asked = (sources: Parameters<typeof outsideAccess>[0]) => outsideAccess(sources, { ...ORIGINS, servers: [] })
    .map(({ gained, lost }) => [gained.answer, lost.answer]);
  expect([asked([old, fresh]), asked([fresh, fresh])]).toEqual([[[SOMETHING, NOTHING]], []]);
});

test('who may assume a role is said by a policy of a resource, too', () => {
  const trust = (Principal: Json) => {
    const { Agent } = template([], []) as { Agent: { Properties: object } };
    return sourceOf({ Agent: { ...Agent, Properties: { ...Agent.Properties, AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }) } } });
  };
  const gained = (principal: Json) => outsideAccess([trust({ Service: 'ec2.amazonaws.com' }), trust(principal)], { ...ORIGINS, servers: [] }).map((each) => each.gained.answer);
  expect([gained(OUTSIDE), gained({ Federated: 'example.com' }), gained(OWN_ROOT), gained({ Service: 'ec2.amazonaws.com' })]).toEqual([[MORE], [SOMETHING], [NOTHING], []]);
});

describe('AWS services are compared as others are', () => {
  const byService = (Service: string) => policy({ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' });
  const withRole = (trust: Json | undefined) => sourceOf({
    Data: { Type: 'AWS::S3::Bucket' }, ...trust && { Job: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } } },
  });
  const asked = (before: TemplateSource, after: TemplateSource) => outsideAccess([before, after], ORIGINS)
    .map(({ direct, gained: { answer, witness }, lost }) => [direct, answer, lost.answer, witness && `${witness.principal} ${witness.action} ${readable(witness.resource)}`]);

  test('what the policy of a resource gives one; no server calls for it', () => {
    const [old, fresh] = [[], [allowTo({ Service: 'logging.s3.amazonaws.com' })]].map((statements) => sourceOf(template([], statements)));
    expect(asked(old, fresh)).toEqual([[true, MORE, NOTHING, 'logging.s3.amazonaws.com s3:GetObject arn:aws:s3:::<Data>/example'], [false, NOTHING, NOTHING, undefined]]);
    expect(asked(fresh, fresh)).toEqual([]);
  });

  test('which of them assumes a role that is on both sides: the role itself is told', () => {
    const [lambda, glue, none] = [byService('lambda.amazonaws.com'), byService('glue.amazonaws.com'), undefined].map(withRole);
    expect(asked(lambda, glue)).toEqual([
      [true, MORE, MORE, 'glue.amazonaws.com sts:AssumeRole arn:aws:iam::<AWS::AccountId>:role/<Job>'], [false, NOTHING, NOTHING, undefined],
    ]);
    // Under a condition that says something else now it is the same role.
    const underCondition = (service: string, value: string) => {
      const Job = { Type: 'AWS::IAM::Role', Condition: 'C', Properties: { AssumeRolePolicyDocument: byService(service) } };
      const Conditions = { C: { 'Fn::Equals': [{ Ref: 'Stage' }, value] } };
      return TemplateSource.of([{ template: { Parameters: { Stage: { Type: 'String' } }, Conditions, Resources: { Job } } }], {});
    };
    expect(asked(underCondition('lambda.amazonaws.com', 'a'), underCondition('glue.amazonaws.com', 'b'))[0].slice(0, 3)).toEqual([true, MORE, MORE]);
    // What a new role may do is told of the role.
    expect([asked(none, glue), asked(glue, none)]).toEqual([[], []]);
  });
});

test('templates in which there are policies of resources alone are compared, also where they are the same', () => {
  const [old, fresh] = [[], [allowTo(OUTSIDE)]].map((statements) => {
    const { Agent, ...others } = template([], statements) as Json;
    return sourceOf(others);
  });
  const answers = (...sources: [TemplateSource, TemplateSource]) => outsideAccess(sources, ORIGINS)
    .map(({ gained, lost }) => [gained.answer, lost.answer]);
  expect(answers(old, fresh)).toEqual([[MORE, NOTHING], [MORE, NOTHING]]);
  expect(answers(fresh, fresh)).toEqual([[NOTHING, NOTHING], [NOTHING, NOTHING]]);
});
