import * as fc from 'fast-check';
import type { Tagged, Tree } from './tree';
import { call, statement, thing } from './tree';
import { actionSet, filter, guardrail, props, server, servers } from './valid-values';

type Some<T = Tree> = fc.Arbitrary<T>;
const from = (...values: Tree[]): Some => fc.constantFrom(...values);
const calling = (name: string, ...args: Some[]): Some<Tagged> => fc.tuple(...args).map((values) => call(name, ...values));
const on = (name: string, what: Some, ...args: Some[]): Some<Tagged> => fc.tuple(what, ...args).map(([object, ...values]) => ({ $: 'method', name, on: object, args: values }));
const boolean = from(true, false);
const few = (item: Some, min = 0, max = 3): Some<Tree[]> => fc.array(item, { minLength: min, maxLength: max });

const ACCOUNT = '111122223333';
const GROUP = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';
const ids = fc.tuple(from(GROUP), from(ACCOUNT), from(ACCOUNT, '444455556666'));
const managed = from(thing('AWS managed policy'));
const reference = from({ name: 'team', path: '/teams/' }, { name: 'x' });

const origin: Some<Tagged> = fc.oneof(
  fc.constantFrom(call('RequestOrigin.direct'), call('RequestOrigin.directKeyAbsent'), call('RequestOrigin.directKeyFalse'), call('RequestOrigin.viaAnyServer')),
  server.map((each) => call('RequestOrigin.via', each)),
  server.chain((each) => props({ startedBy: from(call('RequestOrigin.direct'), call('RequestOrigin.via', each)), mcpKeysForwarded: boolean }))
    .map((options) => call('RequestOrigin.viaAwsService', options)),
);
const outsideCondition = calling('McpCondition.outsideMcp', props({ exceptForwardAccessSessions: boolean, exceptMcpServiceActions: boolean }));
const toOrigin = ['via', 'viaAnyServerExcept'];

/** A condition block as somebody may write it. */
const key = from('aws:ViaAWSMCPService', 'AWS:viaawsmcpservice', 'aws:CalledViaAWSMCP', 'aws:ViaAWSService', 'aws:PrincipalTag/team', 'aws:SourceIp');
const operator = from('Bool', 'BoolIfExists', 'StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLikeIfExists', 'ForAllValues:StringEquals', 'ForAnyValue:StringLike', 'Null');
const value = from('true', 'false', 'aws-mcp.amazonaws.com', '*-mcp.amazonaws.com', ['true', 'false'], ['eks-mcp.amazonaws.com'], '192.0.2.0/24', '${aws:PrincipalTag/team}');
export const block: Some = fc.array(fc.tuple(operator, key, value), { maxLength: 3 })
  .map((tests) => Object.fromEntries(tests.map(([name, of, is]) => [String(name), { [String(of)]: is }])));

/** Policy documents as people write them. */
const action = from('s3:*', 's3:GetObject', 'aws-mcp:*', 'aws-mcp:InvokeMcp', ['s3:Delete*', 'eks-mcp:InvokeMcp'], '*', 'sagemaker-unified-studio-mcp:Call*');
const resource = from('*', 'arn:aws:s3:::data/*', ['arn:aws:s3:::data', 'arn:aws:s3:::data/*'], { 'Fn::GetAtt': ['Bucket', 'Arn'] });
const documentStatement: Some = fc.tuple(
  props({ Sid: from('A', 'B', 'a b'), Effect: from('Allow', 'Deny'), Condition: block }, 'Effect'),
  fc.oneof(action.map((each) => ({ Action: each })), action.map((each) => ({ NotAction: each }))),
  fc.oneof(resource.map((each) => ({ Resource: each })), resource.map((each) => ({ NotResource: each }))),
).map(([rest, actions, resources]) => ({ ...rest, ...actions, ...resources }));
export const document: Some = fc.oneof(few(documentStatement, 1) as Some, documentStatement).map((Statement): Tree => ({ Version: '2012-10-17', Statement }));

const documents = props({
  identityPolicies: few(document),
  permissionsBoundary: document,
  sessionPolicy: document,
  serviceControlPolicies: fc.oneof(few(document), few(few(document, 1) as Some)) as Some,
  resourceControlPolicies: few(document),
  resourcePolicy: document,
  vpcEndpointPolicy: document,
});
const ROLE = `arn:aws:iam::${ACCOUNT}:role/Worker`;
const context = from({}, { 'aws:SourceIp': ['192.0.2.1'] }, { 'aws:PrincipalTag/team': [] });
const request = props({
  principal: from(ROLE, `arn:aws:sts::${ACCOUNT}:assumed-role/Worker/x`, 'Role', 'lambda.amazonaws.com'),
  action: from('s3:GetObject', 's3:DeleteObject'),
  resource: from('arn:aws:s3:::data/key', '*', 'arn:aws:s3:::data/*'),
  resourceAccount: from(ACCOUNT),
  origin,
  context,
}, 'action');

/** Templates with policies in every place. */
const principal = from('*', { AWS: ROLE }, { Service: 'lambda.amazonaws.com' });
const withPrincipal = fc.tuple(document, principal)
  .map(([each, Principal]) => ({ ...(each as object), Statement: [{ ...[(each as any).Statement].flat()[0], Principal }] }) as Tree);
export const template: Some = fc.record({
  Role: fc.tuple(document, withPrincipal).map(([one, trust]): Tree => ({
    Type: 'AWS::IAM::Role', Properties: { RoleName: 'Worker', AssumeRolePolicyDocument: trust, Policies: [{ PolicyName: 'p', PolicyDocument: one }], ManagedPolicyArns: [{ Ref: 'Managed' }] },
  })),
  Managed: document.map((PolicyDocument): Tree => ({ Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument, Roles: [{ Ref: 'Role' }] } })),
  Policy: document.map((PolicyDocument): Tree => ({ Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'x', PolicyDocument, Users: [{ Ref: 'User' }] } })),
  User: from({ Type: 'AWS::IAM::User', Properties: { UserName: 'Jo' } }),
  Set: document.map((InlinePolicy): Tree => ({ Type: 'AWS::SSO::PermissionSet', Properties: { Name: 'Set', InstanceArn: 'arn:aws:sso:::instance/ssoins-1', InlinePolicy } })),
  Bucket: from({ Type: 'AWS::S3::Bucket', Properties: { BucketName: 'data' } }),
  BucketPolicy: withPrincipal.map((PolicyDocument): Tree => ({ Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument } })),
  Scp: document.map((Content): Tree => ({ Type: 'AWS::Organizations::Policy', Properties: { Name: 'x', Type: 'SERVICE_CONTROL_POLICY', Content, TargetIds: ['r-ab12'] } })),
  Endpoint: withPrincipal.map((PolicyDocument): Tree => ({ Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: 'vpc-1', ServiceName: 'com.amazonaws.eu-west-1.s3', PolicyDocument } })),
}, { requiredKeys: ['Role', 'User', 'Set', 'Bucket'] }).map((Resources): Tree => ({ Resources }));
const templateOptions = props({ account: from(ACCOUNT), region: from('eu-west-1'), partition: from('aws'), managedPolicies: document.map((each) => ({ ReadOnlyAccess: each })), organizationPath: from(['r-ab12', ACCOUNT]) });

const simulator = fc.oneof(calling('McpSimulator.fromDocuments', documents), calling('McpSimulator.fromTemplate', template, templateOptions));
const assertions = calling('McpAssertions.fromTemplate', template, templateOptions);
const asserted = fc.oneof(props({ origin, resource: from('arn:aws:s3:::data/key'), context, resourceAccount: from(ACCOUNT), unlistedAction: boolean }), props({ via: server }));
const who = fc.oneof(on('McpAssertions#role', assertions, from('Role')), on('McpAssertions#principal', assertions, from(ROLE)));
const file = template.map((each): Tree => ({ $: 'validation context', template: each }));

const perimeter = from(
  statement({ sid: 'Office', effect: 'Deny', actions: ['s3:*'], resources: ['*'], conditions: { NotIpAddress: { 'aws:SourceIp': '192.0.2.1/32' } } }),
  statement({ effect: 'Deny', actions: ['*'], resources: ['*'], conditions: { StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' }, BoolIfExists: { 'aws:ViaAWSService': 'false' } } }),
);
const construct = (name: string, properties: Tree): Tagged => call(name, thing('stack'), 'Made', properties);
const denyOutside = from(construct('new DenyOutsideMcpGuardrail', {}));
const guardrailPolicy = from(construct('new McpGuardrailPolicy', { guardrails: [call('McpGuardrail.denyViaMcp', {})] }));
const boundary = from(construct('new McpPermissionsBoundary', { guardrails: [call('McpGuardrail.denyViaMcp', {})] }));
const scopedRole = from(construct('new McpScopedRole', { assumedBy: thing('root principal') }));
const PERMISSION_SET = construct('new McpPermissionSet', { name: 'Set', instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', guardrails: [call('McpGuardrail.denyViaMcp', {})] });
const roles = from(...['role', 'imported role', 'immutable role', 'lazy role', 'role of another account', 'role without updates', 'cfn role'].map(thing));
const grantee: Some<Tagged> = fc.oneof(roles.map((each) => call('McpGrantee.viaAnyServer', each)), fc.tuple(roles, servers).map(([each, list]) => call('McpGrantee.via', each, ...list)), roles.map((each) => call('McpGrantee.outsideMcp', each)));
const read = from(statement({ sid: 'Read', actions: ['s3:GetObject'], resources: ['*'] }));
const attached = (name: string, what: Some): Array<Some<Tagged>> => [
  on(`${name}#attachToRole`, what, roles), on(`${name}#attachToUser`, what, from(thing('user'), thing('imported user'))), on(`${name}#attachToGroup`, what, from(thing('group'), thing('imported group'))),
];

/** What is refused or returns something, without the need of an app; or of one that is looked at elsewhere. */
export const CALLS: Array<Some<Tagged>> = [
  guardrail, filter, actionSet, origin, outsideCondition, grantee, calling('McpCondition.viaAnyServer'),
  fc.tuple(from(...toOrigin), servers).map(([name, list]) => call(`McpCondition.${String(name)}`, ...list)),
  calling('McpCondition.evaluate', block, origin, context), calling('McpNetworkPerimeter.allowMcp', perimeter, props({ servers })),
  calling('McpServer.of', from('billing-mcp.amazonaws.com'), props({ connectActions: few(from('billing-mcp:Invoke*')) })),
  on('ActionSet#union', actionSet, actionSet), on('ActionSet#without', actionSet, actionSet), on('ActionSet#listActions', actionSet),
  calling('PolicyTarget.root', from('r-ab12')), calling('PolicyTarget.organizationalUnit', from('ou-ab12-11111111')), calling('PolicyTarget.account', from(ACCOUNT)),
  ids.map((all) => call('PermissionSetAssignment.group', ...all)), ids.map((all) => call('PermissionSetAssignment.user', ...all)),
  calling('PermissionSetBoundary.awsManaged', managed), calling('PermissionSetBoundary.customerManaged', reference),
  calling('McpPolicyMigration.migrate', document), simulator, on('McpSimulator#simulate', simulator, request), assertions,
  on('McpAssertions#role', assertions, from('Role', 'Worker')), on('McpAssertions#user', assertions, from('User', 'Jo')), on('McpAssertions#permissionSet', assertions, from('Set')), who,
  calling('McpAssertions.fromStack', from(thing('stack with a role')), templateOptions), on('McpPrincipalAssertions#cannotAny', who, actionSet, asserted),
  ...['can', 'cannot', 'isDenied'].map((name) => on(`McpPrincipalAssertions#${name}`, who, from('s3:GetObject', 's3:Delete*'), asserted)),
  on('McpGuardrailValidator#validate', from(call('new McpGuardrailValidator')), file), on('McpAccessReport#validate', from(call('new McpAccessReport')), file),
  ...attached('DenyOutsideMcpGuardrail', denyOutside), ...attached('McpGuardrailPolicy', guardrailPolicy), ...attached('McpPermissionsBoundary', boundary),
  on('McpScopedRole#addToPrincipalPolicy', scopedRole, read), on('McpScopedRole#attachInlinePolicy', scopedRole, from(thing('inline policy'))),
  ...['Group', 'User'].map((kind) => ids.map((all): Tagged => ({ $: 'method', name: `McpPermissionSet#assignTo${kind}`, on: PERMISSION_SET, args: all }))),
  ...['supports', 'applyTo'].map((name) => on(`mixins.RemovedActionsMigration#${name}`, from(call('new mixins.RemovedActionsMigration')), from(...['old policy', 'cfn role', 'bucket'].map(thing)))),
  on('McpGrantee#addToPrincipalPolicy', grantee, read), on('McpGrantee#addToAssumeRolePolicy', grantee, from(thing('policy document'))),
];
