import { isEmpty } from './action-bits';
import type { ActionTable, MeantActions } from './action-table';
import { isIntrinsic } from '../../iam/combine-conditions';
import type { ConditionTest } from '../../iam/condition-block';
import { conditionTests } from '../../iam/condition-block';
import type { Json, LocatedPolicy } from '../../iam/policy';
import { statementsOf } from '../../iam/policy';
import type { Outcome } from '../../iam/three-valued';
import { all } from '../../iam/three-valued';
import { McpContextKey } from '../../mcp/mcp-context-key';
import type { RequestContext } from '../../mcp/request-context';

/** Which resources a statement is about: any, those that it names (or all but those), or only known at deployment. */
export type MeantResources = 'any' | 'named' | 'unknown';

/** A statement with its actions as a set. What can't be read of it is unknown. */
export interface ReportStatement {
  /** `undefined` if that is not known. */
  readonly effect: 'Allow' | 'Deny' | undefined;
  readonly sid?: string;
  readonly policy: LocatedPolicy;
  /** The way to it within the document. */
  readonly path: string;
  readonly actions: MeantActions;
  readonly resources: MeantResources;
  readonly condition: Condition;
  /** Patterns of its `Action` that mean nothing in the table of actions. */
  readonly unlisted: readonly string[];
  /** Whether it names principals, as statements of resource-based policies may, other than everybody. */
  readonly namesPrincipals: boolean;
}

const MCP_KEYS = [McpContextKey.VIA_AWS_MCP_SERVICE, McpContextKey.CALLED_VIA_AWS_MCP].map((key) => key.toLowerCase());
/** What the origin and the action tell. */
const CONTEXT_KEYS = [...MCP_KEYS, McpContextKey.VIA_AWS_SERVICE.toLowerCase(), McpContextKey.IS_MCP_SERVICE_ACTION.toLowerCase()];

/** A condition block that many statements may have. */
export class Condition {
  /** The keys it reads, in lower case. */
  public readonly keys: readonly string[];
  /** Whether it asks for a managed MCP server. */
  public readonly mentionsMcp: boolean;
  private readonly known = new Map<RequestContext, Outcome>();
  private readonly tests: readonly ConditionTest[];
  private readonly readsPrincipal: boolean;

  /** @param tests `undefined` if the block can't be read */
  constructor(tests: readonly ConditionTest[] | undefined) {
    this.tests = tests ?? [{ key: 'Condition', reads: [], matches: () => undefined }];
    this.keys = this.tests.flatMap((test) => test.reads);
    this.mentionsMcp = this.keys.some((key) => MCP_KEYS.includes(key));
    this.readsPrincipal = this.keys.some((key) => !CONTEXT_KEYS.includes(key));
  }

  /** @param facts what is known of the principal */
  public matches(context: RequestContext, facts: RequestContext): Outcome {
    if (this.tests.length === 0) {
      return true;
    }
    if (this.readsPrincipal) {
      return all(this.outcomes(context, facts));
    }
    if (!this.known.has(context)) {
      this.known.set(context, all(this.outcomes(context, facts)));
    }
    return this.known.get(context);
  }

  /** The keys on which it depends whether the block matches in these contexts. */
  public dependsOn(contexts: readonly RequestContext[], facts: RequestContext): string[] {
    const rows = contexts.map((context) => this.outcomes(context, facts));
    const matches = rows.map(all);
    return matches.every((match) => match === false) ? [] : this.tests
      .filter((_, i) => rows.some((row) => row[i] === undefined || row[i] !== rows[0][i])).map((test) => test.key);
  }

  private outcomes(context: RequestContext, facts: RequestContext): Outcome[] {
    const request = { get: (key: string) => context.get(key) ?? facts.get(key) };
    return this.tests.map((test) => test.matches(request));
  }
}

/** Reads the statements of policies, each policy and each condition block once. */
export class StatementReader {
  private readonly policies = new Map<LocatedPolicy, readonly ReportStatement[]>();
  private readonly conditions = new Map<string, Condition>();

  constructor(private readonly table: ActionTable) {}

  public statements(policy: LocatedPolicy): readonly ReportStatement[] {
    let found = this.policies.get(policy);
    if (!found) {
      const { document } = policy;
      const isDocument = typeof document === 'object' && document !== null && 'Statement' in document;
      const version = (document as Json | undefined)?.Version;
      found = (isDocument ? statementsOf(document) : [{ statement: document, path: '' }])
        .map(({ statement, path }) => this.read(policy, path, statement, version === '2012-10-17')).filter((each) => each !== undefined);
      this.policies.set(policy, found);
    }
    return found;
  }

  private read(policy: LocatedPolicy, path: string, statement: unknown, variables: boolean): ReportStatement | undefined {
    const json: Json = typeof statement === 'object' && statement !== null && !isIntrinsic(statement) ? statement : {};
    const element = json.Action === undefined && json.NotAction !== undefined ? 'NotAction' : 'Action';
    const resources = meantResources(json);
    return resources && {
      effect: json.Effect === 'Allow' || json.Effect === 'Deny' ? json.Effect : undefined,
      ...(typeof json.Sid === 'string' && { sid: json.Sid }),
      policy,
      path,
      // Without either, the list has one item that is no text.
      actions: this.table.meantBy(element, json[element]),
      resources,
      condition: this.condition(json.Condition ?? {}, variables),
      unlisted: element === 'NotAction' ? [] : [json.Action].flat().filter((action): action is string =>
        typeof action === 'string' && isEmpty(this.table.matching(action).may)),
      namesPrincipals: json.NotPrincipal !== undefined
        || (json.Principal !== undefined && json.Principal !== '*' && [json.Principal.AWS].flat()[0] !== '*'),
    };
  }

  private condition(block: Json, variables: boolean): Condition {
    const key = `${variables}${JSON.stringify(block)}`;
    let condition = this.conditions.get(key);
    if (!condition) {
      condition = new Condition(readTests(block, variables));
      this.conditions.set(key, condition);
    }
    return condition;
  }
}

function readTests(block: Json, variables: boolean): ConditionTest[] | undefined {
  if (typeof block !== 'object' || Array.isArray(block) || isIntrinsic(block)) {
    return undefined;
  }
  try {
    return conditionTests(block, variables);
  } catch {
    // IAM would not accept it: nobody knows what it means.
    return undefined;
  }
}

/** `undefined` if the statement is about none. */
function meantResources(statement: Json): MeantResources | undefined {
  const negated = statement.Resource === undefined && statement.NotResource !== undefined;
  const items: unknown[] = [negated ? statement.NotResource : statement.Resource].flat();
  if (items.some((item) => typeof item === 'string' && /^\*+$/.test(item))) {
    return negated ? undefined : 'any';
  }
  return items.every((item) => typeof item === 'string') ? 'named' : 'unknown';
}
