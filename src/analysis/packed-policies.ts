/**
 * The documents of AWS managed policies as `data/aws-managed-policies.br` has them, unpacked. After what they are of come, for each service, the names that the
 * table of actions has not. After an empty line come, for each policy, its name, its version and a line for each statement. `docs/decisions/0069` says why.
 *
 * Of a statement the line has the elements in their order, a letter each, then the values of all but `Effect`, separated by tabs. Actions are numbers in the
 * list of all names of their service, those of the table of actions first: each tells how far it is from the one before.
 */
export class PackedPolicies {
  private readonly policies = new Map<string, string>();
  private readonly otherNames: ReadonlyMap<string, string>;
  private readonly lists = new Map<string, readonly string[]>();

  /** @param namesOf the names that the table of actions has of a service, in its order; none if there is no such service */
  constructor(text: string, private readonly namesOf: (service: string) => readonly string[]) {
    const [names, ...policies] = text.split('\n\n');
    this.otherNames = new Map(names.split('\n').slice(1).map((line) => [line.slice(0, line.indexOf(' ')), line]));
    policies.forEach((policy) => this.policies.set(policy.slice(0, policy.indexOf('\t')), policy));
  }

  /** The names of all policies, with their paths. */
  public names(): Iterable<string> {
    return this.policies.keys();
  }

  /** Which version of a policy is in the table. */
  public version(name: string): string | undefined {
    return this.policies.get(name)?.split('\n', 1)[0].split('\t')[1];
  }

  /** The statements of a policy: a list of them, or one. */
  public statements(name: string): unknown {
    const [head, ...lines] = this.policies.get(name)?.split('\n') ?? [];
    if (head === undefined) {
      return undefined;
    }
    const statements = lines.map((line) => this.statement(line));
    return head.endsWith('\tone') ? statements[0] : statements;
  }

  private statement(line: string): unknown {
    const [elements, ...values] = line.split('\t');
    let i = 0;
    return Object.fromEntries([...elements].map((letter) => {
      const { name, read } = ELEMENTS[letter];
      return [name, read === undefined ? EFFECTS[letter] : read(values[i++], this)];
    }));
  }

  /** The actions of one text, such as `s3 #$ sqs !`. */
  public actions(text: string): string[] {
    const runs = text.split(' ');
    const found: string[] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const [service, numbers] = [runs[i], runs[i + 1]];
      if (numbers === '') {
        found.push(service);
      }
      const names = numbers === '' ? [] : this.allNames(service);
      for (let at = 0, number = -1; at < numbers.length;) {
        const length = lengthOf(numbers.charCodeAt(at));
        number += 1 + distance(numbers.slice(at, at += length));
        found.push(`${service}:${names[number]}`);
      }
    }
    return found;
  }

  private allNames(service: string): readonly string[] {
    let list = this.lists.get(service);
    if (list === undefined) {
      this.lists.set(service, list = [...this.namesOf(service), ...this.otherNames.get(service)?.split(' ').slice(1) ?? []]);
    }
    return list;
  }
}

/** An element of a statement by its letter, and how its value is read; a small letter is of a list. */
const ELEMENTS: { readonly [letter: string]: { readonly name: string; readonly read?: (value: string, table: PackedPolicies) => unknown } } = {
  S: { name: 'Sid', read: (value) => value },
  E: { name: 'Effect' },
  D: { name: 'Effect' },
  A: { name: 'Action', read: (value, table) => table.actions(value)[0] },
  a: { name: 'Action', read: (value, table) => table.actions(value) },
  N: { name: 'NotAction', read: (value, table) => table.actions(value)[0] },
  n: { name: 'NotAction', read: (value, table) => table.actions(value) },
  R: { name: 'Resource', read: (value) => value },
  r: { name: 'Resource', read: (value) => value.split(' ') },
  X: { name: 'NotResource', read: (value) => value },
  x: { name: 'NotResource', read: (value) => value.split(' ') },
  C: { name: 'Condition', read: (value) => JSON.parse(value) },
};
const EFFECTS: { readonly [letter: string]: string } = { E: 'Allow', D: 'Deny' };

/** The first of the printable characters, how many of them are a number alone, and how many begin one of two; the others begin one of three. */
export const [FIRST, ALONE, OF_TWO, ALL] = [33, 80, 13, 94];

function lengthOf(first: number): number {
  return first < FIRST + ALONE ? 1 : first < FIRST + ALONE + OF_TWO ? 2 : 3;
}

/** A number of one to three characters; odd ones are negative. */
function distance(text: string): number {
  const digits = [...text].map((character) => character.charCodeAt(0) - FIRST);
  const number = digits.length === 1 ? digits[0] : digits.length === 2 ? ALONE + (digits[0] - ALONE) * ALL + digits[1] : digits[1] * ALL + digits[2];
  return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
}
