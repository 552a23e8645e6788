/** By service, the three reads by which it is found out whether a key is true, false or absent. They are about the account, of Amazon S3 about the probe's bucket. */
export const SERVICES: { readonly [service: string]: { readonly true: string; readonly false: string; readonly absent: string } } = {
  cloudformation: { true: 'cloudformation:ListStacks', false: 'cloudformation:ListExports', absent: 'cloudformation:DescribeAccountLimits' },
  dynamodb: { true: 'dynamodb:ListTables', false: 'dynamodb:DescribeLimits', absent: 'dynamodb:ListBackups' },
  ec2: { true: 'ec2:DescribeRegions', false: 'ec2:DescribeAvailabilityZones', absent: 'ec2:DescribeAccountAttributes' },
  ecs: { true: 'ecs:ListClusters', false: 'ecs:ListTaskDefinitions', absent: 'ecs:ListAccountSettings' },
  iam: { true: 'iam:ListAccountAliases', false: 'iam:ListSAMLProviders', absent: 'iam:ListServerCertificates' },
  kms: { true: 'kms:ListKeys', false: 'kms:ListAliases', absent: 'kms:DescribeCustomKeyStores' },
  lambda: { true: 'lambda:ListFunctions', false: 'lambda:ListLayers', absent: 'lambda:GetAccountSettings' },
  logs: { true: 'logs:DescribeLogGroups', false: 'logs:DescribeDestinations', absent: 'logs:DescribeQueryDefinitions' },
  s3: { true: 's3:GetBucketLocation', false: 's3:GetBucketVersioning', absent: 's3:GetEncryptionConfiguration' },
  sns: { true: 'sns:ListTopics', false: 'sns:ListSubscriptions', absent: 'sns:ListPlatformApplications' },
};
