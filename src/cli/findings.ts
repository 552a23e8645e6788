import type { Problems } from './cli-error';
import { aboutInput } from './cli-error';
import type { Input } from './input';
import { lineIn, placeOf } from './input';
import type { InputFile } from './input-file';
import { templateProblems } from './template-file';
import { checkDocument } from '../analysis/rules/check';
import type { Finding, RuleSeverity } from '../analysis/rules/rule';
import type { TemplateOptions } from '../analysis/template/template';

/** A finding and where it is in its file. */
export interface LocatedFinding {
  readonly finding: Finding;
  readonly file: InputFile;
  readonly line: number;
  /** The statement's Sid, or its place among the statements from 0; empty for the whole policy. */
  readonly statement: string;
  /** The rule's, unless the project says otherwise. */
  readonly severity: RuleSeverity;
  /** What else there is to say. */
  readonly note?: string;
}

/**
 * What is wrong in the input, by file in the order given, and by line.
 *
 * @param others what else was found
 */
export function findingsIn(
  { files, documents, templateSets }: Input, problems: Problems, options: TemplateOptions, others: readonly Finding[] = [],
): LocatedFinding[] {
  const found = [
    ...documents.flatMap((each) => checkDocument(each.document, placeOf(each), each.kind)),
    ...templateSets.flatMap((set) => problems.attempt(() => aboutInput(undefined, () => templateProblems().checkSet(set, problems, options))) ?? []),
  ];
  const isSaid = ({ rule, place, statement }: Finding) => found.some((each) => (
    rule.yieldsTo?.includes(each.rule.id) && each.statement === statement && JSON.stringify(each.place) === JSON.stringify(place)));
  found.push(...others.filter((each) => !isSaid(each)));
  const byName = new Map(files.map((file, i) => [file.name, { file, i }]));
  return found.map((finding) => {
    const { place, statement, sid } = finding;
    const { file, i } = byName.get(place.file!)!;
    return { i, finding, file, line: lineIn(file, place, statement), statement: sid ?? placeIn(statement), severity: finding.rule.severity };
  }).sort((a, b) => a.i - b.i || a.line - b.line).map(({ i, ...located }) => located);
}

/** Of a statement without a Sid: which one it is. */
export function placeIn(path: string | undefined): string {
  return path === undefined ? '' : /\d+/.exec(path)?.[0] ?? '0';
}
