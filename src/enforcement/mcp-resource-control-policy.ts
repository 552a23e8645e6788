import { Annotations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { McpControlPolicyProps } from './control-policy';
import { checkedControlPolicy, makeControlPolicies } from './control-policy';
import { ownerOfTarget } from './lock-out';
import { placedStatements, servicesOf } from './placed-statements';
import { POLICY_TYPES } from '../iam/policy-kinds';
import { checkedProperties, listOf } from '../private/validator';

const TYPE = POLICY_TYPES.RESOURCE_CONTROL_POLICY;

const SERVICES = listOf((service) => typeof service === 'string' && /^[a-z0-9-]+$/.test(service), 'prefixes of services, such as "s3"');

/** Properties of `McpResourceControlPolicy`. */
export interface McpResourceControlPolicyProps extends McpControlPolicyProps {
  /**
   * Deny also what AWS services do as themselves, such as writing access logs to a bucket or replicating objects.
   *
   * A guardrail whose conditions name `aws:PrincipalIsAWSService` itself is taken as it is.
   *
   * @default false
   */
  readonly includeAwsServices?: boolean;

  /**
   * Leave out what a guardrail denies of services that don't support resource control policies. The rest of it is enforced
   * here; for what is left out, have the guardrail in an `McpServiceControlPolicy` too.
   *
   * @default false - such a guardrail is an error, unless it is about all actions or all but some, which is a warning
   */
  readonly leaveOutUnsupportedServices?: boolean;

  /**
   * The prefixes of the services that support resource control policies. Set it where AWS's list is another than the library knows.
   *
   * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
   * @default - those of the table of actions
   */
  readonly supportedServices?: string[];

  /**
   * The most characters a policy may have. Set it where AWS's quota is another than the library knows.
   *
   * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
   * @default 5120
   */
  readonly maxPolicySize?: number;

  /**
   * How many policies the stack may attach to one target, besides RCPFullAWSAccess and what is attached elsewhere.
   *
   * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
   * @default 4
   */
  readonly maxPoliciesPerTarget?: number;
}

/**
 * A resource control policy with guardrails: it holds for every request on the resources of the accounts it is attached to,
 * whoever makes it, also principals of other organizations.
 *
 * It is a native `AWS::Organizations::Policy`. Deploy it in the management account or from a delegated administrator, with
 * resource control policies enabled for the organization. Resources of the management account, service-linked roles and AWS
 * managed KMS keys are not restricted by RCPs, and only some services are: those of `supportedServices`.
 *
 * An RCP can't say everything. All actions, or all but some, become `service:*` of the supported services and, of a service
 * excluded in part, the actions that are left; the warning `cdk-mcp-guardrails:resourceControlPolicyServices` says so, for the
 * other services are not covered. Statements that name unsupported services are an error, unless left out on purpose.
 *
 * What AWS services do as themselves is let through, so that log delivery and replication go on, unless told otherwise.
 *
 * Guardrails that outgrow one policy are divided among several, as `McpServiceControlPolicy` does, and all control policies of a
 * stack are deployed one after another.
 *
 * @throws if there is no guardrail or target, two statements have the same Sid, a guardrail would lock everybody out
 * (`McpGuardrail.denyOutsideMcp()` without `appliesTo`), names unsupported services, or has no supported one, a statement that
 * can't be divided is larger than a policy, or several policies are to be retained. Synthesis fails if the stack attaches more policies to a target than it can hold.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 *
 * @example
 * new McpResourceControlPolicy(this, 'Data', {
 *   guardrails: [McpGuardrail.denyDestructiveViaMcp({ services: ['s3', 'dynamodb', 'kms'] })],
 *   targets: [PolicyTarget.organizationalUnit('ou-ab12-11111111')],
 * });
 */
export class McpResourceControlPolicy extends Construct {
  /** The ids of the policies, of which there is mostly one, such as `p-examplepolicyid111`. */
  public readonly policyIds: string[];

  /** The ARNs of the policies. */
  public readonly policyArns: string[];

  constructor(scope: Construct, id: string, props: McpResourceControlPolicyProps) {
    super(scope, id);
    const limits = checkedControlPolicy(this, TYPE, props);
    checkedProperties(this.node.path, props, { supportedServices: SERVICES });
    const services = props.supportedServices === undefined ? servicesOf(TYPE)! : [...new Set(props.supportedServices)].sort();
    const { statements, aboutAllServices } = placedStatements(scope, id, {
      type: TYPE,
      owners: props.targets.map(ownerOfTarget),
      services,
      leaveOutOtherServices: props.leaveOutUnsupportedServices ?? false,
      exemptAwsServices: TYPE.reachesAwsServices && !props.includeAwsServices,
    }, () => props.guardrails);
    if (aboutAllServices.length > 0 && !props.leaveOutUnsupportedServices) {
      Annotations.of(this).addWarningV2('cdk-mcp-guardrails:resourceControlPolicyServices',
        `${aboutAllServices.join(', ')}: a resource control policy reaches only the ${services.length} services that support it: `
        + 'deny it with McpServiceControlPolicy too, or say with leaveOutUnsupportedServices that this is meant');
    }
    const policies = makeControlPolicies(this, TYPE, props, limits, statements.map((statement) => statement.toStatementJson()));
    this.policyIds = policies.map((policy) => policy.attrId);
    this.policyArns = policies.map((policy) => policy.attrArn);
  }
}
