import { conditionsIn } from '../../../src/analysis/simulation/template-conditions';

type Json = { [name: string]: any };
const written = (template: Json) => conditionsIn([{ file: 'app.json', template }]);
const TEMPLATE: Json = {
  Parameters: { Stage: { Type: 'String', Default: 'test' }, Size: { Type: 'String', Default: 'test' }, Other: { Type: 'String', Default: 'a' } },
  Mappings: { Accounts: { test: { id: '111122223333' } } },
  Conditions: { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] }, IsLarge: { 'Fn::Equals': [{ Ref: 'Size' }, 'large'] } },
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'a' } },
    Volume: { Type: 'AWS::EC2::VolumeAttachment', Properties: { Device: 'a' } },
    Custom: { Type: 'Custom::AWS::IAM::Role', Properties: { Roles: ['a'] } },
    Maybe: { Type: 'AWS::SQS::QueuePolicy', Condition: 'IsTest', Properties: { Queues: ['a'] } },
    Chosen: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { 'Fn::If': ['IsTest', 'a', 'b'] } } },
    Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: ['a'], PolicyDocument: { Statement: ['a'] }, Description: 'a' }, Metadata: { by: 'a' } },
    Role: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: ['a'], AssumeRolePolicyDocument: { Statement: ['a'] }, Tags: [{ Key: 'a' }] } },
    Set: { Type: 'AWS::SSO::PermissionSet', Properties: { InlinePolicy: { Statement: ['a'] } } },
    Assignment: { Type: 'AWS::SSO::Assignment', Properties: { PrincipalId: 'a' } },
    Scp: { Type: 'AWS::Organizations::Policy', Properties: { TargetIds: ['a'], Content: { Statement: ['a'] } } },
    Function: { Type: 'AWS::Serverless::Function', Properties: { Policies: ['a'] } },
    Attached: { Type: 'ControlPolicyAttachment', Properties: { TargetIds: ['a'] } },
    Also: { Type: 'Attachment', Properties: { Roles: ['a'] } },
  },
};

/** With another value at a path, such as `Resources/Queue`. */
function changed(path: string, value: unknown): Json {
  const copy = structuredClone(TEMPLATE);
  const names = path.split('/');
  const within = names.slice(0, -1).reduce((part, name) => part[name], copy);
  within[names[names.length - 1]] = value;
  return copy;
}
const inResources = (path: string, value: unknown) => changed(`Resources/${path}`, value);

test.each<[string, Json]>([
  ['a condition', changed('Conditions/IsTest', { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] })],
  ['a mapping', changed('Mappings/Accounts/test/id', '444455556666')],
  ['the default of a parameter that a condition names', changed('Parameters/Stage/Default', 'prod')],
  ['under which condition a policy is', inResources('Maybe/Condition', 'IsLarge')],
  ['a policy that has a condition', inResources('Maybe/Properties/Queues', ['b'])],
  ['what hangs on a condition', inResources('Chosen/Properties/Bucket/Fn::If', ['IsTest', 'b', 'a'])],
  ['whom a policy is attached to', inResources('Policy/Properties/Roles', ['b'])],
  ['which policies a role has', inResources('Role/Properties/ManagedPolicyArns', ['b'])],
  ['who has a permission set', inResources('Assignment/Properties/PrincipalId', 'b')],
  ['what a control policy is attached to', inResources('Scp/Properties/TargetIds', ['b'])],
  ['which policies a function has', inResources('Function/Properties/Policies', ['b'])],
  ['what a dump attaches', inResources('Attached/Properties/TargetIds', ['b'])],
  ['what a plan attaches', inResources('Also/Properties/Roles', ['b'])],
  ['which policy it is', changed('Resources', Object.fromEntries(Object.entries(TEMPLATE.Resources).map(([id, each]) => [id === 'Policy' ? 'Another' : id, each])))],
])('%s decides', (_, template) => {
  expect(written(template)).not.toBe(written(TEMPLATE));
});

test('the defaults of two that are only in another order', () => {
  const { Stage, Size, Other } = TEMPLATE.Parameters;
  const swapped = (parameters: Json) => written(changed('Parameters', parameters));
  expect(swapped({ Stage, Size: { Default: 'large' }, Other })).not.toBe(swapped({ Size: { ...Size, Default: 'test' }, Stage: { ...Stage, Default: 'large' }, Other }));
});

test.each<[string, Json]>([
  ['the default of another parameter', changed('Parameters/Other/Default', 'b')],
  ['a resource that holds no policy', inResources('Queue/Properties/QueueName', 'b')],
  ['what is attached to a machine', inResources('Volume/Properties/Device', 'b')],
  ['a custom resource', inResources('Custom/Properties/Roles', ['b'])],
  ['what a policy says', inResources('Policy/Properties/PolicyDocument', { Statement: ['b'] })],
  ['who may assume a role', inResources('Role/Properties/AssumeRolePolicyDocument', { Statement: ['b'] })],
  ['what a permission set says', inResources('Set/Properties/InlinePolicy', { Statement: ['b'] })],
  ['what a control policy says', inResources('Scp/Properties/Content', { Statement: ['b'] })],
  ['a description', inResources('Policy/Properties/Description', 'b')],
  ['metadata', inResources('Policy/Metadata', { by: 'b' })],
  ['tags', inResources('Role/Properties/Tags', [{ Key: 'b' }])],
])('%s does not', (_, template) => {
  expect(written(template)).toBe(written(TEMPLATE));
});

test('a template may have none of it', () => {
  expect(written({})).toBe(written({ Parameters: { Stage: { Default: 'a' } } }));
  expect(conditionsIn([])).not.toBe(written({}));
});
