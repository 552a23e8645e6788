import { ALL, ALONE, FIRST, OF_TWO } from '../src/analysis/packed-policies';

interface Statement {
  readonly [element: string]: unknown;
}

/** A policy of AWS: which version it is, and its statements as JSON. */
export interface VersionedPolicy {
  readonly version: string;
  readonly statements: string;
}

/** The names of the actions that a service has by the table of actions, in its order. */
export type NamesOf = (service: string) => readonly string[];

/** The documents as `PackedPolicies` reads them, after a line that says what they are of. */
export function packedPolicies(head: object, policies: ReadonlyMap<string, VersionedPolicy>, namesOf: NamesOf): string {
  const documents = [...policies].map(([name, { version, statements }]) => (
    { name, version, statements: JSON.parse(statements) as Statement | Statement[] }));
  const others = otherNames(documents.flatMap(({ statements }) => [statements].flat().flatMap(actionsOf)), namesOf);
  const lists = new Map<string, ReadonlyMap<string, number>>();
  const numbersOf = (service: string) => {
    lists.set(service, lists.get(service) ?? new Map([...namesOf(service), ...others.get(service) ?? []].map((name, i) => [name, i])));
    return lists.get(service)!;
  };
  return [
    [JSON.stringify(head), ...[...others].map(([service, names]) => [service, ...names].join(' '))],
    ...documents.map(({ name, version, statements }) => [
      [name, version, ...Array.isArray(statements) ? [] : ['one']].join('\t'), ...[statements].flat().map((statement) => line(statement, numbersOf)),
    ]),
  ].map((lines) => lines.join('\n')).join('\n\n');
}

function actionsOf({ Action, NotAction }: Statement): string[] {
  return [Action ?? NotAction].flat() as string[];
}

/** By service, in alphabetical order: wildcards, names that AWS has taken back, and those that are written otherwise. */
function otherNames(actions: readonly string[], namesOf: NamesOf): ReadonlyMap<string, readonly string[]> {
  const others = new Map<string, Set<string>>();
  for (const [service, name] of actions.map(divided)) {
    if (name !== undefined && !namesOf(service).includes(name)) {
      others.set(service, (others.get(service) ?? new Set()).add(name));
    }
  }
  return new Map([...others].sort(([a], [b]) => (a < b ? -1 : 1)).map(([service, names]) => [service, [...names].sort()]));
}

function divided(action: string): [service: string, name?: string] {
  const [service, ...name] = action.split(':');
  return name.length === 0 ? [service] : [service, name.join(':')];
}

type NumbersOf = (service: string) => ReadonlyMap<string, number>;

function line(statement: Statement, numbersOf: NumbersOf): string {
  const parts = Object.entries(statement).map(([element, value]): [letter: string, text?: string] => {
    const one = typeof value === 'string';
    switch (element) {
      case 'Sid': return ['S', value as string];
      case 'Effect': return [value === 'Allow' ? 'E' : 'D'];
      case 'Action': return [one ? 'A' : 'a', actionsText([value].flat() as string[], numbersOf)];
      case 'NotAction': return [one ? 'N' : 'n', actionsText([value].flat() as string[], numbersOf)];
      case 'Resource': return [one ? 'R' : 'r', [value].flat().join(' ')];
      case 'NotResource': return [one ? 'X' : 'x', [value].flat().join(' ')];
      case 'Condition': return ['C', JSON.stringify(value)];
      default: throw new Error(`a policy of AWS has ${element}, which the table does not know`);
    }
  });
  return [parts.map(([letter]) => letter).join(''), ...parts.flatMap(([, text]) => text ?? [])].join('\t');
}

function actionsText(actions: readonly string[], numbersOf: NumbersOf): string {
  const runs: Array<{ readonly service: string; text: string; last: number }> = [];
  for (const [service, name] of actions.map(divided)) {
    if (name === undefined || service !== runs[runs.length - 1]?.service) {
      runs.push({ service, text: '', last: -1 });
    }
    if (name !== undefined) {
      const run = runs[runs.length - 1];
      const number = numbersOf(service).get(name)!;
      run.text += distanceText(number - run.last - 1);
      run.last = number;
    }
  }
  return runs.map(({ service, text }) => `${service} ${text}`).join(' ');
}

function distanceText(distance: number): string {
  const number = distance >= 0 ? distance * 2 : distance * -2 - 1;
  const two = number - ALONE;
  const digits = number < ALONE ? [number]
    : two < OF_TWO * ALL ? [ALONE + Math.floor(two / ALL), two % ALL] : [ALL - 1, Math.floor(number / ALL), number % ALL];
  return digits.map((digit) => String.fromCharCode(FIRST + digit)).join('');
}
