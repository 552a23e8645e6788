import { inlinePoliciesTooLarge } from './inline-policies-too-large';
import type { PolicyProblem, Rule } from './rule';
import { PolicyDocument } from '../../iam/document';
import { Operator } from '../../iam/operator';
import type { LocatedPolicy } from '../../iam/policy';
import { policyTypeOf } from '../../iam/policy-type-lookup';
import { WHOLE } from '../../iam/problems/document-problems';
import type { ProblemId } from '../../iam/problems/problem';
import { missingResource, resourceProblems } from '../../iam/problems/resource-problems';
import { statementProblems } from '../../iam/problems/statement-problems';
import type { Statement } from '../../iam/statement';
import type { Json } from '../../iam/value';
import { isObject } from '../../iam/value';

/** What AWS would refuse, as the table of policy types knows it: a rule for each kind of it. */
export const INVALID: readonly Rule[] = [
  rule('PolicyTooLarge',
    'AWS does not take a policy over the limits of its type, or inline policies that are together over that of their principal.',
    'Use whole-verb wildcards such as s3:Delete*, or divide it: McpServiceControlPolicy does. Move inline permissions to managed policies.'),
  rule('InvalidPolicyDocument',
    'AWS does not take a document that is not a policy: an object with a Version of the policy language and one or more statements.',
    'Write it as { "Version": "2012-10-17", "Statement": [{ … }] }.'),
  rule('InvalidStatement',
    'AWS does not take a statement without an Effect, without actions, with an element that IAM does not have, or with one and its opposite.',
    'A statement has an Effect, "Allow" or "Deny", and either Action or NotAction. What else it has is Sid, Principal, Resource and Condition.'),
  rule('InvalidAction',
    'An action is written "service:Action", or "*" for all. IAM takes no wildcard in the service.',
    'List the services: "s3:Delete*", "dynamodb:Delete*".'),
  rule('InvalidSid',
    'In a policy of IAM or of the organization a Sid has only letters and digits (A–Z, a–z, 0–9), and no other statement of the policy has it.',
    'Rename it.'),
  rule('InvalidPrincipalElement',
    'A policy of a resource says in Principal whom it is about. One that is attached to principals or accounts can\'t: it is about those.',
    'Add or remove the Principal; what is attached to accounts narrows itself down by conditions on aws:PrincipalArn.'),
  rule('InvalidResourceElement',
    'A statement says in Resource or NotResource what it is about, by ARNs. Only a role\'s trust policy can\'t: it is about the role.',
    'Add "Resource": "*", or in a trust policy remove the Resource.'),
  rule('InvalidCondition',
    'AWS does not take a condition that is not written { "Operator": { "key": "value" } }, with an operator that there is.',
    'Write it as { "Bool": { "aws:ViaAWSMCPService": "true" } } or { "StringEquals": { "aws:CalledViaAWSMCP": "aws-mcp.amazonaws.com" } }.'),
  rule('InvalidResourceControlPolicy',
    'AWS takes a resource control policy only if every statement denies, names the Principal "*", and lists actions of services that RCPs support.',
    'Write "Effect": "Deny", "Principal": "*" and an Action such as "s3:*"; whom it is about is said by conditions.'),
];

function rule(id: ProblemId, explanation: string, fix: string): Rule {
  return {
    id,
    severity: 'error',
    explanation,
    fix,
    ...(id === 'InvalidCondition' && { repair: repairOperatorName }),
    ...(id === 'PolicyTooLarge' && { checkPrincipal: inlinePoliciesTooLarge }),
    ...((id === 'PolicyTooLarge' || id === 'InvalidResourceElement') && { readsResources: true as const }),
    ...(id === 'InvalidResourceElement' ? { checkPolicy: resourceProblemsOf } : {
      checkStatement: (statement, policy) => statementProblems(statement, policyTypeOf(policy))
        .filter((each) => each.id === id).map(({ message }) => message),
      ...(Object.hasOwn(WHOLE, id) && {
        checkPolicy: (policy: LocatedPolicy) => WHOLE[id]!(PolicyDocument.of(policy), policyTypeOf(policy))
          .map(({ message, path }) => ({ message, ...(path !== undefined && { statement: path }) })),
      }),
    }),
  };
}

/** Of each statement: what its Resource says is not among what makes two statements alike. */
function resourceProblemsOf(policy: LocatedPolicy): PolicyProblem[] {
  const type = policyTypeOf(policy);
  return type.dialect ? [] : PolicyDocument.of(policy).possibleStatements
    .flatMap((statement) => [...missingResource(statement, type), ...resourceProblems(statement, type)]
      .map((message) => ({ message, statement: statement.path })));
}

/** The statement with its first operator that there is not spelled as the one that it must be. */
function repairOperatorName({ json }: Statement): Json[] | undefined {
  const { Condition: block } = json;
  const written = isObject(block) ? Object.keys(block).find((each) => Operator.named(each) === undefined) : undefined;
  const meant = written === undefined ? undefined : Operator.meant(written);
  return meant === undefined || Object.keys(block).some((each) => Operator.named(each)?.toString() === meant) ? undefined
    : [{ ...json, Condition: Object.fromEntries(Object.entries(block).map(([each, keys]) => [each === written ? meant : each, keys])) }];
}
