import * as fs from 'fs';
import { CliError } from './cli-error';
import { readEvents } from './event-input';
import { STDIN } from './input';
import type { InputContext } from './read-input';
import { readTextFile, readTextStream } from './read-text';
import type { Denial } from '../activity/denial';
import { EventDenials } from '../activity/event-denial';
import { readDenials } from '../activity/read-denials';

/** Denials, and where they are from. */
export interface GivenDenials {
  /** The file, or what was given in its place. */
  readonly from: string;
  readonly denials: readonly Denial[];
}

/**
 * Reads what `why` is asked about: a message or what a command of the AWS CLI prints, as it is or in a file, or standard input.
 *
 * @throws CliError if it tells of no denial
 */
export async function givenDenials(given: string | undefined, context: InputContext, hint: string): Promise<GivenDenials> {
  const { stdin } = context;
  if (given === undefined && stdin.isTTY) {
    throw new CliError('nothing is given: expected an access-denied message, an event, or a file with one', hint);
  }
  const isFile = given !== undefined && given !== '-' && fs.existsSync(given);
  if (given !== undefined && given !== '-' && !isFile && !mayBeText(given)) {
    throw new CliError(`${given}: no such file, and no access-denied message`, hint);
  }
  const from = given === undefined || given === '-' ? STDIN : isFile ? given : 'the message';
  if (isFile && (fs.statSync(given!).isDirectory() || /\.gz$/i.test(given!))) {
    return { from, denials: await denialsInEvents(from, context, hint) };
  }
  const text = from === STDIN ? await readTextStream(STDIN, stdin) : isFile ? readTextFile(given!) : given!;
  const { denials, events } = readDenials(text);
  if (denials.length === 0 && events > 0) {
    throw noneDenied(from, events, hint);
  }
  if (denials.length === 0) {
    throw new CliError(`${from}: tells of no denied call: expected an access-denied message, a CloudTrail event of one, or what `
      + '"aws sts decode-authorization-message" or "aws iam-toolbox get-request-authorization-details" prints', hint);
  }
  return { from, denials };
}

/** Those of log files as they lie in a bucket. */
async function denialsInEvents(name: string, context: InputContext, hint: string): Promise<readonly Denial[]> {
  const events = new EventDenials();
  await readEvents([name], context, events.take);
  const denials = events.denials();
  if (denials.length === 0) {
    throw noneDenied(name, events.events, hint);
  }
  return denials;
}

function noneDenied(name: string, events: number, hint: string): CliError {
  return new CliError(`${name}: ${events === 1 ? 'its event was not denied' : `none of its ${events} events was denied`}`, hint);
}

/** What is no name of a file: several words, JSON, or what EC2 encodes. */
function mayBeText(given: string): boolean {
  return /\s/.test(given.trim()) || /^[{[]/.test(given) || given.length > 100;
}
