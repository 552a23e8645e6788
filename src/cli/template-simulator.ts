import type { Arguments } from './arguments';
import { aboutInput, CliError } from './cli-error';
import type { Configs } from './config';
import type { Input, InputTemplate } from './input';
import { lineIn } from './input';
import type { InputFile } from './input-file';
import { TemplateSource } from '../analysis/simulation/template-source';
import { McpSimulator } from '../analysis/simulator';
import type { GivenManagedPolicies } from '../analysis/template/managed-policies';
import type { TemplatePrincipal } from '../analysis/template/template-policies';
import type { PolicyPlace } from '../iam/policy';

/** Where a statement that decided is written. */
export interface StatementLocation {
  readonly file?: string;
  readonly line?: number;
}

/** A simulator of all templates of the input together: those of one account or organization. */
export interface TemplateSimulator {
  readonly simulator: McpSimulator;
  readonly source: TemplateSource;
  /** Those that make requests. */
  readonly requesters: readonly TemplatePrincipal[];
  /** @param place as a `DecidingStatement` has it */
  readonly locate: (place: string) => StatementLocation;
}

export interface TemplateSimulatorOptions {
  readonly account?: string;
  /** What requests are about: references in it are those of the template that has it. */
  readonly resource?: string;
  readonly managedPolicies?: GivenManagedPolicies;
}

export function simulatorOfTemplates({ templateSets }: Pick<Input, 'templateSets'>, options: TemplateSimulatorOptions): TemplateSimulator {
  const templates = templateSets.flat();
  const source = aboutInput(undefined, () => TemplateSource.of(forReferences(templates, options.resource), {
    ...options, managedPoliciesOption: '--managed-policies', prefersFirst: false,
  }));
  const files = new Map(templates.map(({ source: file }) => [file.name, file]));
  return {
    simulator: McpSimulator._of(source),
    source,
    requesters: source.principals.requesters,
    locate: (place) => {
      // The file, the logical id and the path in the resource, with a space between them; any of them may have some.
      const ends = [...place.matchAll(/ /g)].map(({ index }) => index).reverse();
      const file = files.get(place.slice(0, ends.find((end) => files.has(place.slice(0, end)))));
      const [, logicalId, path] = (file && /^(.*?) (\S+)$/.exec(place.slice(file.name.length + 1))) ?? [];
      return logicalId === undefined ? {} : located(file!, { logicalId, path });
    },
  };
}

/** The account that templates are deployed to, as the command line says it. */
export function accountOf(args: Arguments): string | undefined {
  const account = args.one('account');
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw new CliError(`--account ${account}: expected its id, which has 12 digits`, args.hint);
  }
  return account;
}

/** The account that templates are deployed to: that of the option, or of the configuration. */
export function deployedTo(args: Arguments): string | undefined {
  return accountOf(args) ?? configuredAccount();
}

function configuredAccount(): string | undefined {
  // Read when it is needed, for it knows every rule.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./config') as { Configs: typeof Configs }).Configs.here()?.account;
}

export function located(file: InputFile, place: PolicyPlace, statement?: string): StatementLocation {
  return { file: file.name, line: lineIn(file, place, statement) };
}

/** In front the template that has what `${Name.Arn}` refers to: in it references are resolved. */
function forReferences(templates: readonly InputTemplate[], resource: string | undefined): readonly InputTemplate[] {
  const [, name] = /\$\{([^!}.]+)/.exec(resource ?? '') ?? [];
  const found = templates.filter(({ template, constructPaths }) => name !== undefined
    && (Object.hasOwn(template.Resources, name) || [...constructPaths?.values() ?? []].some((path) => path.replace(/\/Resource$/, '').endsWith(`/${name}`))));
  if (found.length > 1) {
    throw new CliError(`--resource ${resource}: ${found.map(({ file }) => file).join(' and ')} have a resource ${name} each: expected its ARN`);
  }
  return [...found, ...templates.filter((template) => !found.includes(template))];
}
