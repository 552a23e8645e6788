import type { JudgedRequest } from './judged-request';
import type { DecidingStatement, RuledOutStatement } from './simulated-statement';
import { describedMismatches, describedStatement } from './simulated-statement';
import { neverCarries } from '../../actions/condition-keys';
import { applies, resourceInContext } from '../../iam/authorization';
import type { AuthorizationRequest } from '../../iam/authorization-request';
import { OF_SERVICES } from '../../iam/known-keys';
import { evaluateLayers } from '../../iam/layer-evaluation';
import { missingConditions } from '../../iam/missing-conditions';
import type { PolicyKind } from '../../iam/policy';
import type { PolicyLayers } from '../../iam/policy-layers';
import { nameOfLayer, placeOf } from '../../iam/policy-layers';
import type { RequestContext } from '../../iam/request-context';
import { ruledOut } from '../../iam/ruled-out';
import { mayBeAllowedWithoutPolicy, serviceAllows } from '../../iam/service-rules';
import type { Statement } from '../../iam/statement';
import type { RelevantStatement } from '../../iam/statements-about';
import { readable } from '../../iam/unknown-text';
import { joinOriginKeys, originKeysIn, relatedKeys } from '../../mcp/origin-contexts';
import type { OriginContexts } from '../../mcp/origin-contexts';
import { isViaService } from '../../mcp/request-contexts';

/** What IAM decides of a request. */
export enum SimulationDecision {
  /** It is allowed. */
  ALLOWED = 'ALLOWED',
  /** It is denied, for lack of an Allow. */
  IMPLICITLY_DENIED = 'IMPLICITLY_DENIED',
  /** It is denied by a Deny statement. */
  EXPLICITLY_DENIED = 'EXPLICITLY_DENIED',
  /** It may be allowed: that depends on what is not known here. */
  CONDITIONAL = 'CONDITIONAL',
}

/** Where a decision is kept. Who judges the first request that has its place here writes it. */
export interface Decided {
  decision?: SimulationDecision;
}

/** A request that is judged. */
type Judged = Pick<JudgedRequest, 'layers' | 'request' | 'relevant' | 'parts'>;

/** How a request was judged. */
export class SimulationResult {
  /** @internal */
  public static _of(judged: Judged, origin: OriginContexts, from: string, decided?: Decided): SimulationResult {
    const result = new SimulationResult(judged, origin, from, decided?.decision);
    if (decided) {
      decided.decision = result.decision;
    }
    return result;
  }

  /** What IAM decides. */
  public readonly decision: SimulationDecision;

  private foundContexts?: readonly RequestContext[];

  private constructor(
    private readonly judged: Judged,
    private readonly origin: OriginContexts,
    private readonly from: string,
    decision: SimulationDecision | undefined,
  ) {
    this.decision = decision ?? this.decide();
  }

  private get layers(): PolicyLayers {
    return this.judged.layers;
  }

  private get request(): AuthorizationRequest {
    return this.judged.request;
  }

  private get relevant(): readonly RelevantStatement[] {
    return this.judged.relevant;
  }

  private get contexts(): readonly RequestContext[] {
    return this.foundContexts ??= differentContexts(this.request, this.origin, this.relevant);
  }

  /**
   * The statements that decided: for an explicit deny those that deny, for an allow those that allow, for a conditional answer
   * those on which it depends. None for an implicit deny.
   */
  public get statements(): DecidingStatement[] {
    return this.deciding().map(({ statement }) => describedStatement(statement));
  }

  /**
   * The statements that certainly don't apply to the request, each with the elements that rule it out and the values of both sides.
   */
  public get ruledOut(): RuledOutStatement[] {
    return ruledOut(this.layers, this.request, this.contexts).map(describedMismatches);
  }

  /**
   * Under which further conditions a request that is not allowed would be: condition blocks as parsed JSON, of which each is enough. A block has
   * only what the request does not meet yet; keys that it does not name keep their values. With a key that the request is known to have otherwise,
   * it says what another value would change. Empty if the request is allowed, or if no condition is enough or can be told.
   */
  public get allowedIf(): Array<{ [operator: string]: any }> {
    const { decision, layers, request, relevant, contexts } = this;
    return decision === SimulationDecision.ALLOWED ? [] : missingConditions(layers, request, relevant, contexts, relatedKeys);
  }

  /** What a conditional answer depends on: condition keys, the resource, policies that are not known. Empty for any other. */
  public get dependsOn(): string[] {
    return this.decision === SimulationDecision.CONDITIONAL
      ? [...new Set([...this.deciding().flatMap((each) => this.openIn(each)), ...this.openPolicies()])] : [];
  }

  /** Which kinds of policies lack an Allow, for an implicit deny. */
  public get missingAllows(): string[] {
    return [...this._missing.keys()];
  }

  /**
   * The same, each with the kinds of its policies.
   *
   * @internal
   */
  public get _missing(): ReadonlyMap<string, readonly PolicyKind[]> {
    const all = this.decision !== SimulationDecision.IMPLICITLY_DENIED ? []
      : this.contexts.flatMap((context) => evaluateLayers(this.layers, this.request, this.relevant, context).requirements());
    return new Map(all.filter(([, allows]) => allows === false).map(([layer, , ...kinds]) => [layer, kinds]));
  }

  /** The answer in words, with the statements that decided. */
  public get explanation(): string {
    const { decision, statements, dependsOn, missingAllows, layers: { identity } } = this;
    const why = missingAllows.length > 0 ? `: no Allow in ${missingAllows.join(', nor in ')}`
      : dependsOn.length > 0 ? `: depends on ${dependsOn.join(', ')}` : '';
    return [
      `${this.title}: ${decision}${why}`,
      ...(identity.isTakenAsNone && missingAllows.includes(nameOfLayer(identity)) ? ['  no policy of the principal is given, which is taken for none'] : []),
      ...statements.map(({ effect, sid, policyType, place }) => `  ${effect} ${sid === undefined ? 'statement' : `"${sid}"`} of the ${policyType} ${place}`),
      ...this.allowedIf.slice(0, 1).map((block) => `  allowed if ${JSON.stringify(block)}`),
    ].join('\n');
  }

  private get title(): string {
    const { from, judged: { parts: { principal = 'a principal', actionName, resource } } } = this;
    return `${principal} calls ${actionName}${resource === undefined ? '' : ` on ${readable(resource)}`} ${from}`;
  }

  /** The explanation. */
  public toString(): string {
    return this.explanation;
  }

  /**
   * Patterns of statements about the action that some of the request's resources match, and others perhaps not. Of a request without a resource, all
   * that don't mean every one.
   *
   * @internal
   */
  public get _openResources(): string[] {
    const { resource, outside } = this.request;
    return [...new Set(this.relevant.flatMap(({ statement }) => statement.resource?.openItems(resource, outside) ?? []))];
  }

  /**
   * The statements that `statements` describes.
   *
   * @internal
   */
  public get _deciding(): Statement[] {
    return this.deciding().map(({ statement }) => statement);
  }

  /** Denied under every context is denied, whichever way; allowed likewise; anything else depends. */
  private decide(): SimulationDecision {
    let [isDenied, isDeniedAnyhow, isAllowed] = [true, true, true];
    for (const context of this.contexts) {
      const evaluation = evaluateLayers(this.layers, this.request, this.relevant, context);
      // Nothing else counts where a Deny applies.
      const allowed = evaluation.passes === false ? undefined : evaluation.allowed();
      isDenied &&= evaluation.passes === false;
      isDeniedAnyhow &&= evaluation.passes === false || allowed === false;
      isAllowed &&= evaluation.passes === true && allowed === true;
    }
    return isDenied ? SimulationDecision.EXPLICITLY_DENIED : isDeniedAnyhow ? SimulationDecision.IMPLICITLY_DENIED
      : isAllowed ? SimulationDecision.ALLOWED : SimulationDecision.CONDITIONAL;
  }

  private deciding(): RelevantStatement[] {
    const effect = { ALLOWED: 'Allow', EXPLICITLY_DENIED: 'Deny', IMPLICITLY_DENIED: 'none', CONDITIONAL: undefined }[this.decision];
    const outcomes = (each: RelevantStatement) => this.contexts.map((context) => applies(each, this.request, context));
    if (effect !== undefined) {
      const matching = this.relevant.filter((each) => each.statement.effect === effect && outcomes(each).includes(true));
      const always = matching.filter((each) => outcomes(each).every((outcome) => outcome === true));
      return always.length > 0 ? always : matching;
    }
    return this.relevant.filter((each) => {
      const found = new Set(outcomes(each));
      return found.size > 1 || found.has(undefined) || each.statement.effect === undefined;
    });
  }

  private openIn(each: RelevantStatement): string[] {
    const { statement } = each;
    const open: string[] = [];
    if (statement.effect === undefined || statement.matchesAction(this.request.action) === undefined) {
      return [`what ${placeOf(statement.policy!, statement.path)} is at deployment`];
    }
    if (each.layer.uncertain?.has(statement.policy!)) {
      const { logicalId } = statement.policy!.place;
      open.push(this.request.resource === undefined && each.layer === this.layers.resource ? `the resource, for ${logicalId} has a policy`
        : `whether ${placeOf(statement.policy!, '')} is in force`);
    }
    if (each.principal && each.base === undefined && Object.values(each.principal).includes(undefined)) {
      open.push('the principal');
    }
    if (open.length === 0 && this.contexts.some((context) => resourceInContext(statement, this.request, context) === undefined)) {
      open.push(this.request.resource === undefined ? 'the resource' : `whether the statement's resource is ${readable(this.request.resource)}`);
    }
    for (const test of statement.condition.tests) {
      const found = new Set(this.contexts.map((context) => test.matches(context)));
      if (found.size > 1 || found.has(undefined)) {
        open.push(test.key);
      }
    }
    return open;
  }

  private openPolicies(): string[] {
    const { identity, permissionsBoundary, resource, serviceControl, resourceControl } = this.layers;
    const { sameAccount, needsResourcePolicy } = this.request;
    return [
      ...[identity, permissionsBoundary, ...serviceControl, ...resourceControl, resource]
        .flatMap((layer) => layer?.unknownPolicies ?? []).map(readable),
      ...(identity.presumedAbsent !== undefined ? [identity.presumedAbsent] : []),
      ...serviceAllows(this.request).filter(([, allows]) => allows === undefined).map(([name]) => name),
      ...(mayBeAllowedWithoutPolicy(this.request) ? ['access control lists of Amazon S3'] : []),
      ...(resource?.presumedAbsent !== undefined && (needsResourcePolicy || sameAccount !== true) ? [readable(resource.presumedAbsent)] : []),
      ...(sameAccount === undefined ? ['aws:ResourceAccount'] : []),
    ];
  }
}

/** The contexts that the request can have, as far as a statement looks at what tells them apart. */
export function differentContexts(
  { facts, principal, action }: AuthorizationRequest, origin: OriginContexts, relevant: readonly RelevantStatement[],
): RequestContext[] {
  let keys = 0;
  for (const { statement } of relevant) {
    keys = joinOriginKeys(keys, originKeysIn(statement.reads));
  }
  const withPath = principal?.roleArnWithPath;
  const hasPath = withPath !== undefined && relevant.some(({ statement }) => statement.reads.includes(PRINCIPAL_ARN));
  const byService = !principal || principal.kind === 'service';
  const withArn = (arn?: string) => origin.differingIn(keys).map((context) => new ContextOfRequest(context, facts, arn, action, byService));
  return hasPath ? [...withArn(), ...withArn(withPath)] : withArn();
}

/** What is known of a request: by its origin, by its principal and resource, by its action. */
class ContextOfRequest implements RequestContext {
  /**
   * @param arn of the principal, if it is another than the facts have
   * @param byService whether a service may call as itself
   */
  public constructor(
    private readonly origin: RequestContext, private readonly facts: RequestContext, private readonly arn: string | undefined,
    private readonly action: string, private readonly byService: boolean,
  ) {}

  public get(key: string): readonly string[] | undefined {
    return this.origin.get(key) ?? (this.arn !== undefined && key === PRINCIPAL_ARN ? [this.arn] : this.facts.get(key))
      ?? (neverCarries(this.action, key) || (!this.byService && OF_SERVICES.includes(key) && !isViaService(this.origin)) ? [] : undefined);
  }
}

const PRINCIPAL_ARN = 'aws:principalarn';
