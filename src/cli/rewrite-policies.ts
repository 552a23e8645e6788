import { aboutInput } from './cli-error';
import type { Edit } from './edit-json';
import { applyEdits, isSameJson, replaceStatements } from './edit-json';
import type { FoundDocument } from './find-documents';
import { documentAt } from './find-documents';
import { JsonText } from './json-text';
import type { Input, InputFile } from './read-input';
import { lineIn, wayOf } from './read-input';
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
  readonly edit?: Edit;
  readonly findings: readonly RewriteFinding[];
}

/** Rewrites every policy where it is; all the rest of a file stays as it is written. */
export function rewritePolicies({ files, documents, templateSets }: Input): RewrittenFile[] {
  const rewrites = new Map<InputFile, Rewrite[]>(files.map((file) => [file, []]));
  for (const found of documents) {
    rewrites.get(found.file)!.push(rewrite(found.file, found, { file: found.file.name, path: found.way.join('/') }));
  }
  for (const templates of templateSets) {
    const byName = new Map(templates.map(({ source }) => [source.name, source]));
    for (const { place, document, resourceType } of aboutInput(undefined, () => readTemplates(templates)).policies) {
      const file = byName.get(place.file!)!;
      // That of an event bus is no document of its own.
      const found = resourceType === 'AWS::Events::EventBusPolicy' ? undefined
        : aboutInput(file.name, () => documentAt(file.json.value, wayOf(place)));
      rewrites.get(file)!.push(found ? rewrite(file, found, place) : atDeployment(file, document, place));
    }
  }
  return [...rewrites].map(([file, found]) => {
    const text = applyEdits(file.json.text, found.flatMap(({ edit }) => edit ?? []));
    return { file, text: encoded(file, text), changed: text !== file.json.text, findings: found.flatMap(({ findings }) => findings) };
  });
}

function rewrite(file: InputFile, { way, document, form }: FoundDocument, place: PolicyPlace): Rewrite {
  const result = aboutInput(`${file.name}:${lineIn(file, ...way)}`, () => McpPolicyMigration.migrate(document));
  const findings = located(file, result.findings, document, place);
  if (isSameJson(result.document, document)) {
    return { findings };
  }
  const [inner, wayInside] = form === undefined ? [file.json, way] : [new JsonText(textOf(file, { way, document, form })), []];
  const edit = replaceStatements(inner, wayInside, result.document.Statement);
  const rewritten = applyEdits(inner.text, [edit]);
  check(rewritten, wayInside, result.document);
  if (form === undefined) {
    return { edit, findings };
  }
  const { start, end } = file.json.nearest(way);
  return { edit: { start, end, text: JSON.stringify(form === 'json' ? rewritten : encodeURIComponent(rewritten)) }, findings };
}

/** What a document is when it is deployed can't be written into the template. */
function atDeployment(file: InputFile, document: unknown, place: PolicyPlace): Rewrite {
  if (typeof document !== 'object' || document === null || !('Statement' in document)) {
    return { findings: [] };
  }
  const { findings } = aboutInput(file.name, () => McpPolicyMigration.migrate(document));
  return {
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
    return { ...finding, place, line: lineIn(file, ...wayOf(place), path) };
  });
}

/** The text that a document within JSON is, as it is written there. */
function textOf({ json }: InputFile, { way, form }: FoundDocument): string {
  const { start, end } = json.nearest(way);
  const text = JSON.parse(json.text.slice(start, end)) as string;
  return form === 'json' ? text : decodeURIComponent(text);
}

/** Nothing is written that does not say what it should. */
function check(text: string, way: readonly string[], expected: unknown): void {
  if (!isSameJson(way.reduce<any>((value, key) => value[key], JSON.parse(text)), expected)) {
    throw new TypeError(`the policy at ${way.join('/')} would not have been rewritten correctly`);
  }
}

function encoded({ prefix, urlEncoded }: InputFile, text: string): string {
  return prefix + (urlEncoded ? encodeURIComponent(text) : text);
}
