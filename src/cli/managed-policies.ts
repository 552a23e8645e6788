import type { Arguments, Option } from './arguments';
import { CliError } from './cli-error';
import { parseFile } from './input-file';
import { readTextFile } from './read-text';
import type { GivenManagedPolicies } from '../analysis/template/managed-policies';
import type { Json } from '../iam/value';
import { isObject } from '../iam/value';

/** The option of the commands that read whole principals. */
export const MANAGED_POLICIES: Option = {
  name: 'managed-policies',
  value: 'FILE',
  multiple: true,
  about: 'documents of managed policies by name or ARN, or what the AWS CLI prints of policies; they count more than what this program knows of AWS\'s policies',
};

/** The documents that the option gives; of the same policy, what comes later counts. */
export function givenManagedPolicies(args: Arguments): GivenManagedPolicies {
  return Object.assign({}, ...args.all(MANAGED_POLICIES.name).map(readPolicies));
}

function readPolicies(name: string): GivenManagedPolicies {
  const { source: { value } } = parseFile(name, readTextFile(name));
  const given = isObject(value) ? value : {};
  const policies = Array.isArray(given.Policies) ? given.Policies.map(describedPolicy) : Object.entries(given);
  if (policies.length === 0 || !policies.every(([, document]) => isObject(document) && 'Statement' in document)) {
    throw new CliError(`${name}: not managed policies: expected their documents by name or ARN, such as { "ReadOnlyAccess": { "Statement": [] } }`,
      'Or what aws iam get-account-authorization-details --filter AWSManagedPolicy LocalManagedPolicy prints.');
  }
  return Object.fromEntries(policies) as GivenManagedPolicies;
}

/** A policy as the API describes it, of which the default version counts. */
function describedPolicy(item: unknown): [arn: string, document: unknown] {
  const { Arn, PolicyVersionList } = isObject(item) ? item : {};
  const versions: unknown[] = Array.isArray(PolicyVersionList) ? PolicyVersionList : [];
  const version = versions.find((each): each is Json => isObject(each) && each.IsDefaultVersion === true);
  const document = version?.Document;
  return [String(Arn), typeof document === 'string' ? parseFile(String(Arn), document).source.value : document];
}
