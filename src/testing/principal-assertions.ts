import type { Stack } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import { allowedRequest, provedNotAllowed } from './proved-not-allowed';
import { whatSettles } from './what-settles';
import type { ActionSet } from '../actions/action-set';
import { Catalog } from '../actions/catalog';
import { checkAction } from '../actions/unknown-action';
import type { SimulationResult } from '../analysis/simulation/simulation-result';
import { SimulationDecision } from '../analysis/simulation/simulation-result';
import type { TemplateSource } from '../analysis/simulation/template-source';
import { McpSimulator } from '../analysis/simulator';
import type { McpServer } from '../mcp/mcp-server';
import { RequestOrigin } from '../mcp/request-origin';
import { formatValue } from '../private/format';
import type { Verdict } from '../proof/question';
import { Answer } from '../proof/question';

/** The requests that an assertion is about. */
export interface AssertedRequest {
  /**
   * The managed MCP server they come through.
   *
   * @default - what `origin` says
   */
  readonly via?: McpServer;

  /**
   * Where they come from. Not together with `via`.
   *
   * @default RequestOrigin.direct()
   */
  readonly origin?: RequestOrigin;

  /**
   * The ARN of the resource, such as `bucket.arnForObjects('key')` or `${Bucket.Arn}/key`; `*` for actions that are about none.
   *
   * @default - every resource
   */
  readonly resource?: string;

  /**
   * The account of the resource.
   *
   * @default - that of its ARN; if that names none, as a bucket's does, the principal's
   */
  readonly resourceAccount?: string;

  /**
   * Further context keys, each with its list of values; an empty list says that the key is absent.
   *
   * @default - none
   */
  readonly context?: { [key: string]: string[] };

  /**
   * Whether the action may be newer than the library's table of actions. If not, one that the table does not have is a mistake.
   *
   * @default false
   */
  readonly unlistedAction?: boolean;
}

/** Assertions on what one principal may do. */
export class McpPrincipalAssertions {
  /** @internal */
  public static _of(source: TemplateSource, principal: string, title: string, stack?: Stack): McpPrincipalAssertions {
    return new McpPrincipalAssertions(source, principal, title, stack);
  }

  private readonly simulator: McpSimulator;

  private constructor(
    private readonly source: TemplateSource,
    private readonly principal: string,
    private readonly title: string,
    private readonly stack?: Stack,
  ) {
    this.simulator = McpSimulator._of(source);
  }

  /**
   * Asserts that the principal may call the action.
   *
   * @param action such as `s3:GetObject`; with a wildcard at the end, every action that it means
   * @throws if it may not, or that depends on what is not known.
   */
  public can(action: string, request: AssertedRequest = {}): void {
    this.assert('can call', actionsOf(action, request), request, [SimulationDecision.ALLOWED]);
  }

  /**
   * Asserts that the principal may not call the action, for a Deny or for lack of an Allow. Where the answer hangs on what the request does not say, such as
   * the resource or a condition key, it is proved for all requests.
   *
   * @param action such as `s3:DeleteObject`; with a wildcard at the end, every action that it means
   * @throws if it may, with a request that is allowed, or that depends on what is not known.
   */
  public cannot(action: string, request: AssertedRequest = {}): void {
    this.assert('cannot call', actionsOf(action, request), request, NOT_ALLOWED);
  }

  /**
   * Asserts that the principal may call none of the actions, as `cannot()` of each.
   *
   * @throws if it may call one, or that depends on what is not known.
   */
  public cannotAny(actions: ActionSet, request: AssertedRequest = {}): void {
    this.assert('cannot call', actions.listActions(), request, NOT_ALLOWED);
  }

  /**
   * Asserts that a Deny statement keeps the principal from calling the action, whatever another policy allows.
   *
   * @param action such as `s3:DeleteObject`; with a wildcard at the end, every action that it means
   * @throws if none does, or that depends on what is not known.
   */
  public isDenied(action: string, request: AssertedRequest = {}): void {
    this.assert('has a Deny of', actionsOf(action, request), request, [SimulationDecision.EXPLICITLY_DENIED]);
  }

  private assert(what: string, actions: string[], request: AssertedRequest, expected: SimulationDecision[]): void {
    if (request.via && request.origin) {
      throw new Error(`${this.title}: "via" and "origin" both say where the request comes from: give one of them`);
    }
    if (actions.length === 0) {
      throw new Error(`${this.title}: the set of actions is empty, so that nothing would be asserted`);
    }
    const { via, origin, resource, ...rest } = request;
    const asked = {
      ...rest,
      // The actions are looked up already.
      unlistedAction: true,
      principal: this.principal,
      resource: resource === undefined ? undefined : this.resolved(resource),
      origin: via ? RequestOrigin.via(via) : origin,
    };
    let failures = actions.map((action) => ({ action, result: this.simulator.simulate({ ...asked, action }) }))
      .filter(({ result }) => !expected.includes(result.decision));
    let example: string | undefined;
    if (expected === NOT_ALLOWED && failures.some(isOpen)) {
      // One request is judged as far as it is told: whether there is one that is allowed is asked of all.
      const proved = (some: typeof failures) => provedNotAllowed(this.source, asked, some.map(({ action }) => action));
      const verdict = proved(failures.filter(isOpen));
      failures = failures.filter((each) => !isOpen(each) || (verdict.answer !== Answer.PROVED && proved([each]).answer !== Answer.PROVED));
      example = failures.every(isOpen) ? allowedRequest(this.simulator, asked, verdict) : undefined;
      if (example !== undefined) {
        // It is told of the action that the request is about.
        failures.sort((a, b) => Number(isOf(verdict, b)) - Number(isOf(verdict, a)));
      }
    }
    if (failures.length > 0) {
      const others = failures.slice(1).map(({ action }) => action);
      const more = others.length === 0 ? ''
        : `\nThe same for ${others.length} more of ${actions.length} actions: ${others.slice(0, 5).join(', ')}${others.length > 5 ? ', …' : ''}`;
      const [{ action, result }] = failures;
      const settled = whatSettles(this.source, this.simulator, { ...asked, action }, result).map((line) => `\n  ${line}`).join('');
      throw new Error(`expected that ${this.title} ${what} ${action}, but${example === undefined ? `:\n${result.explanation}` : ` ${example}`}${settled}${more}`);
    }
  }

  private resolved(resource: string): string {
    return this.stack && Token.isUnresolved(resource) ? this.source.names.resolveReference(this.stack.resolve(resource)) : resource;
  }
}

const NOT_ALLOWED: SimulationDecision[] = [SimulationDecision.EXPLICITLY_DENIED, SimulationDecision.IMPLICITLY_DENIED];

function isOpen({ result }: { readonly result: SimulationResult }): boolean {
  return result.decision === SimulationDecision.CONDITIONAL;
}

function isOf({ witness }: Verdict, { action }: { readonly action: string }): boolean {
  return witness?.action.toLowerCase() === action.toLowerCase();
}

/** @throws if there is no such action: of a misspelled one everything could be said. */
function actionsOf(action: string, { unlistedAction }: AssertedRequest): string[] {
  if (typeof action !== 'string' || !/^[a-zA-Z0-9-]+:[a-zA-Z0-9*?-]+$/.test(action)) {
    throw new Error(`${formatValue(action)} is not an IAM action: expected "service:Action", such as "s3:GetObject" or "s3:Get*"`);
  }
  if (unlistedAction && !/[*?]/.test(action)) {
    return [action];
  }
  checkAction(action, 'set unlistedAction');
  const { service, names } = Catalog.get().find(action);
  return names.map((name) => `${service}:${name}`);
}
