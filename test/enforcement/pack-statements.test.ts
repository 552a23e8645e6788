import { CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib';
import fc from 'fast-check';
import { Catalog } from '../../src/actions/catalog';
import type { StatementJson } from '../../src/enforcement/pack-statements';
import { mergeEqual, packStatements } from '../../src/enforcement/pack-statements';
import { randomGuardrails, randomMix } from '../random-mix';

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
    expect(documents.flatMap(([part]) => part.Action)).toEqual([...statement.Action].sort());
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
    expect(packStatements(statements, LIMIT)).toHaveLength(2);
    expect(packStatements([...statements, bulky('E', 4_000), bulky('F', 6_200)], LIMIT)).toHaveLength(3);
  });
});

describe('statements of few actions, of which many are equal or covered', () => {
  const names = ['a:A', 'a:AB', 'a:ABC', 'a:B', 'b:A', 'b:AB'];
  const patterns = [...names, 'a:A*', 'a:*', 'a:AB**'];
  const list = (items: string[]) => fc.subarray(items, { minLength: 1 }).map((some) => (some.length === 1 ? some[0] : some));
  const statement = fc.record({
    Action: fc.option(list(patterns), { nil: undefined }),
    NotAction: list(names),
    Resource: list(['x', 'y', 'z']),
    Condition: fc.constantFrom({ Bool: { a: 'true' } }, { Bool: { a: 'false' } }),
  }).map(({ Action, NotAction, ...rest }) => ({ Effect: 'Deny', ...rest, ...(Action === undefined ? { NotAction } : { Action }) }));
  const some = fc.array(statement, { minLength: 1, maxLength: 12 }).map((all) => all.map((each, i): StatementJson => ({ Sid: `S${i}`, ...each })));

  /** Each action of each resource under each condition, and what is denied of all but some. */
  const denied = (statements: StatementJson[]) => new Set(statements.flatMap((each) => [each.Resource].flat().flatMap((resource) => {
    const when = JSON.stringify([each.Condition, resource]);
    const means = (name: string, pattern: string) => name === pattern || (pattern.endsWith('*') && name.startsWith(pattern.replace(/\*+$/, '')));
    return each.Action === undefined ? [`${when} all but ${each.NotAction}`]
      : [...names, 'a:C'].filter((name) => [each.Action].flat().some((pattern) => means(name, pattern))).map((name) => `${when} ${name}`);
  })));

  test('deny the same, within the limit, in whatever order they are', () => {
    const limits = fc.integer({ min: 220, max: 600 });
    fc.assert(fc.property(some, limits, fc.infiniteStream(fc.nat()), (statements, limit, numbers) => {
      const documents = packStatements(statements, limit);
      const merged = mergeEqual(statements);
      expect(denied(documents.flat())).toEqual(denied(statements));
      documents.forEach((document) => {
        expect(size(document)).toBeLessThanOrEqual(limit);
        expect(new Set(document.map(({ Sid }) => Sid)).size).toBe(document.length);
      });
      if (size(merged) > limit) {
        const shuffled = statements.map((each) => [numbers.next().value, each] as const).sort(([a], [b]) => a - b).map(([, each]) => each);
        expect(packStatements(shuffled, limit)).toEqual(documents);
      }
    }), { seed: 91, numRuns: 300 });
  });
});

describe('statements of which some resources are the same', () => {
  const names = Array.from({ length: 12 }, (_, i) => String.fromCharCode(112 + i).repeat(5 + i * 3));
  const some = fc.tuple(fc.nat(11), fc.nat(11)).map(([a, b]) => names.slice(Math.min(a, b), Math.max(a, b) + 1));
  const what = fc.constantFrom({ Action: 'a:A' }, { Action: ['a:A', 'a:B'] }, { NotAction: 'a:A' });
  const each = (statements: StatementJson[]) => new Set(statements.flatMap(({ Resource, Action, NotAction }) => [Resource].flat()
    .flatMap((resource) => (Action === undefined ? [`${resource} all but ${NotAction}`] : [Action].flat().map((action) => `${resource} ${action}`)))));

  test('are denied the same, each once in a document', () => {
    fc.assert(fc.property(fc.array(fc.tuple(some, what), { minLength: 2, maxLength: 14 }), fc.integer({ min: 180, max: 330 }), (all, limit) => {
      const statements = all.map(([Resource, of], i) => ({ Sid: `S${i}`, Effect: 'Deny', Resource, ...of }));
      const documents = packStatements(statements, limit);
      expect(each(documents.flat())).toEqual(each(statements));
      for (const document of documents) {
        expect(size(document)).toBeLessThanOrEqual(limit);
        expect(new Set(document.map(({ Sid }) => Sid)).size).toBe(document.length);
        expect(document.filter(({ Action, NotAction }) => (Action === undefined) === (NotAction === undefined))).toEqual([]);
        const lists = document.flatMap(({ Action, Resource }) => [Action, Resource]).filter((list) => Array.isArray(list));
        expect(lists.filter((list) => list.length === 0 || new Set(list).size !== list.length)).toEqual([]);
      }
    }), { seed: 2, numRuns: 300 });
  });
});

describe('a list that is known later', () => {
  const stack = new Stack();
  const list = new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList;
  const pack = (...statements: StatementJson[]) => packStatements(statements, size(stack.resolve(statements)) - 1, (value) => stack.resolve(value));

  test('of actions is in its own statement', () => {
    const [later, known, more] = [deny({ Sid: 'A', Action: list }), deny({ Sid: 'B', Action: actions(30) }), deny({ Sid: 'C', Action: 'a:b' })];
    expect(pack(later, known, { ...later, Sid: 'D' }, more)).toEqual([[later, { ...known, Action: [...actions(30), 'a:b'] }]]);
    const documents = pack(later, known);
    expect(documents).toHaveLength(2);
    expect(documents.flat()).toContainEqual(later);
  });

  test('of resources is not divided', () => {
    const [later, other] = [deny({ Sid: 'A', NotAction: 'a:b', Resource: list }), deny({ Sid: 'B', NotAction: `a:${'b'.repeat(200)}` })];
    expect(pack(later, other)).toEqual([[other], [later]]);
    expect(() => packStatements([later], 100, (value) => stack.resolve(value))).toThrow(/^statement "A" alone .* and cannot be divided$/);
  });
});

describe('after an edit', () => {
  /** How many documents are as they were, of those that could be. The last one is left out: it has what fills no other. */
  function kept(edit: (guardrails: StatementJson[][], seed: number) => StatementJson[][]): number {
    let [stay, all] = [0, 0];
    for (const seed of [8, 12, 18, 20, 30, 46, 50, 55]) {
      const guardrails = randomGuardrails(seed).map((guardrail) => guardrail.statements().map((each) => each.toStatementJson()));
      const [before, after] = [guardrails, edit(guardrails, seed)]
        .map((some) => packStatements(some.flat(), LIMIT).slice(0, -1).map((document) => JSON.stringify(document)));
      stay += before.filter((document) => after.includes(document)).length;
      all += Math.min(before.length, after.length);
    }
    return stay / all;
  }

  test('of a guardrail less, most documents are as they were', () => {
    expect(kept((all, seed) => all.filter((_, i) => i !== seed % all.length))).toBeGreaterThan(0.5);
  });

  test('of an exemption more, half of them are', () => {
    const exempt = (each: StatementJson) => ({ ...each, Condition: { ...each.Condition, StringNotEquals: { 'aws:PrincipalTag/exempt': 'yes' } } });
    expect(kept((all, seed) => all.map((guardrail, i) => (i === seed % all.length ? guardrail.map(exempt) : guardrail)))).toBeGreaterThan(0.4);
  });

  test('of an action more, most are', () => {
    const longer = (each: StatementJson, i: number) => (i > 0 || !Array.isArray(each.Action) ? each : { ...each, Action: [...each.Action, 'kms:NewAction'] });
    expect(kept((all, seed) => all.map((guardrail, i) => (i === seed % all.length ? guardrail.map(longer) : guardrail)))).toBeGreaterThan(0.6);
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
