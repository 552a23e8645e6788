import { isDeepStrictEqual } from 'util';
import type { Problems } from './cli-error';
import { aboutInput, CliError } from './cli-error';
import type { Edit } from './edit-source';
import { applyEdits, replaceStatements, replaceString } from './edit-source';
import type { FoundDocument } from './find-documents';
import { documentAt } from './find-documents';
import type { Input } from './input';
import { pathIn, placeOf } from './input';
import type { InputFile, Source } from './input-file';
import { isSameJson } from './likeness';
import { MarkdownText } from './markdown-text';
import { SourceText } from './source-text';
import { readTemplates } from '../analysis/template/read-templates';
import { kindOf } from '../iam/document-kind';
import type { LocatedPolicy } from '../iam/policy';
import type { Json } from '../iam/value';

/** What was done to a file, and what is said of it. */
export interface RewrittenFile<Finding> {
  readonly file: InputFile;
  /** The file as it should be. */
  readonly text: string;
  readonly changed: boolean;
  /** What is put in place of what, before URL encoding. */
  readonly edits: readonly Edit[];
  readonly findings: readonly Finding[];
}

/** How policies are rewritten. */
export interface Rewriter<Finding> {
  /** What a document should be; it is as it is written. */
  rewrite(policy: LocatedPolicy, file: InputFile): { readonly document: Json; readonly findings: readonly Finding[] };
  /** What is said of a document that is put together at deployment, and can't be written into the template. */
  atDeployment?(policy: LocatedPolicy, file: InputFile): readonly Finding[];
}

interface Rewrite<Finding> {
  readonly edits: readonly Edit[];
  readonly findings: readonly Finding[];
  /** The document as it should be. */
  readonly expected?: FoundDocument;
}

/** Rewrites every policy where it is; all the rest of a file stays as it is written. What can't be rewritten is a problem of its file. */
export function rewritePolicies<Finding>(
  { files, documents, templateSets }: Input, problems: Problems, rewriter: Rewriter<Finding>,
): Array<RewrittenFile<Finding>> {
  const rewrites = new Map<InputFile, Array<Rewrite<Finding>>>(files.map((file) => [file, []]));
  const add = (file: InputFile, work: () => Rewrite<Finding>) => {
    const rewritten = problems.attempt(work);
    rewrites.get(file)!.push(...rewritten ? [rewritten] : []);
  };
  for (const found of documents) {
    const policy = { kind: found.kind ?? kindOf(found.document), place: placeOf(found), document: found.document };
    add(found.file, () => rewrite(found.file, found, policy, rewriter));
  }
  for (const templates of templateSets) {
    const byName = new Map(templates.map(({ source }) => [source.name, source]));
    const read = problems.attempt(() => aboutInput(undefined, () => readTemplates(templates)));
    for (const policy of read?.policies ?? []) {
      const file = byName.get(policy.place.file!)!;
      add(file, () => {
        // That of an event bus is no document of its own.
        const found = policy.resourceType === 'AWS::Events::EventBusPolicy' ? undefined
          : aboutInput(file.name, () => documentAt(file.source.value, pathIn(file, policy.place)));
        return found ? rewrite(file, found, { ...policy, document: found.document }, rewriter)
          : { edits: [], findings: rewriter.atDeployment?.(policy, file) ?? [] };
      });
    }
  }
  return [...rewrites].flatMap(([file, found]) => problems.attempt(() => rewriteFile(file, found)) ?? []);
}

function rewriteFile<Finding>(file: InputFile, rewrites: ReadonlyArray<Rewrite<Finding>>): RewrittenFile<Finding> {
  const { source: { text, language }, prefix, urlEncoded } = file;
  // A policy that aliases stand for is found at each of them.
  const edits = [...new Map(rewrites.flatMap((each) => each.edits).map((edit) => [JSON.stringify(edit), edit])).values()];
  const rewritten = applyEdits(text, edits);
  if (rewritten !== text) {
    check(file.name, rewritten, language, rewrites.flatMap(({ expected }) => expected ?? []));
  }
  return {
    file,
    text: prefix + (urlEncoded ? encodeURIComponent(rewritten) : rewritten),
    changed: rewritten !== text,
    edits,
    findings: rewrites.flatMap(({ findings }) => findings),
  };
}

function rewrite<Finding>(file: InputFile, found: FoundDocument, policy: LocatedPolicy, rewriter: Rewriter<Finding>): Rewrite<Finding> {
  const { path, document, encoding, bare } = found;
  const result = rewriter.rewrite(policy, file);
  const { findings } = result;
  if (isSameJson(result.document, document)) {
    return { findings, edits: [] };
  }
  const expected = { ...found, document: result.document };
  if (encoding === undefined) {
    const edits = replaceStatements(file.source, bare ? path : [...path, 'Statement'], document.Statement, result.document.Statement);
    return { findings, expected, edits };
  }
  const inner = new SourceText(jsonOf(valueAt(file.source.value, path) as string, encoding), 'JSON');
  const rewritten = applyEdits(inner.text, replaceStatements(inner, ['Statement'], document.Statement, result.document.Statement));
  const edit = replaceString(file.source, path, encoding === 'JSON' ? rewritten : encodeURIComponent(rewritten));
  return { findings, expected, edits: [edit] };
}

/** Nothing is written that does not say what it should. */
function check(name: string, text: string, language: Source['language'], expected: readonly FoundDocument[]): void {
  const value = valueOf(text, language);
  for (const { path, document, encoding, bare } of expected) {
    const found = valueAt(value, path);
    const written = bare ? { Statement: found } : encoding === undefined || typeof found !== 'string' ? found : JSON.parse(jsonOf(found, encoding));
    if (!isDeepStrictEqual(written, document)) {
      throw new CliError(`${name}: the policy at ${path.join('/') || 'its beginning'} can't be rewritten where it stands`, 'Change it by hand.');
    }
  }
}

function valueOf(text: string, language: Source['language']): unknown {
  try {
    return language === 'Markdown' ? new MarkdownText(text).value : new SourceText(text, language).value;
  } catch {
    return undefined;
  }
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((each, key) => (typeof each === 'object' && each !== null ? (each as Json)[key] : undefined), value);
}

function jsonOf(text: string, encoding: FoundDocument['encoding']): string {
  return encoding === 'JSON' ? text : decodeURIComponent(text);
}
