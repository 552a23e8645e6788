import type { Problems } from './cli-error';
import { CliError } from './cli-error';
import type { InputTemplate } from './input';
import type { TakenByName } from './left-out';
import { checkPolicies } from '../analysis/rules/check';
import type { Finding } from '../analysis/rules/rule';
import { readTemplates } from '../analysis/template/read-templates';
import type { TemplateOptions } from '../analysis/template/template';
import { nestedElsewhere, unreadParts } from '../analysis/template/unread-parts';
import { notJudged } from '../analysis/undecided-parts';
import { PolicyDocument } from '../iam/document';
import type { Json } from '../iam/value';

/** What is to be said of a template a part of which only CloudFormation knows. */
export function unreadProblem(name: string, template: Json): CliError | undefined {
  const unread = unreadParts(template);
  return unread.length === 0 ? undefined : new CliError(`${name}: known only at deployment, and not judged: ${unread.map(({ text }) => text).join(', ')}`,
    `Give the template as it was deployed: aws cloudformation get-template --template-stage Processed.${
      unread.some(({ isOfStackSet }) => isOfStackSet) ? ' Of a stack set, aws cloudformation describe-stack-set prints it.' : ''}`);
}

/** What is wrong in templates. What is not judged, as it is known only at deployment or not given, is a problem of its file. */
export function checkSet(set: readonly InputTemplate[], problems: Problems, options: TemplateOptions): Finding[] {
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
  const elsewhere = nestedElsewhere(set).filter(({ named }) => named.length === 0);
  new Set(elsewhere.map(({ file }) => file)).forEach((file) => problems.keep(new CliError(
    `${file}: not given, and not judged: the template of ${elsewhere.filter((each) => each.file === file).map(({ logicalId }) => logicalId).join(', ')}`,
    'Give the templates of nested stacks, too, or the folder that they are in.')));
  return checkPolicies(templates);
}

/** Of nested stacks whose templates are at an address: which files are taken to be these, for they have their names. */
export function takenByName(set: readonly InputTemplate[]): TakenByName[] {
  return nestedElsewhere(set).filter(({ named }) => named.length > 0)
    .map(({ file, logicalId, named }) => ({ file, resource: logicalId, takenFor: named }));
}
