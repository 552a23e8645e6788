import type { ConditionTest } from '../../iam/condition';
import { decimal } from '../../iam/decimal';
import { instant } from '../../iam/instant';
import { inRange, ipRange } from '../../iam/ip-range';
import type { Comparison, ValueKind } from '../../iam/value-comparison';
import { formatValue } from '../../private/format';

/** What a value must be, by the operator or the key; `expected` goes on from "expected". */
interface Demand {
  readonly expected: string;
  takes(value: string): boolean;
}

const like = (pattern: RegExp, expected: string): Demand => ({ expected, takes: (value) => pattern.test(value) });
const BOOLEAN = like(/^(true|false)$/i, '"true" or "false"');

/**
 * By what the operator reads values as.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const BY_KIND: { readonly [kind in ValueKind]?: Demand } = {
  boolean: BOOLEAN,
  number: { expected: 'a number', takes: (value) => decimal(value) !== undefined },
  time: { expected: 'a date such as "2027-01-31", a time such as "2027-01-31T12:00:00Z", or seconds since 1970', takes: (value) => instant(value) !== undefined },
  address: {
    expected: 'an address, or a range such as "203.0.113.0/24"',
    takes: (value) => ipRange(value) !== undefined,
  },
  binary: like(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'base64'),
};

const SERVICE_PRINCIPAL = like(/^[a-z0-9][a-z0-9.-]*\.[a-z0-9-]+$/, 'a service principal in lower case, such as "cloudformation.amazonaws.com"');

/**
 * By the key in lower case, of string operators; wildcards are not judged.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
const BY_KEY: { readonly [key: string]: Demand } = {
  'aws:requestedregion': like(/^([a-z]{2,}(-[a-z]+)+-\d{1,2}|aws(-[a-z]+)*-global)$/, 'a Region such as "eu-west-1"'),
  'aws:sourcevpc': like(/^vpc-([a-z0-9]{8}|[a-z0-9]{17})$/i, '"vpc-" and 8 or 17 letters and digits'),
  'aws:sourcevpce': like(/^vpce-([a-z0-9]{8}|[a-z0-9]{17})$/i, '"vpce-" and 8 or 17 letters and digits'),
  'aws:calledvia': SERVICE_PRINCIPAL,
  'aws:calledviafirst': SERVICE_PRINCIPAL,
  'aws:calledvialast': SERVICE_PRINCIPAL,
  'aws:principalservicename': SERVICE_PRINCIPAL,
  'aws:principalservicenameslist': SERVICE_PRINCIPAL,
  'iam:awsservicename': SERVICE_PRINCIPAL,
  'iam:passedtoservice': SERVICE_PRINCIPAL,
  'kms:viaservice': like(/^[a-z0-9.-]+\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/, 'a service and its Region, such as "s3.eu-west-1.amazonaws.com"'),
  's3:x-amz-server-side-encryption-aws-kms-key-id': like(/^arn:[^:]+:kms:[^:]+:\d{12}:key\/.+$/, 'the ARN of a key, such as "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"'),
};

/** Addresses that are in no request to a public endpoint of AWS. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** What is wrong with the values of a test, whatever the request. */
export function wrongValues(test: ConditionTest): string[] {
  const { operator, name, literals, values } = test;
  if (!operator) {
    return [];
  }
  // Null reads no values of the request, and takes a Boolean.
  const { kind = 'boolean', takes }: Partial<Comparison> = operator.comparison ?? {};
  const demand = BY_KIND[kind] ?? (kind === 'string' && Object.hasOwn(BY_KEY, name) ? BY_KEY[name] : undefined);
  const judged = literals.filter((value) => takes !== 'wildcards' || !/[*?]/.test(value));
  const wrong = demand ? judged.filter((value) => !demand.takes(value)) : [];
  if (wrong.length > 0) {
    return wrong.map((value) => `${formatValue(value)} of ${test.key}: expected ${demand!.expected}`);
  }
  if (operator.name === 'Bool' && values.length > 1) {
    return [`${test} has ${values.length} values: expected "true" or "false"`];
  }
  if (name === 'aws:sourceip' && kind === 'address' && literals.length > 0 && literals.length === values.length && literals.every(isPrivate)) {
    return [`${test} has only private addresses, but the key holds public ones: it ${operator.negated ? 'always' : 'never'} matches. For addresses in a VPC there is aws:VpcSourceIp`];
  }
  return [];
}

function isPrivate(range: string): boolean {
  const { groups, length = 32 } = ipRange(range)!;
  // Not read with the module: few policies have addresses.
  return PRIVATE.map((each) => ipRange(each)!).some((each) => inRange({ groups }, each) === true && length >= each.length!);
}
