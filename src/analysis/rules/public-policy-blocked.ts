import type { PolicyProblem, Rule } from './rule';
import { PolicyDocument } from '../../iam/document';

export const PUBLIC_POLICY_BLOCKED: Rule = {
  id: 'PublicPolicyBlocked',
  severity: 'error',
  explanation: 'The bucket or the secret blocks policies that give access to everybody: AWS refuses such a policy, with all that it holds, guardrails too.',
  fix: 'Name in Principal whom it allows, or tell them apart by a condition such as StringEquals aws:PrincipalOrgID.',

  checkPolicy(policy) {
    return !policy.blocksPublic ? [] : PolicyDocument.of(policy).possibleStatements
      .filter(({ effect, principal, condition }) => effect === 'Allow' && principal?.isEverybody && condition.tests.length === 0)
      .map(({ action, path }): PolicyProblem => ({ statement: path, message: `allows ${action ?? 'nothing'} to everybody, where public policies are blocked` }));
  },
};
