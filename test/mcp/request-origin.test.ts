import { ConditionMatch, McpServer, RequestOrigin } from '../../src';
import { Condition } from '../../src/iam/condition';
import { dependsOnKeyBeingThere, leavesOutOrdinaryCalls, matchedOrigins, matchesDirectCalls, matchesOnlyViaMcp } from '../../src/mcp/matched-origins';
import { relatedKeys } from '../../src/mcp/origin-contexts';
import { isDirect } from '../../src/mcp/request-contexts';

/** The values that a key may have in requests of the origin. */
function values(origin: RequestOrigin, key: string): string[] {
  const found = origin._contexts().map((context) => {
    const list = context.get(key);
    return list === undefined ? 'open' : list.length === 0 ? 'absent' : list.join();
  });
  return [...new Set(found)].sort();
}

const via = 'aws:viaawsmcpservice';
const calledVia = 'aws:calledviaawsmcp';

test.each([
  ['direct', RequestOrigin.direct(), ['absent', 'false'], ['absent']],
  ['direct, key absent', RequestOrigin.directKeyAbsent(), ['absent'], ['absent']],
  ['direct, key false', RequestOrigin.directKeyFalse(), ['false'], ['absent']],
  ['via a server', RequestOrigin.via(McpServer.EKS), ['true'], ['eks-mcp.amazonaws.com']],
  ['service call of unknown origin', RequestOrigin.viaAwsService(), ['absent', 'false', 'true'], ['absent', 'open']],
  ['service call for a direct one', RequestOrigin.viaAwsService({ startedBy: RequestOrigin.direct() }), ['absent', 'false'], ['absent']],
  ['service call via a server, keys unknown', RequestOrigin.viaAwsService({ startedBy: RequestOrigin.via(McpServer.AWS) }),
    ['absent', 'false', 'true'], ['absent', 'aws-mcp.amazonaws.com']],
  ['service call via a server, keys kept', RequestOrigin.viaAwsService({ startedBy: RequestOrigin.via(McpServer.AWS), mcpKeysForwarded: true }),
    ['true'], ['aws-mcp.amazonaws.com']],
  ['service call via a server, keys lost', RequestOrigin.viaAwsService({ startedBy: RequestOrigin.via(McpServer.AWS), mcpKeysForwarded: false }),
    ['absent', 'false'], ['absent']],
])('the MCP keys of a %s', (_, origin, viaValues, calledViaValues) => {
  expect(values(origin, via)).toEqual(viaValues);
  expect(values(origin, calledVia)).toEqual(calledViaValues);
});

test('only an AWS service carries aws:ViaAWSService', () => {
  const key = 'aws:viaawsservice';
  expect(values(RequestOrigin.direct(), key)).toEqual(['absent', 'false']);
  expect(values(RequestOrigin.viaAwsService(), key)).toEqual(['true']);
  // Not documented.
  expect(values(RequestOrigin.via(McpServer.AWS), key)).toEqual(['absent', 'false', 'true']);
});

test('any call may be one of an MCP server\'s own actions', () => {
  expect(values(RequestOrigin.direct(), 'aws:ismcpserviceaction')).toEqual(['absent', 'false', 'true']);
});

test('an agent\'s session is a direct call with the tag, which what services call for it has, too', () => {
  const tag = 'aws:principaltag/principaltype';
  expect(values(RequestOrigin.agentSession(), tag)).toEqual(['Agent']);
  expect(values(RequestOrigin.agentSession(), via)).toEqual(values(RequestOrigin.direct(), via));
  expect(values(RequestOrigin.agentSession('kind', 'bot'), 'aws:principaltag/kind')).toEqual(['bot']);
  expect(values(RequestOrigin.agentSession(), 'aws:viaawsservice')).toEqual(['absent', 'false']);
  for (const mcpKeysForwarded of [true, false, undefined]) {
    const service = RequestOrigin.viaAwsService({ startedBy: RequestOrigin.agentSession(), mcpKeysForwarded });
    expect(values(service, tag)).toEqual(['Agent']);
    expect(values(service, 'aws:viaawsservice')).toEqual(['true']);
  }
});

test('an origin says what it is', () => {
  expect(String(RequestOrigin.agentSession())).toBe('agent session (PrincipalType=Agent)');
  expect(String(RequestOrigin.direct())).toBe('direct');
  expect(RequestOrigin.via(McpServer.EKS).description).toBe('via eks-mcp.amazonaws.com');
  expect(RequestOrigin.viaAwsService().description).toBe('forward access session');
  expect(RequestOrigin.viaAwsService({ startedBy: RequestOrigin.via(McpServer.AWS), mcpKeysForwarded: false }).description)
    .toBe('forward access session started via aws-mcp.amazonaws.com, keys lost');
});

test.each<any>(['aws-mcp.amazonaws.com', undefined])('via %j, which is no server', (server) => {
  expect(() => RequestOrigin.via(server)).toThrow(/^RequestOrigin.via\(\): ("aws-mcp.amazonaws.com"|undefined) is not an McpServer: expected one such as/);
});

const ofServer = (operator: string, value: string) => matchedOrigins(new Condition({ [operator]: { [calledVia]: value } }));

test.each([
  ['own-mcp.*', 'own-mcp.amazonaws.com'], ['own-*', 'own-x-mcp.amazonaws.com'], ['own*-mcp.amazonaws.com', 'own-mcp.amazonaws.com'],
  ['own-*-mcp.amazonaws.com', 'own-x-mcp.amazonaws.com'], ['own-?-mcp.amazonaws.com', 'own-x-mcp.amazonaws.com'],
])('the pattern %s means a server that is not listed, such as %s', (pattern, server) => {
  expect(ofServer('StringLike', pattern)!.servers.get(server)).toBe(ConditionMatch.ALWAYS);
  expect(ofServer('StringEquals', pattern)!.servers.has(server)).toBe(false);
});

test.each<[block: { [operator: string]: object }, onlyViaMcp: boolean, directCalls: boolean, dependsOnKey: boolean]>([
  [{ Bool: { [via]: 'true' } }, true, false, false], [{ Bool: { [via]: 'false' } }, false, false, true], [{ BoolIfExists: { [via]: 'false' } }, false, true, false],
  [{ BoolIfExists: { [via]: 'true' } }, false, false, true], [{ Null: { [via]: 'true' } }, false, false, true], [{ Null: { [calledVia]: 'true' } }, false, true, false],
  [{ Bool: { [via]: 'true' }, Null: { [via]: 'true' } }, false, false, false], [{ Bool: { [via]: ['true', 'false'] } }, false, false, true],
  // A test that always matches tells nothing of one that hangs on another key.
  [{ Bool: { [via]: 'true' }, StringEquals: { [calledVia]: '${aws:PrincipalTag/server}' } }, false, false, false],
])('%j: only through servers %s, direct calls %s, differs with the key %s', (block, ...expected) => {
  const found = matchedOrigins(new Condition(block))!;
  expect([matchesOnlyViaMcp(found), matchesDirectCalls(found), dependsOnKeyBeingThere(found)]).toEqual(expected);
});

test('the servers that are judged are the known ones, those that tests of them name, and one more', () => {
  const known = McpServer._all().map(({ servicePrincipal }) => servicePrincipal);
  const judged = (block: object) => [...matchedOrigins(new Condition(block))!.servers.keys()];
  const other = McpServer._other().servicePrincipal;
  expect(judged({ Bool: { [via]: 'true' } })).toEqual([...known, other]);
  expect(judged({ StringEquals: { [calledVia]: ['own-mcp.amazonaws.com', McpServer.AWS.servicePrincipal] } })).toEqual([...known, other, 'own-mcp.amazonaws.com']);
  expect(judged({ StringLike: { [via]: 'own-mcp.*' } })).toEqual([...known, other]);
});

test('of an operator that IAM has not, and of other keys, no origin is told', () => {
  expect(ofServer('StringIs', 'aws-mcp.amazonaws.com')).toBeUndefined();
  expect(matchedOrigins(new Condition({ StringIs: { [calledVia]: 'x' }, Bool: { [via]: 'true' } }))).toBeUndefined();
  expect(matchedOrigins(new Condition({ StringEquals: { 'aws:username': 'x' } }))).toBeUndefined();
});

test.each<[RequestOrigin, boolean[]]>([
  [RequestOrigin.direct(), [true]], [RequestOrigin.viaAwsService(), [false]], [RequestOrigin.via(McpServer.AWS), [false]],
])('%#: whether it is a direct call', (origin, expected) => {
  expect([...new Set(origin._contexts().map(isDirect))]).toEqual(expected);
});

test.each([
  ['aws:viaawsservice', 'origin'], [via, 'origin'], [calledVia, 'origin'], ['aws:ismcpserviceaction', 'origin'], ['kms:viaservice', 'origin'], ['aws:calledvia', 'origin'],
  ['aws:sourcearn', 'origin'], ['aws:principalarn', 'principal'], ['aws:principalorgid', 'principal'], ['aws:userid', 'principal'], ['aws:username', 'principal'],
  ['aws:principaltag/team', 'aws:principaltag/team'], ['aws:useragent', 'aws:useragent'], ['x:aws:userid', 'x:aws:userid'], ['s3:prefix', 's3:prefix'],
])('%s changes with %s', (key, related) => {
  expect(relatedKeys(key)).toBe(related);
});

test.each<[block: { [operator: string]: object }, expected: boolean]>([
  [{ Bool: { 'aws:ViaAWSService': 'true' } }, true], [{ Bool: { 'aws:IsMCPServiceAction': 'true' } }, true], [{ Bool: { 'aws:ViaAWSService': 'false' } }, false],
  [{ StringIs: { 'aws:ViaAWSService': 'true' } }, false], [{ Bool: { [via]: 'true' } }, false], [{}, false],
])('%j: leaves out ordinary calls: %s', (block, expected) => {
  expect(leavesOutOrdinaryCalls(new Condition(block))).toBe(expected);
});
