/** Policies as large organizations have them, made of lists that grow to the size that is asked for. */
type Statement = { readonly [element: string]: unknown };
type Document = { readonly Version: string; readonly Statement: readonly Statement[] };

const SERVICES: ReadonlyArray<readonly [service: string, names: readonly string[]]> = [
  ['s3', ['DeleteBucket*', 'PutBucketPolicy', 'PutBucketAcl', 'DeleteObject*', 'PutLifecycleConfiguration']],
  ['ec2', ['TerminateInstances', 'Delete*', 'ModifyInstanceAttribute', 'DisassociateAddress', 'RunInstances']],
  ['iam', ['CreateUser', 'CreateAccessKey', 'Attach*Policy', 'Put*Policy', 'DeleteRole*', 'UpdateAssumeRolePolicy']],
  ['kms', ['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy', 'DeleteAlias']],
  ['dynamodb', ['DeleteTable', 'DeleteBackup', 'UpdateTable', 'BatchWriteItem']],
  ['rds', ['Delete*', 'ModifyDBInstance', 'StopDBInstance', 'RestoreDB*']],
  ['lambda', ['DeleteFunction*', 'AddPermission', 'UpdateFunctionCode*', 'InvokeFunction']],
  ['cloudtrail', ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors']],
  ['guardduty', ['Delete*', 'Disassociate*', 'UpdateDetector']],
  ['sqs', ['DeleteQueue', 'PurgeQueue', 'SetQueueAttributes']],
  ['secretsmanager', ['DeleteSecret', 'PutResourcePolicy', 'GetSecretValue']],
  ['logs', ['DeleteLogGroup', 'DeleteLogStream', 'PutRetentionPolicy']],
];
const CONDITIONS: ReadonlyArray<(i: number) => Statement> = [
  () => ({ Bool: { 'aws:ViaAWSMCPService': 'true' } }),
  (i) => ({ ArnNotLike: { 'aws:PrincipalArn': [`arn:aws:iam::*:role/platform-${i}-*`, 'arn:aws:iam::*:role/break-glass'] } }),
  (i) => ({ StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1', `us-east-${1 + (i % 2)}`] } }),
  (i) => ({ StringLike: { 'aws:CalledViaAWSMCP': ['eks-mcp.*', `team${i}-mcp.amazonaws.com`] } }),
  (i) => ({ StringNotEqualsIfExists: { [`aws:ResourceTag/team-${i % 3}`]: ['red', 'blue'] } }),
  () => ({ Null: { 'aws:MultiFactorAuthAge': 'true' } }),
];

/** A service control policy of that many characters, at most. */
export function controlPolicy(characters: number, salt = 0): Document {
  const statements: Statement[] = [
    { Sid: 'Regions', Effect: 'Deny', NotAction: ['iam:*', 'sts:*', 'support:*', 'organizations:*'], Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } } },
  ];
  const document = { Version: '2012-10-17', Statement: statements };
  for (let i = 0; ; i++) {
    const [service, names] = SERVICES[(i + salt) % SERVICES.length];
    statements.push({
      Sid: `Protect${service}${i}`,
      Effect: 'Deny',
      Action: names.filter((_, n) => (n + i) % 4 !== 3).map((name) => `${service}:${name}`),
      Resource: i % 3 === 0 ? '*' : [`arn:aws:${service}:*:*:protected-${i}*`, `arn:aws:${service}:*:111122223333:team-${i % 5}/*`],
      Condition: CONDITIONS[(i + salt) % CONDITIONS.length](i),
    });
    if (JSON.stringify(document).length > characters) {
      statements.pop();
      return document;
    }
  }
}

/** The same with a statement less, one more, and another value: what a change of it is. */
export function changedPolicy({ Version, Statement }: Document): Document {
  return {
    Version,
    Statement: [
      ...Statement.slice(0, 5),
      ...Statement.slice(6),
      { Sid: 'Added', Effect: 'Deny', Action: ['sns:DeleteTopic', 'sns:SetTopicAttributes'], Resource: '*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } },
    ],
  };
}

/** The same, and nothing through servers. */
export function deniedToAgents({ Version, Statement }: Document): Document {
  const Condition = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
  return { Version, Statement: [...Statement, { Sid: 'Agents', Effect: 'Deny', Action: '*', Resource: '*', Condition }] };
}

/** What a role of an application may do. */
export function rolePolicy(i: number): Document {
  const name = `app-${i}`;
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], Resource: `arn:aws:s3:::${name}/*` },
      { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: `arn:aws:s3:::${name}`, Condition: { StringLike: { 's3:prefix': ['home/*', `${name}/*`] } } },
      { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'], Resource: `arn:aws:dynamodb:*:111122223333:table/${name}*` },
      { Effect: 'Allow', Action: ['sqs:*'], Resource: `arn:aws:sqs:eu-west-1:111122223333:${name}` },
      { Effect: 'Allow', Action: ['logs:*', 'cloudwatch:PutMetricData', 'ec2:Describe*'], Resource: '*' },
      { Effect: 'Allow', Action: 'iam:PassRole', Resource: `arn:aws:iam::111122223333:role/${name}-*`, Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } } },
    ],
  };
}

/** The permissions boundary of such roles. */
export const BOUNDARY: Document = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: ['iam:*', 'organizations:*', 'account:*'], Resource: '*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } },
    { Effect: 'Deny', Action: ['s3:Delete*', 'dynamodb:Delete*'], Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/PrincipalType': 'Agent' } } },
  ],
};
