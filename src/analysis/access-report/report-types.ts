import type { InputFacts } from './html-facts';
import type { QuestionId } from './questions';
import type { ReportOrigin } from './report-origins';
import type { AccessLevel } from '../../actions/access-level';
import type { NeededAction } from '../../actions/event-actions';
import type { PolicyKind } from '../../iam/policy';
import type { PassableRoles } from '../operation-answer';
import type { SimulationDecision } from '../simulation/simulation-result';
import type { TemplatePrincipal } from '../template/template-policies';

/**
 * Who may do what, directly and through each managed MCP server: what `mcp-access-report.json` holds.
 *
 * Each principal's own policies, its permissions boundary, and the service control policies above its account are counted. Of accounts whose place in
 * the organization the input does not tell, all service control policies that it has are, unless they are attached to other accounts only. Resource
 * control policies and policies of resources are listed among the guardrails if they ask for MCP, but not counted.
 */
export interface AccessReport {
  /** Of this shape. It grows when a field is taken away or means something else. */
  readonly version: 2;
  /** The table of actions: where it is from, and how many actions it has. */
  readonly actions: { readonly source: string; readonly total: number };
  /** What it was made from. */
  readonly input?: InputFacts;
  readonly origins: readonly ReportOrigin[];
  /** By id. */
  readonly principals: readonly ReportedPrincipal[];
  /** Every Deny that asks where a call came from. */
  readonly guardrails: readonly ReportedGuardrail[];
  /** What may be done, each once: principals and origins that are alike share one. */
  readonly profiles: readonly AccessProfile[];
  /** What may be done with a service, each once: profiles share them. */
  readonly serviceAccess: readonly ServiceAccess[];
  /** Actions by name that answers are about, each set once. */
  readonly actionSets: readonly NamedActions[];
  /** What guardrails stop, each once: numbers of actions by service. */
  readonly stops: ReadonlyArray<{ readonly [service: string]: number }>;
  /** The service control policies that judge principals, from the root of the organization down, each list once. */
  readonly serviceControl?: ReadonlyArray<readonly string[]>;
  /** The API operations that were asked about. */
  readonly operations?: readonly ReportedOperation[];
}

/** Who may call an API operation. */
export interface ReportedOperation {
  readonly operation: string;
  readonly needs: readonly NeededAction[];
  readonly principals: ReadonlyArray<{ readonly principal: string; readonly origins: { readonly [origin: string]: ReportedOperationAnswer } }>;
}

export interface ReportedOperationAnswer {
  readonly decision: SimulationDecision;
  /** Of an operation that passes a role: with which. */
  readonly roles?: readonly PassableRoles[];
}

/** How a principal is called in a report. */
export function idOf({ constructPath, file, logicalId }: Pick<TemplatePrincipal, 'constructPath' | 'file' | 'logicalId'>): string {
  return constructPath ?? (file === undefined ? logicalId : `${file}#${logicalId}`);
}

/** What a search by action needs besides, for the page alone. */
export interface SearchIndex {
  /** All services of the table. */
  readonly services: readonly string[];
  /** The actions of each service that profiles have, by access level. */
  readonly names: { readonly [service: string]: { readonly [level in AccessLevel]?: readonly string[] } };
  /** By access level: which of the names, from 0, as ranges such as `0-3,7`. */
  readonly places: ReadonlyArray<{ readonly [level in AccessLevel]?: Places }>;
  /** Of each of the report's profiles, by service, which of `places`. */
  readonly profiles: ReadonlyArray<{ readonly [service: string]: number }>;
}

/** What is left out is denied or not allowed. */
export interface Places {
  readonly allowed?: string;
  readonly partly?: string;
  readonly depends?: string;
}

/** How a principal's access from one origin reads in a word. */
export enum Verdict {
  NOTHING = 'nothing',
  EVERYTHING = 'everything',
  /** More than half of all actions. */
  MOST = 'most',
  /** Nothing but what AWS calls listing and reading. */
  READS = 'reads',
  SOME = 'some',
  /** Nothing is certain. */
  DEPENDS = 'depends',
}

/** Whom a report is about, before it is judged. */
export type ReportSubject = Omit<TemplatePrincipal, 'kind'> & Pick<ReportedPrincipal, 'kind'>;

export interface ReportedPrincipal {
  /** The construct's path, or the template's file and the logical id. */
  readonly id: string;
  /** `principal` is whoever has policies that are given without whose they are. */
  readonly kind: 'role' | 'user' | 'group' | 'permission set' | 'principal';
  readonly name: string;
  readonly template?: string;
  readonly logicalId: string;
  /** By the id of the origin. */
  readonly access: { readonly [origin: string]: OriginReport };
  /** Those in its policies, and what they stop. */
  readonly guardrails: readonly GuardrailEffect[];
  /** What its own statements allow on resources that they name, as they say it. */
  readonly resources?: readonly NamedResources[];
  /** Attached policies and groups that are not in the templates: what they allow or deny is not known. */
  readonly unknownPolicies: readonly string[];
  readonly permissionsBoundary?: { readonly name: string; readonly known: boolean };
  /** Which of the report's `serviceControl` judge it. */
  readonly serviceControl?: number;
  /** The condition of the template under which it exists, if that is known only at deployment. */
  readonly condition?: string;
  /** Actions that its statements name and the table doesn't know: removed by AWS, newer than the table, or misspelled. */
  readonly unlistedActions: readonly string[];
}

/** A statement that allows actions on resources that it names. */
export interface NamedResources {
  readonly actions: readonly string[];
  /** Whether it allows all but these actions. */
  readonly allButActions?: true;
  readonly resources: readonly string[];
  /** Whether it is about all but these resources. */
  readonly allBut?: true;
  /** Whether that hangs on a condition. */
  readonly conditional?: true;
}

export interface OriginReport {
  readonly verdict: Verdict;
  /** Which of the profiles. */
  readonly profile: number;
  /** Condition keys and policies on which `depends` depends. */
  readonly dependsOn?: readonly string[];
}

/** Numbers of actions. One that is 0 is left out; the first five make the total. */
export interface AccessCounts {
  readonly allowed?: number;
  /** Allowed for resources that statements name, or for all but those that they name. */
  readonly partly?: number;
  /** What is not in the templates decides. */
  readonly depends?: number;
  /** Denied by a statement, for every resource. */
  readonly denied?: number;
  /** No statement allows it. */
  readonly notAllowed?: number;
  /** Those of `denied` that other statements allow or may allow. */
  readonly stopped?: number;
  /** Those of `depends` that are allowed, if policies that are not in the templates don't deny them. */
  readonly granted?: number;
  readonly total: number;
}

export interface AccessProfile {
  /** Of all actions. */
  readonly counts: AccessCounts;
  /** By question: what is allowed of its actions. One that is left out is answered with no. */
  readonly answers: { readonly [question in QuestionId]?: Answer };
  /** By service, which of `serviceAccess`. Services of which no statement that is known allows anything are left out. */
  readonly services: { readonly [service: string]: number };
}

/** Which of `actionSets`; one that is empty is left out. */
export interface Answer {
  readonly allowed?: number;
  /** Allowed for resources that statements name, or for all but those that they name. */
  readonly partly?: number;
  /** What is not in the templates decides; only what known statements allow, or may, is named. */
  readonly depends?: number;
  /** Whether others depend as well: a policy that is known by name only may allow them. */
  readonly more?: true;
}

export interface NamedActions {
  readonly count: number;
  /** Names without the service; of more than 100 in all, how many of each service; of more than 100 services, how many these are. */
  readonly services: { readonly [service: string]: readonly string[] | number } | number;
}

/** By access level. */
export type ServiceAccess = { readonly [level in AccessLevel]?: LevelAccess };

export interface LevelAccess extends AccessCounts {
  /** The names of those that are or may be allowed, if they are few. */
  readonly actions?: readonly string[];
}

/** What a Deny does to calls from one origin: for any resource, for those that it names, or nobody can tell; nothing if it is left out. */
export type Effect = 'denies' | 'named resources' | 'depends';

export interface GuardrailEffect {
  /** Which of the guardrails. */
  readonly guardrail: number;
  /** By the id of the origin. */
  readonly origins: { readonly [origin: string]: StoppedActions };
}

export interface StoppedActions {
  readonly effect: Effect;
  /** How many actions it is about that otherwise are or may be allowed, other denials aside. */
  readonly actions: number;
  /** The same by service: which of `stops`. */
  readonly stops: number;
}

export interface ReportedGuardrail {
  readonly sid?: string;
  readonly policyType: PolicyKind;
  readonly template?: string;
  readonly logicalId?: string;
  readonly constructPath?: string;
  /** The way to the statement within its resource. */
  readonly path: string;
  /** How many actions of the table it is about, from any origin. */
  readonly actions: number;
  /** Of how many actions of each question. */
  readonly about?: { readonly [question in QuestionId]?: number };
  /** Of a Deny of the ready sets: the actions that are in none of them, and that a wildcard of it takes along. */
  readonly takenAlong?: readonly string[];
  /** What it does from each origin to whom it is for. */
  readonly effects: { readonly [origin: string]: Effect };
  readonly dependsOn?: readonly string[];
  /** How many principals have it; only what they have is counted in `principals`. */
  readonly principals: number;
  /** Of a control policy: the ids of the roots, organizational units and accounts it is attached to. */
  readonly targets?: readonly string[];
  /** Of a resource's policy: that it is about principals that it names. */
  readonly namesPrincipals?: true;
}
