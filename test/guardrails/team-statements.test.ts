import { aws_iam as iam, Lazy } from 'aws-cdk-lib';
import { McpCondition, McpGuardrail } from '../../src';
import { deniedFrom, VIA_MCP } from '../meaning';

const { fromStatements } = McpGuardrail;
const props: iam.PolicyStatementProps = {
  sid: 'DenyOtherRegions',
  effect: iam.Effect.DENY,
  actions: ['ec2:*'],
  resources: ['*'],
  conditions: { ...McpCondition.viaAnyServer().toConditions(), StringNotEquals: { 'aws:RequestedRegion': 'eu-central-1' } },
};

test('a team\'s own statements', () => {
  const statements = fromStatements(
    new iam.PolicyStatement(props), new iam.PolicyStatement({ ...props, sid: 'Other', actions: undefined, notActions: ['s3:*'] }),
  ).statements();
  expect(deniedFrom(statements, { context: { 'aws:RequestedRegion': ['us-east-1'] } })).toEqual(VIA_MCP);
  expect(deniedFrom(statements, { context: { 'aws:RequestedRegion': ['eu-central-1'] } })).toEqual([]);
  expect(statements.map((statement) => statement.toStatementJson())).toMatchSnapshot();
});

test('later changes to the statement, and to what the guardrail returns, have no effect', () => {
  const statement = new iam.PolicyStatement(props);
  const guardrail = fromStatements(statement);
  statement.addActions('s3:*');
  guardrail.statements()[0].addActions('sqs:*');
  expect(guardrail.statements()[0].actions).toEqual(['ec2:*']);
});

test('nor have changes within its conditions', () => {
  const conditions = { StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1'] } };
  const guardrail = fromStatements(new iam.PolicyStatement({ ...props, conditions }));
  conditions.StringNotEquals['aws:RequestedRegion'].push('us-east-1');
  guardrail.statements()[0].conditions.StringNotEquals['aws:RequestedRegion'] = 'us-west-2';
  expect(guardrail.statements()[0].conditions).toEqual({ StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1'] } });
});

test.each<[string, iam.PolicyStatementProps[], string]>([
  ['the name of an API operation', [{ ...props, actions: ['s3:HeadObject'] }], '"s3:HeadObject" is an API operation; its IAM action is "s3:GetObject"'],
  ['no statement', [], 'McpGuardrail.fromStatements() needs at least one statement'],
  ['no Sid', [{ ...props, sid: undefined }], 'McpGuardrail.fromStatements() needs statements with a Sid: the CDK may merge those without one'],
  ['a malformed Sid', [{ ...props, sid: 'Deny-Regions' }], '"Deny-Regions" is not a statement\'s Sid: expected letters and digits only, as a literal'],
  ['an empty Sid', [{ ...props, sid: '' }], '"" is not a statement\'s Sid'],
  ['a token as a Sid', [{ ...props, sid: Lazy.string({ produce: () => 'Sid' }) }], 'a value known only at deployment is not a statement\'s Sid'],
  ['an Allow', [{ ...props, effect: iam.Effect.ALLOW }], 'DenyOtherRegions: a guardrail\'s statement must have the effect Deny, got Allow: '
    + 'an Allow limits nothing, since any other Allow adds to it'],
  ['a removed action', [{ ...props, actions: ['s3:*', 'aws-mcp:*'] }], 'DenyOtherRegions: AWS has removed "aws-mcp:*", so that a Deny on it blocks nothing'],
  ['no action', [{ ...props, actions: undefined }], 'DenyOtherRegions: the statement has neither actions nor notActions'],
])('%s is an error', (_, list, message) => {
  expect(() => fromStatements(...list.map((item) => new iam.PolicyStatement(item)))).toThrow(message);
});
