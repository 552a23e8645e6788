import { BlockList } from 'net';
import * as fc from 'fast-check';
import { inRange, ipRange } from '../../src/iam/ip-range';

function isIn(value: string, range: string) {
  const [a, b] = [ipRange(value), ipRange(range)];
  return a && b && inRange(a, b);
}

test.each<[string, string, boolean | undefined]>([
  ['203.0.113.7', '203.0.113.0/24', true],
  ['203.0.114.7', '203.0.113.0/24', false],
  ['203.0.113.7', '0.0.0.0/0', true],
  ['203.0.113.7', '203.0.113.7', true],
  ['203.0.113.8', '203.0.113.7', false],
  ['2001:db8::1', '203.0.113.0/24', false],
  // Of two versions, whatever their bits.
  ['203.0.113.7', '::/0', false],
  ['::', '0.0.0.0/0', false],
  ['2001:db8::1', '2001:db8:0:0:0:0:0:1/128', true],
  ['2001:DB8::1', '2001:db8:0:0::/32', true],
  ['2001:db8::ffff', '::/0', true],
  ['::ffff:203.0.113.7', '::ffff:cb00:7100/120', true],
  ['::ffff:203.1.113.7', '::ffff:cb01:7100/120', true],
  // AWS reads it as a /32.
  ['2001:db8::1', '2001:db8::1', true],
  ['2001:db8::2', '2001:db8::1', undefined],
  ['2001:db9::1', '2001:db8::1', false],
  ['203.0.113.7', '203.0.113.0/33', undefined],
  ['203.0.113.7', '203.0.113.0/', undefined],
  ['203.0.113.7', '203.0.113.0/24/8', undefined],
  ['203.0.113.7', '203.0.113.0/8x', undefined],
  ['203.0.113.7', '203.0.113.0/+8', undefined],
  ['2001:db8::1', '2001:db8::/129', undefined],
  ['::ffff:1.2.3.4', '::ffff:102:304/128', true],
  ['203.0.113.7', 'somewhere', undefined],
  ['somewhere', '203.0.113.0/24', undefined],
  ['203.0.113', '203.0.113.0/24', undefined],
  ['203.0.113.7/32', '203.0.113.0/24', undefined],
])('%s in %s: %s', (value, range, expected) => {
  expect(isIn(value, range)).toBe(expected);
});

test('ranges are those of Node.js', () => {
  const near = (address: fc.Arbitrary<string>) => fc.tuple(address, address, fc.boolean()).map(([a, b, same]) => [a, same ? a : b] as const);
  fc.assert(fc.property(fc.oneof(near(fc.ipV4()), near(fc.ipV6())), fc.nat(128), ([address, other], length) => {
    const type = address.includes(':') ? 'ipv6' : 'ipv4';
    const prefix = type === 'ipv4' ? length % 33 : length;
    const list = new BlockList();
    list.addSubnet(address, prefix, type);
    expect(isIn(other, `${address}/${prefix}`)).toBe(list.check(other, type));
  }), { seed: 20261129, numRuns: 1_000 });
});
