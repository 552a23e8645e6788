import * as fs from 'fs';
import * as path from 'path';
import { ActionSet, BaselineGrade, McpGuardrail, PrincipalFilter } from '../src';
import { nameInIam } from '../src/actions/event-names';
import { wildcardMatcher } from '../src/iam/wildcard';

/** The ready guardrails, and the grades of the baseline, by which attacks are stopped and work goes on. */
export const GUARDRAILS: { readonly [name: string]: McpGuardrail } = {
  'baseline, CORE': McpGuardrail.baseline({ grade: BaselineGrade.CORE }),
  'baseline, NO_ESCALATION, agents\' own named': McpGuardrail.baseline({
    grade: BaselineGrade.NO_ESCALATION,
    rolesBoundary: 'arn:aws:iam::*:policy/AgentBoundary',
    agentRoles: ['arn:aws:iam::*:role/agents/*'],
    agentSecrets: ['arn:aws:secretsmanager:*:*:secret:agents/*'],
  }),
  'baseline, NO_ESCALATION': McpGuardrail.baseline({ grade: BaselineGrade.NO_ESCALATION }),
  'baseline, FULL': McpGuardrail.baseline(),
  'deployOnlyViaMcp, roles named': McpGuardrail.deployOnlyViaMcp({ deployRoles: ['arn:aws:iam::*:role/agents/*'] }),
  'readOnlyViaMcp': McpGuardrail.readOnlyViaMcp(),
  'denyPassRoleViaMcp': McpGuardrail.denyPassRoleViaMcp(),
  'denyLeavingOrganization': McpGuardrail.denyLeavingOrganization({ administrators: [PrincipalFilter.roleNames('CloudTeam')] }),
  'denyAuditTamperingViaMcp': McpGuardrail.denyAuditTamperingViaMcp(),
  'denyDelegationViaMcp': McpGuardrail.denyDelegationViaMcp(),
  'denyDestructiveViaMcp': McpGuardrail.denyDestructiveViaMcp(),
  'denyPrivilegeEscalationViaMcp': McpGuardrail.denyPrivilegeEscalationViaMcp(),
  'denySecretReadsViaMcp': McpGuardrail.denySecretReadsViaMcp(),
  'denySpendingViaMcp': McpGuardrail.denySpendingViaMcp(),
  'ActionSet.credentialWrites()': McpGuardrail.denyViaMcp({ actions: ActionSet.credentialWrites() }),
  'ActionSet.permissionsManagement()': McpGuardrail.denyViaMcp({ actions: ActionSet.permissionsManagement() }),
};

/** The operations of each skill, as `service:Operation`. */
export interface Operations {
  readonly [skill: string]: readonly string[];
}

/** What AWS's skills for agents use; or what a file has of others: an object of lists of `service:Operation`. */
export function readOperations(file?: string): Operations {
  if (file !== undefined) {
    return JSON.parse(fs.readFileSync(file, 'utf-8'));
  }
  const { skills }: { skills: { [skill: string]: Listed } } = JSON.parse(fs.readFileSync(path.join(__dirname, 'figures', 'skills.json'), 'utf-8'));
  return Object.fromEntries(Object.entries(skills).map(([skill, listed]) => [skill, names(listed)]));
}

interface Listed {
  readonly [service: string]: string;
}
const names = (listed: Listed) => Object.entries(listed).flatMap(([service, each]) => each.split(' ').map((name) => `${service}:${name}`));

/** Whether an action is denied: to an agent that works with what is its own, and to an attack on what is others'. */
export interface Denied {
  readonly work: (action: string) => boolean;
  readonly attack: (action: string) => boolean;
}

/**
 * A statement with a condition or an exception of its own lets the agent's own through, and stops the attack. One that is about some resources
 * only stops neither, in general.
 */
export function deniedBy(guardrail: McpGuardrail): Denied {
  const statements = guardrail.statements().map((statement) => statement.toStatementJson())
    .filter(({ Resource }) => Resource === undefined || Resource === '*');
  const matching = (some: typeof statements) => {
    const matchers = some.map(({ Action, NotAction }) => {
      const isMeant = anyOf([Action ?? NotAction].flat().map((pattern: string) => pattern.toLowerCase()));
      return (action: string) => isMeant(action) === (Action !== undefined);
    });
    return (action: string) => matchers.some((matches) => matches(action.toLowerCase()));
  };
  const isPlain = ({ NotResource, Condition }: typeof statements[number]) => NotResource === undefined
    && Object.values((Condition ?? {}) as { [operator: string]: object }).flatMap(Object.keys).every((key) => /^(aws|kms):/.test(key));
  return { work: matching(statements.filter(isPlain)), attack: matching(statements) };
}

/** Whether one of the patterns means the action: few are about its service. */
function anyOf(patterns: readonly string[]): (action: string) => boolean {
  const matchers = new Map<string, Array<(action: string) => boolean | undefined>>();
  return (action) => {
    const [service] = action.split(':');
    if (!matchers.has(service)) {
      matchers.set(service, patterns.filter((pattern) => [service, ''].includes(/^(?:([^:*?]+):)?/.exec(pattern)![1] ?? '')).map(wildcardMatcher));
    }
    return matchers.get(service)!.some((matches) => matches(action));
  };
}

/** What a guardrail leaves of the work: the denied actions of each skill. An operation that needs no action of the table is not denied. */
export function deniedWork(operations: Operations, { work }: Denied): Map<string, string[]> {
  const known = new Map(ActionSet.ALL.listActions().map((action) => [action.toLowerCase(), action]));
  return new Map(Object.entries(operations).map(([skill, used]) => [skill, [...new Set(used.map((operation) => {
    const [service, name] = operation.split(':');
    const inIam = nameInIam(service, name);
    return known.get(`${inIam.service}:${inIam.name}`.toLowerCase());
  }).filter((action) => action !== undefined && work(action)) as string[])].sort()]));
}

/** How many of the paths and single actions of others' lists are stopped: a path is if one of its actions is denied. */
export function stopped({ attack }: Denied): { readonly [what in 'paths' | 'actions']: readonly [number, number] } {
  const { paths, actions } = attacks();
  return { paths: [paths.filter((each) => each.some(attack)).length, paths.length], actions: [actions.filter(attack).length, actions.length] };
}

/** The paths and single actions of others' lists, as far as the table has the actions. */
export function attacks(): { readonly paths: string[][]; readonly actions: string[] } {
  const lists: { paths: { [source: string]: string[] }; actions: { [source: string]: Listed } } =
    JSON.parse(fs.readFileSync(path.join(__dirname, 'figures', 'attacks.json'), 'utf-8'));
  const known = new Map(ActionSet.ALL.listActions().map((action) => [action.toLowerCase(), action]));
  const isThere = (action: string) => known.has(action.toLowerCase());
  // One with an action that is gone is no path any more.
  const paths = Object.values(lists.paths).flat().map((each) => each.split(' ')).filter((each) => each.every(isThere));
  const actions = new Set(Object.values(lists.actions).flatMap(names).map((action) => known.get(action.toLowerCase())));
  return { paths, actions: [...actions].filter((each) => each !== undefined) };
}

/** Why an action is denied: the ready sets that have it. */
export function reasons(action: string): string[] {
  const sets: { [name: string]: ActionSet } = {
    audit: ActionSet.auditTampering(),
    destructive: ActionSet.destructive(),
    delegation: ActionSet.delegation(),
    escalation: ActionSet.privilegeEscalation(),
    secrets: ActionSet.secretReads(),
    spending: ActionSet.spending(),
  };
  const found = Object.keys(sets).filter((name) => sets[name].listActions().includes(action));
  return found.length > 0 ? found : ['named in a list'];
}
