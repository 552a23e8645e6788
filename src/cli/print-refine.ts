import { PROGRAM } from './program';
import type { Refined, RefinedPrincipal } from './refined';
import type { Terminal } from './terminal';
import { styled } from './terminal';
import type { Proposal } from '../activity/proposal';
import { isPerhaps, policyOf } from '../activity/proposal';
import type { ProposalCheck } from '../activity/proposal-check';
import type { UnusedService } from '../activity/unused';
import type { ActionUse, PrincipalUse, UsageReport } from '../activity/usage';
import { UseBy } from '../activity/usage';
import { readable } from '../iam/unknown-text';

/** Longer lists are cut; `--format json` has all. */
const MOST = 12;
const ENOUGH_DAYS = 30;

const HEADINGS: ReadonlyArray<readonly [by: UseBy, heading: string]> = [
  [UseBy.AGENT, 'Its agent used, through a server'],
  [UseBy.SESSION, 'Its agent used, directly, in sessions that are marked'],
  [UseBy.CONNECTING, 'Its agent called of the servers themselves'],
  [UseBy.SERVICE, 'AWS services called with its credentials, for whom is not told'],
  [UseBy.DIRECT, 'People and programs used, directly'],
];

/** From which events it speaks, and for each principal what was used, and what is proposed. */
export function printRefine({ report, principals }: Refined, out: Terminal): void {
  printFrom(report, out);
  const withAgents = principals.filter(({ proposal }) => proposal);
  for (const principal of withAgents.length > 0 ? withAgents : principals) {
    out.line();
    printPrincipal(principal, report, out);
  }
  const others = principals.length - withAgents.length;
  if (withAgents.length > 0 && others > 0) {
    out.line();
    out.line(`No agent's call was seen of ${counted(others, 'principal')} more; --principal tells what they used.`);
  }
}

function printFrom({ events, days, first, last, hasDataEvents, unknown, tooManySessions }: UsageReport, out: Terminal): void {
  out.line(`From ${counted(events, 'event')} on ${counted(days, 'day')}${first === undefined ? '' : `, ${first} to ${last}`}.`);
  if (days < ENOUGH_DAYS) {
    out.line(`What happens less often than once in ${counted(days, 'day')} is not in them: a month or a quarter is a better measure.`);
  }
  if (!hasDataEvents) {
    out.line('There are no data events in them: reads and writes of objects, items and messages, and invocations of functions, are known only as far as tool calls tell them.');
  }
  if (tooManySessions) {
    out.line('There are too many sessions to wait for the beginning of each: some that are marked as agents\', and whose beginning comes after their calls, are counted as those of people.');
  }
  if (unknown.size > 0) {
    out.line(`Not counted, for it is not known which action they need: ${cut([...unknown].map(([operation, count]) => `${operation} (${count})`))}.`);
  }
}

function printPrincipal({ use, proposal, check, unusedByAgent, unusedDirectly }: RefinedPrincipal, report: UsageReport, out: Terminal): void {
  out.line(styled('bold', use.principal));
  for (const [by, heading] of HEADINGS) {
    const uses = use.uses.filter((each) => each.by === by && !isPerhaps(each));
    if (uses.length > 0) {
      out.line();
      out.line(`${heading}:`, 2);
      uses.forEach((each) => printUse(each, out));
    }
  }
  if (use.denied.size > 0) {
    out.line();
    out.line(`Was denied, and is not proposed for that: ${cut([...use.denied].map(([action, count]) => `${action} (${count})`))}. ${PROGRAM} why tells the reason.`, 2, 4);
  }
  if (proposal?.mark) {
    out.line();
    out.line(`An agent's sessions are those that begin with ${proposal.mark.key}=${proposal.mark.value}, or whose role has it by --policy. Sessions whose beginning is not in the events are `
      + 'counted as those of people and programs.', 2, 4);
  }
  out.line();
  if (!proposal) {
    out.line('No call of an agent was seen: there is nothing to propose. A session whose beginning is not in the events counts as one of people and programs.', 2, 4);
  } else {
    printProposal(proposal, use.uses, check!, report, out);
  }
  printUnused('Granted to its agent and not used by it', unusedByAgent, out);
  printUnused('Granted directly and not used by people and programs', unusedDirectly, out);
}

function printUse({ action, count, days, resources, isOpen, unlogged, ifSo }: ActionUse, out: Terminal): void {
  const arns = [...resources.keys()].map(readable);
  const about = [...arns.slice(0, 3), ...arns.length > 3 ? [`${arns.length - 3} more`] : [], ...isOpen && arns.length > 0 ? ['others that are not told'] : []];
  const notes = [
    ...unlogged > 0 ? [`${unlogged === count ? '' : `${unlogged} of them `}known from tool calls only`] : [],
    ...ifSo === undefined ? [] : [`perhaps needed: ${ifSo}`],
  ];
  const often = `${counted(count, 'time')} on ${counted(days, 'day')}${notes.length > 0 ? `, ${notes.join(', ')}` : ''}`;
  out.line([`${action}  `, styled('dim', often), ...about.length > 0 ? [` on ${about.join(', ')}`] : []], 4, 6);
}

function printProposal(proposal: Proposal, uses: PrincipalUse['uses'], { allowed, conditional, dependsOn, denied }: ProposalCheck, { days }: UsageReport, out: Terminal): void {
  const { leftOut, perhaps, widened, open, statements } = proposal;
  if (statements.length > 0) {
    out.line('Proposed for its agent:', 2);
    out.line();
    out.verbatim(`${JSON.stringify(policyOf(proposal), undefined, 2).replace(/^/gm, '    ')}\n`);
    out.line();
  }
  if (leftOut.length > 0) {
    out.line('Used, and not proposed, for the ready guardrails deny it to agents:', 2);
    leftOut.forEach(({ use: { action, count }, sets }) => out.line(`${action} (${counted(count, 'time')}): ${sets.join(', ')}`, 4, 6));
    out.line('A person does it directly, or a guardrail names what is the agents\' own: docs/guardrails.md#when-an-agent-is-stopped.', 2);
    out.line();
  }
  if (perhaps.length > 0) {
    out.line(`Not proposed, for only some such calls need it, and the events don't tell which: ${cut(perhaps.map(({ action }) => action))}.`, 2, 4);
  }
  const proposed = new Set(statements.flatMap(({ actions }) => actions));
  const rare = uses.filter((use) => use.days === 1 && use.by !== UseBy.DIRECT && proposed.has(use.action)).map(({ action }) => action);
  if (days > 1 && rare.length > 0) {
    out.line(`Seen on one of the ${days} days only: ${cut(rare)}.`, 2, 4);
  }
  if (widened.length > 0) {
    out.line(`Wider than what was seen: ${cut(widened)}.`, 2, 4);
  }
  if (open.length > 0) {
    out.line(`On any resource, for the events don't tell all that it was about: ${cut(open)}.`, 2, 4);
  }
  const more = conditional === 0 ? '' : ` It allows ${counted(conditional, 'request')} more where the rest allows them, too: it depends on ${cut(dependsOn)}.`;
  out.line(denied.length === 0 ? `Replayed over the same events: it allows ${counted(allowed, 'request')}, and denies none but what is said not to be proposed.${more}`
    : `Replayed over the same events, it would deny ${denied.map(({ action }) => action).join(', ')}: please report that.`, 2, 4);
}

function printUnused(heading: string, services: readonly UnusedService[] | undefined, out: Terminal): void {
  if (!services) {
    return;
  }
  const partly = services.filter(({ used, unused }) => used > 0 && unused.length > 0);
  const never = services.filter(({ used }) => used === 0);
  if (partly.length + never.length === 0) {
    out.line();
    out.line(`${heading}: ${services.length === 0 ? 'not told, for the policies that were given grant it nothing' : 'nothing'}.`, 2, 4);
    return;
  }
  const total = [...partly, ...never].reduce((sum, { unused }) => sum + unused.length, 0);
  out.line();
  out.line(`${heading}: ${counted(total, 'action')} of ${counted(partly.length + never.length, 'service')}.`, 2, 4);
  partly.forEach(({ service, granted, used, unused }) => out.line(`${service}: ${used} used of ${granted}; not ${cut(unused)}`, 4, 6));
  if (never.length > 0) {
    out.line(`nothing of ${cut(never.map(({ service, granted }) => `${service} (${granted})`))}`, 4, 6);
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function cut(all: readonly string[]): string {
  return `${all.slice(0, MOST).join(', ')}${all.length > MOST ? `, and ${all.length - MOST} more` : ''}`;
}
