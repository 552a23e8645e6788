import type { AccessReport } from './report-types';

/** Origins that are alike for everybody. */
export interface Column {
  readonly title: string;
  /** The same for a line. */
  readonly short: string;
  /** Whether direct calls are among them. */
  readonly isDirect: boolean;
  /** The id of one of them. */
  readonly origin: string;
  /** Of other servers: the names of those that the report knows. */
  readonly servers?: readonly string[];
}

/** The origins, those that are alike for all principals and guardrails in one column; servers that no policy tells apart come last. */
export function columnsOf({ origins, principals, guardrails }: AccessReport): Column[] {
  const alike = new Map<string, Array<typeof origins[number]>>();
  for (const origin of origins) {
    const key = JSON.stringify([
      // Principals that are alike share them.
      [...new Set(principals.map(({ access }) => access))].map((access) => access[origin.id]),
      [...new Set(principals.flatMap(({ guardrails: effects }) => effects.map((effect) => effect.origins)))].map((effects) => effects[origin.id]),
      guardrails.map(({ effects }) => effects[origin.id]),
    ]);
    alike.set(key, [...alike.get(key) ?? [], origin]);
  }
  const { id: other } = origins[origins.length - 1];
  const last = (group: ReadonlyArray<{ id: string }>) => Number(group.some(({ id }) => id === other) && group[0].id !== 'direct');
  return [...alike.values()].sort((a, b) => last(a) - last(b)).map((group) => {
    const names = group.filter(({ id }) => id !== 'direct' && id !== other).map(({ name }) => name);
    const servers = group.filter(({ id }) => id !== 'direct').length === origins.length - 1 ? 'any MCP server'
      : last(group) ? 'other servers' : new Intl.ListFormat('en').format([...names, ...group.some(({ id }) => id === other) ? ['others'] : []]);
    const direct = group[0].id === 'direct';
    return {
      title: direct ? `Direct${group.length > 1 ? ` and via ${servers}` : ''}` : `Via ${servers}`,
      short: direct ? `direct${group.length > 1 ? `, ${servers}` : ''}` : servers,
      isDirect: direct,
      origin: group[0].id,
      ...(servers === 'other servers' && names.length > 0 && { servers: names }),
    };
  });
}
