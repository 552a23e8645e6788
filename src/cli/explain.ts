import type { Command } from './command';
import { ExitCode } from './command';
import type { ExplainedPolicy } from './explanations';
import { explainPolicies } from './explanations';
import { folderOptions } from './folder';
import type { Input } from './input';
import { pathIn } from './input';
import type { Later } from './later';
import type { AskedOperation } from './operation-answers';
import { askedOperation, printNeeds } from './operation-answers';
import { printExplanations } from './print-explanations';
import { readInput } from './read-input';
import { callersOf } from './statement-callers';
import { allOrigins } from './statement-origins';
import { adviceInJson } from '../analysis/guardrail-advice';

interface Question extends Input {
  readonly operations: readonly AskedOperation[];
}

interface Explained {
  readonly policies: Later<ExplainedPolicy>;
  readonly operations: readonly AskedOperation[];
  /** Whether long lists are wanted as a whole. */
  readonly all: boolean;
}

/** Tells of every statement whom it applies to. */
export const explain: Command<Question, Explained> = {
  about: 'Tells of every statement whether it applies to direct calls, to calls through each MCP server, and to calls that an AWS service makes '
    + 'with the caller\'s credentials.',
  readsFolders: true,
  options: [{
    options: [{ name: 'all', about: 'prints long lists of actions and resources as a whole' }, {
      name: 'operation',
      value: 'OPERATION',
      multiple: true,
      about: 'an API operation, such as lambda:CreateFunction: says which actions it needs, and only of the statements that are about one of these',
    }],
  }],
  examples: ['policy.json'],
  exitCodes: '0, or 2 for bad input',
  input: async (args, context) => ({
    operations: args.all('operation').map((each) => askedOperation(each, args.hint)),
    ...await readInput(args.files, context, { folders: folderOptions(args) }),
  }),
  saysPart: ({ files }) => files.length > 0,
  run: ({ operations, ...input }, args, problems) => {
    const needed = [...new Set(operations.flatMap(({ actions }) => actions.map(({ action }) => action)))];
    return { operations, all: args.has('all'), policies: explainPolicies(input, problems, operations.length > 0 ? needed : undefined) };
  },
  print: {
    text: ({ operations, policies, all }, { out }) => {
      printNeeds(operations, out);
      printExplanations(policies, all, out);
    },
    json: ({ operations, policies }) => ({ ...(operations.length > 0 && { operations }), statements: policies.flatMap(toJson) }),
  },
  exitCode: () => ExitCode.OK,
};

function toJson({ file, policy: { kind, place }, statements }: ExplainedPolicy): object[] {
  return statements.map(({ statement, path, line, effect, elements, needed, removed, ownActionsOf, login, guardrail, origins, who, problem }) => ({
    file: file.name,
    ...(place.logicalId !== undefined && { logicalId: place.logicalId }),
    ...(place.constructPath !== undefined && { constructPath: place.constructPath }),
    policyType: kind,
    statement,
    path: pathIn(file, place, path).join('/'),
    line,
    ...(effect !== undefined && { effect }),
    ...elements,
    ...(needed && { needed }),
    ...(removed !== undefined && { removed }),
    ...(ownActionsOf && { ownActionsOf }),
    ...(login !== undefined && { login }),
    ...(guardrail && { guardrail: adviceInJson(guardrail) }),
    ...(who !== undefined && { who }),
    ...(origins && { appliesTo: callersOf(origins).map(({ name }) => name).join(' and ') || 'nobody', origins: allOrigins(origins) }),
    ...(problem !== undefined && { problem }),
  }));
}
