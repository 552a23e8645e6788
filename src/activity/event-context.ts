import type { CloudTrailEvent } from './event';
import type { EventOrigin } from './event-origin';
import { resourcesOf } from '../actions/resource-table';

/** The context keys of a request, as far as an event tells. */
export interface EventContext {
  /** By key; an empty list: the key is absent. */
  readonly context: { readonly [key: string]: string[] };
  /** Those of them that may be absent instead. */
  readonly mayBeAbsent: readonly string[];
}

/**
 * The context keys that an event tells, whatever action it needs. What it does not tell stays unknown: the keys of MCP, which are those of the
 * origin, and tags. So do networks, but for a direct call from the internet or through an endpoint; `aws:UserAgent`, of which the event may have part.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function contextOf(event: CloudTrailEvent, { kind }: EventOrigin): EventContext {
  const { identity, region, type } = event;
  const { hasSession, mfaAuthenticated: mfa, signInSessionArn } = identity;
  const isApiCall = type === undefined || type === 'AwsApiCall';
  const isLongTerm = identity.type === 'IAMUser' && !hasSession && isWhole(event);
  return {
    context: {
      ...(region !== undefined && isApiCall && { 'aws:RequestedRegion': [region] }),
      ...(signInSessionArn !== undefined && { 'aws:SignInSessionArn': [signInSessionArn] }),
      // Credentials of a user's own have no such key.
      ...(isLongTerm ? { 'aws:MultiFactorAuthPresent': [], 'aws:TokenIssueTime': [] } : mfa !== undefined && { 'aws:MultiFactorAuthPresent': [String(mfa)] }),
      ...(identity.sourceIdentity !== undefined && { 'aws:SourceIdentity': [identity.sourceIdentity] }),
      ...(userIdOf(event) !== undefined && { 'aws:userid': [userIdOf(event)!] }),
      ...(kind === 'DIRECT' && identity.type !== 'AWSService' && networkOf(event)),
      ...toldByStore(event),
    },
    mayBeAbsent: mfa === false ? ['aws:MultiFactorAuthPresent'] : [],
  };
}

/** The keys of the tags that a request sets, if it names them and the action's requests do. */
export function tagsOf({ parameters }: CloudTrailEvent, action: string): { readonly [key: string]: string[] } {
  const [service, name] = action.split(':');
  const given = parameters && Object.entries(parameters).find(([key]) => /^tags?(set|list)?$/i.test(key))?.[1];
  const tags = given === undefined || given === null || !resourcesOf(service)?.namesTags(name) ? undefined : readTags(given);
  return tags === undefined ? {} : {
    'aws:TagKeys': [...tags.keys()],
    ...Object.fromEntries([...tags].map(([key, value]) => [`aws:RequestTag/${key}`, [value]])),
  };
}

/** Old events and tables of Athena may lack the session: then it is not told that there was none. */
function isWhole({ version }: CloudTrailEvent): boolean {
  return version !== undefined;
}

function userIdOf({ identity: { type, principalId } }: CloudTrailEvent): string | undefined {
  return (type === 'AssumedRole' && principalId?.includes(':')) || (type === 'IAMUser' && principalId?.startsWith('AIDA')) ? principalId : undefined;
}

/** What comes through an endpoint has that, and no address of the internet; what comes from there has no endpoint. */
function networkOf({ sourceIp, vpcEndpointId }: CloudTrailEvent): { readonly [key: string]: string[] } {
  const isAddress = sourceIp !== undefined && /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)$/i.test(sourceIp);
  if (vpcEndpointId !== undefined) {
    return /^vpce-[0-9a-f]+$/.test(vpcEndpointId) ? { 'aws:SourceVpce': [vpcEndpointId], 'aws:SourceIp': [], ...(isAddress && { 'aws:VpcSourceIp': [sourceIp] }) } : {};
  }
  return isAddress && !PRIVATE.test(sourceIp) ? { 'aws:SourceIp': [sourceIp], 'aws:SourceVpce': [], 'aws:SourceVpc': [], 'aws:VpcSourceIp': [] } : {};
}

const PRIVATE = /^(10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|^(f[cd]|fe80|::1$)/i;

/** What an event data store was told to add is what IAM had; the keys of the origin are read apart. */
function toldByStore({ requestContext = {} }: CloudTrailEvent): { readonly [key: string]: string[] } {
  return Object.fromEntries(Object.entries(requestContext).flatMap(([given, value]): Array<[string, string[]]> => {
    // Names of keys are the same in any case: what the store tells takes the place of what the event lets conclude.
    const key = CONCLUDED.find((each) => each.toLowerCase() === given.toLowerCase()) ?? given;
    const values = (Array.isArray(value) ? value : [value]).filter((each) => ['string', 'number', 'boolean'].includes(typeof each)).map(String);
    return !/^[a-z0-9-]+:/i.test(key) || /^aws:(Via|CalledVia|Principal|user|IsMcp)/i.test(key) || values.length === 0 ? [] : [[key, values]];
  }));
}

const CONCLUDED = [
  'aws:RequestedRegion', 'aws:SignInSessionArn', 'aws:MultiFactorAuthPresent', 'aws:TokenIssueTime', 'aws:SourceIdentity', 'aws:SourceIp', 'aws:SourceVpce',
  'aws:SourceVpc', 'aws:VpcSourceIp',
];

/** `{ key: value }`, `[{ key, value }]` or `{ items: [{ key, value }] }`, as services have them. */
function readTags(given: unknown): Map<string, string> | undefined {
  if (typeof given !== 'object' || given === null) {
    return undefined;
  }
  const { items = given } = given as { items?: unknown };
  const pairs = Array.isArray(items)
    ? items.map((each) => [each?.key ?? each?.Key ?? each?.tagKey, each?.value ?? each?.Value ?? each?.tagValue ?? ''])
    : Object.entries(items as object);
  return pairs.every((pair) => pair.every((each: unknown) => typeof each === 'string')) ? new Map(pairs as Array<[string, string]>) : undefined;
}
