import type { ApplicablePolicies, PolicySource } from './policy-source';
import { keyOfPrincipal, needsResourcePolicy } from './policy-source';
import { PolicyDocument } from '../../iam/document';
import { kindOf } from '../../iam/document-kind';
import { PolicyKind } from '../../iam/policy';
import type { Layer, PolicyLayers } from '../../iam/policy-layers';
import { statementsIn, withUnknownResourceControl } from '../../iam/policy-layers';
import type { RequestPrincipal } from '../../iam/request-principal';
import { requestPrincipal } from '../../iam/request-principal';
import { resourcePolicyTypeOf } from '../../iam/resource-policy-kinds';
import type { Json } from '../../iam/value';
import { isObject } from '../../iam/value';
import { Cache } from '../../private/cache';
import { formatValue } from '../../private/format';
import { assertJson, isJson } from '../../private/json';

/** The policies that `McpSimulator.fromDocuments()` takes, each a policy document as parsed JSON. */
export interface PolicyDocuments {
  /**
   * The policies of the principal, and of its groups.
   *
   * @default - none, so that it may do only what `resourcePolicy` allows. An answer that hangs on it says so; an empty list says that there are none.
   */
  readonly identityPolicies?: Array<{ [element: string]: any }>;

  /**
   * The principal's permissions boundary.
   *
   * @default - none
   */
  readonly permissionsBoundary?: { [element: string]: any };

  /**
   * The policy that was passed when the session was made.
   *
   * @default - none
   */
  readonly sessionPolicy?: { [element: string]: any };

  /**
   * The service control policies above the principal's account: a list of documents for each level, from the root down, of which
   * each must allow; or just documents, of one level.
   *
   * AWS attaches `FullAWSAccess` everywhere, and a target without any Allow allows nothing at all. In a list of levels say so, as
   * what is given is all there is. If just documents are given and none has an Allow, `FullAWSAccess` is taken to be attached.
   *
   * @default - none
   */
  readonly serviceControlPolicies?: any[];

  /**
   * The resource control policies above the resource's account, in either form. `RCPFullAWSAccess` is always attached.
   *
   * @default - none; of a request without credentials: not known, for it is from outside. An empty list says that there are none.
   */
  readonly resourceControlPolicies?: any[];

  /**
   * The policy of the resource: of a bucket, a key, a queue, or the trust policy of a role.
   *
   * @default - none; of a key or a role, which always has one: not known
   */
  readonly resourcePolicy?: { [element: string]: any };

  /**
   * The policy of the VPC endpoint that the request goes through.
   *
   * @default - it goes through none
   */
  readonly vpcEndpointPolicy?: { [element: string]: any };
}

/** In place of a service: the action needs the policy of its resource, and none is given. */
const NOT_GIVEN = '*';

/** As many as a test or a program asks about in turn, each with what was found of its statements. */
const MOST_KEPT = 100;

/** As many principals as are kept with the policies that judge them: a program may ask about a new session each time. */
const MOST_PRINCIPALS = 1_000;

/** Policies given as JSON. */
export class DocumentsSource implements PolicySource {
  /** Of documents. Those that are asked about again are kept, read: a test or a program asks a question at a time about the same ones. */
  public static of(documents: PolicyDocuments): DocumentsSource {
    const json = isJson(documents) ? JSON.stringify(documents) : undefined;
    const kept = this.kept.get(json, () => ({ times: 0 }));
    kept.times++;
    // Of a copy, which nobody changes: what was decided by it is kept.
    const read = () => new DocumentsSource(json === undefined ? documents : JSON.parse(json));
    return kept.times === 1 ? read() : kept.source ??= read();
  }

  private static readonly kept = new Cache<{ times: number; source?: DocumentsSource }>(MOST_KEPT);

  private readonly layers: PolicyLayers;
  private readonly resourcePolicy: unknown;
  private readonly lacksResourceControl: boolean;
  /** With the resource's policy as one of the service. */
  private readonly ofService = new Map<string, PolicyLayers>();
  /** By principal and service: asked for every request. */
  private readonly applicable = new Cache<Map<string, ApplicablePolicies>>(MOST_PRINCIPALS);

  /** @param identityNotGiven what the principal's own policies are called where they are not known, rather than none */
  public constructor(documents: PolicyDocuments, private readonly identityNotGiven?: string) {
    if (!isObject(documents)) {
      throw new Error(`McpSimulator.fromDocuments() takes policy documents by where they act, such as { identityPolicies: […] }, got ${formatValue(documents)}`);
    }
    const { identityPolicies = [], permissionsBoundary, sessionPolicy, resourcePolicy, vpcEndpointPolicy } = documents;
    this.resourcePolicy = resourcePolicy;
    this.lacksResourceControl = documents.resourceControlPolicies === undefined;
    this.layers = {
      identity: {
        ...layer({ kind: PolicyKind.IDENTITY }, listOf('identityPolicies', identityPolicies), 'identityPolicies'),
        isTakenAsNone: documents.identityPolicies === undefined && identityNotGiven === undefined,
      },
      permissionsBoundary: single(PolicyKind.PERMISSIONS_BOUNDARY, 'permissionsBoundary', permissionsBoundary),
      session: single(PolicyKind.SESSION, 'sessionPolicy', sessionPolicy),
      serviceControl: levels(PolicyKind.SERVICE_CONTROL, 'serviceControlPolicies', documents.serviceControlPolicies).map((level) => ({
        ...level,
        allowsEverything: !documents.serviceControlPolicies!.some(Array.isArray) && level.statements.every(({ effect }) => effect === 'Deny'),
      })),
      resourceControl: levels(PolicyKind.RESOURCE_CONTROL, 'resourceControlPolicies', documents.resourceControlPolicies),
      vpcEndpoint: single(PolicyKind.VPC_ENDPOINT, 'vpcEndpointPolicy', vpcEndpointPolicy),
      resource: single(kindOf(resourcePolicy) === PolicyKind.TRUST ? PolicyKind.TRUST : PolicyKind.RESOURCE, 'resourcePolicy', resourcePolicy),
    };
  }

  public policiesFor(principal: string | undefined, action: string, resource: string | undefined): ApplicablePolicies {
    const service = this.layers.resource ? action.slice(0, action.indexOf(':')) : needsResourcePolicy(action, resource) ? NOT_GIVEN : '';
    const byService = this.applicable.get(keyOfPrincipal(principal), () => new Map());
    let found = byService.get(service);
    if (!found) {
      // Of two mistakes, that in the policy of the resource is told.
      const layers = this.layersOf(service);
      const requester = principal === undefined ? undefined : requestPrincipal(principal);
      byService.set(service, found = { principal: requester, layers: this.layersFor(requester, service, layers) });
    }
    return found;
  }

  private layersFor(requester: RequestPrincipal | undefined, service: string, layers: PolicyLayers): PolicyLayers {
    const known = requester?.kind === 'anonymous' && this.lacksResourceControl ? withUnknownResourceControl(layers)
      : service === NOT_GIVEN ? { ...layers, resource: { kind: PolicyKind.RESOURCE, statements: [], presumedAbsent: 'the policy of the resource, which is not given' } } : layers;
    return this.identityNotGiven === undefined || !hasPolicies(requester) ? known
      : { ...known, identity: { ...known.identity, presumedAbsent: this.identityNotGiven } };
  }

  /** What the resource's policy may say is up to the service that the action is of. */
  private layersOf(service: string): PolicyLayers {
    let layers = this.ofService.get(service);
    if (!layers) {
      const { resourcePolicy } = this;
      layers = kindOf(resourcePolicy) === PolicyKind.TRUST || !resourcePolicyTypeOf(service) ? this.layers
        : { ...this.layers, resource: single(PolicyKind.RESOURCE, 'resourcePolicy', resourcePolicy, service) };
      this.ofService.set(service, layers);
    }
    return layers;
  }

  public resolve(resource: string): string {
    return resource;
  }
}

/** Whether it is one that can have policies of its own: root, AWS services and identity providers have none. */
function hasPolicies(requester: RequestPrincipal | undefined): boolean {
  return !requester || (requester.account !== undefined && requester.kind !== 'root');
}

function single(kind: PolicyKind, path: string, document: unknown, service?: string): Layer | undefined {
  return document === undefined ? undefined : layer({ kind }, [document], undefined, path, service);
}

function layer(of: Pick<Layer, 'kind' | 'at'>, documents: unknown[], list?: string, path = '', service?: string): Layer {
  const statements = documents.flatMap((document, i) => {
    const place = { path: list ? `${list}/${i}` : path };
    const policy = { kind: of.kind, document: asDocument(place.path, document), place, service };
    return statementsIn(new PolicyDocument(document, policy), policy);
  });
  return { ...of, statements };
}

function levels(kind: PolicyKind, path: string, given: unknown): Layer[] {
  const items = given === undefined ? [] : listOf(path, given);
  if (items.length === 0) {
    return [];
  }
  if (!items.some(Array.isArray)) {
    return [layer({ kind }, items, path)];
  }
  return items.map((level, i) => (Array.isArray(level)
    ? layer({ kind, at: `level ${i}` }, level, `${path}/${i}`)
    : layer({ kind, at: `level ${i}` }, [level], undefined, `${path}/${i}`)));
}

function listOf(path: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) {
    throw new Error(`McpSimulator.fromDocuments(): ${path} is a list of policy documents, got ${formatValue(value)}`);
  }
  return value;
}

function asDocument(path: string, document: unknown): Json {
  if (typeof document !== 'object' || document === null || !('Statement' in document)) {
    throw new Error(`McpSimulator.fromDocuments(): ${path} is not a policy document: expected an object with "Statement", got ${
      formatValue(document)}`);
  }
  assertJson(`McpSimulator.fromDocuments(): ${path}`, document);
  return document;
}
