import { McpCondition, McpServer } from '../../../src';
import { htmlPieces } from '../../../src/analysis/access-report/render-html';
import { reportAndSearch } from '../../../src/analysis/access-report/report';
import { readTemplates } from '../../../src/analysis/template/read-templates';
import type { TemplatePolicies } from '../../../src/analysis/template/template-policies';
import type { Json } from '../../../src/iam/value';

type Statement = Json;

const allow = (action: string | string[], resource: unknown = '*'): Statement => ({ Effect: 'Allow', Action: action, Resource: resource });
const bucket = (i: number) => [{ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::team-${i}-data` }, { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::team-${i}-data/*` }];
const OUTSIDE = McpCondition.outsideMcp({ exceptForwardAccessSessions: true, exceptMcpServiceActions: true }).toConditions();
const DENY_OUTSIDE = { Sid: 'DenyOutsideMcp', Effect: 'Deny', Action: '*', Resource: '*', Condition: OUTSIDE };
const DENY_DELETING = {
  Sid: 'DenyDeletingViaMcp',
  Effect: 'Deny',
  Action: ['s3:Delete*', 'dynamodb:Delete*', 'ec2:Terminate*', 'rds:Delete*'],
  Resource: '*',
  Condition: McpCondition.viaAnyServer().toConditions(),
};
const ONLY_EKS = {
  Sid: 'DenyOtherMcpServers', Effect: 'Deny', Action: '*', Resource: '*', Condition: McpCondition.viaAnyServerExcept(McpServer.EKS).toConditions(),
};

/** The kinds of roles that a large organization has. */
const KINDS: Array<[name: string, properties: (i: number) => Json]> = [
  ['Pipeline', (i) => inline([allow(['s3:PutObject', 's3:GetObject*', 's3:List*'], bucket(i)), allow(['cloudformation:*', 'ecr:*'])])],
  ['Agent', (i) => inline([DENY_OUTSIDE, DENY_DELETING, allow(['s3:Get*', 's3:List*', 's3:PutObject', 's3:DeleteObject'], bucket(i)), allow('dynamodb:*')])],
  ['Function', (i) => ({
    ...inline([allow(['dynamodb:GetItem', 'dynamodb:PutItem'], `arn:aws:dynamodb:eu-central-1:111122223333:table/orders-${i % 7}`)]),
    ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/Functions'],
  })],
  ['Reader', () => inline([allow(['ec2:Describe*', 'logs:Get*', 'logs:Describe*', 'cloudwatch:Get*', 'cloudwatch:List*'])])],
  ['ClusterAgent', (i) => inline([DENY_OUTSIDE, ONLY_EKS, allow(['eks:*', 'eks-mcp:*']), allow(['ec2:Describe*', `ssm:Get${'ABCDEFG'[i % 7]}*`])])],
  ['Developer', (i) => inline([
    DENY_DELETING, allow(['s3:*', 'sqs:*', 'sns:*', 'lambda:*', 'logs:*', 'states:*']),
    { ...allow('dynamodb:*'), Condition: { StringEquals: { 'aws:PrincipalTag/team': `team-${i}` } } },
  ])],
  ['Administrator', () => ({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'], ...inline([DENY_DELETING]) })],
  ['Unused', () => ({})],
];

function inline(statements: Statement[]): Json {
  return { Policies: [{ PolicyName: 'Inline', PolicyDocument: { Version: '2012-10-17', Statement: statements } }] };
}

/** A template of so many roles, and a service control policy. */
export function sampleTemplate(principals: number): Json {
  const roles = Array.from({ length: principals }, (_, i): [string, Json] => {
    const [name, properties] = KINDS[i % KINDS.length];
    const number = Math.floor(i / KINDS.length) + 1;
    return [`Team${number}${name}`, {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] }, ...properties(number) },
      Metadata: { 'aws:cdk:path': `Platform/Team${number}/${name}/Resource` },
    }];
  });
  return {
    Resources: {
      ...Object.fromEntries(roles),
      Agents: {
        Type: 'AWS::Organizations::Policy',
        Properties: {
          Name: 'Agents',
          Type: 'SERVICE_CONTROL_POLICY',
          TargetIds: ['ou-ab12-11111111'],
          Content: { Version: '2012-10-17', Statement: [{ ...DENY_DELETING, Action: ['organizations:*', 'account:*'], Sid: 'DenyOrganizationViaMcp' }] },
        },
        Metadata: { 'aws:cdk:path': 'Organization/Agents/Resource' },
      },
    },
  };
}

export function policiesOf(...templates: Json[]): TemplatePolicies {
  return readTemplates(templates.map((template, i) => ({ template, file: `Stack${i + 1}.template.json` })));
}

/** The page of the report on templates. */
export function pageOf(policies: TemplatePolicies): string {
  const { report, search } = reportAndSearch(policies);
  return [...htmlPieces(report, search)].join('');
}
