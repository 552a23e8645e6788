import { Catalog } from './catalog';
import type { Need, OperationAction, OperationSource } from './operations';
import { operationsOf, prefixOfSource, withoutApiDate } from './operations';

/** What was called, as CloudTrail writes it. */
export interface CalledOperation {
  /** Such as `s3.amazonaws.com`, or a prefix of IAM. */
  readonly eventSource: string;
  readonly eventName: string;
  /** `null`, left out or empty: not known, so that what hangs on them is open. */
  readonly requestParameters?: { readonly [name: string]: unknown } | null;
}

/** What it hangs on whether a call needs an action: in words as text and in JSON. */
export class Circumstance {
  public constructor(public readonly need: Need) {}

  /** Whether of two actions that hang on these, one is needed in any case. */
  public isOpposite(other: Circumstance | undefined): boolean {
    return other !== undefined && OPPOSITES[this.need.kind] === other.need.kind
      && JSON.stringify({ ...this.need, kind: other.need.kind }) === JSON.stringify(other.need);
  }

  public toString(): string {
    return inWords(this.need);
  }

  public toJSON(): string {
    return inWords(this.need);
  }
}

const OPPOSITES: { readonly [kind in Need['kind']]?: Need['kind'] } = { IF: 'UNLESS', UNLESS: 'IF', IF_SO: 'UNLESS_SO', UNLESS_SO: 'IF_SO' };

/** An action that the call needs. */
export interface NeededAction {
  /** Such as `s3:GetObject`. */
  readonly action: string;
  /** What it hangs on; `undefined`: it is needed. */
  readonly ifSo?: Circumstance;
  /** The service principals that a role is passed to, where AWS says which. */
  readonly passedTo: readonly string[];
}

/** What a call needs of IAM. */
export interface EventActions {
  /** Where it comes from. `NAME`: from the name alone, which is an action's. `UNKNOWN`: there is neither an operation nor an action of the name. */
  readonly source: OperationSource | 'NAME' | 'UNKNOWN';
  /** The main one first. None of those that need no permission, are open or unknown. */
  readonly actions: readonly NeededAction[];
}

/**
 * The actions that a call needs, as far as its request tells: the one place that goes from an event to its actions.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function actionsOfEvent({ eventSource, eventName, requestParameters }: CalledOperation): EventActions {
  const prefix = prefixOfSource(eventSource);
  const name = withoutApiDate(eventName);
  const operation = operationsOf(prefix).get(name.toLowerCase());
  if (operation) {
    const given = isOmitted(requestParameters) ? undefined : requestParameters ?? undefined;
    const actions = operation.actions.flatMap((each) => needed(each, given));
    return { source: operation.actions.length > 0 && actions.length === 0 ? 'NO_PERMISSION' : operation.source, actions };
  }
  const { names: [action] } = /^\w+$/.test(name) ? Catalog.get().find(`${prefix}:${name}`) : { names: [] };
  return action === undefined ? { source: 'UNKNOWN', actions: [] } : { source: 'NAME', actions: [{ action: `${prefix}:${action}`, passedTo: [] }] };
}

type Parameters = { readonly [name: string]: unknown } | undefined;

/** CloudTrail leaves parameters out that are larger than 100 kB together; that there are none does not tell that there were none. */
function isOmitted(parameters: CalledOperation['requestParameters']): boolean {
  return parameters === null || parameters === undefined || parameters.omitted === true || Object.keys(parameters).length === 0;
}

function needed({ action, need, passedTo }: OperationAction, parameters: Parameters): NeededAction[] {
  const is = decided(need, parameters);
  return is === false ? [] : [{ action, ...is === true ? {} : { ifSo: new Circumstance(need) }, passedTo }];
}

/** `undefined`: the request does not tell. */
function decided(need: Need, parameters: Parameters): boolean | undefined {
  if (need.kind === 'ALWAYS') {
    return true;
  }
  if (need.kind === 'IF_SO' && need.circumstance === NEVER) {
    return false;
  }
  if ((need.kind !== 'IF' && need.kind !== 'UNLESS') || parameters === undefined) {
    return undefined;
  }
  return need.parameters.some((path) => isGiven(parameters, path.split('.'))) === (need.kind === 'IF');
}

function inWords(need: Need): string {
  switch (need.kind) {
    case 'IF': return `if ${need.parameters.join(' or ')} is given`;
    case 'UNLESS': return `unless ${need.parameters.join(' or ')} is given`;
    case 'IF_SO': return CIRCUMSTANCES[need.circumstance];
    case 'UNLESS_SO': return `not ${CIRCUMSTANCES[need.circumstance]}`;
    default: return 'AWS does not say when';
  }
}

/** AWS lists the action, and says elsewhere that nobody needs it. */
const NEVER = 'never';

/** What the table calls a circumstance, in words. */
const CIRCUMSTANCES: { readonly [name: string]: string } = {
  bearerToken: 'if it is called with a bearer token',
  billingNotMigrated: 'if the account still uses the actions of aws-portal',
  directoryBucket: 'if it is a directory bucket',
  federatedCatalog: 'if it is a federated catalog',
  multiRegion: 'if the keyspace is in several Regions',
  objectLambda: 'if it is an access point of S3 Object Lambda',
  partOfAnswer: 'if that part of the answer is wanted: without it, the answer leaves it out',
  replicaInOtherAccount: 'if a replica is in another account',
  versionInBody: 'if the body names a version',
  versionOfSource: 'if a version of the source is given',
};

/** Whether there is something at the path, in lists, too. Names differ in case: CloudTrail writes `tags` for `Tags`. */
function isGiven(value: unknown, path: readonly string[], first = true): boolean {
  if (Array.isArray(value)) {
    return path.length === 0 ? value.length > 0 : value.some((each) => isGiven(each, path, first));
  }
  if (path.length === 0) {
    return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : !NOT_GIVEN.includes(value);
  }
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const wanted = path[0].toLowerCase();
  const found = Object.entries(value).filter(([name]) => name.toLowerCase() === wanted);
  // Below a parameter, the keys of a map are in between.
  return found.length > 0 ? found.some(([, each]) => isGiven(each, path.slice(1), false))
    : !first && Object.values(value).some((each) => typeof each === 'object' && isGiven(each, path, false));
}
const NOT_GIVEN: readonly unknown[] = [undefined, null, '', false, 'false'];
