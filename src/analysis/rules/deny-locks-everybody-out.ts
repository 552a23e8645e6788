import type { Rule } from './rule';
import { policyTypeOf } from '../../iam/policy-type-lookup';
import { lockOutProblem } from '../../mcp/lock-out';

export const DENY_LOCKS_EVERYBODY_OUT: Rule = {
  id: 'DenyLocksEverybodyOut',
  severity: 'error',
  explanation: 'A Deny of everything outside MCP hits people, pipelines and administrators too. In a policy of the organization or of an endpoint nobody gets in '
    + 'any more; in the policy of a resource nobody can change the policy again.',
  fix: 'Say whom it is about by a condition, such as ArnLike aws:PrincipalArn = "arn:aws:iam::*:role/agents/*", or exempt who may still.',

  checkStatement(statement, policy) {
    const problem = lockOutProblem(statement, policyTypeOf(policy));
    return problem === undefined ? [] : [problem];
  },
};
