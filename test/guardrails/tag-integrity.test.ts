import { McpGuardrail, McpServer, PrincipalFilter } from '../../src';
import { ALL, deniedFrom, VIA_MCP } from '../meaning';

const TAGGING = ['iam:CreateRole', 'iam:CreateUser', 'iam:TagRole', 'iam:TagUser', 'iam:UntagRole', 'iam:UntagUser', 'sts:TagSession'];

/** A principal that has or has not the tag, and changes tags of those keys. */
const changes = (keys: string[], has: string[] = [], role = 'Agent') => ({
  context: { 'aws:TagKeys': keys, 'aws:PrincipalTag/agents': has, 'aws:PrincipalArn': [`arn:aws:iam::111122223333:role/${role}`] },
});
const tagging = (guardrail: McpGuardrail, request: ReturnType<typeof changes>) => TAGGING.map((action) => deniedFrom(
  guardrail.statements().filter(({ conditions }) => 'ForAnyValue:StringEqualsIgnoreCase' in conditions), { action, ...request }));
const each = (origins: string[]) => TAGGING.map(() => origins);

describe.each<[string, McpGuardrail]>([
  ['exempt', McpGuardrail.denyViaMcp({ exempt: [PrincipalFilter.tag('agents', 'free')] })],
  ['appliesTo', McpGuardrail.denyDestructiveViaMcp({ services: ['s3'], servers: [McpServer.EKS], appliesTo: [PrincipalFilter.tag('agents', '*')] })],
  ['denyOutsideMcp', McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.tag('agents', 'yes')] })],
  ['baseline', McpGuardrail.baseline({ exempt: [PrincipalFilter.tag('agents', 'free')] })],
])('%s by a tag', (_, guardrail) => {
  test('nobody sets or removes the tag through MCP, whoever has it', () => {
    for (const has of [[], ['yes'], ['free']]) {
      expect(tagging(guardrail, changes(['agents'], has))).toEqual(each(VIA_MCP));
    }
  });

  test('nor in other letters, which IAM takes for the same key, or among others', () => {
    expect(tagging(guardrail, changes(['AGENTS']))).toEqual(each(VIA_MCP));
    expect(tagging(guardrail, changes(['cost', 'Agents']))).toEqual(each(VIA_MCP));
  });

  test('other tags, and changes without tags, are not touched', () => {
    expect(tagging(guardrail, changes(['cost', 'agents2']))).toEqual(each([]));
    expect(tagging(guardrail, changes([]))).toEqual(each([]));
  });
});

test('those whom another filter exempts may still, and several tags are kept at once', () => {
  const guardrail = McpGuardrail.denyViaMcp({
    sid: 'Mine',
    appliesTo: [PrincipalFilter.tag('team', 'a'), PrincipalFilter.tag('Team', 'b')],
    exempt: [PrincipalFilter.tag('agents', 'free'), PrincipalFilter.roleNames('BreakGlass')],
  });
  expect(tagging(guardrail, changes(['team']))).toEqual(each(VIA_MCP));
  expect(tagging(guardrail, changes(['agents']))).toEqual(each(VIA_MCP));
  expect(tagging(guardrail, changes(['agents'], [], 'BreakGlass'))).toEqual(each([]));
  expect(guardrail.statements().map(({ sid }) => sid)).toEqual(['Mine', 'Mine2']);
  expect(guardrail.statements()[1].toStatementJson()).toMatchSnapshot();
});

test('administrators who are known by a tag are the only ones to give it, also directly', () => {
  const guardrail = McpGuardrail.protectGuardrails({ administrators: [PrincipalFilter.tag('agents', 'admin')], resources: ['arn:aws:iam::*:role/agents/*'] });
  expect(tagging(guardrail, changes(['agents']))).toEqual(each(ALL));
  expect(tagging(guardrail, changes(['agents'], ['admin']))).toEqual(each([]));
});

test('without a tag there is no such statement', () => {
  expect(McpGuardrail.denyViaMcp({ exempt: [PrincipalFilter.roleNames('BreakGlass')] }).statements()).toHaveLength(1);
});
