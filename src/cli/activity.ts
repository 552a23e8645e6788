import type { Command } from './command';
import { ExitCode } from './command';
import { readEvents } from './event-input';
import { writeReport } from './report';
import type { Terminal } from './terminal';
import { styled } from './terminal';
import { Activity } from '../activity/activity';
import { renderActivity } from '../activity/activity-html';
import type { ActivityReport, Calls } from '../activity/activity-report';

interface Found {
  readonly report: ActivityReport;
  /** The page to write, if one is asked for. */
  readonly page?: string;
}

/** Tells who used which server for what. */
export const activity: Command<Found, Found> = {
  about: 'Tells what agents did, from the events of CloudTrail: who used which MCP server, which tools and operations, what was denied, by day and by login.',
  takes: 'EVENTS...',
  options: [{
    heading: 'EVENTS are log files of CloudTrail, folders of them as S3 has them, and what aws cloudtrail lookup-events, EventBridge, CloudWatch Logs or Athena '
      + 'give; "-" or nothing for standard input.',
    options: [{ name: 'output', short: 'o', value: 'FILE', about: 'write a page for people, too: one file of HTML' }],
  }],
  examples: ['events/'],
  exitCodes: '0, 2 for bad input',
  input: async (args, context) => {
    const all = new Activity();
    await readEvents(args.files, context, (event) => all.take(event));
    return { report: all.end(), page: args.one('output') };
  },
  saysPart: ({ report }) => report.events > 0,
  run: (input) => input,
  print: {
    text: ({ report, page }, { out }) => {
      printActivity(report, out);
      if (page !== undefined) {
        out.line();
        out.line(writeReport(page, renderActivity(report)));
      }
    },
    json: ({ report, page }, _, { found }) => {
      if (page !== undefined) {
        writeReport(page, renderActivity(report));
      }
      return { version: 1, ...report, notRead: found.map(({ message }) => message) };
    },
  },
  exitCode: () => ExitCode.OK,
};

function printActivity(report: ActivityReport, out: Terminal): void {
  const { events, first, last, days, direct, throughServices, unlogged, principals, tools, operations, denied, byDay, sessions } = report;
  const when = first === undefined ? '' : `, ${first} to ${last}, on ${counted(days, 'day')}`;
  out.line(`${counted(events, 'event')}${when}: ${direct} direct, ${throughServices} of services for a caller.`);
  list('Who', principals.map((each) => `${each.principal} via ${each.server}: ${calls(each)}${each.services.length > 0 ? ` (${each.services.join(', ')})` : ''}`), out);
  list('Tools', tools.map(({ tool, server, count, principals: by }) => `${tool} of ${server}: ${count}, by ${counted(by, 'principal')}`), out);
  list('Operations', operations.map(({ operation, action, server, calls: count, denied: no }) =>
    `${operation}${action === undefined ? '' : ` (${action})`} via ${server}: ${count}${no > 0 ? `, ${no} denied` : ''}`), out);
  list('Denied', denied.map(({ principal, server, operation, count, last: time, eventId }) =>
    `${operation} of ${principal} via ${server}: ${count}, last ${time ?? 'at no known time'}${eventId === undefined ? '' : ` (event ${eventId})`}`), out);
  list('By day', byDay.map((each) => `${each.day}: ${calls(each)}`), out);
  list('Logins', sessions.map((each) => `${each.session} of ${each.principals.join(' and ')}: ${calls(each)}, ${each.directCalls} directly`), out);
  const notes = [
    ...unlogged === 0 ? [] : [`${counted(unlogged, 'call')} by tools ${unlogged === 1 ? 'has' : 'have'} no event: known from the tool's event only.`],
    ...principals.length > 0 ? [] : ['Nothing came through a server. Tools that make no call may leave no event: none is no proof that no agent was there.'],
  ];
  if (notes.length > 0) {
    out.line();
    notes.forEach((note) => out.line(note));
  }
}

const MOST = 15;

function list(title: string, lines: readonly string[], out: Terminal): void {
  if (lines.length > 0) {
    out.line();
    out.line(styled('bold', title));
    lines.slice(0, MOST).forEach((line) => out.line(line, 2, 4));
    if (lines.length > MOST) {
      out.line(`… and ${lines.length - MOST} more: --format json has them all.`, 2);
    }
  }
}

function calls({ toolCalls, calls: count, denied }: Calls): string {
  return `${counted(toolCalls, 'call')} of tools, ${count} of AWS${denied > 0 ? `, ${denied} denied` : ''}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
