import { ADMINISTRATOR, allow, deny, deployed, lapsesOf, managedPolicy, named as stepName, ofEverybody, role } from './templates';

const GUARDRAIL = deny('kms:Decrypt');
const inline = (name: string, properties: object = { Roles: [{ Ref: 'R' }] }, more: object = {}) => (
  { Type: 'AWS::IAM::Policy', Properties: { PolicyName: name, PolicyDocument: GUARDRAIL, ...properties }, ...more });
const within = (name: string) => ({ Policies: [{ PolicyName: name, PolicyDocument: GUARDRAIL }] });

describe('a principal keeps one inline policy of a name', () => {
  test('what deletes it, deletes that of another resource, too', () => {
    expect(lapsesOf({ P: inline('Own'), R: role({}) }, { R: role(within('Own')) })).toEqual(['role R: kms:Decrypt']);
    expect(lapsesOf({ P: inline('Own'), R: role({}) }, { Q: inline('Own'), R: role({}) })).toEqual(['role R: kms:Decrypt']);
    expect(lapsesOf({ P: inline('Own'), R: role({}) }, { R: role(within('Other')) })).toEqual([]);
    expect(lapsesOf({ P: inline('Own'), R: role({}) }, { Q: inline('Other'), R: role({}) })).toEqual([]);
  });

  test('so does one of another type, and one that knows the principal by its name', () => {
    const named = role({ RoleName: 'agent' });
    const own = { Type: 'AWS::IAM::RolePolicy', Properties: { PolicyName: 'Own', PolicyDocument: GUARDRAIL, RoleName: 'agent' } };
    expect(lapsesOf({ P: inline('Own'), R: named }, { Q: own, R: named })).toEqual(['role R: kms:Decrypt']);
    expect(lapsesOf({ P: own, R: named }, { R: role({ RoleName: 'agent', ...within('Own') }) })).toEqual(['role R: kms:Decrypt']);
  });

  test('from the principal to a policy there is a moment in between', () => {
    expect(lapsesOf({ R: role(within('Own')) }, { P: inline('Own'), R: role({}) })).toEqual(['role R: kms:Decrypt']);
  });

  test('a policy that no longer names the principal takes it away', () => {
    const other = role({});
    expect(lapsesOf({ P: inline('Own', { Roles: [{ Ref: 'R' }, { Ref: 'S' }] }), R: role({}), S: other },
      { P: inline('Own', { Roles: [{ Ref: 'S' }] }), Q: inline('Own'), R: role({}), S: other })).toEqual(['role R: kms:Decrypt']);
  });

  test('another name is another policy', () => {
    expect(lapsesOf({ P: inline('Own'), R: role({}) }, { P: inline('Other'), R: role({}) })).toEqual(['role R: kms:Decrypt']);
  });

  test('a policy of another principal is not concerned', () => {
    const app = (policy: object) => ({ P: policy, R: role(within('Own')), S: role({}) });
    expect(lapsesOf(app(inline('Own', { Roles: [{ Ref: 'S' }] })), { R: role(within('Own')), S: role({}) })).toEqual([]);
  });
});

describe('a managed policy is attached once', () => {
  const named = managedPolicy(GUARDRAIL, { Roles: [{ Ref: 'R' }] });

  test('the side that detaches it takes it from the other one', () => {
    // The policy names the role by its name, so that there is no circle.
    const agent = (more: object) => role({ RoleName: 'agent', ...more });
    const both = { P: managedPolicy(GUARDRAIL, { Roles: ['agent'] }), R: agent({ ManagedPolicyArns: [{ Ref: 'P' }] }) };
    expect(lapsesOf(both, { P: managedPolicy(GUARDRAIL), R: both.R })).toEqual(['role R: kms:Decrypt']);
    expect(lapsesOf(both, { P: both.P, R: agent({}) })).toEqual(['role R: kms:Decrypt']);
    expect(lapsesOf(both, { P: both.P, R: agent({ ManagedPolicyArns: [{ Ref: 'P' }, ADMINISTRATOR] }) })).toEqual([]);
  });

  test('from one side to the other there is a moment in between', () => {
    expect(lapsesOf({ P: named, R: role({}) }, { P: managedPolicy(GUARDRAIL), R: role({ ManagedPolicyArns: [{ Ref: 'P' }] }) })).toEqual(['role R: kms:Decrypt']);
    expect(lapsesOf({ P: managedPolicy(GUARDRAIL), R: role({ ManagedPolicyArns: [{ Ref: 'P' }] }) }, { P: named, R: role({}) })).toEqual(['role R: kms:Decrypt']);
  });

  test('a user is in a group once', () => {
    const group = { Type: 'AWS::IAM::Group', Properties: { Policies: [{ PolicyName: 'x', PolicyDocument: GUARDRAIL }] } };
    const addition = { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: { Ref: 'G' }, Users: [{ Ref: 'U' }] } };
    const user = (properties: object) => ({ Type: 'AWS::IAM::User', Properties: properties });
    expect(lapsesOf({ A: addition, G: group, U: user({}) }, { G: group, U: user({ Groups: [{ Ref: 'G' }] }) })).toEqual(['user U: kms:Decrypt']);
  });
});

describe('a resource has one policy', () => {
  const denied = (action: string) => ({ Version: '2012-10-17', Statement: [{ Sid: 'No', Effect: 'Deny', Principal: '*', Action: action, Resource: '*' }] });
  const function_ = 'arn:aws:lambda:eu-west-1:111122223333:function:pay';
  const bucket = 'arn:aws:s3tables:eu-west-1:111122223333:bucket/orders';

  test.each<[string, string, object, string, object, string]>([
    ['bucket', 'AWS::S3::BucketPolicy', { Bucket: 'data' }, 'PolicyDocument', {}, 's3:GetObject'],
    ['directory bucket', 'AWS::S3Express::BucketPolicy', { Bucket: 'data--euw1-az1--x-s3' }, 'PolicyDocument', {}, 's3express:CreateSession'],
    ['table bucket', 'AWS::S3Tables::TableBucketPolicy', { TableBucketARN: bucket }, 'ResourcePolicy', {}, 's3tables:DeleteTable'],
    ['vector bucket', 'AWS::S3Vectors::VectorBucketPolicy', { VectorBucketName: 'orders' }, 'Policy', {}, 's3vectors:DeleteIndex'],
    ['queue', 'AWS::SQS::QueuePolicy', { Queues: ['https://sqs.eu-west-1.amazonaws.com/111122223333/Jobs'] }, 'PolicyDocument', {}, 'sqs:PurgeQueue'],
    ['topic', 'AWS::SNS::TopicPolicy', { Topics: ['arn:aws:sns:eu-west-1:111122223333:news'] }, 'PolicyDocument', {}, 'sns:Publish'],
    ['secret', 'AWS::SecretsManager::ResourcePolicy', { SecretId: 'api-key' }, 'ResourcePolicy', {}, 'secretsmanager:GetSecretValue'],
    ['function', 'AWS::Lambda::ResourcePolicy', { ResourceArn: function_ }, 'PolicyDocument', {}, 'lambda:InvokeFunction'],
  ])('a policy of a %s with another logical ID is deleted with the old one', (_, Type, of, property, more, action) => {
    const policy = { Type, Properties: { ...of, ...more, [property]: denied(action) } };
    expect(lapsesOf({ P: policy }, { Q: policy })).toEqual([expect.stringMatching(new RegExp(`^policy of .*: ${action}$`))]);
    expect(lapsesOf({ P: policy }, { P: { ...policy, Properties: { ...policy.Properties, [property]: denied(`${action.split(':')[0]}:*`) } } })).toEqual([]);
  });

  test('a queue may lose its policy to one of another type, or one of several queues', () => {
    const [jobs, mail] = ['Jobs', 'Mail'].map((name) => `https://sqs.eu-west-1.amazonaws.com/111122223333/${name}`);
    const of = (...Queues: string[]) => ({ Type: 'AWS::SQS::QueuePolicy', Properties: { Queues, PolicyDocument: denied('sqs:PurgeQueue') } });
    const own = { Type: 'AWS::SQS::QueueInlinePolicy', Properties: { Queue: jobs, PolicyDocument: denied('sqs:PurgeQueue') } };
    expect(lapsesOf({ P: of(jobs) }, { Q: own })).toHaveLength(1);
    expect(lapsesOf({ P: of(jobs, mail) }, { P: of(mail), Q: own })).toHaveLength(1);
    expect(lapsesOf({ P: of(jobs, mail) }, { P: of(mail, jobs) })).toEqual([]);
  });
});

describe('a policy of something that is new or goes', () => {
  const denied = { Version: '2012-10-17', Statement: [{ Sid: 'No', Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: '*' }] };
  const app = (more: object = {}, PolicyDocument: object = denied) => ({
    B: { Type: 'AWS::S3::Bucket', ...more },
    P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'B' }, PolicyDocument } },
  });
  const notes = (before: object, after: object) => deployed(before, after).late
    .map(({ step, kind, of, isRetained }) => [stepName(step), kind, of, isRetained]);

  test('is told of: it comes after that, and goes before it', () => {
    expect(notes({}, app())).toEqual([['create P', 'bucket', 'B', false]]);
    expect(notes(app(), {})).toEqual([['delete P', 'bucket', 'B', false]]);
    expect(notes(app({ DeletionPolicy: 'Retain' }), {})).toEqual([['delete P', 'bucket', 'B', true]]);
    expect(deployed({}, app()).lapses).toEqual([]);
  });

  test('but not if it denies nothing, or what it is of is there already', () => {
    expect(notes({}, app({}, ofEverybody(allow('s3:GetObject'))))).toEqual([]);
    expect(notes({ B: app().B }, app())).toEqual([]);
  });
});
