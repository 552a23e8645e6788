import { isEmpty } from './action-bits';
import type { ActionTable, MeantActions } from './action-table';
import type { AlikePolicies } from './alike-policies';
import type { NamedResources } from './report-types';
import type { Condition } from '../../iam/condition';
import { PolicyDocument } from '../../iam/document';
import type { LocatedPolicy } from '../../iam/policy';
import { policyTypeOf } from '../../iam/policy-type-lookup';
import { refusal } from '../../iam/problems/document-problems';
import type { PolicyProblem } from '../../iam/problems/problem';
import type { RequestContext } from '../../iam/request-context';
import type { Statement } from '../../iam/statement';
import type { Outcome } from '../../iam/three-valued';
import { all } from '../../iam/three-valued';
import { readable, unknownPart } from '../../iam/unknown-text';
import { itemsOf, objectOf, textOf } from '../../iam/value';
import { agentSessionsIn } from '../../mcp/agent-sessions';
import { McpContextKey } from '../../mcp/mcp-context-key';
import { Cache, derivedFrom } from '../../private/cache';

/** Which resources a statement is about: any, those that it names (or all but those), or only known at deployment. */
export type MeantResources = 'any' | 'named' | 'unknown';

/** A statement with its actions as a set. What can't be read of it is unknown. */
export interface ReportStatement {
  /** `undefined` if that is not known. */
  readonly effect: 'Allow' | 'Deny' | undefined;
  readonly sid?: string;
  readonly policy: LocatedPolicy;
  /** As it was read; none if one was read instead that is like it. */
  readonly statement?: Statement;
  /** The path to it within the document. */
  readonly path: string;
  readonly actions: MeantActions;
  readonly resources: MeantResources;
  readonly condition: ReportCondition;
  /** Patterns of its `Action` that mean nothing in the table of actions. */
  readonly unlisted: readonly string[];
  /** Whether it names principals, as statements of resource-based policies may, other than everybody. */
  readonly namesPrincipals: boolean;
  /** Why AWS would refuse its policy, of which nothing is known then. */
  readonly refused?: string;
}

type SharedParts = Pick<ReportStatement, 'effect' | 'actions' | 'condition' | 'unlisted' | 'namesPrincipals'>;

const MCP_KEYS = [McpContextKey.VIA_AWS_MCP_SERVICE, McpContextKey.CALLED_VIA_AWS_MCP].map((key) => key.toLowerCase());
/** What the origin and the action tell. */
const CONTEXT_KEYS = [...MCP_KEYS, McpContextKey.VIA_AWS_SERVICE.toLowerCase(), McpContextKey.IS_MCP_SERVICE_ACTION.toLowerCase()];

/** A condition block that many statements may have, with what it came to in the contexts in which it was asked. */
export class ReportCondition {
  /** The keys it reads, in lower case. */
  public readonly keys: readonly string[];
  /** Whether it asks for a managed MCP server, or for a session with a tag. */
  public readonly asksWhence: boolean;
  /** Whether it reads what is known of the principal. */
  public readonly readsPrincipal: boolean;
  private readonly known = new Map<RequestContext, Outcome>();

  constructor(private readonly condition: Condition) {
    this.keys = condition.reads;
    this.asksWhence = this.keys.some((key) => MCP_KEYS.includes(key)) || agentSessionsIn(condition).length > 0;
    this.readsPrincipal = this.keys.some((key) => !CONTEXT_KEYS.includes(key));
  }

  /** @param facts what is known of the principal */
  public matches(context: RequestContext, facts: RequestContext): Outcome {
    if (this.readsPrincipal) {
      return this.condition.matches(requestOf(context, facts));
    }
    if (!this.known.has(context)) {
      this.known.set(context, this.condition.matches(requestOf(context, facts)));
    }
    return this.known.get(context);
  }

  /** The keys on which it depends whether the block matches in these contexts. */
  public dependsOn(contexts: readonly RequestContext[], facts: RequestContext): string[] {
    const { tests } = this.condition;
    const rows = contexts.map((context) => tests.map((test) => test.matches(requestOf(context, facts))));
    return rows.map(all).every((match) => match === false) ? []
      : tests.filter((_, i) => rows.some((row) => row[i] === undefined || row[i] !== rows[0][i])).map((test) => test.key);
  }
}

function requestOf(context: RequestContext, facts: RequestContext): RequestContext {
  return { get: (key) => context.get(key) ?? facts.get(key) };
}

/** As many statements as are kept: an account has hundreds of thousands. */
const MOST_KEPT = 10_000;

/** As many conditions, and as many parts that statements have in common. */
const MOST_SHARED = 5_000;

/** Reads the statements of policies, each condition block once, and each policy once unless many others were read since. */
export class StatementReader {
  private readonly policies = new Map<LocatedPolicy, readonly ReportStatement[]>();
  private readonly known = new WeakMap<Statement, ReportStatement | undefined>();
  private kept = 0;
  private readonly conditions = new Cache<ReportCondition>(MOST_SHARED);
  private readonly shared = new Cache<SharedParts>(MOST_SHARED);

  /** @param alike which policies not to read, as one is that is like them; by default, all are read */
  constructor(private readonly table: ActionTable, private readonly alike?: AlikePolicies) {}

  /** The policy that is read instead: itself, or one that is like it. */
  public firstLike(policy: LocatedPolicy): LocatedPolicy {
    return this.alike?.firstLike(policy) ?? policy;
  }

  public statements(policy: LocatedPolicy): readonly ReportStatement[] {
    let found = this.policies.get(policy);
    if (!found) {
      const first = this.firstLike(policy);
      found = first === policy ? this.these(judgedStatements(policy))
        : this.statements(first).map((statement) => ({ ...statement, policy, statement: undefined }));
      this.kept += found.length;
      if (this.kept > MOST_KEPT) {
        this.policies.clear();
        this.kept = found.length;
      }
      this.policies.set(policy, found);
    }
    return found;
  }

  /** Statements of policies, those aside that are about no resource. */
  public these(statements: readonly Statement[]): ReportStatement[] {
    return statements.flatMap((statement) => {
      if (!this.known.has(statement)) {
        this.known.set(statement, this.read(statement.policy!, statement));
      }
      return this.known.get(statement) ?? [];
    });
  }

  private read(policy: LocatedPolicy, statement: Statement): ReportStatement | undefined {
    const { sid, path } = statement;
    const resources = meantResources(statement);
    if (!resources) {
      return undefined;
    }
    const { effect, actions, condition, unlisted, namesPrincipals } = this.sharedBy(statement);
    const read: { -readonly [key in keyof ReportStatement]: ReportStatement[key] } = {
      effect, policy, statement, path, actions, resources, condition, unlisted, namesPrincipals,
    };
    if (sid !== undefined) {
      read.sid = sid;
    }
    const refused = statement.isKnown ? undefined : refusalOf(policy);
    if (refused) {
      read.refused = readable(refused.message);
    }
    return read;
  }

  /** What statements have in common that differ in nothing but their resources and Sids. */
  private sharedBy(statement: Statement): SharedParts {
    const { json: { Effect, Action, NotAction, Condition: block, Principal, NotPrincipal }, readsVariables } = statement;
    const key = `${readsVariables} ${JSON.stringify({ Effect, Action, NotAction, block, Principal, NotPrincipal })}`;
    return this.shared.get(key, () => {
      const { effect, action, principal } = statement;
      return {
        effect,
        // Of a statement without either it isn't known.
        actions: this.table.meantBy(action?.negated ? 'NotAction' : 'Action', action?.texts ?? [undefined]),
        condition: this.condition(statement),
        unlisted: action?.negated ? [] : (action?.texts ?? []).filter((text): text is string =>
          text !== undefined && isEmpty(this.table.matching(text).may)),
        namesPrincipals: principal !== undefined && !principal.isEverybody,
      };
    });
  }

  private condition({ condition }: Statement): ReportCondition {
    const key = condition.tests.map(({ likeness }) => likeness).join();
    return this.conditions.get(key, () => new ReportCondition(condition));
  }
}

/** The statements of a policy: of one that AWS would refuse one that may be anything, as of one that is known only at deployment. */
export function judgedStatements(policy: LocatedPolicy): readonly Statement[] {
  return refusalOf(policy) ? new PolicyDocument(undefined, policy).statements : PolicyDocument.of(policy).statements;
}

function refusalOf(policy: LocatedPolicy): PolicyProblem | undefined {
  return refusal(PolicyDocument.of(policy), policyTypeOf(policy));
}

/**
 * What a policy's statements allow on resources that they name. It is read anew, for a report of many principals can't hold all of it.
 *
 * @param first one that differs in nothing but the names of its resources
 */
export function namedResources(policy: LocatedPolicy, first = policy): NamedResources[] {
  const found: NamedResources[] = [];
  if (first === policy) {
    for (const statement of judgedStatements(policy)) {
      if (isNamed(statement)) {
        found.push(namedBy(statement));
      }
    }
    return found;
  }
  const own = itemsOf(objectOf(policy.document).Statement);
  for (const { named, number } of namedInFirst(first)) {
    const { Resource } = objectOf(own[number]);
    found.push(Resource === undefined ? named : { ...named, resources: readableTexts(itemsOf(Resource).map(textOf)) });
  }
  return found;
}

/** Of a policy that others are like: which of its statements that is, too. */
const namedInFirst = derivedFrom((policy: LocatedPolicy) => judgedStatements(policy)
  .flatMap((statement, number) => (isNamed(statement) ? [{ named: namedBy(statement), number }] : [])));

/** Whether it allows something on resources that it names. */
function isNamed(statement: Statement): boolean {
  return statement.effect === 'Allow' && meantResources(statement) === 'named';
}

function namedBy({ action, resource, condition }: Statement): NamedResources {
  return {
    actions: readableTexts(action?.texts),
    ...(action?.negated && { allButActions: true as const }),
    resources: readableTexts(resource?.texts),
    ...(resource?.negated && { allBut: true as const }),
    ...(condition.tests.length > 0 && { conditional: true as const }),
  };
}

function readableTexts(texts: ReadonlyArray<string | undefined> = []): string[] {
  return texts.map((text) => readable(text ?? unknownPart('known at deployment')));
}

/** `undefined` if the statement is about none. */
function meantResources({ resource }: Statement): MeantResources | undefined {
  if (!resource) {
    return 'unknown';
  }
  if (resource.hasStar) {
    return resource.negated ? undefined : 'any';
  }
  return resource.texts.every((text) => text !== undefined) ? 'named' : 'unknown';
}
