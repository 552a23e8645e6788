import { formatValue } from '../private/format';

/**
 * The Sid, if it is one.
 *
 * @throws unless it is a literal of letters and digits, which is what every policy type takes.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
 */
export function validSid(sid: string): string {
  if (typeof sid !== 'string' || !/^[A-Za-z0-9]+$/.test(sid)) {
    throw new Error(`${formatValue(sid)} is not a statement's Sid: expected letters and digits only, as a literal`);
  }
  return sid;
}
