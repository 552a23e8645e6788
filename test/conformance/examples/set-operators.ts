import type { AwsExample } from './example';
import { allow, conditionExamples, deny, examples, PAGES, policy, SESSION } from './example';

const KEYS = 'aws:TagKeys';
const TAG = 'aws:RequestTag/environment';
const PATHS = 'aws:PrincipalOrgPaths';
const PARENT = 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-22222222/';
const ATTRIBUTES = 'dynamodb:Attributes';
const GENERATING = 'logs:LogGeneratingResourceArns';
const THREAD = 'arn:aws:dynamodb:us-east-1:111122223333:table/Thread';
const DEPARTMENT = 'aws:PrincipalTag/department';
const JOB = 'aws:PrincipalTag/role';

const account = '222222222222';
const user = (name: string) => `arn:aws:iam::${account}:user/${name}`;
const attributes = (action: string, ...values: string[]) => ({ principal: SESSION, action, resource: THREAD, context: { [ATTRIBUTES]: values } });

/** Several keys, and keys or conditions with several values. */
export const SET_OPERATOR_EXAMPLES: AwsExample[] = [
  ...conditionExamples(PAGES.setOperators, 'ForAllValues with Null', {
    condition: { 'ForAllValues:StringEquals': { [KEYS]: ['environment', 'cost-center'] }, 'Null': { [KEYS]: 'false' } }, action: 'ec2:DeleteTags',
  },
  ['one', { [KEYS]: ['environment'] }, 'match'],
  ['the other', { [KEYS]: ['cost-center'] }, 'match'],
  ['both', { [KEYS]: ['environment', 'cost-center'] }, 'match'],
  ['one that is not in the list', { [KEYS]: ['environment', 'dept'] }, 'no match'],
  ['no key', { [KEYS]: [] }, 'no match']),
  ...conditionExamples(PAGES.setOperators, 'ForAllValues', {
    condition: { 'ForAllValues:StringEquals': { [KEYS]: ['environment'] } }, action: 'ec2:DeleteTags',
  },
  ['no key', { [KEYS]: [] }, 'match']),
  ...conditionExamples(PAGES.setOperators, 'ForAnyValue', {
    condition: { 'ForAnyValue:StringEquals': { [KEYS]: ['environment', 'cost-center'] } }, action: 'ec2:DeleteTags',
  },
  ['one', { [KEYS]: ['environment'] }, 'match'],
  ['the other', { [KEYS]: ['cost-center'] }, 'match'],
  ['both', { [KEYS]: ['environment', 'cost-center'] }, 'match'],
  ['one that is not in the list', { [KEYS]: ['environment', 'dept'] }, 'match'],
  ['only one that is not', { [KEYS]: ['dept'] }, 'no match'],
  ['no key', { [KEYS]: [] }, 'no match']),
  ...conditionExamples(PAGES.setOperators, 'ForAnyValue in a Deny', {
    condition: { 'ForAnyValue:StringEquals': { [KEYS]: ['environment', 'cost-center'] } }, action: 'ec2:DeleteTags', effect: 'Deny',
  },
  ['one of the list', { [KEYS]: ['dept', 'cost-center'] }, 'match'],
  ['no key', { [KEYS]: [] }, 'no match']),
  ...conditionExamples(PAGES.operators, 'ForAllValues:StringNotEquals', { condition: { 'ForAllValues:StringNotEquals': { [KEYS]: ['a', 'b'] } } },
    ['none of the list', { [KEYS]: ['c', 'd'] }, 'match'],
    ['one of the list', { [KEYS]: ['c', 'a'] }, 'no match'],
    ['no key', { [KEYS]: [] }, 'match']),
  ...conditionExamples(PAGES.operators, 'ForAnyValue:StringNotEquals', { condition: { 'ForAnyValue:StringNotEquals': { [KEYS]: ['a', 'b'] } } },
    ['one that is not in the list', { [KEYS]: ['a', 'c'] }, 'match'],
    ['all in the list', { [KEYS]: ['a', 'b'] }, 'no match'],
    ['no key', { [KEYS]: [] }, 'no match']),
  ...conditionExamples(PAGES.operators, 'ForAllValues:StringNotLike', { condition: { 'ForAllValues:StringNotLike': { [KEYS]: 'team-*' } } },
    ['none like it', { [KEYS]: ['owner', 'cost'] }, 'match'],
    ['one like it', { [KEYS]: ['owner', 'team-a'] }, 'no match']),
  ...conditionExamples(PAGES.operators, 'StringEqualsIgnoreCase and ForAnyValue', {
    condition: { 'StringEqualsIgnoreCase': { [TAG]: ['preprod', 'storage'] }, 'ForAnyValue:StringEquals': { [KEYS]: 'environment' } }, action: 'ec2:CreateTags',
  },
  ['the tag', { [KEYS]: ['environment'], [TAG]: ['preprod'] }, 'match'],
  ['in another case, and a second tag', { [KEYS]: ['environment', 'costcenter'], [TAG]: ['PreProd'] }, 'match'],
  ['the tag key in another case', { [KEYS]: ['Environment'], 'aws:RequestTag/Environment': ['preprod'] }, 'no match'],
  ['another tag key', { [KEYS]: ['costcenter'], [TAG]: ['preprod'] }, 'no match'],
  ['no tag keys', { [KEYS]: [], [TAG]: ['storage'] }, 'no match'],
  ['no tag value', { [KEYS]: ['environment'], [TAG]: [] }, 'no match'],
  ['neither', { [KEYS]: [], [TAG]: [] }, 'no match']),
  ...conditionExamples(PAGES.operators, 'ForAllValues:ArnLike', {
    condition: { 'ForAllValues:ArnLike': { [GENERATING]: ['arn:aws:cloudfront::123456789012:distribution/c*', 'arn:aws:cloudfront::123456789012:distribution/support*'] } },
    action: 'logs:PutDeliverySource',
  },
  ['one', { [GENERATING]: ['arn:aws:cloudfront::123456789012:distribution/costcenter'] }, 'match'],
  ['two', { [GENERATING]: ['arn:aws:cloudfront::123456789012:distribution/costcenter', 'arn:aws:cloudfront::123456789012:distribution/support2025'] }, 'match'],
  ['one too many', { [GENERATING]: ['arn:aws:cloudfront::123456789012:distribution/costcenter', 'arn:aws:cloudfront::123456789012:distribution/admin'] }, 'no match'],
  ['of another account', { [GENERATING]: ['arn:aws:cloudfront::777788889999:distribution/costcenter'] }, 'no match'],
  ['no key', { [GENERATING]: [] }, 'match']),
  ...conditionExamples(PAGES.operators, 'ForAnyValue:ArnNotLike', {
    condition: { 'ForAnyValue:ArnNotLike': { [GENERATING]: 'arn:aws:cloudfront::123456789012:*' } },
  },
  ['one of another account', { [GENERATING]: ['arn:aws:cloudfront::123456789012:distribution/a', 'arn:aws:cloudfront::777788889999:distribution/a'] }, 'match'],
  ['all of that account', { [GENERATING]: ['arn:aws:cloudfront::123456789012:distribution/a'] }, 'no match']),
  ...conditionExamples(PAGES.globalKeys, 'an organization path', { condition: { 'ForAnyValue:StringEquals': { [PATHS]: [PARENT] } } },
    ['the unit', { [PATHS]: [PARENT] }, 'match'],
    ['a unit in it', { [PATHS]: [`${PARENT}ou-ab12-33333333/`] }, 'no match'],
    ['no organization', { [PATHS]: [] }, 'no match']),
  ...conditionExamples(PAGES.globalKeys, 'an organization path and all below', {
    condition: { 'ForAnyValue:StringLike': { [PATHS]: [`${PARENT}*`] } },
  },
  ['the unit', { [PATHS]: [PARENT] }, 'match'],
  ['a unit in it', { [PATHS]: [`${PARENT}ou-ab12-33333333/`] }, 'match']),
  ...conditionExamples(PAGES.globalKeys, 'only below an organization path', {
    condition: { 'ForAnyValue:StringLike': { [PATHS]: [`${PARENT}ou-*`] } },
  },
  ['the unit', { [PATHS]: [PARENT] }, 'no match'],
  ['a unit in it', { [PATHS]: [`${PARENT}ou-ab12-33333333/`] }, 'match']),
  ...examples(PAGES.multiValue, 'only the listed attributes', {
    identityPolicies: [policy(allow('dynamodb:GetItem', 'arn:aws:dynamodb:*:*:table/Thread', {
      Condition: { 'ForAllValues:StringEquals': { [ATTRIBUTES]: ['ID', 'Message', 'Tags'] } },
    }))],
  },
  ['some of them', attributes('dynamodb:GetItem', 'ID', 'Message', 'Tags'), 'ALLOWED'],
  ['another', attributes('dynamodb:GetItem', 'ID', 'UserName'), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.multiValue, 'none of the listed attributes', {
    identityPolicies: [policy(allow('dynamodb:*'), deny('dynamodb:PutItem', 'arn:aws:dynamodb:*:*:table/Thread', {
      Condition: { 'ForAnyValue:StringEquals': { [ATTRIBUTES]: ['ID', 'PostDateTime'] } },
    }))],
  },
  ['one of them', attributes('dynamodb:PutItem', 'UserName', 'Message', 'PostDateTime'), 'EXPLICITLY_DENIED'],
  ['none of them', attributes('dynamodb:PutItem', 'UserName'), 'ALLOWED']),
  ...conditionExamples(PAGES.multiValue, 'operators and keys are ANDed, values ORed', {
    condition: {
      StringEquals: { [DEPARTMENT]: ['finance', 'hr', 'legal'], [JOB]: ['audit', 'security'] },
      ArnLike: { 'aws:PrincipalArn': [user('Ana'), user('Mary')] },
    },
    principal: user('Mary'),
  },
  ['all', { [DEPARTMENT]: ['legal'], [JOB]: ['audit'], 'aws:PrincipalArn': [user('Mary')] }, 'match'],
  ['one value is another', { [DEPARTMENT]: ['hr'], [JOB]: ['payroll'], 'aws:PrincipalArn': [user('Mary')] }, 'no match'],
  ['one key is missing', { [DEPARTMENT]: ['hr'], [JOB]: [], 'aws:PrincipalArn': [user('Mary')] }, 'no match'],
  ['two keys are missing', { [DEPARTMENT]: [], [JOB]: [], 'aws:PrincipalArn': [user('Mary')] }, 'no match']),
  ...conditionExamples(PAGES.multiValue, 'values of a negated operator are NORed', {
    condition: {
      StringEquals: { [DEPARTMENT]: ['finance', 'hr', 'legal'], [JOB]: ['audit', 'security'] },
      ArnNotLike: { 'aws:PrincipalArn': [user('Ana'), user('Mary')] },
    },
    principal: user('Nikki'),
  },
  ['none of them', { [DEPARTMENT]: ['legal'], [JOB]: ['audit'], 'aws:PrincipalArn': [user('Nikki')] }, 'match'],
  ['another value elsewhere', { [DEPARTMENT]: ['hr'], [JOB]: ['payroll'], 'aws:PrincipalArn': [user('Nikki')] }, 'no match'],
  ['a key is missing elsewhere', { [DEPARTMENT]: ['hr'], [JOB]: [], 'aws:PrincipalArn': [user('Nikki')] }, 'no match']),
  ...conditionExamples(PAGES.multiValue, 'values of a negated operator are NORed, the user of the list', {
    condition: { ArnNotLike: { 'aws:PrincipalArn': [user('Ana'), user('Mary')] } }, principal: user('Mary'),
  },
  ['one of them', { 'aws:PrincipalArn': [user('Mary')] }, 'no match']),
  ...conditionExamples(PAGES.multiValue, 'StringNotEquals of two values', {
    condition: { StringNotEquals: { 'aws:SourceVpc': ['vpc-1', 'vpc-2'] } }, effect: 'Deny',
  },
  ['the second', { 'aws:SourceVpc': ['vpc-2'] }, 'no match'],
  ['a third', { 'aws:SourceVpc': ['vpc-3'] }, 'match']),
];
