import type { Arguments, Option } from './arguments';
import { aboutInput, CliError } from './cli-error';
import { folderOptions } from './folder';
import type { InputDocument } from './input';
import { givenManagedPolicies } from './managed-policies';
import type { InputContext } from './read-input';
import { readDocuments, readInput } from './read-input';
import { contextOf } from './request-options';
import { documentsByLayer, LAYERS } from './simulator-input';
import type { StatementLocation } from './template-simulator';
import { accountOf, simulatorOfTemplates } from './template-simulator';
import { areAllItHas, EvidenceSource } from '../activity/evidence-source';
import { Verdicts } from '../activity/verdict';
import { DocumentsSource } from '../analysis/simulation/documents-source';
import { kindOf } from '../iam/document-kind';
import { PolicyKind } from '../iam/policy';

/** The kinds of policies that a replay takes by an option of their own. */
const KINDS = LAYERS.filter(({ name }) => ['boundary', 'scp', 'rcp'].includes(name));

/** What gives the policies of a replay. */
export const REPLAYED: readonly Option[] = [
  {
    name: 'policy',
    value: 'FILE',
    multiple: true,
    about: 'a template, a cdk.out directory, what an account or an organization has, or a policy of the principals: of Denies alone, it is one more; with an Allow, it is all that they have',
  },
  ...KINDS.map(({ name, value, multiple, about }) => ({ name, value, multiple, about })),
  {
    name: 'current', value: 'FILE', multiple: true, about: 'what is in force now, of the same kind: tells what changes; alone, what its removal changes',
  },
];

/** Policies to ask of what happened. */
export interface ReplayedInput {
  readonly proposed: Verdicts;
  readonly current?: Verdicts;
  /** Whether what is given is all that the principals have. */
  readonly limits: boolean;
}

export async function readReplayed(args: Arguments, context: InputContext): Promise<ReplayedInput> {
  if (![...KINDS.map(({ name }) => name), 'policy', 'current'].some((name) => args.has(name))) {
    throw new CliError('no policy is given: expected --policy, --scp, --rcp or --boundary, such as --scp new.json', args.hint);
  }
  const given = KINDS.flatMap(({ name, kind }) => args.all(name).flatMap((file) => context.problems.attempt(() => readDocuments(file)) ?? [])
    .map((document) => ({ ...document, kind })));
  const proposed = await verdictsOf(args.all('policy'), given, args, context);
  const kinds = [...new Set(given.map(({ kind }) => kind))];
  const kind = kinds.length === 1 && !args.has('policy') ? kinds[0] : undefined;
  const current = args.has('current') ? await verdictsOf(args.all('current'), [], args, context, kind) : undefined;
  return { proposed: proposed.verdicts, current: current?.verdicts, limits: proposed.limits };
}

/** @param kind of documents that could be of several kinds */
async function verdictsOf(
  files: readonly string[], given: readonly InputDocument[], args: Arguments, context: InputContext, kind?: PolicyKind,
): Promise<{ readonly verdicts: Verdicts; readonly limits: boolean }> {
  const known = contextOf(args);
  const input = files.length === 0 ? { documents: [], templateSets: [] }
    : await readInput(files, context, { folders: folderOptions(args), answersUnknown: true });
  if (input.templateSets.length > 0) {
    const [mixed] = given;
    if (mixed !== undefined || input.documents.length > 0) {
      throw new CliError(`${(mixed ?? input.documents[0]).file.name}: a policy document beside templates: expected either policy documents, or templates`, args.hint);
    }
    const { source, locate } = simulatorOfTemplates(input, { account: accountOf(args), managedPolicies: givenManagedPolicies(args) });
    return { verdicts: new Verdicts(new EvidenceSource(source, false, source), known, namer(locate)), limits: false };
  }
  const documents = [...given, ...input.documents.map((document) => ({ ...document, kind: kindIn(document, kind) }))];
  const { given: layers, locate } = documentsByLayer(documents, args.hint);
  const source = aboutInput(undefined, () => new DocumentsSource(layers));
  const limits = areAllItHas(layers);
  return { verdicts: new Verdicts(new EvidenceSource(source, limits), known, namer(locate)), limits };
}

function kindIn({ document, kind: told, file }: InputDocument, kind: PolicyKind | undefined): PolicyKind {
  const own = told ?? kindOf(document);
  if (kind !== undefined && (own === PolicyKind.IDENTITY || kind === PolicyKind.RESOURCE_CONTROL)) {
    return kind;
  }
  if (told === undefined && own !== PolicyKind.IDENTITY) {
    throw new CliError(`${file.name}: has a Principal: not a policy of the principals that made the calls`, `Give it as --rcp ${file.name}, or the template that has the resource.`);
  }
  return own;
}

function namer(locate: (place: string) => StatementLocation): (place: string) => string {
  return (place) => {
    const { file, line } = locate(place);
    return file === undefined ? place : `${file}:${line}`;
  };
}
