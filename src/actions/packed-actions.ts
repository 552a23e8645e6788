import { AccessLevel } from './access-level';

export const LEVELS: { readonly [letter: string]: AccessLevel } = {
  L: AccessLevel.LIST, P: AccessLevel.PERMISSIONS_MANAGEMENT, R: AccessLevel.READ, T: AccessLevel.TAGGING, W: AccessLevel.WRITE,
};

/**
 * The actions of a service with their access levels, in alphabetical order, of the text that `data/iam-actions.json` has of it. In that each verb stands once for
 * all that it begins, with the letter of their level, or one for each: `Get R Queue,List RL Queues Topics`. That takes a fifth less in a package, and is read
 * as fast.
 */
export function unpackActions(text: string): ReadonlyMap<string, AccessLevel> {
  const actions = new Map<string, AccessLevel>();
  // Loops without functions: the whole table has 22,000 actions.
  for (const group of text.split(',')) {
    const words = group.split(' ');
    const [verb, letters] = words;
    for (let i = 2; i < words.length; i++) {
      actions.set(verb + words[i], LEVELS[letters.length === 1 ? letters : letters[i - 2]]);
    }
  }
  return actions;
}

/** How many actions of each access level there are in what `unpackActions()` reads. */
export function countActions(text: string): { [level in AccessLevel]?: number } {
  const numbers: { [level in AccessLevel]?: number } = {};
  const add = (letter: string, number: number) => {
    const level = LEVELS[letter];
    numbers[level] = (numbers[level] ?? 0) + number;
  };
  // Without a string for each word: the whole table has 30,000.
  for (const group of text.split(',')) {
    const start = group.indexOf(' ') + 1;
    const end = group.indexOf(' ', start);
    if (end - start > 1) {
      [...group.slice(start, end)].forEach((letter) => add(letter, 1));
    } else {
      let number = 0;
      for (let i = end; i !== -1; i = group.indexOf(' ', i + 1)) {
        number++;
      }
      add(group[start], number);
    }
  }
  return numbers;
}
