import { AGE, NOW, SECONDS, WITH_MFA } from './keys-together';
import { secondsSince1970 } from './ordered-values';
import { arnParts } from '../iam/arn';
import type { ConditionTest } from '../iam/condition';
import { instant } from '../iam/instant';

/** Values of keys, by lower-case key: `[]` for one that is absent. */
export type KeyValues = ReadonlyMap<string, readonly string[]>;

/** Keys of which the values of one say something of those of the others. */
interface Relation {
  readonly keys: readonly string[];
  /** Whether a request may have them together. Those that are not there may be any. */
  agree(values: KeyValues): boolean;
  /** What may be changed so that it may. */
  changes(values: KeyValues): Array<Array<readonly [key: string, ...values: string[]]>>;
}

export interface Disagreement {
  readonly keys: readonly string[];
  /** The values with others in place of some, so that they may agree. */
  readonly instead: readonly KeyValues[];
}

/**
 * Keys whose values a request can't have together; nothing if it can have all.
 *
 * @param testsOf what reads a key
 */
export function disagreement(values: KeyValues, testsOf: (key: string) => readonly ConditionTest[]): Disagreement | undefined {
  const broken = [...RELATIONS, ...tagRelations(values, testsOf)].find((relation) => !relation.agree(values));
  return broken && {
    keys: broken.keys.filter((key) => values.has(key)),
    instead: broken.changes(values).map((changed) => changed.filter(([key]) => values.has(key))).filter((changed) => changed.length > 0)
      .map((changed) => new Map([...values, ...changed.map(([key, ...others]) => [key, others] as const)])),
  };
}

const [SOURCE_ARN, SOURCE_ACCOUNT] = ['aws:sourcearn', 'aws:sourceaccount'];
const [VIA, FIRST, LAST] = ['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast'];
const ADDRESS = 'aws:sourceip';
const BY_ENDPOINT: ReadonlyArray<readonly [key: string, value: string]> = [
  ['aws:sourcevpc', 'vpc-0example'], ['aws:sourcevpce', 'vpce-0example'], ['aws:vpcsourceip', '10.0.0.1'],
];
const TAG_KEYS = 'aws:tagkeys';
const TAG = 'aws:requesttag/';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const RELATIONS: readonly Relation[] = [
  {
    keys: [NOW, SECONDS],
    agree: (values) => {
      const [[now] = [], [seconds] = []] = [values.get(NOW), values.get(SECONDS)];
      return now === undefined || seconds === undefined || !instant(now)
        || secondsSince1970(now) === (instant(seconds) ? secondsSince1970(seconds) : seconds);
    },
    changes: (values) => [[[SECONDS, secondsSince1970(values.get(NOW)![0])]], [[NOW, ...values.get(SECONDS)!]]],
  },
  {
    // That a session with MFA always has an age, AWS does not say.
    keys: [WITH_MFA, AGE],
    agree: (values) => {
      const [present, age] = [values.get(WITH_MFA), values.get(AGE)];
      return !present || !age || (present[0]?.toLowerCase() === 'true') === age.length > 0;
    },
    changes: (values) => [[[AGE, ...values.get(WITH_MFA)![0]?.toLowerCase() === 'true' ? ['0'] : []]], [[WITH_MFA, 'true']]],
  },
  {
    keys: [SOURCE_ARN, SOURCE_ACCOUNT],
    agree: (values) => {
      const [[arn = ''] = [], [account] = []] = [values.get(SOURCE_ARN), values.get(SOURCE_ACCOUNT)];
      return account === undefined || ['', account].includes(arnParts(arn)?.[4] ?? '');
    },
    changes: (values) => {
      const parts = values.get(SOURCE_ARN)![0].split(':');
      const [account] = values.get(SOURCE_ACCOUNT)!;
      return [[[SOURCE_ACCOUNT, parts[4]]], [[SOURCE_ARN, [...parts.slice(0, 4), account, ...parts.slice(5)].join(':')]]];
    },
  },
  ...['principal', 'resource', 'source', 'vpce'].map((whose): Relation => {
    const [idKey, pathsKey] = [`aws:${whose}orgid`, `aws:${whose}orgpaths`];
    return {
      keys: [idKey, pathsKey],
      agree: (values) => {
        const [ids, paths] = [values.get(idKey), values.get(pathsKey)];
        return !ids || !paths || (ids.length === 0 ? paths.length === 0 : paths.length > 0 && paths.every((path) => path.startsWith(`${ids[0]}/`)));
      },
      changes: (values) => {
        const [[id] = [], [path] = []] = [values.get(idKey), values.get(pathsKey)];
        return [
          ...path === undefined ? [] : [[[idKey, path.split('/')[0]] as const]],
          ...id === undefined ? [] : [[[pathsKey, path?.replace(/^[^/]*/, id) ?? `${id}/r-ab12/`] as const]],
          [[idKey], [pathsKey]],
        ];
      },
    };
  }),
  {
    keys: [VIA, FIRST, LAST],
    agree: (values) => {
      const [all, first, last] = [VIA, FIRST, LAST].map((key) => values.get(key));
      const lengths = new Set([all, first, last].flatMap((each) => (each ? [each.length > 0] : [])));
      return lengths.size < 2 && (!all || !first || first[0] === all[0]) && (!all || !last || last[0] === all[all.length - 1]);
    },
    changes: (values) => {
      const [all = [], first = [], last = []] = [VIA, FIRST, LAST].map((key) => values.get(key));
      const [some] = [...all, ...first, ...last];
      return [
        [[FIRST, ...all.slice(0, 1)], [LAST, ...all.slice(-1)]],
        [[VIA, ...new Set([...first, ...all, ...last])]],
        [[VIA, some], [FIRST, some], [LAST, some]],
        [[VIA], [FIRST], [LAST]],
      ];
    },
  },
  {
    // By an endpoint it has all of them, and no public address.
    keys: [ADDRESS, ...BY_ENDPOINT.map(([key]) => key)],
    agree: (values) => {
      const there = new Set(BY_ENDPOINT.flatMap(([key]) => (values.has(key) ? [values.get(key)!.length > 0] : [])));
      return there.size < 2 && !(there.has(true) && values.get(ADDRESS)?.length);
    },
    changes: (values) => [
      BY_ENDPOINT.map(([key]) => [key] as const),
      [[ADDRESS], ...BY_ENDPOINT.map(([key, value]) => [key, ...values.get(key)?.length ? values.get(key)! : [value]] as const)],
    ],
  },
];

/** A tag that is given is among the keys of tags, whatever its case. */
function tagRelations(values: KeyValues, testsOf: Parameters<typeof disagreement>[1]): Relation[] {
  const tags = [...values.keys()].filter((key) => key.startsWith(TAG));
  const names = tags.map((tag) => testsOf(tag)[0]?.key.slice(TAG.length) ?? tag.slice(TAG.length));
  const isThere = (name: string) => values.get(TAG + name.toLowerCase())?.length !== 0;
  const isAmong = (keys: readonly string[], name: string) => keys.some((key) => key.toLowerCase() === name.toLowerCase());
  return !values.has(TAG_KEYS) ? [] : [{
    keys: [TAG_KEYS, ...tags],
    agree: () => names.every((name) => isAmong(values.get(TAG_KEYS)!, name) === isThere(name)),
    changes: () => {
      const kept = values.get(TAG_KEYS)!.filter(isThere);
      const missing = names.filter((name) => isThere(name) && !isAmong(kept, name));
      const others = testsOf(TAG_KEYS).flatMap(({ literals }) => literals).filter((name) => isThere(name) && !isAmong(missing, name));
      return [[...kept, ...missing], missing, ...others.map((name) => [...missing, name])].map((keys) => [[TAG_KEYS, ...keys]]);
    },
  }];
}
