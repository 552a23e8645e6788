/** What tells whether an operation needs an action. */
export type Need =
  /** It always does. */
  | { readonly kind: 'ALWAYS' }
  /** It does if the request has one of these parameters, or unless it has: paths such as `TransactItems.Put`. */
  | { readonly kind: 'IF' | 'UNLESS'; readonly parameters: readonly string[] }
  /** It does, or does not, in a circumstance that the request does not tell, such as `directoryBucket`. */
  | { readonly kind: 'IF_SO' | 'UNLESS_SO'; readonly circumstance: string }
  /** It may, and AWS does not say when. */
  | { readonly kind: 'OPEN' };

/** An action that an operation needs, or may need. */
export interface OperationAction {
  /** Such as `s3:GetObject`. */
  readonly action: string;
  readonly need: Need;
  /** The service principals that a role is passed to, where it is always the same; of `iam:PassRole` only. */
  readonly passedTo: readonly string[];
}

/** Where it comes from what an operation needs. */
export type OperationSource =
  /** AWS's own map. */
  | 'MAP'
  /** The API reference of the operation. */
  | 'API_REFERENCE'
  /** It is called without AWS credentials, so that no policy has an effect on it. */
  | 'NO_PERMISSION'
  /** There is such an operation, and AWS does not say which action it needs. */
  | 'OPEN';

/** What the table says of an operation. */
export interface Operation {
  readonly source: OperationSource;
  /** The main one first. */
  readonly actions: readonly OperationAction[];
}

/**
 * The table of `data/iam-operations.json`: of each service its operations, separated by blanks, or with what they need. `docs/decisions/0035` says
 * where each is from.
 */
export interface OperationsTable {
  /** What CloudTrail, an endpoint or a signature calls a service, where IAM has another prefix. */
  readonly eventSources: { readonly [name: string]: string };
  /** Needs just the action of its name, as AWS's map says. */
  readonly same: Lists;
  /** Needs others too, or others, as AWS's map says. */
  readonly map: Rows;
  /** The same of AWS's API references, where the map has nothing. */
  readonly api: Rows;
  /** Is called without AWS credentials. */
  readonly none: Lists;
  /** There is such an operation, and nothing tells which action it needs. */
  readonly open: Lists;
}
export interface Lists { readonly [service: string]: string }
export interface Rows { readonly [service: string]: { readonly [operation: string]: string } }

let table: OperationsTable | undefined;
const services = new Map<string, ReadonlyMap<string, Operation>>();

/** The prefix in IAM of what an event, an endpoint or a signature calls a service: `cloudwatch` of `monitoring.amazonaws.com`. */
export function prefixOfSource(source: string): string {
  const name = source.toLowerCase().replace(/\.amazonaws\.com(\.cn)?$/, '');
  const { eventSources } = read();
  return Object.hasOwn(eventSources, name) ? eventSources[name] : name;
}

/** What events call the service of a prefix, without `.amazonaws.com`: the other way round. */
export function sourcesOf(prefix: string): string[] {
  return [prefix, ...Object.keys(read().eventSources)].filter((name) => prefixOfSource(name) === prefix);
}

/** The name of an operation without the date of its API, which CloudTrail adds to some: `UpdateFunctionCode20150331v2`. */
export function withoutApiDate(eventName: string): string {
  return eventName.replace(/\d{8}(v\d+)?$/, '');
}

/** What the table says of the operations of a service, by their name in lower case; those that need just the action of their name may not be in it. */
export function operationsOf(prefix: string): ReadonlyMap<string, Operation> {
  let known = services.get(prefix);
  if (!known) {
    const { same, map, api, none, open } = read();
    const listed = (lists: Lists) => (Object.hasOwn(lists, prefix) ? lists[prefix].split(' ') : []);
    const rows = (all: Rows, source: OperationSource) => Object.entries(Object.hasOwn(all, prefix) ? all[prefix] : {})
      .map(([name, needed]) => [name.toLowerCase(), { source, actions: needed.split(' ').map((each) => parse(prefix, each)) }] as const);
    known = new Map<string, Operation>([
      ...listed(open).map((name) => [name.toLowerCase(), { source: 'OPEN', actions: [] }] as const),
      ...listed(none).map((name) => [name.toLowerCase(), { source: 'NO_PERMISSION', actions: [] }] as const),
      ...listed(same).map((name) => [name.toLowerCase(), { source: 'MAP', actions: [parse(prefix, name)] }] as const),
      ...rows(api, 'API_REFERENCE'),
      ...rows(map, 'MAP'),
    ]);
    services.set(prefix, known);
  }
  return known;
}

function read(): OperationsTable {
  // Not an import: that would read the table with the library.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return table ??= require('../../data/iam-operations.json');
}

/** An entry such as `iam:PassRole?Role>lambda.amazonaws.com`. */
function parse(prefix: string, entry: string): OperationAction {
  const [, service = prefix, name, mark, when, passedTo] = /^(?:([a-z0-9-]+):)?(\w+)(?:([?!])([^>]*))?(?:>(.*))?$/.exec(entry)!;
  return { action: `${service}:${name}`, need: needOf(mark, when), passedTo: passedTo?.split(',') ?? [] };
}

function needOf(mark: string | undefined, when: string): Need {
  if (mark === undefined) {
    return { kind: 'ALWAYS' };
  }
  if (when === '') {
    return { kind: 'OPEN' };
  }
  const kind = mark === '?' ? 'IF' : 'UNLESS';
  return when.startsWith('=') ? { kind: `${kind}_SO`, circumstance: when.slice(1) } : { kind, parameters: when.split('|') };
}
