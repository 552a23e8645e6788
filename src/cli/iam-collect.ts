import * as fs from 'fs';
import * as path from 'path';
import type { InputFile } from './input-file';
import type { MadeInput } from './made-template';
import { MadeTemplate } from './made-template';
import { fileError } from './read-text';
import type { Json } from '../iam/value';
import { isObject, itemsOf } from '../iam/value';

/** A file of a collection, and what is in it. */
export interface CollectedFile {
  readonly file: InputFile;
  readonly input: MadeInput;
}

/**
 * Whether a directory is what iam-collect writes: `aws/<partition>/accounts/<id>/<service>/…/<resource>/<what>.json`, and `organizations/<id>`.
 *
 * @see https://github.com/cloud-copilot/iam-collect/blob/main/docs/Storage.md
 */
export function isCollection(directory: string): boolean {
  return canBeReached(path.join(directory, 'aws')) && partitionsOf(directory).length > 0;
}

/** Everything in a collection: each file that has policies is a template of its own. */
export function readCollection(
  directory: string, parse: (file: string) => InputFile | undefined, attempt: (work: () => void) => void,
): CollectedFile[] {
  const collection = new Collection(parse);
  for (const partition of partitionsOf(directory)) {
    for (const account of directoriesIn(path.join(partition, 'accounts'))) {
      attempt(() => collection.readAccount(account, path.basename(account)));
    }
    directoriesIn(path.join(partition, 'organizations')).forEach((organization) => attempt(() => collection.readOrganization(organization)));
  }
  return collection.found;
}

function partitionsOf(directory: string): string[] {
  return directoriesIn(path.join(directory, 'aws')).filter((each) => ['accounts', 'organizations'].some((name) => fs.existsSync(path.join(each, name))));
}

/** That a folder is without permission is told by what reads its files. */
function canBeReached(name: string): boolean {
  try {
    return fs.statSync(name, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EACCES';
  }
}

function directoriesIn(directory: string): string[] {
  try {
    return !fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory() ? [] : fs.readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory()).map(({ name }) => path.join(directory, name)).sort();
  } catch (error) {
    throw fileError(directory, error);
  }
}

/** The policies of resources that are a resource of their own in a template: by the service and the file, what that has. */
const RESOURCE_POLICIES: { readonly [service: string]: (arn: string) => readonly [type: string, properties: Json, property: string] } = {
  s3: (arn) => ['AWS::S3::BucketPolicy', { Bucket: arn.slice(arn.lastIndexOf(':') + 1) }, 'PolicyDocument'],
  sqs: (arn) => ['AWS::SQS::QueuePolicy', { Queues: [arn] }, 'PolicyDocument'],
  sns: (arn) => ['AWS::SNS::TopicPolicy', { Topics: [arn] }, 'PolicyDocument'],
  kms: (Arn) => ['AWS::KMS::Key', { Arn }, 'KeyPolicy'],
  secretsmanager: (SecretId) => ['AWS::SecretsManager::ResourcePolicy', { SecretId }, 'ResourcePolicy'],
  lambda: (ResourceArn) => ['AWS::Lambda::ResourcePolicy', { ResourceArn }, 'PolicyDocument'],
  kinesis: (ResourceArn) => ['AWS::Kinesis::ResourcePolicy', { ResourceArn }, 'ResourcePolicy'],
  kafka: (ClusterArn) => ['AWS::MSK::ClusterPolicy', { ClusterArn }, 'Policy'],
  ecr: (Arn) => ['AWS::ECR::Repository', { Arn }, 'RepositoryPolicyText'],
  elasticfilesystem: (Arn) => ['AWS::EFS::FileSystem', { Arn }, 'FileSystemPolicy'],
  events: (Arn) => ['AWS::Events::EventBus', { Arn }, 'Policy'],
  backup: (Arn) => ['AWS::Backup::BackupVault', { Arn }, 'AccessPolicy'],
  es: (Arn) => ['AWS::OpenSearchService::Domain', { Arn }, 'AccessPolicies'],
};

/** What `iam` has: the type, its name's property, and the type of what has an inline policy. */
const PRINCIPALS: { readonly [kind: string]: readonly [type: string, name: string, inline: string, file: string] } = {
  role: ['AWS::IAM::Role', 'RoleName', 'AWS::IAM::RolePolicy', 'trust-policy'],
  user: ['AWS::IAM::User', 'UserName', 'AWS::IAM::UserPolicy', 'metadata'],
  group: ['AWS::IAM::Group', 'GroupName', 'AWS::IAM::GroupPolicy', 'metadata'],
};

class Collection {
  public readonly found: CollectedFile[] = [];

  public constructor(private readonly parse: (file: string) => InputFile | undefined) {}

  public readAccount(directory: string, account: string): void {
    const metadata = fs.existsSync(path.join(directory, 'metadata.json')) ? this.json(directory, 'metadata') : undefined;
    const { arn } = isObject(metadata) ? metadata : {};
    if (typeof arn === 'string') {
      this.readResource(directory, arn, metadata as Json, account);
    }
    directoriesIn(directory).forEach((each) => this.readAccount(each, account));
  }

  private readResource(directory: string, arn: string, metadata: Json, account: string): void {
    const [, , service, , , resource] = /^arn:([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/.exec(arn) ?? [];
    const kind = (resource ?? '').split('/')[0];
    if (service === 'iam' && Object.hasOwn(PRINCIPALS, kind)) {
      this.readPrincipal(directory, kind, metadata, account);
    } else if (service === 'iam' && kind === 'policy') {
      this.readManagedPolicy(directory, arn, metadata, account);
    } else if (service === 'sso' && kind === 'permissionSet') {
      this.readPermissionSet(directory, arn, metadata);
    } else {
      const [type, properties, property] = Object.hasOwn(RESOURCE_POLICIES, service ?? '') ? RESOURCE_POLICIES[service](arn)
        : [`Collected::${service}`, {}, 'PolicyDocument'];
      this.add(directory, 'policy', account, (made, document) => made.add(arn, type, { ...properties, [property]: document }, [], { [`Properties/${property}`]: [] }));
      this.add(directory, 'endpoint-policy', account, (made, document) =>
        made.add(arn, 'AWS::EC2::VPCEndpoint', { Arn: arn, PolicyDocument: document }, [], { 'Properties/PolicyDocument': [] }));
    }
  }

  private readPrincipal(directory: string, kind: string, metadata: Json, account: string): void {
    const [type, name, inline, ownFile] = PRINCIPALS[kind];
    // A role may be collected without its trust policy.
    const hasOwn = fs.existsSync(path.join(directory, `${ownFile}.json`));
    const file = hasOwn ? ownFile : 'metadata';
    const tags = this.json(directory, 'tags');
    this.add(directory, file, account, (made, document) => made.add(`${kind} ${metadata.name}`, type, {
      [name]: metadata.name,
      Path: metadata.path ?? '/',
      ...(kind === 'role' && hasOwn && { AssumeRolePolicyDocument: document }),
      ManagedPolicyArns: itemsOf(this.json(directory, 'managed-policies')),
      PermissionsBoundary: metadata.permissionBoundary,
      ...(kind === 'user' && { Groups: itemsOf(this.json(directory, 'groups')).map((arn) => String(arn).slice(String(arn).lastIndexOf('/') + 1)) }),
      ...(isObject(tags) && { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
    }, [], { 'Properties/AssumeRolePolicyDocument': [] }));
    this.add(directory, 'inline-policies', account, (made, policies) => itemsOf(policies).filter(isObject).forEach(({ PolicyName, PolicyDocument }, i) =>
      made.add(`${kind} ${metadata.name} ${PolicyName}`, inline, { [name]: metadata.name, PolicyName, PolicyDocument }, [String(i)],
        { 'Properties/PolicyDocument': [String(i), 'PolicyDocument'] })));
  }

  private readManagedPolicy(directory: string, arn: string, metadata: Json, account: string): void {
    if (/^arn:[^:]+:iam::aws:policy\//.test(arn)) {
      const file = this.file(directory, 'current-policy');
      if (file) {
        this.found.push({ file, input: { made: new MadeTemplate(), managedPolicies: { [arn]: file.source.value as Json } } });
      }
      return;
    }
    this.add(directory, 'current-policy', account, (made, document) => made.add(`policy ${metadata.name}`, 'AWS::IAM::ManagedPolicy', {
      ManagedPolicyName: metadata.name, Path: metadata.path ?? '/', PolicyDocument: document,
    }, [], { 'Properties/PolicyDocument': [] }));
  }

  private readPermissionSet(directory: string, arn: string, { name }: Json): void {
    const add = (file: string) => this.add(directory, file, undefined, (made, content) => made.add(`permission set ${name}`, 'AWS::SSO::PermissionSet', {
      Name: name,
      PermissionSetArn: arn,
      ...(file === 'inlinePolicy' && { InlinePolicy: content }),
      ManagedPolicies: itemsOf(this.json(directory, 'awsManagedPolicies')).filter(isObject).map(({ Arn }) => Arn),
      CustomerManagedPolicyReferences: this.json(directory, 'customerManagedPolicies'),
      PermissionsBoundary: this.json(directory, 'permissionBoundary'),
    }, [], { 'Properties/InlinePolicy': [] }));
    add(fs.existsSync(path.join(directory, 'inlinePolicy.json'.toLowerCase())) ? 'inlinePolicy' : 'metadata');
  }

  public readOrganization(directory: string): void {
    const given: string[] = [];
    for (const [folder, Type] of [['scps', 'SERVICE_CONTROL_POLICY'], ['rcps', 'RESOURCE_CONTROL_POLICY']]) {
      for (const policy of directoriesIn(path.join(directory, folder))) {
        const { arn, name } = this.json(policy, 'metadata') as Json ?? {};
        const Id = typeof arn === 'string' ? arn.slice(arn.lastIndexOf('/') + 1) : path.basename(policy);
        given.push(Id);
        this.add(policy, 'policy', undefined, (made, Content) =>
          made.add(Id, 'AWS::Organizations::Policy', { Id, Type, Name: name, Content }, [], { 'Properties/Content': [] }));
      }
    }
    const attach = (made: MadeTemplate, id: string, { scps, rcps }: Json) => {
      const idsOf = (policies: unknown) => itemsOf(policies).map((policy) => String(policy).slice(String(policy).lastIndexOf('/') + 1));
      const IsAllTold = idsOf(scps).every((each) => given.includes(each));
      [...idsOf(scps), ...idsOf(rcps)].forEach((PolicyId) =>
        made.add(`${PolicyId} at ${id}`, 'ControlPolicyAttachment', { PolicyId, TargetIds: [id], IsAllTold }, [id]));
    };
    this.add(directory, 'metadata', undefined, (made, metadata) =>
      made.add('organization', 'AWS::Organizations::Organization', { ManagementAccountId: (metadata as Json).rootAccountId }, []));
    this.add(directory, 'ous', undefined, (made, ous) => Object.entries(ous as Json).forEach(([id, unit]) => {
      made.add(id, 'AWS::Organizations::OrganizationalUnit', { Id: id, ParentId: unit.parent }, [id]);
      attach(made, id, unit);
    }));
    this.add(directory, 'accounts', undefined, (made, accounts) => Object.entries(accounts as Json).forEach(([id, account]) => {
      made.add(id, 'AWS::Organizations::Account', { AccountId: id, ParentIds: [account.ou] }, [id]);
      attach(made, id, account);
    }));
  }

  /** Makes a template of a file, if it is there. */
  private add(directory: string, name: string, account: string | undefined, make: (made: MadeTemplate, content: unknown) => void): void {
    const file = this.file(directory, name);
    if (file) {
      const made = new MadeTemplate();
      make(made, file.source.value);
      this.found.push({ file, input: { made, account } });
    }
  }

  private json(directory: string, name: string): unknown {
    return this.file(directory, name)?.source.value;
  }

  /** All its names are in lower case. */
  private file(directory: string, name: string): InputFile | undefined {
    const file = path.join(directory, `${name.toLowerCase()}.json`);
    return fs.existsSync(file) ? this.parse(file) : undefined;
  }
}
