import type { Denial } from './denial';
import { readySetsOf } from './ready-sets';
import type { Reason, StoppingStatement } from './why';
import { sectionOf } from '../analysis/guardrail-advice';
import type { Rule } from '../analysis/rules/rule';
import type { SimulationResult } from '../analysis/simulation/simulation-result';
import { SimulationDecision } from '../analysis/simulation/simulation-result';
import { arnParts } from '../iam/arn';
import { PolicyKind } from '../iam/policy';
import { ConditionMatch } from '../mcp/evaluate-condition';
import { McpCondition } from '../mcp/mcp-condition';
import { McpServer } from '../mcp/mcp-server';
import { serverInCode } from '../mcp/named-servers';

/** What to do about a denial. */
export interface Fix {
  /** In sentences. */
  readonly text: string;
  /** What a person can do in place of the call, where a guardrail did its work. */
  readonly person?: string;
  /** What lets the work go on, and not the attack. */
  readonly narrower?: string;
  /** The statement to add, where an Allow is missing that may be given. */
  readonly statement?: { readonly [element: string]: unknown };
  /** The same in the CDK, in TypeScript. */
  readonly code?: string;
  /** The section of the docs. */
  readonly docs?: string;
}

/** The smallest right fixes. Where a guardrail did its work it stays as it is: they say who may do what was denied, and how. */
export function fixesFor(denial: Denial, reason: Reason | undefined): Fix[] {
  const stopping = reason?.stopping ?? [];
  if (stopping.length > 0) {
    return stopping.map((each) => aboutDeny(each, denial, reason!));
  }
  const missing = reason && reason.missing.size > 0 ? reason.missing
    : new Map(denial.effect === 'implicit' ? denial.policies.flatMap(({ kind }) => (kind === undefined ? [] : [[kind, [kind]]])) : []);
  return missing.size > 0 ? [...missing].map(([layer, kinds]) => aboutMissing(layer, kinds, denial))
    : denial.effect === 'explicit' ? [{ text: 'No Allow can help against a Deny. Find the statement: it says whom it is for, and whether that is meant.' }] : [];
}

function aboutDeny({ statement, call, direct, advice, mistakes }: StoppingStatement, denial: Denial, reason: Reason): Fix {
  const mistake = mistakes.find(({ rule }) => !denial.origin || ['DIRECT', 'SESSION'].includes(denial.origin.kind) !== hitsAgents(rule));
  if (mistake) {
    const { rule, message } = mistake;
    const [begin, the] = denial.origin ? ['', 'The'] : [hitsAgents(rule) ? 'If an agent made the call: ' : 'If the call was made directly: ', 'the'];
    return { text: `${begin}${the} statement hits more than it seems to mean. ${message}. ${rule.fix}`, docs: `docs/rules.md#${rule.id.toLowerCase()}` };
  }
  if (advice) {
    const isForDirect = direct.match !== ConditionMatch.NEVER && advice.directCall === 'passes';
    return {
      text: `It is a guardrail, and did its work: ${advice.madeBy} keeps ${advice.keeps}.`,
      person: isForDirect ? `a direct call is denied by it, too${direct.match === ConditionMatch.ALWAYS ? '' : `, depending on ${direct.dependsOn.join(', ')}`}`
        : `${advice.person}${advice.directCall !== undefined ? directly(reason) : ''}`,
      narrower: advice.narrower,
      docs: sectionOf(advice),
    };
  }
  const whose = `Whoever owns the ${statement.policy!.kind} decides on an exception, by principal or resource; no Allow can help.`;
  if (direct.match === ConditionMatch.NEVER && call.match !== ConditionMatch.NEVER) {
    return { text: `It is about agents, and did its work. ${whose}`, person: `make the call directly${directly(reason)}` };
  }
  const [otherwise] = reason.calls.flatMap(({ result }) => result.allowedIf);
  return { text: `It is not about agents only.${otherwise === undefined ? '' : ` The call would be allowed if ${JSON.stringify(otherwise)}.`} ${whose}` };
}

/** The other rules are on what hits direct calls. */
function hitsAgents({ id }: Rule): boolean {
  return id === 'NetworkDenyBlocksMcp';
}

/** What the policies say of the direct call, to go on with. */
function directly({ direct }: Reason): string {
  return `; ${direct.decision === SimulationDecision.ALLOWED ? '' : 'but '}${answerInWords(direct)}`;
}

/** What policies say of a call, in a clause. */
function answerInWords({ decision, dependsOn, statements, missingAllows }: SimulationResult): string {
  switch (decision) {
    case SimulationDecision.ALLOWED: return 'the policies allow that';
    case SimulationDecision.CONDITIONAL: return `whether the policies allow that depends on ${listed(dependsOn)}`;
    case SimulationDecision.EXPLICITLY_DENIED:
      return `that is denied by ${listed(statements.map(({ sid, policyType }) => `${sid === undefined ? 'a statement' : `"${sid}"`} of the ${policyType}`))}`;
    default: return `for that an Allow is missing: ${missingAllows.join(', ')}`;
  }
}

function listed(items: readonly string[]): string {
  return `${items.slice(0, 3).join(', ')}${items.length > 3 ? `, and ${items.length - 3} more` : ''}`;
}

/** Where an Allow is missing, and whose it is to give it. */
function aboutMissing(layer: string, kinds: readonly PolicyKind[], denial: Denial): Fix {
  const kind = kinds.length === 1 ? kinds[0] : undefined;
  const text = kind && LIMITS[kind];
  return text === undefined ? granted(denial, layer, kind) : { text };
}

/** What to do where a kind of policy lacks an Allow, of those that grant nothing. */
const LIMITS: { readonly [kind in PolicyKind]: string | undefined } = {
  [PolicyKind.SERVICE_CONTROL]: 'An SCP grants nothing, but at each level, from the root to the account, one must allow the action. If FullAWSAccess was detached at one of them by mistake, '
    + 'attach it there again. If what is attached is a list of what may be done, it did its work: whoever runs the organization decides what is on it.',
  [PolicyKind.RESOURCE_CONTROL]: 'An RCP grants nothing, and RCPFullAWSAccess, which allows everything, can\'t be detached: whoever runs the organization can tell what else is attached.',
  [PolicyKind.PERMISSIONS_BOUNDARY]: 'The permissions boundary is the most that the principal may do, and did its work: whoever owns the boundary decides what is in it. A role with another '
    + 'boundary, or none, may do it.',
  [PolicyKind.SESSION]: 'The session was made with a session policy, and only what that allows is left. Make the session with one that allows the action, or without.',
  [PolicyKind.VPC_ENDPOINT]: 'The policy of the VPC endpoint does not allow it. If it is a list of what may go through, it did its work: whoever owns the endpoint decides; a call that does not '
    + 'go through it is not held to it.',
  [PolicyKind.IDENTITY]: undefined,
  [PolicyKind.RESOURCE]: undefined,
  [PolicyKind.TRUST]: undefined,
};

/** The smallest Allow; for an agent only what no ready guardrail denies to agents. */
function granted({ action, resource, origin, principal }: Denial, layer: string, kind: PolicyKind | undefined): Fix {
  if (action === undefined) {
    return { text: `An Allow is missing in the ${layer}. Which action it is the message does not say: the event or the reference of the operation does.` };
  }
  const sets = readySetsOf(action);
  const byServer = origin?.kind === 'SERVER';
  if (sets.length > 0 && (byServer || origin?.kind === 'SESSION')) {
    return {
      text: `An Allow is missing in the ${layer}, and an agent is better not given it: ${action} is in ${sets.join(' and ')}, which the ready guardrails deny to agents.`,
      person: 'make the call directly, with a role that may',
    };
  }
  const grantee = byServer ? origin.by !== undefined ? `McpGrantee.via(role, ${serverInCode(origin.by)})` : 'McpGrantee.viaAnyServer(role)'
    : sets.length > 0 ? 'McpGrantee.outsideMcp(role)' : 'role';
  const condition = byServer ? (origin.by !== undefined ? McpCondition.via(McpServer.of(origin.by)) : McpCondition.viaAnyServer()).toConditions()
    : sets.length > 0 ? McpCondition.outsideMcp().toConditions() : undefined;
  const arn = resource !== undefined && (resource === '*' || arnParts(resource)) ? resource : undefined;
  const isOwn = kind === PolicyKind.IDENTITY;
  const who = isOwn ? '' : `, for ${principal ?? 'the principal'}`;
  return {
    text: `An Allow is missing in the ${layer}. The smallest that is enough${who}${arn === undefined ? ', with the ARN of the resource,' : isOwn ? '' : ','} is below. ${
      byServer ? 'It is for calls through the server only.' : sets.length > 0 ? `It leaves agents out: ${action} is in ${sets.join(' and ')}, which the ready guardrails deny to them.`
        : origin === undefined ? 'If an agent made the call, McpGrantee.viaAnyServer(role) in place of role grants it to agents only.' : ''}${
      arn !== undefined && /.(?<!\$\{)[*?]/.test(arn) ? ' Its wildcard stands for what the denial does not tell: put the name in its place.' : ''}`.trim(),
    statement: {
      Effect: 'Allow',
      ...!isOwn && { Principal: { AWS: roleArn(principal) } },
      Action: action,
      ...kind !== PolicyKind.TRUST && { Resource: arn ?? 'ARN' },
      ...condition && { Condition: condition },
    },
    ...isOwn && { code: `iam.Grant.addToPrincipal({ grantee: ${grantee}, actions: ['${action}'], resourceArns: ['${arn ?? 'ARN'}'] });` },
  };
}

/** Of a session, the role: its path is not in the ARN of the session. */
function roleArn(principal: string | undefined): string {
  const [, partition, account, role] = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(principal ?? '') ?? [];
  return role === undefined ? principal ?? 'ARN' : `arn:${partition}:iam::${account}:role/${role}`;
}
