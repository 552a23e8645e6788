import type { StatementJson } from './pack-statements';
import { statementsOf } from './rendered-resource';
import type { ActionSet } from '../actions/action-set';
import { coreActions } from '../actions/baseline-core';
import { fullActions, fullKmsActions } from '../actions/baseline-full';
import { overLimit } from '../iam/policy-size';
import type { PolicyType } from '../iam/policy-type';
import type { Json } from '../iam/value';
import { itemsOf } from '../iam/value';

/** What to do, if the documents are too large for the whole baseline that is in them: that its least grade fits, where it does; tried. */
export function smallerGrade(documents: readonly unknown[], type: PolicyType): string {
  const written = (set: ActionSet) => set._elements().actions!;
  const full = { rest: written(fullActions()), ofServices: written(fullKmsActions()) };
  const core = { rest: written(coreActions()), ofServices: [] };
  let found = false;
  const smaller = (statement: StatementJson): StatementJson[] => {
    const has = new Set(itemsOf(statement.Action));
    const replaced = (before: readonly string[], after: readonly string[]) => {
      if (!before.every((action) => has.has(action))) {
        return [statement];
      }
      found = true;
      const actions = [...[...has].filter((action) => !before.includes(action as string)), ...after];
      return actions.length === 0 ? [] : [{ ...statement, Action: actions }];
    };
    return has.has(full.rest[0]) ? replaced(full.rest, core.rest) : replaced(full.ofServices, core.ofServices);
  };
  const others = (documents as readonly Json[]).map((document) => (
    { ...document, Statement: (statementsOf(document) as StatementJson[]).flatMap(smaller) }));
  return found && overLimit(others, type) === undefined ? '. With grade: BaselineGrade.CORE the baseline fits' : '';
}
