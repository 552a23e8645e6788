import type { TestCall } from './events';
import { event } from './events';
import type { LabeledEvent } from './labeled-events';
import { LABELED, WITHOUT_REQUEST } from './labeled-events';
import { eventOf } from '../../src/activity/event';
import type { EventRequests } from '../../src/activity/request-of-event';
import { requestsOf } from '../../src/activity/request-of-event';
import { readable } from '../../src/iam/unknown-text';

/** Where calls come from: each labeled event is made from each. */
const ORIGINS: ReadonlyArray<readonly [from: string, call: TestCall, kind: string, by: string | undefined, principal: string]> = [
  ['a person', { by: 'role/people/Developer' }, 'DIRECT', undefined, 'arn:aws:iam::111122223333:role/people/Developer'],
  ['the AWS MCP Server', { by: 'role/agents/Agent', via: 'aws-mcp.amazonaws.com' }, 'SERVER', 'aws-mcp.amazonaws.com', 'arn:aws:iam::111122223333:role/agents/Agent'],
  ['a service', { by: 'user/bot', via: 'cloudformation.amazonaws.com' }, 'SERVICE', 'cloudformation.amazonaws.com', 'arn:aws:iam::111122223333:user/bot'],
];

const EVENTS = LABELED.flatMap((labeled) => ORIGINS.map((from) => [labeled, from] as const));

/** The requests that a call makes for certain, as the labels have them. */
function certain({ requests, without }: EventRequests): string {
  return without ?? requests.filter(({ ifSo }) => ifSo === undefined)
    .map(({ action, resource }) => `${action} ${resource === undefined ? '?' : readable(resource)}`).sort().join(' + ');
}

function asked([source, name, parameters, , resources]: LabeledEvent, call: TestCall): EventRequests {
  const arns = resources?.map((ARN) => ({ ARN, accountId: '111122223333' }));
  return requestsOf(eventOf(event(`${source} ${name}`, { ...call, parameters, ...(arns && { resources: arns }) }))!);
}

test('there are more than 300 events, of more than 40 services, and from everywhere', () => {
  expect(EVENTS.length + WITHOUT_REQUEST.length).toBeGreaterThanOrEqual(300);
  expect(new Set(LABELED.map(([source]) => source)).size).toBeGreaterThanOrEqual(40);
});

test('the requests of all of them are right', () => {
  const wrong = EVENTS.flatMap(([labeled, [from, call, kind, by, principal]]) => {
    const [source, name, , requests] = labeled;
    const found = asked(labeled, call);
    const expected = requests.replace(/:R:/g, ':eu-west-1:').replace(/:A:/g, ':111122223333:').split(' + ').sort().join(' + ');
    const problems = [
      certain(found) === expected ? [] : [`${certain(found)}, not ${expected}`],
      found.origin.kind === kind && found.origin.by === by && found.principal.name === principal ? [] : ['the origin or the principal'],
      found.context['aws:RequestedRegion']?.[0] === 'eu-west-1' ? [] : ['the Region'],
      (kind === 'DIRECT') === ('aws:SourceIp' in found.context) ? [] : ['the address'],
    ].flat();
    return problems.map((each) => `${source} ${name} from ${from}: ${each}`);
  });
  expect(wrong).toEqual([]);
});

test.each(WITHOUT_REQUEST)('%s %s of type %s', (source, name, eventType, why) => {
  expect(requestsOf(eventOf(event(`${source} ${name}`, { more: { eventType } }))!).without).toBe(why);
});
