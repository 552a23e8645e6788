import type { Outcome } from './three-valued';
import { isIP } from '../private/is-ip';

/**
 * Whether the address is in the range, `203.0.113.0/24` or `2001:db8::/32`; unknown of what is neither. A range without a length is one address, AWS
 * says, which it reads as `/32`: of version 6, that is not the same.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function inRange(value: string, range: string): Outcome {
  const [address, length = '32', ...rest] = range.split('/');
  const [family, valueFamily] = [isIP(address), isIP(value)];
  const size = family === 4 ? 32 : 128;
  if (family === 0 || valueFamily === 0 || rest.length > 0 || !/^\d+$/.test(length) || Number(length) > size) {
    return undefined;
  }
  if (family !== valueFamily) {
    return false;
  }
  const [first, asked] = [address, value].map(addressGroups);
  const common = first.findIndex((group, i) => group !== asked[i]);
  if (common === -1) {
    return true;
  }
  // Of 32 bits, the groups that differ have the last 16.
  const same = common * 16 + Math.clz32(xor(first[common], asked[common])) - 16;
  return same >= Number(length) && (range.includes('/') || undefined);
}

/** The 16 bits, twice or eight times, that an address has. */
export function addressGroups(address: string): number[] {
  // Of version 6, the last two may be written as an address of version 4; a zone is no part of the address.
  const [written] = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)/, (_, ...parts: string[]) =>
    `${(Number(parts[0]) * 256 + Number(parts[1])).toString(16)}:${(Number(parts[2]) * 256 + Number(parts[3])).toString(16)}`).split('%');
  const [start, end] = written.split('::').map((part) => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16))));
  return end === undefined ? start : [...start, ...new Array<number>(8 - start.length - end.length).fill(0), ...end];
}

function xor(a: number, b: number): number {
  return a ^ b; // eslint-disable-line no-bitwise
}
