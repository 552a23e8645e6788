import type { LocatedFinding } from './findings';
import { fingerprint } from './fingerprint';
import { pathIn } from './input';

/** A finding as programs read it: docs/schemas/check.schema.json. */
export function findingToJson(located: LocatedFinding): object {
  const { finding: { rule, message, place, statement: path }, file, line, statement, severity, note } = located;
  return {
    rule: rule.id,
    severity,
    message,
    fix: rule.fix,
    file: place.file,
    statement,
    line,
    ...(place.logicalId !== undefined && { logicalId: place.logicalId }),
    ...(place.constructPath !== undefined && { constructPath: place.constructPath }),
    path: pathIn(file, place, path).join('/'),
    fingerprint: fingerprint(located),
    ...(note !== undefined && { note }),
  };
}
