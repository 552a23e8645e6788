import type { JudgedRequest, RequestParts } from './judged-request';
import type { ApplicablePolicies } from './policy-source';
import type { Decided } from './simulation-result';
import { startOfResource } from '../../iam/arn';
import { layersIn } from '../../iam/authorization';
import type { ResourceElement } from '../../iam/element';
import type { PolicyLayers } from '../../iam/policy-layers';
import { judgesByName } from '../../iam/service-rules';
import { statementsAbout } from '../../iam/statements-about';
import { hasUnknownPart } from '../../iam/unknown-text';
import { beginsWith } from '../../iam/wildcard';
import type { OriginContexts } from '../../mcp/origin-contexts';
import { Cache, keptIn } from '../../private/cache';

/**
 * The place of a decision: requests have the same that differ in nothing but the name of their resource, and the same statements are about that. What
 * is decided of one is decided of all, so that of the others nothing but the resources is looked at. `undefined` for a request of which more counts.
 */
export function decidedBefore({ action, policies, parts }: JudgedRequest, contexts: OriginContexts): Decided | undefined {
  const { resource, outside } = parts;
  return outside || !contexts.isKept || (resource !== undefined && hasUnknownPart(resource)) ? undefined
    : decisions(policies).get(action, () => new DecisionsOfAction(policies.layers, action)).of(parts, contexts);
}

/** As many are kept of the decisions by the same policies: of the actions, and of the places of each. */
const [MOST_ACTIONS, MOST_PLACES] = [1_000, 1_000];

const decisions = keptIn((_: ApplicablePolicies) => new Cache<DecisionsOfAction>(MOST_ACTIONS));

class DecisionsOfAction {
  private asked = 0;
  private resources?: readonly ResourceElement[];
  private kind = '';
  /** How many of the first characters of a resource of the kind are those of all in statements. */
  private alike = 0;
  private root = new Place();
  private size = 0;

  public constructor(private readonly layers: PolicyLayers, private readonly action: string) {}

  public of({ resource, resourceAccount }: RequestParts, contexts: OriginContexts): Decided | undefined {
    // For one request it is not worth to look.
    if (this.asked < 2 && ++this.asked === 2) {
      this.resources = differingResources(this.layers, this.action);
    }
    const { resources } = this;
    if (!resources) {
      return undefined;
    }
    if (this.size > MOST_PLACES) {
      [this.root, this.size] = [new Place(), 0];
    }
    const kind = resource === undefined ? '' : this.kindOf(resource, resources);
    let place = this.next(this.next(this.root, contexts), resourceAccount === undefined ? kind : `${kind} ${resourceAccount}`);
    for (let i = 0; i < resources.length; i++) {
      const isAbout = resource === undefined ? resources[i].matches(resource, undefined) : resources[i].matchesLiteral(resource, this.alike);
      place = isAbout === false ? place : this.next(place, isAbout ? i : -1 - i);
    }
    return place;
  }

  /** Of an ARN, its partition and account count, too; most are of the same kind as the one before. */
  private kindOf(resource: string, ofStatements: readonly ResourceElement[]): string {
    if (this.kind !== '' && beginsWith(resource, this.kind)) {
      return this.kind;
    }
    this.kind = resource.slice(0, startOfResource(resource));
    this.alike = ofStatements.every(({ stem }) => stem.startsWith(this.kind)) ? this.kind.length : 0;
    return this.kind || resource;
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
