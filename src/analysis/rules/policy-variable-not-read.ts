import type { PolicyProblem, Rule } from './rule';
import { PolicyDocument } from '../../iam/document';
import { policyTypeOf } from '../../iam/policy-type-lookup';
import { isOpen } from '../../iam/value';
import { formatValue } from '../../private/format';

const VARIABLE = /\$\{[a-z0-9-]+:[^}]*\}/i;

export const POLICY_VARIABLE_NOT_READ: Rule = {
  id: 'PolicyVariableNotRead',
  severity: 'error',
  explanation: 'Policy variables are read since version 2012-10-17 of the policy language. Before, "${aws:username}" is just these characters.',
  fix: 'Write "Version": "2012-10-17".',

  readsResources: true,
  checkPolicy(policy) {
    const document = PolicyDocument.of(policy);
    if (policyTypeOf(policy).dialect || document.json.Version === '2012-10-17' || isOpen(document.json.Version)) {
      return [];
    }
    return document.possibleStatements.flatMap(({ resource, condition, path, readsVariables }): PolicyProblem[] => {
      if (readsVariables) {
        return [];
      }
      const texts = [...resource?.texts ?? [], ...condition.tests.flatMap(({ values }) => values)];
      const written = texts.find((text) => text !== undefined && VARIABLE.test(text));
      return written === undefined ? [] : [{ message: `${formatValue(VARIABLE.exec(written)![0])} is no policy variable in a policy without version 2012-10-17`, statement: path }];
    });
  },
};
