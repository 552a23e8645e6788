import type { Problems } from './cli-error';
import { aboutInput, CliError } from './cli-error';
import type { Edit } from './edit-source';
import { applyEdits, replaceStatements, replaceString } from './edit-source';
import type { FoundDocument } from './find-documents';
import { documentAt } from './find-documents';
import type { Input } from './input';
import { lineIn, pathIn, placeOf } from './input';
import type { InputFile, Source } from './input-file';
import { isEqualJson, isSameJson } from './likeness';
import { MarkdownText } from './markdown-text';
import { SourceText } from './source-text';
import { McpPolicyMigration } from '../analysis/policy-migration';
import type { PolicyMigrationFinding } from '../analysis/policy-migration';
import { readTemplates } from '../analysis/template/read-templates';
import type { PolicyPlace } from '../iam/policy';
import type { Json } from '../iam/value';

/** What was done to a file. */
export interface RewrittenFile {
  readonly file: InputFile;
  /** The file as it should be. */
  readonly text: string;
  readonly changed: boolean;
  readonly findings: readonly RewriteFinding[];
}

export interface RewriteFinding extends PolicyMigrationFinding {
  readonly place: PolicyPlace;
  readonly line: number;
}

interface Rewrite {
  readonly edits: readonly Edit[];
  readonly findings: readonly RewriteFinding[];
  /** The document as it should be. */
  readonly expected?: FoundDocument;
}

/** Rewrites every policy where it is; all the rest of a file stays as it is written. What can't be rewritten is a problem of its file. */
export function rewritePolicies({ files, documents, templateSets }: Input, problems: Problems): RewrittenFile[] {
  const rewrites = new Map<InputFile, Rewrite[]>(files.map((file) => [file, []]));
  const add = (file: InputFile, work: () => Rewrite) => {
    const rewritten = problems.attempt(work);
    rewrites.get(file)!.push(...rewritten ? [rewritten] : []);
  };
  for (const found of documents) {
    add(found.file, () => rewrite(found.file, found, placeOf(found)));
  }
  for (const templates of templateSets) {
    const byName = new Map(templates.map(({ source }) => [source.name, source]));
    const read = problems.attempt(() => aboutInput(undefined, () => readTemplates(templates)));
    for (const { place, document, resourceType } of read?.policies ?? []) {
      const file = byName.get(place.file!)!;
      add(file, () => {
        // That of an event bus is no document of its own.
        const found = resourceType === 'AWS::Events::EventBusPolicy' ? undefined
          : aboutInput(file.name, () => documentAt(file.source.value, pathIn(file, place)));
        return found ? rewrite(file, found, place) : atDeployment(file, document, place);
      });
    }
  }
  return [...rewrites].flatMap(([file, found]) => problems.attempt(() => rewriteFile(file, found)) ?? []);
}

function rewriteFile(file: InputFile, rewrites: readonly Rewrite[]): RewrittenFile {
  const { source: { text, language }, prefix, urlEncoded } = file;
  // A policy that aliases stand for is found at each of them.
  const edits = new Map(rewrites.flatMap((each) => each.edits).map((edit) => [JSON.stringify(edit), edit]));
  const rewritten = applyEdits(text, [...edits.values()]);
  if (rewritten !== text) {
    check(file.name, rewritten, language, rewrites.flatMap(({ expected }) => expected ?? []));
  }
  return {
    file,
    text: prefix + (urlEncoded ? encodeURIComponent(rewritten) : rewritten),
    changed: rewritten !== text,
    findings: rewrites.flatMap(({ findings }) => findings),
  };
}

function rewrite(file: InputFile, found: FoundDocument, place: PolicyPlace): Rewrite {
  const { path, document, encoding, bare } = found;
  const result = aboutInput(`${file.name}:${lineIn(file, place)}`, () => McpPolicyMigration.migrate(document));
  const findings = located(file, result.findings, document, place);
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

/** What a document is when it is deployed can't be written into the template. */
function atDeployment(file: InputFile, document: unknown, place: PolicyPlace): Rewrite {
  if (typeof document !== 'object' || document === null || !('Statement' in document)) {
    return { findings: [], edits: [] };
  }
  const { findings } = aboutInput(file.name, () => McpPolicyMigration.migrate(document));
  return {
    edits: [],
    findings: located(file, findings.slice(0, 1).map((finding) => ({
      ...finding, changed: false, message: 'has actions that AWS has removed, but is put together at deployment and not rewritten: change what it is made of',
    })), document, place),
  };
}

function located(file: InputFile, findings: readonly PolicyMigrationFinding[], { Statement }: Json, place: PolicyPlace): RewriteFinding[] {
  const statements = [Statement].flat();
  return findings.map((finding) => {
    const index = statements.findIndex((each, i) => each?.Sid === finding.statement || (each?.Sid === undefined && String(i) === finding.statement));
    const path = index === -1 ? undefined : Array.isArray(Statement) ? `Statement/${index}` : 'Statement';
    return { ...finding, place, line: lineIn(file, place, path) };
  });
}

/** Nothing is written that does not say what it should. */
function check(name: string, text: string, language: Source['language'], expected: readonly FoundDocument[]): void {
  const value = valueOf(text, language);
  for (const { path, document, encoding, bare } of expected) {
    const found = valueAt(value, path);
    const written = bare ? { Statement: found } : encoding === undefined || typeof found !== 'string' ? found : JSON.parse(jsonOf(found, encoding));
    if (!isEqualJson(written, document)) {
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
