import type { PolicyProblem, Rule } from './rule';
import { PolicyDocument } from '../../iam/document';
import { PolicyKind } from '../../iam/policy';
import type { Statement } from '../../iam/statement';

export const PASS_ROLE_TOO_BROAD: Rule = {
  id: 'PassRoleTooBroad',
  severity: 'warning',
  explanation: 'Who can pass any role to a service has that service do what the role may: also what it may not do itself.',
  fix: 'Name the roles in Resource, or the service in { "StringEquals": { "iam:PassedToService": "ecs-tasks.amazonaws.com" } }.',

  readsResources: true,
  checkPolicy: (policy) => (policy.kind !== PolicyKind.IDENTITY ? [] : PolicyDocument.of(policy).possibleStatements
    .filter(passesAnyRole).map(({ action, resource, path }): PolicyProblem => ({
      message: `allows ${action} on ${resource!.negated ? 'all but some resources' : 'every role'}, and so iam:PassRole, to any service`, statement: path,
    }))),
};

/** All actions on everything are what an administrator has: that is meant, and no role could be named. */
function passesAnyRole(statement: Statement): boolean {
  const { effect, action, resource } = statement;
  return effect === 'Allow' && resource !== undefined
    && (resource.negated || resource.texts.some((text) => text !== undefined && /^(\*+|arn:[^:]*:iam:[^:]*:[^:]*:(\*|role\/\*))$/.test(text)))
    && action?.matches('iam:passrole') === true && !(resource.hasStar && action.isAboutAll && !action.negated)
    && statement.condition.testsOf('iam:PassedToService').length === 0;
}
