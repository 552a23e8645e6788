import type { PolicyReader } from './policy-reader';
import type { Attached, Reference } from './principals';
import { customerManaged, inlinePolicy, permissionSetBoundary, PRINCIPAL_KINDS } from './principals';
import type { TemplateEntry } from './template';
import type { PrincipalKind } from '../../iam/principal-types';
import { isObject } from '../../iam/value';

/** What is attached to principals that are described elsewhere. */
export interface SeparateAttachment {
  readonly entry: TemplateEntry;
  /** The kind of each, and its name; of a permission set its ARN. */
  readonly to: ReadonlyArray<readonly [kind: PrincipalKind, name: Reference]>;
  readonly inline: readonly Attached[];
  readonly managed: readonly Reference[];
  readonly boundary?: string;
}

/** Reads an attachment that is a resource of its own. */
export function readAttachment(entry: TemplateEntry, reader: PolicyReader): SeparateAttachment {
  const { properties } = entry;
  const to = isObject(properties.To) ? properties.To : {};
  return {
    entry,
    to: Object.values(PRINCIPAL_KINDS).flatMap((kind) => reader.texts(entry, to[kind]).map((name) => [kind, name] as const)),
    inline: reader.items(entry, properties.PolicyDocument, 'Properties/PolicyDocument').flatMap((item) => inlinePolicy(item, entry, reader)),
    managed: [
      ...reader.texts(entry, properties.ManagedPolicyArns),
      ...reader.items(entry, properties.CustomerManagedPolicyReferences, '').map(({ value, conditional }) => (
        { text: customerManaged(value, entry, reader), conditional })),
    ],
    boundary: permissionSetBoundary(entry, reader),
  };
}
