import { allow, deny, deployed, managedPolicy, ofEverybody, role, scp } from './templates';

type Json = { [key: string]: any };

const many = (count: number, suffix: string, make: (more: object) => Json): Json => Object.fromEntries(Array.from({ length: count }, (_, i) =>
  [`P${i}${suffix}`, make(i > 0 ? { DependsOn: `P${i - 1}${suffix}` } : {})]));
const refs = (count: number, suffix: string) => Array.from({ length: count }, (_, i) => ({ Ref: `P${i}${suffix}` }));
const policies = (count: number, suffix: string, properties: object = {}) => many(count, suffix, (more) => managedPolicy(allow('s3:GetObject'), properties, more));

const PRINCIPALS: ReadonlyArray<readonly [type: string, kind: string, names: string, most: number]> = [
  ['AWS::IAM::Role', 'role', 'Roles', 20],
  ['AWS::IAM::User', 'user', 'Users', 10],
  ['AWS::IAM::Group', 'group', 'Groups', 10],
];

test.each(PRINCIPALS)('%s: policies that name it are attached before the old ones are deleted', (type, kind, names, most) => {
  const app = (suffix: string, count: number) => ({
    ...policies(count, suffix, { [names]: [{ Ref: 'R' }] }), R: kind === 'role' ? role({}) : { Type: type, Properties: {} },
  });
  const half = most / 2;
  expect(deployed(app('', half), app('New', half)).noRoom).toEqual([]);
  expect(deployed(app('', half), app('New', half + 1)).noRoom).toEqual([{ subject: `${kind} R`, count: most + 1, most, of: `managed policy of a ${kind}` }]);
});

test.each(PRINCIPALS)('%s: its own list may be attached before the old one is detached', (type, kind, _, most) => {
  const app = (suffix: string, count: number) => ({
    ...policies(count, suffix),
    R: kind === 'role' ? role({ ManagedPolicyArns: refs(count, suffix) }) : { Type: type, Properties: { ManagedPolicyArns: refs(count, suffix) } },
  });
  const half = most / 2;
  expect(deployed(app('', half), app('New', half)).noRoom).toEqual([]);
  expect(deployed(app('', half), app('New', half + 1)).noRoom)
    .toEqual([{ subject: `${kind} R`, count: most + 1, most, of: `managed policy of a ${kind}`, doing: expect.objectContaining({ logicalId: 'R' }) }]);
});

test('a permission set: AWS\'s policies and customers\' together', () => {
  const set = (aws: number, own: number, prefix: string) => ({
    S: {
      Type: 'AWS::SSO::PermissionSet',
      Properties: {
        Name: 'Developers',
        InstanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef',
        InlinePolicy: deny('kms:Decrypt'),
        ManagedPolicies: Array.from({ length: aws }, (_, i) => `arn:aws:iam::aws:policy/${prefix}${i}`),
        CustomerManagedPolicyReferences: Array.from({ length: own }, (_, i) => ({ Name: `${prefix}${i}` })),
      },
    },
  });
  expect(deployed(set(6, 4, 'A'), set(6, 4, 'B')).noRoom).toEqual([]);
  expect(deployed(set(6, 5, 'A'), set(6, 4, 'B')).noRoom).toMatchObject([{ subject: 'permission set S', count: 21, most: 20 }]);
});

test('the policies of its groups are not those of a user', () => {
  const group = (suffix: string) => ({
    ...policies(10, suffix), [`G${suffix}`]: { Type: 'AWS::IAM::Group', Properties: { ManagedPolicyArns: [...refs(9, suffix), 'arn:aws:iam::aws:policy/ReadOnlyAccess'] } },
  });
  const app = (suffix: string) => ({ ...group(suffix), U: { Type: 'AWS::IAM::User', Properties: { Groups: [{ Ref: `G${suffix}` }] } } });
  expect(deployed(app(''), app('New')).noRoom).toEqual([]);
});

test.each<[string, number]>([['SERVICE_CONTROL_POLICY', 9], ['RESOURCE_CONTROL_POLICY', 4]])('a target takes as many of %s besides AWS\'s own: %d', (type, most) => {
  const app = (suffix: string, count: number) => many(count, suffix, (more) => {
    const policy = scp(['s3:DeleteBucket'], more);
    return { ...policy, Properties: { ...policy.Properties, Type: type, ...type === 'RESOURCE_CONTROL_POLICY' && { Content: ofEverybody(policy.Properties.Content) } } };
  });
  const half = Math.floor(most / 2);
  expect(deployed(app('', half), app('New', most - half)).noRoom).toEqual([]);
  expect(deployed(app('', half), app('New', most - half + 1)).noRoom).toMatchObject([{ count: most + 1, most }]);
});

test('what was too much before is none of the deployment', () => {
  const app = (suffix: string, count: number) => ({ ...policies(count, suffix, { Roles: [{ Ref: 'R' }] }), R: role({}) });
  expect(deployed(app('', 21), app('New', 1)).noRoom).toEqual([]);
});

test('a permission set that changes its inline policy and its boundary has a moment with one of both', () => {
  const set = (actions: string[], boundary: string) => ({
    B: managedPolicy(allow('s3:*'), { ManagedPolicyName: 'Limit' }),
    S: {
      Type: 'AWS::SSO::PermissionSet',
      Properties: {
        Name: 'Developers', InstanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', InlinePolicy: deny(...actions), ...(boundary && { PermissionsBoundary: { CustomerManagedPolicyReference: { Name: boundary } } }),
      },
    },
  });
  const { lapses } = deployed(set(['kms:Decrypt'], ''), set(['s3:GetObject'], 'Limit'));
  expect(lapses.map(({ actions }) => actions)).toEqual([['kms:Decrypt']]);
  expect(deployed(set(['kms:Decrypt'], 'Limit'), set(['kms:Decrypt', 's3:GetObject'], '')).lapses).toEqual([]);
});
