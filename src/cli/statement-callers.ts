import { besideWords } from './principal-words';
import type { OriginOutcome, StatementOrigins } from './statement-origins';
import { ConditionMatch } from '../mcp/evaluate-condition';

/** Somebody whose calls a statement applies to, as far as its condition can match. */
export interface Caller {
  readonly name: 'people' | 'agent sessions' | 'agents' | 'AWS services' | 'connecting';
  /** The same in a sentence. */
  readonly text: string;
  /** The condition keys that decide whether it applies. */
  readonly dependsOn: readonly string[];
}

/**
 * Whom the statement hits. AWS services are named where they reach further than who made them call, and connecting to a server where it is
 * not said with other direct calls.
 */
export function callersOf({ direct, sessions, servers, services: [forPeople, ...forAgents], connecting }: StatementOrigins): Caller[] {
  const people = direct.filter(isHit);
  const agents = servers.filter(isHit);
  const furtherForPeople = people.length === 0 ? [forPeople].filter(isHit) : [];
  const furtherForAgents = agents.length === 0 || furtherForPeople.length > 0 ? forAgents.filter(isHit) : [];
  const connections = people.length === 0 ? connecting.filter(isHit) : [];
  // With the keys kept it is the agent's call as much.
  const forWhom = furtherForPeople.length === 0 ? 'for agents if the MCP keys are lost'
    : furtherForAgents.length === 0 ? 'for people' : 'with the caller\'s credentials';
  return [
    caller('people', 'people', people),
    ...sessions.filter(isHit).map((session) => caller('agent sessions', session.origin, [session])),
    caller('agents', 'agents', agents),
    caller('AWS services', `what AWS services call ${forWhom}`, [...furtherForPeople, ...furtherForAgents]),
    caller('connecting', 'connecting to managed MCP servers', connections),
  ].flat();
}

/**
 * Whom it hits, in a sentence: what is certain first.
 *
 * @param words what it says of who calls, if that is known by name
 */
export function callersText(origins: StatementOrigins, words?: string): string {
  const callers = callersOf(origins).map((each) => ({ ...each, dependsOn: besideWords(each.dependsOn, words) }));
  if (callers.length === 0) {
    return 'nobody: its condition never matches';
  }
  const keys = new Set(callers.map(({ dependsOn }) => dependsOn.join(', ')));
  const depending = (on: string) => `depending on ${on}`;
  const texts = [...callers].sort((a, b) => Number(a.dependsOn.length > 0) - Number(b.dependsOn.length > 0))
    .map(({ text, dependsOn }) => (keys.size === 1 || dependsOn.length === 0 ? text : `${text} (${depending(dependsOn.join(', '))})`));
  const [only] = keys;
  return listed(texts) + (texts.length === 1 ? ' only' : '') + (keys.size === 1 && only !== '' ? `, ${depending(only)}` : '')
    + (words === undefined ? '' : `; ${words}`);
}

/** With a comma where a clause is in the list. */
function listed(texts: readonly string[]): string {
  const comma = texts.some((text) => /^(what|connecting) /.test(text)) ? ',' : '';
  return texts.length === 1 ? texts[0] : `${texts.slice(0, -1).join(', ')}${comma} and ${texts[texts.length - 1]}`;
}

function isHit({ match }: OriginOutcome): boolean {
  return match !== ConditionMatch.NEVER;
}

function caller(name: Caller['name'], text: string, outcomes: readonly OriginOutcome[]): Caller[] {
  return outcomes.length === 0 ? [] : [{ name, text, dependsOn: [...new Set(outcomes.flatMap(({ dependsOn }) => dependsOn))] }];
}
