import type { Outcome } from './three-valued';
import { isIP } from '../private/is-ip';

/** An address, or the range that begins so. */
export interface IpRange {
  readonly groups: readonly number[];
  /** `undefined` if it is not written. */
  readonly length?: number;
}

/** Reads `203.0.113.7`, `203.0.113.0/24` or `2001:db8::/32`; `undefined` of what is none. */
export function ipRange(text: string): IpRange | undefined {
  const [address, length, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0 || (length !== undefined && (!/^\d+$/.test(length) || Number(length) > (family === 4 ? 32 : 128)))) {
    return undefined;
  }
  return { groups: addressGroups(address), length: length === undefined ? undefined : Number(length) };
}

/**
 * Whether the address is in the range; unknown if it is a range itself. One without a length is one address, AWS says, which it reads as `/32`: of
 * version 6, that is not the same.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function inRange({ groups: asked, length: none }: IpRange, { groups: first, length }: IpRange): Outcome {
  if (none !== undefined) {
    return undefined;
  }
  if (asked.length !== first.length) {
    return false;
  }
  let common = 0;
  while (common < first.length && first[common] === asked[common]) {
    common++;
  }
  if (common === first.length) {
    return true;
  }
  // Of 32 bits, the groups that differ have the last 16.
  const same = common * 16 + Math.clz32(xor(first[common], asked[common])) - 16;
  return same >= (length ?? 32) && (length === undefined ? undefined : true);
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
