import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { deniedBy, deniedWork, readOperations } from '../../build-tools/possible';
import { readOnlyLines } from '../../build-tools/read-only-figures';
import { ActionSet, McpGuardrail, McpServer, McpServiceControlPolicy, PolicyTarget, PrincipalFilter, ReadOnlyViaMcpOptions } from '../../src';
import { Catalog } from '../../src/actions/catalog';
import { Listed, patternsOf } from '../../src/actions/listed';
import { plainReads, readPatterns } from '../../src/actions/read-only';
import { POLICY_TYPES } from '../../src/iam/policy-kinds';
import { ALL, deniedFrom, Request, VIA_MCP } from '../meaning';

const from = (guardrail: McpGuardrail, action: string, request: Request = {}) => deniedFrom(guardrail.statements(), {
  action, ...request, context: { 'kms:ViaService': [], ...request.context },
});
const json = (guardrail: McpGuardrail) => guardrail.statements().map((statement) => statement.toStatementJson());
const policies = (options: ReadOnlyViaMcpOptions) => {
  const stack = new Stack(new App(), 'Organization');
  new McpServiceControlPolicy(stack, 'Agents', { guardrails: [McpGuardrail.readOnlyViaMcp(options)], targets: [PolicyTarget.root('r-ab12')] });
  return Object.values(Template.fromStack(stack).findResources('AWS::Organizations::Policy')).map((policy) => JSON.stringify(policy.Properties.Content).length);
};
const everywhere = McpGuardrail.readOnlyViaMcp();
const isDenied = deniedBy(everywhere).work;

test('fits one policy, with the exemption of two roles', () => {
  expect(policies({})).toHaveLength(1);
  expect(policies({ exempt: [PrincipalFilter.roleNames('BreakGlass', 'CloudTeam')], servers: [McpServer.AWS] })).toHaveLength(1);
  expect(policies({ additionalReads: ActionSet.readsOf('braket', 'chime') })).toHaveLength(1);
  expect(policies({})[0]).toBeLessThanOrEqual(0.93 * POLICY_TYPES.SERVICE_CONTROL_POLICY.maxSize);
});

test('lets no write of the table through, no secret, and nothing that gets others to act', () => {
  const through = (set: ActionSet) => set.listActions().filter((action) => !isDenied(action));
  expect(through(ActionSet.writesOf())).toEqual([]);
  // Cloud Control reads any resource with the rights of the agent, and perhaps without the MCP keys.
  expect(through(ActionSet.of('cloudformation:GetResource', 'cloudformation:ListResources'))).toEqual([]);
  // What services call of KMS for an agent is denied when it calls it itself.
  expect(through(ActionSet.secretReads())).toEqual([]);
  expect(through(ActionSet.delegation())).toEqual([]);
  for (const set of [ActionSet.privilegeEscalation(), ActionSet.destructive(), ActionSet.auditTampering(), ActionSet.spending()]) {
    expect(through(set)).toEqual([]);
  }
  const plain = new Set(plainReads().listActions());
  expect(through(ActionSet.ALL).filter((action) => !plain.has(action))).toEqual([]);
});

test('lets nearly all reads of its services through', () => {
  const services = [...new Set(readPatterns().map((pattern) => pattern.split(':')[0]))];
  expect(services.length).toBeGreaterThanOrEqual(115);
  const reads = plainReads(...services).listActions();
  expect(reads.filter((action) => !isDenied(action)).length / reads.length).toBeGreaterThanOrEqual(0.95);
  expect(readPatterns().filter((pattern) => pattern.endsWith(':*'))).toEqual([]);
});

/** Reads of the services that are not let through, by why. */
const LEFT_OUT: { readonly [why: string]: Listed } = {
  'hands out a file, a page or what connects': {
    'bedrock': 'CallWithBearerToken',
    'bedrock-agentcore': 'ConnectBrowserLiveViewStream InvokeRegistryMcp',
    'billing': 'UseSourceView',
    'dynamodb': 'ReadDataForReplication',
    'ec2': 'ExportClientVpnClientConfiguration ExportVerifiedAccessInstanceClientConfiguration',
    'elasticbeanstalk': 'RequestEnvironmentInfo RetrieveEnvironmentInfo', // Logs, with what is in the environment.
    'elasticfilesystem': 'ClientMount ReplicationRead',
    'elasticmapreduce': 'ViewEventsFromAllClustersInConsole',
    'es': 'ESCrossClusterGet',
    'glue': 'AccessDataQualityRuntimeConfiguration',
    'logs': 'Unmask', // What a policy masks.
    's3files': 'ClientMount',
    'sagemaker': 'AccessModelPackage CallWithBearerToken CreateHubContentPresignedUrls',
    'support': 'DownloadAttachment',
    'trustedadvisor': 'DownloadRisk',
    'wafv2': 'GenerateMobileSdkReleaseUrl',
    'workspaces': 'DirectoryAccessManagement InvokeTroubleshootingInvestigation',
  },
  'hides what it returns from others': { sqs: 'ReceiveMessage' },
  'computes, tests or asks a model, and reads nothing of the account that others of the list do not': {
    appsync: 'EvaluateCode EvaluateMappingTemplate',
    bedrock: 'AgenticRetrieveStream CheckIngestedDocumentAcl CountTokens DetectGeneratedContent GenerateQuery InvokeAutomatedReasoningPolicy InvokeGuardrailChecks InvokeTool '
      + 'OptimizePrompt RenderPrompt ValidateFlowDefinition',
    cleanrooms: 'PreviewPrivacyImpact',
    cloudfront: 'VerifyDnsConfiguration',
    cloudtrail: 'GenerateQueryResultsSummary',
    cloudwatch: 'GenerateQuery GenerateQueryResultsSummary',
    detective: 'InvokeAssistant',
    dms: 'TestConnection',
    ds: 'CheckAlias VerifyTrust',
    ec2: 'ValidateSecurityGroupQuotasForInterface',
    ecr: 'ValidatePullThroughCacheRule',
    elasticbeanstalk: 'CheckDNSAvailability ValidateConfigurationSettings',
    events: 'TestEventPattern',
    glue: 'CheckSchemaVersionValidity',
    iot: 'TestAuthorization ValidateSecurityProfileBehaviors',
    kinesisanalytics: 'DiscoverInputSchema',
    logs: 'TestMetricFilter TestTransformer',
    route53: 'TestDNSAnswer',
    route53domains: 'CheckDomainAvailability CheckDomainTransferability',
    sagemaker: 'RenderUiTemplate',
    servicecatalog: 'ScanProvisionedProducts',
    servicequotas: 'StartQuotaUtilizationReport',
    ssm: 'StartExecutionPreview ValidateCloudConnector',
    states: 'ValidateStateMachineDefinition',
    wafv2: 'CheckCapacity ValidateNetworkSecurityManagerRuleConfiguration ValidateNetworkSecurityManagerWebACLConfiguration',
  },
  'seldom used: one policy has no room for all names': {
    'acm': 'SearchCertificates',
    'backup': 'ExportBackupPlanTemplate',
    'bedrock': 'ExportAutomatedReasoningPolicyVersion',
    'budgets': 'ListTagsForResource',
    'bedrock-agentcore': 'GatewayGetWebACLForResource GatewayListResourcesForWebACL RetrieveMemoryRecords SearchRegistryRecords',
    'cloudtrail': 'SearchSampleQueries',
    'cognito-identity': 'LookupDeveloperIdentity',
    'detective': 'SearchGraph',
    'dynamodb': 'SearchVectors',
    'ec2': 'ExportClientVpnClientCertificateRevocationList',
    'glue': 'QuerySchemaVersionMetadata',
    'identitystore': 'IsMemberInGroups',
    'inspector2': 'SearchVulnerabilities',
    'iot': 'SearchIndex',
    'macie2': 'BatchGetCustomDataIdentifiers SearchResources',
    'redshift': 'ViewQueriesFromConsole ViewQueriesInConsole',
    'resource-explorer-2': 'BatchGetView',
    'route53domains': 'ViewBilling',
    'sagemaker': 'BatchDescribeModelPackage',
    'schemas': 'ExportSchema SearchSchemas',
    'servicediscovery': 'DiscoverInstancesRevision',
    'ses': 'BatchGetMetricData',
    'sns': 'CheckIfPhoneNumberIsOptedOut',
    'xray': 'CancelTraceRetrieval',
  },
};

test('every read of its services is let through, or left out for a reason', () => {
  const services = [...new Set(readPatterns().map((pattern) => pattern.split(':')[0]))];
  const left = plainReads(...services).listActions().filter(isDenied);
  expect(Object.values(LEFT_OUT).flatMap(patternsOf).sort()).toEqual([...left].sort());
  for (const action of ['dynamodb:Query', 'dynamodb:BatchGetItem', 'budgets:ViewBudget', 'resource-explorer-2:Search', 'glue:SearchTables', 'support:SearchForCases',
    'codeartifact:ReadFromRepository', 'redshift:FetchResults', 'sagemaker:QueryLineage', 'resource-groups:SearchResources', 'rum:BatchGetRumMetricDefinitions',
    'cloudformation:BatchDescribeTypeConfigurations']) {
    expect([action, from(everywhere, action)]).toEqual([action, []]);
  }
});

test('each skill that only reads goes through whole', () => {
  const all = readOperations();
  const write = new Set(ActionSet.writesOf().listActions());
  const writes = deniedWork(all, { work: (action) => write.has(action), attack: () => true });
  const reading = Object.keys(all).filter((skill) => writes.get(skill)!.length === 0);
  expect(reading).toHaveLength(9);
  const denied = deniedWork(all, deniedBy(everywhere));
  expect(reading.flatMap((skill) => denied.get(skill)!)).toEqual([]);
});

test('denies agents what AWS calls a read and is none: it connects, hands out credentials or acts', () => {
  for (const action of ['bedrock-agentcore:ConnectBrowserAutomationStream', 'bedrock-agentcore:ConnectBrowserLiveViewStream', 'bedrock-agentcore:InvokeRegistryMcp',
    'kinesisanalytics:CreateApplicationPresignedUrl', 'glue:GetConnection', 'glue:GetConnections', 'eks:AccessKubernetesApi', 'cloudshell:ApproveCommand']) {
    expect([action, from(everywhere, action)]).toEqual([action, VIA_MCP]);
  }
});

test('denies agents all but reads, services to come included, and leaves people alone', () => {
  for (const action of ['s3:PutObject', 'ec2:RunInstances', 'newservice:GetThing', 'secretsmanager:GetSecretValue', 'ssm:GetParameter', 'ec2:GetPasswordData',
    'bedrock:InvokeAgent', 'sts:AssumeRole', 'kms:Decrypt', 'kms:PutKeyPolicy', 'lambda:InvokeFunction', 'iot:GetConnection', 'sqs:ReceiveMessage', 'config:DeliverConfigSnapshot']) {
    expect([action, from(everywhere, action)]).toEqual([action, VIA_MCP]);
  }
  for (const action of ['s3:GetObject', 'ec2:DescribeInstances', 'iam:SimulatePrincipalPolicy', 'logs:StartQuery', 'kms:DescribeKey', 'ssm:DescribeParameters',
    'secretsmanager:DescribeSecret', 'sts:GetCallerIdentity', 'ec2:DescribeNewThings']) {
    expect([action, from(everywhere, action)]).toEqual([action, []]);
  }
  expect(from(everywhere, 'kms:Decrypt', { context: { 'kms:ViaService': ['s3.eu-central-1.amazonaws.com'] } })).toEqual([]);
  expect(from(everywhere, 's3:PutObject', { context: { 'kms:ViaService': ['s3.eu-central-1.amazonaws.com'] } })).toEqual(VIA_MCP);
  expect(json(everywhere)).toMatchSnapshot();
});

test('agents connect to the servers, and to none that acts by itself', () => {
  for (const action of ['eks-mcp:InvokeMcp', 'eks-mcp:CallReadOnlyTool', 'ecs-mcp:UseMcp', 'ecs-mcp:InvokeReadOnlyTools']) {
    expect([action, from(everywhere, action)]).toEqual([action, []]);
  }
  expect(from(everywhere, 'eks-mcp:CallPrivilegedTool')).toEqual(ALL);
  expect(from(everywhere, 'agentaccess-mcp:TypeText')).toEqual(ALL);
  const ofOne = McpGuardrail.readOnlyViaMcp({ servers: [McpServer.AWS] });
  expect(from(ofOne, 'eks-mcp:CallPrivilegedTool')).toEqual(['via AWS', 'service, via AWS, keys kept']);
  expect(from(McpGuardrail.readOnlyViaMcp({ servers: [McpServer.EKS] }), 'eks-mcp:CallPrivilegedTool')).toEqual(ALL);
  expect(from(McpGuardrail.readOnlyViaMcp({ resources: ['arn:aws:s3:::a/*'] }), 'eks-mcp:CallPrivilegedTool')).toEqual([]);
});

test('additional reads are let through, and what is none of them stays denied', () => {
  const more = McpGuardrail.readOnlyViaMcp({ additionalReads: ActionSet.readsOf('braket').union(ActionSet.unlisted('newservice:Get*', 'secretsmanager:Get*')) });
  for (const action of ['braket:GetDevice', 'newservice:GetThing', 'ec2:DescribeInstances', 'secretsmanager:GetNewThing']) {
    expect([action, from(more, action)]).toEqual([action, []]);
  }
  for (const action of ['secretsmanager:GetSecretValue', 'braket:CreateJob', 'newservice:PutThing', 'kms:Decrypt']) {
    expect([action, from(more, action)]).toEqual([action, VIA_MCP]);
  }
  const few = McpGuardrail.readOnlyViaMcp({ services: ['s3'], additionalReads: ActionSet.of('sqs:ReceiveMessage') });
  expect([from(few, 'sqs:ReceiveMessage'), from(few, 's3:GetObject'), from(few, 'sqs:ListQueues')]).toEqual([[], [], VIA_MCP]);
  expect(few.statements().map(({ sid }) => sid)).toEqual(['ReadOnlyViaMcp', 'ReadOnlyViaMcp2']);
});

test.each<[ReadOnlyViaMcpOptions, string]>([
  [{ services: [] }, 'ReadOnlyViaMcp: services is empty, so that everything would be denied: leave it out for the services that are used most'],
  [{ additionalReads: ActionSet.of('s3:PutObject') }, 'ReadOnlyViaMcp: additionalReads has s3:PutObject, which is no read: what agents may write is for McpGuardrail.allowOnlyViaMcp()'],
  [{ additionalReads: ActionSet.ALL }, 'which is no read'],
  [{ additionalReads: ActionSet.secretReads('secretsmanager') }, 'additionalReads has only what returns secrets or does more than to read, which stays denied: leave it out'],
  [{ additionalReads: 's3:GetObject' as any }, 'McpGuardrail.readOnlyViaMcp(): additionalReads is "s3:GetObject": expected an ActionSet'],
  [{ services: ['s33'] }, 'unknown service "s33" (did you mean "s3"?)'],
])('bad input: %j', (options, message) => {
  expect(() => McpGuardrail.readOnlyViaMcp(options).statements()).toThrow(message);
});

test('the table has the services, and the patterns mean something', () => {
  expect(readPatterns().filter((pattern) => Catalog.get().find(pattern).names.length === 0)).toEqual([]);
});

test('is what the documentation says', () => {
  const documented = fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'guardrails.md'), 'utf-8');
  expect(documented).toContain(`\`\`\`text\n${readOnlyLines().join('\n')}\n\`\`\`\n`);
});
