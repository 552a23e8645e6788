import { PAGES } from './pages';
import type { Context, Json, Table } from './row';
import { evaluation } from './row';
import { decisions } from './tables';
import { ACCOUNT, ALLOW_ALL, deny, OBJECT, policy, SESSION, USER } from './world';
import { McpServer, RequestOrigin } from '../../src';
import type { SimulationRequest } from '../../src';

const VIA = 'aws:ViaAWSMCPService';
const SERVER = 'aws:CalledViaAWSMCP';
const AWS = 'aws-mcp.amazonaws.com';
const EKS = 'eks-mcp.amazonaws.com';

/** A direct call has the key or not: both occur. */
const ORIGINS = {
  'direct, without the key': RequestOrigin.directKeyAbsent(),
  'direct, with the key': RequestOrigin.directKeyFalse(),
  'through AWS\'s': RequestOrigin.via(McpServer.AWS),
  'through EKS\'s': RequestOrigin.via(McpServer.EKS),
  'through another': RequestOrigin.via(McpServer.of('new-mcp.amazonaws.com')),
};
const CONDITIONS: { [name: string]: readonly [condition: Json, letters: string] } = {
  'through any': [{ Bool: { [VIA]: 'true' } }, 'NNMMM'],
  'Bool false': [{ Bool: { [VIA]: 'false' } }, 'NMNNN'],
  'through none': [{ BoolIfExists: { [VIA]: 'false' } }, 'MMNNN'],
  'BoolIfExists true': [{ BoolIfExists: { [VIA]: 'true' } }, 'MNMMM'],
  'either': [{ Bool: { [VIA]: ['true', 'false'] } }, 'NMMMM'],
  'Null true': [{ Null: { [VIA]: 'true' } }, 'MNNNN'],
  'Null false': [{ Null: { [VIA]: 'false' } }, 'NMMMM'],
  'one server': [{ StringEquals: { [SERVER]: AWS } }, 'NNMNN'],
  'two servers': [{ StringEquals: { [SERVER]: [AWS, EKS] } }, 'NNMMN'],
  'not one server': [{ StringNotEquals: { [SERVER]: AWS } }, 'MMNMM'],
  'every server but one': [{ StringNotEquals: { [SERVER]: AWS }, Bool: { [VIA]: 'true' } }, 'NNNMM'],
  'not one server, IfExists': [{ StringNotEqualsIfExists: { [SERVER]: AWS } }, 'MMNMM'],
  'one server, IfExists': [{ StringEqualsIfExists: { [SERVER]: AWS } }, 'MMMNN'],
  'a server': [{ Null: { [SERVER]: 'false' } }, 'NNMMM'],
  'no server': [{ Null: { [SERVER]: 'true' } }, 'MMNNN'],
  'all of one server': [{ 'ForAllValues:StringEquals': { [SERVER]: AWS } }, 'MMMNN'],
  'any of one server': [{ 'ForAnyValue:StringEquals': { [SERVER]: AWS } }, 'NNMNN'],
  'none of one server': [{ 'ForAllValues:StringNotEquals': { [SERVER]: AWS } }, 'MMNMM'],
  'some other server': [{ 'ForAnyValue:StringNotEquals': { [SERVER]: AWS } }, 'NNNMM'],
  'like a server': [{ StringLike: { [SERVER]: '*-mcp.amazonaws.com' } }, 'NNMMM'],
  'like three letters': [{ StringLike: { [SERVER]: '???-mcp.amazonaws.com' } }, 'NNMMM'],
  'like EKS\'s': [{ StringLike: { [SERVER]: 'e*' } }, 'NNNMN'],
  'a server in another case': [{ StringEqualsIgnoreCase: { [SERVER]: 'AWS-MCP.amazonaws.com' } }, 'NNMNN'],
  'a server in another case, exactly': [{ StringEquals: { [SERVER]: 'AWS-MCP.amazonaws.com' } }, 'NNNNN'],
  'the word true': [{ StringEquals: { [SERVER]: 'true' } }, 'NNNNN'],
  'keys in another case': [{ Bool: { 'AWS:viaawsmcpservice': 'true' } }, 'NNMMM'],
};

const get = (context?: Context, origin?: RequestOrigin): SimulationRequest => ({ principal: SESSION, action: 's3:GetObject', resource: OBJECT, resourceAccount: ACCOUNT, ...(context && { context }), ...(origin && { origin }) });
const denying = (Condition: Json) => ({ identityPolicies: [ALLOW_ALL, policy(deny('*', { Condition }))] });
const forwarded = (calledVia: string[]) => get({ 'aws:CalledVia': calledVia, 'aws:CalledViaFirst': calledVia.slice(0, 1), 'aws:CalledViaLast': calledVia.slice(-1) }, RequestOrigin.viaAwsService());
const CFN = 'cloudformation.amazonaws.com';
const DYNAMODB = 'dynamodb.amazonaws.com';
const ATHENA = 'athena.amazonaws.com';

export const ORIGIN_TABLES: Table[] = [
  {
    title: 'conditions of MCP',
    rows: Object.entries(CONDITIONS).flatMap(([name, [condition, letters]]) => Object.entries(ORIGINS).map(([origin, value], i) => ({
      group: `conditions of MCP | ${name}`, column: origin, page: PAGES.mcp, expected: letters[i] as 'M' | 'N', decide: () => evaluation(condition, {}, value),
    }))),
  },
  decisions(PAGES.mcp, 'denied by conditions of MCP', Object.fromEntries(Object.entries(ORIGINS).map(([name, origin]) => [name, get(undefined, origin)])),
    Object.fromEntries(Object.entries(CONDITIONS).map(([name, [condition, letters]]) => [name, [denying(condition), letters.replace(/M/g, 'E').replace(/N/g, 'A')]] as const))),
  decisions(PAGES.globalKeys, 'who called on', {
    'directly': get(),
    'CloudFormation': forwarded([CFN]),
    'CloudFormation, then DynamoDB': forwarded([CFN, DYNAMODB]),
    'Athena': forwarded([ATHENA]),
  }, {
    'a service': [denying({ Bool: { 'aws:ViaAWSService': 'true' } }), 'AEEE'],
    // The key is there "for most services".
    'no service': [denying({ Bool: { 'aws:ViaAWSService': 'false' } }), 'CAAA'],
    'no service, IfExists': [denying({ BoolIfExists: { 'aws:ViaAWSService': 'false' } }), 'EAAA'],
    'CloudFormation somewhere': [denying({ 'ForAnyValue:StringEquals': { 'aws:CalledVia': CFN } }), 'AEEA'],
    'DynamoDB somewhere': [denying({ 'ForAnyValue:StringEquals': { 'aws:CalledVia': DYNAMODB } }), 'AAEA'],
    'all but CloudFormation': [denying({ 'ForAllValues:StringNotEquals': { 'aws:CalledVia': CFN } }), 'EAAE'],
    'only CloudFormation': [denying({ 'ForAllValues:StringEquals': { 'aws:CalledVia': CFN } }), 'EEAA'],
    'some other than CloudFormation': [denying({ 'ForAnyValue:StringNotEquals': { 'aws:CalledVia': CFN } }), 'AAEE'],
    'CloudFormation first': [denying({ StringEquals: { 'aws:CalledViaFirst': CFN } }), 'AEEA'],
    'DynamoDB last': [denying({ StringEquals: { 'aws:CalledViaLast': DYNAMODB } }), 'AAEA'],
    'CloudFormation first and DynamoDB last': [denying({ StringEquals: { 'aws:CalledViaFirst': CFN, 'aws:CalledViaLast': DYNAMODB } }), 'AAEA'],
    'not CloudFormation first': [denying({ StringNotEquals: { 'aws:CalledViaFirst': CFN } }), 'EAAE'],
    'nobody': [denying({ Null: { 'aws:CalledVia': 'true' } }), 'EAAA'],
    'somebody': [denying({ Null: { 'aws:CalledViaLast': 'false' } }), 'AEEE'],
  }),
  // The address stays in a forward access session, the network and the endpoint do not: an exception lets it pass.
  decisions(PAGES.forwardAccess, 'networks and forward access sessions', {
    'from the network': get({ 'aws:SourceVpc': ['vpc-1'], 'aws:ViaAWSService': ['false'] }),
    'from elsewhere': get({ 'aws:SourceVpc': [], 'aws:ViaAWSService': ['false'] }),
    'by a service': get({ 'aws:SourceVpc': [] }, RequestOrigin.viaAwsService()),
  }, {
    'denied from elsewhere': [denying({ StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } }), 'AEE'],
    'denied from elsewhere, but not to services': [denying({ StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' }, Bool: { 'aws:ViaAWSService': 'false' } }), 'AEA'],
    'denied from elsewhere, but not to services, IfExists': [denying({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' }, BoolIfExists: { 'aws:ViaAWSService': 'false' } }), 'AEA'],
  }),
  // What only calls of services carry, is absent when a user calls directly.
  decisions(PAGES.globalKeys, 'keys that a direct call never has', { 'a session': get(), 'a user': { ...get(), principal: USER } }, Object.fromEntries([
    'aws:CalledVia', 'aws:CalledViaFirst', 'aws:CalledViaLast', 'aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID', 'aws:SourceOrgPaths',
    'aws:PrincipalServiceName', 'aws:PrincipalServiceNamesList', 'aws:CalledViaAWSMCP', 'kms:ViaService',
  ].flatMap((key) => [[`with ${key}`, [denying({ Null: { [key]: 'false' } }), 'AA']], [`without ${key}`, [denying({ Null: { [key]: 'true' } }), 'EE']]] as const))),
  // AWS does not say whether what a server calls is a forward access session. What services call has some of them.
  decisions(PAGES.globalKeys, 'keys that only calls of services have', {
    'through a server': get(undefined, RequestOrigin.via(McpServer.AWS)),
    'through a server, by no service': get({ 'aws:ViaAWSService': ['false'] }, RequestOrigin.via(McpServer.AWS)),
    'through a server, by a service': get({ 'aws:ViaAWSService': ['true'] }, RequestOrigin.via(McpServer.AWS)),
    'through some server': get(undefined, RequestOrigin.viaAnyServer()),
    'by a service': get(undefined, RequestOrigin.viaAwsService()),
  }, Object.fromEntries([
    'aws:CalledVia', 'aws:CalledViaFirst', 'aws:CalledViaLast', 'aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID', 'aws:SourceOrgPaths', 'kms:ViaService',
  ].flatMap((key) => [[`with ${key}`, [denying({ Null: { [key]: 'false' } }), 'CACCC']], [`without ${key}`, [denying({ Null: { [key]: 'true' } }), 'CECCC']]] as const))),
  decisions(PAGES.globalKeys, 'keys that every request has', { 'a session': get(), 'a user': { ...get(), principal: USER } }, Object.fromEntries([
    'aws:CurrentTime', 'aws:EpochTime', 'aws:SecureTransport', 'aws:RequestedRegion', 'aws:UserAgent', 'aws:PrincipalType', 'aws:PrincipalAccount', 'aws:PrincipalArn', 'aws:userid',
  ].flatMap((key) => [[`with ${key}`, [denying({ Null: { [key]: 'false' } }), 'EE']], [`without ${key}`, [denying({ Null: { [key]: 'true' } }), 'AA']]] as const))),
  decisions(PAGES.globalKeys, 'keys that are not known', { 'a session': get(), 'a user': { ...get(), principal: USER } }, Object.fromEntries([
    'aws:PrincipalTag/team', 'aws:SourceIp', 'aws:SourceVpc', 'aws:SourceVpce', 'aws:MultiFactorAuthPresent', 'aws:PrincipalOrgID', 'aws:SourceIdentity', 'aws:SignInSessionArn',
  ].flatMap((key) => [[`with ${key}`, [denying({ Null: { [key]: 'false' } }), 'CC']], [`without ${key}`, [denying({ Null: { [key]: 'true' } }), 'CC']]] as const))),
];
