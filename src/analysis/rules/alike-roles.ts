import type { CommonText } from './alike-documents';
import { hasOnlyResources, withoutNames } from './alike-documents';
import type { LocatedPolicy, PolicyPlace } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import { inlineOrManaged } from '../../iam/policy-kinds';
import { documentText } from '../../iam/problems/size-problems';
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
const NAMES_ROLES = new Map(Object.entries(ATTACHED_BY).map(([type, properties]) => [type, Object.keys(properties).find((each) => properties[each] === 'role')]));

/** What is resolved when it is read: an intrinsic function, or a dynamic reference. */
const RESOLVED = /"(?:Ref|Fn::[^"]*)":|\{\{resolve:/;

/** What names a resource of the template, or a parameter. */
const REFERENCE = /\{"(?:Ref":"(\w+)"|Fn::GetAtt":\["(\w+)","Arn"\])\}/g;

/**
 * Roles of a template that are like one before them, with their inline policies, but for the names of the resources that these are about. They need not be
 * read: a rule judges each policy and each principal by itself, and not by its name. Where nothing is wrong with the first, it is enough to check the policies
 * with these names. Where a resource of the template is named that is just like the one that the first names, nothing is known of its name.
 */
export class AlikeRoles {
  /** What need not be read: the roles, and the resources of their policies. */
  public readonly entries = new Set<TemplateEntry>();
  /** Their inline policies that have names of resources, with the documents without these. */
  public readonly policies = new Map<LocatedPolicy, CommonText>();
  /** Where they and those that they are like have policies: by file, logical ids. */
  private readonly places = new Map<string | undefined, Set<string>>();
  /** Resources to which roles refer, with a number for those that have the same properties. */
  private readonly numbers = new Map<TemplateEntry, number>();
  private readonly byText = new Map<string, number>();

  public constructor(templates: readonly Template[]) {
    const attached = attachedTo(templates);
    for (const template of attached ? templates : []) {
      const firsts = new Map<string, readonly TemplateEntry[]>();
      for (const entry of template.resources.values()) {
        if (entry.type === MANAGED_POLICY) {
          this.addPlace(entry);
        }
        const policies = attached!.has(entry) ? attached!.get(entry) : [];
        if (entry.type === ROLE && !entry.at && !entry.madeFor && policies) {
          this.find([entry, ...policies], firsts);
        }
      }
    }
  }

  /** Whether what is wrong there may be wrong with what need not be read, too. */
  public mayBeWrongWithMore({ file, logicalId = '' }: PolicyPlace): boolean {
    return this.entries.size > 0 && this.places.get(file)?.has(logicalId) === true;
  }

  private addPlace({ template: { file }, at, logicalId }: TemplateEntry): void {
    const ids = this.places.get(file) ?? new Set();
    this.places.set(file, ids.add(at?.logicalId ?? logicalId));
  }

  private find(entries: readonly TemplateEntry[], firsts: Map<string, readonly TemplateEntry[]>): void {
    const named: Array<readonly [LocatedPolicy, CommonText]> = [];
    let text = '';
    let size = 0;
    const write = (written: string, counted = written) => {
      text += `\0${written}`;
      size += counted.length;
    };
    entries.forEach((entry) => writeEntry(entry, write, named));
    const like = this.withoutIds(text, entries);
    const first = firsts.get(like);
    if (!first) {
      firsts.set(like, entries);
    } else if (size <= MAX_SIZE) {
      first.forEach((entry) => this.addPlace(entry));
      for (const entry of entries) {
        this.addPlace(entry);
        this.entries.add(entry);
      }
      named.forEach(([policy, written]) => this.policies.set(policy, written));
    }
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

/** Writes what is read of a role or of an inline policy, without names of resources. The documents with such names are put on the list. */
function writeEntry(
  { type, condition, properties, template: { file }, logicalId }: TemplateEntry, write: (text: string, counted?: string) => void,
  named: Array<readonly [LocatedPolicy, CommonText]>,
): void {
  const { Policies } = properties;
  const writeDocument = (document: unknown) => {
    const written = documentText(document);
    const common = RESOLVED.test(written) || !hasOnlyResources(written, document) ? { text: written, names: [] } : withoutNames(written);
    write(common.text, written);
    if (common.names.length > 0) {
      named.push([{ kind: PolicyKind.IDENTITY, place: { file, logicalId, path: '' }, document, resourceType: type }, common]);
    }
  };
  write(condition ?? '');
  if (type === POLICY) {
    writeDocument(properties.PolicyDocument);
  } else if (Array.isArray(Policies) && Policies.every((each) => isObject(each) && !isIntrinsic(each))) {
    write(JSON.stringify({ ...properties, Policies: Policies.map((each) => ({ ...each, PolicyDocument: 0 })) }));
    Policies.forEach((each) => writeDocument(each.PolicyDocument));
  } else {
    write(JSON.stringify(properties));
  }
}

/**
 * The resources that are an inline policy of one role, by the role; `undefined` for a role to which others are attached. Nothing at all if something is attached
 * to a role that is not told by its logical id.
 */
function attachedTo(templates: readonly Template[]): ReadonlyMap<TemplateEntry, TemplateEntry[] | undefined> | undefined {
  const found = new Map<TemplateEntry, TemplateEntry[] | undefined>();
  for (const { resources, connected } of templates) {
    for (const entry of resources.values()) {
      const property = NAMES_ROLES.get(entry.type);
      const roles = property === undefined ? [] : itemsOf(entry.properties[property]);
      const isOwn = entry.type === POLICY && !entry.at && roles.length === 1 && Object.keys(entry.properties).every((each) => OF_POLICY.has(each));
      for (const each of roles) {
        const role = isIntrinsic(each) && typeof each.Ref === 'string' ? resources.get(each.Ref) : undefined;
        if (role?.type !== ROLE) {
          return undefined;
        }
        const others = found.has(role) ? found.get(role) : [];
        found.set(role, isOwn && others ? [...others, entry] : undefined);
      }
      if (entry.type === ATTACHMENT || connected.size > 0) {
        return undefined;
      }
    }
  }
  return found;
}
