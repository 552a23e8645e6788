import type { Arguments } from './arguments';
import { aboutInput, CliError } from './cli-error';
import type { Command } from './command';
import { ExitCode } from './command';
import { readEvents } from './event-input';
import { printRefine } from './print-refine';
import type { Refined, RefinedPrincipal } from './refined';
import { toJson } from './refined';
import type { GivenPolicies } from './simulator-input';
import { LAYERS, readPolicies, simulatorOf } from './simulator-input';
import { deployedTo, simulatorOfTemplates } from './template-simulator';
import { CallStream } from '../activity/call-stream';
import { policyOf, proposalFor } from '../activity/proposal';
import { checkProposal } from '../activity/proposal-check';
import { codeOf } from '../activity/proposal-code';
import type { SessionMark } from '../activity/session-marks';
import { AWS_MARK, SessionMarks } from '../activity/session-marks';
import { unusedOf } from '../activity/unused';
import type { UsageReport } from '../activity/usage';
import { Usage, UseBy } from '../activity/usage';
import { arnParts } from '../iam/arn';
import { hasUnknownPart } from '../iam/unknown-text';
import { wildcardMatcher } from '../iam/wildcard';
import { RequestOrigin } from '../mcp/request-origin';

interface Question {
  readonly report: UsageReport;
  readonly policies?: GivenPolicies;
  readonly mark: SessionMark;
}

/** Tells what agents and people used, and what their agents need. */
export const refine: Command<Question, Refined> = {
  about: 'Tells from the events of CloudTrail what the agent of each role used and what its people used, and proposes an Allow for the agent: what it did, and no more. '
    + 'What the ready guardrails deny to agents is never proposed.',
  takes: 'EVENTS...',
  options: [
    {
      heading: 'EVENTS are log files of CloudTrail, folders of them as S3 has them, and what aws cloudtrail lookup-events, EventBridge, CloudWatch Logs or '
        + 'Athena give; "-" or nothing for standard input.',
      options: [
        { name: 'principal', value: 'WHO', multiple: true, about: 'only these: an ARN, with wildcards, or the name of a role or user' },
        { name: 'mark', value: 'KEY=VALUE', about: `the tag of agents' sessions, by the events of their start, and of roles that --policy gives (default: ${AWS_MARK.key}=${AWS_MARK.value})` },
      ],
    },
    {
      heading: 'To be told what is granted and not used, give the policies:',
      options: [
        { name: 'policy', value: 'FILE', multiple: true, about: 'policies of the principals: a template, a cdk.out, an account, or a document of the principal that --principal names' },
        ...LAYERS,
        { name: 'account', value: 'ID', about: 'the account that templates are deployed to' },
      ],
    },
  ],
  examples: ['events/ --principal ReportsAgent --policy cdk.out'],
  exitCodes: '0, 2 for bad input',
  input: async (args, context) => {
    const wanted = args.all('principal');
    const matchers = wanted.map((each) => (each.startsWith('arn:') ? wildcardMatcher(each) : (principal: string) => principal.split('/').pop() === each));
    const mark = markOf(args);
    const files = args.all('policy');
    const before = context.problems.found.length;
    const policies = files.length > 0 || LAYERS.some(({ name }) => args.has(name)) ? await readPolicies(args.withFiles(files), context) : undefined;
    const marked = policies && context.problems.attempt(() => markedRoles(policies, mark, args));
    const isAbout = (principal: string) => matchers.length === 0 || matchers.some((matches) => matches(principal) === true);
    const usage = new Usage(isAbout, new SessionMarks(mark, marked));
    if (context.problems.found.length === before) {
      const stream = new CallStream(usage);
      await readEvents(args.files, context, (event) => stream.take(event));
      stream.end();
    }
    return { report: usage.report(), policies, mark };
  },
  saysPart: ({ report }) => report.events > 0,
  run: ({ report, policies, mark }, args, problems) => {
    if (policies && policies.input.templateSets.length === 0 && report.principals.length > 1) {
      throw new CliError(`policy documents are those of one principal, and the events are of ${report.principals.length}: name one with --principal`, args.hint);
    }
    const principals = report.principals.map((use): RefinedPrincipal => {
      const proposal = proposalFor(use, mark);
      const input = policies && problems.attemptOnce(() => simulatorOf(policies, args.with('principal', use.principal)));
      const of = (...by: UseBy[]) => use.uses.filter((each) => by.includes(each.by)).map(({ action }) => action);
      const unused = (origins: readonly RequestOrigin[], ...by: UseBy[]) => input && problems.attemptOnce(() =>
        aboutInput(undefined, () => unusedOf(input.simulator, use.principal, of(...by, ...EITHER), origins)));
      const ofAgent = [
        ...proposal?.mark ? [RequestOrigin.agentSession(mark.key, mark.value)] : [],
        ...!proposal?.mark || proposal.servers.length > 0 ? [RequestOrigin.viaAnyServer()] : [],
      ];
      return {
        use,
        ...proposal && { proposal, check: checkProposal(proposal, use), unusedByAgent: unused(ofAgent, UseBy.AGENT, UseBy.SESSION) },
        ...(proposal || args.has('principal')) && { unusedDirectly: unused([RequestOrigin.direct()], UseBy.DIRECT) },
      };
    });
    if (principals.length === 0) {
      throw new CliError(report.events === 0 ? 'there are no events in the input' : args.has('principal')
        ? `none of the ${report.events} events is of ${args.all('principal').join(' or ')}` : `none of the ${report.events} events says who called`, args.hint);
    }
    return { report, principals };
  },
  print: {
    text: (result, { out }) => printRefine(result, out),
    json: (result) => ({ version: 1, ...toJson(result) }),
    policy: (result) => `${JSON.stringify(policyOf(onlyProposal(result)), undefined, 2)}\n`,
    typescript: (result) => withProposals(result).map((proposal) => codeOf(proposal, 'typescript')).join('\n'),
    python: (result) => withProposals(result).map((proposal) => codeOf(proposal, 'python')).join('\n'),
  },
  exitCode: () => ExitCode.OK,
};

function markOf(args: Arguments): SessionMark {
  const given = args.one('mark');
  const [, key, value] = /^([^=]+)=(.+)$/s.exec(given ?? '') ?? [];
  try {
    RequestOrigin.agentSession(key ?? (given === undefined ? undefined : ''), value);
  } catch {
    throw new CliError(`--mark ${given}: expected the tag of agents' sessions, such as ${AWS_MARK.key}=${AWS_MARK.value}`, args.hint);
  }
  return given === undefined ? AWS_MARK : { key, value };
}

/** Whether a role has the mark itself, by the templates that were given. */
function markedRoles({ input, managed }: GivenPolicies, mark: SessionMark, args: Arguments): (role: string) => boolean {
  const { requesters } = input.templateSets.length === 0 ? { requesters: [] }
    : simulatorOfTemplates(input, { account: deployedTo(args), managedPolicies: managed });
  const marked = requesters.filter(({ kind, tags }) => kind === 'role'
    && Object.entries(tags).some(([key, value]) => key.toLowerCase() === mark.key.toLowerCase() && value === mark.value));
  return (role) => marked.some(({ arn, name }) => {
    const [account, known] = [role, arn].map((each) => arnParts(each)?.[4]);
    return /^[^/]*:role\//.test(role) && role.split('/').pop() === name && known !== undefined && (account === known || hasUnknownPart(known));
  });
}

/** Called by agents, or for them or for people. */
const EITHER = [UseBy.CONNECTING, UseBy.SERVICE];

function withProposals({ principals }: Refined) {
  const proposals = principals.flatMap(({ proposal }) => (proposal ? [proposal] : []));
  if (proposals.length === 0) {
    throw new CliError('no call of an agent is in the events: there is nothing to propose');
  }
  return proposals;
}

/** A policy is that of one principal. */
function onlyProposal(result: Refined) {
  const [proposal, ...others] = withProposals(result);
  if (others.length > 0) {
    throw new CliError(`agents of ${others.length + 1} principals: name one with --principal: ${[proposal, ...others].map(({ principal }) => principal).join(', ')}`);
  }
  if (proposal.statements.length === 0) {
    throw new CliError('all that the agent used is denied to agents by the ready guardrails: there is nothing to propose');
  }
  return proposal;
}
