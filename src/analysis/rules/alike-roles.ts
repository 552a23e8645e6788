import type { CommonText } from './alike-documents';
import { hasOnlyResources, withoutNames } from './alike-documents';
import type { LocatedPolicy, PolicyPlace } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import { inlineOrManaged } from '../../iam/policy-kinds';
import type { Json } from '../../iam/value';
import { isIntrinsic, isObject, itemsOf } from '../../iam/value';
import { ATTACHED_BY, ATTACHMENT } from '../template/attachments';
import type { Template, TemplateEntry } from '../template/template';

const ROLE = 'AWS::IAM::Role';
/** A resource that is nothing but an inline policy. */
const POLICY = 'AWS::IAM::Policy';
/** One that may be attached to many. */
const MANAGED_POLICY = 'AWS::IAM::ManagedPolicy';
const OF_POLICY = new Set(['PolicyName', 'PolicyDocument', 'Roles']);
const MAX_SIZE = inlineOrManaged(ROLE)!.maxSize;

/** By type, the property that names the roles to which a policy is attached. */
const NAMES_ROLES = Object.entries(ATTACHED_BY).flatMap(([type, properties]) => (
  Object.keys(properties).filter((each) => properties[each] === 'role').map((property) => [type, property] as const)));

/** What is resolved when it is read: an intrinsic function, or a dynamic reference. */
const RESOLVED = /"(?:Ref|Fn::[^"]*)":|\{\{resolve:/;

/** What names a resource of the template, or a parameter. */
const REFERENCE = /\{"(?:Ref":"(\w+)"|Fn::GetAtt":\["(\w+)","Arn"\])\}/g;

/** A role, with the resources that are its inline policies. */
interface OwnRole {
  readonly entries: readonly TemplateEntry[];
  /** The names of resources that are left out of its JSON. */
  readonly names: readonly string[];
}

/** Roles that are the same without the names of the resources that their policies are about. */
export class AlikeRole {
  /** All but the first. */
  public readonly others: OwnRole[] = [];
  /** Whether nothing but such names is left out: the same is so of all that have the same text. */
  public readonly isAlike: boolean;

  /** @param text of the role, without names */
  public constructor(public readonly first: OwnRole, text: string) {
    const policies = first.entries.flatMap(policiesOf);
    this.isAlike = first.names.length === 0 || (hasOnlyResources(text, policies.map(({ document }) => document))
      && namelessPolicies(policies).every((each) => !RESOLVED.test(each.text)));
  }

  /** The inline policies of one of them that have names of resources, in the order of the names. */
  public policiesOf({ entries, names }: OwnRole): NamelessPolicy[] {
    return names.length === 0 ? [] : namelessPolicies(entries.flatMap(policiesOf));
  }
}

/** An inline policy without the names of resources in it. */
type NamelessPolicy = CommonText & { readonly policy: LocatedPolicy };

/**
 * Roles of a template that are like one before them, with their inline policies, but for the names of the resources that these are about. They need not be
 * read: a rule judges each policy and each principal by itself, and not by its name. Where nothing is wrong with the first, it is enough to check the policies
 * with these names. Where a resource of the template is named that is just like the one that the first names, nothing is known of its name.
 */
export class AlikeRoles {
  /** What need not be read: the roles, and the resources of their policies. */
  public readonly entries = new Set<TemplateEntry>();
  public readonly roles: AlikeRole[] = [];
  /** Managed policies, which may be of any of the roles. */
  private readonly managed: TemplateEntry[] = [];
  /** Where all of these have policies: by file, logical ids. */
  private places?: ReadonlyMap<string | undefined, ReadonlySet<string>>;
  /** Resources to which roles refer, with a number for those that have the same properties. */
  private readonly numbers = new Map<TemplateEntry, number>();
  private readonly byText = new Map<string, number>();

  public constructor(templates: readonly Template[]) {
    const attached = attachedTo(templates);
    for (const template of attached ? templates : []) {
      this.managed.push(...template.ofType(MANAGED_POLICY));
      const firsts = new Map<string, AlikeRole>();
      for (const entry of template.ofType(ROLE)) {
        const policies = entry.at || entry.madeFor ? 'not only its own' : attached!.get(entry) ?? [];
        if (policies !== 'not only its own') {
          this.find([entry, ...policies], firsts);
        }
      }
    }
  }

  /** Whether what is wrong there may be wrong with what need not be read, too. */
  public mayBeWrongWithMore({ file, logicalId = '' }: PolicyPlace): boolean {
    this.places ??= placesOf(this.roles.length === 0 ? [] : [...this.entries, ...this.roles.flatMap(({ first }) => first.entries), ...this.managed]);
    return this.places.get(file)?.has(logicalId) === true;
  }

  private find(entries: readonly TemplateEntry[], firsts: Map<string, AlikeRole>): void {
    const read = entries.map(({ type, condition, properties }) => [condition, type === POLICY ? properties.PolicyDocument : properties]);
    const written = JSON.stringify(read);
    const { text, names } = withoutNames(written);
    let role: OwnRole = { entries, names };
    let alike = this.alike(text, role, firsts);
    if (!alike.isAlike) {
      role = { entries, names: [] };
      alike = this.alike(written, role, firsts);
    }
    if (alike.first !== role && written.length <= MAX_SIZE) {
      if (alike.others.push(role) === 1) {
        this.roles.push(alike);
      }
      entries.forEach((entry) => this.entries.add(entry));
    }
  }

  private alike(text: string, role: OwnRole, firsts: Map<string, AlikeRole>): AlikeRole {
    const like = this.withoutIds(text, role.entries);
    let alike = firsts.get(like);
    if (!alike) {
      alike = new AlikeRole(role, text);
      firsts.set(like, alike);
    }
    return alike;
  }

  /** For logical ids, which of the resources that are named it is, and what that is. */
  private withoutIds(text: string, entries: readonly TemplateEntry[]): string {
    const { resources } = entries[0].template;
    const found = [...entries];
    return text.replace(REFERENCE, (reference: string, ref: string | undefined, owner: string | undefined) => {
      const entry = resources.get(ref ?? owner!);
      if (!entry) {
        return reference;
      }
      const known = found.indexOf(entry);
      const place = known === -1 ? found.push(entry) - 1 : known;
      return `${ref === undefined ? 'Arn' : 'Ref'} ${place} ${place < entries.length ? '' : this.numberOf(entry)}`;
    });
  }

  private numberOf(entry: TemplateEntry): number {
    let number = this.numbers.get(entry);
    if (number === undefined) {
      const text = JSON.stringify([entry.type, entry.condition, entry.properties]);
      number = this.byText.get(text) ?? this.byText.size;
      this.byText.set(text, number);
      this.numbers.set(entry, number);
    }
    return number;
  }
}

/** By file, the logical ids under which the resources are written. */
function placesOf(entries: readonly TemplateEntry[]): ReadonlyMap<string | undefined, ReadonlySet<string>> {
  const places = new Map<string | undefined, Set<string>>();
  for (const { template: { file }, at, logicalId } of entries) {
    places.set(file, (places.get(file) ?? new Set()).add(at?.logicalId ?? logicalId));
  }
  return places;
}

/** The inline policies that a resource is or has, none of a role that does not tell them. */
function policiesOf({ type, properties, logicalId, template: { file } }: TemplateEntry): LocatedPolicy[] {
  const { Policies, PolicyDocument } = properties;
  const documents: unknown[] = type === POLICY ? [PolicyDocument]
    : Array.isArray(Policies) && Policies.every((each) => isObject(each) && !isIntrinsic(each)) ? Policies.map((each) => each.PolicyDocument) : [];
  return documents.map((document) => ({ kind: PolicyKind.IDENTITY, place: { file, logicalId, path: '' }, document, resourceType: type }));
}

function namelessPolicies(policies: readonly LocatedPolicy[]): NamelessPolicy[] {
  return policies.map((policy) => ({ policy, ...withoutNames(JSON.stringify(policy.document) ?? '') })).filter(({ names }) => names.length > 0);
}

/**
 * The resources that are an inline policy of one role, by the role, if these are all that is attached to it. Nothing at all if something is attached to a role
 * that is not told by its logical id.
 */
function attachedTo(templates: readonly Template[]): ReadonlyMap<TemplateEntry, TemplateEntry[] | 'not only its own'> | undefined {
  if (templates.some((template) => template.connected.size > 0 || template.ofType(ATTACHMENT).length > 0)) {
    return undefined;
  }
  const found = new Map<TemplateEntry, TemplateEntry[] | 'not only its own'>();
  for (const template of templates) {
    for (const [type, property] of NAMES_ROLES) {
      for (const entry of template.ofType(type)) {
        const roles = itemsOf(entry.properties[property]);
        const isOwn = type === POLICY && !entry.at && roles.length === 1 && isOnlyPolicy(entry.properties);
        for (const each of roles) {
          const role = isIntrinsic(each) && typeof each.Ref === 'string' ? template.resources.get(each.Ref) : undefined;
          if (role?.type !== ROLE) {
            return undefined;
          }
          const others = found.get(role) ?? [];
          if (others === 'not only its own' || !isOwn) {
            found.set(role, 'not only its own');
          } else {
            others.push(entry);
            found.set(role, others);
          }
        }
      }
    }
  }
  return found;
}

/** Whether the properties are those of an inline policy of roles, and all of them. */
function isOnlyPolicy(properties: Json): boolean {
  const names = Object.keys(properties);
  return names.length === OF_POLICY.size && names.every((each) => OF_POLICY.has(each));
}
