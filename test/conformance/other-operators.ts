import { PAGES } from './pages';
import type { Table } from './row';
import type { Values } from './tables';
import { conditions, negated, operators } from './tables';

const IP = 'aws:SourceIp';
const FUNCTION = 'lambda:SourceFunctionArn';
const SECURE = 'aws:SecureTransport';
const ISSUED = 'aws:TokenIssueTime';

const V4: Values = ['203.0.113.0', '203.0.113.1', '203.0.113.255', '203.0.112.255', '203.0.114.0', '198.51.100.1', '2001:db8::1', undefined];
const V6: Values = ['2001:db8:1234:5678::1', '2001:DB8:1234:5678:FFFF:ffff:ffff:ffff', '2001:db8:1234:5679::1', '2001:db8::1', '::1', '203.0.113.1', undefined];
const FUNCTIONS: Values = ['aws:lambda:us-east-1:111122223333:function:pay', 'aws:lambda:us-east-1:111122223333:function:Pay',
  'aws:lambda:eu-west-1:111122223333:function:pay', 'aws:lambda:us-east-1:444455556666:function:pay', 'aws:lambda:us-east-1:111122223333:function:pay:live',
  'aws-cn:lambda:us-east-1:111122223333:function:pay', 'aws:lambda:us-east-1:999999999999:x:111122223333:function:pay'].map((arn) => `arn:${arn}`).concat(undefined as never);

const addresses = (ranges: string | string[], values: Values, letters: string): Table =>
  operators(PAGES.operators, `addresses in ${[ranges].flat().join(' or ')}`, IP, ranges, values, { IpAddress: letters, NotIpAddress: negated(letters) });
const arns = (patterns: string | string[], letters: string): Table =>
  operators(PAGES.operators, `ARNs like ${[patterns].flat().join(' or ')}`, FUNCTION, patterns, FUNCTIONS,
    { 'ArnEquals ArnLike': letters, 'ArnNotEquals ArnNotLike': negated(letters) });

export const OTHER_OPERATORS: Table[] = [
  addresses('203.0.113.0/24', V4, 'MMM NNN NN'),
  addresses('203.0.113.128/25', V4, 'NNM NNN NN'),
  addresses('203.0.112.0/23', V4, 'MMM MNN NN'),
  addresses('203.0.113.0/31', V4, 'MMN NNN NN'),
  addresses('203.0.113.1/32', V4, 'NMN NNN NN'),
  addresses('203.0.113.1', V4, 'NMN NNN NN'),
  addresses(['203.0.113.1', '198.51.100.0/24'], V4, 'NMN NNM NN'),
  addresses('0.0.0.0/0', V4, 'MMM MMM NN'),
  addresses(['0.0.0.0/0', '::/0'], V4, 'MMM MMM MN'),
  addresses('2001:DB8:1234:5678::/64', V6, 'MM NNNN N'),
  addresses('2001:db8::/32', V6, 'MM MMNN N'),
  addresses('2001:db8:1234::/48', V6, 'MM MNNN N'),
  addresses('2001:0db8:1234:5678:0000:0000:0000:0001/128', V6, 'MN NNNN N'),
  addresses('::/0', V6, 'MM MMMN N'),
  addresses(['203.0.113.0/24', '2001:db8:1234:5678::/64'], V6, 'MM NNNM N'),
  // Without a prefix it is "/32", whatever version: of version 6 that would be a large network.
  addresses('2001:db8:1234:5678::1', V6, 'MD DDNN N'),

  arns('arn:aws:lambda:us-east-1:111122223333:function:pay', 'MNNN NNNN'),
  arns('arn:aws:lambda:*:111122223333:function:pay', 'MNMN NNNN'),
  arns('arn:aws:lambda:*:*:function:pay', 'MNMM NNNN'),
  arns('arn:aws:lambda:us-east-1:111122223333:*', 'MMNN MNNN'),
  arns('arn:aws:lambda:us-east-1:111122223333:function:*', 'MMNN MNNN'),
  arns('arn:aws:lambda:us-east-1:111122223333:function:p?y', 'MNNN NNNN'),
  arns('arn:*:lambda:*:111122223333:function:pay', 'MNMN NMNN'),
  arns('arn:aws:lambda:us-*:1111*:function:*y', 'MMNN NNNN'),
  arns('arn:aws:*:*:*:*', 'MMMM MNMN'),
  arns(['arn:aws:lambda:eu-*:*:*', 'arn:aws-cn:lambda:*:*:function:???'], 'NNMN NMNN'),
  operators(PAGES.operators, 'StringLike compares an ARN as a whole', FUNCTION, 'arn:aws:lambda:*:111122223333:function:pay', FUNCTIONS,
    { StringLike: 'MNMN NNMN', StringNotLike: 'NMNM MMNM' }),

  operators(PAGES.operators, 'booleans, true', SECURE, 'true', ['true', 'false', undefined], { Bool: 'MNN' }),
  operators(PAGES.operators, 'booleans, false', SECURE, 'false', ['true', 'false', undefined], { Bool: 'NMN' }),
  operators(PAGES.grammar, 'booleans without quotation marks, true', SECURE, true, ['true', 'false', undefined], { Bool: 'MNN' }),
  operators(PAGES.grammar, 'booleans without quotation marks, false', SECURE, false, ['true', 'false', undefined], { Bool: 'NMN' }),
  operators(PAGES.conditionLogic, 'either boolean', SECURE, ['true', 'false'], ['true', 'false', undefined], { Bool: 'MMN' }),

  operators(PAGES.operators, 'Null true', ISSUED, 'true', ['2026-02-01T00:00:00Z', undefined], { Null: 'NM' }),
  operators(PAGES.operators, 'Null false', ISSUED, 'false', ['2026-02-01T00:00:00Z', undefined], { Null: 'MN' }),
  operators(PAGES.keyConditions, 'Null true without quotation marks', ISSUED, true, ['2026-02-01T00:00:00Z', undefined], { Null: 'NM' }),
  operators(PAGES.grammar, 'Null false without quotation marks', ISSUED, false, ['2026-02-01T00:00:00Z', undefined], { Null: 'MN' }),
  // "the key exists and its value is not null", and an empty string is a null dataset.
  operators(PAGES.operators, 'Null true of a set', 'aws:TagKeys', 'true', [['a'], ['a', 'b'], '', undefined], { Null: 'NNMM' }),
  operators(PAGES.operators, 'Null false of a set', 'aws:TagKeys', 'false', [['a'], ['a', 'b'], '', undefined], { Null: 'MMNN' }),

  operators(PAGES.operators, 'bytes', 'example:Key', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', ['QmluYXJ5VmFsdWVJbkJhc2U2NA==', 'ASIAIOSFODNN7EXAMPLE', undefined],
    { BinaryEquals: 'MNN', BinaryEqualsIfExists: 'MNM' }, { alone: true }),

  // The page of the operators says that Bool takes policy variables, that of the variables and Access Analyzer that it does not.
  conditions(PAGES.variables, 'a policy variable as a boolean', {
    'equal': { [SECURE]: ['true'], 'aws:PrincipalTag/secure': ['true'] }, 'not equal': { [SECURE]: ['true'], 'aws:PrincipalTag/secure': ['false'] },
  }, { Bool: [{ Bool: { [SECURE]: '${aws:PrincipalTag/secure}' } }, 'nn'] }),
];
