import type { Proposal, ProposedStatement } from './proposal';
import { AWS_MARK } from './session-marks';
import { UseBy } from './usage';
import { serverInCode } from '../mcp/named-servers';

/** How a language writes what a proposal needs of it. */
interface Language {
  readonly comment: string;
  readonly list: (values: readonly string[]) => string;
  readonly grant: (grantee: string, actions: string, resources: string) => string[];
  readonly statement: (sid: string, actions: string, resources: string, condition: string) => string[];
  readonly guardrail: (actions: string, agents?: string) => string[];
  readonly names: { readonly anyOf: string; readonly viaAnyServer: string; readonly sessionTag: string };
}

const quoted = (value: string) => `'${value.replace(/[\\']/g, '\\$&')}'`;

const TYPESCRIPT: Language = {
  comment: '//',
  list: (values) => `[${values.map(quoted).join(', ')}]`,
  grant: (grantee, actions, resources) => ['iam.Grant.addToPrincipal({', `  grantee: ${grantee},`, `  actions: ${actions},`, `  resourceArns: ${resources},`, '});'],
  statement: (sid, actions, resources, condition) => [
    'role.addToPrincipalPolicy(new iam.PolicyStatement({', `  sid: ${quoted(sid)},`, `  actions: ${actions},`, `  resources: ${resources},`, `  conditions: ${condition},`, '}));',
  ],
  guardrail: (actions, agents) => ['const allowlist = McpGuardrail.allowOnlyViaMcp({', `  actions: ActionSet.of(${actions}),`, ...agents === undefined ? [] : [`  agents: ${agents},`], '});'],
  names: { anyOf: 'anyOf', viaAnyServer: 'viaAnyServer', sessionTag: 'sessionTag' },
};

const PYTHON: Language = {
  comment: '#',
  list: TYPESCRIPT.list,
  grant: (grantee, actions, resources) => ['iam.Grant.add_to_principal(', `    grantee=${grantee},`, `    actions=${actions},`, `    resource_arns=${resources},`, ')'],
  statement: (sid, actions, resources, condition) => [
    'role.add_to_principal_policy(iam.PolicyStatement(', `    sid=${quoted(sid)},`, `    actions=${actions},`, `    resources=${resources},`, `    conditions=${condition},`, '))',
  ],
  guardrail: (actions, agents) => ['allowlist = McpGuardrail.allow_only_via_mcp(', `    actions=ActionSet.of(${actions}),`, ...agents === undefined ? [] : [`    agents=${agents},`], ')'],
  names: { anyOf: 'any_of', viaAnyServer: 'via_any_server', sessionTag: 'session_tag' },
};

/** The grants of a proposal as code of the CDK, for a `role`; and the guardrail that lets agents do nothing but this. */
export function codeOf(proposal: Proposal, language: 'typescript' | 'python'): string {
  const its = language === 'python' ? PYTHON : TYPESCRIPT;
  const { principal, statements, open, widened } = proposal;
  const own = statements.filter(({ by }) => by === UseBy.AGENT || by === UseBy.SESSION);
  const lines = [
    `${its.comment} role: ${principal.replace(/[\r\n]/g, ' ')}`,
    ...statements.flatMap((statement) => statementCode(statement, its, open, widened)),
    ...own.length === 0 ? [] : [
      `${its.comment} The same as an allowlist: agents do nothing else. Put it where a guardrail lives, such as an SCP.`,
      ...its.guardrail([...new Set(own.flatMap(({ actions }) => actions))].sort().map(quoted).join(', '), agentsOf(proposal, its)),
    ],
  ];
  return `${lines.join('\n')}\n`;
}

function statementCode(
  { sid, by, through, actions, resources, conditions }: ProposedStatement, its: Language, open: readonly string[], widened: readonly string[],
): string[] {
  const unknown = actions.filter((action) => open.includes(action));
  const wide = resources.filter((resource) => widened.includes(resource));
  const notes = [
    ...unknown.length > 0 ? [`${its.comment} The events don't tell all that ${unknown.join(', ')} was about: name the resources, where you know them.`] : [],
    ...wide.length > 0 ? [`${its.comment} Wider than what was seen: ${wide.join(', ')}`] : [],
  ];
  const [list, arns] = [its.list(actions), its.list(resources)];
  if (by === UseBy.SERVICE || by === UseBy.SESSION) {
    return [...notes, `${its.comment} What ${by === UseBy.SERVICE ? 'AWS services call with the role\'s credentials' : 'the agent calls in a marked session'}.`, ...its.statement(sid, list, arns, literal(conditions))];
  }
  return [...notes, ...its.grant(by === UseBy.AGENT ? `McpGrantee.via(role, ${through.map(serverInCode).join(', ')})` : 'role', list, arns)];
}

/** Who the agents are, where it is not enough that they come through a server. */
function agentsOf({ mark, servers }: Proposal, { names, list }: Language): string | undefined {
  const tag = mark && `AgentMark.${names.sessionTag}(${mark.key === AWS_MARK.key && mark.value === AWS_MARK.value ? '' : `${quoted(mark.key)}, ${list([mark.value])}`})`;
  return tag === undefined || servers.length === 0 ? tag : `AgentMark.${names.anyOf}(AgentMark.${names.viaAnyServer}(), ${tag})`;
}

/** The same in both languages. */
function literal(value: unknown): string {
  return typeof value === 'string' ? quoted(value) : Array.isArray(value) ? `[${value.map(literal).join(', ')}]`
    : `{ ${Object.entries(value as object).map(([key, each]) => `${quoted(key)}: ${literal(each)}`).join(', ')} }`;
}
