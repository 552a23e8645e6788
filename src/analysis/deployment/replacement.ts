/**
 * The properties that CloudFormation can't change: where one changes, the resource is made anew and the old one deleted at the end. Of the
 * types that hold policies of the library's places.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html "Update requires" of each
 */
const REPLACING: { readonly [type: string]: readonly string[] } = {
  'AWS::Organizations::Policy': ['Type'],
  'AWS::IAM::Role': ['Path', 'RoleName'],
  'AWS::IAM::User': ['UserName'],
  'AWS::IAM::Group': ['GroupName'],
  'AWS::IAM::ManagedPolicy': ['Description', 'ManagedPolicyName', 'Path'],
  'AWS::IAM::RolePolicy': ['PolicyName', 'RoleName'],
  'AWS::IAM::UserPolicy': ['PolicyName', 'UserName'],
  'AWS::IAM::GroupPolicy': ['PolicyName', 'GroupName'],
  'AWS::SSO::PermissionSet': ['InstanceArn', 'Name'],
  'AWS::S3::BucketPolicy': ['Bucket'],
  'AWS::S3Express::BucketPolicy': ['Bucket'],
  'AWS::S3Tables::TableBucketPolicy': ['TableBucketARN'],
  'AWS::S3Vectors::VectorBucketPolicy': ['VectorBucketArn', 'VectorBucketName'],
  'AWS::SQS::QueueInlinePolicy': ['Queue'],
  'AWS::SNS::TopicInlinePolicy': ['TopicArn'],
  'AWS::Lambda::ResourcePolicy': ['ResourceArn', 'FunctionResourceArn'],
  'AWS::SecretsManager::ResourcePolicy': ['SecretId'],
  'AWS::EC2::VPCEndpoint': ['ServiceName', 'VpcEndpointType', 'VpcId'],
};

/** The properties of a type whose change makes the resource anew. */
export function replacingProperties(type: string): readonly string[] {
  return Object.hasOwn(REPLACING, type) ? REPLACING[type] : [];
}

/**
 * Of what CloudFormation changes in several calls of one update, the lists that say what is attached: whether it attaches before it detaches, its
 * documentation does not say.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
 */
export const ATTACHED_LISTS: { readonly [type: string]: readonly string[] } = {
  'AWS::IAM::Role': ['ManagedPolicyArns', 'Policies'],
  'AWS::IAM::User': ['ManagedPolicyArns', 'Policies', 'Groups'],
  'AWS::IAM::Group': ['ManagedPolicyArns', 'Policies'],
  'AWS::SSO::PermissionSet': ['ManagedPolicies', 'CustomerManagedPolicyReferences'],
};

/** What else of them says what is in force, and is changed by a call of its own. */
export const SINGLE_VALUES = ['PermissionsBoundary', 'InlinePolicy'];
