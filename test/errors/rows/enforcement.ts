// A row is a line, so that rows can be compared.
/* eslint-disable @stylistic/max-len */
import {
  App, aws_iam as iam, aws_s3 as s3, aws_sso as sso, CfnResource, Duration, Lazy, RemovalPolicy, Stack, Token,
} from 'aws-cdk-lib';
import {
  ActionSet, BaselineGrade, DenyOutsideMcpGuardrail, McpGrantee, McpGuardrail, McpGuardrailPolicy, McpPermissionsBoundary, McpPermissionSet, McpPrincipalGuardrails,
  McpResourceControlPolicy, McpScopedRole, McpServer, McpServiceControlPolicy, mixins, PermissionSetAssignment, PermissionSetBoundary, PolicyTarget, PrincipalFilter,
} from '../../../src';
import { rows, synth } from '../row';

const VIA = [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })];
const assumedBy = new iam.AccountRootPrincipal();
const targets = [PolicyTarget.root('r-ab12')];
const agents = [PrincipalFilter.rolePaths('/agents/')];
const { DENY, ALLOW } = iam.Effect;
const deny = (props: object = {}) => new iam.PolicyStatement({ sid: 'Own', effect: DENY, actions: ['s3:DeleteObject'], resources: ['*'], ...props });
const allow = (props: object = {}) => new iam.PolicyStatement({ sid: 'Own', effect: ALLOW, actions: ['s3:*'], resources: ['*'], ...props });
const own = (props?: object) => [McpGuardrail.fromStatements(deny(props))];
/** A guardrail as a program in another language may make it. */
const raw = (...statements: iam.PolicyStatement[]) => [{ id: 'Raw', statements: () => statements } as unknown as McpGuardrail];
const role = (stack: Stack, props: object = {}) => new iam.Role(stack, 'Role', { assumedBy, ...props });
const scoped = (props: object) => synth((stack) => new McpScopedRole(stack, 'Agent', { assumedBy, guardrails: [], ...props } as any));
const scp = (props: object) => synth((stack) => new McpServiceControlPolicy(stack, 'Scp', { guardrails: VIA, targets, ...props } as any));
const rcp = (props: object) => synth((stack) => new McpResourceControlPolicy(stack, 'Rcp', { guardrails: VIA, targets, ...props } as any));
const policy = (guardrails: McpGuardrail[], then: (made: McpGuardrailPolicy, stack: Stack) => unknown = (made, stack) => made.attachToRole(role(stack))) =>
  synth((stack) => then(new McpGuardrailPolicy(stack, 'Guardrails', { guardrails }), stack));
const boundary = (props: object, then: (made: McpPermissionsBoundary, stack: Stack) => unknown = (made, stack) => role(stack, { permissionsBoundary: made })) =>
  synth((stack) => then(new McpPermissionsBoundary(stack, 'Boundary', { guardrails: VIA, ...props } as any), stack));
const permissionSet = (props: object) => synth((stack) =>
  new McpPermissionSet(stack, 'Developers', { instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', name: 'Developers', guardrails: VIA, ...props } as any));
const onlyMcp = (then: (made: DenyOutsideMcpGuardrail, stack: Stack) => unknown, props: object = {}) =>
  synth((stack) => then(new DenyOutsideMcpGuardrail(stack, 'OnlyMcp', props), stack));
const everywhere = (guardrails: McpGuardrail[], make: (stack: Stack, app: App) => unknown, options: object = {}) => synth((stack, app) => {
  make(stack, app);
  McpPrincipalGuardrails.of(app, options).apply(...guardrails);
});
/** Statements that no policy holds together. */
const large = (of: number, each = 5_000) => Array.from({ length: of }, (_, i) =>
  McpGuardrail.denyViaMcp({ sid: `Large${i}`, actions: ActionSet.of('s3:DeleteObject'), resources: [`arn:aws:s3:::${'x'.repeat(each)}${i}/*`] }));
const work = () => new iam.PolicyDocument({ statements: [allow({ sid: undefined, resources: [`arn:aws:s3:::${'x'.repeat(10_000)}/*`] })] });
const managed = (count: number) => Array.from({ length: count }, (_, i) => iam.ManagedPolicy.fromAwsManagedPolicyName(`Policy${i}`));
const override = (construct: { node: { defaultChild?: unknown } }, path: string, value: unknown) =>
  (construct.node.defaultChild as CfnResource).addPropertyOverride(path, value);

export const ENFORCEMENT = [
  ...rows('cloud team',
    ['a control policy without targets', scp({ targets: [] }), 'targets is empty, so that the service control policy would reach nobody', 'name one', scp({})],
    ['a divided control policy is to be retained', scp({ guardrails: large(3), removalPolicy: RemovalPolicy.RETAIN }), 'removalPolicy is "retain", but the guardrails need 3 policies', 'leave it out', scp({ guardrails: large(3) })],
    ['a name that has no room for the hash', scp({ guardrails: large(3), policyName: 'x'.repeat(128) }), 'policyName with the hash of the content is', 'a shorter name', scp({ guardrails: large(3), policyName: 'x'.repeat(100) })],
    ['more control policies than a target holds', scp({ guardrails: large(3), maxPoliciesPerTarget: 1 }), 'the stack attaches 3 service control policies to r-ab12, 2 more than the 1 it can hold', 'fewer, or what is left', scp({ guardrails: large(3), maxPoliciesPerTarget: 3 })],
    ['two control policies of one name', synth((stack) => ['A', 'B'].map((id) => new McpServiceControlPolicy(stack, id, { guardrails: VIA, targets, policyName: 'Agents' }))), 'is a policy of the same name, "Agents", of which the organization can have one: give one of them another policyName', 'another name',
      synth((stack) => ['A', 'B'].map((id) => new McpServiceControlPolicy(stack, id, { guardrails: VIA, targets, policyName: `Agents${id}` })))],
    ['a statement larger than a control policy', scp({ guardrails: large(1, 11_000) }), 'statement "Large0" alone makes a document of 11,', 'several statements', scp({ guardrails: large(2, 5_500) })],
    ['everybody is locked out', scp({ guardrails: [McpGuardrail.denyOutsideMcp()] }), 'would lock everybody out: in a policy of the organization it denies everything to people and programs that call AWS directly; say with appliesTo', 'appliesTo', scp({ guardrails: [McpGuardrail.denyOutsideMcp({ appliesTo: agents })] })],
    ['services that an RCP does not reach', rcp({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*', 'ec2:*') })] }), "denies actions of services that a resource control policy doesn't reach (ec2), and would be weaker than it says: narrow it to others", 'leave them out, or narrow it',
      () => [rcp({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*', 'ec2:*') })], leaveOutUnsupportedServices: true }), rcp({})].forEach((each) => each())],
    ['nothing that an RCP can be about', rcp({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('ec2:*') })], leaveOutUnsupportedServices: true }), 'the guardrail "DenyViaMcp" denies nothing that a resource control policy can be about', 'an SCP', scp({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('ec2:*') })] })],
    ['a tag that AWS Sign-In does not know', rcp({ guardrails: [McpGuardrail.allowOnlyOauthClients({ redirectUris: ['http://localhost:*'], exempt: [PrincipalFilter.tag('team', 'x')] })] }), "which AWS Sign-In doesn't know in a resource control policy: filter by PrincipalFilter.roleNames()", 'by name, or in an SCP',
      () => [rcp({ guardrails: [McpGuardrail.allowOnlyOauthClients({ redirectUris: ['http://localhost:*'], exempt: [PrincipalFilter.roleNames('Admin')] })] }), scp({ guardrails: [McpGuardrail.allowOnlyOauthClients({ redirectUris: ['http://localhost:*'], exempt: [PrincipalFilter.tag('team', 'x')] })] })].forEach((each) => each())],
    ['a permission set with too many managed policies', permissionSet({ managedPolicies: managed(21) }), 'it has 21 managed policies, 1 more than the 20 that a role can have: leave some out, or raise maxManagedPolicies', 'raise it', permissionSet({ managedPolicies: managed(21), maxManagedPolicies: 25 })],
    ['a duration that is known only at deployment', permissionSet({ sessionDuration: Duration.hours(Token.asNumber({ Ref: 'Hours' })) }), 'sessionDuration is known only at deployment: expected a literal', 'a literal', permissionSet({ sessionDuration: Duration.hours(8) })],
    ['a duration of a day', permissionSet({ sessionDuration: Duration.hours(24) }), 'sessionDuration must be 1 to 12 hours, got 1 day', '1 to 12 hours', permissionSet({ sessionDuration: Duration.hours(12) })],
    ['an ARN for a managed policy', permissionSet({ managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }), 'is not a managed policy: expected one such as iam.ManagedPolicy.fromAwsManagedPolicyName', 'such a one', permissionSet({ managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')] })],
    ["a customer's managed policy for one of AWS", synth((stack) => PermissionSetBoundary.awsManaged(new iam.ManagedPolicy(stack, 'Own', { statements: [allow()] }))), 'is not an AWS managed policy: a customer managed one is referred to by its name and path', 'by its name', () => PermissionSetBoundary.customerManaged({ name: 'Own' })],
    ['an assignment in no account', () => PermissionSetAssignment.group('f81d4fae-7dec-11d0-a765-00a0c91e6bf6'), 'PermissionSetAssignment.group() needs at least one account', 'give one', () => PermissionSetAssignment.group('f81d4fae-7dec-11d0-a765-00a0c91e6bf6', '111122223333')],
    ['a permission set whose policy is too large', permissionSet({ guardrails: large(3) }), "with the guardrails, the permission set's inline policy would have", 'narrow them, or a control policy', () => [permissionSet({ guardrails: large(1) }), scp({ guardrails: large(3) })].forEach((each) => each())],
    ['the whole baseline in a permission set', permissionSet({ guardrails: [McpGuardrail.baseline()] }), 'With grade: BaselineGrade.CORE the baseline fits', 'that grade', permissionSet({ guardrails: [McpGuardrail.baseline({ grade: BaselineGrade.CORE })] })],
  ),
  ...rows('author of an app',
    ['two different guardrails of one Sid', synth((stack, app) => {
      role(stack);
      McpPrincipalGuardrails.of(app).apply(McpGuardrail.denyViaMcp({ sid: 'Own', actions: ActionSet.of('s3:*') }));
      McpPrincipalGuardrails.of(stack).apply(McpGuardrail.denyViaMcp({ sid: 'Own', actions: ActionSet.of('sqs:*') }));
    }), 'two different guardrails for it have a statement with the Sid "Own": give one of them another sid', 'another sid', synth((stack, app) => {
      role(stack);
      McpPrincipalGuardrails.of(app).apply(McpGuardrail.denyViaMcp({ sid: 'Own', actions: ActionSet.of('s3:*') }));
      McpPrincipalGuardrails.of(stack).apply(McpGuardrail.denyViaMcp({ sid: 'Own2', actions: ActionSet.of('sqs:*') }));
    })],
    ['attached to what is no role', policy(VIA, (made) => made.attachToRole('Role' as any)), 'cannot attach to "Role": expected a role', 'a role', policy(VIA)],
    ['attached to a role of another account', policy(VIA, (made, stack) => made.attachToRole(iam.Role.fromRoleArn(stack, 'Far', 'arn:aws:iam::444455556666:role/Far'))), 'which is in the account 444455556666: attach the guardrail in a stack of that account', 'a stack there',
      synth((_, app) => {
        const there = new Stack(app, 'There', { env: { account: '444455556666', region: 'eu-west-1' } });
        new McpGuardrailPolicy(there, 'Guardrails', { guardrails: VIA, roles: [iam.Role.fromRoleArn(there, 'Far', 'arn:aws:iam::444455556666:role/Far')] });
      })],
    ['attached to an immutable role', policy(VIA, (made, stack) => made.attachToRole(iam.Role.fromRoleArn(stack, 'Near', 'arn:aws:iam::111122223333:role/Near', { mutable: false }))), 'which takes no policy updates: import the role without "mutable: false"', 'without it',
      policy(VIA, (made, stack) => made.attachToRole(iam.Role.fromRoleArn(stack, 'Near', 'arn:aws:iam::111122223333:role/Near')))],
    ['an inline policy attached to an L1', onlyMcp((made, stack) => made.attachToRole(new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: {} }) as any)), 'which takes no inline policies: expected a role such as iam.Role', 'an L2', onlyMcp((made, stack) => made.attachToRole(role(stack)))],
    ['attached to nobody', onlyMcp(() => undefined), 'it is attached to nobody: give it roles, users or groups', 'give it some', onlyMcp((made, stack) => made.attachToRole(role(stack)))],
    ['no guardrail', policy([]), 'guardrails is empty, so that the managed policy would deny nothing', 'give one', policy(VIA)],
    ['a guardrail without statements', policy(raw()), 'the guardrail "Raw" has no statements', 'one of McpGuardrail', policy(VIA)],
    ['a statement without a Sid', policy(raw(deny({ sid: undefined }))), 'a statement of the guardrail "Raw" has no Sid', 'give it one', policy(own())],
    ['two statements of one Sid', policy([...own(), ...own({ actions: ['sqs:*'] })]), 'two statements have the Sid "Own": give one of the guardrails another sid', 'another sid', policy([...own(), ...own({ sid: 'Own2', actions: ['sqs:*'] })])],
    ['an Allow for a guardrail', policy(raw(allow())), 'has the effect Allow: a guardrail is an explicit Deny', 'a Deny', policy(own())],
    ['a Principal in a guardrail', policy(own({ principals: [new iam.AnyPrincipal()] })), "has a Principal or NotPrincipal, which a managed policy can't hold", 'without it', policy(own()), 'enforcement/guardrail-statements.ts'],
    ['a Principal in a guardrail of an RCP', rcp({ guardrails: own({ principals: [new iam.AnyPrincipal()] }) }), 'it is about everybody, and appliesTo or a condition says about whom of them', 'a condition', rcp({ guardrails: own({ conditions: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/agents/*' } } }) }), 'enforcement/guardrail-statements.ts'],
    ['a statement without resources', policy(own({ resources: [] })), 'has no resources, which a managed policy needs', 'name some', policy(own())],
    ['a name that is no server', policy([McpGuardrail.denyViaMcp({ servers: [McpServer.of('awsmcp.amazonaws.com')] })]), 'is about no server', 'its real name', policy([McpGuardrail.denyViaMcp({ servers: [McpServer.of('aws-mcp.amazonaws.com')] })])],
    ['a condition that no call has', policy(own({ conditions: { Bool: { 'aws:ViaAWSMCPService': 'false' }, StringEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } } })), 'matches no call, direct or through any server', 'one of the tests', policy(own({ conditions: { StringEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } } }))],
    ['actions that are about none of the resources', policy(own({ resources: ['arn:aws:s3:::reports'] })), 'statement "Own" denies nothing: none of its actions is about "arn:aws:s3:::reports"', 'what they are about', policy(own({ resources: ['arn:aws:s3:::reports/*'] }))],
    ['a policy of which one statement is too large', policy([McpGuardrail.readOnlyViaMcp()]), 'one statement alone is too large: narrow it, such as by services', 'services, or a control policy',
      () => [policy([McpGuardrail.readOnlyViaMcp({ services: ['s3'] })]), scp({ guardrails: [McpGuardrail.readOnlyViaMcp()] })].forEach((each) => each())],
    ['a boundary of which one statement is too large', boundary({ guardrails: [McpGuardrail.readOnlyViaMcp()] }), 'or put the guardrail into an McpServiceControlPolicy', 'a control policy', scp({ guardrails: [McpGuardrail.readOnlyViaMcp()] })],
    ['guardrails too large for a role without permissions', scoped({ guardrails: [McpGuardrail.deployOnlyViaMcp({ deployRoles: ['arn:aws:iam::111122223333:role/Deploy'] })] }), 'narrow them, or put them into an McpServiceControlPolicy', 'a control policy', () => [scoped({}), scp({ guardrails: [McpGuardrail.deployOnlyViaMcp({ deployRoles: ['arn:aws:iam::111122223333:role/Deploy'] })] })].forEach((each) => each())],
    ['permissions too large beside the guardrails', scoped({ inlinePolicies: { Own: work() } }), 'narrow them, or move permissions to managed policies', 'managed policies', synth((stack) => {
      new McpScopedRole(stack, 'Agent', { assumedBy, guardrails: [], managedPolicies: [new iam.ManagedPolicy(stack, 'Work', { statements: [allow({ sid: undefined })] })] });
    })],
    ['a policy that is too large', policy(large(2)), '; McpPrincipalGuardrails.of() divides guardrails among as many policies as they need', 'McpPrincipalGuardrails.of(), which divides', everywhere(large(2), role)],
    ['inline policies that are known only at deployment', synth((stack) => new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: {}, policies: Lazy.any({ produce: () => ({ Ref: 'Policies' }) }) as any }).with(new mixins.RoleMcpGuardrails({ guardrails: VIA }))),
      'its inline policies are known only at deployment: attach the guardrails with McpPrincipalGuardrails.of()', 'that', everywhere(VIA, (stack) => new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: {}, policies: Lazy.any({ produce: () => ({ Ref: 'Policies' }) }) as any }))],
    ['a plain resource for a role', synth((stack) => new CfnResource(stack, 'Role', { type: 'AWS::IAM::Role' }).with(new mixins.RoleMcpGuardrails({ guardrails: VIA }))),
      "its inline policies can't be changed, for it is a plain CfnResource: attach the guardrails with McpPrincipalGuardrails.of()", 'that', everywhere(VIA, (stack) => new CfnResource(stack, 'Role', { type: 'AWS::IAM::Role' }))],
    ['a plain resource for a permission set', everywhere(VIA, (stack) => new CfnResource(stack, 'Set', { type: 'AWS::SSO::PermissionSet' })), "its inline policy can't be changed, for it is a plain CfnResource: make it an sso.CfnPermissionSet, or exclude it", 'exclude it, or an L1',
      () => [everywhere(VIA, (stack) => new CfnResource(stack, 'Set', { type: 'AWS::SSO::PermissionSet' }), { excludePaths: ['Stack/Set'] }), everywhere(VIA, (stack) => set(stack))].forEach((each) => each())],
    ["another statement in a permission set's policy", everywhere(own(), (stack) => set(stack, { Statement: [{ Sid: 'Own', Effect: 'Allow', Action: 's3:*', Resource: '*' }] })), 'its inline policy has another statement with the Sid "Own": give the guardrail another sid', 'another sid',
      everywhere(own({ sid: 'Own2' }), (stack) => set(stack, { Statement: [{ Sid: 'Own', Effect: 'Allow', Action: 's3:*', Resource: '*' }] }))],
    ["a permission set's policy that can't be read", everywhere(VIA, (stack) => set(stack, 'no JSON')), "its inline policy can't be read, so that no guardrail can be added: give it as an object", 'as an object', everywhere(VIA, (stack) => set(stack, { Statement: [] }))],
    ['an inline policy of the name of the guardrails', synth((stack) => {
      const made = role(stack, { inlinePolicies: { Work: new iam.PolicyDocument({ statements: [allow()] }) } });
      new DenyOutsideMcpGuardrail(stack, 'OnlyMcp', { roles: [made], policyName: 'Work' });
    }), 'it has an inline policy of the name "Work", which is that of the guardrails in', 'another name', synth((stack) => {
      const made = role(stack, { inlinePolicies: { Work: new iam.PolicyDocument({ statements: [allow()] }) } });
      new DenyOutsideMcpGuardrail(stack, 'OnlyMcp', { roles: [made] });
    })],
    ["a role's inline policies that are too large", scoped({ guardrails: large(3) }), "the role's inline policies would have", 'managed policies', synth((stack) => {
      const made = new McpScopedRole(stack, 'Agent', { assumedBy });
      McpPrincipalGuardrails.of(stack).apply(...large(3));
      return made;
    })],
    ['six managed policies and large guardrails', everywhere(large(3), (stack) => role(stack, { managedPolicies: managed(19) })), 'it has 19 managed policies of the 20 that it can have, so that guardrails became an inline policy, and with them', 'raise maxManagedPolicies', everywhere(large(3), (stack) => role(stack, { managedPolicies: managed(19) }), { maxManagedPolicies: 25 })],
    ['statements of a boundary without an Allow', boundary({ statements: [deny({ sid: 'More', actions: ['sqs:*'] })] }), 'statements has no Allow, so that the managed policy would allow nothing at all: add one, or give maximumPermissions', 'maximumPermissions', boundary({ statements: [deny({ sid: 'More', actions: ['sqs:*'] })], maximumPermissions: ActionSet.ALL })],
    ['a statement of a boundary with a principal', boundary({ statements: [allow({ principals: [new iam.AnyPrincipal()] })] }), 'statement "Own" has a Principal or NotPrincipal, which a managed policy can\'t hold', 'without it', boundary({ statements: [allow()] }), 'enforcement/maximum-permissions.ts'],
    ['a Sid of a boundary that is taken', boundary({ statements: [allow({ sid: 'DenyViaMcp' })] }), 'two statements have the Sid "DenyViaMcp": give yours another one', 'another one', boundary({ statements: [allow()] })],
    ['a group and a boundary', boundary({}, (made, stack) => made.attachToGroup(new iam.Group(stack, 'Group'))), "can't have a permissions boundary: set it as permissionsBoundary of its users", 'of its users', boundary({}, (made, stack) => new iam.User(stack, 'User', { groups: [new iam.Group(stack, 'Group')], permissionsBoundary: made }))],
    ['a boundary attached as a policy', boundary({}, (made, stack) => role(stack).addManagedPolicy(made)), 'is attached to Stack/Role/Resource as a policy, so that it gives all that it should only cap: set it as permissionsBoundary instead', 'permissionsBoundary', boundary({})],
    ['a boundary attached by itself', boundary({}, (made, stack) => made.attachToRole(role(stack))), 'cannot be attached to the role', 'permissionsBoundary', boundary({})],
    ['a boundary that an override takes off', boundary({}, (made, stack) => override(role(stack, { permissionsBoundary: made }), 'PermissionsBoundary', undefined)), 'is no longer its PermissionsBoundary: something has replaced it, such as an override', 'without the override', boundary({})],
    ['a grant to no server', synth((stack) => McpGrantee.via(role(stack))), 'McpGrantee.via() needs at least one server', 'give one', synth((stack) => McpGrantee.via(role(stack), McpServer.AWS))],
    ['a grantee of a grantee', synth((stack) => McpGrantee.outsideMcp(McpGrantee.viaAnyServer(role(stack)))), 'is narrowed to an origin already: narrow the principal itself', 'the principal', synth((stack) => McpGrantee.outsideMcp(role(stack)))],
    ['a group in the policy of a resource', synth((stack) => readableBy(stack, McpGrantee.viaAnyServer(new iam.Group(stack, 'Group')))), 'is a group, which no resource or trust policy can name: grant to its users or a role', 'a role', synth((stack) => readableBy(stack, McpGrantee.viaAnyServer(role(stack))))],
  ),
];

function set(stack: Stack, inlinePolicy?: unknown) {
  return new sso.CfnPermissionSet(stack, 'Set', { instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', name: 'Developers', inlinePolicy });
}
function readableBy(stack: Stack, principal: iam.IPrincipal) {
  const bucket = new s3.Bucket(stack, 'Bucket');
  bucket.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')], principals: [principal] }));
}
