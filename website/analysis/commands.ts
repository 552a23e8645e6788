import { check } from '../../src/cli/check';
import type { CheckResult } from '../../src/cli/check-result';
import type { Command, NamedCommand } from '../../src/cli/command';
import { compare } from '../../src/cli/compare';
import { explain } from '../../src/cli/explain';
import type { ExplainedPolicy } from '../../src/cli/explanations';
import { originLines } from '../../src/cli/origin-lines';
import { simulate } from '../../src/cli/simulate';
import { callersOf, callersText } from '../../src/cli/statement-callers';

/** What the page asks. Where the command line has no format that a program can read all of, there is one more. */
export const COMMANDS: readonly NamedCommand[] = [
  named('check', check),
  named('compare', compare),
  named('simulate', simulate),
  named('explain', {
    ...explain,
    print: {
      ...explain.print,
      page: ({ policies }: { policies: readonly ExplainedPolicy[] }) => ({
        policies: policies.map(({ policy: { kind, place }, statements }) => ({
          kind,
          name: place.constructPath?.replace(/\/Resource$/, '') ?? place.logicalId,
          statements: statements.map(({ origins, ...rest }) => ({
            ...rest,
            ...origins && { origins, callers: callersText(origins), count: callersOf(origins).length, lines: originLines(origins) },
          })),
        })),
      }),
    },
  }),
  named('fix', { ...check, print: { ...check.print, page: ({ fixes }: CheckResult) => ({ texts: Object.fromEntries(fixes?.texts ?? []) }) } }),
];

function named(name: string, command: Command): NamedCommand {
  return { name, summary: '', load: () => command };
}
