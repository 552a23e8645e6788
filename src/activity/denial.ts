import type { EventOrigin } from './event-origin';
import type { PolicyKind } from '../iam/policy';

/** What told of a denial. */
export enum DenialSource {
  MESSAGE = 'message',
  /** What `aws sts decode-authorization-message` prints. */
  DECODED_MESSAGE = 'decoded message',
  /** What `aws iam-toolbox get-request-authorization-details` prints. */
  AUTHORIZATION_DETAILS = 'authorization details',
  EVENT = 'event',
}

/** A policy that denied a call. */
export interface DenyingPolicy {
  readonly kind?: PolicyKind;
  /** Of a managed policy, a service or a resource control policy. */
  readonly arn?: string;
  /** Whom or what it is attached to, as ARNs; empty if it is not told. */
  readonly attachedTo: readonly string[];
  /** The statements that matched; one without a Sid is `undefined`. Empty if they are not told. */
  readonly statements: ReadonlyArray<string | undefined>;
}

/** Where a call came from. */
export interface ToldOrigin extends Omit<EventOrigin, 'kind'> {
  /** `SESSION`: directly, in a session that is marked as an agent's. */
  readonly kind: EventOrigin['kind'] | 'SESSION';
  /** In a few words, such as `aws-mcp.amazonaws.com` or `direct`. */
  readonly name: string;
}

/** A call that was denied, as far as it is told. What is `undefined` is not told. */
export interface Denial {
  readonly source: DenialSource;
  /** Who made it: the ARN of a user, role or session. */
  readonly principal?: string;
  /** Such as `s3:DeleteBucket`. */
  readonly action?: string;
  /** An ARN, or what else the message has in its place. */
  readonly resource?: string;
  /** If its ARN does not name it. */
  readonly resourceAccount?: string;
  /** `explicit`: a Deny matched. `implicit`: an Allow is missing. */
  readonly effect?: 'explicit' | 'implicit';
  /** If several deny it, a message names one, and authorization details name all. Empty if it is not told. */
  readonly policies: readonly DenyingPolicy[];
  /** Which statements there are in it, and which context it had, IAM tells for this id. */
  readonly authorizationId?: string;
  /** What `aws sts decode-authorization-message` takes. */
  readonly encodedMessage?: string;
  readonly region?: string;
  /** The API operation, such as `RunInstances`. */
  readonly operation?: string;
  readonly origin?: ToldOrigin;
  /** Context keys, each with its values. A key that is not in it may have been there. */
  readonly context: { readonly [key: string]: readonly string[] };
  /** What it can't tell, and whoever reads it should know. */
  readonly notes: readonly string[];
}
