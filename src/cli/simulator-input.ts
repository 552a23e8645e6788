import type { Arguments, Option } from './arguments';
import { aboutInput, CliError } from './cli-error';
import type { Input, InputDocument } from './input';
import { givenManagedPolicies } from './managed-policies';
import type { InputContext } from './read-input';
import { readDocuments, readInput } from './read-input';
import { accountOf, deployedTo, located, simulatorOfTemplates } from './template-simulator';
import type { StatementLocation } from './template-simulator';
import type { PolicyDocuments } from '../analysis/simulation/documents-source';
import { DocumentsSource } from '../analysis/simulation/documents-source';
import { PrincipalIndex } from '../analysis/simulation/principal-index';
import { McpSimulator } from '../analysis/simulator';
import { kindOf } from '../iam/document-kind';
import { PolicyKind } from '../iam/policy';
import type { Json } from '../iam/value';
import type { ProofSource } from '../proof/question';

/** A simulator of what the command line names. */
export interface SimulatorInput {
  readonly simulator: McpSimulator;
  readonly source: ProofSource;
  readonly principal?: string;
  /** @param place as a `DecidingStatement` has it */
  readonly locate: (place: string) => StatementLocation;
}

/** The options that name a file, each with the kind of policy in it, and where `McpSimulator.fromDocuments()` takes that. */
export const LAYERS: ReadonlyArray<Option & { readonly kind: PolicyKind; readonly property: keyof PolicyDocuments }> = [
  { name: 'boundary', kind: PolicyKind.PERMISSIONS_BOUNDARY, property: 'permissionsBoundary', value: 'FILE', about: 'its permissions boundary' },
  { name: 'session', kind: PolicyKind.SESSION, property: 'sessionPolicy', value: 'FILE', about: 'the policy of its session' },
  { name: 'scp', kind: PolicyKind.SERVICE_CONTROL, property: 'serviceControlPolicies', value: 'FILE', multiple: true, about: 'a service control policy' },
  { name: 'rcp', kind: PolicyKind.RESOURCE_CONTROL, property: 'resourceControlPolicies', value: 'FILE', multiple: true, about: 'a resource control policy' },
  { name: 'resource-policy', kind: PolicyKind.RESOURCE, property: 'resourcePolicy', value: 'FILE', about: 'the policy of the resource' },
  { name: 'endpoint-policy', kind: PolicyKind.VPC_ENDPOINT, property: 'vpcEndpointPolicy', value: 'FILE', about: 'the policy of the VPC endpoint' },
];

/** What a command line gives to judge by. */
export interface GivenPolicies {
  readonly input: Input;
  /** Those of options that say which kind they are. */
  readonly layered: readonly InputDocument[];
  /** By name or ARN. */
  readonly managed: { readonly [policy: string]: Json };
}

const NO_FILES: Input = { files: [], documents: [], templateSets: [], passedOver: [] };

export async function readPolicies(args: Arguments, context: InputContext): Promise<GivenPolicies> {
  const { problems } = context;
  const layered = LAYERS.flatMap(({ name, kind }) => args.all(name).flatMap((file) => problems.attempt(() => readDocuments(file)) ?? [])
    .map((document) => ({ ...document, kind })));
  const many = problems.attempt(() => givenManagedPolicies(args)) ?? {};
  const managed = args.all('managed-policy').flatMap((given) => problems.attempt(() => [readManagedPolicy(given, args)]) ?? []);
  // Policies that are given by options are enough.
  const input = args.files.length === 0 && layered.length > 0 ? NO_FILES
    : await readInput(args.files, context, { answersUnknown: true, withOrganization: true });
  return { input, layered, managed: { ...many, ...Object.fromEntries(managed) } };
}

function readManagedPolicy(given: string, args: Arguments): [name: string, document: Json] {
  const [, name, file] = /^([^=]+)=(.+)$/s.exec(given) ?? [];
  if (name === undefined) {
    throw new CliError(`--managed-policy ${given}: expected NAME=FILE, such as ReadOnlyAccess=read-only.json`, args.hint);
  }
  const [{ document }, ...others] = readDocuments(file);
  if (others.length > 0) {
    throw new CliError(`${file}: ${others.length + 1} policies: expected one, the managed policy ${name}`);
  }
  return [name, document];
}

/** Puts each policy where it acts. */
export function simulatorOf({ input, layered, managed }: GivenPolicies, args: Arguments): SimulatorInput {
  accountOf(args);
  if (input.templateSets.length === 0) {
    return ofDocuments([...input.documents, ...layered], args);
  }
  const mixed = LAYERS.find(({ name }) => args.has(name));
  if (mixed) {
    throw new CliError(`--${mixed.name} does not go with a template, of which all policies count`, args.hint);
  }
  refuseBoth(input, args);
  const { requesters, ...others } = simulatorOfTemplates(input, { account: deployedTo(args), resource: args.one('resource'), managedPolicies: managed });
  const [only] = requesters;
  if (!args.has('principal') && requesters.length !== 1) {
    throw new CliError(requesters.length === 0 ? 'there is no role, user or permission set in the templates: give the ARN of one with --principal'
      : `more than one principal: name one with --principal: ${new PrincipalIndex(requesters).list()}`);
  }
  return { ...others, principal: args.one('principal') ?? only.constructPath?.replace(/\/Resource$/, '') ?? only.logicalId };
}

/** @throws CliError for policies of which it is not known whose they are, beside those of whom it is */
export function refuseBoth({ documents, templateSets }: Input, { hint }: Arguments): void {
  if (documents.length > 0 && templateSets.length > 0) {
    throw new CliError('policy documents beside templates: expected either policy documents, or templates of one app', hint);
  }
}

function ofDocuments(documents: readonly InputDocument[], args: Arguments): SimulatorInput {
  if (args.has('account')) {
    throw new CliError('--account is for templates: with policy documents, --principal and --resource tell the accounts', args.hint);
  }
  const option = ['managed-policy', 'managed-policies'].find((each) => args.has(each));
  if (option !== undefined) {
    throw new CliError(`--${option} is for templates: of policy documents, give those of the principal as files, too`, args.hint);
  }
  const { given, locate } = documentsByLayer(documents, args.hint);
  // Not to give the policies of the principal does not say that it has none.
  const source = aboutInput(undefined, () => (
    new DocumentsSource(given, given.identityPolicies === undefined ? 'the policies of the principal, which are not given' : undefined)));
  return {
    simulator: McpSimulator._of(source),
    source,
    principal: args.one('principal'),
    locate,
  };
}

/** Policy documents by where they act, and where the statements of what was made of them are written. */
export function documentsByLayer(documents: readonly InputDocument[], hint: string): Pick<SimulatorInput, 'locate'> & { readonly given: PolicyDocuments } {
  const given: { [property: string]: unknown } = {};
  const places: Array<{ place: string; document: InputDocument }> = [];
  for (const document of documents) {
    const { property, multiple: list, name } = layerOf(document.kind ?? plainKind(document));
    const before = given[property];
    if (!list && before !== undefined) {
      throw new CliError(`${document.file.name}: there is more than one --${name}`, hint);
    }
    given[property] = list ? [...before as unknown[] ?? [], document.document] : document.document;
    places.push({ place: list ? `${property}/${(given[property] as unknown[]).length - 1}` : property, document });
  }
  return {
    given,
    locate: (place) => {
      const found = places.find((each) => place === each.place || place.startsWith(`${each.place}/`));
      return found ? located(found.document.file, { path: found.document.path.join('/') }, place.slice(found.place.length + 1)) : {};
    },
  };
}

/** Where the policy of a kind is given. */
export function layerOf(kind: PolicyKind): Pick<typeof LAYERS[number], 'property' | 'multiple' | 'name'> {
  return kind === PolicyKind.IDENTITY ? { name: '', property: 'identityPolicies', multiple: true }
    : LAYERS.find((layer) => layer.kind === (kind === PolicyKind.TRUST ? PolicyKind.RESOURCE : kind))!;
}

/** Of a document given without an option: it must be the principal's own. */
function plainKind({ document, file }: InputDocument): PolicyKind {
  if (kindOf(document) === PolicyKind.IDENTITY) {
    return PolicyKind.IDENTITY;
  }
  throw new CliError(`${file.name}: has a Principal: not a policy of the principal that makes the request`, `Give it as --resource-policy ${file.name}, or with --endpoint-policy or --rcp.`);
}
