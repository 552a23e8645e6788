import { allow, deny, foundIn, messagesOf } from './found';
import { unknownPart } from '../../../src/iam/unknown-text';

const VIA = 'aws:ViaAWSMCPService';
const CALLED = 'aws:CalledViaAWSMCP';

/** The mistakes in how a condition on the MCP keys is written, whether it is in a Deny or an Allow. */
const CONDITIONS: Array<[what: string, condition: unknown, found: string[]]> = [
  // Keys.
  ['a key without AWS', { Bool: { 'aws:ViaMCPService': 'true' } }, ['UnknownMcpKey']],
  ['a key cut short', { Bool: { 'aws:ViaAWSMCP': 'true' } }, ['UnknownMcpKey']],
  ['a key in two words', { StringEquals: { 'aws:CalledViaMcp': 'aws-mcp.amazonaws.com' } }, ['UnknownMcpKey']],
  ['a key with letters swapped', { Bool: { 'aws:ViaAWSMPCService': 'true' } }, ['UnknownMcpKey']],
  ['a key without what it is about', { StringEquals: { 'aws:CalledViaAWS': 'aws-mcp.amazonaws.com' } }, ['UnknownMcpKey']],
  ['a key without prefix', { Bool: { ViaAWSMCPService: 'true' } }, ['UnknownMcpKey']],
  ['a key for actions', { Bool: { 'aws:IsMcpAction': 'true' } }, ['UnknownMcpKey']],
  ['a key twice', { Bool: { 'aws:ViaMCP': 'true' }, Null: { 'aws:ViaMCP': 'false' } }, ['UnknownMcpKey']],
  ['keys that there are', {
    'Bool': { 'aws:ViaAWSService': 'true', 'aws:IsMcpServiceAction': 'true', 'aws:PrincipalIsAWSService': 'false' },
    'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' },
    'StringEquals': {
      'aws:CalledViaFirst': 'athena.amazonaws.com',
      'aws:CalledViaLast': 'glue.amazonaws.com',
      'aws:PrincipalTag/mcp': 'c',
      'aws:RequestTag/ViaMCP': 'd',
      'agentaccess-mcp:StackArn': 'e',
    },
  }, []],

  // Servers.
  ['a server of the wrong domain', { StringEquals: { [CALLED]: 'aws-mcp.amazon.com' } }, ['UnknownMcpServer']],
  ['a server with an underscore', { StringEquals: { [CALLED]: 'aws_mcp.amazonaws.com' } }, ['UnknownMcpServer']],
  ['a server in upper case', { StringEquals: { [CALLED]: 'AWS-MCP.amazonaws.com' } }, ['UnknownMcpServer']],
  ['a server in upper case, compared in any', { StringEqualsIgnoreCase: { [CALLED]: 'AWS-MCP.amazonaws.com' } }, []],
  ['a server by its name', { StringEquals: { [CALLED]: 'eks-mcp' } }, ['UnknownMcpServer']],
  ['one server of two', { StringEquals: { [CALLED]: ['aws-mcp.amazonaws.com', 'true'] } }, ['UnknownMcpServer']],
  ['a server with a slip', { StringEquals: { [CALLED]: 'asw-mcp.amazonaws.com' } }, ['MisspelledMcpServer']],
  ['a server without its hyphen', { StringEquals: { [CALLED]: 'awsmcp.amazonaws.com' } }, ['UnknownMcpServer']],
  ['a server of a service one letter off', { StringEquals: { [CALLED]: ['ec2-mcp.amazonaws.com', 'rds-mcp.amazonaws.com'] } }, []],
  ['a server whose name is not documented', { StringEquals: { [CALLED]: ['agentaccess-mcp.amazonaws.com', 'aws-mcp.amazonaws.com'] } }, ['UndocumentedMcpServer']],
  ['a server named after its endpoint', { StringEquals: { [CALLED]: 'partnercentral-agents-mcp.amazonaws.com' } }, ['UndocumentedMcpServer']],
  ['a service of such a server', { StringEquals: { [CALLED]: 'aidevops.amazonaws.com' } }, ['UndocumentedMcpServer']],
  ['a server named after such a service', { StringLike: { [CALLED]: 'aidevops-mcp.amazonaws.com' } }, ['UndocumentedMcpServer']],
  ['a server by what it is called here', { StringEquals: { [CALLED]: 'devops-agent.amazonaws.com' } }, ['UndocumentedMcpServer']],
  ['a server that needs no credentials', { StringEquals: { [CALLED]: 'marketplace-mcp.amazonaws.com' } }, ['UndocumentedMcpServer']],
  ['a service that is called as a part of an endpoint', { StringEquals: { [CALLED]: 'connect.amazonaws.com' } }, ['MisspelledMcpServer']],
  ['a server of another partition', { StringEquals: { [CALLED]: 'aws-mcp.amazonaws.com.cn' } }, []],

  // Operators.
  ['any of a set', { 'ForAnyValue:StringEquals': { [CALLED]: 'aws-mcp.amazonaws.com' } }, ['SetOperatorOnMcpKey']],
  ['a set of booleans', { 'ForAnyValue:Bool': { 'aws:IsMcpServiceAction': 'true' } }, ['SetOperatorOnMcpKey']],
  ['text on a boolean', { StringEquals: { [VIA]: 'true' } }, ['StringOperatorOnMcpBoolean']],
  ['text on a boolean, never', { StringEquals: { [VIA]: 'True' } }, ['McpConditionNeverMatches']],
  ['a boolean on text', { Bool: { [CALLED]: 'true' } }, ['WrongOperatorForMcpKey']],
  ['a number', { NumericEquals: { [VIA]: '1' } }, ['WrongOperatorForMcpKey']],
  ['an ARN', { ArnLike: { [CALLED]: 'aws-mcp.amazonaws.com' } }, ['WrongOperatorForMcpKey']],
  ['a set of ARNs', { 'ForAnyValue:ArnLike': { [CALLED]: 'aws-mcp.amazonaws.com' } }, ['WrongOperatorForMcpKey']],
  ['an operator there is not', { Boolean: { [VIA]: 'true' } }, ['InvalidCondition']],
  ['an operator with a letter less', { StringEqual: { [CALLED]: 'aws-mcp.amazonaws.com' } }, ['InvalidCondition']],
  ['Null if it exists', { NullIfExists: { [VIA]: 'true' } }, ['InvalidCondition']],
  ['an operator there is not, on another key', { Boolean: { 'aws:SecureTransport': 'true' } }, ['InvalidCondition']],

  // Values.
  ['a word', { Bool: { [VIA]: 'yes' } }, ['NotBooleanMcpValue']],
  ['a word for missing', { Null: { [CALLED]: 'absent' } }, ['NotBooleanMcpValue']],
  ['a server for a boolean', { Bool: { [VIA]: 'aws-mcp.amazonaws.com' } }, ['NotBooleanMcpValue']],
  ['a value known at deployment', { Bool: { [VIA]: unknownPart('Via') } }, []],

  // Form.
  ['a key for an operator', { [VIA]: 'true' }, ['InvalidCondition']],
  ['a key with its operator inside', { [VIA]: { Bool: 'true' } }, ['InvalidCondition']],
  ['a key without value', { Bool: VIA }, ['InvalidCondition']],
  ['a list of tests', { Bool: [{ [VIA]: 'true' }] }, ['InvalidCondition']],
  ['a list of blocks', [{ Bool: { [VIA]: 'true' } }], ['InvalidCondition']],
  ['no block at all', null, ['InvalidCondition']],
  ['no block about MCP', ['x'], ['InvalidCondition']],
  ['no values', { Bool: { [VIA]: [] } }, ['InvalidCondition']],
  ['a block known at deployment', { 'Fn::If': ['Agents', { Bool: { [VIA]: 'true' } }, { Ref: 'AWS::NoValue' }] }, []],
  ['keys known at deployment', { Bool: { 'Fn::If': ['Agents', { [VIA]: 'true' }, { Ref: 'AWS::NoValue' }] } }, []],
];

test.each(CONDITIONS)('%s', (_, condition, found) => {
  expect([foundIn(deny(condition)), foundIn(allow(condition))]).toEqual([found, found]);
});

test.each([
  [{ Bool: { 'aws:ViaMCPService': 'true' } }, 'there is no condition key aws:ViaMCPService: did you mean aws:ViaAWSMCPService?'],
  [{ Bool: { CalledViaMcp: 'true' } }, 'there is no condition key CalledViaMcp: did you mean aws:CalledViaAWSMCP?'],
  [{ StringEquals: { [CALLED]: 'ecs_mcp' } }, '"ecs_mcp" is not the service principal of an MCP server: did you mean "ecs-mcp.amazonaws.com"?'],
  [{ Boolean: { [VIA]: 'true' } }, 'has a malformed Condition: "Boolean" is not an IAM condition operator (did you mean "Bool"?)'],
  [{ BoolIfExist: { [VIA]: 'true' } }, 'has a malformed Condition: "BoolIfExist" is not an IAM condition operator (did you mean "BoolIfExists"?)'],
])('says what was meant by %j', (condition, message) => {
  expect(messagesOf(deny(condition))).toEqual([message]);
});
