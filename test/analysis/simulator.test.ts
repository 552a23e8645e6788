import type { PolicyDocuments, SimulationRequest } from '../../src';
import { ActionSet, McpCondition, McpGuardrail, McpServer, McpSimulator, RequestOrigin, SimulationDecision } from '../../src';
import { ALL, deniedFrom, ORIGINS } from '../meaning';

const ROLE = 'arn:aws:iam::111122223333:role/Agent';
const KEY = 'arn:aws:s3:::data/key';
const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const allow = (action: string, rest: object = {}) => ({ Effect: 'Allow', Action: action, Resource: '*', ...rest });
const deny = (action: string, rest: object = {}) => ({ Effect: 'Deny', Action: action, Resource: '*', ...rest });
const ALLOW_ALL = policy(allow('*'));

const simulate = (documents: PolicyDocuments, request: Partial<SimulationRequest> = {}) =>
  McpSimulator.fromDocuments(documents).simulate({ principal: ROLE, action: 's3:GetObject', resource: KEY, ...request });
const decide = (documents: PolicyDocuments, request?: Partial<SimulationRequest>) => simulate(documents, request).decision;

describe('every origin', () => {
  test.each<[string, McpGuardrail]>([
    ['denyOutsideMcp', McpGuardrail.denyOutsideMcp()],
    ['denyViaMcp', McpGuardrail.denyViaMcp()],
    ['denyViaMcp of one server', McpGuardrail.denyViaMcp({ servers: [McpServer.EKS] })],
    ['allowOnlyServers', McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS] })],
    ['readOnlyViaMcp', McpGuardrail.readOnlyViaMcp({ services: ['s3'] })],
    ['baseline', McpGuardrail.baseline()],
  ])('%s denies through every layer just what its statements say', (_, guardrail) => {
    const statements = guardrail.statements().map((statement) => statement.toStatementJson());
    const guarded = policy(allow('*'), ...statements);
    const anyone = policy({ ...allow('*'), Principal: '*' }, ...statements.map((statement) => ({ ...statement, Principal: '*' })));
    // A VPC endpoint's takes no wildcard as short as that of the statement about KMS.
    const atEndpoint = { ...anyone, Statement: anyone.Statement.filter((each) => !JSON.stringify(each).includes('kms:ViaService')) };
    const places: { [place: string]: PolicyDocuments } = {
      'identity-based policy': { identityPolicies: [guarded] },
      'permissions boundary': { identityPolicies: [ALLOW_ALL], permissionsBoundary: guarded },
      'session policy': { identityPolicies: [ALLOW_ALL], sessionPolicy: guarded },
      'service control policy': { identityPolicies: [ALLOW_ALL], serviceControlPolicies: [policy(...statements)] },
      // It takes no NotAction, and names its services.
      ...(statements.every(({ NotAction }) => NotAction === undefined) && {
        'resource control policy': {
          identityPolicies: [ALLOW_ALL],
          resourceControlPolicies: [policy(...statements.map((each) => ({
            ...each,
            Principal: '*',
            Action: [each.Action].flat()
              .filter((action: string) => /^(\*|s3:.*)$/.test(action)).map((action: string) => (action === '*' ? 's3:*' : action)),
          }))
            .filter(({ Action }) => Action.length > 0))],
        },
      }),
      'resource-based policy': { identityPolicies: [ALLOW_ALL], resourcePolicy: anyone },
      'VPC endpoint policy': { identityPolicies: [ALLOW_ALL], vpcEndpointPolicy: atEndpoint },
    };
    const request = { action: 's3:DeleteObject', resource: KEY, context: { 'aws:PrincipalArn': [ROLE], 'kms:ViaService': [] } };
    const expected = deniedFrom(statements, request);
    for (const [place, documents] of Object.entries(places)) {
      const denied = ALL.filter((origin) => decide(documents, { ...request, origin: ORIGINS[origin] }) === 'EXPLICITLY_DENIED');
      expect({ place, denied }).toEqual({ place, denied: expected });
      const allowed = ALL.filter((origin) => decide(documents, { ...request, origin: ORIGINS[origin] }) === 'ALLOWED');
      expect([...denied, ...allowed].sort()).toEqual([...ALL].sort());
    }
  });

  test('after aws login a direct call carries aws:SignInSessionArn too, so that none is told without it', () => {
    const session = 'arn:aws:signin:us-east-1:111122223333:session/a1b2c3d4';
    const denying = (Condition: object) => ({ identityPolicies: [ALLOW_ALL, policy(deny('*', { Condition }))] });
    const both = denying({ ArnLike: { 'aws:SignInSessionArn': session } });
    const agents = denying({ ArnLike: { 'aws:SignInSessionArn': session }, Bool: { 'aws:ViaAWSMCPService': 'true' } });
    const origins = [RequestOrigin.direct(), RequestOrigin.directKeyAbsent(), RequestOrigin.directKeyFalse(), RequestOrigin.via(McpServer.AWS)];
    const answers = (documents: PolicyDocuments, context?: { [key: string]: string[] }) =>
      origins.map((origin) => decide(documents, { origin, context }));
    expect(simulate(both, { origin: RequestOrigin.direct() }).dependsOn).toEqual(['aws:SignInSessionArn']);
    expect(answers(both)).toEqual(origins.map(() => 'CONDITIONAL'));
    expect(answers(both, { 'aws:SignInSessionArn': [session] })).toEqual(origins.map(() => 'EXPLICITLY_DENIED'));
    expect(answers(both, { 'aws:SignInSessionArn': [] })).toEqual(origins.map(() => 'ALLOWED'));
    expect(answers(agents, { 'aws:SignInSessionArn': [session] })).toEqual(['ALLOWED', 'ALLOWED', 'ALLOWED', 'EXPLICITLY_DENIED']);
    expect(answers(agents)).toEqual(['ALLOWED', 'ALLOWED', 'ALLOWED', 'CONDITIONAL']);
  });

  test('a direct call is judged with the key and without', () => {
    const leaky = { identityPolicies: [ALLOW_ALL, policy(deny('*', { Condition: { Bool: { 'aws:ViaAWSMCPService': 'false' } } }))] };
    expect(decide(leaky)).toBe('CONDITIONAL');
    expect(simulate(leaky).dependsOn).toEqual(['aws:ViaAWSMCPService']);
    expect(decide(leaky, { origin: RequestOrigin.directKeyAbsent() })).toBe('ALLOWED');
    expect(decide(leaky, { origin: RequestOrigin.directKeyFalse() })).toBe('EXPLICITLY_DENIED');
  });

  test('any server stands for each', () => {
    const oneServer = { identityPolicies: [ALLOW_ALL, policy(deny('*', { Condition: McpCondition.via(McpServer.AWS).toConditions() }))] };
    const anyServer = { identityPolicies: [ALLOW_ALL, policy(deny('*', { Condition: McpCondition.viaAnyServer().toConditions() }))] };
    expect(decide(oneServer, { origin: RequestOrigin.viaAnyServer() })).toBe('CONDITIONAL');
    expect(decide(anyServer, { origin: RequestOrigin.viaAnyServer() })).toBe('EXPLICITLY_DENIED');
  });

  test('whether an action is a server\'s own is known', () => {
    const outside = { identityPolicies: [ALLOW_ALL, policy(...McpGuardrail.denyOutsideMcp().statements().map((each) => each.toStatementJson()))] };
    expect(decide(outside, { action: 'eks-mcp:InvokeMcp', resource: '*' })).toBe('ALLOWED');
    const unlisted = { action: 'new-mcp:InvokeMcp', resource: '*', unlistedAction: true };
    expect(decide(outside, unlisted)).toBe('CONDITIONAL');
    expect(simulate(outside, unlisted).dependsOn).toEqual(['aws:IsMcpServiceAction']);
    expect(decide(outside)).toBe('EXPLICITLY_DENIED');
  });

  test.each([
    ['partnercentral:UseSession', 'CONDITIONAL'], ['partnercentral:GetOpportunity', 'CONDITIONAL'], ['s3:NotInTheTable', 'CONDITIONAL'], ['aws-mcp:InvokeMcp', 'CONDITIONAL'],
    ['partnercentral:InvokeMcp', 'ALLOWED'], ['agentaccess-mcp:TypeText', 'ALLOWED'], ['bedrock-agentcore:InvokeRegistryMcp', 'ALLOWED'],
    ['s3:GetObject', 'IMPLICITLY_DENIED'], ['bedrock-agentcore:InvokeGateway', 'IMPLICITLY_DENIED'], ['aws-marketplace:SearchListings', 'IMPLICITLY_DENIED'],
  ])('%s, allowed where it is a server\'s own: %s', (action, decision) => {
    const own = { identityPolicies: [policy(allow('*', { Condition: { Bool: { 'aws:IsMcpServiceAction': 'true' } } }))] };
    expect(simulate(own, { action, resource: '*', unlistedAction: true })).toMatchObject({ decision, dependsOn: decision === 'CONDITIONAL' ? ['aws:IsMcpServiceAction'] : [] });
  });
});

describe('what is not known makes it conditional', () => {
  const team = policy(allow('s3:*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } }));

  test.each<[string, PolicyDocuments, Partial<SimulationRequest>, string[]]>([
    ['a key', { identityPolicies: [team] }, {}, ['aws:PrincipalTag/team']],
    ['the resource', { identityPolicies: [policy(allow('s3:*', { Resource: 'arn:aws:s3:::data/*' }))] }, { resource: undefined }, ['the resource']],
    ['a value known at deployment', { identityPolicies: [policy(allow('s3:*', { Resource: { Ref: 'Bucket' } }))] }, {},
      ['whether the statement\'s resource is arn:aws:s3:::data/key']],
    ['an action known at deployment', { identityPolicies: [policy(allow('*', { Action: [{ Ref: 'Action' }] }))] }, {},
      ['what identityPolicies/0/Statement/0 is at deployment']],
    ['a statement known at deployment', { identityPolicies: [policy(allow('*'), { 'Fn::If': ['Prod', deny('*'), allow('*')] })] }, {},
      ['what identityPolicies/0/Statement/1 is at deployment']],
    ['the principal', { resourcePolicy: policy({ ...allow('s3:*'), Principal: { AWS: ROLE } }) }, { principal: undefined }, ['the principal']],
    ['which session', { resourcePolicy: policy({ ...allow('s3:*'), Principal: { AWS: 'arn:aws:sts::111122223333:assumed-role/Agent/one' } }) }, {}, ['the principal']],
    ['the policy of a key', { identityPolicies: [ALLOW_ALL] }, { action: 'kms:Decrypt', resource: 'arn:aws:kms:eu-central-1:111122223333:key/1' },
      ['the policy of the resource, which is not given']],
    ['a trust policy', { identityPolicies: [ALLOW_ALL] }, { action: 'sts:AssumeRole', resource: 'arn:aws:iam::111122223333:role/Other' },
      ['the policy of the resource, which is not given']],
  ])('%s', (_, documents, request, dependsOn) => {
    const result = simulate(documents, request);
    expect(result.decision).toBe('CONDITIONAL');
    expect(result.dependsOn).toEqual(dependsOn);
  });

  test('but not where it does not decide', () => {
    expect(decide({ identityPolicies: [team, policy(deny('s3:*'))] })).toBe('EXPLICITLY_DENIED');
    expect(decide({ identityPolicies: [team, policy(allow('s3:GetObject'))] })).toBe('ALLOWED');
    expect(decide({ identityPolicies: [team], permissionsBoundary: policy(allow('ec2:*')) })).toBe('IMPLICITLY_DENIED');
    expect(decide({ identityPolicies: [ALLOW_ALL] }, { resource: undefined })).toBe('ALLOWED');
    expect(decide({ identityPolicies: [team] }, { context: { 'AWS:principaltag/TEAM': ['red'] } })).toBe('ALLOWED');
    expect(decide({ identityPolicies: [ALLOW_ALL] }, { action: 'kms:ListKeys', resource: '*' })).toBe('ALLOWED');
  });
});

describe('control policies', () => {
  const denyS3 = policy(deny('s3:*'));
  test.each<[string, PolicyDocuments, SimulationDecision]>([
    ['denies only: FullAWSAccess is taken to be there', { serviceControlPolicies: [policy(deny('ec2:*'))] }, SimulationDecision.ALLOWED],
    ['an Allow: what is given is all', { serviceControlPolicies: [policy(allow('ec2:*'))] }, SimulationDecision.IMPLICITLY_DENIED],
    ['levels: what is given is all', { serviceControlPolicies: [[ALLOW_ALL], [policy(deny('ec2:*'))]] }, SimulationDecision.IMPLICITLY_DENIED],
    ['levels: each allows', { serviceControlPolicies: [[ALLOW_ALL], [ALLOW_ALL, policy(deny('ec2:*'))]] }, SimulationDecision.ALLOWED],
    ['levels: a document among lists is a level', { serviceControlPolicies: [[ALLOW_ALL], denyS3] }, SimulationDecision.EXPLICITLY_DENIED],
    ['an empty list: none is in force', { serviceControlPolicies: [] }, SimulationDecision.ALLOWED],
    ['resource control policies allow everything besides', {
      resourceControlPolicies: [policy({ ...deny('s3:Delete*'), Principal: '*' })],
    }, SimulationDecision.ALLOWED],
  ])('%s', (_, documents, expected) => {
    expect(decide({ identityPolicies: [ALLOW_ALL], ...documents })).toBe(expected);
  });

  test('on resources restrict those of some services only', () => {
    const documents = { identityPolicies: [ALLOW_ALL], resourceControlPolicies: [policy({ ...deny('s3:*'), Principal: '*' })] };
    expect(decide(documents)).toBe('EXPLICITLY_DENIED');
    expect(decide(documents, { action: 'ec2:RunInstances', resource: '*' })).toBe('ALLOWED');
  });

  test('restrict neither service-linked roles nor, if of services, AWS services', () => {
    const linked = 'arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS';
    const documents = {
      identityPolicies: [ALLOW_ALL], serviceControlPolicies: [denyS3], resourcePolicy: policy({ ...allow('s3:*'), Principal: '*' }),
    };
    expect(decide(documents, { principal: linked })).toBe('ALLOWED');
    expect(decide({ ...documents, resourceControlPolicies: [policy({ ...deny('s3:*'), Principal: '*' })] }, { principal: linked })).toBe('ALLOWED');
    expect(decide(documents, { principal: 'logging.s3.amazonaws.com' })).toBe('ALLOWED');
    expect(decide({ ...documents, resourceControlPolicies: [policy({ ...deny('s3:*'), Principal: '*' })] }, { principal: 'logging.s3.amazonaws.com' }))
      .toBe('EXPLICITLY_DENIED');
    expect(decide(documents)).toBe('EXPLICITLY_DENIED');
  });
});

describe('the answer', () => {
  test('names the statements that deny', () => {
    const result = simulate({
      identityPolicies: [ALLOW_ALL],
      serviceControlPolicies: [[ALLOW_ALL], [ALLOW_ALL, policy(allow('*'), deny('s3:*', { Sid: 'NoStorage' }))]],
    });
    expect(result.statements).toEqual([{
      effect: 'Deny', sid: 'NoStorage', policyType: 'service control policy', place: 'serviceControlPolicies/1/1/Statement/1',
    }]);
    expect(`${result}`).toBe(`${ROLE} calls s3:GetObject on ${KEY} direct: EXPLICITLY_DENIED
  Deny "NoStorage" of the service control policy serviceControlPolicies/1/1/Statement/1`);
  });

  test('names the statements that allow', () => {
    expect(simulate({ identityPolicies: [policy(allow('s3:Put*'), allow('s3:Get*'))] }).statements)
      .toEqual([{ effect: 'Allow', policyType: 'identity-based policy', place: 'identityPolicies/0/Statement/1' }]);
  });

  test('says where an Allow is missing', () => {
    const result = simulate({ identityPolicies: [ALLOW_ALL], permissionsBoundary: policy(allow('ec2:*')), sessionPolicy: policy(allow('ec2:*')) });
    expect(result.missingAllows).toEqual(['permissions boundary', 'session policy']);
    expect(result.explanation).toContain('IMPLICITLY_DENIED: no Allow in permissions boundary, nor in session policy');
    expect(result.statements).toEqual([]);
    expect(result.dependsOn).toEqual([]);
    expect(simulate({}, { principal: 'arn:aws:iam::444455556666:role/Other', resourceAccount: '111122223333' }).missingAllows)
      .toEqual(['identity-based policy', 'resource-based policy']);
  });

  test('says that policies which are not given are taken for none, where it hangs on that', () => {
    const TAKEN = 'no policy of the principal is given, which is taken for none';
    expect(simulate({}).explanation).toBe(`${ROLE} calls s3:GetObject on ${KEY} direct: IMPLICITLY_DENIED: no Allow in identity-based policy\n  ${TAKEN}`);
    expect(simulate({ identityPolicies: [] }).explanation).not.toContain(TAKEN);
    expect(simulate({ identityPolicies: [policy(allow('ec2:*'))] }).explanation).not.toContain(TAKEN);
    expect(simulate({ resourcePolicy: policy({ ...allow('s3:*'), Principal: { AWS: ROLE } }) }).explanation).toContain('ALLOWED');
    expect(simulate({ resourcePolicy: policy({ ...allow('s3:*'), Principal: { AWS: ROLE } }) }).explanation).not.toContain(TAKEN);
  });

  test('does not know of a direct call whether it comes from a sign-in session: after aws login it does', () => {
    const ofSession = (more: object = {}) => ({
      identityPolicies: [ALLOW_ALL, policy({ Effect: 'Deny', Action: '*', Resource: '*', Condition: { ArnLike: { 'aws:SignInSessionArn': 'arn:aws:signin:*:*:session/*' }, ...more } })],
    });
    const result = simulate(ofSession());
    expect([result.decision, result.dependsOn]).toEqual(['CONDITIONAL', ['aws:SignInSessionArn']]);
    // Of agents only, it hits no direct call.
    expect(simulate(ofSession({ Bool: { 'aws:ViaAWSMCPService': 'true' } })).decision).toBe('ALLOWED');
  });

  test('says on what it depends', () => {
    expect(simulate({ identityPolicies: [policy(allow('*', { Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } } }))] }).explanation)
      .toBe(`${ROLE} calls s3:GetObject on ${KEY} direct: CONDITIONAL: depends on aws:CurrentTime
  Allow statement of the identity-based policy identityPolicies/0/Statement/0
  allowed if {"DateLessThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"}}`);
  });

  test('a denial whose kind is open is a denial', () => {
    const conditional = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } };
    expect(decide({ identityPolicies: [policy(allow('ec2:*'), deny('*', conditional))] })).toBe('IMPLICITLY_DENIED');
  });
});

describe('bad input', () => {
  const documents = { identityPolicies: [ALLOW_ALL] };

  test.each<[string, () => unknown, string]>([
    ['a wildcard as the action', () => decide(documents, { action: 's3:*' }), '"s3:*" is not an IAM action: expected one, as "service:Action", such as "s3:GetObject"'],
    ['no such action', () => decide(documents, { action: 's3:DeleteObjekt' }),
      'there is no action "s3:DeleteObjekt" (did you mean "s3:DeleteObject"?): if it is newer than the table of actions, of 2026-09-26, set unlistedAction'],
    ['a removed action', () => decide(documents, { action: 'aws-mcp:InvokeMcp' }), 'AWS has removed "aws-mcp:InvokeMcp": no request is about it any more'],
    ['no service', () => decide(documents, { action: 'GetObject' }), '"GetObject" is not an IAM action'],
    ['no principal', () => decide(documents, { principal: 'Agent' }), '"Agent" is not a principal that makes requests: expected the ARN of a role'],
    ['a group', () => decide(documents, { principal: 'arn:aws:iam::111122223333:group/Devs' }), 'is not a principal that makes requests'],
    ['a role without a name', () => decide(documents, { principal: 'arn:aws:iam::111122223333:role' }), 'is not a principal that makes requests'],
    ['context against the origin', () => decide(documents, { origin: RequestOrigin.via(McpServer.AWS), context: { 'aws:ViaAWSMCPService': ['false'] } }),
      'no request of the origin "via aws-mcp.amazonaws.com" has the context {"aws:ViaAWSMCPService":["false"]}'],
    ['no request', () => McpSimulator.fromDocuments(documents).simulate(null as never), 'simulate() takes a request, such as { principal, action, resource }, got null'],
    ['no documents', () => McpSimulator.fromDocuments(null as never), 'McpSimulator.fromDocuments() takes policy documents by where they act'],
    ['a text as the request', () => McpSimulator.fromDocuments(documents).simulate('s3:GetObject' as never), 'simulate() takes a request, such as { principal, action, resource }, got "s3:GetObject"'],
    ['no request with wildcards', () => McpSimulator.fromDocuments(documents).simulateParts(null as never), 'simulate() takes a request'],
    ['a number as the resource', () => decide(documents, { resource: 5 as never }), 'resource is 5: expected a string'],
    ['a number as the principal', () => decide(documents, { principal: 5 as never }), 'principal is 5: expected a string'],
    ['a number as the account', () => decide(documents, { resourceAccount: 111122223333 as never }), 'resourceAccount is 111122223333: expected a string'],
    ['an ARN without a resource', () => decide(documents, { resource: 'arn:aws:s3:::' }), '"arn:aws:s3:::" is not the ARN of a resource'],
    ['what is before a new action', () => decide(documents, { action: '!s3:NewAction', unlistedAction: true }), '"!s3:NewAction" is not an IAM action'],
    ['a text as the origin', () => decide(documents, { origin: 'direct' as never }), 'origin is "direct": expected a RequestOrigin'],
    ['a text as a key\'s values', () => decide(documents, { context: { 'aws:SourceIp': '203.0.113.7' as never } }), 'the context\'s aws:SourceIp is "203.0.113.7": expected a list of strings'],
    ['a role of no account', () => decide(documents, { principal: 'arn:aws:iam:::role/Agent' }), 'is not a principal that makes requests'],
    ['a session without a name', () => decide(documents, { principal: 'arn:aws:sts::111122223333:assumed-role/Agent' }), 'is not a principal that makes requests'],
    ['a list as the condition', () => decide({ identityPolicies: [policy(allow('*', { Condition: [] }))] }), '"Condition" is an object of operators with their keys, got []'],
    ['null as the condition', () => decide({ identityPolicies: [policy(allow('*', { Condition: null }))] }), '"Condition" is an object of operators with their keys, got null'],
    ['an operator without keys', () => decide({ identityPolicies: [policy(allow('*', { Condition: { Bool: {} } }))] }), 'the condition operator "Bool" needs condition keys with their values, got {}'],
    ['an element and its opposite', () => decide({ identityPolicies: [policy(allow('*', { NotAction: '*' }))] }), 'identityPolicies/0/Statement/0: has Action and NotAction: expected one of them'],
    ['a document that is none', () => decide({ identityPolicies: [{ Statements: [] }] }),
      'McpSimulator.fromDocuments(): identityPolicies/0 is not a policy document: expected an object with "Statement", got {"Statements":[]}'],
    ['text', () => decide({ resourcePolicy: JSON.stringify(ALLOW_ALL) as never }), 'resourcePolicy is not a policy document'],
    ['one document where a list is', () => decide({ identityPolicies: ALLOW_ALL as never }), 'identityPolicies is a list of policy documents, got {"Version"'],
    ['null as a level', () => decide({ serviceControlPolicies: [[null]] }), 'serviceControlPolicies/0/0 is not a policy document'],
    ['an effect', () => decide({ identityPolicies: [policy(allow('*', { Effect: 'Permit' }))] }), 'identityPolicies/0/Statement/0: has the Effect "Permit": expected "Allow" or "Deny", in just that case'],
    ['no action', () => decide({ identityPolicies: [policy({ Effect: 'Allow', Resource: '*' })] }), 'identityPolicies/0/Statement/0: has neither Action nor NotAction'],
    ['a text as the statement', () => decide({ identityPolicies: [policy('Allow' as never)] }), 'identityPolicies/0/Statement/0: the statement is "Allow": expected an object'],
    ['an operator', () => decide({ sessionPolicy: policy(allow('*', { Condition: { Equals: { a: 'b' } } })) }),
      'sessionPolicy/Statement/0: has a malformed Condition: "Equals" is not an IAM condition operator'],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe('what is easily got wrong', () => {
  const session = (role: string) => `arn:aws:sts::111122223333:assumed-role/${role}/ann`;

  test('what AWS owns is in no other account', () => {
    expect(decide({ identityPolicies: [ALLOW_ALL] }, { action: 'iam:GetPolicy', resource: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })).toBe('ALLOWED');
  });

  test('the roles of IAM Identity Center have a path, in which there may be a region', () => {
    const exempt = (role: string) => ({ identityPolicies: [ALLOW_ALL, policy(deny('*', { Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/${role}` } } }))] });
    const principal = session('AWSReservedSSO_Admin_0123456789abcdef');
    expect(decide(exempt('aws-reserved/sso.amazonaws.com/*'), { principal })).toBe('ALLOWED');
    expect(decide(exempt('aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_*'), { principal })).toBe('CONDITIONAL');
    expect(decide(exempt('admins/*'), { principal })).toBe('EXPLICITLY_DENIED');
  });

  test('a trust policy gives nothing that a boundary leaves out', () => {
    const trusts = (Principal: unknown) => ({
      identityPolicies: [ALLOW_ALL], permissionsBoundary: policy(allow('s3:*')), resourcePolicy: policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }),
    });
    const request = { action: 'sts:AssumeRole', resource: 'arn:aws:iam::111122223333:role/Other' };
    expect(decide(trusts({ AWS: '*' }), { ...request, principal: 'arn:aws:iam::111122223333:user/Ann' })).toBe('IMPLICITLY_DENIED');
    expect(decide(trusts({ AWS: session('Agent') }), { ...request, principal: session('Agent') })).toBe('IMPLICITLY_DENIED');
    const tagging = { ...trusts({ AWS: ROLE }), permissionsBoundary: undefined };
    expect(decide(tagging, { ...request, action: 'sts:TagSession' })).toBe('IMPLICITLY_DENIED');
  });

  test('what everybody may do, no boundary of the account takes away', () => {
    const documents = { identityPolicies: [], permissionsBoundary: policy(allow('ec2:*')), resourcePolicy: policy({ ...allow('s3:*'), Principal: '*' }) };
    expect(decide(documents)).toBe('ALLOWED');
    expect(decide(documents, { resourceAccount: '444455556666' })).toBe('IMPLICITLY_DENIED');
  });

  test('NotPrincipal is not supported in an Allow', () => {
    expect(() => decide({ resourcePolicy: policy({ ...allow('*'), NotPrincipal: { AWS: 'arn:aws:iam::444455556666:role/Other' } }) }))
      .toThrow('resourcePolicy/Statement/0: allows to NotPrincipal, which goes with Deny only');
  });

  test('a wildcard in the resource is any resource', () => {
    const documents = { identityPolicies: [ALLOW_ALL, policy(deny('*', { Resource: 'arn:aws:s3:::data/secret/*' }))] };
    expect(decide(documents, { resource: 'arn:aws:s3:::data/*' })).toBe('CONDITIONAL');
    expect(decide(documents, { resource: 'arn:aws:s3:::data/secret/*' })).toBe('EXPLICITLY_DENIED');
    expect(decide(documents, { resource: 'arn:aws:s3:::other/*' })).toBe('ALLOWED');
    expect(decide({ identityPolicies: [policy(allow('*', { Resource: '*' }))] }, { resource: '*' })).toBe('ALLOWED');
    expect(decide({ identityPolicies: [policy(allow('*', { Resource: 'arn:aws:s3:::data/*' }))] }, { resource: '*' })).toBe('IMPLICITLY_DENIED');
  });

  test('without a resource, its account is not known', () => {
    const own = { identityPolicies: [ALLOW_ALL, policy(deny('*', { Condition: { StringNotEquals: { 'aws:ResourceAccount': '111122223333' } } }))] };
    expect(decide(own, { resource: undefined })).toBe('CONDITIONAL');
    expect(decide(own)).toBe('ALLOWED');
    expect(decide(own, { resourceAccount: '444455556666' })).toBe('EXPLICITLY_DENIED');
  });

  test('GetCallerIdentity needs no permission', () => {
    expect(decide({ identityPolicies: [policy(deny('*'))] }, { action: 'sts:GetCallerIdentity', resource: '*' })).toBe('ALLOWED');
  });

  test.each<[string, RequestOrigin, decision: string]>([
    ['s3.*.amazonaws.com', RequestOrigin.direct(), 'ALLOWED'],
    // Its name ends with -mcp; how it begins is not known.
    ['s3.*.amazonaws.com', RequestOrigin.viaAnyServer(), 'CONDITIONAL'],
    ['s3.*.amazonaws.com', RequestOrigin.via(McpServer.EKS), 'ALLOWED'],
    ['eks-mcp.*', RequestOrigin.via(McpServer.AWS), 'ALLOWED'],
    // AWS does not say whether the call of a server has the key.
    ['eks-mcp.*', RequestOrigin.via(McpServer.EKS), 'CONDITIONAL'],
    ['*', RequestOrigin.viaAnyServer(), 'CONDITIONAL'],
    ['s3.*.amazonaws.com', RequestOrigin.viaAwsService(), 'CONDITIONAL'],
    ['s3.*.amazonaws.com', RequestOrigin.viaAwsService({ startedBy: RequestOrigin.via(McpServer.EKS) }), 'CONDITIONAL'],
  ])('a Deny of KMS where kms:ViaService is like %s, for a call %s: %s', (name, origin, expected) => {
    const documents = { identityPolicies: [ALLOW_ALL, policy(deny('kms:CreateKey', { Condition: { StringLike: { 'kms:ViaService': name } } }))] };
    const request = { action: 'kms:CreateKey', resource: '*', origin };
    expect(decide(documents, request)).toBe(expected);
    expect(decide(documents, { ...request, context: { 'kms:ViaService': ['s3.eu-west-1.amazonaws.com'] } }))
      .toBe(name.startsWith('eks') ? 'ALLOWED' : 'EXPLICITLY_DENIED');
  });

  test('a session\'s name does not tell whether its role is service-linked', () => {
    const documents = { identityPolicies: [ALLOW_ALL], serviceControlPolicies: [policy(deny('*'))] };
    expect(decide(documents, { principal: session('AWSServiceRoleForECS') })).toBe('CONDITIONAL');
  });

  test('in the policy of a gateway endpoint, an account is its root user', () => {
    const through = (Principal: unknown) => ({ identityPolicies: [ALLOW_ALL], vpcEndpointPolicy: policy({ ...allow('*'), Principal }) });
    expect(decide(through({ AWS: '111122223333' }))).toBe('CONDITIONAL');
    expect(decide(through('*'))).toBe('ALLOWED');
  });
});

test('sets of actions that a guardrail denies are denied, each action', () => {
  const statements = McpGuardrail.denyDestructiveViaMcp().statements().map((statement) => statement.toStatementJson());
  const simulator = McpSimulator.fromDocuments({ identityPolicies: [policy(allow('*'), ...statements)] });
  const request = { principal: ROLE, origin: RequestOrigin.viaAnyServer() };
  const notDenied = ActionSet.destructive().listActions()
    .filter((action) => simulator.simulate({ ...request, action }).decision !== SimulationDecision.EXPLICITLY_DENIED);
  expect(notDenied).toEqual([]);
});
