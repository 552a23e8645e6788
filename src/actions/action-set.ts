import { Token } from 'aws-cdk-lib';

/**
 * A set of IAM actions: what a guardrail is about.
 *
 * An action is written as in a policy, `service:Action`, and may end in a wildcard: `s3:Delete*`, `s3:*`. IAM takes no
 * wildcard in the service prefix, and elsewhere than at the end not in every policy type.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 *
 * @example
 * McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:DeleteObject', 'dynamodb:Delete*') });
 */
export class ActionSet {
  /** Every action of every service. */
  public static readonly ALL: ActionSet = new ActionSet(['*']);

  /**
   * The given actions. `*` alone stands for all.
   *
   * @throws if there is none, or one is not an IAM action.
   */
  public static of(...actions: string[]): ActionSet {
    return actions.includes('*') ? ActionSet.ALL : new ActionSet(validActions('of', actions));
  }

  /**
   * Every action but the given ones; those of services to come are in the set.
   *
   * @throws if there is none, or one is not an IAM action, or is `*`, which would leave nothing.
   */
  public static allExcept(...actions: string[]): ActionSet {
    return new ActionSet(undefined, validActions('allExcept', actions));
  }

  /** Exactly one of the two is set. */
  private constructor(private readonly actions?: string[], private readonly notActions?: string[]) {}

  /**
   * The set as the `Action` or `NotAction` element of a statement.
   *
   * @internal
   */
  public _elements(): { actions?: string[]; notActions?: string[] } {
    return this.actions ? { actions: [...this.actions] } : { notActions: [...this.notActions!] };
  }
}

function validActions(factory: string, actions: string[]): string[] {
  if (actions.length === 0) {
    throw new Error(`ActionSet.${factory}() needs at least one action`);
  }
  for (const action of actions) {
    if (Token.isUnresolved(action)) {
      throw new Error(`ActionSet.${factory}() needs literal actions, got the unresolved token ${action}`);
    }
    if (!/^[a-zA-Z0-9-]+:([a-zA-Z0-9]+\*?|\*)$/.test(action)) {
      throw new Error(`"${action}" is not an IAM action for ActionSet.${factory}(): `
        + 'expected "service:Action", with a wildcard only at the end, such as "s3:DeleteObject" or "s3:Delete*"');
    }
  }
  return [...new Set(actions)];
}
