import type { KeyValues } from '../iam/global-keys';
import { GLOBAL_KEYS } from '../iam/global-keys';
import { hasUnknownPart } from '../iam/unknown-text';
import { didYouMean, nearest, onlyNear } from '../private/edit-distance';

/** What is known of condition keys: those of services from the table, and the global ones. The table is read when it is first asked for. */
interface KnownKeys {
  /** The day of the table. */
  readonly date: string;
  /** By the key in lower case. */
  readonly values: ReadonlyMap<string, KeyValues>;
  /** Of keys in which somebody's own name stands, such as a tag's: what comes before it, in lower case, such as `aws:resourcetag/`. */
  readonly stems: ReadonlyMap<string, KeyValues>;
  readonly spelled: readonly string[];
  readonly prefixes: ReadonlySet<string>;
  /** Keys in lower case, each with the actions whose requests carry it. */
  readonly carried: ReadonlyMap<string, ReadonlySet<string>>;
}

interface KeyTable {
  readonly source: { readonly version: string };
  readonly carried: { readonly [key: string]: string };
}

/**
 * The services of which AWS says for each action which of their keys its requests carry, with the page. The reference of actions leaves out keys for
 * most: that a key is not named there does not say that it is absent.
 */
export const SERVICES_WITH_ALL_KEYS: { readonly [service: string]: string } = {
  signin: 'https://docs.aws.amazon.com/signin/latest/userguide/reference-signin-condition-keys.html',
};

const PREFIXES_WITH_ALL_KEYS = Object.keys(SERVICES_WITH_ALL_KEYS).map((service) => `${service}:`);

/**
 * Whether AWS says that requests of the action never carry the key.
 *
 * @param action in lower case
 * @param key in lower case
 */
export function neverCarries(action: string, key: string): boolean {
  // The table is not read for others.
  if (!PREFIXES_WITH_ALL_KEYS.some((prefix) => key.startsWith(prefix) && action.startsWith(prefix))) {
    return false;
  }
  const { carried } = knownKeys();
  // Of an action without any such key, nothing is said.
  return carried.has(key) && !carried.get(key)!.has(action) && [...carried.values()].some((actions) => actions.has(action));
}

/** By the key in lower case: for these, which most conditions are about, the table is not read. */
const GLOBAL = new Map(GLOBAL_KEYS.map(([key, values]) => [key.toLowerCase(), values]));

let known: KnownKeys | undefined;

function knownKeys(): KnownKeys {
  if (!known) {
    // Not an import: that would read the table with the library.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { source, carried, ...table }: KeyTable & { [values in KeyValues]: string } = require('../../data/condition-keys.json');
    const keys = [
      ...(Object.keys(table) as KeyValues[]).flatMap((values) => table[values].split(' ').map((key) => [key, values] as const)), ...GLOBAL_KEYS,
    ];
    const lower = keys.map(([key, values]) => [key.toLowerCase(), values] as const);
    known = {
      carried: new Map(Object.entries(carried).map(([key, actions]) => [key.toLowerCase(), new Set(actions.toLowerCase().split(' '))])),
      date: source.version.replace(/^.*\.(\d{4})(\d\d)(\d\d)\d*$/, '$1-$2-$3'),
      values: new Map(lower),
      stems: new Map(lower.filter(([key]) => key.includes('*')).map(([key, values]) => [key.replace(/\*.*$/, ''), values])),
      spelled: keys.map(([key]) => key),
      prefixes: new Set(keys.map(([key]) => key.slice(0, key.indexOf(':')).toLowerCase())),
    };
  }
  return known;
}

/** What AWS says of the values of a key; `undefined` if the key is not known. */
export function valuesOfKey(key: string): KeyValues | undefined {
  const name = key.toLowerCase();
  if (GLOBAL.has(name)) {
    return GLOBAL.get(name);
  }
  const { values, stems } = knownKeys();
  return values.get(name) ?? [...stems].find(([stem]) => name.startsWith(stem) && name !== stem)?.[1];
}

/** The one key that a misspelled one must be: it lacks its prefix only, or a letter or two are wrong and nothing else is near. */
export function conditionKeyMeant(key: string): string | undefined {
  const { spelled } = knownKeys();
  return key.includes(':') ? onlyNear(key, spelled.filter((each) => !each.includes('*')), 2)
    : spelled.find((each) => each.toLowerCase() === `aws:${key.toLowerCase()}`);
}

/**
 * What is wrong with the name of a condition key. It is `undefined` if the key is known or has a part that is known only at deployment, and for
 * a key of an identity provider, which has its domain before the colon.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export function unknownConditionKey(key: string): string | undefined {
  if (hasUnknownPart(key)) {
    return undefined;
  }
  const name = key.toLowerCase();
  if (GLOBAL.has(name)) {
    return undefined;
  }
  const [prefix, rest] = [name.slice(0, name.indexOf(':')), name.slice(name.indexOf(':') + 1)];
  const { stems, spelled, prefixes, date } = knownKeys();
  if (!name.includes(':') || prefix === '' || rest === '') {
    return `${key} is no condition key: expected "service:name"${didYouMean(nearest(`aws:${rest}`, spelled, 2))}`;
  }
  if (stems.has(`${name.replace(/\/$/, '')}/`)) {
    return `${key} needs a name behind it, such as the key of a tag: expected "${key.replace(/\/$/, '')}/team"`;
  }
  if (name === 'aws:arn') {
    return 'AWS does not support aws:ARN: use aws:PrincipalArn or aws:SourceArn';
  }
  if (valuesOfKey(key) !== undefined || /[./]/.test(prefix)) {
    return undefined;
  }
  const ofPrefix = prefixes.has(prefix) ? spelled.filter((each) => each.toLowerCase().startsWith(`${prefix}:`)) : spelled;
  return `there is no condition key ${key}${didYouMean(nearest(key, ofPrefix, 3))}, as of the table of ${date}`;
}
