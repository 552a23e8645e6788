import { CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { Catalog } from '../../src/actions/catalog';
import type { StatementJson } from '../../src/enforcement/pack-statements';
import { mergeEqual, packStatements } from '../../src/enforcement/pack-statements';
import { randomMix } from '../random-mix';

const LIMIT = 10_240;
const size = (statements: StatementJson[]) => JSON.stringify({ Statement: statements, Version: '2012-10-17' }).length;
const deny = (more: StatementJson): StatementJson => ({ Effect: 'Deny', Resource: '*', Condition: { Bool: { a: 'true' } }, ...more });
const actions = (count: number, prefix = 'Action') => Array.from({ length: count }, (_, i) => `service:${prefix}${i}`);

describe('what fits stays as it is', () => {
  test('in one document', () => {
    const statements = [deny({ Sid: 'A', Action: actions(3) }), deny({ Sid: 'B', Action: actions(3) })];
    expect(packStatements(statements, LIMIT)).toEqual([statements]);
  });

  test('to the character', () => {
    const statements = [deny({ Sid: 'A', NotAction: 'a:b' }), deny({ Sid: 'B', Action: 'c:d', Resource: 'x' })];
    expect(packStatements(statements, size(statements))).toHaveLength(1);
    expect(packStatements(statements, size(statements) - 1)).toHaveLength(2);
  });
});

describe('statements with equal conditions become one', () => {
  const two = [deny({ Sid: 'A', Action: actions(100) }), deny({ Sid: 'B', Action: [...actions(100), 'service:Other*', 'service:OtherThing'] })];

  test('without duplicates, and what another pattern means', () => {
    expect(packStatements(two, size(two) - 1)).toEqual([[deny({ Sid: 'A', Action: [...actions(100), 'service:Other*'] })]]);
  });

  test('whatever the order of their properties', () => {
    const [first, { Condition, ...rest }] = two;
    expect(packStatements([first, { Condition, ...rest }], size(two) - 1)).toHaveLength(1);
  });

  test('all actions swallow the others', () => {
    const statements = [deny({ Sid: 'A', Action: actions(10) }), deny({ Sid: 'B', Action: '*' })];
    expect(packStatements(statements, size(statements) - 1)).toEqual([[deny({ Sid: 'A', Action: '*' })]]);
  });

  test.each([
    ['another resource', { Resource: 'arn:aws:s3:::a' }], ['another condition', { Condition: { Bool: { a: 'false' } } }],
    ['a further key', { Condition: { Bool: { a: 'true', b: 'true' } } }], ['no resource but others', { Resource: undefined, NotResource: '*' }],
  ])('but not with %s', (_, other) => {
    const statements = [deny({ Sid: 'A', Action: 'a:b' }), deny({ Sid: 'B', Action: 'a:c', ...other })];
    expect(packStatements(statements, size(statements) - 1).flat()).toHaveLength(2);
  });

  test.each([
    ['Fn.conditionIf()', Fn.conditionIf('C', 'a', 'b'), Fn.conditionIf('C', 'c', 'd')],
    ['Lazy.any()', Lazy.any({ produce: () => 'a' }), Lazy.any({ produce: () => 'b' })],
    ['parameters', new CfnParameter(new Stack(), 'A').value, new CfnParameter(new Stack(), 'B').value],
  ])('tokens only if they are the same: %s', (_, a, b) => {
    const conditions = [a, b, a].map((value) => ({ StringEquals: { a: value } }));
    const statements = conditions.map((Condition, i) => deny({ Sid: `S${i}`, Action: `a:${i}`, Condition }));
    const resolve = (value: unknown) => new Stack().resolve(value);
    expect(mergeEqual(statements, resolve)).toEqual([{ ...statements[0], Action: ['a:0', 'a:2'] }, statements[1]]);
    expect(mergeEqual(statements.map((each) => ({ ...each, Condition: each.Condition.StringEquals.a })), resolve)).toHaveLength(2);
  });

  test('NotAction only if it is the same', () => {
    const statements = [deny({ Sid: 'A', NotAction: 'a:b' }), deny({ Sid: 'B', NotAction: 'a:b' }), deny({ Sid: 'C', NotAction: 'a:c' })];
    expect(packStatements(statements, size(statements) - 1)).toEqual([[statements[0], statements[2]]]);
  });
});

describe('what is divided', () => {
  test('lists of resources, where dividing those of actions does not help', () => {
    const statement = deny({ Sid: 'A', Action: ['s3:DeleteObject', 's3:PutObject'], Resource: actions(1_000, 'arn') });
    const parts = packStatements([statement], LIMIT).flat();
    expect(parts.flatMap((part) => part.Resource)).toEqual(statement.Resource);
    expect(parts.map((part) => part.Action)).toEqual(parts.map(() => statement.Action));
  });

  test('lists of actions, with nothing lost', () => {
    const statement = deny({ Sid: 'A', Action: actions(2_000) });
    const documents = packStatements([statement], LIMIT);
    expect(documents.length).toBe(Math.ceil(size([statement]) / LIMIT));
    expect(documents.flatMap(([part]) => part.Action)).toEqual(statement.Action);
    documents.forEach((document) => expect(size(document)).toBeLessThanOrEqual(LIMIT));
  });

  test('lists of resources', () => {
    const statement = deny({ Sid: 'A', Action: '*', Resource: actions(2_000) });
    expect(packStatements([statement], LIMIT).flatMap(([part]) => part.Resource)).toEqual(statement.Resource);
  });

  test('never a NotAction, which is an error if it is too large', () => {
    const statement = deny({ Sid: 'A', NotAction: actions(2_000) });
    expect(() => packStatements([statement], LIMIT)).toThrow(
      /^statement "A" alone makes a document of [\d,]+ characters, [\d,]+ over the limit of 10,240, and cannot be divided$/);
    expect(() => packStatements([statement], size([statement]))).not.toThrow();
    expect(() => packStatements([statement], size([statement]) - 1)).toThrow(/ 1 over the limit of /);
  });

  test('what is only written longer than it will be is not refused', () => {
    const statement = deny({ Sid: 'A', NotAction: 'a:b', Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'x'.repeat(10_300) }]] } });
    expect(packStatements([statement, deny({ Sid: 'B', Action: 'a:c' })], LIMIT)).toHaveLength(2);
  });

  test('gaps are filled if that saves a document', () => {
    const bulky = (sid: string, length: number) => deny({ Sid: sid, NotAction: `a:${sid.repeat(length)}` });
    const statements = [bulky('A', 6_000), bulky('B', 6_000), bulky('C', 3_500), bulky('D', 3_500)];
    expect(packStatements(statements, LIMIT).map((document) => document.map(({ Sid }) => Sid))).toEqual([['A', 'C'], ['B', 'D']]);
    expect(packStatements(statements.slice(0, 3), LIMIT).map((document) => document.map(({ Sid }) => Sid))).toEqual([['A'], ['B', 'C']]);
  });
});

describe('random mixes of guardrails', () => {
  const catalog = Catalog.get();
  const EVERY = catalog.services.flatMap((service) => [...catalog.actionsOf(service).keys()].map((name) => `${service}:${name}`));

  /** For each condition and resource, every action of the table that is denied: what the statements mean, for whatever origin. */
  function meaning(statements: StatementJson[]): { [when: string]: string } {
    const denied: { [when: string]: Set<string> } = {};
    for (const statement of statements) {
      const patterns: string[] = [statement.Action ?? statement.NotAction].flat();
      const exact = new Set(patterns);
      const prefixes = new Map<string, string[]>();
      for (const pattern of patterns.filter((each) => each.endsWith('*'))) {
        const service = pattern.split(':')[0];
        prefixes.set(service, [...prefixes.get(service) ?? [], pattern.slice(0, -1)]);
      }
      const matches = (action: string) => exact.has(action) || exact.has('*')
        || (prefixes.get(action.slice(0, action.indexOf(':'))) ?? []).some((prefix) => action.startsWith(prefix));
      for (const resource of [statement.Resource ?? `not ${JSON.stringify(statement.NotResource)}`].flat()) {
        const when = JSON.stringify([statement.Condition, resource]);
        denied[when] ??= new Set();
        EVERY.filter((action) => matches(action) === (statement.Action !== undefined)).forEach((action) => denied[when].add(action));
      }
    }
    return Object.fromEntries(Object.entries(denied).sort().map(([when, list]) => [when, [...list].sort().join(' ')]));
  }

  test.each(Array.from({ length: 6 }, (_, i) => i))('mix %i denies the same under every condition before and after, within the limit', (seed) => {
    const statements = randomMix(seed);
    const documents = packStatements(statements, LIMIT);
    documents.forEach((document) => expect(size(document)).toBeLessThanOrEqual(LIMIT));
    expect(documents.length).toBeLessThanOrEqual(Math.ceil(size(mergeEqual(statements, (value) => value)) / LIMIT) + 1);
    documents.forEach((document) => expect(new Set(document.map(({ Sid }) => Sid)).size).toBe(document.length));
    const [before, after] = [meaning(statements), meaning(documents.flat())];
    expect(Object.keys(after)).toEqual(Object.keys(before));
    for (const when of Object.keys(before)) {
      expect(after[when] === before[when]).toBe(true);
    }
    expect(packStatements(randomMix(seed), LIMIT)).toEqual(documents);
  });
});
