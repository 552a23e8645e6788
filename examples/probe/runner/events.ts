import { assumeRole, lookupEvents } from './calls';
import type { Deployed } from './calls';
import { credentialsIn } from './channels';
import { Redaction } from './redact';
import type { Credentials } from './sign';
import type { Wire } from './wire';
import { call } from './wire';
import { CONTROLS } from '../table/controls';
import { nameOf } from '../table/question';
import { QUESTIONS } from '../table/questions';

const NAMES: ReadonlySet<string> = new Set([
  ...Object.values(CONTROLS), ...QUESTIONS.flatMap((question) => Object.keys(question.answers).map((answer) => nameOf(question, answer))),
]);

interface OwnEvents {
  readonly events: readonly object[];
  /** The names of what was left out of them. */
  readonly unknown: readonly string[];
}

/** The events of a session as they can be shown to anybody. */
export async function ownEvents(session: string, deployed: Deployed, credentials: Credentials, wire: Wire): Promise<OwnEvents> {
  const { outcome, body } = await call(assumeRole(deployed.roleArn, 'mcp-probe-events'), credentials, wire);
  const role = credentialsIn(body);
  if (outcome.kind !== 'allowed' || role === undefined) {
    throw new Error(`the role can't be assumed: ${outcome.kind === 'failed' ? outcome.why : 'it is denied'}`);
  }
  const found: Array<{ readonly [name: string]: unknown }> = [];
  let page: string | undefined;
  do {
    const answer = await call(lookupEvents(session, page), role, wire);
    if (answer.outcome.kind !== 'allowed') {
      throw new Error(`the events can't be read: ${answer.outcome.kind === 'failed' ? answer.outcome.why : 'it is denied'}`);
    }
    const { Events: events = [], NextToken: next } = JSON.parse(answer.body);
    found.push(...events.map(({ CloudTrailEvent: event }: { CloudTrailEvent: string }) => JSON.parse(event)));
    page = next;
    // CloudTrail takes two of these calls in a second.
    await new Promise((resolve) => setTimeout(resolve, page === undefined ? 0 : 600));
  } while (page !== undefined);
  const redaction = new Redaction(found, NAMES);
  return { events: redaction.redacted(), unknown: redaction.unknown };
}
