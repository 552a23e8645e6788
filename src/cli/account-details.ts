import { isUrlEncoded } from './find-documents';
import type { Json } from '../iam/value';
import { formatValue } from '../private/format';

/** What `aws iam get-account-authorization-details` prints, as a template that has the same principals and policies. */
export interface AccountTemplate {
  readonly template: Json;
  readonly account?: string;
  /** AWS's own managed policies, by ARN. */
  readonly managedPolicies: { readonly [arn: string]: Json };
  /** Whether more of the account would have been printed. */
  readonly isTruncated: boolean;
  /** The path in what was printed of one in the template. */
  readonly toSource: (path: readonly string[]) => readonly string[];
}

/** How the properties of a kind of resource are called there. */
interface Kind {
  readonly list: string;
  readonly type: string;
  readonly noun: string;
  readonly name: string;
  readonly inline?: string;
}

const KINDS: readonly Kind[] = [
  { list: 'UserDetailList', type: 'AWS::IAM::User', noun: 'user', name: 'UserName', inline: 'UserPolicyList' },
  { list: 'GroupDetailList', type: 'AWS::IAM::Group', noun: 'group', name: 'GroupName', inline: 'GroupPolicyList' },
  { list: 'RoleDetailList', type: 'AWS::IAM::Role', noun: 'role', name: 'RoleName', inline: 'RolePolicyList' },
  { list: 'Policies', type: 'AWS::IAM::ManagedPolicy', noun: 'policy', name: 'PolicyName' },
];

/**
 * The template of an account; `undefined` if the value is not what is printed of one. Of a managed policy only the default version counts.
 *
 * @throws if a document in it is malformed
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function accountTemplate(value: unknown): AccountTemplate | undefined {
  const lists = objectOf(value);
  if (!KINDS.some(({ list, inline }) => inline !== undefined && Array.isArray(lists[list]))) {
    return undefined;
  }
  const Resources: Json = {};
  const managedPolicies: { [arn: string]: Json } = {};
  const sources = new Map<string, { base: string[]; inline: string; document: string[] }>();
  let account: string | undefined;
  for (const kind of KINDS) {
    itemsOf(lists[kind.list]).forEach((item, i) => {
      const version = itemsOf(item.PolicyVersionList).findIndex(({ IsDefaultVersion }) => IsDefaultVersion === true);
      const document = decoded(itemsOf(item.PolicyVersionList)[version]?.Document);
      const arn = String(item.Arn);
      if (/^arn:[^:]+:iam::aws:policy\//.test(arn)) {
        managedPolicies[arn] = objectOf(document);
        return;
      }
      account ??= /^arn:[^:]+:iam::(\d{12}):/.exec(arn)?.[1];
      const logicalId = `${kind.noun} ${item[kind.name]}`;
      const Properties = kind.inline === undefined ? policyOf(item, document) : principalOf(item, kind.name, kind.inline);
      Resources[logicalId] = { Type: kind.type, Properties };
      sources.set(logicalId, { base: [kind.list, String(i)], inline: kind.inline ?? '', document: ['PolicyVersionList', String(version), 'Document'] });
    });
  }
  const isTruncated = lists.IsTruncated === true || lists.NextToken !== undefined || lists.Marker !== undefined;
  return { template: { Resources }, account, managedPolicies, isTruncated, toSource: (path) => sourceOf(path, sources) };
}

function principalOf(item: Json, name: string, inline: string): Json {
  const { AssumeRolePolicyDocument, GroupList, PermissionsBoundary } = item;
  return {
    [name]: item[name],
    Path: item.Path ?? '/',
    ...(AssumeRolePolicyDocument !== undefined && { AssumeRolePolicyDocument: decoded(AssumeRolePolicyDocument) }),
    ...(GroupList !== undefined && { Groups: GroupList }),
    ...(PermissionsBoundary !== undefined && { PermissionsBoundary: objectOf(PermissionsBoundary).PermissionsBoundaryArn }),
    Policies: itemsOf(item[inline]).map(({ PolicyName, PolicyDocument }) => ({ PolicyName, PolicyDocument: decoded(PolicyDocument) })),
    ManagedPolicyArns: itemsOf(item.AttachedManagedPolicies).map(({ PolicyArn }) => PolicyArn),
  };
}

function policyOf({ PolicyName, Path = '/' }: Json, document: unknown): Json {
  return { ManagedPolicyName: PolicyName, Path, ...(document !== undefined && { PolicyDocument: document }) };
}

function sourceOf(path: readonly string[], sources: ReadonlyMap<string, { base: string[]; inline: string; document: string[] }>): readonly string[] {
  const [section, logicalId, , property, ...rest] = path;
  const source = section === 'Resources' ? sources.get(logicalId) : undefined;
  if (!source) {
    return path;
  }
  const { base, inline, document } = source;
  switch (property) {
    case undefined: return base;
    case 'Policies': return [...base, inline, ...rest];
    case 'PolicyDocument': return [...base, ...document, ...rest];
    default: return [...base, property, ...rest];
  }
}

/** A document as the API returns it is URL-encoded; the AWS CLI decodes it. */
function decoded(document: unknown): unknown {
  try {
    return typeof document === 'string' && isUrlEncoded(document) ? decodeURIComponent(document) : document;
  } catch {
    throw new Error(`a policy document is not valid URL encoding: ${formatValue(document)}`);
  }
}

function itemsOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
