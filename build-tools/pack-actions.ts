import { LEVELS, unpackActions } from '../src/actions/packed-actions';

/** The actions of a service by access level, separated by blanks. */
export interface Levels {
  readonly [accessLevel: string]: string;
}

/**
 * The text that `unpackActions()` reads. Of `BatchGetItem` the verb is `Batch`; of `Decrypt` it is all.
 *
 * @throws if an action has an access level that is not known, or in its name what separates names
 */
export function packActions(levels: Levels): string {
  const groups: Array<{ readonly verb: string; readonly letters: string[]; readonly nouns: string[] }> = [];
  for (const [name, level] of inOrder(levels)) {
    const letter = Object.keys(LEVELS).find((each) => LEVELS[each] === level);
    if (letter === undefined || !/^[\w-]+$/.test(name)) {
      throw new Error(`${name} (${level}): expected an action of a known access level, of letters, digits and hyphens`);
    }
    const [verb] = /^([A-Z]?[a-z]+)?/.exec(name)!;
    if (groups[groups.length - 1]?.verb !== verb) {
      groups.push({ verb, letters: [], nouns: [] });
    }
    groups[groups.length - 1].letters.push(letter);
    groups[groups.length - 1].nouns.push(name.slice(verb.length));
  }
  return groups.map(({ verb, letters, nouns }) => [verb, new Set(letters).size === 1 ? letters[0] : letters.join(''), ...nouns].join(' ')).join();
}

export function unpackLevels(text: string): Levels {
  const byLevel: { [level: string]: string[] } = {};
  unpackActions(text).forEach((level, name) => (byLevel[level] ??= []).push(name));
  return Object.fromEntries(Object.keys(byLevel).sort().map((level) => [level, byLevel[level].join(' ')]));
}

function inOrder(levels: Levels): Array<readonly [name: string, level: string]> {
  return Object.entries(levels).flatMap(([level, names]) => names.split(' ').map((name) => [name, level] as const)).sort(([a], [b]) => (a < b ? -1 : 1));
}
