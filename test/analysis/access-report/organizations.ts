import type { TemplateInput } from '../../../src/analysis/template/template';
import type { Json } from '../../../src/iam/value';

const document = (...statements: Json[]) => ({ Version: '2012-10-17', Statement: statements });
const VIA_MCP = { Bool: { 'aws:ViaAWSMCPService': 'true' } };

export const [WORK, OTHER, MANAGEMENT, ELSEWHERE] = ['111122223333', '444455556666', '999999999999', '777788889999'];

/** A service control policy, as a template has it. */
export function controlPolicy(targets: string[], ...statements: Json[]): Json {
  return { Type: 'AWS::Organizations::Policy', Properties: { Name: 'P', Type: 'SERVICE_CONTROL_POLICY', TargetIds: targets, Content: document(...statements) } };
}

/** The roles of an account, each with its statements. */
export function account(id: string, roles: { [name: string]: Json[] }): TemplateInput {
  const written = Object.entries(roles).map(([name, statements]) => [name, {
    Type: 'AWS::IAM::Role', Properties: { RoleName: name, Policies: [{ PolicyName: 'P', PolicyDocument: document(...statements) }] },
  }]);
  return { file: `${id}.json`, account: id, template: { Resources: Object.fromEntries(written) } };
}

const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };

export function accountIn(parent: string, id: string): Json {
  return { Type: 'AWS::Organizations::Account', Properties: { AccountId: id, ParentIds: [parent] } };
}

/** The tree of an organization with two levels of units, and what is attached to the root, to each unit, and to an account. */
export const ORGANIZATION: TemplateInput = {
  file: 'organization.json',
  template: {
    Resources: {
      Org: { Type: 'AWS::Organizations::Organization', Properties: { ManagementAccountId: MANAGEMENT } },
      work: { Type: 'AWS::Organizations::OrganizationalUnit', Properties: { Id: 'ou-work', ParentId: 'r-ab12' } },
      agents: { Type: 'AWS::Organizations::OrganizationalUnit', Properties: { Id: 'ou-agents', ParentId: 'ou-work' } },
      account1: accountIn('ou-agents', WORK),
      account2: accountIn('r-ab12', OTHER),
      account3: accountIn('r-ab12', MANAGEMENT),
      FullAWSAccess: { Type: 'AWS::Organizations::Policy', Properties: { Id: 'p-FullAWSAccess', Type: 'SERVICE_CONTROL_POLICY', Content: document(ALL) } },
      attached: { Type: 'ControlPolicyAttachment', Properties: { PolicyId: 'p-FullAWSAccess', TargetIds: ['r-ab12', 'ou-work', OTHER, WORK], IsAllTold: true } },
      Base: controlPolicy(['r-ab12'], { Sid: 'KeepTrails', Effect: 'Deny', Action: 'cloudtrail:*', Resource: '*', Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/BreakGlass' } } }),
      Agents: controlPolicy(['ou-work'], { Sid: 'NoDeletingViaMcp', Effect: 'Deny', Action: ['s3:Delete*', 'dynamodb:Delete*'], Resource: '*', Condition: VIA_MCP }),
      Services: controlPolicy(['ou-agents'], { Effect: 'Allow', Action: ['s3:*', 'dynamodb:*', 'cloudtrail:*'], Resource: '*' }),
      Account: controlPolicy([WORK], { Effect: 'Deny', NotAction: 'dynamodb:*', Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }),
    },
  },
};
