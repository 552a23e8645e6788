import type { Json } from '../../iam/value';
import { canonicalJson } from '../../private/json';

/**
 * Types of which a resource is the only policy that something has, each with the properties that say of what: a name, or a list of them. Types of
 * the same kind set the same policy.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html
 */
const SINGLE_POLICIES: { readonly [type: string]: { readonly kind: string; readonly of: readonly string[] } } = {
  'AWS::S3::BucketPolicy': { kind: 'bucket', of: ['Bucket'] },
  'AWS::S3Express::BucketPolicy': { kind: 'directory bucket', of: ['Bucket'] },
  'AWS::S3Tables::TableBucketPolicy': { kind: 'table bucket', of: ['TableBucketARN'] },
  'AWS::S3Vectors::VectorBucketPolicy': { kind: 'vector bucket', of: ['VectorBucketArn', 'VectorBucketName'] },
  'AWS::SQS::QueuePolicy': { kind: 'queue', of: ['Queues'] },
  'AWS::SQS::QueueInlinePolicy': { kind: 'queue', of: ['Queue'] },
  'AWS::SNS::TopicPolicy': { kind: 'topic', of: ['Topics'] },
  'AWS::SNS::TopicInlinePolicy': { kind: 'topic', of: ['TopicArn'] },
  'AWS::SecretsManager::ResourcePolicy': { kind: 'secret', of: ['SecretId'] },
  'AWS::Lambda::ResourcePolicy': { kind: 'function', of: ['ResourceArn', 'FunctionResourceArn'] },
};

/** What a resource is the one policy of; `undefined` if it is no such policy. */
export function singlePolicyOf({ Type, Properties = {} }: Json): { readonly kind: string; readonly of: readonly unknown[] } | undefined {
  const single = Object.hasOwn(SINGLE_POLICIES, Type) ? SINGLE_POLICIES[Type] : undefined;
  return single && { kind: single.kind, of: single.of.flatMap((property) => [(Properties as Json)[property] ?? []].flat() as unknown[]) };
}

const PRINCIPALS: { readonly [type: string]: { readonly kind: string; readonly name: string } } = {
  'AWS::IAM::Role': { kind: 'role', name: 'RoleName' },
  'AWS::IAM::User': { kind: 'user', name: 'UserName' },
  'AWS::IAM::Group': { kind: 'group', name: 'GroupName' },
};

/** Of what attaches itself to principals: the properties that name them. */
const NAMING: { readonly [type: string]: { readonly [property: string]: string } } = {
  'AWS::IAM::Policy': { Roles: 'role', Users: 'user', Groups: 'group' },
  'AWS::IAM::ManagedPolicy': { Roles: 'role', Users: 'user', Groups: 'group' },
  'AWS::IAM::RolePolicy': { RoleName: 'role' },
  'AWS::IAM::UserPolicy': { UserName: 'user' },
  'AWS::IAM::GroupPolicy': { GroupName: 'group' },
  'AWS::IAM::UserToGroupAddition': { Users: 'user' },
};

/** An item of a property, or the property itself, that sets what is kept once. */
interface Setting {
  readonly key: string;
  readonly property: string;
  readonly item: unknown;
}

/**
 * What AWS keeps one of, whichever resource has set it: the policy of a bucket, a principal's inline policy of a name, the attachment of a managed
 * policy, the membership of a user. A resource that takes it away, takes away what another one has set, too.
 */
export class KeptOnce {
  /** By the literal name of a principal, its `Ref`. */
  private readonly named = new Map<string, string>();

  /** @param resources of a template, by logical ID */
  constructor(resources: Json) {
    for (const [id, resource] of Object.entries<Json>(resources)) {
      const principal = PRINCIPALS[resource.Type];
      const name = principal && (resource.Properties ?? {})[principal.name];
      if (typeof name === 'string') {
        this.named.set(`${principal.kind} ${canonicalJson(name)}`, canonicalJson({ Ref: id }));
      }
    }
  }

  /** The keys of what a resource sets. */
  public of(id: string, resource: Json): ReadonlySet<string> {
    return new Set(this.settings(id, resource).map(({ key }) => key));
  }

  /** The resource without what was taken away; `undefined` if it sets nothing else. */
  public without(id: string, resource: Json, gone: ReadonlySet<string>): Json | undefined {
    const taken = this.settings(id, resource).filter(({ key }) => gone.has(key));
    if (taken.length === 0) {
      return resource;
    }
    const properties = { ...resource.Properties as Json };
    for (const { property, item } of taken) {
      if (!Array.isArray(properties[property])) {
        return undefined;
      }
      properties[property] = (properties[property] as unknown[]).filter((each) => each !== item);
    }
    return { ...resource, Properties: properties };
  }

  private settings(id: string, { Type, Properties = {} }: Json): Setting[] {
    const properties = Properties as Json;
    const itemsOf = (property: string) => [properties[property] ?? []].flat() as unknown[];
    const single = Object.hasOwn(SINGLE_POLICIES, Type) ? SINGLE_POLICIES[Type] : undefined;
    const principal = PRINCIPALS[Type];
    const naming = Object.entries(NAMING[Type] ?? {});
    const self = principal && `${principal.kind} ${canonicalJson({ Ref: id })}`;
    return [
      ...(single?.of ?? []).flatMap((property) => itemsOf(property).map((item) => (
        { key: `policy of the ${single!.kind} ${canonicalJson(item)}`, property, item }))),
      ...naming.flatMap(([property, kind]) => itemsOf(property).map((item) => (
        { key: this.setBy(id, Type, properties, this.principal(kind, item)), property, item }))),
      ...(principal ? [
        // A function gives it a name that is known only at deployment.
        ...itemsOf('Policies').filter((item: any) => item?.PolicyName !== undefined)
          .map((item: any) => ({ key: inline(self, item.PolicyName), property: 'Policies', item: item as unknown })),
        ...itemsOf('ManagedPolicyArns').map((item) => ({ key: attachment(self, item), property: 'ManagedPolicyArns', item })),
        ...itemsOf('Groups').map((item) => ({ key: membership(self, this.principal('group', item)), property: 'Groups', item: item as unknown })),
      ] : []),
    ];
  }

  private setBy(id: string, type: string, properties: Json, principal: string): string {
    return type === 'AWS::IAM::ManagedPolicy' ? attachment(principal, { Ref: id })
      : type === 'AWS::IAM::UserToGroupAddition' ? membership(principal, this.principal('group', properties.GroupName))
        : inline(principal, properties.PolicyName);
  }

  private principal(kind: string, name: unknown): string {
    const text = canonicalJson(name);
    return `${kind} ${this.named.get(`${kind} ${text}`) ?? text}`;
  }
}

function inline(principal: string, name: unknown): string {
  return `inline policy ${canonicalJson(name)} of the ${principal}`;
}

function attachment(principal: string, policy: unknown): string {
  return `attachment of ${canonicalJson(policy)} to the ${principal}`;
}

function membership(user: string, group: string): string {
  return `membership of the ${user} in the ${group}`;
}
