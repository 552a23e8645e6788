import type { Denial, ToldOrigin } from './denial';
import { DenialSource } from './denial';
import { denialsInMessage } from './denial-message';
import type { CloudTrailEvent } from './event';
import { isDenied } from './event';
import type { EventOrigin } from './event-origin';
import type { EventRequest } from './request-of-event';
import { requestsOf } from './request-of-event';

/** The denials that events tell of: of those that are alike one, with how many there are. */
export class EventDenials {
  /** How many events there are, denied or not. */
  public events = 0;
  private readonly found = new Map<string, { readonly denial: Denial; times: string[]; count: number }>();

  public readonly take = (event: CloudTrailEvent): void => {
    this.events += 1;
    for (const denial of denialsOf(event)) {
      const { principal, action, resource, effect, policies, origin } = denial;
      const key = JSON.stringify([principal, action ?? denial.operation, resource, effect, policies, origin?.name]);
      const known = this.found.get(key) ?? { denial, times: [], count: 0 };
      known.count += 1;
      known.times = [...known.times, ...event.time === undefined ? [] : [event.time]].sort().filter((_, i, all) => i === 0 || i === all.length - 1);
      this.found.set(key, known);
    }
  };

  public denials(): Denial[] {
    return [...this.found.values()].map(({ denial, times: [first, last = first], count }) => (count === 1 ? denial
      : { ...denial, notes: [`${count} events are alike${first === undefined ? '' : `, from ${first} to ${last}`}`, ...denial.notes] }));
  }
}

/** What an event tells of its denial: one for each action that may have been denied, if the event does not say which. */
function denialsOf(event: CloudTrailEvent): Denial[] {
  if (!isDenied(event)) {
    return [];
  }
  const { principal, origin, requests, context, mayBeAbsent } = requestsOf(event);
  const known = Object.fromEntries(Object.entries(context).filter(([key]) => !mayBeAbsent.includes(key)));
  const [told] = denialsInMessage(event.errorMessage ?? '');
  const common = {
    ...told ?? { policies: [] },
    source: DenialSource.EVENT,
    principal: principal.name ?? told?.principal,
    region: event.region ?? told?.region,
    operation: event.name,
    origin: toldOrigin(origin),
    notes: noteOn(origin),
  };
  const of = (request: EventRequest | undefined, notes: readonly string[] = []): Denial => ({
    ...common,
    action: told?.action ?? request?.action,
    resource: told?.resource ?? request?.resource,
    ...(request?.resourceAccount !== undefined && { resourceAccount: request.resourceAccount }),
    context: { ...known, ...request?.context },
    notes: [...common.notes, ...notes],
  });
  if (told?.action !== undefined) {
    const same = requests.filter(({ action }) => action.toLowerCase() === told.action!.toLowerCase());
    return [of(same.find(({ resource }) => resource === told.resource) ?? (told.resource === undefined ? same[0] : undefined))];
  }
  const needed = requests.filter(({ ifSo }) => ifSo === undefined);
  return needed.length === 0 ? [of(undefined, ['which action the operation needs is not known'])]
    : needed.map((request) => of(request, needed.length === 1 ? [] : [`the operation needs ${needed.length} permissions, and the event does not say which was denied`]));
}

function toldOrigin(origin: EventOrigin): ToldOrigin {
  const { kind, by } = origin;
  return { ...origin, name: kind === 'DIRECT' ? 'direct' : kind === 'SERVER' ? by! : 'an AWS service' };
}

/** A second hop overwrites who called. */
function noteOn({ kind, by }: EventOrigin): string[] {
  return kind === 'SERVICE' ? [`${by ?? 'an AWS service'} called with the caller's credentials; whether an agent made it do so, the event does not tell`] : [];
}
