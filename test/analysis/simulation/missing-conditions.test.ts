import type { PolicyDocuments, SimulationRequest } from '../../../src';
import { McpCondition, McpGuardrail, McpServer, McpSimulator, RequestOrigin } from '../../../src';
import type { Json } from '../../conformance/row';
import { allow, ALLOW_ALL, deny, OBJECT, policy, SESSION, USER } from '../../conformance/world';

const ask = (documents: PolicyDocuments, more: Partial<SimulationRequest> = {}) =>
  McpSimulator.fromDocuments(documents).simulate({ principal: USER, action: 's3:GetObject', resource: OBJECT, ...more });
const when = (Condition: Json) => ({ Condition });
const own = (...statements: Json[]): PolicyDocuments => ({ identityPolicies: [policy(...statements)] });
const RED = { StringEquals: { 'aws:PrincipalTag/team': 'red' } };
const MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
const FROM = { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } };
const VIA = { Bool: { 'aws:ViaAWSMCPService': 'true' } };

describe('under what further conditions a request would be allowed', () => {
  test.each<[string, PolicyDocuments, Partial<SimulationRequest>, Json[]]>([
    ['an allowed one: none', own(allow('*')), {}, []],
    ['an Allow that hangs on a key that is not given', own(allow('*', when(RED))), {}, [RED]],
    ['a key that is known to be otherwise', own(allow('*', when(RED))), { context: { 'aws:PrincipalTag/team': ['blue'] } }, [RED]],
    ['what the request meets already is left out', own(allow('*', when({ ...RED, ...MFA }))), { context: { 'aws:PrincipalTag/team': ['red'] } }, [MFA]],
    ['either of two Allows', own(allow('*', when(RED)), allow('s3:*', when(MFA))), {}, [RED, MFA]],
    ['each of two layers', { ...own(allow('*', when(RED))), permissionsBoundary: policy(allow('*', when(MFA))) }, {}, [{ ...RED, ...MFA }]],
    ['a Deny that must not match', own(allow('*'), deny('*', when({ ...RED, NumericLessThan: { 'aws:MultiFactorAuthAge': ['10', '20'] } }))), {}, [
      { StringNotEquals: { 'aws:PrincipalTag/team': 'red' } }, { NumericGreaterThanEqualsIfExists: { 'aws:MultiFactorAuthAge': '20' } },
    ]],
    ['an Allow and a Deny', own(allow('*', when(RED)), deny('*', when({ NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }))), {}, [{ ...FROM, ...RED }]],
    ['a Deny without condition', own(allow('*', when(RED)), deny('s3:*')), {}, []],
    ['no Allow of the action', own(allow('ec2:*', when(RED))), {}, []],
    ['an Allow of another resource', own(allow('*', { Resource: 'arn:aws:s3:::other/*', ...when(RED) })), {}, []],
    ['what contradicts itself', { ...own(allow('*', when(RED))), permissionsBoundary: policy(allow('*', when({ StringNotEquals: RED.StringEquals }))) }, {}, []],
    ['one that is true and another that contradicts it', { ...own(allow('*', when(RED)), allow('*', when(MFA))), permissionsBoundary: policy(allow('*', when({ StringNotEquals: RED.StringEquals }))) }, {}, [
      { ...MFA, StringNotEquals: RED.StringEquals },
    ]],
    ['a value known only at deployment', own(allow('*', when({ StringEquals: { 'aws:PrincipalTag/team': { Ref: 'Team' } } }))), {}, []],
    ['a policy variable', own(allow('*', when({ StringEquals: { 'aws:ResourceTag/owner': '${aws:username}' } }))), {}, [{ StringEquals: { 'aws:ResourceTag/owner': '${aws:username}' } }]],
    ['a resource that hangs on a key: no condition can say it', own(allow('*', { Resource: 'arn:aws:s3:::data/${aws:PrincipalTag/team}/*' })), {}, []],
    ['a resource that would be another with another value', own(allow('*', { Resource: 'arn:aws:s3:::data/${aws:PrincipalTag/team}/*' }), deny('*', when({ StringEquals: { 'aws:PrincipalTag/team': 'key' } }))), {
      resource: 'arn:aws:s3:::data/key/a', context: { 'aws:PrincipalTag/team': ['key'] },
    }, []],
    ['a call by an agent', own(allow('*'), deny('*', when(VIA))), { origin: RequestOrigin.via(McpServer.AWS) }, [{ BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } }]],
    ['a call by a person, where only one server may', own(allow('*'), ...McpGuardrail.allowOnlyServers({ servers: [McpServer.EKS] }).statements().map((each) => each.toStatementJson())),
      { origin: RequestOrigin.via(McpServer.AWS) }, [
        { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } }, { StringEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } },
      ]],
    ['all values of a negated operator', { ...own(allow('*', when({ StringNotEquals: { 'aws:PrincipalTag/team': 'red' } }))), permissionsBoundary: policy(allow('*', when({ StringNotEquals: { 'aws:PrincipalTag/team': 'blue' } }))) }, {}, [
      { StringNotEquals: { 'aws:PrincipalTag/team': ['red', 'blue'] } },
    ]],
  ])('%s', (_, documents, more, blocks) => {
    expect(ask(documents, more).allowedIf).toEqual(blocks);
  });

  test('as a condition of a statement, it does what it says', () => {
    const documents = own(allow('*', when({ ...RED, ...MFA })), deny('*', when({ ...VIA, StringNotLike: { 'aws:PrincipalTag/team': 'b*' } })));
    const [block] = ask(documents, { origin: RequestOrigin.via(McpServer.AWS) }).allowedIf;
    expect(block).toBeDefined();
    expect(McpCondition.evaluate(block, RequestOrigin.directKeyAbsent(), { 'aws:PrincipalTag/team': ['red'], 'aws:MultiFactorAuthPresent': ['true'] }).match).toBe('ALWAYS');
    expect(ask(documents, { origin: RequestOrigin.directKeyAbsent(), context: { 'aws:PrincipalTag/team': ['red'], 'aws:MultiFactorAuthPresent': ['true'] } }).decision).toBe('ALLOWED');
  });

  test('many statements and keys take no time without end', () => {
    const statements = Array.from({ length: 300 }, (_, i) => [allow('*', when({ StringEquals: { [`aws:PrincipalTag/a${i}`]: 'x' } })), deny('*', when({ StringEquals: { [`aws:PrincipalTag/d${i}`]: 'x' }, ...MFA }))]).flat();
    const blocks = ask(own(...statements)).allowedIf;
    expect(blocks.length).toBeGreaterThan(0);
    expect(blocks.every((each) => JSON.stringify(each).includes('MultiFactorAuthPresent'))).toBe(true);
  });
});

describe('what rules a statement out', () => {
  const ruledOut = (documents: PolicyDocuments, more?: Partial<SimulationRequest>) =>
    ask(documents, more).ruledOut.map(({ sid, effect, policyType, place, mismatches }) => ({ sid, effect, policyType, place, mismatches }));
  const A = { Sid: 'A' };
  const inIdentity = { sid: 'A', effect: 'Allow', policyType: 'identity-based policy', place: 'identityPolicies/0/Statement/0' };

  test.each<[string, Json, Partial<SimulationRequest>, Json[]]>([
    ['nothing', allow('*'), {}, []],
    ['its action', allow('ec2:*'), {}, [{ element: 'Action', policyValues: ['ec2:*'], requestValues: ['s3:GetObject'] }]],
    ['all actions but its own', { Effect: 'Allow', NotAction: ['s3:*', 'ec2:*'], Resource: '*' }, {}, [{ element: 'NotAction', policyValues: ['s3:*', 'ec2:*'], requestValues: ['s3:GetObject'] }]],
    ['its resource', allow('s3:*', { Resource: ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'] }), {}, [{ element: 'Resource', policyValues: ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'], requestValues: [OBJECT] }]],
    ['all resources but its own', { Effect: 'Allow', Action: '*', NotResource: OBJECT }, {}, [{ element: 'NotResource', policyValues: [OBJECT], requestValues: [OBJECT] }]],
    ['a value', allow('s3:*', when(RED)), { context: { 'aws:PrincipalTag/team': ['blue'] } }, [
      { element: 'Condition', conditionOperator: 'StringEquals', conditionKey: 'aws:PrincipalTag/team', policyValues: ['red'], requestValues: ['blue'] },
    ]],
    ['a missing key', allow('s3:*', when({ ...RED, ...MFA })), { context: { 'aws:PrincipalTag/team': [], 'aws:MultiFactorAuthPresent': ['true'] } }, [
      { element: 'Condition', conditionOperator: 'StringEquals', conditionKey: 'aws:PrincipalTag/team', policyValues: ['red'], requestValues: [], mayBeAbsent: true },
    ]],
    ['a key that calls have or have not', allow('s3:*', when(VIA)), {}, [
      { element: 'Condition', conditionOperator: 'Bool', conditionKey: 'aws:ViaAWSMCPService', policyValues: ['true'], requestValues: ['false'], mayBeAbsent: true },
    ]],
    ['two elements', allow('ec2:*', when(VIA)), { origin: RequestOrigin.directKeyFalse() }, [
      { element: 'Action', policyValues: ['ec2:*'], requestValues: ['s3:GetObject'] },
      { element: 'Condition', conditionOperator: 'Bool', conditionKey: 'aws:ViaAWSMCPService', policyValues: ['true'], requestValues: ['false'] },
    ]],
    ['not what only may be otherwise', allow('s3:*', when(RED)), {}, []],
    ['not what matches some of the calls', allow('s3:*', when({ Bool: { 'aws:ViaAWSMCPService': 'false' } })), {}, []],
  ])('%s', (_, statement, more, mismatches) => {
    expect(ruledOut(own({ ...A, ...statement }), more)).toEqual(mismatches.length === 0 ? [] : [{ ...inIdentity, mismatches }]);
  });

  test('its principal', () => {
    const statement = allow('s3:*', { ...A, Principal: { AWS: ['444455556666', SESSION], Service: 'ec2.amazonaws.com' } });
    expect(ruledOut({ identityPolicies: [], resourcePolicy: policy(statement) })).toEqual([{
      ...inIdentity,
      policyType: 'resource-based policy',
      place: 'resourcePolicy/Statement/0',
      mismatches: [{ element: 'Principal', policyValues: ['AWS: 444455556666', `AWS: ${SESSION}`, 'Service: ec2.amazonaws.com'], requestValues: [USER] }],
    }]);
  });

  test('another element, where it is the principal', () => {
    const [statement, ...others] = ruledOut({ identityPolicies: [], resourcePolicy: policy(allow('ec2:*', { ...A, Principal: { AWS: USER } })) });
    expect([statement.mismatches.map(({ element }) => element), others]).toEqual([['Action'], []]);
  });

  test('a kind of policy that does not count', () => {
    const [statement] = ruledOut({ identityPolicies: [ALLOW_ALL], serviceControlPolicies: [policy(deny('s3:*', A))] }, { principal: 'ec2.amazonaws.com' });
    expect(statement.mismatches).toEqual([{ element: 'policy', policyValues: ['service control policy'], requestValues: ['s3:GetObject by ec2.amazonaws.com'] }]);
  });
});
