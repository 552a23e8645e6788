import type { aws_iam as iam } from 'aws-cdk-lib';
import { PolicyDocument } from '../iam/document';
import { POLICY_TYPES } from '../iam/policy-kinds';
import type { PolicyType } from '../iam/policy-type';
import { statementProblems } from '../iam/problems/statement-problems';
import { wildcardProblems } from '../iam/problems/wildcard-problems';
import type { Statement } from '../iam/statement';

/** A statement of the CDK as everything reads policies. */
export function parsedStatement(statement: iam.PolicyStatement): Statement {
  return new PolicyDocument({ Version: '2012-10-17', Statement: statement.toStatementJson() }).statements[0];
}

/**
 * What AWS would not take of a statement that has no principal yet; `undefined` if nothing. The CDK takes anything, and what it can't render it
 * leaves out.
 *
 * @param type where it is to live
 */
export function malformedStatement(statement: Statement, type: PolicyType): string | undefined {
  if (type.resource === 'needed' && !statement.resource) {
    return `has no resources, which a ${type.name} needs`;
  }
  // What comes later is no part of it yet, such as the Principal of a bucket policy.
  return statementProblems(statement, type.principal === 'none' ? type : POLICY_TYPES.IDENTITY_POLICY)[0]?.message
    ?? wildcardProblems(statement, type)[0];
}
