import type { PolicyType } from './policy-type';
import { characters, hasUnknownPart, isUnknownPart } from './unknown-text';

/**
 * How many characters, or bytes, a resolved policy document has at least, as AWS counts them: in its compact form. What an intrinsic
 * function stands for is only known at deployment and counts nothing.
 *
 * @param document the document, with CDK tokens resolved to literals and intrinsic functions
 * @param ignoresWhitespace whether white space within strings is left out too
 * @param countsBytes whether bytes are counted
 */
export function policySize(document: unknown, ignoresWhitespace: boolean, countsBytes: boolean = false): number {
  const text = JSON.stringify(literalPart(document));
  const counted = ignoresWhitespace ? text.replace(/\s/g, '') : text;
  return countsBytes ? new TextEncoder().encode(counted).length : counted.length;
}

/**
 * By how much documents are over the limit together, in words that go on from `has`; `undefined` if they are not.
 *
 * @param beside how much counts with them
 */
export function overLimit(
  documents: readonly unknown[], { maxSize, ignoresWhitespace, countsBytes }: PolicyType, beside: number = 0,
): string | undefined {
  const size = documents.reduce<number>((sum, document) => sum + policySize(document, ignoresWhitespace, countsBytes), beside);
  return size <= maxSize ? undefined
    : `${thousands(size)} ${countsBytes ? 'bytes' : 'characters'}, ${thousands(size - maxSize)} over the limit of ${thousands(maxSize)}`;
}

function literalPart(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(literalPart);
  }
  if (typeof value === 'string') {
    return hasUnknownPart(value) ? characters(value).filter((item) => !isUnknownPart(item)).join('') : value;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value);
  if (entries.length === 1) {
    const [name, argument] = entries[0];
    if (name === 'Fn::Join' && Array.isArray(argument) && Array.isArray(argument[1])) {
      return argument[1].map((part) => (typeof part === 'string' ? part : literalPart(part))).join(String(argument[0]));
    }
    if (name === 'Ref' || name.startsWith('Fn::')) {
      return '';
    }
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, literalPart(item)]));
}

/** As `toLocaleString('en')`, but the same on every machine. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
