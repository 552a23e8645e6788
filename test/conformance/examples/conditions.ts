import type { AwsExample, ConditionRow } from './example';
import { ALLOW_ALL, allow, conditionExamples, deny, examples, PAGES, policy, SESSION, USER } from './example';
import { RequestOrigin } from '../../../src';

const JOB = 'aws:PrincipalTag/job-category';
const NUMBER = 's3:max-keys';
const TIME = 'aws:CurrentTime';
const IP = 'aws:SourceIp';

/** One key, one value: each operator with values that match, that don't, and no value. */
export const CONDITION_EXAMPLES: AwsExample[] = [
  ...conditionExamples(PAGES.operators, 'StringEquals', { condition: { StringEquals: { [JOB]: 'iamuser-admin' } }, action: 'iam:CreateAccessKey' },
    ['the value', { [JOB]: ['iamuser-admin'] }, 'match'],
    ['another value', { [JOB]: ['dev-ops'] }, 'no match'],
    ['no key', { [JOB]: [] }, 'no match']),
  ...conditionExamples(PAGES.operators, 'StringNotEquals', { condition: { StringNotEquals: { [JOB]: 'iamuser-admin' } }, effect: 'Deny' },
    ['the value', { [JOB]: ['iamuser-admin'] }, 'no match'],
    ['another value', { [JOB]: ['dev-ops'] }, 'match'],
    ['no key', { [JOB]: [] }, 'match']),
  ...conditionExamples(PAGES.condition, 'StringEquals is case-sensitive', { condition: { StringEquals: { 'aws:RequestTag/owner': 'john' } } },
    ['john', { 'aws:RequestTag/owner': ['john'] }, 'match'],
    ['John', { 'aws:RequestTag/owner': ['John'] }, 'no match']),
  ...conditionExamples(PAGES.condition, 'StringEqualsIgnoreCase', { condition: { StringEqualsIgnoreCase: { 'aws:RequestTag/owner': 'john' } } },
    ['john', { 'aws:RequestTag/owner': ['john'] }, 'match'],
    ['John', { 'aws:RequestTag/owner': ['John'] }, 'match'],
    ['Jane', { 'aws:RequestTag/owner': ['Jane'] }, 'no match']),
  ...conditionExamples(PAGES.operators, 'StringNotEqualsIgnoreCase', {
    condition: { StringNotEqualsIgnoreCase: { 'aws:RequestTag/owner': 'john' } }, effect: 'Deny',
  },
  ['John', { 'aws:RequestTag/owner': ['John'] }, 'no match'],
  ['Jane', { 'aws:RequestTag/owner': ['Jane'] }, 'match']),
  ...conditionExamples(PAGES.condition, 'StringLike', { condition: { StringLike: { 's3:prefix': ['jane/*'] } }, action: 's3:ListBucket' },
    ['below the prefix', { 's3:prefix': ['jane/photos/'] }, 'match'],
    ['the wildcard stands for nothing', { 's3:prefix': ['jane/'] }, 'match'],
    ['another prefix', { 's3:prefix': ['john/'] }, 'no match'],
    ['another case', { 's3:prefix': ['Jane/'] }, 'no match'],
    ['no key', { 's3:prefix': [] }, 'no match']),
  ...conditionExamples(PAGES.operators, 'StringNotLike', {
    condition: { StringNotLike: { 's3:prefix': 'public?/*' } }, effect: 'Deny', action: 's3:ListBucket',
  },
  ['one character for ?', { 's3:prefix': ['public1/a'] }, 'no match'],
  ['none for ?', { 's3:prefix': ['public/a'] }, 'match'],
  ['no key', { 's3:prefix': [] }, 'match']),
  ...conditionExamples(PAGES.condition, 'key names are not case-sensitive', { condition: { IpAddress: { 'aws:SourceIP': '203.0.113.0/24' } } },
    ['AWS:SourceIp', { 'AWS:SourceIp': ['203.0.113.9'] }, 'match']),
  ...conditionExamples(PAGES.condition, 'tag keys in key names are not case-sensitive', {
    condition: { StringEquals: { 'aws:ResourceTag/TagKey1': 'Value1' } },
  },
  ['tagkey1', { 'aws:ResourceTag/tagkey1': ['Value1'] }, 'match'],
  ['tagkey1 with the value in another case', { 'aws:ResourceTag/tagkey1': ['value1'] }, 'no match']),

  ...conditionExamples(PAGES.operators, 'NumericLessThanEquals', {
    condition: { NumericLessThanEquals: { [NUMBER]: '10' } }, action: 's3:ListBucket',
  },
  ['less', { [NUMBER]: ['9'] }, 'match'],
  ['as much', { [NUMBER]: ['10'] }, 'match'],
  ['more', { [NUMBER]: ['11'] }, 'no match'],
  ['more digits', { [NUMBER]: ['100'] }, 'no match'],
  ['no key', { [NUMBER]: [] }, 'no match']),
  ...conditionExamples(PAGES.condition, 'MFA in the last hour', { condition: { NumericLessThanEquals: { 'aws:MultiFactorAuthAge': '3600' } } },
    ['2,800 seconds ago', { 'aws:MultiFactorAuthAge': ['2800'] }, 'match'],
    ['3,601 seconds ago', { 'aws:MultiFactorAuthAge': ['3601'] }, 'no match'],
    ['not at all', { 'aws:MultiFactorAuthAge': [] }, 'no match']),
  ...(['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericGreaterThan', 'NumericGreaterThanEquals'] as const).flatMap((operator) => {
    const matches = { NumericEquals: '10', NumericNotEquals: '9 11', NumericLessThan: '9', NumericGreaterThan: '11', NumericGreaterThanEquals: '10 11' };
    return conditionExamples(PAGES.operators, operator, { condition: { [operator]: { [NUMBER]: '10' } }, action: 's3:ListBucket' },
      ...['9', '10', '11'].map((value): ConditionRow => [`${value} of 10`, { [NUMBER]: [value] }, matches[operator].split(' ').includes(value) ? 'match' : 'no match']),
      ['no key', { [NUMBER]: [] }, operator === 'NumericNotEquals' ? 'match' : 'no match']);
  }),

  ...conditionExamples(PAGES.operators, 'DateGreaterThan', {
    condition: { DateGreaterThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' } }, action: 'iam:CreateAccessKey',
  },
  ['issued later', { 'aws:TokenIssueTime': ['2020-06-01T08:00:00Z'] }, 'match'],
  ['issued earlier', { 'aws:TokenIssueTime': ['2019-12-31T23:59:59Z'] }, 'no match'],
  ['long-term credentials', { 'aws:TokenIssueTime': [] }, 'no match']),
  ...conditionExamples(PAGES.dates, 'between two dates', {
    condition: { DateGreaterThan: { [TIME]: '2020-04-01T00:00:00Z' }, DateLessThan: { [TIME]: '2020-06-30T23:59:59Z' } },
  },
  ['between', { [TIME]: ['2020-05-15T12:00:00Z'] }, 'match'],
  ['before', { [TIME]: ['2020-03-31T23:59:59Z'] }, 'no match'],
  ['after', { [TIME]: ['2020-07-01T00:00:00Z'] }, 'no match']),
  ...(['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThanEquals'] as const).flatMap((operator) => {
    const matches = { DateEquals: 'at', DateNotEquals: 'before after', DateLessThan: 'before', DateLessThanEquals: 'before at', DateGreaterThanEquals: 'at after' };
    const times = { before: '2020-03-31T23:59:59Z', at: '2020-04-01T00:00:00Z', after: '2020-04-01T00:00:01Z' };
    return conditionExamples(PAGES.operators, operator, { condition: { [operator]: { [TIME]: '2020-04-01T00:00:00Z' } } },
      ...Object.entries(times).map(([when, time]): ConditionRow => [when, { [TIME]: [time] }, matches[operator].split(' ').includes(when) ? 'match' : 'no match']),
      ['no key', { [TIME]: [] }, operator === 'DateNotEquals' ? 'match' : 'no match']);
  }),
  ...conditionExamples(PAGES.operators, 'a date in epoch time', { condition: { DateLessThan: { 'aws:EpochTime': '1585699200' } } },
    ['earlier', { 'aws:EpochTime': ['1585699199'] }, 'match'],
    ['later', { 'aws:EpochTime': ['1585699201'] }, 'no match']),
  ...conditionExamples(PAGES.operators, 'a date in another zone (ISO 8601)', {
    condition: { DateGreaterThan: { [TIME]: '2020-04-01T01:00:00+01:00' } },
  },
  ['later by the clock of UTC', { [TIME]: ['2020-04-01T00:30:00Z'] }, 'match'],
  ['earlier', { [TIME]: ['2020-03-31T23:30:00Z'] }, 'no match']),

  ...conditionExamples(PAGES.operators, 'Bool', {
    condition: { Bool: { 'aws:SecureTransport': 'false' } }, effect: 'Deny', action: 's3:ReplicateObject',
  },
  ['false', { 'aws:SecureTransport': ['false'] }, 'match'],
  ['true', { 'aws:SecureTransport': ['true'] }, 'no match'],
  ['no key', { 'aws:SecureTransport': [] }, 'no match']),
  ...conditionExamples(PAGES.operators, 'BinaryEquals', { condition: { BinaryEquals: { 'example:Key': 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' } } },
    ['the bytes', { 'example:Key': ['QmluYXJ5VmFsdWVJbkJhc2U2NA=='] }, 'match'],
    ['other bytes', { 'example:Key': ['QVNJQUlPU0ZPRE5ON0VYQU1QTEU='] }, 'no match'],
    ['no key', { 'example:Key': [] }, 'no match']),

  ...conditionExamples(PAGES.operators, 'IpAddress', { condition: { IpAddress: { [IP]: '203.0.113.0/24' } }, action: 'iam:CreateAccessKey' },
    ['in the range', { [IP]: ['203.0.113.1'] }, 'match'],
    ['its first address', { [IP]: ['203.0.113.0'] }, 'match'],
    ['its last address', { [IP]: ['203.0.113.255'] }, 'match'],
    ['outside', { [IP]: ['198.51.100.1'] }, 'no match'],
    ['through a VPC endpoint', { [IP]: [] }, 'no match']),
  ...conditionExamples(PAGES.operators, 'IpAddress of both versions', {
    condition: { IpAddress: { [IP]: ['203.0.113.0/24', '2001:DB8:1234:5678::/64'] } },
  },
  ['version 4', { [IP]: ['203.0.113.200'] }, 'match'],
  ['version 6', { [IP]: ['2001:db8:1234:5678::1'] }, 'match'],
  ['version 6, written out', { [IP]: ['2001:0DB8:1234:5678:ABCD:0000:0000:0001'] }, 'match'],
  ['the next network of version 6', { [IP]: ['2001:db8:1234:5679::1'] }, 'no match'],
  ['the next network of version 4', { [IP]: ['203.0.114.1'] }, 'no match']),
  ...conditionExamples(PAGES.operators, 'IpAddress without a prefix is one address', { condition: { IpAddress: { [IP]: '203.0.113.5' } } },
    ['that one', { [IP]: ['203.0.113.5'] }, 'match'],
    ['the next', { [IP]: ['203.0.113.6'] }, 'no match']),
  ...examples(PAGES.denyIp, 'NotIpAddress, but not for services', {
    identityPolicies: [ALLOW_ALL, policy(deny('*', '*', {
      Condition: { NotIpAddress: { [IP]: ['192.0.2.0/24', '203.0.113.0/24'] }, Bool: { 'aws:ViaAWSService': 'false' } },
    }))],
  },
  ['inside', { principal: SESSION, action: 'ec2:RunInstances', context: { [IP]: ['192.0.2.7'], 'aws:ViaAWSService': ['false'] } }, 'ALLOWED'],
  ['inside the second range', { principal: SESSION, action: 'ec2:RunInstances', context: { [IP]: ['203.0.113.7'], 'aws:ViaAWSService': ['false'] } }, 'ALLOWED'],
  ['outside', { principal: SESSION, action: 'ec2:RunInstances', context: { [IP]: ['198.51.100.7'], 'aws:ViaAWSService': ['false'] } }, 'EXPLICITLY_DENIED'],
  ['no address', { principal: SESSION, action: 'ec2:RunInstances', context: { [IP]: [], 'aws:ViaAWSService': ['false'] } }, 'EXPLICITLY_DENIED'],
  ['outside, by a service', {
    principal: SESSION, action: 'ec2:RunInstances', origin: RequestOrigin.viaAwsService(), context: { [IP]: ['198.51.100.7'] },
  }, 'ALLOWED']),

  ...conditionExamples(PAGES.operators, 'ArnEquals', { condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:us-west-2:123456789012:TOPIC-ID' } } },
    ['the ARN', { 'aws:SourceArn': ['arn:aws:sns:us-west-2:123456789012:TOPIC-ID'] }, 'match'],
    ['of another account', { 'aws:SourceArn': ['arn:aws:sns:us-west-2:777788889999:TOPIC-ID'] }, 'no match'],
    ['in another case', { 'aws:SourceArn': ['arn:aws:sns:us-west-2:123456789012:topic-id'] }, 'no match'],
    ['no key', { 'aws:SourceArn': [] }, 'no match']),
  ...(['ArnEquals', 'ArnLike'] as const).flatMap((operator) =>
    conditionExamples(PAGES.operators, `${operator} with wildcards`, { condition: { [operator]: { 'aws:SourceArn': 'arn:aws:sns:*:123456789012:topic-?' } } },
      ['a region and a character', { 'aws:SourceArn': ['arn:aws:sns:eu-west-1:123456789012:topic-7'] }, 'match'],
      ['two characters', { 'aws:SourceArn': ['arn:aws:sns:eu-west-1:123456789012:topic-77'] }, 'no match'])),
  ...(['ArnNotEquals', 'ArnNotLike'] as const).flatMap((operator) =>
    conditionExamples(PAGES.operators, operator, { condition: { [operator]: { 'aws:SourceArn': 'arn:aws:sns:*:123456789012:*' } }, effect: 'Deny' },
      ['an ARN of the pattern', { 'aws:SourceArn': ['arn:aws:sns:eu-west-1:123456789012:topic'] }, 'no match'],
      ['another', { 'aws:SourceArn': ['arn:aws:sns:eu-west-1:777788889999:topic'] }, 'match'],
      ['no key', { 'aws:SourceArn': [] }, 'match'])),
  ...conditionExamples(PAGES.operators, 'ArnLike compares the parts of an ARN one by one', {
    condition: { ArnLike: { 'example:Document': 'arn:aws:someservice:*:111122223333:finance/*' } },
  },
  ['a wildcard would reach over colons', { 'example:Document': ['arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt'] }, 'no match'],
  ['a wildcard within its part', { 'example:Document': ['arn:aws:someservice:us-east-2:111122223333:finance/document.txt'] }, 'match']),
  ...conditionExamples(PAGES.operators, 'StringLike compares an ARN as a whole', {
    condition: { StringLike: { 'example:Document': 'arn:aws:someservice:*:111122223333:finance/*' } },
  },
  ['a wildcard reaches over colons', { 'example:Document': ['arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt'] }, 'match']),

  ...conditionExamples(PAGES.operators, 'StringLikeIfExists', {
    condition: { StringLikeIfExists: { 'ec2:InstanceType': ['t1.*', 't2.*', 'm3.*'] } }, action: 'ec2:RunInstances',
  },
  ['a type of the list', { 'ec2:InstanceType': ['t1.micro'] }, 'match'],
  ['another type', { 'ec2:InstanceType': ['m2.micro'] }, 'no match'],
  ['a resource without type', { 'ec2:InstanceType': [] }, 'match']),
  ...conditionExamples(PAGES.operators, 'StringLike where a resource lacks the key', {
    condition: { StringLike: { 'ec2:InstanceType': ['t1.*', 't2.*', 'm3.*'] } }, action: 'ec2:RunInstances',
  },
  ['a resource without type', { 'ec2:InstanceType': [] }, 'no match']),
  ...conditionExamples(PAGES.operators, 'StringNotEqualsIfExists', {
    condition: { StringNotEqualsIfExists: { 'aws:PrincipalTag/team': 'red' } }, effect: 'Deny',
  },
  ['the value', { 'aws:PrincipalTag/team': ['red'] }, 'no match'],
  ['another', { 'aws:PrincipalTag/team': ['blue'] }, 'match'],
  ['no key', { 'aws:PrincipalTag/team': [] }, 'match']),
  ...conditionExamples(PAGES.globalKeys, 'IfExists on two keys', {
    condition: { IpAddressIfExists: { [IP]: ['203.0.113.0/24'] }, StringEqualsIfExists: { 'aws:SourceVpc': ['vpc-1'] } },
  },
  ['the address', { [IP]: ['203.0.113.1'], 'aws:SourceVpc': [] }, 'match'],
  ['the VPC', { [IP]: [], 'aws:SourceVpc': ['vpc-1'] }, 'match'],
  ['neither key', { [IP]: [], 'aws:SourceVpc': [] }, 'match'],
  ['another address', { [IP]: ['198.51.100.1'], 'aws:SourceVpc': [] }, 'no match'],
  ['another VPC', { [IP]: [], 'aws:SourceVpc': ['vpc-2'] }, 'no match']),
  ...examples(PAGES.operators, 'Null false: temporary credentials only', {
    identityPolicies: [policy(allow('ec2:*', '*', { Condition: { Null: { 'aws:TokenIssueTime': 'false' } } }))],
  },
  ['a role session', { principal: SESSION, action: 'ec2:RunInstances', context: { 'aws:TokenIssueTime': ['2026-01-01T00:00:00Z'] } }, 'ALLOWED'],
  ['a user with access keys', { principal: USER, action: 'ec2:RunInstances', context: { 'aws:TokenIssueTime': [] } }, 'IMPLICITLY_DENIED']),
  ...examples(PAGES.operators, 'Null true: long-term credentials only', {
    identityPolicies: [policy(allow('ec2:*', '*', { Condition: { Null: { 'aws:TokenIssueTime': 'true' } } }))],
  },
  ['a role session', { principal: SESSION, action: 'ec2:RunInstances', context: { 'aws:TokenIssueTime': ['2026-01-01T00:00:00Z'] } }, 'IMPLICITLY_DENIED'],
  ['a user with access keys', { principal: USER, action: 'ec2:RunInstances', context: { 'aws:TokenIssueTime': [] } }, 'ALLOWED']),
];
