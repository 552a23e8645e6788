import type { Replayed } from './replayed';
import type { Terminal } from './terminal';
import { styled } from './terminal';
import type { ReplayedCalls, ReplayReport } from '../activity/replay-report';
import { hitsDirectCalls } from '../activity/replay-report';

/** What a replay found: what hits people and programs first. */
export function printReplay({ report, limits, isExpected }: Replayed, out: Terminal, err: Terminal): void {
  const { calls } = report;
  printEvents(report, out);
  if (limits) {
    out.line('The policies given have an Allow: they are taken to be all that the principals have.');
  }
  const denied = calls.filter(({ outcome }) => outcome === 'DENIED');
  const isForPeople = ({ origin }: ReplayedCalls) => origin !== 'SERVER';
  section('People and programs would be denied', denied.filter(isForPeople), out, 'nothing of what is judged');
  section('Agents would be denied', denied.filter((each) => !isForPeople(each)), out, 'nothing of what is judged');
  const open = calls.filter(({ outcome }) => outcome === 'NOT_DECIDED');
  section('Not decided, of people and programs', open.filter((each) => isForPeople(each) && !each.onlyForAgents), out);
  section('Not decided, of agents', open.filter((each) => !isForPeople(each) || each.onlyForAgents), out);
  section('Denied by the current policies, too, and it happened: they are not in force there', calls.filter(({ outcome }) => outcome === 'DENIED_BY_BOTH'), out);
  section('Was denied, and would no longer be by these policies', calls.filter(({ outcome }) => outcome === 'NO_LONGER_DENIED'), out);
  printNotJudged(report, out);
  if (isExpected && hitsDirectCalls(report)) {
    err.line('Expected no denials of direct calls: there are some, or it is not certain that there are none.');
  }
}

function printEvents(report: ReplayReport, out: Terminal): void {
  const { events, first, last, days, direct, throughServers, throughServices, toolCalls, duplicates, alreadyDenied, leftOut } = report;
  out.line(`${counted(events, 'event')}${first === undefined ? '' : `, ${first} to ${last}, on ${counted(days, 'day')}`}: ${[
    `${direct} of people and programs`, `${throughServers} through MCP servers`, `${throughServices} of services for a caller`, `${toolCalls} of tools`,
  ].join(', ')}.`);
  const others = [
    duplicates > 0 ? `${duplicates} are there twice` : undefined,
    alreadyDenied > 0 ? `${alreadyDenied} were denied already` : undefined,
    leftOut > 0 ? `${leftOut} are of other principals` : undefined,
  ].filter((each) => each !== undefined);
  if (others.length > 0) {
    out.line(`${others.join(', ')}: they are not judged.`);
  }
}

function section(title: string, calls: readonly ReplayedCalls[], out: Terminal, none?: string): void {
  if (calls.length === 0 && none === undefined) {
    return;
  }
  out.line();
  out.line(styled('bold', calls.length === 0 ? `${title}: ${none}.` : `${title}: ${counted(calls.reduce((sum, { count }) => sum + count, 0), 'call')}`));
  calls.slice(0, MOST).forEach((each) => printCalls(each, out));
  if (calls.length > MOST) {
    out.line(`… and ${calls.length - MOST} more groups: --format json has them all.`, 2);
  }
}

const MOST = 20;

function printCalls({ principal, origin, originName, count, first, last, actions, by, dependsOn, examples }: ReplayedCalls, out: Terminal): void {
  const from = origin === 'DIRECT' ? 'directly' : origin === 'SERVER' ? `via ${originName}` : `${originName ?? 'a service'} for them`;
  out.line([styled('bold', principal), ` ${from}, ${counted(count, 'call')}${first === undefined ? '' : first === last ? `, ${first}` : `, ${first} to ${last}`}`], 2, 4);
  out.line(actions.slice(0, MOST_ACTIONS).map((each) => `${each.action} (${each.count})`).join(', ') + (actions.length > MOST_ACTIONS ? ', …' : ''), 4);
  by.forEach((each) => out.line(`by ${each}`, 4));
  if (dependsOn.length > 0) {
    out.line(`hangs on ${dependsOn.join('; ')}`, 4);
  }
  const [{ time, operation, resource, region, eventId }] = examples;
  out.line(styled('dim', `such as ${[time, operation, resource, region === undefined ? undefined : `in ${region}`, eventId === undefined ? undefined : `(event ${eventId})`]
    .filter((each) => each !== undefined).join(' ')}`), 4);
}

const MOST_ACTIONS = 8;

/** What the events can't tell: without it, nothing found would say too much. */
function printNotJudged({ notJudged, unlogged, dataEvents, events }: ReplayReport, out: Terminal): void {
  const lines = [
    ...notJudged.length === 0 ? [] : [`${counted(notJudged.reduce((sum, { direct, throughServers }) => sum + direct + throughServers, 0), 'call')} of operations whose action is not known: ${
      notJudged.slice(0, MOST).map(({ operation, direct, throughServers }) => `${operation} (${direct + throughServers})`).join(', ')}${notJudged.length > MOST ? ', …' : ''}`],
    ...unlogged === 0 ? [] : [`${counted(unlogged, 'call')} by tools of which there is no event ${unlogged === 1 ? 'is' : 'are'} judged by the operation alone, without the resource`],
    ...dataEvents > 0 || events === 0 ? [] : ['there are no data events: what people and programs read and write in buckets, tables and queues is not in the log'],
    ...events > 0 ? [] : ['there is no event at all'],
  ];
  if (lines.length > 0) {
    out.line();
    out.line(styled('bold', 'Not judged'));
    lines.forEach((line) => out.line(`${line}.`, 2, 4));
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
