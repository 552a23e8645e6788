import type { ActionBits } from '../access-report/action-bits';
import { addAll, isEmpty, without } from '../access-report/action-bits';
import type { ActionTable } from '../access-report/action-table';
import type { AttachedStatement, PrincipalStatements } from '../access-report/principal-access';
import type { ReportSubject } from '../access-report/report-types';

/** One side of a comparison of what is written. */
export interface WrittenSide {
  readonly principal: ReportSubject;
  readonly statements: PrincipalStatements;
  /** The conditions and mappings of its templates: of a statement that hangs on them, they are a part. */
  readonly definitions: string;
}

/** The actions of which the statements of both sides say something else, of any resource or under any condition. */
export function rewrittenActions(table: ActionTable, before: WrittenSide, after: WrittenSide, numberOf: (object: object) => number): ActionBits {
  const [old, fresh] = [before, after].map((side) => actionsByText(table, side, numberOf));
  if (before.statements.besides !== after.statements.besides) {
    return table.everything;
  }
  const rewritten = table.none();
  for (const key of new Set([...old.keys(), ...fresh.keys()])) {
    const [a, b] = [old.get(key) ?? table.none(), fresh.get(key) ?? table.none()];
    addAll(rewritten, without(a, b));
    addAll(rewritten, without(b, a));
  }
  return rewritten;
}

/** The actions of statements that say the same of them, by what they say. */
function actionsByText(table: ActionTable, side: WrittenSide, numberOf: (object: object) => number): Map<string, ActionBits> {
  const found = new Map<string, ActionBits>();
  for (const statement of side.statements.statements) {
    const key = textOf(statement, side, numberOf);
    const bits = found.get(key) ?? table.none();
    addAll(bits, statement.actions.may);
    found.set(key, bits);
  }
  return found;
}

function textOf(attached: AttachedStatement, { principal, definitions }: WrittenSide, numberOf: (object: object) => number): string {
  const { effect, limit, condition, conditional, resources, actions, statement: { resource, written } } = attached;
  const isOpen = effect === undefined || conditional || resources === 'unknown' || !isEmpty(without(actions.may, actions.sure));
  const asks = condition.readsPrincipal || (resource?.variables ?? []).length > 0;
  return JSON.stringify([
    effect, limit, resource?.negated, resource?.texts, numberOf(condition), conditional,
    asks && [principal.arn, principal.tags],
    isOpen && [written, definitions],
  ]);
}
