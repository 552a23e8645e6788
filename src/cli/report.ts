import * as fs from 'fs';
import * as path from 'path';
import { aboutInput } from './cli-error';
import type { Command } from './command';
import { ExitCode } from './command';
import { folderOptions } from './folder';
import type { Input, InputDocument } from './input';
import { placeOf } from './input';
import { givenManagedPolicies, MANAGED_POLICIES } from './managed-policies';
import type { AskedOperation } from './operation-answers';
import { askedOperation } from './operation-answers';
import { readInput } from './read-input';
import { fileError } from './read-text';
import { reportedOperations } from './reported-operations';
import { deployedTo } from './template-simulator';
import type { Terminal } from './terminal';
import { writeAtOnce } from '../analysis/access-report/later-files';
import { renderHtml } from '../analysis/access-report/render-html';
import { renderJson } from '../analysis/access-report/render-json';
import { reportAndSearch } from '../analysis/access-report/report';
import { reportOrigins } from '../analysis/access-report/report-origins';
import type { AccessReport, ReportSubject, SearchIndex } from '../analysis/access-report/report-types';
import { isDenied } from '../analysis/operation-answer';
import { readTemplates } from '../analysis/template/read-templates';
import type { TemplateOptions } from '../analysis/template/template-set';
import { kindOf } from '../iam/document-kind';
import type { LocatedPolicy } from '../iam/policy';
import { PolicyKind } from '../iam/policy';

interface ReportInput extends Input {
  readonly operations: readonly AskedOperation[];
  readonly options: TemplateOptions;
}

interface Report {
  readonly report: AccessReport;
  readonly search: SearchIndex;
  /** What it was made from. */
  readonly inputs: readonly string[];
  /** Where it goes, unless it is printed. */
  readonly directory: string;
  /** How many policies were read that are nobody's, and so not counted. */
  readonly unattached: number;
}

const NAME = 'mcp-access-report';

/** Writes the access report. */
export const report: Command<ReportInput, Report> = {
  about: `Writes who may do what, directly and through each MCP server, as ${NAME}.html for people and ${NAME}.json for programs: for each role, user, group and `
    + 'permission set of the input, or whoever has the policies, if only policies are given. Service control policies count where the input has them; policies of resources are listed, not counted.',
  readsFolders: true,
  options: [{
    options: [
      { name: 'output', short: 'o', value: 'DIRECTORY', about: 'where the files go (default: the working directory); with --format json none is written' },
      { name: 'account', value: 'ID', about: 'the account that templates are deployed to' },
      MANAGED_POLICIES,
      {
        name: 'operation',
        value: 'OPERATION',
        multiple: true,
        about: 'who may call an API operation, such as lambda:CreateFunction, and with which role, is in the report, too',
      },
    ],
  }],
  examples: ['account.json --output reports'],
  exitCodes: '0, 2 for bad input',
  input: async (args, context) => ({
    ...await readInput(args.files, context, { folders: folderOptions(args), answersUnknown: true, withOrganization: true }),
    operations: args.all('operation').map((each) => askedOperation(each, args.hint)),
    options: { account: deployedTo(args), managedPolicies: context.problems.attempt(() => givenManagedPolicies(args)) },
  }),
  run: ({ templateSets, documents, operations, options }, args) => {
    const templates = aboutInput(undefined, () => readTemplates(templateSets.flat(), options));
    const policies = documents.map(policyOf);
    const holder = templates.principals.length === 0 ? holderOf(policies) : [];
    const all = [...templates.policies, ...policies];
    const made = reportAndSearch({ ...templates, policies: all }, holder);
    const account = args.one('account');
    return {
      report: operations.length === 0 ? made.report
        : { ...made.report, operations: reportedOperations(operations, { templateSets }, holder, reportOrigins(all), options) },
      search: made.search,
      inputs: [...args.files, ...account === undefined ? [] : [`account ${account}`]],
      directory: args.one('output') ?? '.',
      unattached: holder.length === 0 ? policies.filter(({ kind }) => kind === PolicyKind.IDENTITY).length : 0,
    };
  },
  print: {
    text: ({ report: made, search, inputs, directory, unattached }, { out }) => {
      const files = [[`${NAME}.html`, renderHtml(made, search, { inputs })], [`${NAME}.json`, renderJson(made)]].map(([name, text]) => writeReport(path.join(directory, name), text));
      print(made, files, unattached, out);
    },
    json: ({ report: made }) => made,
  },
  exitCode: () => ExitCode.OK,
};

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
export function writeReport(file: string, text: string): string {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
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
