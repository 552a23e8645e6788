import { overLimit } from '../policy-size';
import type { PolicyType } from '../policy-type';

/**
 * By how much documents that count together are over the limit; `undefined` if they are not.
 *
 * @param documents with CDK tokens resolved; what is known only at deployment counts nothing
 */
export function policySizeProblem(type: PolicyType, documents: readonly unknown[]): string | undefined {
  // Most are far from it, also with all that does not count. A character has at most three bytes, for each half of a pair of them.
  if (documents.reduce<number>((sum, document) => sum + lengthOf(document), 0) * (type.countsBytes ? 3 : 1) <= type.maxSize) {
    return undefined;
  }
  const over = overLimit(documents, type);
  return over === undefined ? undefined : `${type.name} ${type.isPlural ? 'have' : 'has'} ${over}`;
}

const lengths = new WeakMap<object, number>();

/** The document as JSON, whose length need not be found out again. */
export function documentText(document: unknown): string {
  const text = JSON.stringify(document) ?? '';
  if (typeof document === 'object' && document !== null) {
    lengths.set(document, text.length);
  }
  return text;
}

/** How long the text of a document is, which is asked of an inline policy by itself and with the others. */
function lengthOf(document: unknown): number {
  return (typeof document === 'object' && document !== null ? lengths.get(document) : undefined) ?? documentText(document).length;
}
