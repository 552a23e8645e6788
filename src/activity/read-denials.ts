import { AlikeRecords } from './alike-records';
import { authorizationDenials, isAuthorizationDetails } from './authorization-details';
import { decodedDenial, isDecodedMessage } from './decoded-message';
import type { Denial } from './denial';
import { denialsInMessage } from './denial-message';
import { EventDenials } from './event-denial';
import { EventReader } from './read-events';
import { isObject } from '../iam/value';

export interface ReadDenials {
  readonly denials: readonly Denial[];
  /** How many events there are, denied or not. */
  readonly events: number;
}

/** The denials that the input tells of, whatever it is: a message, a decoded one, IAM's authorization details, or events. None if it tells of none. */
export function readDenials(text: string): ReadDenials {
  if (/eventSource/i.test(text)) {
    const events = new EventDenials();
    const reader = new EventReader('', events.take, new AlikeRecords());
    reader.push(Buffer.from(text));
    reader.end();
    if (events.events > 0) {
      return { events: events.events, denials: events.denials() };
    }
  }
  return { events: 0, denials: denialsIn(text) };
}

function denialsIn(text: string): Denial[] {
  const value = parsed(text);
  if (value === undefined) {
    return denialsInMessage(text);
  }
  const decoded = isObject(value) && 'DecodedMessage' in value ? parsedDeep(value.DecodedMessage) : value;
  if (isDecodedMessage(decoded)) {
    return String(decoded.allowed) === 'true' ? [] : [decodedDenial(decoded)];
  }
  if (isAuthorizationDetails(value)) {
    return authorizationDenials(value);
  }
  return stringsIn(value).flatMap(denialsInMessage);
}

/** Every string that is somewhere in what was parsed. */
function stringsIn(value: unknown): string[] {
  return typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parsedDeep(value: unknown): unknown {
  return typeof value === 'string' ? parsed(value) : value;
}
