import type { aws_iam as iam } from 'aws-cdk-lib';

/** Whom a guardrail policy is attached to. */
export interface McpGuardrailAttachment {
  /**
   * The roles it is attached to.
   *
   * @default - none; attach it later with `attachToRole()`
   */
  readonly roles?: iam.IRole[];

  /**
   * The users it is attached to.
   *
   * @default - none; attach it later with `attachToUser()`
   */
  readonly users?: iam.IUser[];

  /**
   * The groups it is attached to.
   *
   * @default - none; attach it later with `attachToGroup()`
   */
  readonly groups?: iam.IGroup[];
}
