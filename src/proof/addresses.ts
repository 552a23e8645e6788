import type { Budget } from './budget';
import { addressGroups } from '../iam/ip-range';
import { isIP } from '../private/is-ip';

const NONE = BigInt(0);
const ONE = BigInt(1);
/** How many steps a range costs. */
const STEPS = 60;
/** Addresses that documents use, which look natural where any is as good. */
const EXAMPLES = ['203.0.113.7', '198.51.100.7', '192.0.2.7', '10.0.0.7', '2001:db8::7'];

/** Addresses of both versions, one of each part that the ranges divide all of them into. */
export function addressesAround(ranges: readonly string[], budget: Budget): string[] {
  budget.take(STEPS * ranges.length);
  return [...around(ranges, 4, 32), ...around(ranges, 6, 128)];
}

function around(ranges: readonly string[], version: number, size: number): string[] {
  const bounds = new Set([NONE]);
  const end = ONE << BigInt(size); // eslint-disable-line no-bitwise
  for (const range of ranges) {
    const [address, given] = range.split('/');
    if (isIP(address) === version) {
      const number = numberOf(address);
      // Of an address of version 6 without a length, both readings count.
      for (const length of given === undefined ? [32, size] : [Number(given)].filter((each) => each >= 0 && each <= size)) {
        const width = ONE << BigInt(size - length); // eslint-disable-line no-bitwise
        const start = number - (number % width);
        bounds.add(start).add(start + width);
      }
    }
  }
  const sorted = [...bounds].filter((bound) => bound < end).sort((a, b) => (a < b ? -1 : 1));
  const examples = EXAMPLES.filter((each) => isIP(each) === version).map((each) => [each, numberOf(each)] as const);
  return sorted.map((start, i) => {
    const next = sorted[i + 1] ?? end;
    const natural = examples.find(([, number]) => number >= start && number < next)?.[0];
    return natural ?? textOf(start + ONE < next ? start + ONE : start, version);
  });
}

function numberOf(address: string): bigint {
  return addressGroups(address).reduce((sum, group) => sum * BigInt(65_536) + BigInt(group), NONE);
}

function textOf(number: bigint, version: number): string {
  const [count, base, radix, separator] = version === 4 ? [4, 256, 10, '.'] : [8, 65_536, 16, ':'];
  const parts: string[] = [];
  for (let i = 0, left = number; i < count; i++, left /= BigInt(base)) {
    parts.unshift(Number(left % BigInt(base)).toString(radix));
  }
  return parts.join(separator);
}
