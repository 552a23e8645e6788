import * as path from 'path';
import type { Arguments } from './arguments';
import { aboutInput, CliError } from './cli-error';
import type { Command, CommandContext } from './command';
import { ExitCode } from './command';
import { folderOptions } from './folder';
import type { Input, InputDocument } from './input';
import { placeOf } from './input';
import { factsOf, givenDate } from './input-facts';
import { Later } from './later';
import { givenManagedPolicies, MANAGED_POLICIES } from './managed-policies';
import type { AskedOperation } from './operation-answers';
import { askedOperation } from './operation-answers';
import { printDifference } from './print-difference';
import { readInput } from './read-input';
import { fileError } from './read-text';
import { reportedOperations } from './reported-operations';
import { deployedTo } from './template-simulator';
import type { Terminal } from './terminal';
import { makeFolder } from './write-file';
import type { AccessDifference, DifferenceSide } from '../analysis/access-difference/difference';
import { accessDifference } from '../analysis/access-difference/difference';
import { differenceHtml } from '../analysis/access-difference/render-html';
import { differenceJson } from '../analysis/access-difference/render-json';
import { differenceMarkdown } from '../analysis/access-difference/render-markdown';
import type { InputFacts } from '../analysis/access-report/html-facts';
import { writeAtOnce } from '../analysis/access-report/later-files';
import { htmlPieces } from '../analysis/access-report/render-html';
import { jsonPieces } from '../analysis/access-report/render-json';
import { reportAndSearch } from '../analysis/access-report/report';
import { reportOrigins } from '../analysis/access-report/report-origins';
import type { AccessReport, ReportSubject, SearchIndex } from '../analysis/access-report/report-types';
import { isDenied } from '../analysis/operation-answer';
import { readTemplates } from '../analysis/template/read-templates';
import { withRedefined } from '../analysis/template/redefined-definitions';
import type { TemplateOptions } from '../analysis/template/template';
import type { TemplatePolicies } from '../analysis/template/template-policies';
import { kindOf } from '../iam/document-kind';
import type { LocatedPolicy } from '../iam/policy';
import { PolicyKind } from '../iam/policy';

interface ReportInput extends Input {
  readonly operations: readonly AskedOperation[];
  readonly options: TemplateOptions;
  readonly date?: string;
  /** What it is compared with. */
  readonly against?: Input;
}

interface Report {
  readonly report: AccessReport;
  readonly search: SearchIndex;
  /** Where it goes, unless it is printed. */
  readonly directory: string;
  /** How many policies were read that are nobody's, and so not counted. */
  readonly unattached: number;
}

/** What changed from one input to another. */
interface Difference {
  readonly difference: AccessDifference;
  readonly facts: { readonly before: InputFacts; readonly after: InputFacts };
  readonly directory: string;
  /** Whether all names are wanted. */
  readonly all: boolean;
}

const NAME = 'mcp-access-report';
const DIFFERENCE = 'mcp-access-difference';

/** Writes the access report. */
export const report: Command<ReportInput, Report | Difference> = {
  about: `Writes who may do what, directly and through each MCP server, as ${NAME}.html for people and ${NAME}.json for programs: for each role, user, group and `
    + 'permission set of the input, or whoever has the policies, if only policies are given. Service control policies count where the input has them; policies of resources are listed, not counted. '
    + `With --against: who gains and loses what since OLD, people and agents apart, as ${DIFFERENCE}.html and ${DIFFERENCE}.json, and in short as text or Markdown.`,
  readsFolders: true,
  options: [{
    options: [
      { name: 'output', short: 'o', value: 'DIRECTORY', about: 'where the files go (default: the working directory); with --format json none is written' },
      { name: 'account', value: 'ID', about: 'the account that templates are deployed to' },
      { name: 'date', value: 'DATE', about: 'the day of the input, for the head of the page; a plan of Terraform tells its own' },
      { name: 'against', value: 'OLD', about: 'writes the difference from OLD, which is a file or a cdk.out as the command takes them' },
      { name: 'all', about: 'with --against: prints all names of principals and actions' },
      MANAGED_POLICIES,
      {
        name: 'operation',
        value: 'OPERATION',
        multiple: true,
        about: 'who may call an API operation, such as lambda:CreateFunction, and with which role, is in the report, too',
      },
    ],
  }],
  examples: ['account.json --output reports', 'cdk.out --against main/cdk.out --format markdown'],
  exitCodes: '0, 2 for bad input',
  input: async (args, context) => ({
    ...await readInput(args.files, context, { folders: folderOptions(args), answersUnknown: true, withOrganization: true }),
    operations: args.all('operation').map((each) => askedOperation(each, args.hint)),
    ...await readAgainst(args, context),
    date: givenDate(args),
    options: { account: deployedTo(args), managedPolicies: context.problems.attempt(() => givenManagedPolicies(args)) },
  }),
  run: (input, args) => {
    const { operations, options, date, against } = input;
    const directory = args.one('output') ?? '.';
    const facts = factsOf(args.files, input, options.account, date);
    if (against) {
      const old = sideOf(against, options);
      const templates = withRedefined(input.templateSets.flat(), against.templateSets.flat());
      const difference = accessDifference(old, sideOf({ ...input, templateSets: [templates] }, options));
      return { difference, facts: { before: factsOf([args.one('against')!], against, options.account), after: facts }, directory, all: args.has('all') };
    }
    const { templates, policies, holder } = subjectsOf(input, options);
    const made = reportAndSearch({ ...templates, policies }, holder);
    const asked = operations.length === 0 ? {} : { operations: reportedOperations(operations, input, holder, reportOrigins(policies), options) };
    return {
      report: { ...made.report, input: facts, ...asked },
      search: made.search,
      directory,
      unattached: holder.length === 0 ? input.documents.filter((each) => policyOf(each).kind === PolicyKind.IDENTITY).length : 0,
    };
  },
  print: {
    text: (result, { out }) => {
      if ('difference' in result) {
        printDifference(result.difference, result.all, out);
        writeDifference(result).forEach((file) => out.line(file));
        return;
      }
      const { report: made, search, directory, unattached } = result;
      const files = ([[`${NAME}.html`, htmlPieces(made, search)], [`${NAME}.json`, jsonPieces(made)]] as const).map(([name, text]) => writeReport(path.join(directory, name), text));
      print(made, files, unattached, out);
    },
    json: (result) => ('difference' in result ? differenceJson(result.difference)
      : Object.fromEntries(Object.entries(result.report).map(([name, value]) => [name, Array.isArray(value) ? new Later(() => value) : value]))),
    markdown: (result) => {
      if (!('difference' in result)) {
        throw new CliError('--format markdown is for the difference from another input: give it by --against');
      }
      writeDifference(result);
      return differenceMarkdown(result.difference, result.all);
    },
  },
  exitCode: () => ExitCode.OK,
};

/** What is reported: the principals of the templates, or whoever has the policies. */
function subjectsOf(input: Input, options: TemplateOptions): {
  readonly templates: TemplatePolicies; readonly policies: readonly LocatedPolicy[]; readonly holder: readonly ReportSubject[];
} {
  const templates = aboutInput(undefined, () => readTemplates(input.templateSets.flat(), options));
  const policies = input.documents.map(policyOf);
  return { templates, policies: [...templates.policies, ...policies], holder: templates.principals.length === 0 ? holderOf(policies) : [] };
}

function sideOf(input: Input, options: TemplateOptions): DifferenceSide {
  const { templates, policies, holder } = subjectsOf(input, options);
  const definitions = JSON.stringify(input.templateSets.flat().map(({ template: { Conditions, Mappings } }) => [Conditions, Mappings]));
  return { policies: { ...templates, policies }, others: holder, definitions };
}

async function readAgainst(args: Arguments, context: CommandContext): Promise<{ readonly against?: Input }> {
  const old = args.one('against');
  if (old === undefined && args.has('all')) {
    throw new CliError('--all is for the difference from another input: give it by --against', args.hint);
  }
  if (old !== undefined && args.has('operation')) {
    throw new CliError('--operation does not go with --against: ask about each of both', args.hint);
  }
  const options = { folders: folderOptions(args), answersUnknown: true, withOrganization: true };
  return old === undefined ? {} : { against: await readInput([old], context, options) };
}

/** The page and the JSON of a difference. */
function writeDifference({ difference, facts, directory }: Difference): string[] {
  return [[`${DIFFERENCE}.html`, differenceHtml(difference, facts)], [`${DIFFERENCE}.json`, `${JSON.stringify(differenceJson(difference))}\n`]]
    .map(([name, text]) => writeReport(path.join(directory, name), text));
}

function policyOf(document: InputDocument): LocatedPolicy {
  return { kind: document.kind ?? kindOf(document.document), place: placeOf(document), document: document.document };
}

/** Whoever has the policies, all together, as `simulate` takes them. */
function holderOf(policies: readonly LocatedPolicy[]): ReportSubject[] {
  const identityPolicies = policies.filter(({ kind }) => kind === PolicyKind.IDENTITY);
  return identityPolicies.length === 0 ? [] : [{
    kind: 'principal',
    logicalId: 'policies',
    constructPath: 'whoever has these policies',
    name: 'whoever has these policies',
    arn: '*',
    identityPolicies,
    otherManagedPolicies: [],
    managedPolicies: 0,
    tags: {},
  }];
}

/** Writes a page or a report, with the folders that it is in. */
export function writeReport(file: string, text: string | Iterable<string>): string {
  try {
    makeFolder(path.dirname(file));
    writeAtOnce(file, text);
    return file;
  } catch (error) {
    throw fileError(file, error);
  }
}

function print({ principals, guardrails, operations = [] }: AccessReport, files: readonly string[], unattached: number, out: Terminal): void {
  files.forEach((file) => out.line(file));
  out.line(`${principals.length} ${principals.length === 1 ? 'principal' : 'principals'}, and ${guardrails.length === 1 ? 'one Deny that asks' : `${guardrails.length} Denies that ask`} where a call came from.`);
  for (const { operation, principals: asked } of operations) {
    const may = asked.filter(({ origins }) => Object.values(origins).some(({ decision }) => !isDenied(decision)));
    out.line(`${operation}: ${may.length} of ${asked.length} may call it, or perhaps.`);
  }
  if (unattached > 0) {
    out.line(`Not counted, for they are attached to nobody: ${unattached} ${unattached === 1 ? 'policy' : 'policies'}.`);
  }
}
