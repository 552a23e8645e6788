import { aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { ServerFacts } from '../../src/mcp/servers';

/** A server as AWS may add it, and one of which it does not tell the service principal. */
jest.doMock('../../src/mcp/servers', () => {
  const actual: { SERVERS: ServerFacts[] } = jest.requireActual('../../src/mcp/servers');
  const facts = { authentication: 'AWS credentials', otherActions: [], sources: [{ url: 'https://docs.aws.amazon.com/billing', read: '2026-12-01' }] } as const;
  return {
    SERVERS: [
      ...actual.SERVERS,
      {
        ...facts,
        id: 'billing',
        title: 'Billing',
        name: 'AWS Billing MCP Server',
        servicePrincipal: 'billing-mcp.amazonaws.com',
        constant: 'BILLING',
        endpoints: ['https://billing-mcp.{region}.api.aws/mcp'],
        services: ['billing-mcp'],
        connectActions: ['billing-mcp:InvokeMcp'],
        deniableActions: ['billing-mcp:CallTool'],
        removed: { on: '2026-12-01', actions: ['billing-mcp:OldTool'] },
        olderEventSources: ['billing.*.api.aws'],
      },
      { ...facts, id: 'vault', title: 'Vault', name: 'AWS Vault MCP Server', endpoints: [], services: ['vault-mcp'], connectActions: ['vault-mcp:Open'], deniableActions: [] },
    ] satisfies ServerFacts[],
  };
});

const { codeOf } = jest.requireActual<typeof import('../../src/activity/proposal-code')>('../../src/activity/proposal-code');
const { UseBy } = jest.requireActual<typeof import('../../src/activity/usage')>('../../src/activity/usage');
const { eventSourcesOf, serverOfSource } = jest.requireActual<typeof import('../../src/mcp/event-sources')>('../../src/mcp/event-sources');
const { serversTable } = jest.requireActual<typeof import('../../build-tools/servers-table')>('../../build-tools/servers-table');
const { McpPolicyMigration, McpServer, McpScopedRole, McpSimulator } = jest.requireActual<typeof import('../../src')>('../../src');
const { htmlPieces } = jest.requireActual<typeof import('../../src/analysis/access-report/render-html')>('../../src/analysis/access-report/render-html');
const { reportAndSearch } = jest.requireActual<typeof import('../../src/analysis/access-report/report')>('../../src/analysis/access-report/report');
const { checkDocument } = jest.requireActual<typeof import('../../src/analysis/rules/check')>('../../src/analysis/rules/check');
const { policiesOf } = jest.requireActual<typeof import('../analysis/access-report/sample')>('../analysis/access-report/sample');
const { foundIn, messagesOf } = jest.requireActual<typeof import('../analysis/rules/found')>('../analysis/rules/found');
const { run, runJson } = jest.requireActual<typeof import('../cli/run')>('../cli/run');

const BILLING = 'billing-mcp.amazonaws.com';
const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const own = policy({ Effect: 'Allow', Action: '*', Resource: '*', Condition: { Bool: { 'aws:IsMcpServiceAction': 'true' } } });

test('McpServer', () => {
  expect(McpServer.of(BILLING).connectActions).toEqual(['billing-mcp:InvokeMcp']);
  expect(McpServer.of(BILLING)).toBe(McpServer.of(BILLING));
});

test('the removed actions: rules, migration', () => {
  const deny = { Effect: 'Deny', Action: ['billing-mcp:OldTool', 'billing-mcp:InvokeMcp'], Resource: '*' };
  expect(messagesOf(deny)).toEqual([`denies billing-mcp:OldTool, which AWS has removed: what comes through ${BILLING} is not blocked`]);
  expect(checkDocument({ Version: '2012-10-17', Statement: deny }, { path: '' })[0].rule.explanation).toContain('and the AWS Billing MCP Server.');
  expect(McpPolicyMigration.migrate({ Statement: [{ ...deny, Effect: 'Allow', Action: 'billing-mcp:*' }] }).document.Statement[0].Action)
    .toEqual(['billing-mcp:InvokeMcp', 'billing-mcp:CallTool']);
  expect(McpPolicyMigration.migrate({ Statement: [deny] }).document.Statement).toEqual([
    { Effect: 'Deny', Action: 'billing-mcp:InvokeMcp', Resource: '*' },
    { Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:CalledViaAWSMCP': BILLING } } },
  ]);
});

test('the rules about servers', () => {
  const via = (server: string) => ({ Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:CalledViaAWSMCP': server } } });
  expect(foundIn(via(BILLING))).toEqual([]);
  expect(messagesOf(via('biling-mcp.amazonaws.com'))).toEqual([`"biling-mcp.amazonaws.com" is no known MCP server: did you mean "${BILLING}"?`]);
  expect(messagesOf(via('billing-mcp'))).toEqual([`"billing-mcp" is not the service principal of an MCP server: did you mean "${BILLING}"?`]);
  expect(messagesOf(via('billing.amazonaws.com'))).toEqual([`"billing.amazonaws.com" is a service, and no MCP server: did you mean "${BILLING}"?`]);
  expect(messagesOf({ ...via(BILLING), Condition: { 'ForAnyValue:StringEquals': { 'aws:CalledVia': BILLING } } })).toEqual([expect.stringContaining('aws:CalledViaAWSMCP?')]);
  expect(messagesOf(via('vault-mcp.amazonaws.com'))).toEqual([expect.stringContaining('the service principal of the AWS Vault MCP Server')]);
});

test('whether an action is a server\'s own', () => {
  const decide = (action: string) => McpSimulator.fromDocuments({ identityPolicies: [JSON.parse(own)] }).simulate({ action, resource: '*', unlistedAction: true }).decision;
  expect(['billing-mcp:InvokeMcp', 'billing-mcp:CallTool', 'vault-mcp:Open', 'billing-mcp:Other'].map(decide)).toEqual(['ALLOWED', 'ALLOWED', 'ALLOWED', 'CONDITIONAL']);
});

test('explain', async () => {
  const { statements: [{ origins }] } = await runJson(['explain'], { stdin: own });
  expect(origins.map(({ origin }: { origin: string }) => origin)).toContain(BILLING);
  const { stdout } = await run(['explain'], { stdin: policy({ Effect: 'Allow', Action: ['billing-mcp:*', 'vault-mcp:Open'], Resource: '*' }) });
  expect(stdout).toContain('servers    the actions are those of the AWS Billing MCP Server and the AWS Vault MCP Server');
});

test('simulate', async () => {
  const simulate = (...args: string[]) => run(['simulate', '--action', 's3:GetObject', ...args], { stdin: own });
  expect((await simulate()).stdout).toContain(`through ${BILLING} `);
  expect((await simulate('--via', 'billing')).stdout).toContain(`through ${BILLING} `);
  expect((await simulate('--via', 'vault')).stderr.replace(/\s+/g, ' ')).toContain('--via vault: AWS does not document the service principal of the AWS Vault MCP Server');
  expect((await run(['simulate', '--help'])).stdout.replace(/\s+/g, ' ')).toContain('sagemaker-unified-studio, billing, or its service principal');
});

test('the access report', () => {
  const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } } };
  const { report, search } = reportAndSearch(policiesOf({ Resources: { Role: role } }));
  expect(report.origins).toContainEqual({ id: BILLING, name: 'Billing' });
  expect(report.origins.filter(({ id }) => id.includes('vault'))).toEqual([]);
  expect([...htmlPieces(report, search)].join('')).toContain('DevOps Agent, and Vault.');
});

test('the docs', () => {
  expect(serversTable()).toContain(`| AWS Billing MCP Server | \`BILLING\` | \`billing\` | \`${BILLING}\` | \`billing-mcp:InvokeMcp\` must be allowed; `);
  expect(serversTable()).toContain('| AWS Vault MCP Server | – | – | not documented | `vault-mcp:Open` must be allowed | not documented | ');
});

test('events of its tools', () => {
  expect(serverOfSource('billing.eu-west-1.api.aws')).toBe(BILLING);
  expect(eventSourcesOf(BILLING)).toEqual([BILLING, 'billing.*.api.aws']);
});

test('code that is proposed', () => {
  const grant = { sid: 'A', by: UseBy.AGENT, through: [BILLING], actions: ['s3:GetObject'], resources: ['*'] };
  const proposal = { principal: 'R', servers: [BILLING], statements: [grant], leftOut: [], perhaps: [], widened: [], open: [] };
  expect(codeOf(proposal, 'typescript')).toContain('McpGrantee.via(role, McpServer.BILLING)');
});

test('a role for an agent', () => {
  const stack = new Stack();
  new McpScopedRole(stack, 'Agent', { assumedBy: new iam.AccountRootPrincipal(), servers: [McpServer.of(BILLING)] });
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).toContain('"Action":"billing-mcp:InvokeMcp"');
});
