import type { EventTest } from './event-test';
import { allOf, anyOf, like, unlike } from './event-test';

/** The kind of policy that denied a call, as the message says it. */
export enum McpDenialKind {
  /** A service control policy. */
  SERVICE_CONTROL_POLICY = 'SERVICE_CONTROL_POLICY',
  /** A resource control policy. */
  RESOURCE_CONTROL_POLICY = 'RESOURCE_CONTROL_POLICY',
  /** A policy of the role, user or group itself. */
  IDENTITY_BASED_POLICY = 'IDENTITY_BASED_POLICY',
  /** A permissions boundary. */
  PERMISSIONS_BOUNDARY = 'PERMISSIONS_BOUNDARY',
  /** A session policy. */
  SESSION_POLICY = 'SESSION_POLICY',
  /** The policy of a resource. */
  RESOURCE_BASED_POLICY = 'RESOURCE_BASED_POLICY',
  /** The policy of a VPC endpoint. */
  VPC_ENDPOINT_POLICY = 'VPC_ENDPOINT_POLICY',
}

const message = (text: string) => like('errorMessage', `*${text}*`);
const TRANSITIVELY = 'transitively through a service control policy';

/**
 * The message of an explicit Deny in a policy of the kind.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export const DENIED_BY: { readonly [kind in McpDenialKind]: EventTest } = {
  SERVICE_CONTROL_POLICY: anyOf(message('with an explicit deny in a service control policy'), message(TRANSITIVELY)),
  RESOURCE_CONTROL_POLICY: message('with an explicit deny in a resource control policy'),
  IDENTITY_BASED_POLICY: message('with an explicit deny in an identity-based policy'),
  PERMISSIONS_BOUNDARY: message('with an explicit deny in a permissions boundary'),
  SESSION_POLICY: message('with an explicit deny in a session policy'),
  RESOURCE_BASED_POLICY: message('with an explicit deny in a resource-based policy'),
  VPC_ENDPOINT_POLICY: allOf(message('with an explicit deny in a VPC endpoint policy'), unlike('errorMessage', `*${TRANSITIVELY}*`)),
};
