// A row is a line, so that rows can be compared.
/* eslint-disable @stylistic/max-len */
import {
  App, Aspects, aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_s3 as s3, aws_sns as sns, aws_sqs as sqs, CfnCondition, CfnResource, Fn, Lazy,
  NestedStack, Stack, Stage,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import {
  ActionSet, AgentRuntime, AgentRuntimeRole, AgentSessionRole, McpGrantee, McpGuardrail, McpGuardrailPolicy, McpPermissionsBoundary, McpPrincipalGuardrails, McpScopedRole, McpServer, McpServiceControlPolicy, McpSessionPolicy, mixins, PolicyTarget, PrincipalFilter,
} from '../../../src';
import { rows, synth } from '../row';

const assumedBy = new iam.AccountRootPrincipal();
const targets = [PolicyTarget.root('r-ab12')];
const via = (...actions: string[]) => [McpGuardrail.denyViaMcp({ actions: ActionSet.of(...actions) })];
const DELETES = via('s3:Delete*');
const on = (actions: string, ...resources: string[]) => [McpGuardrail.denyViaMcp({ actions: ActionSet.of(actions), resources })];
const own = (props: object) => [McpGuardrail.fromStatements(new iam.PolicyStatement({ sid: 'Own', effect: iam.Effect.DENY, actions: ['s3:DeleteObject'], resources: ['*'], ...props }))];
const scoped = (props: object, then: (role: McpScopedRole, stack: Stack) => unknown = () => undefined) =>
  synth((stack) => then(new McpScopedRole(stack, 'Agent', { assumedBy, ...props } as any), stack));
const session = (props: object) => synth((stack) => new McpSessionPolicy(stack, 'Session', { guardrails: on('s3:DeleteObject', 'arn:aws:s3:::b/*'), ...props } as any));
const laptop = (props: object) => synth((stack) => new AgentSessionRole(stack, 'Laptop', { assumedBy, ...props }));
const bucket = (guardrails: McpGuardrail[], then: (made: s3.Bucket, stack: Stack) => unknown = () => undefined) => synth((stack) => {
  const made = new s3.Bucket(stack, 'Bucket');
  made.with(new mixins.BucketMcpGuardrails({ guardrails }));
  then(made, stack);
});
const endpoint = (props: mixins.VpcEndpointMcpAccessProps, service = 'sagemaker-unified-studio-mcp', policyDocument?: object) => (stack: Stack) =>
  new ec2.CfnVPCEndpoint(stack, 'Endpoint', { vpcId: 'vpc-1', serviceName: `com.amazonaws.eu-west-1.${service}`, vpcEndpointType: 'Interface', policyDocument }).with(new mixins.VpcEndpointMcpAccess(props));
const gate = (guardrails: McpGuardrail[]) => synth((stack) =>
  new ec2.CfnVPCEndpoint(stack, 'Endpoint', { vpcId: 'vpc-1', serviceName: 'com.amazonaws.eu-west-1.s3' }).with(new mixins.VpcEndpointMcpGuardrails({ guardrails })));
const fn = (stack: Stack, id = 'Function') => new lambda.Function(stack, id, { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => 1;') });
const role = (stack: Construct, props: object = {}) => new iam.Role(stack, 'Role', { assumedBy, ...props });
const l1 = (construct: IConstruct) => construct.node.defaultChild as CfnResource;
const scp = (weaken: (made: McpServiceControlPolicy, stack: Stack) => unknown = () => undefined, guardrails = DELETES) =>
  synth((stack) => weaken(new McpServiceControlPolicy(stack, 'Scp', { guardrails, targets }), stack));
const everywhere = (make: (stack: Stack, app: App) => unknown, options: object = {}, guardrails = DELETES) => synth((stack, app) => {
  make(stack, app);
  McpPrincipalGuardrails.of(app, options).apply(...guardrails);
});
const condition = (scope: Construct) => new CfnCondition(scope, 'Only', { expression: Fn.conditionEquals('a', 'b') });
const WORK = new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['s3:Get*'], resources: ['*'] })] });
const bothWays = (...ways: Array<() => void>) => () => ways.forEach((way) => way());
const table = (props: object) => (stack: Stack) =>
  new dynamodb.CfnTable(stack, 'Table', { keySchema: [{ attributeName: 'id', keyType: 'HASH' }], attributeDefinitions: [{ attributeName: 'id', attributeType: 'S' }], ...props });

export const PLACES = [
  ...rows('author of an app',
    ['calls of KMS through MCP, at a VPC endpoint', gate(own({ actions: ['kms:Decrypt'], conditions: { Bool: { 'aws:ViaAWSMCPService': 'true' }, StringLikeIfExists: { 'kms:ViaService': '*-mcp.*' } } })), 'is about calls of KMS through MCP only, which never come through a VPC endpoint: leave it out here', 'leave it out', gate([McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.rolePaths('/agents/')] })])],
    ['a short wildcard at a VPC endpoint', gate([McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.tag('team', 'ag*')] })]), 'has the value "ag*" of StringLike aws:PrincipalTag/team: a VPC endpoint policy takes a wildcard with a string operator only where 6 characters in a row stand before or after it', 'write more of it', gate([McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.tag('team', 'agents*')] })])],
    ['an id with a wildcard as an account, at a VPC endpoint', gate([McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.arns('arn:aws:iam::1111*:role/agent')] })]), 'a VPC endpoint policy takes an id or a wildcard as the account of an ARN, not both', 'the id', gate([McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.arns('arn:aws:iam::111122223333:role/agent')] })])],
    ['a resource of an id with a wildcard, at a VPC endpoint', gate(on('s3:DeleteObject', 'arn:aws:s3:eu-west-1:1111*:accesspoint/a/object/*')), 'in Resource: a VPC endpoint policy takes an id or a wildcard as the account of an ARN, not both', 'the id', gate(on('s3:DeleteObject', 'arn:aws:s3:eu-west-1:111122223333:accesspoint/a/object/*'))],
    ['a wildcard in an account id, at a VPC endpoint', gate(own({ conditions: { StringLike: { 'aws:PrincipalAccount': '1111222233*' } } })), 'takes no wildcard in a key with ids that AWS made, so name them', 'the id', gate(own({ conditions: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } } }))],
    ['a number for an account id, at a VPC endpoint', gate(own({ conditions: { NumericEquals: { 'aws:PrincipalAccount': '111122223333' } } })), 'takes no numeric operator on a key with ids that AWS made: write StringEquals', 'StringEquals', gate(own({ conditions: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } } }))],
    ['a construct where its ARN is meant', scoped({}, (made, stack) => made.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [new s3.Bucket(stack, 'Bucket') as any] }))), "a statement has something that can't be written as JSON, such as a construct where its ARN was meant", 'its ARN',
      scoped({}, (made, stack) => made.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [new s3.Bucket(stack, 'Bucket').bucketArn] })))],
    ["the name of the role's own policy", scoped({ inlinePolicies: { McpGuardrails: WORK } }), 'the inline policy "McpGuardrails" is the construct\'s own: give yours another name', 'another name', scoped({ inlinePolicies: { Work: WORK } })],
    ['a session role for no agent', laptop({ agentNames: [] }), 'agentNames is empty, so that nobody could assume the role: leave it out for any', 'leave it out', laptop({})],
    ['a session role for a service', laptop({ assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }), 'assumedBy is an AWS service, which passes neither tags nor a source identity: use AgentRuntimeRole', 'AgentRuntimeRole', synth((stack) => new AgentRuntimeRole(stack, 'Role', { runtime: AgentRuntime.LAMBDA_FUNCTION }))],
    ['a runtime by a name', () => AgentRuntime.of('lambda', ActionSet.of('logs:PutLogEvents')), 'AgentRuntime.of(): "lambda" is not a service principal: expected one such as "ec2.amazonaws.com"', 'its service principal', () => AgentRuntime.of('lambda.amazonaws.com', ActionSet.of('logs:PutLogEvents'))],
    ['a role for no server', scoped({ servers: [] }), 'servers is empty, so that the role could not be used at all: leave it out for any server', 'leave it out', scoped({})],
    ['a server that it can\'t connect to', scoped({ servers: [McpServer.EKS], allowMcpServiceActions: false }), "allowMcpServiceActions is false, but eks-mcp.amazonaws.com can't be connected to without eks-mcp:InvokeMcp", 'leave it out', scoped({ servers: [McpServer.EKS] })],
    ['denyOutsideMcp() of a scoped role', scoped({ guardrails: [McpGuardrail.denyOutsideMcp()] }), 'guardrails has "DenyOutsideMcp", which the role has by itself: leave it out, and set allowForwardAccessSessions', 'leave it out', scoped({ allowForwardAccessSessions: false })],
    ['servers that contradict each other', scoped({ servers: [McpServer.AWS], guardrails: [McpGuardrail.allowOnlyServers({ servers: [McpServer.EKS] })] }), 'the role denies every server: "DenyOtherMcpServers" of guardrails and "DenyOtherMcpServers" of servers each deny what the other lets through. Name all servers in one of them', 'name them in one', scoped({ servers: [McpServer.AWS], guardrails: [] })],
    ['a grant to assume a role by an account', synth((stack) => role(stack).grantAssumeRole(McpGrantee.outsideMcp(new iam.AccountPrincipal('444455556666')))), 'has no policy that could let it assume a role: give it to assumedBy or assumeRolePolicy of the role', 'assumedBy',
      synth((stack) => role(stack, { assumedBy: McpGrantee.outsideMcp(new iam.AccountPrincipal('444455556666')) }))],
    ['a grant to an immutable role', synth((stack) => new s3.Bucket(stack, 'Bucket').grantRead(McpGrantee.viaAnyServer(iam.Role.fromRoleArn(stack, 'Near', 'arn:aws:iam::111122223333:role/Near', { mutable: false })))), 'takes no policy updates, so that a grant to it would have no effect: import the role without "mutable: false"', 'without it',
      bothWays(synth((stack) => new s3.Bucket(stack, 'Bucket').grantRead(McpGrantee.viaAnyServer(iam.Role.fromRoleArn(stack, 'Near', 'arn:aws:iam::111122223333:role/Near')))),
        synth((stack) => new s3.Bucket(stack, 'Bucket').grantRead(McpGrantee.viaAnyServer(iam.Role.fromRoleArn(stack, 'Near', 'arn:aws:iam::111122223333:role/Near', { mutable: false, addGrantsToResources: true })))))],
    ['a session policy with a reference, as a file', session({ createFile: true, guardrails: on('s3:DeleteObject', 'arn:aws:s3:::b/*', Fn.importValue('Bucket')) }), "the session policy can't be a file, for it has", 'an output', session({ createOutput: true, guardrails: on('s3:DeleteObject', 'arn:aws:s3:::b/*', Fn.importValue('Bucket')) })],
    ['more managed policies than a session takes', session({ managedPolicies: Array.from({ length: 11 }, (_, i) => iam.ManagedPolicy.fromAwsManagedPolicyName(`P${i}`)) }), 'has 11 managed policies, 10 at most can be passed to a session: put what they allow into fewer', 'fewer', session({ managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('P')] })],
    ['a policy of two topics', synth((stack) => {
      const topics = ['A', 'B'].map((id) => new sns.CfnTopic(stack, id));
      new sns.CfnTopicPolicy(stack, 'Policy', { topics: topics.map(({ ref }) => ref), policyDocument: { Version: '2012-10-17', Statement: [] } });
      topics[0].with(new mixins.TopicMcpGuardrails({ guardrails: via('sns:Publish') }));
    }), 'is that of 1 more, and AWS takes in it only statements about one topic: give each topic a policy of its own', 'one each', synth((stack) => {
      const topics = ['A', 'B'].map((id) => new sns.CfnTopic(stack, id));
      topics.forEach(({ ref }, i) => new sns.CfnTopicPolicy(stack, `Policy${i}`, { topics: [ref], policyDocument: { Version: '2012-10-17', Statement: [] } }));
      topics[0].with(new mixins.TopicMcpGuardrails({ guardrails: via('sns:Publish') }));
    })],
    ['NotResource in the policy of a resource', bucket(own({ resources: [], notResources: ['arn:aws:s3:::b/public/*'] })), "has a NotResource, which can't be narrowed to what the bucket policy is about: name resources, or leave them out", 'name resources', bucket(own({ resources: ['*'] }))],
    ['access at an imported endpoint', synth((stack) => ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', { vpcEndpointId: 'vpce-1', port: 443 }).with(new mixins.VpcEndpointMcpAccess({ accounts: ['111122223333'] }))), 'the policy of an imported VPC endpoint is not part of the app: apply VpcEndpointMcpAccess where the endpoint is defined', 'there', synth(endpoint({ accounts: ['111122223333'] }))],
    ['access for nobody', synth(endpoint({})), 'neither accounts nor organizations are given, so that nobody could connect', 'an organization', synth(endpoint({ organizations: ['o-a1b2c3d4e5'] }))],
    ['access at the endpoint of another service', synth(endpoint({ accounts: ['111122223333'] }, 'sqs')), 'AWS documents no endpoint of a managed MCP server, nor of the sign-in to one, of that service name: expected one that ends with ".sagemaker-unified-studio-mcp"', 'one of these', synth(endpoint({ accounts: ['111122223333'] }))],
    ['access beside another policy', synth(endpoint({ accounts: ['111122223333'] }, undefined, { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] })), 'it has a policy already, and what that allows stays allowed: leave it out', 'no other policy', synth(endpoint({ accounts: ['111122223333'] }))],
    ['nobody could change the policy any more', synth((stack) => new kms.Key(stack, 'Key').with(new mixins.KeyMcpGuardrails({ guardrails: own({ actions: ['kms:PutKeyPolicy'] }) }))), 'would deny kms:PutKeyPolicy to everybody who calls AWS directly', 'exempt somebody',
      synth((stack) => new kms.Key(stack, 'Key').with(new mixins.KeyMcpGuardrails({ guardrails: via('kms:PutKeyPolicy') })))],
    ['a part of a table that its policy can\'t name', synth((stack) => {
      const made = table({})(stack);
      made.with(new mixins.TableMcpGuardrails({ guardrails: on('dynamodb:DeleteItem', `${made.attrArn}/index/i`) }));
    }), "which its own policy can't name: leave the resources out", 'leave them out', synth((stack) => table({})(stack).with(new mixins.TableMcpGuardrails({ guardrails: via('dynamodb:DeleteItem') })))],
    ['a resource of which nothing can be told', bucket(on('s3:DeleteObject', Fn.importValue('Other'))), "is about a value known only at deployment, and whether that is the bucket can't be told: name the bucket by its construct, or leave the resources out", 'by its construct', synth((stack) => {
      const made = new s3.Bucket(stack, 'Bucket');
      made.with(new mixins.BucketMcpGuardrails({ guardrails: on('s3:DeleteObject', made.arnForObjects('*')) }));
      new s3.Bucket(stack, 'Other').with(new mixins.BucketMcpGuardrails({ guardrails: DELETES }));
    })],
    ['no room for a policy that names the role', everywhere((stack) => {
      iam.Role.fromRoleName(stack, 'Role', 'imported');
      Array.from({ length: 20 }, (_, i) => new iam.CfnManagedPolicy(stack, `Policy${i}`, { policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] }, roles: ['imported'] }));
    }), "it has 20 managed policies of the 20 that it can have, so that the guardrails can't be attached, and no inline policy can be made part of it: detach a policy", 'raise the quota', everywhere((stack) => {
      iam.Role.fromRoleName(stack, 'Role', 'imported');
      Array.from({ length: 20 }, (_, i) => new iam.CfnManagedPolicy(stack, `Policy${i}`, { policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] }, roles: ['imported'] }));
    }, { maxManagedPolicies: 25 })],
    ['a statement larger than a managed policy', everywhere(role, {}, on('s3:DeleteObject', `arn:aws:s3:::b/${'x'.repeat(7_000)}`)), 'of the guardrails, statement', 'several statements', everywhere(role, {}, on('s3:DeleteObject', `arn:aws:s3:::b/${'x'.repeat(5_000)}`)), 'enforcement/shared-guardrail-policies.ts'],
    ['a user of another account', everywhere((stack) => iam.User.fromUserArn(stack, 'Far', 'arn:aws:iam::444455556666:user/Far')), "guardrails can't be applied to Stack/Far: it is in another account: apply the guardrails in a stack of that account", 'exclude it', everywhere((stack) => iam.User.fromUserArn(stack, 'Far', 'arn:aws:iam::444455556666:user/Far'), { excludePaths: ['Stack/Far'] })],
    ['a GraphQL API whose roles SAM makes', everywhere((stack) => new CfnResource(stack, 'Sam', { type: 'AWS::Serverless::GraphQLApi', properties: {} })), 'gets roles from the SAM transform, which no guardrail reaches: give its data sources and its logs roles of the app', 'a role of the app', everywhere((stack) => new CfnResource(stack, 'Sam', { type: 'AWS::Serverless::GraphQLApi', properties: { Logging: { CloudWatchLogsRoleArn: role(stack).roleArn } } }))],
    ['a function whose role SAM makes', everywhere((stack) => new CfnResource(stack, 'Sam', { type: 'AWS::Serverless::Function', properties: {} })), 'gets its role from the SAM transform, which no guardrail reaches: give it a role of the app', 'a role of the app', everywhere((stack) => new CfnResource(stack, 'Sam', { type: 'AWS::Serverless::Function', properties: { Role: role(stack).roleArn } }))],
    ['a role that is created outside of the app', everywhere((stack) => {
      iam.Role.customizeRoles(stack, { usePrecreatedRoles: { 'Stack/Role': 'made' } });
      role(stack);
    }), 'is created outside of the app (Role.customizeRoles()): apply the guardrails where it is created', 'exclude it', everywhere((stack) => {
      iam.Role.customizeRoles(stack, { usePrecreatedRoles: { 'Stack/Role': 'made' } });
      role(stack);
    }, { excludePaths: ['Stack/Role'] })],
    ['an immutable role', everywhere((stack) => iam.Role.fromRoleArn(stack, 'Near', 'arn:aws:iam::111122223333:role/Near', { mutable: false })), 'is imported and takes no policy updates: import it without "mutable: false"', 'without it', everywhere((stack) => iam.Role.fromRoleArn(stack, 'Near', 'arn:aws:iam::111122223333:role/Near'))],
    ['a role of IAM Identity Center', everywhere((stack) => iam.Role.fromRoleArn(stack, 'Sso', 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef')), 'is a role of IAM Identity Center, which nobody else can change: apply the guardrails to its permission set', 'exclude it', everywhere((stack) => iam.Role.fromRoleArn(stack, 'Sso', 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef'), { excludePaths: ['Stack/Sso'] })],
    ['a role that is added too late', late(false, {}), 'was added too late', 'exclude it, or the feature flag', bothWays(late(false, { excludePaths: ['Stack/Late'] }), late(true, {}))],
    ['a stage that is added later', synth((_, app) => {
      McpPrincipalGuardrails.of(app).apply(...DELETES);
      stage(app).synth();
    }), 'guardrails are not applied to the stage Later: it was added after apply(), or synthesized before, as a pipeline\'s addStage() does: apply them to the stage itself', 'to the stage itself', synth((_, app) => {
      McpPrincipalGuardrails.of(app, { excludePaths: ['Later'] }).apply(...DELETES);
      const later = stage(app);
      McpPrincipalGuardrails.of(later).apply(...DELETES);
      later.synth();
    })],
    ['what holds guardrails is removed', scp((made) => made.node.tryRemoveChild('Resource')), 'the policy with the guardrails is no longer there: something has removed it', 'remove the construct itself', scp((_, stack) => stack.node.tryRemoveChild('Scp'))],
    ['what holds guardrails is replaced', scp((made) => l1(made).addPropertyOverride('Content', { Statement: [] })), 'the guardrails are no longer in Content: something has replaced it, such as an override', 'without the override', scp()],
    ['what holds guardrails has a condition', scp((made, stack) => { l1(made).cfnOptions.condition = condition(stack); }), 'the guardrails are there only under the condition "Only": take the condition off', 'take it off', scp()],
    ['a nested stack with guardrails has a condition', synth((stack) => {
      const nested = new NestedStack(stack, 'Nested');
      nested.nestedStackResource!.cfnOptions.condition = condition(stack);
      new McpServiceControlPolicy(nested, 'Scp', { guardrails: DELETES, targets });
    }), 'the guardrails are there only under the condition of the nested stack Stack/Nested: take the condition off, or move the guardrails out of the nested stack', 'out of it', synth((stack) => {
      const nested = new NestedStack(stack, 'Nested');
      nested.nestedStackResource!.cfnOptions.condition = condition(stack);
      new McpServiceControlPolicy(stack, 'Scp', { guardrails: DELETES, targets });
    })],
    ['an older Version', synth((stack) => l1(new McpGuardrailPolicy(stack, 'It', { guardrails: own({ resources: ['arn:aws:s3:::b/${aws:username}/*'] }), roles: [role(stack)] })).addPropertyOverride('PolicyDocument.Version', '2008-10-17')), 'the guardrails have policy variables, which are plain text in any other Version of a policy than "2012-10-17": set that', 'that Version',
      synth((stack) => l1(new McpGuardrailPolicy(stack, 'It', { guardrails: own({ resources: ['arn:aws:s3:::b/${aws:username}/*'] }), roles: [role(stack)] })).addPropertyOverride('PolicyDocument.Version', '2012-10-17'))],
    ['a policy of a resource that is known only at deployment', synth((stack) => table({ resourcePolicy: { policyDocument: { 'Fn::Transform': { Name: 'X' } } } })(stack).with(new mixins.TableMcpGuardrails({ guardrails: via('dynamodb:DeleteItem') }))), 'holds a policy that is known only at deployment: give it as an object, so that guardrails can be added to it', 'an object',
      synth((stack) => table({ resourcePolicy: { policyDocument: { Version: '2012-10-17', Statement: [] } } })(stack).with(new mixins.TableMcpGuardrails({ guardrails: via('dynamodb:DeleteItem') })))],
    ['a mixin of an imported user', synth((stack) => (iam.Role.fromRoleName(stack, 'Role', 'imported') as iam.Role & Construct).with(new mixins.RoleMcpGuardrails({ guardrails: DELETES }))), "guardrails can't be made part of it, for it is imported: attach an McpGuardrailPolicy to it", 'that', synth((stack) => new McpGuardrailPolicy(stack, 'It', { guardrails: DELETES, roles: [iam.Role.fromRoleName(stack, 'Role', 'imported')] }))],
    ['a policy of two queues', synth((stack) => {
      const [a, b] = ['A', 'B'].map((id) => new sqs.CfnQueue(stack, id));
      new sqs.CfnQueuePolicy(stack, 'Policy', { queues: [a.ref, b.ref], policyDocument: { Version: '2012-10-17', Statement: [] } });
      [a, b].forEach((each) => each.with(new mixins.QueueMcpGuardrails({ guardrails: via('sqs:PurgeQueue') })));
    }), 'its policy is that of 2 resources, and has the statement "DenyViaMcp" for another one: split the policy, so that each queue has its own', 'split it', synth((stack) => {
      const queues = ['A', 'B'].map((id) => new sqs.CfnQueue(stack, id));
      queues.forEach((each, i) => new sqs.CfnQueuePolicy(stack, `Policy${i}`, { queues: [each.ref], policyDocument: { Version: '2012-10-17', Statement: [] } }));
      queues.forEach((each) => each.with(new mixins.QueueMcpGuardrails({ guardrails: via('sqs:PurgeQueue') })));
    })],
    ['a statement of the same Sid', bucket(via('s3:Delete*'), (made) => made.with(new mixins.BucketMcpGuardrails({ guardrails: via('s3:Put*') }))), 'its policy has another statement with the Sid "DenyViaMcp": give the guardrail another sid', 'another sid', bucket(via('s3:Delete*'), (made) => made.with(new mixins.BucketMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ sid: 'Puts', actions: ActionSet.of('s3:Put*') })] })))],
    ['a resource that takes no statements', synth((stack) => {
      const made = new s3.Bucket(stack, 'Bucket');
      made.addToResourcePolicy = () => ({ statementAdded: false });
      made.with(new mixins.BucketMcpGuardrails({ guardrails: DELETES }));
    }), 'the bucket takes no statements in its policy', 'its L1', synth((stack) => new s3.CfnBucket(stack, 'Bucket').with(new mixins.BucketMcpGuardrails({ guardrails: DELETES })))],
    ['the policy of a resource is removed', bucket(DELETES, (made) => made.node.tryRemoveChild('Policy')), 'the guardrails are no longer in the bucket policy: something has replaced or removed it', 'leave it', bucket(DELETES)],
    ['a second policy of a resource', bucket(DELETES, (made, stack) => new s3.CfnBucketPolicy(stack, 'More', { bucket: made.bucketName, policyDocument: { Statement: [] } })), 'the bucket has 2 policies, of which AWS keeps one', 'into one', bucket(DELETES, (made) => made.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], principals: [new iam.AccountRootPrincipal()], resources: [made.arnForObjects('*')] })))],
    ['a permission of a function', synth((stack) => {
      const made = fn(stack);
      made.with(new mixins.FunctionMcpGuardrails({ guardrails: via('lambda:InvokeFunction') }));
      made.addPermission('Bucket', { principal: new iam.ServicePrincipal('s3.amazonaws.com') });
    }), 'and the one that is deployed later takes away what the other has set, the guardrails too: put all statements into the AWS::Lambda::ResourcePolicy', 'into that', synth((stack) => {
      const made = fn(stack);
      new CfnResource(stack, 'Policy', {
        type: 'AWS::Lambda::ResourcePolicy',
        properties: { ResourceArn: made.functionArn, PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'lambda:InvokeFunction', Resource: made.functionArn }] } },
      });
      made.with(new mixins.FunctionMcpGuardrails({ guardrails: via('lambda:InvokeFunction') }));
    })],
    ['an imported bucket', synth((stack) => (s3.Bucket.fromBucketName(stack, 'Bucket', 'reports') as s3.Bucket).with(new mixins.BucketMcpGuardrails({ guardrails: DELETES }))), 'cannot add guardrails to an imported bucket, whose policy is not part of the app: apply them where the bucket is defined', 'where it is defined', bucket(DELETES)],
    ['a condition of a token in a grant', synth(() => McpGrantee.outsideMcp(withConditions(Lazy.any({ produce: () => ({}) }))).policyFragment), 'cannot combine conditions with a condition block known only at deployment: give its operators with their keys', 'give them', synth(() => McpGrantee.outsideMcp(withConditions({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1' } })).policyFragment)],
    ['too many statements in a topic', synth((stack) => new sns.Topic(stack, 'Topic').with(new mixins.TopicMcpGuardrails({ guardrails: Array.from({ length: 101 }, (_, i) => McpGuardrail.denyViaMcp({ sid: `S${i}`, actions: ActionSet.of('sns:Publish') })) }))), 'has 102 statements, 2 over the limit of 100', 'fewer', synth((stack) => new sns.Topic(stack, 'Topic').with(new mixins.TopicMcpGuardrails({ guardrails: via('sns:Publish') })))],
    ['the whole baseline in a boundary', synth((stack) => role(stack, { permissionsBoundary: new McpPermissionsBoundary(stack, 'Boundary', { guardrails: [McpGuardrail.baseline()] }) })), 'the managed policy would have', 'McpPrincipalGuardrails', everywhere(role, {}, [McpGuardrail.baseline()])],
  ),
  ...rows('user from JavaScript',
    ['a property of another type', synth((stack) => new McpGuardrailPolicy(stack, 'It', { guardrails: DELETES, managedPolicyName: 5 as any })), 'managedPolicyName is 5: expected 1 to 128 letters', 'a string', synth((stack) => new McpGuardrailPolicy(stack, 'It', { guardrails: DELETES, managedPolicyName: 'Five' }))],
    ['an item of another type', () => McpGuardrail.denyViaMcp({ servers: ['aws'] as any }), 'servers has "aws": expected a list of McpServer', 'an McpServer', () => McpGuardrail.denyViaMcp({ servers: [McpServer.AWS] })],
    ['what is no server', () => McpGrantee.via(new iam.AnyPrincipal(), 'aws' as any), 'is not an McpServer: expected one such as McpServer.AWS', 'an McpServer', () => McpGrantee.via(new iam.AnyPrincipal(), McpServer.AWS)],
  ),
  ...rows('author of a guardrail',
    ['a name for a server', () => McpServer.of('EKS'), 'is not the service principal of an MCP server: expected lower case and an AWS domain', 'its service principal', () => McpServer.of('eks-mcp.amazonaws.com')],
    ['a name for a connect action', () => McpServer.of('new-mcp.amazonaws.com', { connectActions: ['Connect'] } as any), 'is not a connect action: expected "service:Action"', 'with its service', () => McpServer.of('new-mcp.amazonaws.com', { connectActions: ['new-mcp:Connect'] } as any)],
  ),
];

/** A principal as another library may make it. */
function withConditions(conditions: object): iam.IPrincipal {
  const principal = new iam.AnyPrincipal();
  return Object.defineProperty(principal, 'policyFragment', { value: { principalJson: { AWS: ['*'] }, conditions } });
}

/** A role that a later aspect adds. */
function late(stabilization: boolean, options: object) {
  return () => {
    const app = new App({ postCliContext: { '@aws-cdk/core:aspectStabilization': stabilization } });
    const stack = new Stack(app, 'Stack');
    Aspects.of(new s3.Bucket(stack, 'Bucket')).add({ visit: () => void (stack.node.tryFindChild('Late') ?? new iam.Role(stack, 'Late', { assumedBy })) });
    McpPrincipalGuardrails.of(app, options).apply(...DELETES);
    app.synth();
  };
}

class Later extends Stage {
  public constructor(scope: App) {
    super(scope, 'Later');
    role(new Stack(this, 'Stack'));
  }
}
function stage(app: App): Stage {
  return new Later(app);
}
