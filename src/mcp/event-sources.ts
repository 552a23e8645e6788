import { SERVERS } from './servers';
import { wildcardMatcher } from '../iam/wildcard';
import { derivedFrom } from '../private/cache';

const matchersOf = derivedFrom((patterns: readonly string[]) => patterns.map(wildcardMatcher));

/** What events of tool calls have as their source: the service principal of their server, and what older ones have. */
export function eventSourcesOf(servicePrincipal: string): string[] {
  return [servicePrincipal, ...SERVERS.find((facts) => facts.servicePrincipal === servicePrincipal)?.olderEventSources ?? []];
}

/** The service principal of the server that an event of a tool call names as its source. */
export function serverOfSource(source: string): string {
  const older = SERVERS.find(({ olderEventSources: patterns }) => patterns && matchersOf(patterns).some((matches) => matches(source) === true));
  // What is said of one may be so of others.
  return older?.servicePrincipal ?? source.replace(/\.[a-z0-9-]+\.api\.aws$/, '.amazonaws.com');
}
