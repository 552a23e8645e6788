import type { Item, PolicyReader } from './policy-reader';
import type { Attached, ManagedReference, Principal } from './principals';
import { madeAtDeployment, policiesLater } from './principals';
import { additionsOf } from './serverless-additions';
import { policyTemplate } from './serverless-policies';
import { attachedAnyway, hasHiddenPolicy, hasRoleGiven } from './serverless-role';
import type { TemplateEntry } from './template';
import { PolicyKind } from '../../iam/policy';
import type { Json } from '../../iam/value';
import { isObject, isIntrinsic } from '../../iam/value';
import { arnOfAwsManagedPolicy } from '../aws-managed-policies';

/**
 * A function or state machine of AWS SAM that has a role already: what `Policies` says is not attached to it, but is a policy to look at.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
 */
export function readUnattached(entry: TemplateEntry, reader: PolicyReader): void {
  if (hasRoleGiven(entry)) {
    readItems(entry, reader);
  }
}

/** The role that AWS SAM makes for one: its `Policies` are documents, names of managed policies, and templates of SAM's. */
export function readMadeRole(role: TemplateEntry, entry: TemplateEntry, reader: PolicyReader): Principal {
  const { logicalId, template } = role;
  const { AssumeRolePolicyDocument } = entry.properties;
  const always = attachedAnyway(entry);
  const items = readItems(entry, reader);
  const added = additionsOf(entry, partitionOf(entry, reader), (value) => reader.intrinsics.resolve(value, entry.template));
  return {
    entry: { ...entry, condition: role.condition },
    kind: 'role',
    name: reader.intrinsics.text({ Ref: logicalId }, template),
    arn: reader.intrinsics.attribute(logicalId, 'Arn', template),
    inline: [
      ...items.flatMap(({ inline }) => inline),
      ...added.inline.flatMap(({ path, statements }) => {
        const policy = reader.policy(PolicyKind.IDENTITY, entry, `Properties/${path}`, { Version: '2012-10-17', Statement: statements });
        return policy ? [{ policy, conditional: false }] : [];
      }),
    ],
    managed: [
      ...[...always === undefined ? [] : [{ name: always, conditional: false }], ...added.managed]
        .map(({ name, conditional }) => ({ text: managedPolicy(name, entry, reader), conditional })),
      ...items.flatMap(({ managed }) => managed),
      ...policiesLater(entry),
      ...hasHiddenPolicy(entry) || added.more || mayBeConnected(entry) ? [madeAtDeployment(`of AWS SAM for ${logicalId}`, false)] : [],
    ],
    groups: [],
    boundary: reader.text(entry, 'PermissionsBoundary'),
    trust: reader.policy(PolicyKind.TRUST, entry, 'Properties/AssumeRolePolicyDocument', AssumeRolePolicyDocument),
    // Whether the role gets them is up to another property, and to what SAM's version does.
    tags: {},
    attached: [],
  };
}

interface ReadPolicies {
  readonly inline: Attached[];
  readonly managed: ManagedReference[];
}

function readItems(entry: TemplateEntry, reader: PolicyReader): ReadPolicies[] {
  return reader.items(entry, entry.properties.Policies, 'Properties/Policies').map((item) => readItem(item, entry, reader));
}

/** Whether a connector of which not all is known may add to it. */
function mayBeConnected({ template, logicalId }: TemplateEntry): boolean {
  return [...template.connected].some((id) => id === undefined || id === logicalId);
}

/** An item of `Policies`. */
function readItem({ value, path, conditional }: Item, entry: TemplateEntry, reader: PolicyReader): ReadPolicies {
  if (isObject(value) && !isIntrinsic(value) && !('Statement' in value) && !('Effect' in value)) {
    return readTemplates(value, path, entry, reader, conditional);
  }
  if (!isObject(value) || isIntrinsic(value)) {
    const text = reader.intrinsics.text(reader.intrinsics.resolve(value, entry.template), entry.template);
    return { inline: [], managed: text === '' ? [] : [{ text: managedPolicy(text, entry, reader), conditional }] };
  }
  const policy = reader.policy(PolicyKind.IDENTITY, entry, path, asDocument(value));
  return { inline: policy ? [{ policy, conditional }] : [], managed: [] };
}

/** Templates of SAM's, each by its name with its parameters. */
function readTemplates(value: Json, path: string, entry: TemplateEntry, reader: PolicyReader, conditional: boolean): ReadPolicies {
  const named = Object.entries(value).map(([name, parameters]) => ({ name, document: policyTemplate(name, parameters) }));
  return {
    inline: named.flatMap(({ name, document }) => {
      const policy = document && reader.policy(PolicyKind.IDENTITY, entry, `${path}/${name}`, document);
      return policy ? [{ policy, conditional }] : [];
    }),
    managed: named.filter(({ document }) => document === undefined).map(({ name }) => madeAtDeployment(`${name} of AWS SAM`, conditional)),
  };
}

function asDocument(value: Json): Json {
  return 'Effect' in value ? { Statement: value } : value;
}

/** The ARN of a managed policy, which may be given by its name if it is one of AWS. */
function managedPolicy(text: string, entry: TemplateEntry, reader: PolicyReader): string {
  return /^[\w+=,.@/-]+$/.test(text) ? arnOfAwsManagedPolicy(text, partitionOf(entry, reader)) : text;
}

function partitionOf({ template }: TemplateEntry, reader: PolicyReader): string {
  return reader.intrinsics.text({ Ref: 'AWS::Partition' }, template);
}
