import { isOfKnownShape, isPlainObject } from './elements';
import type { PolicyProblem, Rule } from './rule';
import { isIntrinsic } from '../../iam/combine-conditions';
import { statementsOf } from '../../iam/policy';
import { hasUnknownPart } from '../../iam/unknown-text';
import { formatValue } from '../../private/format';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html */
const VERSIONS: unknown[] = ['2012-10-17', '2008-10-17'];

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export const INVALID_POLICY_DOCUMENT: Rule = {
  id: 'InvalidPolicyDocument',
  severity: 'error',
  explanation: 'AWS does not take a document that is not a policy: an object with a Version of the policy language and one or more statements.',
  fix: 'Write it as { "Version": "2012-10-17", "Statement": [{ … }] }.',

  checkPolicy(policy) {
    const { document } = policy;
    if (!isPlainObject(document) || !isOfKnownShape(policy)) {
      return [];
    }
    const problems: PolicyProblem[] = [];
    const { Version: version } = document;
    if (version !== undefined && !isIntrinsic(version) && !(typeof version === 'string' && hasUnknownPart(version)) && !VERSIONS.includes(version)) {
      problems.push({ message: `the Version is ${formatValue(version)}: expected "2012-10-17"` });
    }
    if (document.Statement === undefined) {
      problems.push({ message: 'the policy has no Statement' });
    }
    if (![document.Statement].flat().every(isPlainObject)) {
      problems.push(...statementsOf(document).filter(({ statement }) => !isPlainObject(statement) && !isIntrinsic(statement))
        .map(({ statement, path }) => ({ message: `the statement is ${formatValue(statement)}: expected an object`, statement: path })));
    }
    return problems;
  },
};
