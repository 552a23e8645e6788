import type { ActionBits } from '../access-report/action-bits';
import { addAll, isEmpty, without } from '../access-report/action-bits';
import type { ActionTable } from '../access-report/action-table';
import type { AttachedStatement, JudgedAccess, PrincipalStatements } from '../access-report/principal-access';
import type { ReportSubject } from '../access-report/report-types';

/** One side of a comparison of what is written. */
export interface WrittenSide {
  readonly principal: ReportSubject;
  readonly statements: PrincipalStatements;
  readonly judged: readonly JudgedAccess[];
  /** The conditions and mappings of its templates: of a statement that hangs on them, they are a part. */
  readonly definitions: string;
}

/** By origin, the actions of which the statements of both sides say something else, of any resource or under any condition. */
export function rewrittenActions(
  table: ActionTable, before: WrittenSide, after: WrittenSide, numberOf: (object: object) => number,
): (origin: string) => ActionBits {
  if (before.statements.besides !== after.statements.besides) {
    return () => table.everything;
  }
  const known = new Map<string, ActionBits>();
  return (origin) => {
    const asked = [before, after].map((side) => statementsFrom(origin, side));
    const key = asked.map((acting) => acting.join()).join(' ');
    let rewritten = known.get(key);
    if (!rewritten) {
      known.set(key, rewritten = differing(table, [before, after].map((side, i) => actionsByText(table, side, asked[i], numberOf))));
    }
    return rewritten;
  };
}

/** Which statements apply to calls from an origin, or may. */
function statementsFrom(origin: string, { statements, judged }: WrittenSide): number[] {
  const contexts = judged.find(({ id }) => id === origin)!.parts.flatMap((part) => part.contexts);
  return statements.statements.flatMap((each, i) => (contexts.every((context) => statements.applies(each, context) === false) ? [] : [i]));
}

function differing(table: ActionTable, [old, fresh]: ReadonlyArray<ReadonlyMap<string, ActionBits>>): ActionBits {
  const rewritten = table.none();
  for (const key of new Set([...old.keys(), ...fresh.keys()])) {
    const [a, b] = [old.get(key) ?? table.none(), fresh.get(key) ?? table.none()];
    addAll(rewritten, without(a, b));
    addAll(rewritten, without(b, a));
  }
  return rewritten;
}

/** The actions of statements that say the same of them, by what they say. */
function actionsByText(
  table: ActionTable, side: WrittenSide, acting: readonly number[], numberOf: (object: object) => number,
): Map<string, ActionBits> {
  const found = new Map<string, ActionBits>();
  for (const i of acting) {
    const statement = side.statements.statements[i];
    const key = textOf(statement, side, numberOf);
    const bits = found.get(key) ?? table.none();
    addAll(bits, statement.actions.may);
    found.set(key, bits);
  }
  return found;
}

function textOf(attached: AttachedStatement, { principal, definitions }: WrittenSide, numberOf: (object: object) => number): string {
  const { effect, limit, condition, conditional, resources, actions, statement } = attached;
  const { resource, written } = statement!;
  const isOpen = effect === undefined || conditional || resources === 'unknown' || !isEmpty(without(actions.may, actions.sure));
  const asks = condition.readsPrincipal || (resource?.variables ?? []).length > 0;
  return JSON.stringify([
    effect, limit, resource?.negated, resource?.texts, numberOf(condition), conditional,
    asks && [principal.arn, principal.tags],
    isOpen && [written, definitions],
  ]);
}
