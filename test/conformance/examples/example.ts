import type { RequestOrigin } from '../../../src';

/** A policy document, or a statement of one. */
export type Json = { [element: string]: any };

/** The documents, as `McpSimulator.fromDocuments()` takes them. Control policies: a list for each level, from the root down. */
export interface ExampleDocuments {
  readonly identityPolicies?: Json[];
  readonly permissionsBoundary?: Json;
  readonly sessionPolicy?: Json;
  readonly serviceControlPolicies?: Json[][];
  readonly resourceControlPolicies?: Json[][];
  readonly resourcePolicy?: Json;
  readonly vpcEndpointPolicy?: Json;
}

/** The request, as `simulate()` takes it. */
export interface ExampleRequest {
  readonly principal?: string;
  readonly action: string;
  readonly resource?: string;
  readonly resourceAccount?: string;
  readonly origin?: RequestOrigin;
  /** Every key the example is about; an empty list says that the key is absent. */
  readonly context?: { [key: string]: string[] };
}

export type ExpectedDecision = 'ALLOWED' | 'IMPLICITLY_DENIED' | 'EXPLICITLY_DENIED';

/** What AWS documents of one request: the page says the decision, or rules that leave only one. */
export interface AwsExample {
  readonly source: string;
  /** Unique: what the example shows and which of its requests this is. */
  readonly title: string;
  readonly documents: ExampleDocuments;
  readonly request: ExampleRequest;
  readonly expected: ExpectedDecision;
}

const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/';
const ORGANIZATIONS = 'https://docs.aws.amazon.com/organizations/latest/userguide/';
export const PAGES = {
  action: `${IAM}reference_policies_elements_action.html`,
  arns: `${IAM}reference-arns.html`,
  arnIdentifiers: `${IAM}reference_identifiers.html`,
  assumeRole: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html',
  boundaries: `${IAM}access_policies_boundaries.html`,
  condition: `${IAM}reference_policies_elements_condition.html`,
  crossAccount: `${IAM}reference_policies_evaluation-logic-cross-account.html`,
  dates: `${IAM}reference_policies_examples_aws-dates.html`,
  denyAllow: `${IAM}reference_policies_evaluation-logic_policy-eval-denyallow.html`,
  denyIp: `${IAM}reference_policies_examples_aws_deny-ip.html`,
  denyRegion: `${IAM}reference_policies_examples_aws_deny-requested-region.html`,
  endpoint: 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
  endpointAccounts: 'https://docs.aws.amazon.com/accounts/latest/reference/vpc-iam.html',
  endpointSts: `${IAM}reference_sts_vpc_endpoint_policies.html`,
  explicitImplicit: `${IAM}reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html`,
  globalKeys: `${IAM}reference_policies_condition-keys.html`,
  kms: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
  mcp: 'https://docs.aws.amazon.com/agent-toolkit/latest/userguide/security_iam_id-based-policy-examples.html',
  multiValue: `${IAM}reference_policies_multi-value-conditions.html`,
  notAction: `${IAM}reference_policies_elements_notaction.html`,
  notPrincipal: `${IAM}reference_policies_elements_notprincipal.html`,
  notResource: `${IAM}reference_policies_elements_notresource.html`,
  onlyBucket: `${IAM}reference_policies_examples_s3_deny-except-bucket.html`,
  operators: `${IAM}reference_policies_elements_condition_operators.html`,
  policies: `${IAM}access_policies.html`,
  principal: `${IAM}reference_policies_elements_principal.html`,
  rcp: `${ORGANIZATIONS}orgs_manage_policies_rcps.html`,
  rcpEvaluation: `${ORGANIZATIONS}orgs_manage_policies_rcps_evaluation.html`,
  rcpExamples: `${ORGANIZATIONS}orgs_manage_policies_rcps_examples.html`,
  resource: `${IAM}reference_policies_elements_resource.html`,
  scp: `${ORGANIZATIONS}orgs_manage_policies_scps.html`,
  scpEvaluation: `${ORGANIZATIONS}orgs_manage_policies_scps_evaluation.html`,
  scpExamples: `${ORGANIZATIONS}orgs_manage_policies_scps_examples_general.html`,
  setOperators: `${IAM}reference_policies_condition-single-vs-multi-valued-context-keys.html`,
  singleAccount: `${IAM}reference_policies_evaluation-logic_policy-eval-basics.html`,
  trust: `${IAM}id_roles_update-role-trust-policy.html`,
  variables: `${IAM}reference_policies_variables.html`,
  version: `${IAM}reference_policies_elements_version.html`,
} as const;

export function policy(...statements: Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}

export function allow(action: string | string[], resource: string | string[] = '*', more: Json = {}): Json {
  return { Effect: 'Allow', Action: action, Resource: resource, ...more };
}

export function deny(action: string | string[], resource: string | string[] = '*', more: Json = {}): Json {
  return { Effect: 'Deny', Action: action, Resource: resource, ...more };
}

/** What every principal below may do unless the example says otherwise. */
export const ALLOW_ALL = policy(allow('*'));

export const ACCOUNT = '111122223333';
export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
export const USER = `arn:aws:iam::${ACCOUNT}:user/Ana`;
export const FEDERATED_USER = `arn:aws:sts::${ACCOUNT}:federated-user/Ana`;
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/Reader`;
export const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/Reader/morning`;
export const OTHER_ACCOUNT = '444455556666';

export type Row = readonly [what: string, request: ExampleRequest, expected: ExpectedDecision];

/** A context that matches a condition or doesn't. */
export type ConditionRow = readonly [what: string, context: { [key: string]: string[] }, match: 'match' | 'no match'];

/** The requests of one documented example. */
export function examples(source: string, title: string, documents: ExampleDocuments, ...rows: Row[]): AwsExample[] {
  return rows.map(([what, request, expected]) => ({ source, title: `${title}: ${what}`, documents, request, expected }));
}

interface ConditionTable {
  readonly condition: Json;
  /** @default Allow: what does not match is implicitly denied. For Deny, all else is allowed. */
  readonly effect?: 'Allow' | 'Deny';
  /** @default s3:GetObject */
  readonly action?: string;
  readonly resource?: string;
  /** @default SESSION */
  readonly principal?: string;
  readonly origin?: RequestOrigin;
}

/** A documented table of contexts that match a condition, or don't, as statements of an identity-based policy. */
export function conditionExamples(source: string, title: string, table: ConditionTable, ...rows: ConditionRow[]): AwsExample[] {
  const { condition, effect = 'Allow', action = 's3:GetObject', resource = 'arn:aws:s3:::amzn-s3-demo-bucket/a', principal = SESSION } = table;
  const statement = { Effect: effect, Action: action, Resource: '*', Condition: condition };
  const identityPolicies = [effect === 'Allow' ? policy(statement) : policy(allow('*'), statement)];
  const [matching, other]: ExpectedDecision[] = effect === 'Allow' ? ['ALLOWED', 'IMPLICITLY_DENIED'] : ['EXPLICITLY_DENIED', 'ALLOWED'];
  return rows.map(([what, context, match]) => ({
    source,
    title: `${title}: ${what}`,
    documents: { identityPolicies },
    request: { principal, action, resource, context, ...(table.origin && { origin: table.origin }) },
    expected: match === 'match' ? matching : other,
  }));
}
