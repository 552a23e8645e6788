/** How a property of the template is read from attributes: each function is a method of what reads a resource. */
export type Read = 'text' | 'arn' | 'id' | 'texts' | 'document' | 'inline' | 'tags' | 'customerManaged' | 'boundary' | 'roots';

/** A property, the attribute that it is made of, and how; `A/B` is a property in an object. */
export type Part = readonly [property: string, attribute: string, how?: Read];

/** What a resource of Terraform is in the template. */
export interface TerraformType {
  readonly type: string;
  readonly parts: readonly Part[];
  /** Its own policy, which is that of another resource if there is one of this type for it: a state has it in both. */
  readonly own?: { readonly policy: Part; readonly of: string; readonly type: string; readonly unless: readonly [type: string, attribute: string] };
}

const NAMED = (type: string, name: string, ...parts: Part[]): TerraformType => ({ type, parts: [[name, 'name'], ['Path', 'path'], ...parts] });
const ATTACHED = (kind: string, to: string, ...parts: Part[]): TerraformType => ({ type: 'Attachment', parts: [[`To/${kind}`, to, 'texts'], ...parts] });
const ARNS: Part = ['ManagedPolicyArns', 'policy_arn', 'texts'];

/**
 * The types of the AWS provider that hold or attach policies, or that others refer to. Of other types each attribute that is a policy is read.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
export const TERRAFORM_TYPES: { readonly [type: string]: TerraformType } = {
  aws_iam_role: NAMED('AWS::IAM::Role', 'RoleName', ['AssumeRolePolicyDocument', 'assume_role_policy', 'document'], ['Policies', 'inline_policy', 'inline'],
    ['ManagedPolicyArns', 'managed_policy_arns', 'texts'], ['PermissionsBoundary', 'permissions_boundary'], ['Tags', 'tags_all', 'tags']),
  aws_iam_user: NAMED('AWS::IAM::User', 'UserName', ['PermissionsBoundary', 'permissions_boundary'], ['Tags', 'tags_all', 'tags']),
  aws_iam_group: NAMED('AWS::IAM::Group', 'GroupName'),
  aws_iam_policy: NAMED('AWS::IAM::ManagedPolicy', 'ManagedPolicyName', ['PolicyDocument', 'policy', 'document']),
  aws_iam_role_policy: { type: 'AWS::IAM::RolePolicy', parts: [['PolicyName', 'name'], ['RoleName', 'role'], ['PolicyDocument', 'policy', 'document']] },
  aws_iam_user_policy: { type: 'AWS::IAM::UserPolicy', parts: [['PolicyName', 'name'], ['UserName', 'user'], ['PolicyDocument', 'policy', 'document']] },
  aws_iam_group_policy: { type: 'AWS::IAM::GroupPolicy', parts: [['PolicyName', 'name'], ['GroupName', 'group'], ['PolicyDocument', 'policy', 'document']] },
  aws_iam_user_group_membership: { type: 'AWS::IAM::UserToGroupAddition', parts: [['GroupName', 'groups', 'texts'], ['Users', 'user', 'texts']] },
  aws_iam_group_membership: { type: 'AWS::IAM::UserToGroupAddition', parts: [['GroupName', 'group', 'texts'], ['Users', 'users', 'texts']] },
  aws_iam_role_policy_attachment: ATTACHED('role', 'role', ARNS),
  aws_iam_user_policy_attachment: ATTACHED('user', 'user', ARNS),
  aws_iam_group_policy_attachment: ATTACHED('group', 'group', ARNS),
  aws_iam_role_policy_attachments_exclusive: ATTACHED('role', 'role_name', ['ManagedPolicyArns', 'policy_arns', 'texts']),
  aws_iam_user_policy_attachments_exclusive: ATTACHED('user', 'user_name', ['ManagedPolicyArns', 'policy_arns', 'texts']),
  aws_iam_group_policy_attachments_exclusive: ATTACHED('group', 'group_name', ['ManagedPolicyArns', 'policy_arns', 'texts']),
  aws_iam_policy_attachment: ATTACHED('role', 'roles', ['To/user', 'users', 'texts'], ['To/group', 'groups', 'texts'], ARNS),
  aws_ssoadmin_permission_set: { type: 'AWS::SSO::PermissionSet', parts: [['Name', 'name'], ['PermissionSetArn', 'arn'], ['Tags', 'tags_all', 'tags']] },
  aws_ssoadmin_permission_set_inline_policy: ATTACHED('permission set', 'permission_set_arn', ['PolicyDocument', 'inline_policy', 'document']),
  aws_ssoadmin_managed_policy_attachment: ATTACHED('permission set', 'permission_set_arn', ['ManagedPolicyArns', 'managed_policy_arn', 'texts']),
  aws_ssoadmin_customer_managed_policy_attachment:
    ATTACHED('permission set', 'permission_set_arn', ['CustomerManagedPolicyReferences', 'customer_managed_policy_reference', 'customerManaged']),
  aws_ssoadmin_managed_policy_attachments_exclusive: ATTACHED('permission set', 'permission_set_arn', ['ManagedPolicyArns', 'managed_policy_arns', 'texts']),
  aws_ssoadmin_customer_managed_policy_attachments_exclusive:
    ATTACHED('permission set', 'permission_set_arn', ['CustomerManagedPolicyReferences', 'customer_managed_policy_reference', 'customerManaged']),
  aws_ssoadmin_permissions_boundary_attachment: ATTACHED('permission set', 'permission_set_arn', ['PermissionsBoundary', 'permissions_boundary', 'boundary']),
  aws_organizations_organization: {
    type: 'AWS::Organizations::Organization', parts: [['ManagementAccountId', 'master_account_id'], ['RootId', 'roots', 'roots']],
  },
  aws_organizations_organizational_unit: { type: 'AWS::Organizations::OrganizationalUnit', parts: [['Id', 'id'], ['ParentId', 'parent_id']] },
  aws_organizations_account: { type: 'AWS::Organizations::Account', parts: [['AccountId', 'id'], ['ParentIds', 'parent_id', 'texts']] },
  aws_organizations_policy: { type: 'AWS::Organizations::Policy', parts: [['Id', 'id'], ['Type', 'type'], ['Content', 'content', 'document']] },
  aws_organizations_policy_attachment: { type: 'ControlPolicyAttachment', parts: [['PolicyId', 'policy_id'], ['TargetIds', 'target_id', 'texts']] },
  aws_organizations_resource_policy: { type: 'AWS::Organizations::ResourcePolicy', parts: [['Content', 'content', 'document']] },
  aws_s3_bucket: {
    type: 'AWS::S3::Bucket',
    parts: [['BucketName', 'bucket']],
    own: { policy: ['PolicyDocument', 'policy', 'document'], of: 'Bucket', type: 'AWS::S3::BucketPolicy', unless: ['aws_s3_bucket_policy', 'bucket'] },
  },
  aws_s3_bucket_policy: { type: 'AWS::S3::BucketPolicy', parts: [['Bucket', 'bucket'], ['PolicyDocument', 'policy', 'document']] },
  aws_s3_access_point: { type: 'AWS::S3::AccessPoint', parts: [['Name', 'name'], ['Arn', 'arn'], ['Policy', 'policy', 'document']] },
  aws_sqs_queue: {
    type: 'AWS::SQS::Queue',
    parts: [['QueueName', 'name'], ['Arn', 'arn']],
    own: { policy: ['PolicyDocument', 'policy', 'document'], of: 'Queues', type: 'AWS::SQS::QueuePolicy', unless: ['aws_sqs_queue_policy', 'queue_url'] },
  },
  aws_sqs_queue_policy: { type: 'AWS::SQS::QueuePolicy', parts: [['Queues', 'queue_url', 'texts'], ['PolicyDocument', 'policy', 'document']] },
  aws_sns_topic: {
    type: 'AWS::SNS::Topic',
    parts: [['TopicName', 'name'], ['Arn', 'arn']],
    own: { policy: ['PolicyDocument', 'policy', 'document'], of: 'Topics', type: 'AWS::SNS::TopicPolicy', unless: ['aws_sns_topic_policy', 'arn'] },
  },
  aws_sns_topic_policy: { type: 'AWS::SNS::TopicPolicy', parts: [['Topics', 'arn', 'texts'], ['PolicyDocument', 'policy', 'document']] },
  aws_kms_key: {
    type: 'AWS::KMS::Key',
    parts: [['KeyId', 'key_id'], ['Arn', 'arn']],
    own: { policy: ['KeyPolicy', 'policy', 'document'], of: 'Arn', type: 'AWS::KMS::Key', unless: ['aws_kms_key_policy', 'key_id'] },
  },
  aws_kms_key_policy: { type: 'AWS::KMS::Key', parts: [['KeyId', 'key_id', 'id'], ['Arn', 'key_id', 'arn'], ['KeyPolicy', 'policy', 'document']] },
  aws_kms_replica_key: { type: 'AWS::KMS::ReplicaKey', parts: [['Arn', 'arn'], ['KeyPolicy', 'policy', 'document']] },
  aws_secretsmanager_secret: {
    type: 'AWS::SecretsManager::Secret',
    parts: [['Name', 'name'], ['Arn', 'arn']],
    own: {
      policy: ['ResourcePolicy', 'policy', 'document'], of: 'SecretId', type: 'AWS::SecretsManager::ResourcePolicy', unless: ['aws_secretsmanager_secret_policy', 'secret_arn'],
    },
  },
  aws_secretsmanager_secret_policy: { type: 'AWS::SecretsManager::ResourcePolicy', parts: [['SecretId', 'secret_arn'], ['ResourcePolicy', 'policy', 'document']] },
  aws_vpc_endpoint: {
    type: 'AWS::EC2::VPCEndpoint',
    parts: [['Arn', 'arn']],
    own: { policy: ['PolicyDocument', 'policy', 'document'], of: 'Arn', type: 'AWS::EC2::VPCEndpoint', unless: ['aws_vpc_endpoint_policy', 'vpc_endpoint_id'] },
  },
  aws_vpc_endpoint_policy: { type: 'AWS::EC2::VPCEndpoint', parts: [['PolicyDocument', 'policy', 'document']] },
  aws_dynamodb_table: { type: 'AWS::DynamoDB::Table', parts: [['TableName', 'name'], ['Arn', 'arn']] },
  aws_dynamodb_resource_policy: { type: 'AWS::DynamoDB::Table', parts: [['Arn', 'resource_arn'], ['ResourcePolicy/PolicyDocument', 'policy', 'document']] },
  aws_ecr_repository: { type: 'AWS::ECR::Repository', parts: [['RepositoryName', 'name'], ['Arn', 'arn']] },
  aws_ecr_repository_policy: { type: 'AWS::ECR::Repository', parts: [['RepositoryName', 'repository'], ['RepositoryPolicyText', 'policy', 'document']] },
  aws_ecr_registry_policy: { type: 'AWS::ECR::RegistryPolicy', parts: [['PolicyText', 'policy', 'document']] },
  aws_efs_file_system: { type: 'AWS::EFS::FileSystem', parts: [['FileSystemId', 'id'], ['Arn', 'arn']] },
  aws_efs_file_system_policy: { type: 'AWS::EFS::FileSystem', parts: [['FileSystemId', 'file_system_id', 'id'], ['Arn', 'file_system_id', 'arn'], ['FileSystemPolicy', 'policy', 'document']] },
  aws_backup_vault: { type: 'AWS::Backup::BackupVault', parts: [['BackupVaultName', 'name'], ['Arn', 'arn']] },
  aws_backup_vault_policy: { type: 'AWS::Backup::BackupVault', parts: [['BackupVaultName', 'backup_vault_name'], ['AccessPolicy', 'policy', 'document']] },
  aws_opensearch_domain: { type: 'AWS::OpenSearchService::Domain', parts: [['DomainName', 'domain_name'], ['Arn', 'arn'], ['AccessPolicies', 'access_policies', 'document']] },
  aws_opensearch_domain_policy: { type: 'AWS::OpenSearchService::Domain', parts: [['DomainName', 'domain_name'], ['AccessPolicies', 'access_policies', 'document']] },
  aws_cloudwatch_log_group: { type: 'AWS::Logs::LogGroup', parts: [['LogGroupName', 'name']] },
  aws_cloudwatch_log_resource_policy: { type: 'AWS::Logs::ResourcePolicy', parts: [['PolicyDocument', 'policy_document', 'document']] },
  aws_cloudwatch_event_bus: { type: 'AWS::Events::EventBus', parts: [['Name', 'name'], ['Arn', 'arn']] },
  aws_cloudwatch_event_bus_policy: { type: 'AWS::Events::EventBus', parts: [['Name', 'event_bus_name'], ['Policy', 'policy', 'document']] },
  aws_kinesis_resource_policy: { type: 'AWS::Kinesis::ResourcePolicy', parts: [['ResourceArn', 'resource_arn'], ['ResourcePolicy', 'policy', 'document']] },
  aws_msk_cluster_policy: { type: 'AWS::MSK::ClusterPolicy', parts: [['ClusterArn', 'cluster_arn'], ['Policy', 'policy', 'document']] },
  aws_lambda_function: { type: 'AWS::Lambda::Function', parts: [['FunctionName', 'function_name'], ['Arn', 'arn']] },
  aws_lambda_permission: { type: 'AWS::Lambda::Permission', parts: [['FunctionName', 'function_name']] },
  // Both may make the resources in other accounts, and each account has its own.
  aws_cloudformation_stack: { type: 'AWS::CloudFormation::StackSet', parts: [['TemplateBody', 'template_body'], ['TemplateURL', 'template_url']] },
  aws_cloudformation_stack_set: { type: 'AWS::CloudFormation::StackSet', parts: [['TemplateBody', 'template_body'], ['TemplateURL', 'template_url']] },
  aws_api_gateway_rest_api_policy: { type: 'AWS::ApiGateway::RestApi', parts: [['Policy', 'policy', 'document']] },
};

/** The services of AWS's own provider, as CloudFormation writes them. */
export const CLOUD_CONTROL: { readonly [service: string]: string } = {
  iam: 'IAM',
  s3: 'S3',
  sqs: 'SQS',
  sns: 'SNS',
  kms: 'KMS',
  sso: 'SSO',
  organizations: 'Organizations',
  secretsmanager: 'SecretsManager',
  lambda: 'Lambda',
  ec2: 'EC2',
  ecr: 'ECR',
  dynamodb: 'DynamoDB',
  logs: 'Logs',
  events: 'Events',
};

/** What `Ref` gives, by the names that Terraform has for it. */
const REF = ['bucket', 'function_name', 'id', 'key_id', 'name', 'url'];

/** An attribute of a resource as a function of the template; nothing for what the template does not know. */
export function attributeOf(type: string, logicalId: string, attribute: string): object | undefined {
  const converted = Object.hasOwn(TERRAFORM_TYPES, type) ? TERRAFORM_TYPES[type].type : undefined;
  return converted === undefined ? undefined
    : attribute === 'arn' ? { 'Fn::GetAtt': [logicalId, converted === 'AWS::SSO::PermissionSet' ? 'PermissionSetArn' : 'Arn'] }
      : converted === 'AWS::Organizations::Organization' && attribute === 'roots' ? { 'Fn::GetAtt': [logicalId, 'RootId'] }
        : converted === 'AWS::SSO::PermissionSet' || (converted === 'AWS::IAM::ManagedPolicy' && attribute === 'name') || !REF.includes(attribute) ? undefined : { Ref: logicalId };
}
