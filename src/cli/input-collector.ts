import { aboutInput, CliError } from './cli-error';
import type { Problems } from './cli-error';
import type { AssemblyTemplate } from './cloud-assembly';
import type { Input, InputDocument, InputTemplate, PassedOver } from './input';
import { documentsIn } from './input-documents';
import type { InputFile } from './input-file';
import { madeInput } from './made-input';
import type { MadeInput } from './made-template';
import { MarkdownText } from './markdown-text';
import { organizationPolicies } from './organization-dump';
import { refuseAmongOthers, refuseWithin } from './own-file';
import { isTemplate, refuseStoredState, templateOf, templateProblems, withReadBodies } from './template-file';
import { controlPolicyKind } from '../iam/policy-type-lookup';
import type { Json } from '../iam/value';

/** Puts together what was read of each file. */
export class InputCollector {
  private readonly files: InputFile[] = [];
  private readonly documents: InputDocument[] = [];
  private readonly templateSets: InputTemplate[][] = [];
  private readonly single: InputTemplate[] = [];
  private readonly controlPolicies: Array<{ readonly file: InputFile; readonly made: MadeInput; readonly documents: readonly InputDocument[] }> = [];
  private readonly attached = new Map<string, { readonly type: unknown; readonly name: string }>();

  /**
   * @param answersUnknown whether policies that are known only later are no problem, as what is not known is in the answer
   * @param knownOf what else is known of a template, by its file's name
   */
  public constructor(
    private readonly problems: Problems,
    private readonly answersUnknown: boolean,
    private readonly knownOf: (name: string) => Partial<AssemblyTemplate>,
  ) {}

  /** How many files have something to judge, with what is wrong with others. */
  public get count(): number {
    return this.files.length + this.problems.found.length;
  }

  public get hasTemplates(): boolean {
    return this.single.length + this.templateSets.length > 0;
  }

  public input(passedOver: readonly PassedOver[]): Input {
    this.takeControlPolicies();
    const { files, documents, templateSets, single } = this;
    // What is given beside one app is about the same account or organization.
    const sets = single.length === 0 ? templateSets : templateSets.length === 1 ? [[...templateSets[0], ...single]] : [...templateSets, single];
    return { files, documents, templateSets: sets, passedOver };
  }

  /** Whether there is a policy in it, or could be: it is a template. */
  public take(file: InputFile): boolean {
    const { name, source, source: { value } } = file;
    if (source instanceof MarkdownText) {
      source.mistakes.forEach(({ message, position: { line, column } }) =>
        this.problems.keep(new CliError(`${name}:${line}:${column}: not valid in a block of code: ${message}`)));
      refuseWithin(name, value);
      this.takeDocuments(documentsIn(file));
      return source.mistakes.length > 0 || this.documents.some((document) => document.file.name === name);
    }
    if (isTemplate(value)) {
      const template = templateOf(file);
      this.tellUnread(name, template);
      this.single.push({ ...this.knownOf(name), template, file: name, source: file });
      this.files.push(file);
      return true;
    }
    const made = aboutInput(name, () => madeInput(value));
    if (made) {
      this.takeMade(file, made);
      return true;
    }
    refuseStoredState(name, value);
    refuseAmongOthers(name, value);
    const policies = aboutInput(name, () => organizationPolicies(value));
    const documents = documentsIn(file);
    if (policies) {
      this.controlPolicies.push({ file, made: policies, documents });
      return true;
    }
    this.takeDocuments(documents);
    return documents.length > 0;
  }

  private takeDocuments(documents: readonly InputDocument[]): void {
    this.documents.push(...documents);
    this.files.push(...documents.slice(0, 1).map((document) => document.file));
  }

  public takeMade(file: InputFile, input: MadeInput): void {
    const { made, account, isWholeAccount, managedPolicies, incomplete, later, attached = new Map(), notRewritten } = input;
    const { name } = file;
    const problem = incomplete ?? (later !== undefined && !this.answersUnknown ? [later] as const : undefined);
    if (problem) {
      this.problems.keep(new CliError(`${name}: ${problem[0]}`, problem[1]));
    }
    attached.forEach((type, policy) => this.attached.set(policy, { type, name }));
    const source = { ...file, toSource: made.toSource, notRewritten };
    const { resources, constructPaths } = made;
    const Resources = withReadBodies(resources);
    this.tellUnread(name, { Resources });
    this.single.push({ template: { Resources }, account, isWholeAccount, managedPolicies, constructPaths, file: name, source });
    this.files.push(source);
  }

  /** A policy of an organization by itself is a document; with what it is attached to, or principals, a part of an organization. */
  private takeControlPolicies(): void {
    const isOrganization = this.single.length + this.templateSets.length > 0;
    for (const { file, made, documents } of this.controlPolicies) {
      if (isOrganization) {
        this.takeMade(file, made);
      } else {
        this.takeDocuments(documents);
      }
    }
    const given = new Set(this.single.flatMap(({ template }) => Object.values(template.Resources as Json).map((each) => each?.Properties?.Id)));
    for (const [policy, { type, name }] of this.attached) {
      if (!given.has(policy) && (type === undefined || controlPolicyKind(type) !== undefined)) {
        this.problems.keep(new CliError(`${name}: ${policy} is attached, and its document is not given`,
          `Give what aws organizations describe-policy --policy-id ${policy} prints, too.`));
      }
    }
  }

  private tellUnread(name: string, template: Json): void {
    const problem = templateProblems().unreadProblem(name, template);
    if (problem) {
      this.problems.keep(problem);
    }
  }

  /** Templates of one app. */
  public takeSet(templates: readonly InputTemplate[]): void {
    templates.forEach(({ file, template }) => this.tellUnread(file, template));
    this.files.push(...templates.map(({ source }) => source));
    this.templateSets.push([...templates]);
  }
}
