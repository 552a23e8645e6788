import { App, aws_ec2 as ec2, aws_iam as iam, aws_s3 as s3, CfnParameter, Mixins, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { McpGuardrail, McpResourceControlPolicy, McpSimulator, mixins, PolicyTarget, PrincipalFilter, SimulationDecision } from '../../src';
import { forOutsiders } from '../../src/enforcement/outsiders';
import type { OriginName } from '../meaning';
import { ALL, ORIGINS, VIA_MCP } from '../meaning';

type Json = { [name: string]: any };

const [OURS, SISTER, STRANGER] = ['111122223333', '444455556666', '999988887777'];
const ORG = 'o-a1b2c3d4e5';
const ALLOW = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const newStack = () => new Stack(new App(), 'Stack', { env: { account: OURS, region: 'eu-central-1' } });

/** The origins from which somebody is denied to delete an object of ours. */
function denied(policy: Json, place: 'rcp' | 'bucket', account: string, organization: string | undefined, context: { [key: string]: string[] } = {}, role = 'BreakGlass'): OriginName[] {
  const allow = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
  const simulator = McpSimulator.fromDocuments(place === 'rcp'
    ? { identityPolicies: [ALLOW], resourceControlPolicies: [policy], resourcePolicy: { Version: '2012-10-17', Statement: [allow] } }
    : { identityPolicies: [ALLOW], resourcePolicy: { ...policy, Statement: [...policy.Statement, allow] } });
  return ALL.filter((name) => simulator.simulate({
    principal: `arn:aws:iam::${account}:role/${role}`,
    action: 's3:DeleteObject',
    resource: 'arn:aws:s3:::data/key',
    resourceAccount: OURS,
    origin: ORIGINS[name],
    context: {
      'aws:PrincipalOrgID': organization ? [organization] : [], 'aws:PrincipalTag/free': [], 'aws:IsMcpServiceAction': ['false'], ...context,
    },
  }).decision === SimulationDecision.EXPLICITLY_DENIED);
}
const inOrganization = { 'aws:ResourceOrgID': [ORG], 'aws:PrincipalOrgPaths': [] };

describe.each<['rcp' | 'bucket', (guardrail: McpGuardrail) => Json]>([
  ['rcp', (guardrail) => {
    const stack = newStack();
    new McpResourceControlPolicy(stack, 'Policy', { guardrails: [guardrail], targets: [PolicyTarget.root('r-ab12')], leaveOutUnsupportedServices: true });
    return Object.values(Template.fromStack(stack).findResources('AWS::Organizations::Policy'))[0].Properties.Content;
  }],
  ['bucket', (guardrail) => {
    const stack = newStack();
    new s3.Bucket(stack, 'Bucket', { bucketName: 'data' }).with(new mixins.BucketMcpGuardrails({ guardrails: [guardrail] }));
    return JSON.parse(JSON.stringify(Object.values(Template.fromStack(stack).findResources('AWS::S3::BucketPolicy'))[0].Properties.PolicyDocument)
      .replace(/\{"Fn::GetAtt":\["[^"]*","Arn"\]\}/g, '"arn:aws:s3:::data"').replace(/\{"Fn::Join":\["",\["arn:aws:s3:::data","\/\*"\]\]\}/g, '"arn:aws:s3:::data/*"'));
  }],
])('%s', (place, policyWith) => {
  const actions = { services: ['s3'] };
  const byName = policyWith(McpGuardrail.denyDestructiveViaMcp({ ...actions, exempt: [PrincipalFilter.roleNames('BreakGlass')] }));
  const byTag = policyWith(McpGuardrail.denyDestructiveViaMcp({ ...actions, exempt: [PrincipalFilter.tag('free', 'yes')] }));
  const free = { 'aws:PrincipalTag/free': ['yes'] };

  test('a role of the name is exempt in the organization, and an outsider\'s is not', () => {
    expect(denied(byName, place, OURS, ORG, inOrganization)).toEqual([]);
    expect(denied(byName, place, SISTER, ORG, inOrganization)).toEqual([]);
    expect(denied(byName, place, STRANGER, 'o-stranger00', inOrganization)).toEqual(VIA_MCP);
    expect(denied(byName, place, STRANGER, undefined, inOrganization)).toEqual(VIA_MCP);
    expect(denied(byName, place, OURS, ORG, inOrganization, 'Agent')).toEqual(VIA_MCP);
  });

  test('the same for a tag', () => {
    expect(denied(byTag, place, OURS, ORG, { ...inOrganization, ...free })).toEqual([]);
    expect(denied(byTag, place, STRANGER, 'o-stranger00', { ...inOrganization, ...free })).toEqual(VIA_MCP);
  });

  test('where the account is in no organization, those of the account are exempt', () => {
    const alone = { 'aws:ResourceOrgID': [] };
    expect(denied(byName, place, OURS, undefined, alone)).toEqual([]);
    expect(denied(byName, place, STRANGER, undefined, alone)).toEqual(VIA_MCP);
    expect(denied(byName, place, STRANGER, 'o-stranger00', alone)).toEqual(VIA_MCP);
  });

  test('who is exempt by account, by an ARN with it, or by organization stays so', () => {
    const partners = policyWith(McpGuardrail.denyDestructiveViaMcp({
      ...actions,
      exempt: [PrincipalFilter.roleNames('BreakGlass'), PrincipalFilter.arns(`arn:aws:iam::${STRANGER}:role/Partner`), PrincipalFilter.accounts(SISTER)],
    }));
    expect(denied(partners, place, STRANGER, undefined, inOrganization, 'Partner')).toEqual([]);
    expect(denied(partners, place, STRANGER, undefined, inOrganization)).toEqual(VIA_MCP);
    expect(denied(partners, place, SISTER, undefined, inOrganization)).toEqual([]);
    expect(JSON.stringify(policyWith(McpGuardrail.denyDestructiveViaMcp({ ...actions, exempt: [PrincipalFilter.organizationPaths(`${ORG}/*`)] })))).not.toContain('Outsiders');
  });
});

test('what anybody can take of a condition is found, whatever the operator and the case', () => {
  const name = new CfnParameter(newStack(), 'Name').valueAsString;
  const outside = { StringNotEqualsIgnoreCase: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}', 'aws:PrincipalAccount': '${aws:ResourceAccount}' } };
  expect(forOutsiders('A', { Bool: { 'aws:ViaAWSMCPService': 'true' }, stringNotLikeIfExists: { 'AWS:principalarn': ['arn:aws:iam::*:role/A', `arn:aws:iam::${OURS}:role/A`] } }))
    .toEqual({ Bool: { 'aws:ViaAWSMCPService': 'true' }, stringNotLikeIfExists: { 'AWS:principalarn': `arn:aws:iam::${OURS}:role/A` }, ...outside });
  expect(forOutsiders('A', { ArnNotLike: { 'aws:PrincipalArn': [`arn:*:iam::*:role/${name}`, name] } })).toEqual({ ArnNotLike: { 'aws:PrincipalArn': name }, ...outside });
  expect(forOutsiders('A', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/A' } })).toEqual({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/A' }, ...outside });
});

describe('warnings', () => {
  const endpoint = (guardrail: McpGuardrail) => {
    const stack = newStack();
    new ec2.CfnVPCEndpoint(stack, 'It', { vpcId: 'vpc-1', serviceName: 'com.amazonaws.eu-west-1.s3' }).with(new mixins.VpcEndpointMcpGuardrails({ guardrails: [guardrail] }));
    return Annotations.fromStack(stack);
  };
  const agents = [PrincipalFilter.rolePaths('/agents/')];

  test('at a VPC endpoint, whose organization the library does not know', () => {
    endpoint(McpGuardrail.denyOutsideMcp({ appliesTo: agents, exempt: [PrincipalFilter.roleNames('BreakGlass')] }))
      .hasWarning('/Stack/It', Match.stringLikeRegexp('^DenyOutsideMcp: it exempts by a role\'s name or path, or a tag, .*\\[ack: cdk-mcp-guardrails:outsidersExempt\\]$'));
    endpoint(McpGuardrail.denyOutsideMcp({ appliesTo: agents, exempt: [PrincipalFilter.arns(`arn:aws:iam::${OURS}:role/BreakGlass`)] })).hasNoWarning('*', Match.anyValue());
  });

  test('where a tag can\'t be kept', () => {
    const warning = Match.stringLikeRegexp('^DenyOutsideMcp: it tells principals apart by a tag, which a .* can\'t keep agents from setting: .*\\[ack: cdk-mcp-guardrails:tagNotKept\\]$');
    const guardrail = McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.tag('agent', 'true')] });
    endpoint(guardrail).hasWarning('/Stack/It', warning);
    const stack = newStack();
    new McpResourceControlPolicy(stack, 'Policy', { guardrails: [guardrail], targets: [PolicyTarget.root('r-ab12')], leaveOutUnsupportedServices: true });
    Annotations.fromStack(stack).hasWarning('/Stack/Policy', warning);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('TagKeys');
    const ofRole = newStack();
    new iam.Role(ofRole, 'Role', { assumedBy: new iam.AccountRootPrincipal() }).with(new mixins.RoleMcpGuardrails({ guardrails: [guardrail] }));
    Annotations.fromStack(ofRole).hasNoWarning('*', Match.anyValue());
    expect(JSON.stringify(Template.fromStack(ofRole).toJSON())).toContain('TagKeys');
  });

  test('of each resource that gets the same guardrails', () => {
    const stack = newStack();
    ['A', 'B', 'C'].forEach((id) => new s3.Bucket(stack, id));
    Mixins.of(stack).apply(new mixins.BucketMcpGuardrails({ guardrails: [McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.tag('agent', 'true')] })] }));
    const warned = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('cdk-mcp-guardrails:tagNotKept'));
    expect(warned.map(({ id }) => id)).toEqual(['/Stack/A/Resource', '/Stack/B/Resource', '/Stack/C/Resource']);
  });
});
