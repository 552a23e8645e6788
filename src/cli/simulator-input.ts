import type { Arguments } from './arguments';
import { aboutInput, CliError } from './cli-error';
import type { Option } from './command';
import type { Input, InputDocument, InputFile, InputStream, InputTemplate } from './read-input';
import { lineIn, readDocuments, readInput } from './read-input';
import type { PolicyDocuments } from '../analysis/simulation/documents-source';
import { PrincipalIndex } from '../analysis/simulation/principal-index';
import { TemplateSource } from '../analysis/simulation/template-source';
import { McpSimulator } from '../analysis/simulator';
import { readTemplates } from '../analysis/template/read-templates';
import { kindOf } from '../iam/document-kind';
import { PolicyKind } from '../iam/policy';

/** Where a statement that decided is written. */
export interface StatementLocation {
  readonly file?: string;
  readonly line?: number;
}

/** A simulator of what the command line names. */
export interface SimulatorInput {
  readonly simulator: McpSimulator;
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

/** Reads the files, and puts each policy where it acts. */
export async function simulatorOf(args: Arguments, stdin: InputStream): Promise<SimulatorInput> {
  const layered = LAYERS.flatMap(({ name, kind }) => args.all(name).flatMap(readDocuments).map((document) => ({ ...document, kind })));
  // Policies that are given by options are enough.
  const input: Input = args.files.length === 0 && layered.length > 0
    ? { files: [], documents: [], templateSets: [] } : await readInput(args.files, stdin);
  if (input.templateSets.length === 0) {
    return ofDocuments([...input.documents, ...layered], args);
  }
  const mixed = LAYERS.find(({ name }) => args.has(name));
  if (mixed) {
    throw new CliError(`--${mixed.name} does not go with a template, of which all policies count`, args.hint);
  }
  if (input.documents.length > 0 || input.templateSets.length > 1) {
    throw new CliError('expected either policy documents, or templates of one app', args.hint);
  }
  return ofTemplates(input.templateSets[0], args);
}

function ofDocuments(documents: readonly InputDocument[], args: Arguments): SimulatorInput {
  if (args.has('account')) {
    throw new CliError('--account is for templates: with policy documents, --principal and --resource tell the accounts', args.hint);
  }
  const given: { [property: string]: unknown } = {};
  const places: Array<{ place: string; document: InputDocument }> = [];
  for (const document of documents) {
    const { property, multiple: list, name } = layerOf(document.kind ?? plainKind(document));
    const before = given[property];
    if (!list && before !== undefined) {
      throw new CliError(`${document.file.name}: there is more than one --${name}`, args.hint);
    }
    given[property] = list ? [...before as unknown[] ?? [], document.document] : document.document;
    places.push({ place: list ? `${property}/${(given[property] as unknown[]).length - 1}` : property, document });
  }
  return {
    simulator: aboutInput(undefined, () => McpSimulator.fromDocuments(given)),
    principal: args.one('principal'),
    locate: (place) => {
      const found = places.find((each) => place === each.place || place.startsWith(`${each.place}/`));
      return found ? located(found.document.file, ...found.document.way, place.slice(found.place.length + 1)) : {};
    },
  };
}

function layerOf(kind: PolicyKind): Pick<typeof LAYERS[number], 'property' | 'multiple' | 'name'> {
  return kind === PolicyKind.IDENTITY ? { name: '', property: 'identityPolicies', multiple: true }
    : LAYERS.find((layer) => layer.kind === (kind === PolicyKind.TRUST ? PolicyKind.RESOURCE : kind))!;
}

/** Of a document given without an option: it must be the principal's own. */
function plainKind({ document, file }: InputDocument): PolicyKind {
  if (kindOf(document) === PolicyKind.IDENTITY) {
    return PolicyKind.IDENTITY;
  }
  throw new CliError(`${file.name}: has a Principal, so that it is no policy of one`, `Give it as --resource-policy ${file.name}, or with --endpoint-policy or --rcp.`);
}

function ofTemplates(templates: readonly InputTemplate[], args: Arguments): SimulatorInput {
  const options = { account: args.one('account') };
  const requesters = aboutInput(undefined, () => readTemplates(templates, options)).principals.filter(({ kind }) => kind !== 'group');
  const [only] = requesters;
  if (!args.has('principal') && requesters.length !== 1) {
    throw new CliError(requesters.length === 0 ? 'there is no role, user or permission set in the templates: give the ARN of one with --principal'
      : `more than one principal: name one with --principal: ${new PrincipalIndex(requesters).list()}`);
  }
  const source = aboutInput(undefined, () => TemplateSource.of(forReferences(templates, args.one('resource')), options));
  return {
    simulator: McpSimulator._of(source),
    principal: args.one('principal') ?? only.constructPath?.replace(/\/Resource$/, '') ?? only.logicalId,
    locate: (place) => {
      // The file, the logical id and the way in the resource, with a space between them.
      const file = templates.map((template) => template.source).filter(({ name }) => place.startsWith(`${name} `))
        .sort((a, b) => b.name.length - a.name.length)[0];
      const [, logicalId, way] = (file && /^(\S+) (.*)$/.exec(place.slice(file.name.length + 1))) ?? [];
      return logicalId === undefined ? {} : located(file, 'Resources', logicalId, way);
    },
  };
}

/** In front the template that has what `${Name.Arn}` refers to: in it references are resolved. */
function forReferences(templates: readonly InputTemplate[], resource: string | undefined): readonly InputTemplate[] {
  const [, name] = /\$\{([^!}.]+)/.exec(resource ?? '') ?? [];
  const first = templates.find(({ template, constructPaths }) => name !== undefined
    && (Object.hasOwn(template.Resources, name) || [...constructPaths?.values() ?? []].some((path) => path.replace(/\/Resource$/, '').endsWith(`/${name}`))));
  return first ? [first, ...templates.filter((template) => template !== first)] : templates;
}

function located(file: InputFile, ...way: string[]): StatementLocation {
  return { file: file.name, line: lineIn(file, ...way) };
}
