import type { Problems } from './cli-error';
import { aboutInput, CliError } from './cli-error';
import type { Input, InputTemplate } from './input';
import { lineIn, placeOf } from './input';
import type { InputFile } from './input-file';
import { checkDocument, checkPolicies } from '../analysis/rules/check';
import type { Finding, RuleSeverity } from '../analysis/rules/rule';
import { readTemplates } from '../analysis/template/read-templates';
import type { TemplateOptions } from '../analysis/template/template';
import { nestedElsewhere } from '../analysis/template/template-set';
import { notJudged } from '../analysis/undecided-parts';
import { PolicyDocument } from '../iam/document';

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
    ...templateSets.flatMap((set) => problems.attempt(() => aboutInput(undefined, () => checkSet(set, problems, options))) ?? []),
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

/** What is not judged, as it is known only at deployment, is a problem of its file. */
function checkSet(set: readonly InputTemplate[], problems: Problems, options: TemplateOptions): Finding[] {
  const templates = readTemplates(set, options);
  const asWritten = new Set(set.flatMap(({ file, source: { toSource } }) => (toSource ? [] : [file])));
  const later = new Map<string, Set<string>>();
  for (const policy of templates.policies) {
    const { file } = policy.place;
    // What is made of other input tells itself which policies are not known.
    const parts = PolicyDocument.of(policy).mayHoldMore && !asWritten.has(file!) ? [] : notJudged(policy);
    if (parts.length > 0) {
      later.set(file!, new Set([...later.get(file!) ?? [], ...parts]));
    }
  }
  later.forEach((names, file) => problems.keep(new CliError(`${file}: known only at deployment, and not judged: the policies of ${[...names].join(', ')}`)));
  nestedElsewhere(set).forEach((names, file) => problems.keep(new CliError(
    `${file}: not given, and not judged: the template of ${names.join(', ')}`, 'Give the templates of nested stacks, too, or the folder that they are in.')));
  return checkPolicies(templates);
}

/** Of a statement without a Sid: which one it is. */
export function placeIn(path: string | undefined): string {
  return path === undefined ? '' : /\d+/.exec(path)?.[0] ?? '0';
}
