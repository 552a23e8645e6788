import { mayBeConnected } from './connections';
import type { Item, PolicyReader, Reading } from './policy-reader';
import type { Template, TemplateEntry } from './template';
import type { LocatedPolicy } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import type { PrincipalKind } from '../../iam/principal-types';
import { PRINCIPAL_TYPES } from '../../iam/principal-types';
import { isObject, isIntrinsic } from '../../iam/value';

/** A string of the template that names something, and whether it does so only under a condition known at deployment. */
export interface Reference {
  readonly text: string;
  readonly conditional: boolean;
}

/** A managed policy; or policies that are made only at deployment: `text` says which, for a person. */
export interface ManagedReference extends Reference {
  readonly isMadeLater?: true;
}

/** A policy that a principal has, or may have. */
export interface Attached {
  readonly policy: Reading<LocatedPolicy>;
  readonly conditional: boolean;
}

/** A principal as its own resource has it, before what others attach to it. */
export interface Principal {
  readonly entry: TemplateEntry;
  readonly kind: PrincipalKind;
  readonly name: string;
  readonly arn: string;
  readonly inline: Attached[];
  /** ARNs of managed policies, and what is made only at deployment. */
  readonly managed: ManagedReference[];
  /** Names of groups. */
  readonly groups: Reference[];
  boundary?: string;
  readonly trust?: LocatedPolicy;
  readonly tags: { readonly [key: string]: string };
  /** Policies that their own resources attach to it, and managed policies of the template. */
  readonly attached: Attached[];
}

/** By the type of the resource. */
export const PRINCIPAL_KINDS: { readonly [type: string]: PrincipalKind } = Object.fromEntries(
  Object.entries(PRINCIPAL_TYPES).map(([kind, { resourceType }]) => [resourceType, kind as PrincipalKind]));

/** Reads a role, user, group or permission set. */
export function readPrincipal(entry: TemplateEntry, reader: PolicyReader): Principal {
  const { properties, template, logicalId } = entry;
  const kind = PRINCIPAL_KINDS[entry.type];
  const tags = tagsOf(entry, reader);
  if (kind === 'permission set') {
    return {
      entry,
      kind,
      tags,
      attached: [],
      name: reader.text(entry, 'Name') ?? template.partOf(logicalId),
      arn: reader.intrinsics.attribute(logicalId, 'PermissionSetArn', template),
      inline: reader.items(entry, properties.InlinePolicy, 'Properties/InlinePolicy').flatMap((item) => inlinePolicy(item, entry, reader)),
      managed: [
        ...reader.texts(entry, properties.ManagedPolicies),
        ...reader.items(entry, properties.CustomerManagedPolicyReferences, '').map(({ value, conditional }) => (
          { text: customerManaged(value, entry, reader), conditional })),
        ...policiesLater(entry),
      ],
      groups: [],
      boundary: permissionSetBoundary(entry, reader),
    };
  }
  const trust = kind === 'role'
    ? reader.policy(PolicyKind.TRUST, entry, 'Properties/AssumeRolePolicyDocument', properties.AssumeRolePolicyDocument) : undefined;
  const managed: ManagedReference[] = [...reader.texts(entry, properties.ManagedPolicyArns), ...policiesLater(entry)];
  if (kind === 'role' && mayBeConnected(logicalId, template.connected, (id) => template.resources.get(id)?.properties)) {
    managed.push(madeAtDeployment(`of AWS SAM's connectors for ${logicalId}`, true));
  }
  return {
    entry,
    kind,
    tags,
    attached: [],
    name: reader.intrinsics.text({ Ref: logicalId }, template),
    arn: reader.intrinsics.attribute(logicalId, 'Arn', template),
    inline: reader.items(entry, properties.Policies, 'Properties/Policies').flatMap((item) => namedPolicy(item, entry, reader)),
    managed,
    groups: kind === 'user' ? reader.texts(entry, properties.Groups) : [],
    boundary: kind === 'group' ? undefined : reader.text(entry, 'PermissionsBoundary'),
    trust,
  };
}

/** What may be attached to a principal that CloudFormation makes only at deployment. */
export function policiesLater({ logicalId, properties, template }: TemplateEntry): ManagedReference[] {
  const texts = template.madeLater.map((part) => `in ${part}`);
  if ('Fn::Transform' in properties) {
    texts.unshift(`of Fn::Transform for ${logicalId}`);
  }
  return texts.map((text) => madeAtDeployment(text, true));
}

/** @param text in words that go on from `the policies` */
export function madeAtDeployment(text: string, conditional: boolean): ManagedReference {
  return { text, conditional, isMadeLater: true };
}

/** An item of `Policies`: a document with its name, or a function instead of both. */
function namedPolicy(item: Item, entry: TemplateEntry, reader: PolicyReader): Attached[] {
  const { value, path } = item;
  return !isObject(value) ? []
    : inlinePolicy(isIntrinsic(value) ? item : { ...item, value: value.PolicyDocument, path: `${path}/PolicyDocument` }, entry, reader);
}

export function inlinePolicy({ value, path, conditional }: Item, entry: TemplateEntry, reader: PolicyReader): Attached[] {
  const policy = reader.policy(PolicyKind.IDENTITY, entry, path, value);
  return policy ? [{ policy, conditional }] : [];
}

/** The policy of that name in the template's account, which stands for those of all accounts the permission set is assigned in. */
export function customerManaged(value: unknown, entry: TemplateEntry, reader: PolicyReader): string {
  const { Name, Path = '/' } = isObject(value) ? value : {};
  return Name === undefined ? reader.intrinsics.text(value, entry.template)
    : reader.intrinsics.text({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':policy', Path, Name]] },
      entry.template);
}

export function permissionSetBoundary(entry: TemplateEntry, reader: PolicyReader): string | undefined {
  const [item] = reader.items(entry, entry.properties.PermissionsBoundary, '');
  if (!item || !isObject(item.value)) {
    return undefined;
  }
  const { ManagedPolicyArn, CustomerManagedPolicyReference } = item.value;
  return item.conditional || (ManagedPolicyArn === undefined && CustomerManagedPolicyReference === undefined)
    ? reader.text(entry, 'PermissionsBoundary')
    : CustomerManagedPolicyReference !== undefined ? customerManaged(CustomerManagedPolicyReference, entry, reader)
      : reader.intrinsics.text(ManagedPolicyArn, entry.template);
}

function tagsOf(entry: TemplateEntry, reader: PolicyReader): { [key: string]: string } {
  if (entry.properties.Tags === undefined) {
    return {};
  }
  const tags = reader.items(entry, entry.properties.Tags, '').filter(({ value, conditional }) => !conditional && isObject(value) && 'Key' in value);
  return Object.fromEntries(tags.map(({ value }) => ['Key', 'Value'].map((key) => reader.intrinsics.text((value as any)[key], entry.template))));
}

/** Finds things by a string: those of the same template, else those of the others. */
export class References<T extends { readonly entry: TemplateEntry }> {
  private readonly own = new Map<Template, Map<string, T[]>>();
  private readonly all = new Map<string, T[]>();

  public add(text: string, item: T): void {
    const { template } = item.entry;
    const own = this.own.get(template) ?? new Map<string, T[]>();
    this.own.set(template, own);
    for (const map of [own, this.all]) {
      const known = map.get(text);
      if (known) {
        known.push(item);
      } else {
        map.set(text, [item]);
      }
    }
  }

  public find(text: string, from: Template): readonly T[] {
    return this.own.get(from)?.get(text) ?? this.all.get(text)?.filter(({ entry }) => sameAccount(entry.template, from)) ?? [];
  }
}

function sameAccount(a: Template, b: Template): boolean {
  const [x, y] = [a, b].map((template) => template.pseudo.get('AWS::AccountId'));
  return x === undefined || y === undefined || x === y;
}
