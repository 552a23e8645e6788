import { givenTemplates } from './given-templates';
import { isMcpServiceAction } from '../actions/mcp-service-action';
import { checkAction } from '../actions/unknown-action';
import { arnParts, plainStart, startOfResource } from '../iam/arn';
import type { Statement } from '../iam/statement';
import type { Outcome } from '../iam/three-valued';
import { characters, hasUnknownPart, isGeneratedName, isUnknownPart, readable } from '../iam/unknown-text';
import { withOpenWildcards } from '../iam/wildcard';
import { RequestOrigin } from '../mcp/request-origin';
import { Cache } from '../private/cache';
import { formatValue } from '../private/format';
import type { PolicyDocuments } from './simulation/documents-source';
import { DocumentsSource } from './simulation/documents-source';
import { OriginContexts } from '../mcp/origin-contexts';
import { isDirect } from '../mcp/request-contexts';
import { decidedBefore } from './simulation/decided-before';
import { JudgedRequest } from './simulation/judged-request';
import type { RequestParts } from './simulation/judged-request';
import type { PolicySource } from './simulation/policy-source';
import type { SimulatedPart } from './simulation/request-parts';
import { actionsOf, partsOf } from './simulation/request-parts';
import { SimulationResult } from './simulation/simulation-result';
import { TemplateSource } from './simulation/template-source';
import type { TemplateSimulatorOptions } from './template-simulator-options';

/** A request to be judged. */
export interface SimulationRequest {
  /**
   * Who makes it: the ARN of a role, of a role's session, of a user or of an account's root, a service principal, or `anonymous`: without
   * credentials. Of a template also the logical id, construct path or name of one of its roles, users or permission sets.
   *
   * @default - not given: what depends on it is conditional
   */
  readonly principal?: string;

  /** The action, such as `s3:GetObject`. No wildcards. */
  readonly action: string;

  /**
   * The ARN of the resource; `*` for an action that is about none. A wildcard in an ARN stands for any such resource: the answer holds
   * for each, or is conditional (`${*}` is the character). Of a template, it may refer to its resources as `Fn::Sub` does:
   * `${Bucket.Arn}/key`.
   *
   * @default - not given: the answer holds for every resource, or is conditional
   */
  readonly resource?: string;

  /**
   * The account of the resource.
   *
   * @default - that of its ARN; if that names none, as a bucket's does, the principal's
   */
  readonly resourceAccount?: string;

  /**
   * Where the request came from.
   *
   * @default RequestOrigin.direct()
   */
  readonly origin?: RequestOrigin;

  /**
   * Further context keys of the request, each with its list of values; an empty list says that the key is absent. What the
   * principal and the resource tell (`aws:PrincipalArn`, `aws:PrincipalAccount`, `aws:ResourceAccount`, …) need not be given.
   *
   * @default - none: a decision that depends on another key is conditional
   */
  readonly context?: { [key: string]: string[] };

  /**
   * Whether the action may be newer than the library's table of actions. If not, one that the table does not have is a mistake: of a misspelled
   * action everything could be said.
   *
   * @default false
   */
  readonly unlistedAction?: boolean;
}

/**
 * Tells what policies mean for a request, as IAM evaluates them: for people, and for agents that come through a managed MCP
 * server.
 *
 * All layers count: identity-based policies, permissions boundary, session policy, service and resource control policies, the
 * resource's own policy in the same account or across accounts, and a VPC endpoint's policy. What can't be known (a condition key
 * that is not given, a value known only at deployment) makes the answer `CONDITIONAL`, with what it depends on; never a guess.
 *
 * Policies are all that is judged. A grant of AWS KMS, an access control list of Amazon S3 or a resource share of AWS RAM can allow what no policy
 * allows. Where one may be, what is denied implicitly is not denied for certain. An explicit Deny is.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * @example
 * const simulator = McpSimulator.fromDocuments({
 *   identityPolicies: [{
 *     Version: '2012-10-17',
 *     Statement: [
 *       { Effect: 'Allow', Action: 's3:*', Resource: '*' },
 *       { Effect: 'Deny', Action: 's3:Delete*', Resource: '*', Condition: McpCondition.viaAnyServer().toConditions() },
 *     ],
 *   }],
 * });
 * const direct = simulator.simulate({
 *   principal: 'arn:aws:iam::111122223333:role/Developer',
 *   action: 's3:DeleteObject',
 *   resource: 'arn:aws:s3:::data/key',
 * });
 * const viaServer = simulator.simulate({
 *   principal: 'arn:aws:iam::111122223333:role/Developer',
 *   action: 's3:DeleteObject',
 *   resource: 'arn:aws:s3:::data/key',
 *   origin: RequestOrigin.via(McpServer.AWS),
 * });
 * // direct.decision is ALLOWED, viaServer.decision EXPLICITLY_DENIED.
 */
export class McpSimulator {
  /**
   * A simulator of policy documents, for one principal and one resource.
   *
   * @throws if a document is malformed.
   */
  public static fromDocuments(documents: PolicyDocuments): McpSimulator {
    return new McpSimulator(DocumentsSource.of(documents));
  }

  /**
   * A simulator of everything a CloudFormation template says: inline and managed policies with whom they are attached to,
   * permissions boundaries, permission sets, the policies of its resources, trust policies, and control policies.
   *
   * Intrinsic functions are resolved as far as the template allows: the same reference is the same value, and two resources have
   * different names. What is left makes a decision `CONDITIONAL` where it decides. Policies of resources that are not in the
   * template are taken not to exist, unless an Allow of them is needed.
   *
   * @param template the template as parsed JSON
   * @throws if it is not a template, or a policy in it is malformed.
   */
  public static fromTemplate(template: { [section: string]: any }, options: TemplateSimulatorOptions = {}): McpSimulator {
    return new McpSimulator(TemplateSource.of(givenTemplates(template, options), options));
  }

  /** @internal */
  public static _of(source: PolicySource): McpSimulator {
    return new McpSimulator(source);
  }

  /** Of most requests, the next one is the same from another origin. */
  private last?: JudgedRequest;

  private constructor(private readonly source: PolicySource) {}

  /**
   * What IAM decides of a request.
   *
   * @throws if there is no such action (`service:Action`), the resource is no ARN, the principal is not known, or the context contradicts
   * the origin.
   */
  public simulate(request: SimulationRequest): SimulationResult {
    checkRequest(request);
    return this.judge(request);
  }

  /**
   * What IAM decides of a request with wildcards, such as `s3:Get*` on `arn:aws:s3:::data/*`, part by part. That is for each action that the table of actions
   * has, unless it can't be about such a resource; and for the resources that the policies tell apart. Each answer holds for all of its part.
   *
   * @throws as `simulate()`, and if no action is meant.
   */
  public simulateParts(request: SimulationRequest): SimulatedPart[] {
    checkRequest(request);
    const { action, resource } = request;
    const actions = actionsOf(action, resource === undefined ? undefined : withOpenWildcards(this.source.resolve(resource)));
    return actions.flatMap((each) => partsOf(resource, (one, outside) => this.judge({ ...request, action: each, resource: one }, outside))
      .map((part): SimulatedPart => ({ action: each, ...part })));
  }

  /**
   * The statements of a principal's own policies.
   *
   * @internal
   */
  public _ownStatements(principal: string): readonly Statement[] {
    return this.source.policiesFor(principal, 's3:listallmybuckets', undefined).layers.identity.statements;
  }

  /**
   * A request as the policies are asked about it.
   *
   * @internal
   */
  public _partsOf({ principal, action, resource, resourceAccount }: SimulationRequest, outside?: ReadonlySet<string>): RequestParts {
    const resolved = resource === undefined ? undefined : this.source.resolve(resource);
    const start = resolved === undefined ? '' : plainStart(resolved);
    return { principal, actionName: action, resource: resolved === undefined || start !== '' ? resolved : openArn(resolved), start, resourceAccount, outside };
  }

  /** @param outside patterns of which the resource is none */
  private judge(request: SimulationRequest, outside?: ReadonlySet<string>): SimulationResult {
    const isOwn = ownAction(request);
    const parts = this._partsOf(request, outside);
    const judged = this.last?.isOf(parts) ? this.last : this.last = new JudgedRequest(this.source, parts);
    const origin = request.origin ?? DIRECT;
    if (judged.policies.principal?.kind === 'anonymous' && !origin._contexts().every(isDirect)) {
      throw new Error(`an anonymous request does not come from the origin "${origin.description}": a server and an AWS service call with credentials`);
    }
    const contexts = OriginContexts.of(origin, isOwn, request.context);
    return SimulationResult._of(judged, contexts, origin.description, decidedBefore(judged, contexts));
  }
}

/** A wildcard stands for what the request does not say; `*` alone is of an action that is about no resource. */
function openArn(resource: string): string {
  checkArn(resource);
  return resource === '*' ? resource : withOpenWildcards(resource);
}

const DIRECT = RequestOrigin.direct();

function checkArn(resource: string): void {
  if (resource === '*' || (hasUnknownPart(resource) ? isOpenArn(resource) : isArn(resource))) {
    return;
  }
  const [first = ''] = characters(resource);
  if (!isUnknownPart(first) || isGeneratedName(first)) {
    throw new Error(`${formatValue(readable(resource))} is not the ARN of a resource: expected one, such as "arn:aws:s3:::data/key", or "*" for an action that is about none`);
  }
}

function isArn(resource: string): boolean {
  const start = startOfResource(resource);
  return start > 0 && start < resource.length;
}

/** Whether it is one, or may be. */
function isOpenArn(resource: string): boolean {
  const parts = arnParts(resource);
  return parts ? parts[5] !== '' : resource.startsWith('arn:');
}

function checkRequest(request: SimulationRequest): void {
  if (typeof request !== 'object' || request === null) {
    throw new Error(`simulate() takes a request, such as { principal, action, resource }, got ${formatValue(request)}`);
  }
  checkString('principal', request.principal);
  checkString('resource', request.resource);
  checkString('resourceAccount', request.resourceAccount);
  if (request.origin !== undefined && typeof (request.origin as Partial<RequestOrigin>)._contexts !== 'function') {
    throw new Error(`origin is ${formatValue(request.origin)}: expected a RequestOrigin, such as RequestOrigin.via(McpServer.AWS)`);
  }
}

function checkString(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'string') {
    throw new Error(`${name} is ${formatValue(value)}: expected a string`);
  }
}

/** Actions that there are: asked about again and again. */
const listed = new Cache<{ readonly isOwn: Outcome }>(10_000);

/**
 * Whether the action is a server's own.
 *
 * @throws if it is none
 */
function ownAction({ action, unlistedAction }: SimulationRequest): Outcome {
  return typeof action === 'string' && unlistedAction !== true ? listed.get(action, () => ({ isOwn: ownOfChecked(action, false) })).isOwn : ownOfChecked(action, true);
}

function ownOfChecked(action: unknown, isUnlisted: boolean): Outcome {
  if (typeof action !== 'string' || !/^[a-zA-Z0-9-]+:[a-zA-Z0-9-]+$/.test(action)) {
    throw new Error(`${formatValue(action)} is not an IAM action: expected one, as "service:Action", such as "s3:GetObject"${
      /[*?]/.test(String(action)) ? '; simulateParts() takes wildcards' : ''}`);
  }
  if (!isUnlisted) {
    checkAction(action, 'set unlistedAction');
  }
  return isMcpServiceAction(action.toLowerCase());
}
