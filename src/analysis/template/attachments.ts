import type { Memberships } from './finished-principal';
import { finishedPrincipal, IN_NO_GROUP } from './finished-principal';
import type { PolicyReader, Reading } from './policy-reader';
import type { ManagedReference, Principal } from './principals';
import { PRINCIPAL_KINDS, readPrincipal, References } from './principals';
import type { SeparateAttachment } from './separate-attachment';
import { readAttachment } from './separate-attachment';
import type * as Serverless from './serverless';
import { mayHaveRoleMade } from './serverless-role';
import type { TemplateEntry } from './template';
import type { TemplatePrincipal } from './template-policies';
import type { LocatedPolicy } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import type { PrincipalKind } from '../../iam/principal-types';
import { characters, hasUnknownPart, isGeneratedName, isNoMoreThanGenerated, isUnknownPart, unknownParts } from '../../iam/unknown-text';
import { wildcardMatcher } from '../../iam/wildcard';

/** A policy that is a resource of its own. */
interface OwnPolicy {
  readonly entry: TemplateEntry;
  readonly policy: Reading<LocatedPolicy>;
  attached: boolean;
  boundary: boolean;
}

/** Of the types whose resources attach a policy, or a user to a group: the properties that name the principals. */
export const ATTACHED_BY: { readonly [type: string]: { readonly [property: string]: PrincipalKind } } = {
  'AWS::IAM::Policy': { Roles: 'role', Users: 'user', Groups: 'group' },
  'AWS::IAM::ManagedPolicy': { Roles: 'role', Users: 'user', Groups: 'group' },
  'AWS::IAM::RolePolicy': { RoleName: 'role' },
  'AWS::IAM::UserPolicy': { UserName: 'user' },
  'AWS::IAM::GroupPolicy': { GroupName: 'group' },
};
const USER_TO_GROUP = 'AWS::IAM::UserToGroupAddition';

/**
 * What attaches to a principal that is described elsewhere, as Terraform and the APIs of IAM and Identity Center do. CloudFormation has no such
 * type: whoever makes a template of something else writes it. `To` has the kind of principal, and its name (of a permission set, its ARN).
 */
export const ATTACHMENT = 'Attachment';

/** Reads principals and what is attached to them, from whichever side. */
export class Attachments {
  private readonly principals: Principal[] = [];
  private readonly policies: OwnPolicy[] = [];
  private readonly additions: TemplateEntry[] = [];
  private readonly separate: SeparateAttachment[] = [];
  private readonly byName: { readonly [kind in PrincipalKind]: References<Principal> } = {
    'role': new References(), 'user': new References(), 'group': new References(), 'permission set': new References(),
  };
  private readonly byArn = new References<OwnPolicy>();

  constructor(private readonly reader: PolicyReader) {}

  /** Reads a resource; `false` if it has nothing to do with principals. */
  public read(entry: TemplateEntry): boolean {
    if (mayHaveRoleMade(entry)) {
      serverless().readUnattached(entry, this.reader);
    } else if (Object.hasOwn(PRINCIPAL_KINDS, entry.type)) {
      const principal = entry.madeFor ? serverless().readMadeRole(entry, entry.madeFor, this.reader) : readPrincipal(entry, this.reader);
      this.principals.push(principal);
      this.byName[principal.kind].add(principal.name, principal);
      if (principal.kind === 'permission set') {
        this.byName[principal.kind].add(principal.arn, principal);
      }
    } else if (Object.hasOwn(ATTACHED_BY, entry.type)) {
      const { PolicyDocument } = entry.properties;
      const policy = this.reader.policy(PolicyKind.IDENTITY, entry, 'Properties/PolicyDocument', PolicyDocument);
      if (!policy) {
        return true;
      }
      const own = { entry, policy, attached: false, boundary: false };
      this.policies.push(own);
      if (entry.type === 'AWS::IAM::ManagedPolicy') {
        policy.arn = this.reader.intrinsics.attribute(entry.logicalId, 'PolicyArn', entry.template);
        this.byArn.add(policy.arn, own);
      }
    } else if (entry.type === USER_TO_GROUP) {
      this.additions.push(entry);
    } else if (entry.type === ATTACHMENT) {
      this.separate.push(readAttachment(entry, this.reader));
    } else {
      return false;
    }
    return true;
  }

  /** The principals with what is attached to them, once all resources have been read. */
  public finish(): TemplatePrincipal[] {
    this.separate.forEach((attachment) => this.attachSeparately(attachment));
    const elsewhere = new Map(this.principals.map((principal) => [principal, this.attachManaged(principal)] as const));
    this.policies.forEach((policy) => this.attachPolicy(policy));
    this.additions.forEach((addition) => this.addToGroup(addition));
    const boundaries = new Map(this.principals.map((principal) => [principal, this.boundaryOf(principal)] as const));
    for (const { policy, attached, boundary } of this.policies) {
      if (boundary && !attached) {
        policy.kind = PolicyKind.PERMISSIONS_BOUNDARY;
      }
    }
    return this.principals.map((principal) => finishedPrincipal(principal, principal.groups.length === 0 ? IN_NO_GROUP : this.groupsOf(principal),
      elsewhere, boundaries.get(principal)?.policy, this.reader.conditional(principal.entry).conditional));
  }

  /** Returns those that are not in the templates. */
  private attachManaged(principal: Principal): ManagedReference[] {
    return principal.managed.filter(({ text, conditional, isMadeLater }) => {
      const found = isMadeLater ? [] : this.byArn.find(text, principal.entry.template);
      found.forEach((own) => this.attach(own, principal, conditional));
      return found.length === 0;
    });
  }

  private attachPolicy(own: OwnPolicy): void {
    const { type, properties, template } = own.entry;
    for (const property of Object.keys(properties)) {
      const kind = Object.hasOwn(ATTACHED_BY[type], property) ? ATTACHED_BY[type][property] : undefined;
      if (kind !== undefined) {
        for (const { text, conditional } of this.reader.texts(own.entry, properties[property])) {
          this.attachTo(own, this.byName[kind].find(text, template), conditional);
          this.attachTo(own, this.maybeNamed(kind, text), true);
        }
      }
    }
  }

  private attachTo(own: OwnPolicy, principals: readonly Principal[], conditional: boolean): void {
    for (const principal of principals) {
      this.attach(own, principal, conditional);
    }
  }

  /** Those whose name a string may be that is known only at deployment. What is imported is in another stack. */
  private maybeNamed(kind: PrincipalKind, text: string): Principal[] {
    const unknown = hasUnknownPart(text) && !isNoMoreThanGenerated(text)
      && characters(text).some((item) => isUnknownPart(item) && !isGeneratedName(item));
    if (!unknown || unknownParts(text).some((part) => part.includes('Fn::ImportValue'))) {
      return [];
    }
    const matches = wildcardMatcher(text);
    return this.principals.filter((principal) => principal.kind === kind && matches(principal.name) === undefined);
  }

  private attach(own: OwnPolicy, principal: Principal, conditional: boolean): void {
    own.attached = true;
    principal.attached.push({ policy: own.policy, conditional: conditional || this.mayLack(principal.entry, own.entry) });
  }

  /** To the principals that it names, before what they have is looked up. */
  private attachSeparately({ entry, to, inline, managed, boundary }: SeparateAttachment): void {
    for (const [kind, { text, conditional }] of to) {
      const certain = this.byName[kind].find(text, entry.template);
      for (const principal of [...certain, ...this.maybeNamed(kind, text)]) {
        const unsure = conditional || !certain.includes(principal) || this.mayLack(principal.entry, entry);
        principal.inline.push(...inline.map((each) => ({ ...each, conditional: each.conditional || unsure })));
        principal.managed.push(...managed.map((each) => ({ ...each, conditional: each.conditional || unsure })));
        principal.boundary ??= boundary;
      }
    }
  }

  private addToGroup(entry: TemplateEntry): void {
    const groups = this.reader.texts(entry, entry.properties.GroupName);
    for (const user of this.reader.texts(entry, entry.properties.Users)) {
      const unsure = this.maybeNamed('user', user.text);
      for (const principal of [...this.byName.user.find(user.text, entry.template), ...unsure]) {
        principal.groups.push(...groups.map((group) => ({
          text: group.text, conditional: group.conditional || user.conditional || unsure.includes(principal) || this.mayLack(principal.entry, entry),
        })));
      }
    }
  }

  /** Whether the one may exist without the other. */
  private mayLack(entry: TemplateEntry, other: TemplateEntry): boolean {
    return this.reader.conditional(other).conditional !== undefined && (entry.template !== other.template || entry.condition !== other.condition);
  }

  private boundaryOf({ boundary, entry }: Principal): OwnPolicy | undefined {
    const found = boundary === undefined ? undefined : this.byArn.find(boundary, entry.template)[0];
    if (found) {
      found.boundary = true;
    }
    return found;
  }

  private groupsOf({ groups, entry }: Principal): Memberships {
    const memberships = groups.map(({ text, conditional }) => ({ text, conditional, found: this.byName.group.find(text, entry.template) }));
    return {
      groups: memberships.flatMap(({ found, conditional }) => found.map((group) => (
        { group, conditional: conditional || this.mayLack(entry, group.entry) }))),
      others: [...new Set(memberships.filter(({ found }) => found.length === 0).map(({ text }) => text))],
    };
  }
}

/** Not an import: most templates have nothing of AWS SAM, of which it takes longest to load how it is read. */
function serverless(): typeof Serverless {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./serverless') as typeof Serverless;
}
