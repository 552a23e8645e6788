// A row is a line, so that rows can be compared.
/* eslint-disable @stylistic/max-len */
import { aws_iam as iam, Lazy, Token } from 'aws-cdk-lib';
import { ActionSet, BaselineGrade, DirectCalls, McpCondition, McpGuardrail, McpNetworkPerimeter, McpServer, OAuthGrantType, PrincipalFilter } from '../../../src';
import { rows } from '../row';

const { DENY } = iam.Effect;
const own = (props: object) => new iam.PolicyStatement({ sid: 'Own', effect: DENY, actions: ['s3:Get*'], resources: ['*'], ...props });
const statements = (make: () => McpGuardrail) => () => make().statements();
const perimeter = (conditions: object, props: object = {}, options?: object) => () => McpNetworkPerimeter.allowMcp(own({ sid: 'Net', conditions, ...props }), options);
const OUTSIDE = { NotIpAddressIfExists: { 'aws:SourceIp': '192.0.2.0/24' } };
const ROLE = 'arn:aws:iam::111122223333:role/Agent';
const BUCKET = 'arn:aws:s3:::reports/*';
const SESSION = 'arn:aws:signin:us-east-1:111122223333:session/a1b2c3d4';
const NO_ESCALATION = { grade: BaselineGrade.NO_ESCALATION };
/** More than any policy holds. */
const LONG = Array.from({ length: 300 }, (_, i) => `brandnew:SomeVeryLongNameOfAnActionThatNobodyKnows${i}`);

export const GUARDRAILS = rows('author of a guardrail',
  ['allowOnlyServers() of none', () => McpGuardrail.allowOnlyServers({ servers: [] }), 'servers is empty: name the servers that may be used, or deny them all with McpGuardrail.denyViaMcp()', 'name one, or denyViaMcp()', () => [McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS], directCalls: DirectCalls.DENIED }), McpGuardrail.denyViaMcp()]],
  ['an option of another grade, of the least', statements(() => McpGuardrail.baseline({ grade: BaselineGrade.CORE, agentRoles: [ROLE] })), 'CORE does not deny what it would let through, so leave it out', 'leave it out', statements(() => McpGuardrail.baseline({ grade: BaselineGrade.CORE }))],
  ['an option of another grade, of the whole', statements(() => McpGuardrail.baseline({ agentRoles: [ROLE] })), 'FULL lets no agent through, so take that grade, or leave it out', 'take that grade', statements(() => McpGuardrail.baseline({ ...NO_ESCALATION, agentRoles: [ROLE] }))],
  ['too much added to the baseline', statements(() => McpGuardrail.baseline({ additionalActions: ActionSet.unlisted(...LONG) })), 'deny the additional actions with a guardrail of its own', 'a guardrail of its own', statements(() => McpGuardrail.denyViaMcp({ actions: ActionSet.unlisted(...LONG) }))],
  ['no service to pass roles to', () => McpGuardrail.denyPassRoleViaMcp({ exceptServices: [] }), 'exceptServices is empty: leave it out to deny passing roles to any service', 'leave it out', () => McpGuardrail.denyPassRoleViaMcp()],
  ['no service principal', () => McpGuardrail.denyPassRoleViaMcp({ exceptServices: ['lambda'] }), 'is not a service principal: expected one in lower case and without wildcards, such as "lambda.amazonaws.com"', 'one', () => McpGuardrail.denyPassRoleViaMcp({ exceptServices: ['lambda.amazonaws.com'] })],
  ['a ready set of no service', () => McpGuardrail.denyDestructiveViaMcp({ services: [] }), 'services is empty, so that nothing would be denied: leave it out for all services', 'leave it out', () => McpGuardrail.denyDestructiveViaMcp()],
  ['appliesTo nobody', () => McpGuardrail.denyViaMcp({ appliesTo: [] }), 'appliesTo is empty, so that the guardrail would apply to nobody: leave it out for everybody', 'leave it out', () => McpGuardrail.denyViaMcp()],
  ['no resource', () => McpGuardrail.denyViaMcp({ resources: [] }), 'resources is empty, so that nothing would be denied: leave it out for all resources', 'leave it out', () => McpGuardrail.denyViaMcp()],
  ['a name for a resource', () => McpGuardrail.denyViaMcp({ resources: ['reports'] }), 'is not a resource: expected an ARN or "*", such as "arn:aws:s3:::reports/*"', 'its ARN', () => McpGuardrail.denyViaMcp({ resources: [BUCKET] })],
  ['denyViaMcp() of no server', () => McpGuardrail.denyViaMcp({ servers: [] }), 'servers is empty, so that nothing would be denied: leave it out for any server', 'leave it out', () => McpGuardrail.denyViaMcp()],
  ['resources beside agentRoles', statements(() => McpGuardrail.baseline({ ...NO_ESCALATION, agentRoles: [ROLE], resources: ['*'] } as object)), 'resources and agentRoles can\'t be given both', 'leave resources out', statements(() => McpGuardrail.baseline({ ...NO_ESCALATION, agentRoles: [ROLE] }))],
  ['no role of agents', statements(() => McpGuardrail.baseline({ ...NO_ESCALATION, agentRoles: [] })), 'agentRoles is empty: leave it out to deny all', 'leave it out', statements(() => McpGuardrail.baseline(NO_ESCALATION))],
  ['every role is one of agents', statements(() => McpGuardrail.baseline({ ...NO_ESCALATION, agentSecrets: ['*'] })), 'agentSecrets has "*", which would be all: name some', 'name some', statements(() => McpGuardrail.baseline({ ...NO_ESCALATION, agentSecrets: ['arn:aws:secretsmanager:*:*:secret:agents/*'] }))],
  ['no grant type', () => McpGuardrail.allowOnlyOauthClients({ grantTypes: [] }), 'grantTypes is empty, so that nobody could sign an agent in: leave it out for any, or deny both actions', 'leave it out', () => McpGuardrail.allowOnlyOauthClients({ redirectUris: ['http://localhost:*'] })],
  ['a name for an OAuth client', () => McpGuardrail.allowOnlyOauthClients({ clientIds: ['Claude'] }), 'is not the id of an OAuth client: expected an ARN', 'its ARN', () => McpGuardrail.allowOnlyOauthClients({ clientIds: ['arn:aws:signin:us-east-1::external-client/dcr/*'] })],
  ['no list of OAuth', () => McpGuardrail.allowOnlyOauthClients({}), 'give at least one of clientIds, redirectUris and grantTypes', 'give one', () => McpGuardrail.allowOnlyOauthClients({ grantTypes: [OAuthGrantType.AUTHORIZATION_CODE] })],
  ['no server of OAuth', () => McpGuardrail.allowOnlyOauthClients({ grantTypes: [OAuthGrantType.REFRESH_TOKEN], servers: [] }), 'servers is empty: leave it out for the AWS MCP Server', 'leave it out', () => McpGuardrail.allowOnlyOauthClients({ grantTypes: [OAuthGrantType.REFRESH_TOKEN] }), 'guardrails/oauth.ts'],
  ['a name for a session', () => McpGuardrail.denySignInSession('a1b2c3d4'), 'is not the ARN of a sign-in session: expected what AWS CloudTrail or the key aws:SignInSessionArn shows', 'its ARN', () => McpGuardrail.denySignInSession(SESSION)],
  ['a session of all calls and of a server', () => McpGuardrail.denySignInSession(SESSION, { servers: [McpServer.AWS], viaMcpOnly: false }), 'servers is given, and viaMcpOnly is false: leave out one of them', 'leave out one', () => McpGuardrail.denySignInSession(SESSION, { servers: [McpServer.AWS] })],
  ['an ARN of everybody', () => PrincipalFilter.arns('arn:aws:iam::*:*'), 'means every principal: expected the ARN to say which', 'say which', () => PrincipalFilter.arns('arn:aws:iam::*:role/agents/*')],
  ['a tag of a token', () => PrincipalFilter.tag(Token.asString({ Ref: 'Key' }), 'x'), 'needs a literal key', 'a literal', () => PrincipalFilter.tag('team', 'x')],
  ['a filter by nothing', () => PrincipalFilter.roleNames(), 'PrincipalFilter.roleNames() needs at least one value', 'give one', () => PrincipalFilter.roleNames('Agent')],
  ['an ARN for a role\'s name', () => PrincipalFilter.roleNames(ROLE), 'is not a value for PrincipalFilter.roleNames()', 'the name, or arns()', () => [PrincipalFilter.roleNames('Agent'), PrincipalFilter.arns(ROLE)]],
  ['a list of names that is a token', () => PrincipalFilter.roleNames(...[Token.asList({ Ref: 'Names' })].flat()), 'cannot take a list that is known only at deployment: pass its elements', 'its elements', () => PrincipalFilter.roleNames(Token.asString({ 'Fn::Select': [0, { Ref: 'Names' }] }))],
  ['every role by its name', () => PrincipalFilter.roleNames('*'), 'with a wildcard alone means every role', 'say which', () => PrincipalFilter.roleNames('agent-*')],
  ['no administrator', () => McpGuardrail.protectGuardrails({ administrators: [], resources: [ROLE] }), 'administrators is empty, so that nobody could do it any more: name who may', 'name them', () => McpGuardrail.protectGuardrails({ administrators: [PrincipalFilter.roleNames('Admin')], resources: [ROLE] })],
  ['what can\'t be protected', () => McpGuardrail.protectGuardrails({ administrators: [PrincipalFilter.roleNames('Admin')], resources: [BUCKET] }), 'is nothing that can be protected: expected the ARN of a role, user, group, policy', 'another guardrail', () => McpGuardrail.denyViaMcp({ resources: [BUCKET] })],
  ['reading in no service', () => McpGuardrail.readOnlyViaMcp({ services: [] }), 'services is empty, so that everything would be denied: use McpGuardrail.denyViaMcp() for that', 'denyViaMcp()', () => McpGuardrail.denyViaMcp()],
  ['no statement', () => McpGuardrail.fromStatements(), 'needs at least one statement', 'give one', () => McpGuardrail.fromStatements(own({}))],
  ['a statement without a Sid', () => McpGuardrail.fromStatements(own({ sid: undefined })), 'needs statements with a Sid', 'give it one', () => McpGuardrail.fromStatements(own({}))],
  ['a Sid with a hyphen', () => McpGuardrail.denyViaMcp({ sid: 'no-deletes' }), "is not a statement's Sid: expected letters and digits only, as a literal", 'letters and digits', () => McpGuardrail.denyViaMcp({ sid: 'NoDeletes' })],
  ['an Allow', () => McpGuardrail.fromStatements(own({ effect: iam.Effect.ALLOW })), "a guardrail's statement must have the effect Deny", 'a Deny', () => McpGuardrail.fromStatements(own({}))],
  ['a statement about no action', () => McpGuardrail.fromStatements(own({ actions: [] })), 'the statement has neither actions nor notActions', 'give some', () => McpGuardrail.fromStatements(own({ actions: [], notActions: ['s3:Get*'] }))],
  ['a statement about what AWS has removed', () => McpGuardrail.fromStatements(own({ actions: ['aws-mcp:InvokeMcp'] })), 'Own: AWS has removed "aws-mcp:InvokeMcp"', 'by condition', () => McpGuardrail.denyViaMcp({ servers: [McpServer.of('aws-mcp.amazonaws.com')] })],
  ['a statement about an operation', () => McpGuardrail.fromStatements(own({ actions: ['s3:HeadObject'] })), 'Own: "s3:HeadObject" is an API operation; its IAM action is "s3:GetObject"', 'its action', () => McpGuardrail.fromStatements(own({ actions: ['s3:GetObject'] }))],
  ['a perimeter that allows', perimeter(OUTSIDE, { effect: iam.Effect.ALLOW }), 'a network perimeter is a Deny', 'a Deny', perimeter(OUTSIDE)],
  ['a perimeter without a network', perimeter({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1' } }), 'has no condition on a network key, such as aws:SourceIp, aws:SourceVpc or aws:SourceVpce', 'give one', perimeter(OUTSIDE)],
  ['a perimeter that needs no exception', perimeter({ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }), 'does not block calls through MCP: its condition on aws:SourceIp matches only calls that come from a network, and needs no exception', 'leave it as it is', () => McpGuardrail.fromStatements(own({ conditions: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }))],
  ['a perimeter for agents only', perimeter({ ...OUTSIDE, Bool: { 'aws:ViaAWSMCPService': 'true' } }), 'is about calls through MCP only: with an exception for them it would match none', 'leave out the exception', () => McpGuardrail.fromStatements(own({ conditions: { ...OUTSIDE, Bool: { 'aws:ViaAWSMCPService': 'true' } } }))],
  ['a perimeter that lets no server in', perimeter(OUTSIDE, {}, { servers: [] }), 'servers is empty, so that no call would be let in: leave it out for any server', 'leave it out', perimeter(OUTSIDE)],
  ['a condition from a token', () => McpNetworkPerimeter.allowMcp(own({ sid: 'Net', conditions: { ...OUTSIDE, BoolIfExists: Lazy.any({ produce: () => ({}) }) } })), 'cannot combine two BoolIfExists conditions, for the keys of one are known only at deployment: give them as a map', 'a map', perimeter({ ...OUTSIDE, BoolIfExists: { 'aws:ViaAWSService': 'false' } })],
  ['another value of a key that the guardrail tests', perimeter({ ...OUTSIDE, BoolIfExists: { 'aws:ViaAWSMCPService': Token.asString({ Ref: 'Via' }) } }), 'one statement cannot hold two BoolIfExists conditions on aws:ViaAWSMCPService', 'one of them', perimeter({ ...OUTSIDE, BoolIfExists: { 'aws:ViaAWSService': 'false' } })],
  ['McpCondition.via() of none', () => McpCondition.via(), 'McpCondition.via() needs at least one server', 'give one', () => McpCondition.via(McpServer.AWS)],
);
