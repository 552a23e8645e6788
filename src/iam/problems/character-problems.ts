import type { StatementCheck } from './problem';
import { formatValue } from '../../private/format';
import { characters, hasUnknownPart, isUnknownPart } from '../unknown-text';

/** What IAM, AWS STS and AWS KMS don't take: all but tab, line feed, carriage return and U+0020 to U+00FF. */
const OTHER = /[^\t\n\r\x20-\xff]/u;

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export const characterProblems: StatementCheck = ({ json }, { latinOnly }) => {
  const found = latinOnly ? stringWithOther(json) : undefined;
  if (found === undefined) {
    return [];
  }
  const character = OTHER.exec(known(found))![0];
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return [`has ${formatValue(found)}, with the character U+${code}: AWS takes those up to U+00FF there, so put a wildcard in its place, or rename it`];
};

/** A key or value, however deep, that has a character which some kinds of policies don't take. */
export function stringWithOther(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return OTHER.test(value) && OTHER.test(known(value)) ? value : undefined;
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  for (const key of Object.keys(value)) {
    const item: unknown = (value as { readonly [key: string]: unknown })[key];
    const found = Array.isArray(value) ? stringWithOther(item) : stringWithOther(key) ?? stringWithOther(item);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** Without what is known only at deployment. */
function known(text: string): string {
  return hasUnknownPart(text) ? characters(text).filter((item) => !isUnknownPart(item)).join('') : text;
}
