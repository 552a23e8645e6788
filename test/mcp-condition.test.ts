import { aws_iam as iam, CfnParameter, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import { ConditionMatch, McpCondition, McpServer, RequestOrigin } from '../src';
import { ALL, NOT_VIA_MCP, ORIGINS, VIA_MCP } from './meaning';

const VIA = 'aws:ViaAWSMCPService';
const CALLED_VIA = 'aws:CalledViaAWSMCP';
const AWS = 'aws-mcp.amazonaws.com';
const EKS = 'eks-mcp.amazonaws.com';

const origins = {
  'dir-': RequestOrigin.directKeyAbsent(),
  'dir0': RequestOrigin.directKeyFalse(),
  'AWS': RequestOrigin.via(McpServer.AWS),
  'EKS': RequestOrigin.via(McpServer.EKS),
};

function matches(conditions: { [operator: string]: any }): string {
  const marks = { [ConditionMatch.ALWAYS]: 'yes', [ConditionMatch.NEVER]: 'no', [ConditionMatch.DEPENDS]: '?' };
  return Object.values(origins).map((origin) => marks[McpCondition.evaluate(conditions, origin).match]).join(' ');
}

function evaluate(conditions: { [operator: string]: any }, origin = RequestOrigin.direct(), context?: { [key: string]: string[] }) {
  const { match, dependsOn } = McpCondition.evaluate(conditions, origin, context);
  return match === ConditionMatch.DEPENDS ? dependsOn : match;
}

describe('what each condition matches', () => {
  test.each<[{ [operator: string]: any }, string]>([
    // condition                                                                        dir- dir0 AWS EKS
    [{ Bool: { [VIA]: 'true' } }, 'no no yes yes'],
    [{ Bool: { [VIA]: 'false' } }, 'no yes no no'],
    [{ BoolIfExists: { [VIA]: 'false' } }, 'yes yes no no'],
    [{ BoolIfExists: { [VIA]: 'true' } }, 'yes no yes yes'],
    [{ Null: { [VIA]: 'true' } }, 'yes no no no'],
    [{ StringEquals: { [CALLED_VIA]: AWS } }, 'no no yes no'],
    [{ StringEquals: { [CALLED_VIA]: [AWS, EKS] } }, 'no no yes yes'],
    [{ StringNotEquals: { [CALLED_VIA]: AWS } }, 'yes yes no yes'],
    [{ StringNotEquals: { [CALLED_VIA]: AWS }, Bool: { [VIA]: 'true' } }, 'no no no yes'],
    [{ StringNotEqualsIfExists: { [CALLED_VIA]: AWS } }, 'yes yes no yes'],
    [{ Null: { [CALLED_VIA]: 'false' } }, 'no no yes yes'],
    [{ StringEquals: { [CALLED_VIA]: 'true' } }, 'no no no no'],
    [{ 'ForAllValues:StringEquals': { [CALLED_VIA]: AWS } }, 'yes yes yes no'],
    [{ 'ForAnyValue:StringEquals': { [CALLED_VIA]: AWS } }, 'no no yes no'],
    [{ 'ForAllValues:StringNotEquals': { [CALLED_VIA]: AWS } }, 'yes yes no yes'],
    [{ 'ForAnyValue:StringNotEquals': { [CALLED_VIA]: AWS } }, 'no no no yes'],
    [{ Bool: { [VIA]: ['true', 'false'] } }, 'no yes yes yes'],
    [{ StringLike: { [CALLED_VIA]: '*-mcp.amazonaws.com' } }, 'no no yes yes'],
    // Beyond the table of the documentation.
    [{}, 'yes yes yes yes'],
    [{ Null: { [VIA]: 'false' } }, 'no yes yes yes'],
    [{ Null: { [VIA]: ['true', 'false'] } }, 'yes yes yes yes'],
    [{ StringNotEquals: { [CALLED_VIA]: [AWS, EKS] } }, 'yes yes no no'],
    [{ StringEqualsIfExists: { [CALLED_VIA]: AWS } }, 'yes yes yes no'],
    [{ StringEqualsIgnoreCase: { [CALLED_VIA]: 'AWS-MCP.amazonaws.com' } }, 'no no yes no'],
    [{ StringNotEqualsIgnoreCase: { [CALLED_VIA]: 'AWS-MCP.amazonaws.com' } }, 'yes yes no yes'],
    [{ StringEquals: { [CALLED_VIA]: 'AWS-MCP.amazonaws.com' } }, 'no no no no'],
    [{ StringLike: { [CALLED_VIA]: 'a?s-mcp.*' } }, 'no no yes no'],
    [{ StringLike: { [CALLED_VIA]: 'aws-mcp' } }, 'no no no no'],
    [{ StringLike: { [CALLED_VIA]: '*' } }, 'no no yes yes'],
    [{ StringNotLike: { [CALLED_VIA]: 'aws-*' } }, 'yes yes no yes'],
    [{ StringLike: { [CALLED_VIA]: 'aws-mcp.amazonaws.com${*}' } }, 'no no no no'],
    [{ StringEquals: { [CALLED_VIA]: '*-mcp.amazonaws.com' } }, 'no no no no'],
    [{ StringEquals: { [VIA]: 'true' } }, 'no no yes yes'],
    [{ 'ForAllValues:Bool': { [VIA]: 'true' } }, 'yes no yes yes'],
    [{ 'ForAnyValue:Bool': { [VIA]: 'false' } }, 'no yes no no'],
    [{ 'ForAnyValue:StringEqualsIfExists': { [CALLED_VIA]: AWS } }, 'yes yes yes no'],
    [{ StringEquals: { [CALLED_VIA]: [] } }, 'no no no no'],
    [{ StringNotEquals: { [CALLED_VIA]: [] } }, 'yes yes yes yes'],
  ])('%j: %s', (conditions, expected) => {
    expect(matches(conditions)).toBe(expected);
  });

  test('keys are known in any case', () => {
    expect(matches({ Bool: { 'AWS:viaawsmcpservice': 'true' } })).toBe('no no yes yes');
    expect(matches({ StringEquals: { 'AWS:CALLEDVIAAWSMCP': EKS } })).toBe('no no no yes');
  });

  test('JSON booleans are as good as strings, in any case', () => {
    expect(matches({ Bool: { [VIA]: true } })).toBe('no no yes yes');
    expect(matches({ BoolIfExists: { [VIA]: [false] } })).toBe('yes yes no no');
    expect(matches({ Null: { [VIA]: true } })).toBe('yes no no no');
    expect(matches({ Bool: { [VIA]: 'True' } })).toBe('no no yes yes');
  });

  test('operators and keys are ANDed', () => {
    expect(matches({ Bool: { [VIA]: 'true', 'aws:ViaAWSService': 'false' } })).toBe('no no ? ?');
    expect(matches({ Bool: { [VIA]: 'true' }, StringEquals: { [CALLED_VIA]: AWS }, StringLike: { [CALLED_VIA]: 'eks*' } })).toBe('no no no no');
    expect(matches({ BoolIfExists: { [VIA]: 'false', 'AWS:VIAAWSMCPSERVICE': 'true' } })).toBe('yes no no no');
  });
});

describe('what is not known makes it depend', () => {
  test('on whether a direct call carries the key', () => {
    expect(evaluate({ Bool: { [VIA]: 'false' } })).toEqual([VIA]);
    expect(evaluate({ BoolIfExists: { [VIA]: 'false' } })).toBe('ALWAYS');
  });

  test('on keys that the origin does not tell', () => {
    const conditions = { Bool: { [VIA]: 'true' }, StringEquals: { 'aws:PrincipalTag/Team': 'a', [CALLED_VIA]: AWS } };
    expect(evaluate(conditions, RequestOrigin.via(McpServer.AWS))).toEqual(['aws:PrincipalTag/Team']);
    // Nothing can make the rest match.
    expect(evaluate(conditions, RequestOrigin.direct())).toBe('NEVER');
    expect(evaluate(conditions, RequestOrigin.via(McpServer.EKS))).toBe('NEVER');
  });

  test('unless the context tells them', () => {
    const conditions = { StringEquals: { 'aws:PrincipalTag/Team': ['a', 'b'] } };
    expect(evaluate(conditions, RequestOrigin.direct(), { 'aws:principaltag/team': ['a'] })).toBe('ALWAYS');
    expect(evaluate(conditions, RequestOrigin.direct(), { 'aws:PrincipalTag/Team': ['c'] })).toBe('NEVER');
    expect(evaluate(conditions, RequestOrigin.direct(), { 'aws:PrincipalTag/Team': [] })).toBe('NEVER');
    const outside = McpCondition.outsideMcp({ exceptMcpServiceActions: true }).toConditions();
    expect(evaluate(outside)).toEqual(['aws:IsMcpServiceAction']);
    expect(evaluate(outside, RequestOrigin.direct(), { 'aws:IsMcpServiceAction': ['true'] })).toBe('NEVER');
    expect(evaluate(outside, RequestOrigin.direct(), { 'aws:IsMcpServiceAction': [] })).toBe('ALWAYS');
  });

  test('a context that contradicts the origin is an error', () => {
    expect(() => evaluate({}, RequestOrigin.direct(), { 'AWS:ViaAWSMCPService': ['true'] }))
      .toThrow('no request of the origin "direct" has the context {"AWS:ViaAWSMCPService":["true"]}');
  });

  test('several values of a key', () => {
    const path = { 'aws:PrincipalOrgPaths': ['o-1/r-1/', 'o-1/r-1/ou-1/'] };
    const on = (operator: string, value: string) => evaluate({ [operator]: { 'aws:PrincipalOrgPaths': value } }, RequestOrigin.direct(), path);
    expect(on('ForAnyValue:StringLike', 'o-1/r-1/ou-1/*')).toBe('ALWAYS');
    expect(on('ForAllValues:StringLike', 'o-1/r-1/ou-1/*')).toBe('NEVER');
    expect(on('ForAllValues:StringNotLike', 'o-1/r-1/ou-1/*')).toBe('NEVER');
    expect(on('ForAnyValue:StringNotLike', 'o-1/r-1/ou-1/*')).toBe('ALWAYS');
    expect(on('StringNotLike', 'o-1/r-1/ou-1/*')).toBe('NEVER');
  });

  test('ARNs are compared part by part', () => {
    const on = (operator: string, value: string) => evaluate({ [operator]: { 'aws:PrincipalArn': value } }, RequestOrigin.direct(), {
      'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/agents/Reader'],
    });
    expect(on('ArnLike', 'arn:*:iam::*:role/agents/*')).toBe('ALWAYS');
    expect(on('ArnEquals', 'arn:aws:iam::111122223333:role/*/Reade?')).toBe('ALWAYS');
    expect(on('ArnLike', 'arn:*:iam::role/agents/*')).toEqual(['aws:PrincipalArn']); // No ARN: a part is missing.
    expect(on('ArnLike', 'arn:aws:*:*:*:group/*')).toBe('NEVER');
    expect(on('ArnNotLike', 'arn:aws:iam::444455556666:role/agents/*')).toBe('ALWAYS');
    expect(on('ArnNotEquals', 'arn:aws:iam::111122223333:role/agents/Reader')).toBe('NEVER');
  });

  test('on tokens, intrinsic functions and policy variables in values', () => {
    const parameter = new CfnParameter(new Stack(), 'Server');
    const viaAws = RequestOrigin.via(McpServer.AWS);
    for (const value of [
      parameter.valueAsString, Fn.importValue('Server'), Lazy.string({ produce: () => AWS }), [parameter.valueAsString], `${parameter.valueAsString}x`,
      Token.asList({ 'Fn::Split': [',', 'a,b'] }), { Ref: 'Server' }, { 'Fn::ImportValue': 'Server' }, '${aws:PrincipalTag/server}',
    ]) {
      expect(evaluate({ StringEquals: { [CALLED_VIA]: value } }, viaAws)).toEqual([CALLED_VIA]);
      // A missing key needs no value.
      expect(evaluate({ StringEquals: { [CALLED_VIA]: value } })).toBe('NEVER');
      expect(evaluate({ StringNotEquals: { [CALLED_VIA]: value } })).toBe('ALWAYS');
    }
    expect(evaluate({ StringEquals: { [CALLED_VIA]: [AWS, parameter.valueAsString] } }, viaAws)).toBe('ALWAYS');
    expect(evaluate({ StringNotEquals: { [CALLED_VIA]: [AWS, parameter.valueAsString] } }, viaAws)).toBe('NEVER');
    expect(evaluate({ Null: { [CALLED_VIA]: parameter.valueAsString } }, viaAws)).toEqual([CALLED_VIA]);
  });

  test('on a token for a whole block, operator or server', () => {
    expect(evaluate(Token.asAny({ Ref: 'X' }) as any)).toEqual(['Condition']);
    expect(evaluate({ Bool: Token.asAny({ Ref: 'X' }) })).toEqual(['Bool']);
    const token = Token.asString({ Ref: 'Server' });
    expect(evaluate({ StringEquals: { [CALLED_VIA]: AWS } }, RequestOrigin.via(McpServer.of(token)))).toEqual([CALLED_VIA]);
  });

  test('on operators that are not compared, unless the key is missing', () => {
    const absent = { 'aws:SourceIp': [] };
    const present = { 'aws:SourceIp': ['10.0.0.1'] };
    const on = (operator: string, context: { [key: string]: string[] }) =>
      evaluate({ [operator]: { 'aws:SourceIp': '10.0.0.0/8' } }, RequestOrigin.direct(), context);
    expect(on('IpAddress', present)).toEqual(['aws:SourceIp']);
    expect(on('IpAddress', absent)).toBe('NEVER');
    expect(on('NotIpAddress', absent)).toBe('ALWAYS');
    expect(on('IpAddressIfExists', absent)).toBe('ALWAYS');
    expect(on('NumericLessThan', absent)).toBe('NEVER');
    expect(on('DateNotEquals', absent)).toBe('ALWAYS');
  });

  test('on comparisons whose outcome AWS does not document', () => {
    expect(evaluate({ Bool: { [CALLED_VIA]: 'false' } }, RequestOrigin.via(McpServer.AWS))).toEqual([CALLED_VIA]);
    expect(evaluate({ ArnLike: { [CALLED_VIA]: AWS } }, RequestOrigin.via(McpServer.AWS))).toEqual([CALLED_VIA]);
  });
});

test.each(['Boolean', 'stringEquals', 'NullIfExists', 'ForSomeValues:StringEquals', 'toString', ''])('"%s" is not an operator', (operator) => {
  expect(() => evaluate({ [operator]: { [VIA]: 'true' } })).toThrow(`"${operator}" is not an IAM condition operator`);
});

test.each(['true', null, ['true'], true])('%j is no operator\'s keys', (keys) => {
  expect(() => evaluate({ Bool: keys })).toThrow(
    `the condition operator "Bool" needs condition keys with their values, got ${JSON.stringify(keys)}`);
});

describe('the conditions the library writes', () => {
  const { viaAnyServer, via, viaAnyServerExcept, notVia, outsideMcp } = McpCondition;
  const matched = (condition: McpCondition) => ALL.filter((name) => {
    const { match } = McpCondition.evaluate(condition.toConditions(), ORIGINS[name], { 'aws:IsMcpServiceAction': ['false'] });
    expect(match).not.toBe(ConditionMatch.DEPENDS);
    return match === ConditionMatch.ALWAYS;
  });

  test('any server', () => {
    expect(viaAnyServer().toConditions()).toEqual({ Bool: { [VIA]: 'true' } });
    expect(matched(viaAnyServer())).toEqual(VIA_MCP);
  });

  test('these servers', () => {
    expect(via(McpServer.AWS).toConditions()).toEqual({ StringEquals: { [CALLED_VIA]: AWS } });
    expect(via(McpServer.AWS, McpServer.EKS, McpServer.AWS).toConditions()).toEqual({ StringEquals: { [CALLED_VIA]: [AWS, EKS] } });
    expect(matched(via(McpServer.AWS))).toEqual(['via AWS', 'service, via AWS, keys kept']);
  });

  test('all servers but these', () => {
    expect(viaAnyServerExcept(McpServer.AWS).toConditions()).toEqual({ Bool: { [VIA]: 'true' }, StringNotEquals: { [CALLED_VIA]: AWS } });
    expect(matched(viaAnyServerExcept(McpServer.AWS))).toEqual(VIA_MCP.filter((name) => !name.includes('via AWS')));
  });

  test('everything but these servers', () => {
    expect(notVia(McpServer.AWS).toConditions()).toEqual({ StringNotEquals: { [CALLED_VIA]: AWS } });
    expect(matched(notVia(McpServer.AWS))).toEqual(ALL.filter((name) => !['via AWS', 'service, via AWS, keys kept'].includes(name)));
  });

  test('outside MCP', () => {
    expect(outsideMcp().toConditions()).toEqual({ BoolIfExists: { [VIA]: 'false' } });
    expect(matched(outsideMcp())).toEqual(NOT_VIA_MCP);
    expect(matched(outsideMcp({ exceptForwardAccessSessions: true }))).toEqual(['direct, key absent', 'direct, key false']);
    expect(evaluate(outsideMcp({ exceptMcpServiceActions: true }).toConditions(), RequestOrigin.direct(), { 'aws:IsMcpServiceAction': ['true'] }))
      .toBe('NEVER');
  });

  test.each(['via', 'viaAnyServerExcept', 'notVia'] as const)('%s needs a server', (factory) => {
    expect(() => McpCondition[factory]()).toThrow(`McpCondition.${factory}() needs at least one server`);
  });

  test.each(['via', 'viaAnyServerExcept', 'notVia'] as const)('%s needs servers that are servers', (factory) => {
    const expected = 'is not an McpServer: expected one such as McpServer.AWS, or McpServer.of(\'aws-mcp.amazonaws.com\')';
    expect(() => McpCondition[factory](McpServer.AWS, (McpServer as any).SAGEMAKER)).toThrow(`McpCondition.${factory}(): undefined ${expected}`);
    expect(() => McpCondition[factory](AWS as any)).toThrow(`McpCondition.${factory}(): "${AWS}" ${expected}`);
    expect(() => McpCondition[factory]({} as any)).toThrow(`McpCondition.${factory}(): [object Object] ${expected}`);
  });

  test('a condition is not changed by what is done to its block', () => {
    const condition = outsideMcp();
    condition.toConditions().BoolIfExists[VIA] = 'true';
    expect(condition.toConditions()).toEqual({ BoolIfExists: { [VIA]: 'false' } });
    const statement = new iam.PolicyStatement({ conditions: condition.toConditions() });
    statement.addCondition('BoolIfExists', { 'aws:SecureTransport': 'true' });
    expect(condition.toConditions()).toEqual({ BoolIfExists: { [VIA]: 'false' } });
  });
});
