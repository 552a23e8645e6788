import type { aws_iam as iam, aws_sso as sso } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import { POLICY_NAME, POLICY_PATH } from './prop-validators';
import { formatValue } from '../private/format';
import { checkedProperties } from '../private/validator';

/** A customer managed policy, which must exist under this name and path in every account that the permission set is assigned in. */
export interface CustomerManagedPolicyReference {
  /** The name of the policy; 1 to 128 characters. */
  readonly name: string;

  /**
   * The path of the policy: begins and ends with a slash.
   *
   * @default /
   */
  readonly path?: string;
}

/**
 * The permissions boundary of a permission set.
 *
 * @example
 * const boundary = PermissionSetBoundary.customerManaged({ name: 'agents', path: '/guardrails/' });
 */
export class PermissionSetBoundary {
  /**
   * An AWS managed policy.
   *
   * @throws if it is a customer managed one.
   */
  public static awsManaged(policy: iam.IManagedPolicy): PermissionSetBoundary {
    return new PermissionSetBoundary({ managedPolicyArn: awsManagedPolicyArn('PermissionSetBoundary.awsManaged()', policy) });
  }

  /**
   * A customer managed policy, such as an `McpPermissionsBoundary` that is rolled out to the accounts.
   *
   * @throws if the name or the path is malformed.
   */
  public static customerManaged(policy: CustomerManagedPolicyReference): PermissionSetBoundary {
    return new PermissionSetBoundary({ customerManagedPolicyReference: customerManagedPolicy('PermissionSetBoundary.customerManaged()', policy) });
  }

  private constructor(private readonly property: sso.CfnPermissionSet.PermissionsBoundaryProperty) {}

  /** @internal */
  public _render(): sso.CfnPermissionSet.PermissionsBoundaryProperty {
    return this.property;
  }
}

/** @throws if the policy is not AWS's; `where` begins the error. */
export function awsManagedPolicyArn(where: string, policy: iam.IManagedPolicy): string {
  const arn = (policy as iam.IManagedPolicy | undefined)?.managedPolicyArn;
  if (typeof arn !== 'string') {
    throw new Error(`${where}: ${formatValue(policy)} is not a managed policy: expected one such as iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')`);
  }
  // One that the app defines has a document. Of an ARN known only at deployment nothing is said.
  if ('document' in policy || ((arn.startsWith('arn:') || !Token.isUnresolved(arn)) && !/^arn:[^:]+:iam::aws:policy\/.+/.test(arn))) {
    throw new Error(`${where}: ${'document' in policy ? String(policy) : arn} is not an AWS managed policy: `
      + 'a customer managed one is referred to by its name and path');
  }
  return arn;
}

/** @throws if the name or the path is malformed; `where` begins the error. */
export function customerManagedPolicy(where: string, policy: CustomerManagedPolicyReference): CustomerManagedPolicyReference {
  const { name, path } = checkedProperties(where, policy, { name: POLICY_NAME, path: POLICY_PATH }, ['name']);
  return { name, path };
}
