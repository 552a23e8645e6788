import * as fs from 'fs';
import { aboutInput, CliError } from './cli-error';
import { STDIN } from './input';
import type { InputContext } from './read-input';
import { readTextFile, readTextStream } from './read-text';
import type { Denial } from '../activity/denial';
import { denialsIn } from '../activity/read-denials';

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
export async function readDenials(given: string | undefined, { stdin }: InputContext, hint: string): Promise<GivenDenials> {
  if (given === undefined && stdin.isTTY) {
    throw new CliError('nothing is given: expected an access-denied message, an event, or a file with one', hint);
  }
  const isFile = given !== undefined && given !== '-' && fs.existsSync(given);
  if (given !== undefined && given !== '-' && !isFile && !mayBeText(given)) {
    throw new CliError(`${given}: no such file, and no access-denied message`, hint);
  }
  const from = given === undefined || given === '-' ? STDIN : isFile ? given : 'the message';
  const text = from === STDIN ? await readTextStream(STDIN, stdin) : isFile ? readTextFile(given!) : given!;
  const denials = aboutInput(from, () => denialsIn(text));
  if (denials.length === 0) {
    throw new CliError(`${from}: tells of no denied call: expected an access-denied message, a CloudTrail event of one, or what `
      + '"aws sts decode-authorization-message" or "aws iam-toolbox get-request-authorization-details" prints', hint);
  }
  return { from, denials };
}

/** What is no name of a file: several words, JSON, or what EC2 encodes. */
function mayBeText(given: string): boolean {
  return /\s/.test(given.trim()) || /^[{[]/.test(given) || given.length > 100;
}
