import { aboutInput, CliError } from './cli-error';
import type { Command } from './command';
import { ExitCode } from './command';
import { readEvents } from './event-input';
import { MANAGED_POLICIES } from './managed-policies';
import { printReplay } from './print-replay';
import type * as Queries from './replay-query';
import type { Replayed, ReplayQuery } from './replayed';
import { readReplayed, REPLAYED } from './replayed-policies';
import { REQUEST_OPTIONS } from './request-options';
import { Replay } from '../activity/replay';
import { hitsDirectCalls } from '../activity/replay-report';
import { wildcardMatcher } from '../iam/wildcard';

/** Tells what policies would have denied of what happened. */
export const replay: Command<Replayed | ReplayQuery, Replayed | ReplayQuery> = {
  about: 'Tells what policies would have denied, had they been in force: from the events of CloudTrail, of people and programs first, then of agents.',
  takes: 'EVENTS... --scp FILE',
  options: [
    {
      heading: 'EVENTS are log files of CloudTrail, folders of them as S3 has them, and what aws cloudtrail lookup-events, EventBridge, CloudWatch Logs or '
        + 'Athena give; "-" or nothing for standard input. What would be in force is given by',
      options: REPLAYED,
    },
    {
      heading: 'What else is known:',
      options: [
        { name: 'principal', value: 'ARN', multiple: true, about: 'only what these did, such as "arn:aws:iam::*:role/agents/*": whom a policy of principals is attached to' },
        ...REQUEST_OPTIONS.filter(({ name }) => name === 'context' || name === 'account'),
        MANAGED_POLICIES,
        { name: 'expect', value: 'no-direct-denials', choices: ['no-direct-denials'], about: 'exit code 1 if people and programs would be denied anything, or that is not certain' },
      ],
    },
    {
      heading: 'Where the events are too many to be read, a query of Athena tells the same of a table of them, for one --scp:',
      options: [
        { name: 'sql', value: 'athena', choices: ['athena'], about: 'prints the query, and reads no events' },
        { name: 'table', value: 'NAME', about: 'the table of CloudTrail\'s log files (default: mcp_activity.cloudtrail, that of McpActivityTable)' },
        { name: 'days', value: 'N', about: 'how many days back it reads (default: 30)' },
      ],
    },
  ],
  examples: ['events/ --scp new.json --expect no-direct-denials', '--sql athena --scp denies.json > query.sql'],
  exitCodes: '0, 1 if it is not as expected, 2 for bad input',
  input: async (args, context) => {
    if (args.has('sql')) {
      return queries().replayQuery(args);
    }
    const ofQuery = ['table', 'days'].find((name) => args.has(name));
    if (ofQuery !== undefined) {
      throw new CliError(`--${ofQuery} goes with --sql`, args.hint);
    }
    const { limits, ...policies } = await readReplayed(args, context);
    const patterns = args.all('principal').map(wildcardMatcher);
    const isAbout = (principal: string | undefined) => principal !== undefined && patterns.some((matches) => matches(principal) === true);
    const run = new Replay({ ...policies, ...(patterns.length > 0 && { isAbout }) });
    if (context.problems.found.length === 0) {
      await readEvents(args.files, context, (event) => aboutInput(undefined, () => run.take(event)), run.alike);
    }
    return { report: run.end(), limits, isExpected: args.has('expect') };
  },
  saysPart: (input) => 'report' in input && input.report.events > 0,
  run: (input) => input,
  print: {
    text: (result, { out, err }) => ('sql' in result ? out.verbatim(result.sql) : printReplay(result, out, err)),
    json: (result, _, { found }) => ({ version: 1, ...'sql' in result ? result : { ...result.report, notRead: found.map(({ message }) => message) } }),
  },
  exitCode: (result) => ('report' in result && result.isExpected && hitsDirectCalls(result.report) ? ExitCode.FOUND : ExitCode.OK),
};

/** Loaded when it is needed: most replays read events. */
function queries(): typeof Queries {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./replay-query') as typeof Queries;
}
