import { placeProblems } from './arn-places';
import type { PolicyProblem, Rule } from './rule';
import { arnParts } from '../../iam/arn';
import { PolicyDocument } from '../../iam/document';
import { policyTypeOf } from '../../iam/policy-type-lookup';
import { hasUnknownPart, readable } from '../../iam/unknown-text';
import { formatValue } from '../../private/format';

/**
 * The partitions.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
const PARTITION = /^aws(-cn|-us-gov|-eusc|-iso(-[a-z])?)?$/;

/** What a field of an ARN can't be, and why; AWS's own ARNs with wildcards in the partition are right, as in the policy of Security Lake's linked role. */
const FIELDS: ReadonlyArray<readonly [field: 1 | 2 | 3 | 4, wrong: (text: string) => boolean, message: (text: string) => string]> = [
  [1, (text) => !/[*?]/.test(text) && !PARTITION.test(text), (text) => `there is no partition ${formatValue(text)}: expected aws, aws-cn, aws-us-gov or another of AWS's`],
  [2, (text) => /[A-Z]/.test(text), (text) => `the service ${formatValue(text)} is not in lower case, and matches nothing: expected ${formatValue(text.toLowerCase())}`],
  [2, (text) => /[*?]/.test(text), (text) => `the service ${formatValue(text)} has a wildcard, which AWS does not take there: expected an ARN for each service`],
  [3, (text) => /^([A-Z]{2}-.*|[a-z]{2}-[a-z]+-\d[a-z]|[a-z]{2}-[a-z]+\d)$/.test(text), (text) => `there is no Region ${formatValue(text)}: expected one such as "eu-west-1"`],
  [4, (text) => /^[\d-]+$/.test(text) && !/^\d{12}$/.test(text), (text) => `${formatValue(text)} is no account: expected 12 digits`],
];

/**
 * They stand behind the fifth colon only.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
const VARIABLE = /\$\{[^}*?$]*\}/g;

export const INVALID_ARN: Rule = {
  id: 'InvalidArn',
  severity: 'error',
  explanation: 'No resource has such an ARN: an Allow on it allows nothing, a Deny blocks nothing.',
  fix: 'Write arn:partition:service:region:account:resource, such as "arn:aws:sqs:eu-west-1:111122223333:jobs", with "*" for any Region, account or resource.',

  readsResources: true,
  checkPolicy(policy) {
    const statements = policyTypeOf(policy).dialect ? [] : PolicyDocument.of(policy).possibleStatements;
    return statements.flatMap(({ resource, path, readsVariables }): PolicyProblem[] => (resource?.texts ?? [])
      .flatMap((text) => problemsOf(text, readsVariables).map((message) => ({ message: `${message}, in ${readable(text!)}`, statement: path }))));
  },
};

/** An ARN with nothing wrong in its fields. */
const USUAL = /^arn:aws:[a-z0-9-]+:([a-z]{2}-[a-z]+-\d)?:(\d{12})?:[^$]*$/s;

function problemsOf(text: string | undefined, variables: boolean): string[] {
  if (text !== undefined && USUAL.test(text)) {
    return placeProblems(arnParts(text)!);
  }
  const parts = text === undefined ? undefined : arnParts(variables ? text.replace(VARIABLE, '${}') : text);
  if (parts?.slice(0, 5).some((part) => part.includes('${}'))) {
    return ['a policy variable stands before the fifth colon, where AWS takes none: expected it in the last part only'];
  }
  return parts === undefined ? [] : [
    ...FIELDS.filter(([field, wrong]) => !hasUnknownPart(parts[field]) && wrong(parts[field])).map(([field, , message]) => message(parts[field])),
    ...placeProblems(parts),
  ];
}
