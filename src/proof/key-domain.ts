import { valuesOfKey } from '../actions/condition-keys';
import type { ConditionTest } from '../iam/condition';
import type { ValueKind } from '../iam/value-comparison';

/** Global keys whose values are no strings, in lower case. */
const KINDS = new Map<string, ValueKind>([
  ...['ismcpserviceaction', 'multifactorauthpresent', 'principalisawsservice', 'securetransport', 'viaawsmcpservice', 'viaawsservice', 'assumedroot']
    .map((name) => [`aws:${name}`, 'boolean'] as const),
  ['aws:multifactorauthage', 'number'],
  ...['currenttime', 'epochtime', 'tokenissuetime'].map((name) => [`aws:${name}`, 'time'] as const),
  ...['sourceip', 'vpcsourceip', 'ec2instancesourceprivateipv4'].map((name) => [`aws:${name}`, 'address'] as const),
]);

/** What AWS says of the values of a key; `undefined` of those of a service, of which the table does not say it. */
export function kindOfKey(name: string): ValueKind | undefined {
  const values = valuesOfKey(name);
  return KINDS.get(name) ?? (values === 'arn' ? 'arn' : values !== undefined && name.startsWith('aws:') ? 'string' : undefined);
}

/** What an operator reads values as; `undefined` for `Null`, which reads none. */
export function kindOfTest({ operator }: ConditionTest): ValueKind | undefined {
  return operator?.comparison?.kind;
}

/** Whether a key may hold several values: where AWS says so, or where that is not known and a set operator reads it. */
export function holdsSeveral(name: string, tests: readonly ConditionTest[]): boolean {
  const values = valuesOfKey(name);
  return values === 'multi' || (values === undefined && tests.some(({ operator }) => operator?.qualifier));
}

/**
 * The keys that tell who makes a request. Every request with credentials carries them; what of an AWS service that acts for itself, AWS does not say.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties
 */
export const OF_PRINCIPAL: readonly string[] = ['aws:principalarn', 'aws:principalaccount', 'aws:principaltype', 'aws:userid'];

/**
 * Keys whose value, where there is one, is never the empty string: AWS sets them to the name of something.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
 * @see https://docs.aws.amazon.com/agent-toolkit/latest/userguide/security_iam_service-with-iam.html
 */
export const NEVER_EMPTY: readonly string[] = [...OF_PRINCIPAL, 'aws:calledviaawsmcp', 'aws:requestedregion'];

/** Values that look like those of the key, where any is as good. */
const NATURAL: ReadonlyArray<readonly [key: RegExp, values: readonly string[]]> = [
  [/account$/, ['111122223333', '444455556666']],
  [/^aws:principalarn$/, ['arn:aws:iam::111122223333:role/Example', 'arn:aws:iam::444455556666:role/Example', 'arn:aws:iam::111122223333:user/example']],
  [/arn$/, ['arn:aws:sns:us-east-1:111122223333:example']],
  [/region$/, ['us-east-1', 'eu-central-1', 'ap-southeast-2']],
  [/orgid$/, ['o-exampleorgid']],
  [/orgpaths$/, ['o-exampleorgid/r-ab12/ou-ab12-11111111/']],
  [/vpc$/, ['vpc-0example']],
  [/vpce$/, ['vpce-0example']],
  [/^aws:calledviaawsmcp$/, ['aws-mcp.amazonaws.com', 'example-mcp.amazonaws.com']],
  [/viaservice$|^aws:calledvia|passedtoservice$|servicename$/, ['cloudformation.amazonaws.com', 'example.amazonaws.com']],
];

export function naturalValues(name: string): string[] {
  return [...NATURAL.filter(([key]) => key.test(name)).flatMap(([, values]) => values), 'example', 'another', 'arn:aws:sns:us-east-1:111122223333:example'];
}
