import { listed } from './listed';
import { isServer } from './report-origins';
import type { AccessReport } from './report-types';
import { sha256 } from '../../private/sha256';

/** Origins that are alike for everybody. */
export interface Column {
  readonly title: string;
  /** The same for a line. */
  readonly short: string;
  /** Whether all of them come through servers. */
  readonly isOfServers: boolean;
  /** The id of one of them. */
  readonly origin: string;
  /** Of other servers: the names of those that the report knows. */
  readonly servers?: readonly string[];
}

/** The origins, those that are alike for all principals and guardrails in one column; servers that no policy tells apart come last. */
export function columnsOf({ origins, principals, guardrails }: AccessReport): Column[] {
  const alike = new Map<string, Array<typeof origins[number]>>();
  // Principals that are alike share them, and so do guardrails.
  const told = [
    new Set(principals.map(({ access }) => access)),
    new Set(principals.flatMap(({ guardrails: effects }) => effects.map((effect) => effect.origins))),
    new Set(guardrails.map(({ effects }) => effects)),
  ].map((each) => [...each] as ReadonlyArray<{ readonly [origin: string]: unknown }>);
  for (const origin of origins) {
    const key = sha256(JSON.stringify(told.map((each) => each.map((byOrigin) => byOrigin[origin.id]))));
    alike.set(key, [...alike.get(key) ?? [], origin]);
  }
  const { id: other } = origins[origins.length - 1];
  const last = (group: ReadonlyArray<{ id: string }>) => Number(group.some(({ id }) => id === other) && isServer(group[0]));
  return [...alike.values()].sort((a, b) => last(a) - last(b)).map((group) => {
    const [through, callers] = [group.filter(isServer), group.filter((origin) => !isServer(origin)).map(({ name }) => name)];
    const names = through.filter(({ id }) => id !== other).map(({ name }) => name);
    const servers = through.length === origins.filter(isServer).length ? 'any MCP server'
      : last(group) ? 'other servers' : listed([...names, ...through.length > names.length ? ['others'] : []]);
    const title = [...callers, ...through.length > 0 ? [`via ${servers}`] : []].join(' and ');
    return {
      title: title.charAt(0).toUpperCase() + title.slice(1),
      short: [...callers, ...through.length > 0 ? [servers] : []].join(', '),
      isOfServers: callers.length === 0,
      origin: group[0].id,
      ...(servers === 'other servers' && names.length > 0 && { servers: names }),
    };
  });
}
