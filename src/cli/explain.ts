import type { Command } from './command';
import { ExitCode } from './command';
import type { ExplainedPolicy } from './explanations';
import { explainPolicies } from './explanations';
import { folderOptions } from './folder';
import type { Input } from './input';
import { pathIn } from './input';
import { printExplanations } from './print-explanations';
import { readInput } from './read-input';
import { callersOf } from './statement-callers';
import { allOrigins } from './statement-origins';
import { sectionOf } from '../analysis/guardrail-advice';

/** Tells of every statement whom it applies to. */
export const explain: Command<Input, ExplainedPolicy[]> = {
  about: 'Tells of every statement whether it applies to direct calls, to calls through each MCP server, and to calls that an AWS service makes '
    + 'with the caller\'s credentials.',
  readsFolders: true,
  options: [],
  exitCodes: '0, or 2 for bad input',
  input: (args, context) => readInput(args.files, context, { folders: folderOptions(args) }),
  saysPart: ({ files }) => files.length > 0,
  run: (input, _, problems) => explainPolicies(input, problems),
  print: {
    text: (explained, { out }) => printExplanations(explained, out),
    json: (explained) => ({ statements: explained.flatMap(toJson) }),
  },
  exitCode: () => ExitCode.OK,
};

function toJson({ file, policy: { kind, place }, statements }: ExplainedPolicy): object[] {
  return statements.map(({ statement, path, line, effect, elements, removed, ownActionsOf, login, guardrail, origins, problem }) => ({
    file: file.name,
    ...(place.logicalId !== undefined && { logicalId: place.logicalId }),
    ...(place.constructPath !== undefined && { constructPath: place.constructPath }),
    policyType: kind,
    statement,
    path: pathIn(file, place, path).join('/'),
    line,
    ...(effect !== undefined && { effect }),
    ...elements,
    ...(removed !== undefined && { removed }),
    ...(ownActionsOf && { ownActionsOf }),
    ...(login !== undefined && { login }),
    ...(guardrail && { guardrail: { ...guardrail, docs: sectionOf(guardrail) } }),
    ...(origins && { appliesTo: callersOf(origins).map(({ name }) => name).join(' and ') || 'nobody', origins: allOrigins(origins) }),
    ...(problem !== undefined && { problem }),
  }));
}
