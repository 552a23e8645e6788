import type { LocatedPolicy, PolicyKind } from '../../iam/policy';
import type { PrincipalKind } from '../../iam/principal-types';

/** A principal that a template creates, with all that the template says of what it may do. */
export interface TemplatePrincipal {
  readonly kind: PrincipalKind;
  readonly logicalId: string;
  /** The file of its template, if from one: logical ids are unique only within a template. */
  readonly file?: string;
  /** The construct's path (`aws:cdk:path`), where the template tells. */
  readonly constructPath?: string;
  /** Its name, with unknown parts where only known at deployment. */
  readonly name: string;
  /** Its ARN, with unknown parts. For a permission set, that of the role it becomes is not known: its own. */
  readonly arn: string;
  /** Its inline policies, the managed policies of the template attached to it (either way), and for a user those of its groups. */
  readonly identityPolicies: readonly LocatedPolicy[];
  /**
   * ARNs of attached managed policies that are not in the template: AWS's and those of other stacks. With unknown parts; an
   * attached list that is known only at deployment is one of them, too.
   */
  readonly otherManagedPolicies: readonly string[];
  /** Policies that it has or may have and that are made only at deployment, in words that go on from `the policies`: `of AWS SAM for Function`. */
  readonly policiesMadeLater?: readonly string[];
  /** Those of `otherManagedPolicies` that it may lack although it exists. */
  readonly conditionalManagedPolicies?: readonly string[];
  /** How many managed policies are attached to itself, of the template or not. */
  readonly managedPolicies: number;
  /** Names of a user's groups that are not in the template: what these allow or deny is not known. With unknown parts. */
  readonly otherGroups?: readonly string[];
  /** The permissions boundary, if it is in the template. */
  readonly permissionsBoundary?: LocatedPolicy;
  /** The ARN of the permissions boundary, if it is not in the template. */
  readonly otherPermissionsBoundary?: string;
  /** Of a role: who may assume it. */
  readonly trustPolicy?: LocatedPolicy;
  /** Tags as far as they are known, for `aws:PrincipalTag/…`. Keys and values may have unknown parts. */
  readonly tags: { readonly [key: string]: string };
  /** The condition of the template under which it exists, if that is known only at deployment. */
  readonly conditional?: string;
  /** Those of `identityPolicies` that it may lack although it exists: they hang on a condition known only at deployment. */
  readonly conditionalPolicies?: readonly LocatedPolicy[];
}

/** A resource of a template with a policy of its own. */
export interface TemplateResource {
  /** Of the resource that holds the policy, such as the `AWS::S3::BucketPolicy`. */
  readonly logicalId: string;
  readonly resourceType: string;
  /**
   * ARNs (with unknown parts) the policy is about; what is within them (`…/*`) is, too. Those of the resource the policy is
   * attached to. They may have wildcards. Empty if that is not known.
   */
  readonly arns: readonly string[];
  /** Of its template, if it is known. */
  readonly account?: string;
  readonly policies: readonly LocatedPolicy[];
  /** The condition of the template under which it exists, if that is known only at deployment. */
  readonly conditional?: string;
}

/** A resource that adds to the policy of another one, which the template does not have as a document. */
export interface TemplatePolicyChange extends Omit<TemplateResource, 'policies'> {
  /** The type of the resource that holds such policies. */
  readonly changes: string;
  /** The action that it allows, and whom, as the template says it: perhaps an intrinsic function. */
  readonly action: unknown;
  readonly principal: unknown;
  /** All that it says, to compare it with another one. */
  readonly written: string;
}

/** A service or resource control policy and where it is attached. */
export interface TemplateControlPolicy {
  readonly policy: LocatedPolicy;
  /** Ids of roots, organizational units and accounts, with unknown parts. */
  readonly targets: readonly string[];
  /** Those of the targets that it may not be attached to: they hang on a condition known only at deployment. */
  readonly conditionalTargets?: readonly string[];
  /** The condition of the template under which it exists, if that is known only at deployment. */
  readonly conditional?: string;
}

/** The tree of an organization, as far as it is told. Ids have unknown parts where they are known only at deployment. */
export interface TemplateOrganization {
  /** By the id of an organizational unit or account, that of what it is in. */
  readonly parents: ReadonlyMap<string, string>;
  /** The roots, organizational units and accounts of which all control policies are told that are attached. */
  readonly toldOf: ReadonlySet<string>;
  /** The account that no control policy restricts. */
  readonly managementAccount?: string;
}

/** Every policy of one or more templates. */
export interface TemplatePolicies {
  /** All of them, in the order of the templates; one attached to many principals is there once. */
  readonly policies: readonly LocatedPolicy[];
  readonly principals: readonly TemplatePrincipal[];
  readonly resources: readonly TemplateResource[];
  readonly controlPolicies: readonly TemplateControlPolicy[];
  readonly policyChanges: readonly TemplatePolicyChange[];
  readonly organization: TemplateOrganization;

  /** A managed policy that is not in the templates, by its ARN; `undefined` if it is not known what it says. */
  readonly managedPolicy: (arn: string, kind?: PolicyKind) => LocatedPolicy | undefined;

  /**
   * A value of the first template with its intrinsic functions resolved as those of the policies are, such as
   * `stack.resolve(bucket.arnForObjects('*'))`.
   */
  resolve(value: unknown): unknown;
}
