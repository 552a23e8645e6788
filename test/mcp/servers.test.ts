import { McpServer } from '../../src';
import { Catalog } from '../../src/actions/catalog';
import { isMcpServiceAction } from '../../src/actions/mcp-service-action';
import { ENDPOINT_SERVICES } from '../../src/mcp/endpoint-services';
import { SERVERS } from '../../src/mcp/servers';

/** A row that is dropped or changed shows here: look the fact up before it is written anew. */
test('what is known of each server', () => {
  expect(SERVERS).toMatchSnapshot();
  expect(ENDPOINT_SERVICES).toMatchSnapshot();
});

const ROWS = SERVERS.map((facts) => [facts.id, facts] as const);

test.each(ROWS)('%s is a row that makes sense', (id, facts) => {
  expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(facts.constant === undefined).toBe(facts.servicePrincipal === undefined);
  expect(facts.endpoints.every((endpoint) => endpoint.startsWith('https://'))).toBe(true);
  expect(facts.sources.length).toBeGreaterThan(0);
  for (const { url, read } of facts.sources) {
    expect(url).toMatch(/^https:\/\/(docs\.aws\.amazon\.com|github\.com\/awslabs)\//);
    expect(read).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
  // A policy on removed actions becomes one on aws:CalledViaAWSMCP.
  expect(facts.removed === undefined || facts.servicePrincipal !== undefined).toBe(true);
  const actions = [...facts.connectActions, ...facts.deniableActions, ...facts.otherActions, ...facts.removed?.actions ?? []];
  expect(new Set(actions).size).toBe(actions.length);
  expect(facts.authentication === 'none').toBe(actions.length + facts.services.length === 0);
});

test('no id, constant, service principal or service is there twice', () => {
  for (const values of [SERVERS.map(({ id }) => id), SERVERS.flatMap(({ constant }) => constant ?? []),
    SERVERS.flatMap(({ servicePrincipal }) => servicePrincipal ?? []), SERVERS.flatMap(({ services }) => services)]) {
    expect(new Set(values).size).toBe(values.length);
  }
});

test('each server with a service principal has a constant, and the other way round', () => {
  const constants = Object.entries(McpServer).filter(([, value]) => value instanceof McpServer)
    .map(([name, server]) => [name, server.servicePrincipal]);
  expect(constants).toEqual(SERVERS.filter(({ constant }) => constant).map(({ constant, servicePrincipal }) => [constant, servicePrincipal]));
});

test('the server that stands for any other has no name that is used', () => {
  expect(McpServer._other().servicePrincipal).toBe('unlisted-mcp.amazonaws.com');
  expect(McpServer._other(['unlisted-mcp.amazonaws.com', 'xunlisted-mcp.amazonaws.com']).servicePrincipal).toBe('xxunlisted-mcp.amazonaws.com');
});

test('the table of actions has each action, and no other that may be a server\'s own', () => {
  const catalog = Catalog.get();
  const documented = catalog.services.flatMap((service) => [...catalog.actionsOf(service).keys()].map((name) => `${service}:${name}`));
  const listed = SERVERS.flatMap(({ connectActions, deniableActions, otherActions }) => [...connectActions, ...deniableActions, ...otherActions]);
  expect(listed.filter((action) => !documented.includes(action))).toEqual([
    // In the service authorization reference since then.
    'agentaccess-mcp:GetSessionInfo', 'agentaccess-mcp:LaunchApplication', 'agentaccess-mcp:ToggleAppSwitcher',
    // In the guide only.
    'partnercentral:InvokeMcp',
  ]);
  expect(documented.filter((action) => /mcp/i.test(action) && !listed.includes(action))).toEqual([]);
});

test.each<[string, boolean | undefined]>([
  ['eks-mcp:invokemcp', true], ['ecs-mcp:usemcp', true], ['application-signals-mcp:callreadonlytool', true], ['bedrock-agentcore:invokeregistrymcp', true],
  ['ecs-mcp:invokemcp', undefined], ['new-mcp:invokemcp', undefined], ['aws-mcp:invokemcp', undefined], ['partnercentral:usesession', undefined],
  ['aidevops:sendmessage', undefined], ['s3:newaction', undefined], ['new:action', undefined],
  ['s3:getobject', false], ['eks:describecluster', false], ['bedrock-agentcore:invokegateway', false],
])('whether %s is a server\'s own: %s', (action, own) => {
  expect(isMcpServiceAction(action)).toBe(own);
});
