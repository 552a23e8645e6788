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
    if (typeof action !== 'string' || !/^[a-zA-Z0-9-]+:[a-zA-Z0-9*?-]+$/.test(action)) {
      throw new Error(`${formatValue(action)} is not an IAM action for ActionSet.${factory}(): `
        + 'expected "service:Action", with wildcards in the name only, such as "s3:DeleteObject" or "s3:Delete*"');
    }
    if (action.includes('?')) {
      throw new Error(`ActionSet.${factory}(): ${formatValue(action)} has a "?", which IAM takes in an action and the CDK does not: name the actions, or write "*"`);
    }
    if (factory === 'unlisted' && /\*./.test(action)) {
      throw new Error(`ActionSet.unlisted(): ${formatValue(action)} has a wildcard that is not at its end, and the table does not know which actions that means: name them`);
    }
    const problem = removalProblem(action);
    if (problem) {
      throw new Error(problem);
    }
  }
  return [...new Set(actions)];
}
