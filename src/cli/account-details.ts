import { isUrlEncoded } from './find-documents';
import type { LargeFile } from './large-file';
import type { MadeInput } from './made-template';
import { MadeTemplate } from './made-template';
import { StoredDocument } from '../analysis/template/stored-document';
import type { Json } from '../iam/value';
import { isObject, objectOf } from '../iam/value';
import { formatValue } from '../private/format';
import { sha256 } from '../private/sha256';

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
 * What `aws iam get-account-authorization-details` prints, as a template that has the same principals and policies; `undefined` if the value is not what is printed of one. Of a managed policy only the default version counts.
 *
 * @throws if a document in it is malformed
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function accountTemplate(value: unknown): MadeInput | undefined {
  const lists = objectOf(value);
  if (!KINDS.some(({ list, inline }) => inline !== undefined && Array.isArray(lists[list]))) {
    return undefined;
  }
  const made = new MadeTemplate();
  const managedPolicies: { [arn: string]: Json } = {};
  let account: string | undefined;
  for (const kind of KINDS) {
    itemsOf(lists, kind.list).forEach((item, i) => {
      const versions = itemsOf(item, 'PolicyVersionList');
      const version = versions.findIndex(({ IsDefaultVersion }) => IsDefaultVersion === true);
      const document = decoded(versions[version]?.Document);
      const arn = String(item.Arn);
      if (/^arn:[^:]+:iam::aws:policy\//.test(arn)) {
        const known = document instanceof StoredDocument ? document.value : parsed(document);
        // Of one without a document, what AWS has under the name is known.
        if (isObject(known)) {
          managedPolicies[arn] = known;
        }
        return;
      }
      const own = /^arn:[^:]+:iam::(\d{12}):/.exec(arn)?.[1];
      if (account !== undefined && own !== undefined && own !== account) {
        throw new Error(`two accounts, ${account} and ${own}: expected each in a file of its own`);
      }
      account ??= own;
      const logicalId = `${kind.noun} ${item[kind.name]}`;
      const Properties = kind.inline === undefined ? policyOf(item, document) : principalOf(item, kind.name, kind.inline);
      const source = [kind.list, String(i)];
      made.add(logicalId, kind.type, Properties, source, () => ({
        ...(kind.inline !== undefined && { 'Properties/Policies': [...source, kind.inline] }),
        'Properties/PolicyDocument': [...source, 'PolicyVersionList', String(version), 'Document'],
        'Properties/AssumeRolePolicyDocument': [...source, 'AssumeRolePolicyDocument'],
      }));
    });
  }
  const isTruncated = lists.IsTruncated === true || lists.NextToken !== undefined || lists.Marker !== undefined;
  return {
    made, account, isWholeAccount: !isTruncated, managedPolicies, ...(isTruncated && { incomplete: ['not the whole account: it says that there is more', 'Print it without --max-items.'] }),
  };
}

/**
 * The same of a file that is larger than memory may be: it keeps the names of each item, and reads a document again when something judges it. `undefined`
 * if it is no account.
 *
 * @throws if something in it is malformed
 */
export function largeAccount(file: LargeFile): MadeInput | undefined {
  const lists: { [list: string]: unknown[] } = {};
  const more: Json = {};
  const documents = new Map<string, unknown>();
  const strings = new Map<unknown, unknown>();
  const keeper = (list: string, index: number): Keeper => ({
    once: (text) => strings.get(text) ?? (strings.set(text, text), text),
    document: (written, ...path) => {
      const document = parsed(written);
      // What is no document is told where documents are read.
      if (!isObject(document)) {
        return document;
      }
      const hash = sha256(JSON.stringify(document));
      const stored = documents.get(hash)
        ?? new StoredDocument(() => parsed(path.reduce((value, key) => (value as Json)[key], file.itemAt(list, index))));
      documents.set(hash, stored);
      return stored;
    },
  });
  const isObjectFile = file.read(({ list, index, value }) => {
    const kind = KINDS.find((each) => each.list === list);
    if (kind) {
      (lists[list] ??= []).push(isObject(value) ? reduced(value, kind, keeper(list, index)) : value);
    }
  }, (key, value) => {
    more[key] = value;
  });
  return isObjectFile ? accountTemplate({ ...more, ...lists }) : undefined;
}

/** How what many items have is kept. */
interface Keeper {
  /** The same string for those that are equal. */
  once(text: unknown): unknown;
  /** The same for documents that are equal. */
  document(written: unknown, ...path: ReadonlyArray<string | number>): unknown;
}

/** Without what says nothing of permissions, and without the documents of versions that are not the default one. */
function reduced(item: Json, { name, inline }: Kind, { once, document }: Keeper): Json {
  const { Arn, Path, GroupList, PermissionsBoundary, AssumeRolePolicyDocument } = item;
  const policies = inline === undefined ? {} : {
    [inline]: itemsOf(item, inline).map(({ PolicyName, PolicyDocument }, i) => (
      { PolicyName: once(PolicyName), PolicyDocument: document(PolicyDocument, inline, i, 'PolicyDocument') })),
  };
  const versions = inline !== undefined ? {} : {
    PolicyVersionList: itemsOf(item, 'PolicyVersionList').map(({ IsDefaultVersion, Document }, i) => (
      IsDefaultVersion === true ? { IsDefaultVersion, Document: document(Document, 'PolicyVersionList', i, 'Document') } : {})),
  };
  return {
    [name]: item[name],
    Arn,
    Path: once(Path),
    ...(GroupList !== undefined && { GroupList }),
    ...(PermissionsBoundary !== undefined && { PermissionsBoundary }),
    AttachedManagedPolicies: itemsOf(item, 'AttachedManagedPolicies').map(({ PolicyName, PolicyArn }) => (
      PolicyArn === undefined ? { PolicyName } : { PolicyArn: once(PolicyArn) })),
    ...(AssumeRolePolicyDocument !== undefined && { AssumeRolePolicyDocument: document(AssumeRolePolicyDocument, 'AssumeRolePolicyDocument') }),
    ...policies,
    ...versions,
  };
}

function principalOf(item: Json, name: string, inline: string): Json {
  const { AssumeRolePolicyDocument, GroupList, PermissionsBoundary } = item;
  return {
    [name]: item[name],
    Path: item.Path ?? '/',
    ...(AssumeRolePolicyDocument !== undefined && { AssumeRolePolicyDocument: decoded(AssumeRolePolicyDocument) }),
    ...(GroupList !== undefined && { Groups: GroupList }),
    ...(PermissionsBoundary !== undefined && { PermissionsBoundary: objectOf(PermissionsBoundary).PermissionsBoundaryArn }),
    Policies: itemsOf(item, inline).map(({ PolicyName, PolicyDocument }) => ({ PolicyName, PolicyDocument: decoded(PolicyDocument) })),
    ManagedPolicyArns: itemsOf(item, 'AttachedManagedPolicies').map(arnOf),
  };
}

function policyOf({ PolicyName, Path = '/' }: Json, document: unknown): Json {
  return { ManagedPolicyName: PolicyName, Path, ...(document !== undefined && { PolicyDocument: document }) };
}

/** A document as the API returns it is URL-encoded; the AWS CLI decodes it. */
function decoded(document: unknown): unknown {
  try {
    return typeof document === 'string' && isUrlEncoded(document) ? decodeURIComponent(document) : document;
  } catch {
    throw new Error(`a policy document is not valid URL encoding: ${formatValue(document)}`);
  }
}

/** The same as an object, if it is one. */
function parsed(document: unknown): unknown {
  const text = decoded(document);
  try {
    const value: unknown = typeof text === 'string' ? JSON.parse(text) : text;
    return isObject(value) ? value : text;
  } catch {
    return text;
  }
}

/** What is no list of objects would be taken for one without items, and its policies for none. */
function itemsOf(item: Json, list: string): Json[] {
  const value: unknown = item[list] ?? [];
  if (!Array.isArray(value) || !value.every(isObject)) {
    throw new Error(`"${list}" of an account: expected a list of objects, got ${formatValue(value)}`);
  }
  return value;
}

/** An attachment that does not say of what would be none. */
function arnOf({ PolicyName, PolicyArn }: Json): string {
  if (typeof PolicyArn !== 'string') {
    throw new Error(`the attachment of the policy ${formatValue(PolicyName ?? 'without a name')} lacks "PolicyArn": print the account anew`);
  }
  return PolicyArn;
}
