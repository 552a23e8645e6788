import type { CloudTrailEvent } from './event';
import { arnParts } from '../iam/arn';

/** Who made the call of an event. */
export interface EventPrincipal {
  /** As the simulator takes it: of a role its ARN, with its path; `undefined` if the event does not tell. */
  readonly name?: string;
  /** For people: the name, or what the event has instead. */
  readonly label: string;
  readonly account?: string;
}

/**
 * Who made the call: of a session its role, with the path that the session's ARN lacks.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function principalOf({ identity }: CloudTrailEvent): EventPrincipal {
  const { type, arn, issuerArn, accountId: account, invokedBy, principalId, userName } = identity;
  const role = issuerArn !== undefined && /^arn:[^:]+:iam::\d{12}:role\/./.test(issuerArn) ? issuerArn : undefined;
  if (type === 'AWSService') {
    const service = invokedBy !== undefined && SERVICE.test(invokedBy) ? invokedBy : undefined;
    return { name: service, label: invokedBy ?? 'an AWS service' };
  }
  const name = type === 'FederatedUser' ? arn : role ?? arn;
  return name !== undefined && REQUESTER.test(name) ? { name, label: name, account: account ?? arnParts(name)?.[4] }
    : { label: [type ?? 'somebody', userName ?? arn ?? principalId, account === undefined ? undefined : `of account ${account}`].filter((each) => each !== undefined).join(' '), account };
}

const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/;
/** What the simulator takes for one that makes requests. */
const REQUESTER = /^arn:[^:]+:(iam::\d{12}:(root$|(user|role)\/.*[^/]$)|sts::\d{12}:(assumed-role\/[^/]+\/.+|federated-user\/.+))/;
