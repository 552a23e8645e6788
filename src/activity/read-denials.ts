import { authorizationDenials, isAuthorizationDetails } from './authorization-details';
import { decodedDenial, isDecodedMessage } from './decoded-message';
import type { Denial } from './denial';
import { denialsInMessage } from './denial-message';
import { isObject } from '../iam/value';

/** The denials that a text tells of, whatever it is: a message, a decoded one, IAM's authorization details, or events. None if it tells of none. */
export function denialsIn(text: string): Denial[] {
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
