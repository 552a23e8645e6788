import type { TerraformResource } from './terraform';
import { listOf } from './terraform';
import type { Json } from '../iam/value';
import { isObject } from '../iam/value';

/** What a resource owns: everything of the kind that its subject has, and that it does not list, is taken away. */
type Ownership = readonly [kind: string, subject: string, listed: string];

const KINDS = ['role', 'user', 'group'];

/**
 * The resources that own the policies of a principal, or the principals of a policy, exclusively.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policies_exclusive
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachments_exclusive
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_policy_attachment
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssoadmin_managed_policy_attachments_exclusive
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssoadmin_customer_managed_policy_attachments_exclusive
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
 */
const OWNERS: { readonly [type: string]: readonly Ownership[] } = {
  ...Object.fromEntries(KINDS.flatMap((kind): Array<[string, Ownership[]]> => [
    [`aws_iam_${kind}_policies_exclusive`, [[`inline ${kind}`, `${kind}_name`, 'policy_names']]],
    [`aws_iam_${kind}_policy_attachments_exclusive`, [[`managed ${kind}`, `${kind}_name`, 'policy_arns']]],
  ])),
  aws_ssoadmin_managed_policy_attachments_exclusive: [['managed permission set', 'permission_set_arn', 'managed_policy_arns']],
  aws_iam_policy_attachment: KINDS.map((kind): Ownership => [`to ${kind}`, 'policy_arn', `${kind}s`]),
};

interface Owner {
  readonly resource: TerraformResource;
  readonly listed: ReadonlySet<string | undefined>;
}

/** Tells which policies Terraform may take away again, as another resource owns those of the principal exclusively and does not list them. */
export class ExclusiveResources {
  private readonly owners = new Map<string, Owner[]>();
  private readonly byAddress: ReadonlyMap<string, Json>;

  /** @param read the values of an attribute, as the template has them */
  public constructor(resources: readonly TerraformResource[], read: (resource: TerraformResource, attribute: string) => unknown) {
    this.byAddress = new Map(resources.map(({ address, values }) => [address, values]));
    for (const resource of resources.filter(({ mode }) => mode === 'managed')) {
      for (const [kind, subject, listed] of Object.hasOwn(OWNERS, resource.type) ? OWNERS[resource.type] : []) {
        this.add(kind, read(resource, subject), resource, listOfAny(read(resource, listed)));
      }
      if (resource.type === 'aws_ssoadmin_customer_managed_policy_attachments_exclusive') {
        const references = listOf(resource.values.customer_managed_policy_reference);
        this.add('customer managed permission set', read(resource, 'permission_set_arn'), resource, references.map(({ name, path }) => referenceOf(name, path)));
      }
      // Without the configuration they are what the role had when it was read.
      if (resource.type === 'aws_iam_role' && resource.expressions.managed_policy_arns !== undefined) {
        this.add('managed role', { Ref: resource.address }, resource, listOfAny(read(resource, 'managed_policy_arns')));
      }
      if (resource.type === 'aws_iam_role' && resource.expressions.inline_policy !== undefined) {
        this.add('inline role', { Ref: resource.address }, resource, listOf(resource.values.inline_policy).map(({ name }) => name));
      }
    }
  }

  /** The properties of what a resource is in the template: what may be taken away is there under a condition. */
  public applied(resource: TerraformResource, type: string, properties: Json): Json {
    if (this.owners.size === 0) {
      return properties;
    }
    const [, kind] = /^AWS::IAM::(Role|User|Group)Policy$/.exec(type) ?? [];
    if (kind !== undefined) {
      const name = `${kind}Name`;
      const policy = properties.PolicyName ?? { Ref: resource.address };
      return { ...properties, [name]: this.keptOr(this.isKept(`inline ${kind.toLowerCase()}`, properties[name], policy, resource), properties[name]) };
    }
    if (type === 'AWS::IAM::Role') {
      const self = { Ref: resource.address };
      return {
        ...properties,
        ...this.each(properties, 'Policies', (policy) => this.isKept('inline role', self, isObject(policy) ? policy.PolicyName : undefined, resource)),
        ...this.each(properties, 'ManagedPolicyArns', (arn) => this.isAttached('role', self, arn, resource)),
      };
    }
    return type === 'Attachment' && isObject(properties.To) ? this.attachment(properties, properties.To, resource) : properties;
  }

  /** One policy that is attached to several, or several to one. */
  private attachment(properties: Json, to: Json, resource: TerraformResource): Json {
    const { CustomerManagedPolicyReferences: references = [], ManagedPolicyArns } = properties;
    const [set] = listOfAny(to['permission set']);
    if (set !== undefined && ManagedPolicyArns === undefined) {
      const isKept = ({ Name, Path }: Json) => this.isKept('customer managed permission set', set, referenceOf(Name, Path), resource);
      return references.every(isKept) ? properties : { ...properties, To: { 'permission set': [this.keptOr(false, set)] } };
    }
    const arns = listOfAny(properties.ManagedPolicyArns);
    const [[kind, principals] = ['', undefined]] = Object.entries(to);
    return arns.length > 1
      ? {
        ...properties,
        ...this.each(properties, 'ManagedPolicyArns', (arn) => listOfAny(principals).every((each) => this.isAttached(kind, each, arn, resource))),
      }
      : {
        ...properties,
        To: Object.assign({}, ...Object.keys(to)
          .map((each) => this.each(to, each, (principal) => this.isAttached(each, principal, arns[0], resource)))),
      };
  }

  private each(properties: Json, name: string, isKept: (item: unknown) => boolean): Json {
    return properties[name] === undefined ? {} : { [name]: listOfAny(properties[name]).map((item) => this.keptOr(isKept(item), item)) };
  }

  private keptOr(isKept: boolean, value: unknown): unknown {
    return isKept ? value : { 'Fn::If': ['KeptByTerraform', value, { Ref: 'AWS::NoValue' }] };
  }

  private isAttached(kind: string, principal: unknown, arn: unknown, resource: TerraformResource): boolean {
    return this.isKept(`managed ${kind}`, principal, arn, resource) && this.isKept(`to ${kind}`, arn, principal, resource);
  }

  /** What is not known may be what an owner does not list. */
  private isKept(kind: string, subject: unknown, item: unknown, resource: TerraformResource): boolean {
    const key = this.key(subject);
    const about = key === undefined ? [...this.owners].filter(([each]) => each.startsWith(`${kind}: `)).flatMap(([, owners]) => owners)
      : [...this.owners.get(`${kind}: ${key}`) ?? [], ...this.owners.get(`${kind}: `) ?? []];
    const listed = this.key(item);
    return about.every((owner) => owner.resource === resource || (listed !== undefined && owner.listed.has(listed)));
  }

  private add(kind: string, subject: unknown, resource: TerraformResource, listed: readonly unknown[]): void {
    const owner = { resource, listed: new Set(listed.map((each) => this.key(each))) };
    const key = `${kind}: ${this.key(Array.isArray(subject) ? subject[0] : subject) ?? ''}`;
    this.owners.set(key, [...this.owners.get(key) ?? [], owner]);
  }

  /** What is the same for the same thing, however it is named; `undefined` if it is not known which it is. */
  private key(value: unknown): string | undefined {
    if (typeof value === 'string') {
      return value.replace(/^arn:[^:]+:iam::\d{12}:/, 'iam:');
    }
    const { Ref: named, 'Fn::GetAtt': attribute } = isObject(value) ? value : {};
    const address = typeof named === 'string' ? named : Array.isArray(attribute) && /^(PermissionSet)?Arn$/.test(attribute[1]) ? String(attribute[0]) : undefined;
    const { name, path } = this.byAddress.get(address ?? '') ?? {};
    return address === undefined ? undefined : typeof name !== 'string' || attribute?.[1] === 'PermissionSetArn' ? JSON.stringify(value) : named !== undefined ? name : `iam:policy${path ?? '/'}${name}`;
  }
}

/** A policy in each account of a permission set, by its name there; `undefined` if that is not known. */
function referenceOf(name: unknown, path: unknown = '/'): string | undefined {
  return typeof name === 'string' && typeof path === 'string' ? `reference:${path}${name}` : undefined;
}

function listOfAny(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
