import { aws_iam as iam, CfnParameter, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import { ConditionMatch, McpCondition, McpServer, RequestOrigin } from '../../src';
import { ALL, NOT_VIA_MCP, ORIGINS, VIA_MCP } from '../meaning';

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
    // Of the two qualifiers for a key that is absent, AWS does not say which counts.
    [{ 'ForAnyValue:StringEqualsIfExists': { [CALLED_VIA]: AWS } }, '? ? yes no'],
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
    // Without a set operator AWS does not say what it means.
    expect(on('StringNotLike', 'o-1/r-1/ou-1/*')).toEqual(['aws:PrincipalOrgPaths']);
    expect(on('StringLike', 'o-1/*')).toEqual(['aws:PrincipalOrgPaths']);
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
      parameter.valueAsString, Fn.importValue('Server'), Lazy.string({ produce: () => AWS }), [parameter.valueAsString], `${parameter.valueAsString}m`,
      Token.asList({ 'Fn::Split': [',', 'a,b'] }), { Ref: 'Server' }, { 'Fn::ImportValue': 'Server' }, '${aws:PrincipalTag/server}',
    ]) {
      expect(evaluate({ StringEquals: { [CALLED_VIA]: value } }, viaAws)).toEqual([CALLED_VIA]);
      // A missing key needs no value.
      expect(evaluate({ StringEquals: { [CALLED_VIA]: value } })).toBe('NEVER');
      expect(evaluate({ StringNotEquals: { [CALLED_VIA]: value } })).toBe('ALWAYS');
    }
    // What is known of a value may be enough.
    expect(evaluate({ StringEquals: { [CALLED_VIA]: `${parameter.valueAsString}x` } }, viaAws)).toBe('NEVER');
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

  test('on comparisons whose outcome AWS does not document', () => {
    expect(evaluate({ Bool: { [CALLED_VIA]: 'false' } }, RequestOrigin.via(McpServer.AWS))).toEqual([CALLED_VIA]);
    expect(evaluate({ ArnLike: { [CALLED_VIA]: AWS } }, RequestOrigin.via(McpServer.AWS))).toEqual([CALLED_VIA]);
  });
});

describe('operators of other types', () => {
  const on = (operator: string, value: string, request: string[]) =>
    evaluate({ [operator]: { 'aws:Key': value } }, RequestOrigin.direct(), { 'aws:Key': request });

  test.each<[string, string, string, string]>([
    // operator, value of the policy, value of the request, match
    ['IpAddress', '203.0.113.0/24', '203.0.113.7', 'ALWAYS'],
    ['IpAddress', '203.0.113.0/24', '203.0.114.7', 'NEVER'],
    ['IpAddress', '203.0.113.7', '203.0.113.7', 'ALWAYS'],
    ['IpAddress', '203.0.113.7', '203.0.113.8', 'NEVER'],
    ['IpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5678::1', 'ALWAYS'],
    ['IpAddress', '2001:db8:1234:5678::/64', '2001:db8:1234:5679::1', 'NEVER'],
    ['IpAddress', '203.0.113.0/24', '2001:db8::1', 'NEVER'],
    ['NotIpAddress', '203.0.113.0/24', '198.51.100.1', 'ALWAYS'],
    ['NumericEquals', '3', '3.0', 'ALWAYS'],
    ['NumericNotEquals', '3', '3', 'NEVER'],
    ['NumericLessThan', '10', '9', 'ALWAYS'],
    ['NumericLessThan', '10', '10', 'NEVER'],
    ['NumericLessThanEquals', '10', '10', 'ALWAYS'],
    ['NumericGreaterThan', '-1', '0', 'ALWAYS'],
    ['NumericGreaterThan', '1', '1', 'NEVER'],
    ['NumericGreaterThanEquals', '1', '1', 'ALWAYS'],
    ['DateEquals', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00', 'ALWAYS'],
    ['DateNotEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'NEVER'],
    ['DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', 'ALWAYS'],
    ['DateLessThanEquals', '2026-01-01', '2026-01-01T00:00:00Z', 'ALWAYS'],
    ['DateGreaterThan', '1767225600', '2026-01-01T00:00:01Z', 'ALWAYS'],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'NEVER'],
    ['DateGreaterThanEquals', '2026', '2026-01-01T00:00:00Z', 'ALWAYS'],
    ['BinaryEquals', 'QmluYXJ5VmFsdWU=', 'QmluYXJ5VmFsdWU=', 'ALWAYS'],
    ['BinaryEquals', 'QmluYXJ5VmFsdWU=', 'b3RoZXI=', 'NEVER'],
    ['ArnEquals', 'arn:aws:sns:*:111122223333:topic-*', 'arn:aws:sns:eu-central-1:111122223333:topic-1', 'ALWAYS'],
    ['ArnNotLike', 'arn:aws:sns:*:111122223333:topic-*', 'arn:aws:sns:eu-central-1:444455556666:topic-1', 'ALWAYS'],
    ['ArnLike', 'arn:aws:s3:::*', 'arn:aws:s3:::bucket/key:with:colons', 'ALWAYS'],
  ])('%s %s for %s: %s', (operator, value, request, match) => {
    expect(on(operator, value, [request])).toBe(match);
  });

  test.each([
    ['IpAddress', '203.0.113.0/24', 'aws-mcp.amazonaws.com'],
    ['IpAddress', '203.0.113.0/33', '203.0.113.7'],
    ['IpAddress', 'office', '203.0.113.7'],
    ['NumericLessThan', 'ten', '9'],
    ['DateLessThan', '2026-13-01T00:00:00Z', '2026-01-01'],
    ['DateLessThan', '1 Jan 2026', '2026-01-01'],
    ['BinaryEquals', 'not base64', 'QmluYXJ5VmFsdWU='],
    ['ArnLike', '*', 'arn:aws:s3:::bucket'],
  ])('%s %s for %s: not documented, so it depends', (operator, value, request) => {
    expect(on(operator, value, [request])).toEqual(['aws:Key']);
  });

  test.each(['IpAddress', 'NumericLessThan', 'DateEquals', 'BinaryEquals', 'ArnLike'])('%s never matches an absent key', (operator) => {
    expect(on(operator, '1', [])).toBe('NEVER');
    expect(on(`${operator}IfExists`, '1', [])).toBe('ALWAYS');
  });

  test.each(['NotIpAddress', 'NumericNotEquals', 'DateNotEquals', 'ArnNotLike'])('%s matches an absent key', (operator) => {
    expect(on(operator, '1', [])).toBe('ALWAYS');
  });
});

describe('policy variables', () => {
  const on = (conditions: { [operator: string]: any }, context: { [key: string]: string[] }) =>
    evaluate(conditions, RequestOrigin.direct(), context);

  test('stand for the value of their key', () => {
    const own = { StringEquals: { 's3:prefix': 'home/${aws:username}' } };
    expect(on(own, { 's3:prefix': ['home/alice'], 'aws:UserName': ['alice'] })).toBe('ALWAYS');
    expect(on(own, { 's3:prefix': ['home/alice'], 'aws:UserName': ['bob'] })).toBe('NEVER');
    expect(on(own, { 's3:prefix': ['home/alice'] })).toEqual(['s3:prefix']);
  });

  test('have a default for a key that is absent', () => {
    const team = { StringLike: { 's3:prefix': "${aws:PrincipalTag/team, 'company'}/*" } };
    expect(on(team, { 's3:prefix': ['company/x'], 'aws:PrincipalTag/team': [] })).toBe('ALWAYS');
    expect(on(team, { 's3:prefix': ['red/x'], 'aws:PrincipalTag/team': ['red'] })).toBe('ALWAYS');
    expect(on(team, { 's3:prefix': ['company/x'], 'aws:PrincipalTag/team': ['red'] })).toBe('NEVER');
  });

  test('bring no wildcards with them', () => {
    const own = { StringLike: { 's3:prefix': '${aws:username}/*' } };
    expect(on(own, { 's3:prefix': ['x/y'], 'aws:username': ['*'] })).toBe('NEVER');
    expect(on(own, { 's3:prefix': ['*/y'], 'aws:username': ['*'] })).toBe('ALWAYS');
  });

  test('without a value are like none; with several, it depends', () => {
    const own = { StringEquals: { 's3:prefix': '${aws:username}' } };
    expect(on(own, { 's3:prefix': ['x'], 'aws:username': [] })).toBe('NEVER');
    expect(on({ StringNotEquals: own.StringEquals }, { 's3:prefix': ['x'], 'aws:username': [] })).toBe('ALWAYS');
    expect(on(own, { 's3:prefix': ['x'], 'aws:username': ['x', 'y'] })).toEqual(['s3:prefix']);
  });

  test('that are characters', () => {
    expect(on({ StringLike: { 's3:prefix': 'a${*}${?}${$}*' } }, { 's3:prefix': ['a*?$b'] })).toBe('ALWAYS');
    expect(on({ StringLike: { 's3:prefix': 'a${*}' } }, { 's3:prefix': ['ab'] })).toBe('NEVER');
    expect(on({ StringEquals: { 's3:prefix': 'a${*}' } }, { 's3:prefix': ['a*'] })).toBe('ALWAYS');
  });
});

test.each(['Boolean', 'String Equals', 'NullIfExists', 'ForSomeValues:StringEquals', 'toString', ''])('"%s" is not an operator', (operator) => {
  expect(() => evaluate({ [operator]: { [VIA]: 'true' } })).toThrow(`"${operator}" is not an IAM condition operator`);
});

test.each(['bool', 'BOOL', 'BoolIFEXISTS', 'forallvalues:bool'])('"%s" is one in any case', (operator) => {
  expect(evaluate({ [operator]: { [VIA]: 'true' } }, RequestOrigin.via(McpServer.AWS))).toBe('ALWAYS');
});

test('a key twice in another case, or one without a value, is an error', () => {
  expect(() => evaluate({}, RequestOrigin.direct(), { 'aws:userid': ['x'], 'AWS:USERID': ['y'] })).toThrow('the context has "aws:userid" twice');
  expect(() => evaluate({ BoolIfExists: { [VIA]: 'false', 'AWS:VIAAWSMCPSERVICE': 'true' } })).toThrow('two BoolIfExists conditions are on AWS:VIAAWSMCPSERVICE');
  expect(() => evaluate({ Bool: { [VIA]: 'false' }, bool: { [VIA]: 'true' } })).toThrow('two Bool conditions are on aws:ViaAWSMCPService');
  expect(() => evaluate({ StringNotEquals: { [CALLED_VIA]: [] } })).toThrow('aws:CalledViaAWSMCP of StringNotEquals is []: expected a value or a list of them');
});

test.each(['true', null, ['true'], true])('%j is no operator\'s keys', (keys) => {
  expect(() => evaluate({ Bool: keys })).toThrow(
    `the condition operator "Bool" needs condition keys with their values, got ${JSON.stringify(keys)}`);
});

describe('the conditions the library writes', () => {
  const { viaAnyServer, via, viaAnyServerExcept, _notVia, outsideMcp } = McpCondition;
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
    expect(_notVia(McpServer.AWS).toConditions()).toEqual({ StringNotEquals: { [CALLED_VIA]: AWS } });
    expect(matched(_notVia(McpServer.AWS))).toEqual(ALL.filter((name) => !['via AWS', 'service, via AWS, keys kept'].includes(name)));
  });

  test('outside MCP', () => {
    expect(outsideMcp().toConditions()).toEqual({ BoolIfExists: { [VIA]: 'false' } });
    expect(matched(outsideMcp())).toEqual(NOT_VIA_MCP);
    expect(matched(outsideMcp({ exceptForwardAccessSessions: true }))).toEqual(['direct, key absent', 'direct, key false']);
    expect(evaluate(outsideMcp({ exceptMcpServiceActions: true }).toConditions(), RequestOrigin.direct(), { 'aws:IsMcpServiceAction': ['true'] }))
      .toBe('NEVER');
  });

  test.each(['via', 'viaAnyServerExcept'] as const)('%s needs a server', (factory) => {
    expect(() => McpCondition[factory]()).toThrow(`McpCondition.${factory}() needs at least one server`);
  });

  test.each(['via', 'viaAnyServerExcept'] as const)('%s needs servers that are servers', (factory) => {
    const expected = 'is not an McpServer: expected one such as McpServer.AWS, or McpServer.of(\'aws-mcp.amazonaws.com\')';
    expect(() => McpCondition[factory](McpServer.AWS, (McpServer as any).SAGEMAKER)).toThrow(`McpCondition.${factory}(): undefined ${expected}`);
    expect(() => McpCondition[factory](AWS as any)).toThrow(`McpCondition.${factory}(): "${AWS}" ${expected}`);
    expect(() => McpCondition[factory]({} as any)).toThrow(`McpCondition.${factory}(): {} ${expected}`);
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
