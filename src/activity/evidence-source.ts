import type { PolicyDocuments } from '../analysis/simulation/documents-source';
import { needsResourcePolicy } from '../analysis/simulation/policy-source';
import type { ApplicablePolicies, PolicySource } from '../analysis/simulation/policy-source';
import { inFile } from '../analysis/simulation/principal-index';
import type { TemplateSource } from '../analysis/simulation/template-source';
import type { TemplatePrincipal } from '../analysis/template/template-policies';
import { arnParts } from '../iam/arn';
import { PolicyDocument } from '../iam/document';
import { PolicyKind } from '../iam/policy';
import type { Layer, PolicyLayers } from '../iam/policy-layers';
import { statementsOf } from '../iam/policy-layers';
import type { RequestPrincipal } from '../iam/request-principal';
import { requestPrincipal } from '../iam/request-principal';
import type { Statement } from '../iam/statement';
import { unknownPart } from '../iam/unknown-text';

const PLACE = { path: 'what happened' };

/** Whether it is what an event itself proves, of no policy that was given. */
export function isEvidence({ policy }: Statement): boolean {
  return policy?.place === PLACE;
}

/** Whether policies of the principal are given as all that it has: those that only deny are more of them. */
export function areAllItHas({ identityPolicies = [] }: PolicyDocuments): boolean {
  return identityPolicies.some((document) => new PolicyDocument(document).statements.some(({ effect }) => effect === 'Allow'));
}

const SOME_ACCOUNT = unknownPart('the account of the resource');

/**
 * The policies that are replayed, beside what the events prove: what happened was allowed by the policies that nobody gave. So that it is denied
 * anew only by what was given: an explicit Deny, or a policy that limits and lacks an Allow.
 */
export class EvidenceSource implements PolicySource {
  /** The condition keys, in lower case, that the policies read of which was asked so far. */
  public readonly reads = new Set<string>();
  private readonly read = new WeakSet<Statement>();
  private readonly known = new Map<string, TemplatePrincipal | undefined>();
  private readonly allows = new Map<string, Layer>();

  /**
   * @param source of the policies that are given
   * @param limits whether they are all that the principal has, so that what they don't allow is denied; of templates that is told by the principals
   */
  public constructor(private readonly source: PolicySource, private readonly limits: boolean, private readonly templates?: TemplateSource) {}

  public resolve(resource: string): string {
    return this.source.resolve(resource);
  }

  public policiesFor(name: string | undefined, action: string, resource: string | undefined, account?: string): ApplicablePolicies {
    const known = name === undefined ? undefined : this.principalOf(name);
    const found = this.policiesOf(known ? inFile(known) : name, known !== undefined, action, resource, account);
    this.note(found.layers);
    // A name that CloudFormation made up is known by now.
    const principal = known && name !== undefined ? requestPrincipal(name) : found.principal;
    const { identity, resource: own } = found.layers;
    const isTheirs = this.templates ? known !== undefined : this.limits;
    const isGiven = own !== undefined && own.presumedAbsent === undefined;
    const evidence = this.allowOf(principal);
    // A federated user could do nothing without a session policy, so it had one that is not given.
    const session = found.layers.session ?? (principal?.kind === 'federated user' ? { ...this.allowOf(undefined, false), kind: PolicyKind.SESSION } : undefined);
    return {
      ...found,
      principal,
      layers: {
        ...found.layers,
        ...session && { session },
        identity: isTheirs ? identity : { ...evidence, statements: [...identity.statements, ...this.allowOf(undefined, false).statements] },
        // What the policy of the resource says counts where it is given, and else what it must have said.
        resource: isGiven && (needsResourcePolicy(action, resource) || own.statements.length > 0) ? own
          : { kind: PolicyKind.RESOURCE, ...own, statements: [...own?.statements ?? [], ...evidence.statements], presumedAbsent: undefined },
      },
    };
  }

  private note({ identity, permissionsBoundary, session, vpcEndpoint, serviceControl, resourceControl, resource }: PolicyLayers): void {
    for (const layer of [identity, permissionsBoundary, session, vpcEndpoint, ...serviceControl, ...resourceControl, resource]) {
      for (const statement of layer?.statements ?? []) {
        if (!this.read.has(statement)) {
          this.read.add(statement);
          statement.reads.forEach((key) => this.reads.add(key));
        }
      }
    }
  }

  /** The principal of the templates that an ARN means: by its name, or as CloudFormation makes one of the logical id. */
  private principalOf(arn: string): TemplatePrincipal | undefined {
    if (!this.templates || this.known.has(arn)) {
      return this.known.get(arn);
    }
    const principals = this.templates.principals.requesters;
    const [, , , , account, last = ''] = arnParts(arn) ?? [];
    const isOfAccount = (each: TemplatePrincipal) => {
      const own = arnParts(each.arn)?.[4] ?? '';
      return !/^\d{12}$/.test(own) || own === account;
    };
    const [kind, name] = [last.split('/')[0], last.slice(last.lastIndexOf('/') + 1)];
    const sameKind = principals.filter((each) => each.kind === kind && isOfAccount(each));
    const made = sameKind.filter((each) => new RegExp(`-${each.logicalId}-[A-Za-z0-9]{8,16}$`).test(name) && each.name.includes(each.logicalId));
    const sets = principals.filter((each) => each.kind === 'permission set' && name.startsWith(`AWSReservedSSO_${each.name}_`));
    const one = (of: readonly TemplatePrincipal[]) => (of.length === 1 ? of[0] : undefined);
    const found = sameKind.find((each) => each.arn === arn || each.name === name) ?? one(made) ?? one(sets);
    this.known.set(arn, found);
    return found;
  }

  /** One whom the templates don't have though they have all of the account is gone by now. */
  private policiesOf(name: string | undefined, isKnown: boolean, action: string, resource: string | undefined, account?: string): ApplicablePolicies {
    try {
      const found = this.source.policiesFor(name, action, resource, account);
      // Of a resource that is not told, the account is not either: any resource control policy may be about it.
      return !this.templates || resource !== undefined || account !== undefined ? found
        : withResourceControlOf(this.source.policiesFor(name, action, resource, SOME_ACCOUNT), found);
    } catch (error) {
      // What is wrong then is its policies.
      if (isKnown) {
        throw error;
      }
      return { ...this.source.policiesFor(undefined, action, resource, account), principal: name === undefined ? undefined : requestPrincipal(name) };
    }
  }

  /** An Allow of everything: to the account, which leaves the rest to the principal's policies, or to anybody whose account is not known. */
  private allowOf(principal: RequestPrincipal | undefined, isOfResource = true): Layer {
    const account = principal?.account;
    const key = isOfResource ? `${account}` : '';
    let layer = this.allows.get(key);
    if (!layer) {
      const to = !isOfResource ? {} : { Principal: account === undefined ? '*' : { AWS: `arn:${arnParts(principal!.name)?.[1] ?? 'aws'}:iam::${account}:root` } };
      const kind = isOfResource ? PolicyKind.RESOURCE : PolicyKind.IDENTITY;
      layer = {
        kind,
        statements: statementsOf([{ kind, place: PLACE, document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...to, Action: '*', Resource: '*' }] } }]),
      };
      this.allows.set(key, layer);
    }
    return layer;
  }
}

function withResourceControlOf({ layers: { resourceControl } }: ApplicablePolicies, found: ApplicablePolicies): ApplicablePolicies {
  return { ...found, layers: { ...found.layers, resourceControl } };
}
