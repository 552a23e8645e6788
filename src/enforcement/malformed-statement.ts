import { PolicyDocument } from '../iam/document';
import { POLICY_TYPES } from '../iam/policy-kinds';
import { statementProblems } from '../iam/problems/statement-problems';

/**
 * What AWS would not take of a statement that has no principal yet; `undefined` if nothing. The CDK takes anything, and what it can't render it
 * leaves out.
 *
 * @param json as `toStatementJson()` gives it, with tokens
 */
export function malformedStatement(json: object): string | undefined {
  const [statement] = new PolicyDocument({ Version: '2012-10-17', Statement: json }).statements;
  return statementProblems(statement, POLICY_TYPES.IDENTITY_POLICY)[0]?.message;
}
