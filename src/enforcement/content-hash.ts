import { createHash } from 'crypto';
import type { Stack } from 'aws-cdk-lib';
import { canonicalJson } from '../private/json';

/** As many characters as tell the policies of a name apart. */
export const HASH_LENGTH = 8;

/** A short hash of a string. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH).toUpperCase();
}

/** The hash of what something comes to in the stack. */
export function contentHash(stack: Stack, content: unknown): string {
  return hashOf(canonicalJson(stack.resolve(content)));
}
