import * as path from 'path';
import { AlikeRecords } from '../../src/activity/alike-records';
import { readEventFileSync } from '../../src/activity/event-files';
import { downstreamRequests, requestsOf } from '../../src/activity/request-of-event';
import { readable } from '../../src/iam/unknown-text';

/** What an event asks, in a few lines. */
function asked(file: string): string[] {
  const lines: string[] = [];
  expect(readEventFileSync(path.join(__dirname, 'shared-events', file), (event) => {
    const all = [requestsOf(event), ...event.toolCall?.downstream.map((each) => downstreamRequests(event, each)) ?? []];
    lines.push(...all.flatMap(({ principal, origin, requests, without, context }, i) => [
      `${event.time!.slice(8, 16)} ${i === 0 ? `${event.source.split('.')[0]} ${event.name}` : event.toolCall!.downstream[i - 1].apiName} ${origin.by ?? origin.kind} ${principal.label.split(':').pop()} ${JSON.stringify(context)}`,
      ...requests.map(({ action, resource, ifSo, context: own }) => `  ${action} ${readable(resource ?? 'any')}${ifSo === undefined ? '' : `, ${ifSo}`}${Object.keys(own).length === 0 ? '' : ` ${JSON.stringify(own)}`}`),
      ...without ? [`  ${without}`] : [],
    ]));
  }, new AlikeRecords())).toEqual([]);
  return lines;
}

test.each(['cloudtrail-log-file.json', 'more-shapes.json'])('the requests of %s', (file) => {
  expect(asked(file).join('\n')).toMatchSnapshot();
});
