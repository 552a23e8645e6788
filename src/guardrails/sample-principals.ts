/** A principal to try an exemption on. */
export interface Principal {
  /** Its ARN; the account is left empty if it may be any. */
  readonly arn: string;
  readonly tag?: { readonly key: string; readonly value: string };
}

/** Names as accounts have them, of people and teams, of the CDK and CloudFormation, in the usual spellings; none that is meant to be exempt. */
export const SAMPLE_TEXTS: readonly string[] = [
  'Developer', 'DataScientist', 'PowerUser', 'ReadOnly', 'SRE', 'QA', 'Support', 'GitHubActions',
  'payments-api', 'backend-service', 'batch-job-runner', 'lambda-exec', 'mlops-training', 'cdk-hnb659fds-deploy-role-111122223333-eu-west-1',
  'MyApp-TaskRole30FC0FBB-1BWYH4U6DQZ5K', 'Orders-HandlerServiceRole1A2B3C4D-Xy7Zk0pQ9LmN',
  'ci_deploy', 'support_l2', 'data_engineer', 'app_server', 'team_lead_eu', 'etl_nightly', 'webapp', 'terraform',
];

/** Paths as roles have them. */
const PATHS = [
  '/agents/', '/application/', '/service-role/', '/team-a/', '/ci/', '/ops/', '/prod/', '/cdk/', '/x/', '/people/eu/', '/data/etl/', '/division_abc/',
];

/** Permission sets, of which IAM Identity Center makes roles. */
const PERMISSION_SETS = [
  'AdministratorAccess', 'PowerUserAccess', 'ViewOnly', 'Developer', 'Billing', 'DataScientist', 'SecurityAudit', 'Support', 'NetworkOps', 'Analyst',
  'Release', 'SRE',
];

/** Ordinary principals by the kinds of which an exemption may mean all. */
export const ORDINARY: ReadonlyArray<{ readonly whom: string; readonly principals: readonly Principal[] }> = [
  { whom: 'roles of ordinary names', principals: SAMPLE_TEXTS.map((name) => ({ arn: `arn:aws:iam:::role/${name}` })) },
  { whom: 'roles under any path', principals: PATHS.map((path, i) => ({ arn: `arn:aws:iam:::role${path}${SAMPLE_TEXTS[i]}` })) },
  {
    whom: 'roles of IAM Identity Center, with which people sign in',
    principals: PERMISSION_SETS.map((name) =>
      ({ arn: `arn:aws:iam:::role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_${name}_0123456789abcdef` })),
  },
  { whom: 'users', principals: SAMPLE_TEXTS.map((name) => ({ arn: `arn:aws:iam:::user/${name}` })) },
];
