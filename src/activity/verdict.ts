import type { CloudTrailEvent } from './event';
import { isEvidence } from './evidence-source';
import type { EvidenceSource } from './evidence-source';
import type { EventRequest, EventRequests } from './request-of-event';
import { describedStatement } from '../analysis/simulation/simulated-statement';
import { SimulationDecision } from '../analysis/simulation/simulation-result';
import type { SimulationResult } from '../analysis/simulation/simulation-result';
import { McpSimulator } from '../analysis/simulator';
import { isNetworkKey } from '../iam/network-keys';
import type { RequestOrigin } from '../mcp/request-origin';
import { RequestOrigin as Origins } from '../mcp/request-origin';
import { Cache } from '../private/cache';

/** What policies say of something that happened. */
export interface Verdict {
  readonly outcome: 'DENIED' | 'NOT_DECIDED' | 'NOT_DENIED';
  /** Which of its actions that is about; none if it is not denied. */
  readonly action?: string;
  readonly resource?: string;
  /** The Denies, each by its Sid and place; or the kind of policy that lacks an Allow. */
  readonly by: readonly string[];
  /** What it hangs on, if it is not decided. */
  readonly dependsOn: readonly string[];
  /** Not decided for the reason alone that an agent may have started it: a person is not denied it. */
  readonly onlyForAgents?: boolean;
}

const NOT_DENIED: Verdict = { outcome: 'NOT_DENIED', by: [], dependsOn: [] };

/** A service calls on for a person or program. */
const FOR_PEOPLE = Origins.viaAwsService({ startedBy: Origins.direct() });

const MOST_ANSWERS = 50_000;

/** Asks policies of what happened. The same question is asked once. */
export class Verdicts {
  private readonly simulator: McpSimulator;
  private readonly ofAll: ReadonlyArray<readonly [key: string, values: string[]]>;
  private readonly answers = new Cache<Verdict>(MOST_ANSWERS);

  /**
   * @param context of every request
   * @param namesOf what a statement is called in the answer, by its place
   */
  public constructor(
    private readonly source: EvidenceSource,
    context: { readonly [key: string]: string[] },
    private readonly nameOf: (place: string) => string = (place) => place,
  ) {
    this.simulator = McpSimulator._of(source);
    this.ofAll = inLowerCase(context);
  }

  /**
   * What holds whatever the event's resource, parameters and context are, but for its Region; `undefined` if that hangs on them.
   *
   * @param asked without parameters and resources
   */
  public ofKind({ principal, origin, requests, context }: EventRequests): Verdict | undefined {
    const { [REGION]: region } = context;
    const verdicts = requests.map((request) => {
      const verdict = this.ask(principal.name, request, origin.origin);
      return { request, verdict: verdict.outcome !== 'NOT_DECIDED' || !region ? verdict : this.ask(principal.name, request, origin.origin, { [REGION]: region }) };
    });
    const combined = combine(verdicts);
    return combined.outcome === 'NOT_DECIDED' || verdicts.some(({ verdict }) => verdict.outcome === 'NOT_DECIDED') ? undefined : combined;
  }

  /** What of an event's context tells it from others of its kind with the same parameters, as far as the policies read it. */
  public toldApart({ identity, sourceIp, vpcEndpointId }: CloudTrailEvent): string {
    const { reads } = this.source;
    return [
      ...[...reads].some(isNetworkKey) ? [sourceIp, vpcEndpointId] : [],
      ...reads.has('aws:signinsessionarn') ? [identity.signInSessionArn] : [],
      ...reads.has('aws:sourceidentity') ? [identity.sourceIdentity] : [],
      ...reads.has('aws:userid') ? [identity.principalId] : [],
      ...reads.has('aws:multifactorauthpresent') ? [identity.mfaAuthenticated] : [],
    ].join('\n');
  }

  public of(asked: EventRequests): Verdict {
    const { origin: { kind, origin } } = asked;
    const verdict = this.from(asked, origin);
    return kind === 'SERVICE' && verdict.outcome === 'NOT_DECIDED' && this.from(asked, FOR_PEOPLE).outcome === 'NOT_DENIED'
      ? { ...verdict, dependsOn: ['whether an agent started it, which the event does not tell'], onlyForAgents: true } : verdict;
  }

  private from({ principal, requests, context, mayBeAbsent }: EventRequests, origin: RequestOrigin): Verdict {
    return combine(requests.map((request) => {
      const known = this.ask(principal.name, request, origin);
      const of = (keys: EventRequest['context']) => this.ask(principal.name, request, origin, { ...keys, ...request.context });
      // A key that may be absent is asked about both ways.
      return { request, verdict: known.outcome !== 'NOT_DECIDED' ? known : [context, ...mayBeAbsent.map((key) => ({ ...context, [key]: [] }))].map(of).reduce(bothWays) };
    }));
  }

  /** @param keys left out: neither the resource nor the context count */
  private ask(principal: string | undefined, { action, resource, resourceAccount }: EventRequest, origin: RequestOrigin, keys?: EventRequest['context']): Verdict {
    // Without those that no policy reads, more requests are the same. What is said of all requests counts more, in whichever case it is spelled.
    const read = inLowerCase(keys ?? {}).filter(([key]) => this.source.reads.has(key));
    const context = Object.fromEntries([...read, ...this.ofAll]);
    const question = [principal, action, origin.description, ...keys ? [resource, resourceAccount, JSON.stringify(context)] : []].join('\n');
    return this.answers.get(question, () => this.verdictOf(this.simulator.simulate({
      principal, action, origin, context, unlistedAction: true, ...keys && { resource, resourceAccount },
    }), action, keys ? resource : undefined));
  }

  private verdictOf(result: SimulationResult, action: string, resource: string | undefined): Verdict {
    if (result.decision === SimulationDecision.ALLOWED) {
      return NOT_DENIED;
    }
    const given = result._deciding.filter((each) => !isEvidence(each)).map(describedStatement)
      .map(({ sid, place }) => `${sid === undefined ? '' : `"${sid}" `}${this.nameOf(place)}`.trim());
    const missing = result.missingAllows.map((kind) => `no Allow in the ${kind}`);
    return {
      outcome: result.decision === SimulationDecision.CONDITIONAL ? 'NOT_DECIDED' : 'DENIED',
      action,
      resource,
      by: given.length > 0 ? given : missing,
      dependsOn: result.dependsOn,
    };
  }
}

const REGION = 'aws:RequestedRegion';

function bothWays(a: Verdict, b: Verdict): Verdict {
  return a.outcome === b.outcome ? a : { ...a.outcome === 'NOT_DENIED' ? b : a, outcome: 'NOT_DECIDED', dependsOn: [...new Set([...a.dependsOn, ...b.dependsOn, 'aws:MultiFactorAuthPresent'])] };
}

/** A call needs all of its actions, and some only if something is so. */
function combine(asked: ReadonlyArray<{ readonly request: EventRequest; readonly verdict: Verdict }>): Verdict {
  const denied = asked.filter(({ verdict }) => verdict.outcome === 'DENIED');
  // Of an action that is needed if something is so and another one that is needed if not, one is needed.
  const certain = denied.find(({ request: { ifSo } }) => ifSo === undefined || denied.some(({ request }) => ifSo.isOpposite(request.ifSo)));
  if (certain) {
    return certain.verdict;
  }
  const open = asked.filter(({ verdict }) => verdict.outcome !== 'NOT_DENIED');
  if (open.length === 0) {
    return NOT_DENIED;
  }
  // Of what is needed only if something is so, nothing is said where what is needed anyway is open.
  const certainly = open.filter(({ request: { ifSo } }) => ifSo === undefined);
  const told = certainly.length > 0 ? certainly : open;
  return {
    ...told[0].verdict,
    outcome: 'NOT_DECIDED',
    by: [...new Set(told.flatMap(({ verdict }) => verdict.by))],
    dependsOn: [...new Set(told.flatMap(({ request: { ifSo, action }, verdict }) => [
      ...ifSo === undefined ? [] : [`${action} is needed ${ifSo}`], ...verdict.dependsOn,
    ]))],
  };
}

function inLowerCase(context: EventRequest['context']): Array<readonly [key: string, values: string[]]> {
  return Object.entries(context).map(([key, values]) => [key.toLowerCase(), values] as const);
}
