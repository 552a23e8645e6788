/* eslint-disable @stylistic/max-len */
import { stringify } from 'yaml';
import { random as randomNumbers } from '../random-numbers';

type Json = { [key: string]: any };

/** A file that somebody could give. */
export interface CorpusFile {
  readonly name: string;
  readonly content: string;
}

/** Files of every kind that is read, made of a number: right ones, and such as are wrong in one place. */
export function inputCorpus(seed: number, count: number): CorpusFile[] {
  const random = randomNumbers(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)];
  const some = <T>(make: (i: number) => T, most = 3): T[] => Array.from({ length: Math.floor(random() * (most + 1)) }, (_, i) => make(i));

  const action = () => pick(['s3:*', 's3:GetObject', 'aws-mcp:InvokeMcp', '*', 'eks-mcp:*', 'iam:PassRole', 'ec2:Describe*', 'sts:AssumeRole', 'nothing', '']);
  const statement = (i: number): Json => ({
    ...(random() < 0.6 && { Sid: `S${i}` }),
    Effect: pick(['Allow', 'Deny']),
    [pick(['Action', 'Action', 'Action', 'NotAction'])]: pick([action(), [action(), action()]]),
    Resource: pick(['*', ['arn:aws:s3:::b', 'arn:aws:s3:::b/*']]),
    ...(random() < 0.4 && { Condition: { [pick(['Bool', 'StringEquals', 'StringNotEquals', 'Null'])]: { [pick(['aws:ViaAWSMCPService', 'aws:CalledViaAWSMCP', 'aws:SourceIp'])]: pick(['true', 'eks-mcp.amazonaws.com', ['x', 'y']]) } } }),
  });
  const document = (): Json => ({ Version: '2012-10-17', Statement: random() < 0.1 ? statement(0) : some(statement) });
  const text = () => JSON.stringify(document());
  const name = () => pick(['a', 'b', 'Agent', 'x/y', 'ü', '']);
  const arn = () => pick(['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::111122223333:policy/a', `arn:aws:iam::111122223333:policy/${name()}`]);

  const template = (): Json => ({
    Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
    Parameters: { P: { Type: 'String' } },
    Resources: Object.fromEntries(some((i) => [`R${i}`, pick([
      () => ({ Type: 'AWS::IAM::Role', Properties: { RoleName: name(), Policies: some(() => ({ PolicyName: name(), PolicyDocument: document() })), ManagedPolicyArns: [arn(), { Ref: 'R0' }] } }),
      () => ({ Type: 'AWS::IAM::ManagedPolicy', Condition: 'C', Properties: { PolicyDocument: document(), Roles: [{ Ref: 'R1' }, { 'Fn::If': ['C', 'a', 'b'] }] } }),
      () => ({ Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { 'Fn::Sub': '${P}-b' }, PolicyDocument: document() } }),
      () => ({ Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateBody: JSON.stringify({ Resources: { R: { Type: 'AWS::SNS::TopicPolicy', Properties: { PolicyDocument: document() } } } }) } }),
      () => ({ Type: 'Custom::Any', Properties: { Deep: [{ Document: document() }] } }),
      () => ({ Type: 'AWS::Organizations::Policy', Properties: { Type: 'SERVICE_CONTROL_POLICY', Content: document(), TargetIds: ['r-ab12'] } }),
    ])()], 6)),
    ...random() < 0.2 && { Transform: pick(['AWS::LanguageExtensions', 'Ours']) },
  });
  const sam = (): Json => ({
    Transform: 'AWS::Serverless-2016-10-31',
    Globals: { Function: { Timeout: 3, ...random() < 0.3 && { PermissionsBoundary: arn() } } },
    Resources: Object.fromEntries(some((i) => [`F${i}`, {
      ...random() < 0.3 && { Connectors: { C: { Properties: { Destination: { Id: `F${i + 1}` }, Permissions: ['Write'] } } } },
      Type: pick(['AWS::Serverless::Function', 'AWS::Serverless::StateMachine']),
      Properties: {
        Policies: pick<unknown>([document(), [document(), 'AmazonS3ReadOnlyAccess', { S3CrudPolicy: { BucketName: { Ref: 'B' } } }, { Unknown: {} }], [statement(0)], 'AdministratorAccess']),
      },
    }], 4)),
  });
  const terraform = (): Json => {
    const resources = some((i) => {
      const type = pick(['aws_iam_role', 'aws_iam_policy', 'aws_iam_role_policy', 'aws_iam_role_policy_attachment', 'aws_s3_bucket_policy', 'aws_organizations_policy', 'aws_kms_key', 'aws_iam_group_membership', 'awscc_iam_role']);
      return {
        address: `${type}.r${i}`,
        mode: 'managed',
        type,
        name: `r${i}`,
        values: pick<Json>([
          { name: name(), path: '/', assume_role_policy: text(), inline_policy: [{ name: name(), policy: text() }] },
          { name: name(), role: name(), policy: text(), policy_arn: arn(), bucket: 'b', content: text(), type: 'SERVICE_CONTROL_POLICY' },
          { group: name(), users: [name(), name()], policy: null },
        ]),
      };
    }, 8);
    return {
      format_version: '1.2',
      planned_values: { root_module: { resources, child_modules: [{ address: 'module.m', resources }] } },
      resource_changes: resources.map(({ address }) => ({ address, change: { after_unknown: pick<unknown>([{ policy: true, role: true }, { inline_policy: [{ policy: true }] }, {}, true]) } })),
      configuration: { root_module: { resources: resources.map((each) => ({ ...each, expressions: { policy: { references: ['aws_iam_policy.r1.arn', 'var.x', 'module.m.out', 'data.x.y.json'] }, role: { references: ['aws_iam_role.r0.name', 'aws_iam_role.r0'] } } })) } },
    };
  };
  const account = (): Json => ({
    UserDetailList: some(() => ({ UserName: name(), Arn: `arn:aws:iam::111122223333:user/${name()}`, GroupList: [name()], UserPolicyList: some(() => ({ PolicyName: name(), PolicyDocument: document() })) })),
    GroupDetailList: some(() => ({ GroupName: name(), GroupPolicyList: some(() => ({ PolicyName: name(), PolicyDocument: document() })), AttachedManagedPolicies: [{ PolicyArn: arn() }] })),
    RoleDetailList: some(() => ({ RoleName: name(), Arn: arn(), AssumeRolePolicyDocument: encodeURIComponent(text()), PermissionsBoundary: { PermissionsBoundaryArn: arn() } })),
    Policies: some(() => ({ PolicyName: name(), Arn: arn(), PolicyVersionList: some((i) => ({ IsDefaultVersion: i === 0, Document: document() })) })),
  });
  const organization = (): Json => ({
    Roots: [{ Id: 'r-ab12', Policies: ['p-FullAWSAccess'], OrganizationalUnits: some((i) => ({ Id: `ou-ab12-${i}`, Policies: ['p-1'], Accounts: some((j) => ({ Id: `00000000000${i}${j}`.slice(-12) })) })) }],
    Policies: [{ PolicySummary: { Id: 'p-1', Type: pick(['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']) }, Content: text() }],
  });
  const permissionSets = () => some(() => ({ PermissionSet: { Name: name(), PermissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1' }, InlinePolicy: pick(['', text()]), CustomerManagedPolicyReferences: [{ Name: name() }] }));

  /** The same with something else in one place. */
  const broken = (value: unknown, depth = 0): unknown => {
    if (typeof value !== 'object' || value === null || (depth > 1 && random() < 0.25)) {
      return pick<unknown>([null, 1, 'text', [], {}, [null], { Ref: 'X' }, true, [[]], { 'Fn::If': [] }]);
    }
    const keys = Object.keys(value);
    const key = pick(keys);
    return keys.length === 0 ? null : Array.isArray(value) ? value.map((each, i) => (String(i) === key ? broken(each, depth + 1) : each))
      : { ...value, [key]: broken((value as Json)[key], depth + 1) };
  };
  return Array.from({ length: count }, (_, i) => {
    const whole = pick<() => unknown>([document, () => [document(), document()], template, template, sam, terraform, terraform, account, organization, permissionSets, () => some(statement)])();
    const value = random() < 0.5 ? broken(whole) : whole;
    const yaml = random() < 0.4;
    return { name: `${i}.${yaml ? 'yaml' : 'json'}`, content: yaml ? stringify(value) : JSON.stringify(value, undefined, pick([0, 2])) };
  });
}
