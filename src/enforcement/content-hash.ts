import type { Stack } from 'aws-cdk-lib';
import { canonicalJson } from '../private/json';
import { sha256 } from '../private/sha256';

/** As many characters as tell the policies of a name apart. */
export const HASH_LENGTH = 8;

/** A short hash of a string. */
export function hashOf(text: string): string {
  return sha256(text).slice(0, HASH_LENGTH).toUpperCase();
}

/** The hash of what something comes to in the stack. */
export function contentHash(stack: Stack, content: unknown): string {
  return hashOf(canonicalJson(stack.resolve(content)));
}
