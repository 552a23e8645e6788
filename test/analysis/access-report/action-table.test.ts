import { actionTable } from './judge';
import { AccessLevel } from '../../../src';
import { Catalog } from '../../../src/actions/catalog';
import { add, addRange, countIn, indicesIn, intersection, overlap } from '../../../src/analysis/access-report/action-bits';
import { unknownPart } from '../../../src/iam/unknown-text';

const table = actionTable();
const count = (service: string) => {
  const { start, end } = table.services.find((each) => each.service === service)!;
  return end - start;
};
const both = (element: 'Action' | 'NotAction', value: unknown) => {
  const { sure, may } = table.meantBy(element, value);
  return [countIn(sure), countIn(may)];
};
const all = table.total;

describe('the table', () => {
  test('has every action once, services and access levels together', () => {
    expect(countIn(table.everything)).toBe(all);
    expect(table.services[0].start).toBe(0);
    expect(table.services[table.services.length - 1].end).toBe(all);
    const s3 = table.services.find(({ service }) => service === 's3')!;
    expect(s3.groups.map(({ level }) => level))
      .toEqual([AccessLevel.LIST, AccessLevel.READ, AccessLevel.WRITE, AccessLevel.TAGGING, AccessLevel.PERMISSIONS_MANAGEMENT]);
    expect(s3.groups.reduce((sum, { start, end }) => sum + end - start, 0)).toBe(count('s3'));
  });

  test('has as many places for each access level of a service as that has actions', () => {
    const catalog = Catalog.get();
    expect(table.services.flatMap((each) => each.groups.map(({ level, start, end }) => (
      [each.service, level, table.namesIn(each).slice(start - each.start, end - each.start)]))))
      .toEqual(table.services.flatMap(({ service, groups }) => groups.map(({ level }) => [service, level, catalog.namesOf(service, level)])));
    expect(table.services.reduce((sum, { service }) => sum + catalog.listed(service).length, 0)).toBe(all);
  });

  test('knows what lists and reads', () => {
    expect(overlap(table.reads, table.matching('s3:PutObject').sure)).toBe(false);
    expect(overlap(table.reads, table.matching('s3:GetObject').sure)).toBe(true);
  });
});

describe('what patterns mean', () => {
  test.each<['Action' | 'NotAction', unknown, number, number]>([
    ['Action', '*', all, all],
    ['Action', '**', all, all],
    ['Action', 's3:*', count('s3'), count('s3')],
    ['Action', 'S3:getobject', 1, 1],
    ['Action', 's3:*Object', 5, 5],
    ['Action', 's3:GetObjec?', 1, 1],
    ['Action', ['s3:GetObject', 's3:GetObject', 's3:PutObject'], 2, 2],
    ['Action', 's3:NoSuchAction', 0, 0],
    ['Action', 'nosuchservice:*', 0, 0],
    ['Action', [], 0, 0],
    ['NotAction', 's3:*', all - count('s3'), all - count('s3')],
    ['NotAction', '*', 0, 0],
    ['NotAction', [], all, all],
  ])('%s %j', (element, value, sure, may) => {
    expect(both(element, value)).toEqual([sure, may]);
  });

  test('the service may be a wildcard, too', () => {
    expect(countIn(intersection(table.matching('*:GetObject').sure, table.matching('s3:*').sure))).toBe(1);
    expect(countIn(table.matching('s?:GetObject').sure)).toBe(1);
  });

  test('what is known only at deployment may be any that fits', () => {
    expect(both('Action', `s3:Get${unknownPart('What')}`)).toEqual([0, both('Action', 's3:Get*')[0]]);
    expect(both('Action', ['s3:GetObject', { Ref: 'More' }])).toEqual([1, all]);
    expect(both('NotAction', ['s3:GetObject', { Ref: 'More' }])).toEqual([0, all - 1]);
    expect(both('Action', undefined)).toEqual([0, all]);
  });

  test('many wildcards, which take a matcher that backtracks for ever', () => {
    expect(countIn(table.matching(`s3:${'*a'.repeat(40)}b`).may)).toBe(0);
  });
});

test('bits are counted within any range', () => {
  const bits = table.none();
  addRange(bits, 30, 100);
  const naive = (start: number, end: number) => indicesIn(bits, start, end).length;
  for (const [start, end] of [[0, 30], [0, 31], [30, 32], [31, 33], [32, 64], [40, 41], [50, 50], [96, 128], [0, 200], [99, 100]]) {
    expect([start, end, countIn(bits, start, end)]).toEqual([start, end, naive(start, end)]);
  }
  expect(countIn(bits)).toBe(70);
});

test('a range has what is from its start to its end, and the set keeps what it had', () => {
  for (let start = 0; start <= 100; start++) {
    for (let end = 0; end <= 100; end++) {
      const bits = new Uint32Array(4);
      add(bits, 127);
      addRange(bits, start, end);
      const expected = Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
      expect(indicesIn(bits, 0, 128)).toEqual([...expected, 127]);
    }
  }
});
