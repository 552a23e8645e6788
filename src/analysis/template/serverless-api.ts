import type { PolicyReader } from './policy-reader';
import type { TemplateEntry } from './template';
import type { LocatedPolicy } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import type { Json } from '../../iam/value';
import { itemsOf } from '../../iam/value';

/** What a list in `ResourcePolicy` denies to whom, besides the Allow that SAM writes with it. */
const LISTS: { readonly [list: string]: readonly [effect: 'Allow' | 'Deny', operator: string, key: string] } = {
  IpRangeBlacklist: ['Deny', 'IpAddress', 'aws:SourceIp'],
  IpRangeWhitelist: ['Deny', 'NotIpAddress', 'aws:SourceIp'],
  IntrinsicVpcBlacklist: ['Deny', 'StringEquals', 'aws:SourceVpc'],
  IntrinsicVpcWhitelist: ['Deny', 'StringNotEquals', 'aws:SourceVpc'],
  IntrinsicVpceBlacklist: ['Deny', 'StringEquals', 'aws:SourceVpce'],
  IntrinsicVpceWhitelist: ['Deny', 'StringNotEquals', 'aws:SourceVpce'],
  SourceVpcBlacklist: ['Deny', 'StringEquals', 'aws:SourceVpc'],
  SourceVpcWhitelist: ['Deny', 'StringNotEquals', 'aws:SourceVpc'],
  AwsAccountBlacklist: ['Deny', '', ''],
  AwsAccountWhitelist: ['Allow', '', ''],
};

/**
 * The policies that an API of AWS SAM has: its own statements, and those that SAM makes of lists of addresses, VPCs and accounts.
 *
 * @param places where a property is, in the branches of an `Fn::If` too
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-resourcepolicystatement.html
 */
export function apiPolicies(
  entry: TemplateEntry, reader: PolicyReader, places: (path: string) => ReadonlyArray<{ readonly value: unknown; readonly path: string }>,
): LocatedPolicy[] {
  const add = (path: string, Statement: unknown) => reader.add(PolicyKind.RESOURCE, entry, path, { Version: '2012-10-17', Statement });
  const given = (list: string) => places(`Auth/ResourcePolicy/${list}`).filter(({ value }) => value !== undefined);
  return [
    ...given('CustomStatements').map(({ value, path }) => add(path, reader.document(value, entry))),
    ...Object.entries(LISTS).flatMap(([list, row]) => given(list)
      .map(({ value, path }) => add(path, statements(row, reader.document(value, entry))))),
  ];
}

function statements([effect, operator, key]: readonly [effect: string, operator: string, key: string], values: unknown): Json[] {
  const call = { Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
  return operator === '' ? [{ Effect: effect, Principal: { AWS: values }, ...call }] : [
    { Effect: 'Allow', Principal: '*', ...call },
    ...conditions(key, values).map((keys) => ({ Effect: effect, Principal: '*', ...call, Condition: { [operator]: keys } })),
  ];
}

/** The lists of VPCs may have endpoints, too. */
function conditions(key: string, values: unknown): object[] {
  const endpoints = itemsOf(values).filter((value) => key === 'aws:SourceVpc' && typeof value === 'string' && value.startsWith('vpce-'));
  const others = itemsOf(values).filter((value) => !endpoints.includes(value));
  return [...others.length > 0 ? [{ [key]: others }] : [], ...endpoints.length > 0 ? [{ 'aws:SourceVpce': endpoints }] : []];
}
