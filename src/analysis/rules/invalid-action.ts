import { isOfKnownShape, knownTexts } from './elements';
import type { Rule } from './rule';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
export const INVALID_ACTION: Rule = {
  id: 'InvalidAction',
  severity: 'error',
  explanation: 'An action is written "service:Action", or "*" for all. IAM takes no wildcard in the service.',
  fix: 'List the services: "s3:Delete*", "dynamodb:Delete*".',

  checkStatement(statement, policy) {
    if (!isOfKnownShape(policy)) {
      return [];
    }
    return [...knownTexts(statement.Action), ...knownTexts(statement.NotAction)].filter((action) => !/^(\*+(:\*+)?|[^*?:]+:.+)$/s.test(action))
      .map((action) => `"${action}" ${/^[^:]*[*?][^:]*:/.test(action) ? 'has a wildcard in the service, which IAM does not take' : 'is not an action: expected "service:Action"'}`);
  },
};
