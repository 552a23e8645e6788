import type { AccessDifference, PrincipalChange } from './difference';

/** The difference for programs: every action by name, changes that are alike once. */
export function differenceJson({ table, origins, changes, principals }: AccessDifference): object {
  const places = new Map<PrincipalChange['origins'], number>();
  const placeOf = (change: PrincipalChange['origins']) => places.get(change) ?? (places.set(change, places.size), places.size - 1);
  const told = changes.map(({ name, kind, is, origins: its, added, removed }) => ({
    name, kind, ...is && { is }, change: placeOf(its), ...added.length > 0 && { added }, ...removed.length > 0 && { removed },
  }));
  return {
    version: 1,
    actions: { source: table.version, total: table.total },
    origins,
    unchanged: principals - changes.length,
    principals: told,
    changes: [...places.keys()].map((its) => Object.fromEntries(Object.entries(its).map(([origin, change]) => (
      [origin, Object.fromEntries(Object.entries(change).map(([kind, bits]) => [kind, table.namesOf(bits)]))])))),
  };
}
