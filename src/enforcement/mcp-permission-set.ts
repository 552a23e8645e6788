import type { Duration } from 'aws-cdk-lib';
import { aws_iam as iam, aws_sso as sso, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { guardrailStatements, namingConstruct } from './guardrail-statements';
import { keepPermissionSet } from './inline-guardrails';
import { checkedStatements } from './maximum-permissions';
import { PermissionSetAssignment } from './permission-set-assignment';
import type { CustomerManagedPolicyReference, PermissionSetBoundary } from './permission-set-policy';
import { awsManagedPolicyArn, customerManagedPolicy } from './permission-set-policy';
import { checkedProps } from './prop-validators';
import { renderedProperties } from './rendered-resource';
import type { McpGuardrail } from '../guardrails/guardrail';
import { POLICY_TYPES } from '../iam/policy-kinds';
import type { Validators } from '../private/validator';
import { checkedProperties, stringLike } from '../private/validator';

const TYPE = POLICY_TYPES.PERMISSION_SET_INLINE_POLICY;

/** @see https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html */
const VALIDATORS: Validators = {
  name: stringLike(/^[\w+=,.@-]{1,32}$/, '1 to 32 letters, digits and +=,.@_-'),
  instanceArn: stringLike(/^arn:[a-z-]+:sso:::instance\/(sso)?ins-[a-zA-Z0-9-.]{16}$/,
    'the ARN of an instance, such as "arn:aws:sso:::instance/ssoins-0123456789abcdef"'),
  description: stringLike(/^[\t\n\r\x20-\x7e\xa1-\xff]{1,700}$/, '1 to 700 characters of Latin-1'),
  relayState: stringLike(/^[a-zA-Z0-9&$@#\\/%?=~\-_'"|!:,.;*+[\]() {}]{1,240}$/, 'a URL of 1 to 240 characters'),
};

/** Properties of `McpPermissionSet`. */
export interface McpPermissionSetProps {
  /** The ARN of the instance of IAM Identity Center, such as `arn:aws:sso:::instance/ssoins-0123456789abcdef`. */
  readonly instanceArn: string;

  /** The name of the permission set, as people see it when they sign in: 1 to 32 letters, digits and `+=,.@_-`. */
  readonly name: string;

  /** What is denied to everybody who signs in with it; at least one. */
  readonly guardrails: McpGuardrail[];

  /**
   * What the inline policy allows beside the guardrails.
   *
   * @default - nothing
   */
  readonly statements?: iam.PolicyStatement[];

  /**
   * AWS managed policies, such as `iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')`.
   *
   * @default - none
   */
  readonly managedPolicies?: iam.IManagedPolicy[];

  /**
   * Customer managed policies, which must exist in every account that the permission set is assigned in.
   *
   * @default - none
   */
  readonly customerManagedPolicies?: CustomerManagedPolicyReference[];

  /**
   * How many managed policies it may have, AWS's and customers' together: the IAM quota of a role in the accounts, at most 25.
   *
   * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   * @default 20
   */
  readonly maxManagedPolicies?: number;

  /**
   * The most that the other policies can allow.
   *
   * @default - none
   */
  readonly permissionsBoundary?: PermissionSetBoundary;

  /**
   * How long a session lasts: 1 to 12 hours.
   *
   * @default - an hour
   */
  readonly sessionDuration?: Duration;

  /**
   * Where people get to in the console after they signed in: a URL of at most 240 characters.
   *
   * @default - the home of the console
   */
  readonly relayState?: string;

  /**
   * What the permission set is for; at most 700 characters.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Who gets it in which accounts.
   *
   * @default - nobody; assign it later with `assignToGroup()` and `assignToUser()`
   */
  readonly assignments?: PermissionSetAssignment[];
}

/**
 * An IAM Identity Center permission set with guardrails: they hold for everybody who signs in with it, and for the agents that use
 * their credentials.
 *
 * The guardrails are in its inline policy, so that they come and go with it in every account. Deploy it in the organization's
 * management account or in the delegated administrator account of IAM Identity Center, in the region of the instance.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetcustom.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sso-permissionset.html
 * @throws if there is no guardrail, two statements have the same Sid, one is nothing that an inline policy may hold, or a property is
 * not what AWS takes. Synthesis fails if the inline policy is larger than 10,240 characters.
 *
 * @example
 * const developers = new McpPermissionSet(this, 'Developers', {
 *   instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef',
 *   name: 'Developers',
 *   guardrails: [McpGuardrail.denyDestructiveViaMcp({ services: ['s3', 'dynamodb'] }), McpGuardrail.denyDelegationViaMcp()],
 *   managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess')],
 *   sessionDuration: Duration.hours(8),
 * });
 * developers.assignToGroup('f81d4fae-7dec-11d0-a765-00a0c91e6bf6', '111122223333', '444455556666');
 */
export class McpPermissionSet extends Construct {
  /** The ARN of the permission set. */
  public readonly permissionSetArn: string;

  private readonly instanceArn: string;

  constructor(scope: Construct, id: string, props: McpPermissionSetProps) {
    super(scope, id);
    checkedProps(scope, id, props, 'guardrails');
    const path = this.node.path;
    checkedProperties(path, props, VALIDATORS, ['name', 'instanceArn']);
    checkDuration(path, props.sessionDuration);
    const managedPolicies = this.distinct(props.managedPolicies?.map((policy) => awsManagedPolicyArn(`${path}: managedPolicies`, policy)));
    const customerManaged = this.distinct(props.customerManagedPolicies?.map((policy) => customerManagedPolicy(`${path}: customerManagedPolicies`, policy)),
      ({ name, path: under = '/' }) => [name, under]);
    const count = (managedPolicies?.length ?? 0) + (customerManaged?.length ?? 0);
    const max = props.maxManagedPolicies ?? 20;
    if (count > max) {
      throw new Error(`${path}: it has ${count} managed policies, ${count - max} more than the ${max} that a role can have: leave some out, or raise maxManagedPolicies with the quota of the accounts, to 25 at most`);
    }

    const denies = guardrailStatements(scope, id, TYPE, () => props.guardrails);
    const statements = namingConstruct(scope, id, () => checkedStatements(TYPE, props.statements ?? [], denies));
    const document = new iam.PolicyDocument({ statements: [...denies, ...statements] });
    this.instanceArn = props.instanceArn;
    const resource = new sso.CfnPermissionSet(this, 'Resource', {
      instanceArn: props.instanceArn,
      name: props.name,
      description: props.description,
      // An object: CloudFormation finds no drift in a string.
      inlinePolicy: document,
      managedPolicies,
      customerManagedPolicyReferences: customerManaged,
      permissionsBoundary: props.permissionsBoundary?._render(),
      sessionDuration: props.sessionDuration?.toIsoString(),
      relayStateType: props.relayState,
    });
    this.permissionSetArn = resource.attrPermissionSetArn;
    // The boundary holds guardrails, or may.
    const { PermissionsBoundary } = renderedProperties(resource);
    keepPermissionSet(this, resource, denies, { properties: props.permissionsBoundary && { PermissionsBoundary } });
    props.assignments?.forEach((assignment) => this.assign(assignment));
  }

  /**
   * Gives the permission set to a group in accounts. What is assigned already stays as it is.
   *
   * @param groupId its id in the identity store
   * @param accountIds 12 digits each
   * @throws if there is no account, or an id is malformed.
   */
  public assignToGroup(groupId: string, ...accountIds: string[]): void {
    this.assign(this.named(() => PermissionSetAssignment.group(groupId, ...accountIds)));
  }

  /**
   * Gives the permission set to a user in accounts. What is assigned already stays as it is.
   *
   * @param userId its id in the identity store
   * @param accountIds 12 digits each
   * @throws if there is no account, or an id is malformed.
   */
  public assignToUser(userId: string, ...accountIds: string[]): void {
    this.assign(this.named(() => PermissionSetAssignment.user(userId, ...accountIds)));
  }

  private assign({ principalType, principalId, accountIds }: PermissionSetAssignment): void {
    for (const targetId of accountIds) {
      // Of the values, not of their order: an assignment that is added leaves the others as they are.
      const id = ['Assignment', principalType, principalId, targetId].map((part) => this.inId(part)).join('-');
      if (!this.node.tryFindChild(id)) {
        new sso.CfnAssignment(this, id, {
          instanceArn: this.instanceArn,
          permissionSetArn: this.permissionSetArn,
          principalType,
          principalId,
          targetId,
          targetType: 'AWS_ACCOUNT',
        });
      }
    }
  }

  private named<T>(make: () => T): T {
    return namingConstruct(this.node.scope!, this.node.id, make);
  }

  private inId(value: string): string {
    return Token.isUnresolved(value) ? JSON.stringify(Stack.of(this).resolve(value)).replace(/[^A-Za-z0-9.:-]/g, '') : value;
  }

  /** Those that are not the same as one before, which IAM Identity Center would refuse. */
  private distinct<T>(policies: T[] | undefined, by: (policy: T) => unknown = (policy) => policy): T[] | undefined {
    return policies && [...new Map(policies.map((policy) => [JSON.stringify(Stack.of(this).resolve(by(policy))), policy])).values()];
  }
}

function checkDuration(path: string, duration: Duration | undefined): void {
  if (!duration) {
    return;
  }
  if (duration.isUnresolved()) {
    throw new Error(`${path}: sessionDuration is known only at deployment: expected a literal, such as Duration.hours(8), which is written in ISO 8601`);
  }
  const seconds = duration.toSeconds({ integral: false });
  if (seconds < 3_600 || seconds > 43_200) {
    throw new Error(`${path}: sessionDuration must be 1 to 12 hours, got ${duration.toHumanString()}`);
  }
}
