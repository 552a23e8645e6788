import { Cache, derivedFrom, keptIn } from '../../src/private/cache';

test('what is made of the same is made once', () => {
  const memory = new Cache<object>();
  const made = memory.get('a', () => ({}));
  expect(memory.get('a', () => ({}))).toBe(made);
  expect(memory.get('b', () => ({}))).not.toBe(made);
});

test('an error is not remembered', () => {
  const memory = new Cache<number>();
  expect(() => memory.get('a', () => {
    throw new Error('no');
  })).toThrow('no');
  expect(memory.get('a', () => 1)).toBe(1);
});

test('it has a limit', () => {
  const memory = new Cache<object>(2);
  const made = memory.get('a', () => ({}));
  memory.get('b', () => ({}));
  expect(memory.get('a', () => ({}))).toBe(made);
  memory.get('c', () => ({}));
  expect(memory.get('a', () => ({}))).not.toBe(made);
});

test('what is derived from an object is made once for each, also if it is nothing', () => {
  let made = 0;
  const derived = derivedFrom((object: object) => {
    made++;
    return Object.keys(object)[0];
  });
  const [a, empty] = [{ x: 1 }, {}];
  expect([derived(a), derived(a), derived({ x: 1 }), derived(empty), derived(empty)]).toEqual(['x', 'x', 'x', undefined, undefined]);
  expect(made).toBe(3);
});

test('what is kept in an object is made once for each, and again for a copy', () => {
  const kept = keptIn((object: { x: number }) => ({ of: object.x }));
  const a = { x: 1 };
  expect(kept(a)).toBe(kept(a));
  const copy = { ...a, x: 2 };
  expect(kept(copy)).toEqual({ of: 2 });
  expect(kept(a)).toEqual({ of: 1 });
  expect(JSON.stringify(a)).toBe('{"x":1}');
});
