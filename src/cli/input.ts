import type { FoundDocument } from './find-documents';
import type { InputFile } from './input-file';
import type { TemplateInput } from '../analysis/template/template';
import type { PolicyPlace } from '../iam/policy';
import type { Json } from '../iam/value';
import { isObject } from '../iam/value';

/** What standard input is called in what is printed. */
export const STDIN = '<stdin>';

export interface InputDocument extends FoundDocument {
  readonly file: InputFile;
}

/** Where a document is, as findings say it. */
export function placeOf({ file, path: within }: InputDocument): PolicyPlace {
  return { file: file.name, path: within.join('/') };
}

export interface InputTemplate extends TemplateInput {
  readonly source: InputFile;
  readonly file: string;
}

/** What was found in the files of a command line. */
export interface Input {
  readonly files: readonly InputFile[];
  readonly documents: readonly InputDocument[];
  /** Those of a `cdk.out` are read together, and so are those given one by one: they may import each other's exports. */
  readonly templateSets: ReadonlyArray<readonly InputTemplate[]>;
  /** What of folders was not judged. */
  readonly passedOver: readonly PassedOver[];
}

/** A file or folder that is no mistake, and has nothing that was judged. */
export interface PassedOver {
  readonly name: string;
  readonly why: 'no policy' | 'ignored by git' | 'excluded';
}

/** The line of a statement, or of what is nearest to it. */
export function lineIn(file: InputFile, place: PolicyPlace, statement?: string): number {
  return file.source.lineOf(pathIn(file, place, statement));
}

/** The path within the file to the document of a place, or to a statement in it. */
export function pathIn({ toSource, source }: InputFile, place: PolicyPlace, statement?: string): readonly string[] {
  const full = [...pathOf(place), ...statement ? statement.split('/') : []];
  return asWritten(toSource?.(full) ?? full, source.value);
}

/** Where statements stand for a document, as AWS SAM takes them, there is no `Statement`. */
function asWritten(path: readonly string[], value: unknown): readonly string[] {
  let within = value;
  return path.filter((name) => {
    const isLeftOut = name === 'Statement' && (Array.isArray(within) || (isObject(within) && 'Effect' in within && !('Statement' in within)));
    within = isLeftOut ? within : Array.isArray(within) || isObject(within) ? (within as Json)[name] : undefined;
    return !isLeftOut;
  });
}

function pathOf({ logicalId, path: within }: PolicyPlace): string[] {
  return [...logicalId === undefined ? [] : ['Resources', logicalId], ...within ? within.split('/') : []];
}
