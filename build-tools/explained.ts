import type { Listed } from '../src/actions/listed';
import { patternsOf } from '../src/actions/listed';

/** Single actions of others' lists that the whole baseline rightly leaves, by why. */
interface Explained {
  readonly why: string;
  readonly actions: Listed;
}

/** One by one: what none of these reasons fits is stopped, or counts as missed. */
export const EXPLAINED: readonly Explained[] = [
  {
    why: 'the service is gone, or closed to whoever does not use it already',
    actions: {
      'cloudsearch': 'UpdateServiceAccessPolicies',
      'codestar': 'AssociateTeamMember CreateProject DeleteProject DisassociateTeamMember UpdateTeamMember',
      'datapipeline': 'CreatePipeline',
      'mediastore': 'DeleteContainerPolicy PutContainerPolicy',
      'opsworks': 'SetPermission UpdateUserProfile',
      'waf': 'CreateWebACL DeletePermissionPolicy DeleteWebACL GetChangeToken PutPermissionPolicy UpdateWebACL',
      'waf-regional': 'CreateWebACL DeletePermissionPolicy DeleteWebACL GetChangeToken PutPermissionPolicy UpdateWebACL',
      'worklink': 'UpdateDevicePolicyConfiguration',
    },
  },
  {
    why: 'it is about EC2-Classic, which is gone',
    actions: { rds: 'AuthorizeDBSecurityGroupIngress', redshift: 'AuthorizeClusterSecurityGroupIngress RevokeClusterSecurityGroupIngress' },
  },
  {
    why: 'a plain read: of data, of a policy, or of how something is set up',
    actions: { glue: 'GetDevEndpoint', imagebuilder: 'GetComponentPolicy', iotsitewise: 'ListAccessPolicies', s3: 'GetObject' },
  },
  { why: 'no policy has an effect on it', actions: { sts: 'GetSessionToken' } },
  { why: 'no call to AWS: the database checks a token that is made locally', actions: { 'rds-db': 'connect' } },
  { why: 'it needs the access token of a user who has signed in', actions: { 'cognito-idp': 'AssociateSoftwareToken' } },
  {
    why: 'it needs iam:PassRole, which is denied',
    actions: {
      glue: 'CreateDevEndpoint',
      rds: 'AddRoleToDBInstance',
      redshift: 'ModifyClusterIamRoles',
      sagemaker: 'CreateNotebookInstance',
    },
  },
  { why: 'services call it for whoever first uses them, and it gives nothing but their own role', actions: { iam: 'CreateServiceLinkedRole' } },
  {
    why: 'it makes something new, which holds nothing yet, and opens nothing that is there',
    actions: {
      ds: 'CreateConditionalForwarder CreateDirectory CreateIdentityPoolDirectory CreateMicrosoftAD',
      es: 'CreateElasticsearchDomain',
      iam: 'CreateAccountAlias',
      kms: 'CreateKey',
      redshift: 'CreateSnapshotCopyGrant',
      sns: 'CreateTopic',
      sqs: 'CreateQueue',
    },
  },
  {
    why: 'it takes access away from somebody, or tightens a rule, and no data are lost',
    actions: {
      glacier: 'CompleteVaultLock InitiateVaultLock SetDataRetrievalPolicy',
      iot: 'DetachPolicy DetachPrincipalPolicy',
      lakeformation: 'RevokePermissions',
      ram: 'DeleteResourceShare DisassociateResourceShare RejectResourceShareInvitation',
      redshift: 'RevokeSnapshotAccess RotateEncryptionKey',
      sns: 'RemovePermission',
    },
  },
  { why: 'it brings in what another account shares, and lets nobody in', actions: { ram: 'AcceptResourceShareInvitation' } },
];

/** All of them. */
export const explainedActions = () => EXPLAINED.flatMap(({ actions }) => patternsOf(actions));

/** The rows of the page. */
export function explainedRows(): string[] {
  return ['| action | why it is left |', '|---|---|', ...EXPLAINED.flatMap(({ why, actions }) => patternsOf(actions).map((action) => `| \`${action}\` | ${why} |`))];
}
