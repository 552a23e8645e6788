import type { PolicyReader } from './policy-reader';
import type { TemplateEntry } from './template';
import type { TemplateControlPolicy, TemplateOrganization } from './template-policies';

/** The ids from the root down to an account or organizational unit; `undefined` if the tree does not lead up to a root. */
export function organizationPath({ parents }: TemplateOrganization, id: string): string[] | undefined {
  const path = [id];
  for (let parent = parents.get(id); parent !== undefined; parent = parents.get(parent)) {
    if (path.includes(parent)) {
      return undefined;
    }
    path.unshift(parent);
  }
  return parents.has(id) ? path : undefined;
}

/**
 * What attaches a control policy that is described elsewhere: `PolicyId`, `TargetIds`, and `IsAllTold`, whether all else is told that is attached to
 * these. CloudFormation has no such type: whoever makes a template of something else writes it.
 */
const ATTACHMENT = 'ControlPolicyAttachment';

/** The properties that say what an account or organizational unit is in. */
const PARENT: { readonly [type: string]: string } = {
  'AWS::Organizations::OrganizationalUnit': 'ParentId',
  'AWS::Organizations::Account': 'ParentIds',
};

/** Reads what is said of an organization besides its policies. */
export class Organization {
  private readonly parents = new Map<string, string>();
  private readonly toldOf = new Set<string>();
  private readonly attachments: Array<{ readonly policy: string; readonly target: string; readonly conditional: boolean }> = [];
  private managementAccount?: string;

  public constructor(private readonly reader: PolicyReader) {}

  /** Reads a resource; `false` if it is no part of an organization. */
  public read(entry: TemplateEntry): boolean {
    const { intrinsics } = this.reader;
    if (Object.hasOwn(PARENT, entry.type)) {
      const [parent] = this.reader.texts(entry, entry.properties[PARENT[entry.type]]);
      if (parent) {
        this.parents.set(intrinsics.text({ Ref: entry.logicalId }, entry.template), parent.text);
      }
    } else if (entry.type === 'AWS::Organizations::Organization') {
      this.managementAccount = this.reader.text(entry, 'ManagementAccountId');
    } else if (entry.type === ATTACHMENT) {
      const conditional = this.reader.conditional(entry).conditional !== undefined;
      const policy = this.reader.text(entry, 'PolicyId') ?? '';
      const targets = this.reader.texts(entry, entry.properties.TargetIds);
      this.attachments.push(...targets.map((target) => ({ policy, target: target.text, conditional: conditional || target.conditional })));
      if (entry.properties.IsAllTold === true) {
        targets.forEach(({ text }) => this.toldOf.add(text));
      }
    } else {
      return false;
    }
    return true;
  }

  /** The policies with what others attach them to. */
  public attached(policies: ReadonlyArray<{ readonly id: string; readonly control: TemplateControlPolicy }>): TemplateControlPolicy[] {
    return policies.map(({ id, control }) => {
      const added = this.attachments.filter(({ policy }) => policy === id);
      const conditional = [...control.conditionalTargets ?? [], ...added.filter((each) => each.conditional).map(({ target }) => target)];
      return added.length === 0 ? control : {
        ...control,
        targets: [...new Set([...control.targets, ...added.map(({ target }) => target)])],
        ...(conditional.length > 0 && { conditionalTargets: [...new Set(conditional)] }),
      };
    });
  }

  public tree(): TemplateOrganization {
    const { parents, toldOf, managementAccount } = this;
    return { parents, toldOf, ...(managementAccount !== undefined && { managementAccount }) };
  }
}
