import { assumptions } from './assumed-policies';
import type { SideRequest } from './partial-request';
import type { ProofSource, Question } from './question';
import { SearchedSides } from './searched-sides';
import { isMcpServiceAction } from '../actions/mcp-service-action';
import type { RequestParts } from '../analysis/simulation/judged-request';
import { accountOf, JudgedRequest } from '../analysis/simulation/judged-request';
import { differentContexts } from '../analysis/simulation/simulation-result';
import { relevantStatements } from '../iam/authorization';
import type { RequestContext } from '../iam/request-context';
import { OriginContexts } from '../mcp/origin-contexts';
import type { RequestOrigin } from '../mcp/request-origin';

const RESOURCE_ACCOUNT = 'aws:resourceaccount';

/** A context in which requests are to be looked for. */
export interface ContextToSearch {
  readonly searched: SearchedSides;
  readonly context: RequestContext;
  /** What of it is not known. */
  readonly unsure: readonly string[];
}

/** The requests of a question, as the policies of each of its sides judge them. */
export class AskedSides {
  public readonly sources: readonly ProofSource[];
  /** Whether it hangs on the same on both sides which policies there are. */
  private readonly sameConditions: boolean;

  public constructor(private readonly question: Question) {
    this.sources = [question.allowedBy, ...question.unless ? [question.unless] : []];
    this.sameConditions = new Set(this.sources.map(({ asWritten }) => asWritten?.conditions)).size === 1;
  }

  public principalOf(source: ProofSource): string | undefined {
    const { principal, principalThere = principal, unless } = this.question;
    return source === unless ? principalThere : principal;
  }

  /** @param outside patterns of which the resource is none */
  public sideOf(source: ProofSource, actionName: string, resource?: string, outside?: ReadonlySet<string>): SideRequest {
    const { resourceAccount } = this.question;
    const { request, layers } = this.judged(source, { actionName, resource, resourceAccount, outside });
    return { layers, request, relevant: relevantStatements(layers, request) };
  }

  /** Policy documents alone are asked for what they say themselves. */
  public judged(source: ProofSource, parts: RequestParts): Pick<SideRequest, 'layers' | 'request'> {
    const { request, layers } = new JudgedRequest(source, { principal: this.principalOf(source), ...parts });
    return { layers, request: request.principal === undefined ? { ...request, needsResourcePolicy: false } : request };
  }

  /** With what is not known of their policies taken for something, so that nothing is left out. */
  public toSearch(sides: readonly SideRequest[]): SearchedSides[] {
    return assumptions(sides).map(({ sides: assumed, open }) => new SearchedSides(assumed, open, this.sameConditions));
  }

  /** What there is to look through of an origin. */
  public contextsOf(searched: SearchedSides, origin: RequestOrigin, actionName: string): ContextToSearch[] {
    const contexts = OriginContexts.of(origin, isMcpServiceAction(actionName.toLowerCase()), this.question.context);
    const [{ request }] = searched.sides;
    return [...differentContexts(request, contexts, searched.relevant)].flatMap((each) => (
      this.withAccounts(request, each, searched.reads).map(([context, unsure]) => ({ searched, context, unsure }))));
  }

  /** A resource whose ARN names no account may be in another one. */
  private withAccounts(
    request: SideRequest['request'], context: RequestContext, reads: ReadonlySet<string>,
  ): Array<readonly [RequestContext, readonly string[]]> {
    const isOpen = request.principal !== undefined && this.question.resourceAccount === undefined && accountOf(request.resource) === undefined
      && reads.has(RESOURCE_ACCOUNT);
    const elsewhere: RequestContext = { get: (key) => (key === RESOURCE_ACCOUNT ? undefined : context.get(key)) };
    return [[context, []], ...isOpen ? [[elsewhere, ['the account of the resource']] as const] : []];
  }
}
