import type { CloudTrailEvent } from './event';
import { EC2_IDS, NAMED_RESOURCES } from './resource-parameters';
import { ResourceFit, resourceFit } from '../actions/resource-fit';

/** A resource that an event tells. */
export interface ToldResource {
  /** As the simulator takes it: a wildcard stands for what is not told. */
  readonly arn: string;
  /** Its account, where neither its ARN nor anything else tells it: of a bucket. */
  readonly account?: string;
}

/** The resources that an event names, each once: what of them an action is about, `resourcesOf` its caller asks. */
export function toldResources(event: CloudTrailEvent, service: string): ToldResource[] {
  const told = event.resources.flatMap(({ arn, accountId }): ToldResource[] => (
    arn !== undefined && isWholeArn(arn) ? [{ arn: asPoliciesHave(arn), account: accountId }] : []));
  const known = new Map(told.map((each) => [each.arn, each]));
  for (const each of named(event, service)) {
    known.set(each.arn, known.get(each.arn) ?? each);
  }
  return [...known.values()];
}

/** Of them those that the action can be about. */
export function fitting(action: string, resources: readonly ToldResource[]): ToldResource[] {
  return resources.filter(({ arn }) => resourceFit([action], arn) === ResourceFit.FITS);
}

/** The object that a copy is made of, and whether it is one of its versions; `undefined` if the event does not tell. */
export function copiedObject({ parameters }: CloudTrailEvent): ToldResource & { readonly hasVersion: boolean } | undefined {
  const source = parameters?.['x-amz-copy-source'];
  const [, bucket, key, version] = (typeof source === 'string' && /^\/?([a-z0-9.-]{3,63})\/(.+?)(\?versionId=.*)?$/s.exec(source)) || [];
  return bucket === undefined || key.includes('%') ? undefined : { arn: `arn:aws:s3:::${bucket}/${literal(key)}`, hasVersion: version !== undefined };
}

/** The ARNs of what a call passes: of parameters that are called a role. */
export function passedRoles(value: unknown, name = '', depth = 0): string[] {
  if (typeof value === 'string') {
    return /role/i.test(name) && ROLE.test(value) ? [literal(value)] : [];
  }
  return typeof value !== 'object' || value === null || depth > DEEPEST ? []
    : [...new Set(Object.entries(value).flatMap(([key, each]) => passedRoles(each, Array.isArray(value) ? name : key, depth + 1)))];
}

const ROLE = /^arn:[^:]+:iam::\d{12}:role\/.*[^/]$/;
const DEEPEST = 12;

/** In a name these are characters, not wildcards. */
function literal(text: string): string {
  return text.replace(/[*?]/g, '${$&}');
}

/**
 * The ARN as a policy names the resource. Requests may leave the last six characters out of that of a secret, and what follows the name out of that of a
 * log group. That of a state machine they may give with an alias or version, which policies name by a condition.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html
 */
function asPoliciesHave(arn: string): string {
  const [, service] = /^arn:[^:]+:([^:]+):[^:]*:[^:]*:(?:secret|log-group|stateMachine):/.exec(arn) ?? [];
  switch (service) {
    case 'secretsmanager':
      // One that ends so is taken for the whole.
      return /-[A-Za-z0-9]{6}$/.test(arn) ? literal(arn) : `${literal(arn)}-??????`;
    case 'logs':
      return /:log-group:[^:]+$/.test(arn) ? `${literal(arn)}*` : literal(arn);
    case 'states':
      return literal(arn).replace(/(:stateMachine:[^:]+):[^:]+$/, '$1*');
    default:
      return literal(arn);
  }
}

function isWholeArn(arn: string): boolean {
  return /^arn:[^:]+:[a-z0-9-]+:[^:]*:[^:]*:./s.test(arn) && !arn.endsWith('*');
}

function named(event: CloudTrailEvent, service: string): ToldResource[] {
  const { parameters } = event;
  if (!parameters) {
    return [];
  }
  const account = service === 'ecr' && typeof parameters.registryId === 'string' ? parameters.registryId : event.account ?? event.identity.accountId;
  const partition = /^cn-/.test(event.region ?? '') ? 'aws-cn' : /^us-gov-/.test(event.region ?? '') ? 'aws-us-gov' : 'aws';
  const arns = Object.values(parameters).flatMap((value) => texts(value).filter(isWholeArn)).map((arn) => ({ arn: asPoliciesHave(arn) }));
  if (service === 's3') {
    return [...arns, ...inBucket(parameters, partition)];
  }
  if (account === undefined || event.region === undefined) {
    return arns;
  }
  const { region } = event;
  if (service === 'ec2') {
    return [...arns, ...ec2Ids(parameters).map(([type, id]) => ({
      arn: `arn:${partition}:ec2:${region}:${type === 'image' || type === 'snapshot' ? '' : account}:${type}/${id}`,
    }))];
  }
  const { names = [], lacks } = Object.hasOwn(NAMED_RESOURCES, service) ? NAMED_RESOURCES[service] : {};
  const start = `arn:${partition}:${service}:${lacks === undefined ? region : ''}:${lacks === 'both' ? '' : account}:`;
  const byName = names.flatMap(([parameter, resource]) => texts(parameters[parameter]).flatMap((value) => {
    // What is made says its path, or has none.
    const path = MADE_BY_IAM.includes(event.name) ? texts(parameters.path)[0] ?? '/' : '/*';
    const last = lastPart(service, value, resource, path, parameters);
    return last === undefined ? [] : [{ arn: start + last }];
  }));
  const within = [...arns, ...byName].map(({ arn }) => ({ arn: arn + partOf(arn, parameters) }));
  return [...within, ...service === 'sqs' ? queue(parameters, partition) : []];
}

const MADE_BY_IAM: readonly string[] = ['CreateRole', 'CreateUser', 'CreateGroup', 'CreatePolicy', 'CreateInstanceProfile'];

/**
 * What a request says of a resource in a parameter of its own, as its ARN has it: the index of a table, the version or alias of a function.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html
 */
function partOf(arn: string, { indexName: index, qualifier }: { readonly [name: string]: unknown }): string {
  return typeof index === 'string' && /:dynamodb:[^/]*:table\/[^/]+$/.test(arn) ? `/index/${literal(index)}`
    : typeof qualifier === 'string' && /:lambda:[^:]*:[^:]*:function:[^:]+$/.test(arn) ? `:${literal(qualifier)}` : '';
}

/** A string, or strings of a list. */
function texts(value: unknown): string[] {
  return typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** The last part of the ARN of what a name means; `undefined` if it is no plain name. */
function lastPart(
  service: string, value: string, resource: string, path: string, { eventBusName: bus }: { readonly [name: string]: unknown },
): string | undefined {
  if (value === '' || /^arn:/.test(value)) {
    return undefined;
  }
  switch (service) {
    case 'iam':
      return resource.replace('/*{}', () => path + literal(value));
    case 'events':
      // A bus may be named by its ARN, of which the rule's has the name.
      return resource.replace('{}', () => (typeof bus !== 'string' || bus === 'default' ? '' : `${literal(bus.replace(/^.*\//, ''))}/`) + literal(value));
    case 'kms':
      // An alias stands for a key, of which it tells nothing.
      return value.startsWith('alias/') === (resource === '{}') ? resource.replace('{}', () => literal(value)) : undefined;
    case 'lambda':
      return value.includes(':') ? undefined : resource.replace('{}', () => literal(value));
    case 'rds':
    case 'elasticache':
      // Names are kept in lower case, however they are given.
      return resource.replace('{}', () => literal(value.toLowerCase()));
    case 'route53':
      return resource.replace('{}', () => literal(value.replace(/^\/?hostedzone\//, '')));
    case 'ssm':
      return resource.replace('{}', () => literal(value.replace(/^\//, '').replace(/:.*$/, '')));
    default:
      return resource.replace('{}', () => literal(value));
  }
}

/** An access point stands for a bucket, of which it tells nothing. What is in a request's body is not logged: any key may be meant. */
function inBucket(parameters: { readonly [name: string]: unknown }, partition: string): ToldResource[] {
  const { bucketName, key } = parameters;
  if (typeof bucketName !== 'string' || !/^[A-Za-z0-9._-]{3,255}$/.test(bucketName) || bucketName.endsWith('-s3alias')) {
    return [];
  }
  const bucket = `arn:${partition}:s3:::${bucketName}`;
  return [{ arn: bucket }, { arn: `${bucket}/${typeof key === 'string' && key !== '' ? literal(key) : '*'}` }];
}

function queue({ queueUrl }: { readonly [name: string]: unknown }, partition: string): ToldResource[] {
  const [, region, account, name] = (typeof queueUrl === 'string' && /^https:\/\/sqs\.([a-z0-9-]+)\.[a-z.]+\/(\d{12})\/([\w.-]+)$/.exec(queueUrl)) || [];
  return region === undefined ? [] : [{ arn: `arn:${partition}:sqs:${region}:${account}:${name}` }];
}

/** All ids in the parameters of a call of EC2, with what they are ids of. */
function ec2Ids(value: unknown, depth = 0): Array<[type: string, id: string]> {
  if (typeof value === 'string') {
    const [, prefix] = /^([a-z]+)-[0-9a-f]{8,17}$/.exec(value) ?? [];
    return prefix !== undefined && Object.hasOwn(EC2_IDS, prefix) ? [[EC2_IDS[prefix], value]] : [];
  }
  return typeof value !== 'object' || value === null || depth > DEEPEST ? [] : Object.values(value).flatMap((each) => ec2Ids(each, depth + 1));
}
