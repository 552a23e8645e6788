import type { JudgedRequest, RequestParts } from './judged-request';
import type { ApplicablePolicies } from './policy-source';
import { ResourceIndex } from './resource-index';
import type { Decided } from './simulation-result';
import { startOfResource } from '../../iam/arn';
import { layersIn } from '../../iam/authorization';
import type { ResourceElement } from '../../iam/element';
import type { PolicyLayers } from '../../iam/policy-layers';
import { judgesByName } from '../../iam/service-rules';
import { statementsAbout } from '../../iam/statements-about';
import type { Outcome } from '../../iam/three-valued';
import { hasUnknownPart } from '../../iam/unknown-text';
import type { OriginContexts } from '../../mcp/origin-contexts';
import { Cache, keptIn } from '../../private/cache';

/**
 * The place of a decision: requests have the same that differ in nothing but the name of their resource, and the same statements are about that. What
 * is decided of one is decided of all, so that of the others nothing but the resources is looked at. `undefined` for a request of which more counts.
 */
export function decidedBefore({ action, policies, parts }: JudgedRequest, contexts: OriginContexts): Decided | undefined {
  const { resource, start, outside } = parts;
  return outside || !contexts.isKept || (resource !== undefined && !start && hasUnknownPart(resource)) ? undefined
    : decisions(policies).get(action, () => new DecisionsOfAction(policies.layers, action)).of(parts, contexts);
}

/** As many are kept of the decisions by the same policies: of the actions, and of the places of each. */
const [MOST_ACTIONS, MOST_PLACES] = [1_000, 1_000];

const decisions = keptIn((_: ApplicablePolicies) => new Cache<DecisionsOfAction>(MOST_ACTIONS));

class DecisionsOfAction {
  private asked = 0;
  private resources?: ResourceIndex;
  private kind = '';
  /** How many of the first characters of a resource of the kind are those of all in statements. */
  private alike = 0;
  private root = new Place();
  private size = 0;
  /** Where the one before began: most are of the same origin and kind. */
  private last?: { readonly contexts: OriginContexts; readonly kind: string; readonly resourceAccount?: string; readonly place: Place };

  public constructor(private readonly layers: PolicyLayers, private readonly action: string) {}

  public of({ resource, start, resourceAccount }: RequestParts, contexts: OriginContexts): Decided | undefined {
    // For one request it is not worth to look.
    if (this.asked < 2 && ++this.asked === 2) {
      const differing = differingResources(this.layers, this.action);
      this.resources = differing && new ResourceIndex(differing);
    }
    const { resources } = this;
    if (!resources) {
      return undefined;
    }
    if (this.size > MOST_PLACES) {
      [this.root, this.size, this.last] = [new Place(), 0, undefined];
    }
    const kind = resource === undefined ? '' : this.kindOf(resource, start, resources);
    const place = this.placeOf(contexts, kind, resourceAccount);
    return resource === undefined ? this.ofAny(resources.elements, place) : this.ofOne(resource, resources, place);
  }

  private placeOf(contexts: OriginContexts, kind: string, resourceAccount: string | undefined): Place {
    const { last } = this;
    if (last && last.contexts === contexts && last.kind === kind && last.resourceAccount === resourceAccount) {
      return last.place;
    }
    const place = this.next(this.next(this.root, contexts), resourceAccount === undefined ? kind : `${kind} ${resourceAccount}`);
    this.last = { contexts, kind, resourceAccount, place };
    return place;
  }

  private ofAny(elements: readonly ResourceElement[], from: Place): Place {
    return elements.reduce((place, element, i) => this.through(place, i, element.matches(undefined, undefined)), from);
  }

  private ofOne(resource: string, { root, others, elements }: ResourceIndex, from: Place): Place {
    let place = from;
    for (let branch: ReturnType<typeof root.next> = root; branch; branch = branch.next(resource, this.alike)) {
      for (const i of branch.elements) {
        place = this.through(place, i, elements[i].matches(resource, undefined, elements[i].stem.length));
      }
    }
    for (const i of others) {
      place = this.through(place, i, elements[i].matchesLiteral(resource));
    }
    return place;
  }

  private through(place: Place, i: number, isAbout: Outcome): Place {
    return isAbout === false ? place : this.next(place, isAbout ? i : -1 - i);
  }

  /** Of an ARN, its partition and account count, too; most are of the same kind as the one before. */
  private kindOf(resource: string, start: string | undefined, { elements }: ResourceIndex): string {
    const kind = start || resource.slice(0, startOfResource(resource));
    if (kind !== this.kind) {
      this.kind = kind;
      this.alike = elements.every(({ negated, stem }) => negated || stem.startsWith(kind)) ? kind.length : 0;
    }
    return kind || resource;
  }

  private next(place: Place, key: PlaceKey): Place {
    const found = place.next.get(key);
    if (found) {
      return found;
    }
    this.size++;
    const made = new Place();
    place.next.set(key, made);
    return made;
  }
}

/** The resources of statements about an action, but those that mean all or none. `undefined` if it hangs on more of a request which are about its own. */
function differingResources(layers: PolicyLayers, action: string): readonly ResourceElement[] | undefined {
  const about = layersIn(layers).flatMap((each) => statementsAbout(each, action));
  return judgesByName(action) || about.some(({ hasVariables }) => hasVariables) ? undefined
    : about.flatMap(({ statement: { resource } }) => (resource && resource.matches(undefined, undefined) === undefined ? [resource] : []));
}

/** An origin, the kind of resource, and then each statement that is about the resource; a negative number if it is not known whether one is. */
type PlaceKey = OriginContexts | string | number;

class Place implements Decided {
  public decision?: Decided['decision'];
  public readonly next = new Map<PlaceKey, Place>();
}
