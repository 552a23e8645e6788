import { removalProblem } from '../mcp/removed-actions';
import { formatValue } from '../private/format';
import { isToken } from '../private/tokens';

/**
 * The actions, each once.
 *
 * @throws if there is none, or one is a token, is not written as an IAM action, or has been removed by AWS; `factory` is what they were given to.
 */
export function validActions(factory: string, actions: string[]): string[] {
  if (actions.length === 0) {
    throw new Error(`ActionSet.${factory}() needs at least one action`);
  }
  for (const action of actions) {
    if (isToken(action)) {
      throw new Error(`ActionSet.${factory}() needs literal actions, got ${formatValue(action)}`);
    }
    if (typeof action !== 'string' || !/^[a-zA-Z0-9-]+:([a-zA-Z0-9-]+\*?|\*)$/.test(action)) {
      throw new Error(`${formatValue(action)} is not an IAM action for ActionSet.${factory}(): `
        + 'expected "service:Action", with a wildcard only at the end, such as "s3:DeleteObject" or "s3:Delete*"');
    }
    const problem = removalProblem(action);
    if (problem) {
      throw new Error(problem);
    }
  }
  return [...new Set(actions)];
}
