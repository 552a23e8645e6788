import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import type { Json } from '../../src/iam/value';

/** What a person gives to `report`, and what a reviewer asks of the page. */
export interface Fixture {
  readonly title: string;
  /** Files of it, by name; or the example whose `cdk.out` it is. */
  readonly files?: { readonly [name: string]: unknown };
  readonly example?: string;
  /** Behind `report`. */
  readonly args: readonly string[];
  /** What is typed into the search, and what stands at whom then. Whoever is not named is not to be seen. */
  readonly asks: ReadonlyArray<readonly [search: string, found: { readonly [principal: string]: string }]>;
}

const document = (...statements: Json[]) => ({ Version: '2012-10-17', Statement: statements });
const allow = (Action: unknown, Resource: unknown = '*') => ({ Effect: 'Allow', Action, Resource });
const VIA_MCP = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
const deny = (Action: unknown, Sid = 'NoViaMcp') => ({ Sid, Effect: 'Deny', Action, Resource: '*', Condition: VIA_MCP });
const role = (statements: Json[], more: Json = {}): Json => (
  { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'P', PolicyDocument: document(...statements) }], ...more } });
const detail = (account: string, RoleName: string, statements: Json[], more: Json = {}) => ({
  RoleName, Path: '/', Arn: `arn:aws:iam::${account}:role/${RoleName}`, RolePolicyList: [{ PolicyName: 'P', PolicyDocument: document(...statements) }], AttachedManagedPolicies: [], ...more,
});
const control = (Id: string, ...statements: Json[]) => (
  { Policy: { PolicySummary: { Id, Arn: `arn:aws:organizations::999999999999:policy/o-1/service_control_policy/${Id}`, Name: Id, Type: 'SERVICE_CONTROL_POLICY', AwsManaged: false }, Content: JSON.stringify(document(...statements)) } });
const terraform = (type: string, name: string, values: Json) => ({ mode: 'managed', type, name, address: `${type}.${name}`, values });

/** The example's app, as the CDK CLI synthesizes it. */
export function synthesize(example: string, outdir: string): void {
  const root = path.join(__dirname, '../..');
  const { context } = JSON.parse(fs.readFileSync(path.join(root, `examples/${example}/cdk.json`), 'utf-8'));
  execFileSync(process.execPath, [require.resolve('tsx/cli'), '--tsconfig', `examples/${example}/tsconfig.json`, `examples/${example}/app.ts`], {
    cwd: root, env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context ?? {}), CDK_VALIDATION: 'false' }, stdio: 'pipe',
  });
}

export const FIXTURES: readonly Fixture[] = [
  {
    title: 'the example',
    example: 'typescript',
    args: ['cdk.out'],
    asks: [
      ['s3:DeleteObject', {}],
      ['s3:GetObject', { 'Workload/Agent': 'on named resources', 'Workload/Developer': 'on named resources' }],
      ['dynamodb:PutItem', { 'Workload/Developer': 'Direct on named resources' }],
    ],
  },
  {
    title: 'the example of an organization',
    example: 'typescript-organization',
    args: ['cdk.out'],
    asks: [['inspector', { 'Accounts/Agents/Inspector': '' }], ['iam:CreateUser', {}]],
  },
  {
    title: 'an account',
    files: {
      'account.json': {
        RoleDetailList: [
          detail('111122223333', 'Operator', [allow('*'), deny('s3:Delete*')]),
          detail('111122223333', 'Reader', [allow(['s3:Get*', 's3:List*'])]),
        ],
        UserDetailList: [{ UserName: 'ana', Path: '/', Arn: 'arn:aws:iam::111122223333:user/ana', GroupList: ['Staff'], UserPolicyList: [], AttachedManagedPolicies: [] }],
        GroupDetailList: [{ GroupName: 'Staff', Path: '/', Arn: 'arn:aws:iam::111122223333:group/Staff', GroupPolicyList: [{ PolicyName: 'P', PolicyDocument: document(allow('secretsmanager:GetSecretValue')) }], AttachedManagedPolicies: [] }],
        Policies: [],
      },
    },
    args: ['account.json', '--date', '2026-11-29'],
    asks: [
      ['s3:DeleteObject', { 'account.json#role Operator': 'Direct yes; Via any MCP server no' }],
      ['secretsmanager:GetSecretValue', { 'account.json#role Operator': 'yes', 'account.json#user ana': 'yes', 'account.json#group Staff': 'yes' }],
    ],
  },
  {
    title: 'an organization with two levels of service control policies',
    files: {
      'organization.json': {
        Organization: { Id: 'o-1', MasterAccountId: '999999999999' },
        Roots: [{
          Id: 'r-ab12',
          Policies: ['p-FullAWSAccess', 'p-root0000'],
          OrganizationalUnits: [{
            Id: 'ou-ab12-11111111', Name: 'Work', Policies: ['p-FullAWSAccess', 'p-work0000'], Accounts: [{ Id: '111122223333', Policies: ['p-FullAWSAccess'] }],
          }],
          Accounts: [{ Id: '999999999999' }, { Id: '444455556666', Policies: ['p-FullAWSAccess'] }],
        }],
      },
      'scps.json': [control('p-root0000', { Effect: 'Deny', Action: 'cloudtrail:*', Resource: '*' }), control('p-work0000', deny('s3:Delete*', 'NoDeletingViaMcp'))],
      '1.json': { RoleDetailList: [detail('111122223333', 'Worker', [allow('*')])] },
      '4.json': { RoleDetailList: [detail('444455556666', 'Other', [allow('*')])] },
      '9.json': { RoleDetailList: [detail('999999999999', 'Manager', [allow('*')])] },
    },
    args: ['organization.json', 'scps.json', '1.json', '4.json', '9.json'],
    asks: [
      ['s3:DeleteObject', { '1.json#role Worker': 'Direct yes; Via any MCP server no', '4.json#role Other': 'Direct yes; Via any MCP server yes', '9.json#role Manager': 'Direct yes; Via any MCP server yes' }],
      ['cloudtrail:StopLogging', { '9.json#role Manager': 'Direct yes; Via any MCP server yes' }],
      ['p-work0000', { '1.json#role Worker': '' }],
    ],
  },
  {
    title: 'a plan of Terraform',
    files: {
      'plan.json': {
        format_version: '1.2',
        timestamp: '2026-11-28T10:00:00Z',
        planned_values: {
          root_module: {
            resources: [
              terraform('aws_iam_role', 'agent', { name: 'agent', inline_policy: [{ name: 'p', policy: JSON.stringify(document(allow(['s3:GetObject', 's3:DeleteObject'], 'arn:aws:s3:::reports/*'), deny('s3:Delete*'))) }] }),
              terraform('aws_iam_role', 'reader', { name: 'reader', managed_policy_arns: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] }),
            ],
          },
        },
      },
    },
    args: ['plan.json'],
    asks: [['s3:DeleteObject', { 'aws_iam_role.agent': 'Direct on named resources; Via any MCP server no' }], ['reports/*', { 'aws_iam_role.agent': '' }]],
  },
  {
    title: 'a template in YAML',
    files: { 'app.yaml': 'Resources:\n  Deployer:\n    Type: AWS::IAM::Role\n    Properties:\n      ManagedPolicyArns: [!Sub "arn:${AWS::Partition}:iam::aws:policy/PowerUserAccess"]\n  Idle:\n    Type: AWS::IAM::Role\n' },
    args: ['app.yaml', '--account', '111122223333'],
    asks: [['dynamodb:DeleteTable', { 'app.yaml#Deployer': 'yes' }], ['iam:CreateUser', {}]],
  },
  {
    title: 'permission sets',
    files: {
      'sets.json': [
        { PermissionSet: { Name: 'Ops', PermissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-Ops' }, InlinePolicy: JSON.stringify(document(allow('kms:*'), deny('kms:*'))), AttachedManagedPolicies: [] },
        { PermissionSet: { Name: 'Dev', PermissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-Dev' }, InlinePolicy: '', AttachedManagedPolicies: [{ Name: 'S3', Arn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' }] },
      ],
    },
    args: ['sets.json'],
    asks: [['kms:ScheduleKeyDeletion', { 'sets.json#permission set Ops': 'Direct yes; Via any MCP server no' }], ['s3:PutBucketPolicy', { 'sets.json#permission set Dev': 'yes' }]],
  },
  {
    title: 'policies alone',
    files: { 'policy.json': document(allow('*'), deny('iam:*')) },
    args: ['policy.json'],
    asks: [['iam:AttachRolePolicy', { 'whoever has these policies': 'Direct yes; Via any MCP server no' }]],
  },
  {
    title: 'a permissions boundary',
    files: {
      'app.json': {
        Resources: {
          Bounded: role([allow('*')], { PermissionsBoundary: { Ref: 'Boundary' } }),
          Free: role([allow('*')]),
          Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(allow(['s3:*', 'logs:*'])) } },
        },
      },
    },
    args: ['app.json'],
    asks: [['iam:PassRole', { 'app.json#Free': 'yes' }], ['cloudtrail:DeleteTrail', { 'app.json#Free': 'yes' }]],
  },
  {
    title: 'policies that are known by name only',
    files: {
      'app.json': { Resources: { Known: role([], { Policies: [], ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/Team'] }), Unknown: role([], { Policies: [], ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/Other'] }) } },
      'managed.json': { Team: document(allow('sqs:*')) },
    },
    args: ['app.json', '--managed-policies', 'managed.json'],
    asks: [['sqs:DeleteQueue', { 'app.json#Known': 'yes', 'app.json#Unknown': 'depends' }]],
  },
  {
    title: 'operations',
    files: { 'app.json': { Resources: { Builder: role([allow(['lambda:CreateFunction', 'iam:PassRole'])]) } } },
    args: ['app.json', '--operation', 'lambda:CreateFunction'],
    asks: [['lambda:CreateFunction', { 'app.json#Builder': 'yes' }]],
  },
  {
    title: 'servers that differ, and several stacks',
    files: {
      'a.json': { Resources: { Cluster: role([allow(['eks:*', 's3:*']), { Effect: 'Deny', Action: '*', Resource: '*', Condition: { ...VIA_MCP, StringNotEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } } }]) } },
      'b.json': { Resources: { Cluster: role([allow('eks:*')]) } },
    },
    args: ['a.json', 'b.json'],
    asks: [['eks:DeleteCluster', { 'a.json#Cluster': 'Direct and via EKS yes; Via other servers no', 'b.json#Cluster': 'Direct and via EKS yes; Via other servers yes' }]],
  },
];
