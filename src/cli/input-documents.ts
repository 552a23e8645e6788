import { aboutInput } from './cli-error';
import { findDocuments } from './find-documents';
import type { InputDocument } from './input';
import type { InputFile } from './input-file';

/** The policy documents in a file. */
export function documentsIn(parsed: InputFile): InputDocument[] {
  const found = aboutInput(parsed.name, () => findDocuments(parsed.source.value));
  const bare = new Set(found.filter((each) => each.bare).map(({ path: to }) => to.join('/')));
  // Of a statement without a document around it, the document is not in the file.
  const file = bare.size === 0 ? parsed
    : { ...parsed, toSource: (full: readonly string[]) => full.filter((key, i) => key !== 'Statement' || !bare.has(full.slice(0, i).join('/'))) };
  return found.map((document) => ({ ...document, file }));
}
