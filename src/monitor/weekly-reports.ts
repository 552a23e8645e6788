import { aws_iam as iam, aws_logs as logs, Duration, Names } from 'aws-cdk-lib';
import type { aws_s3 as s3 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { LogQuery } from './log-queries';
import { constructId, QUESTIONS } from './questions';

/** What is worth keeping for longer than the log group keeps events: each answer is a table of counts. */
const REPORTED: readonly string[] = [QUESTIONS.denials, QUESTIONS.tools, QUESTIONS.use];
/** Every Monday, of the week before. */
const SCHEDULE = 'cron(0 3 ? * MON *)';

/**
 * Scheduled queries, which write what they answer to a bucket, as JSON. Each run is charged by what it reads.
 *
 * @returns the role that runs them, for what else it must be let do
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/scheduled-queries-concepts.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/scheduled-queries-s3-destination.html
 */
export function reportWeekly(scope: Construct, logGroup: logs.ILogGroup, bucket: s3.IBucket, queries: readonly LogQuery[]): iam.Role {
  const reports = new Construct(scope, 'Reports');
  const assumedBy = new iam.ServicePrincipal('logs.amazonaws.com');
  const reader = new iam.Role(reports, 'Reader', { assumedBy, description: 'Runs the weekly queries about agents' });
  const writer = new iam.Role(reports, 'Writer', { assumedBy, description: 'Writes the weekly reports about agents' });
  const folder = Names.uniqueResourceName(scope, { maxLength: 128 });
  const key = logs.CfnLogGroup.isCfnLogGroup(logGroup.node.defaultChild) ? logGroup.node.defaultChild.kmsKeyId : undefined;
  const grants = [
    // What `logGroup.grant()` writes hangs on the version of the CDK.
    iam.Grant.addToPrincipal({ grantee: reader, actions: ['logs:StartQuery'], resourceArns: [logGroup.logGroupArn] }),
    // These are about no log group.
    iam.Grant.addToPrincipal({ grantee: reader, actions: ['logs:DescribeLogGroups', 'logs:GetQueryResults', 'logs:StopQuery'], resourceArns: ['*'] }),
    ...key === undefined ? [] : [iam.Grant.addToPrincipal({ grantee: reader, actions: ['kms:Decrypt', 'kms:DescribeKey'], resourceArns: [key] })],
    iam.Grant.addToPrincipalOrResource({ grantee: writer, actions: ['s3:PutObject'], resourceArns: [bucket.arnForObjects(`${folder}/*`)], resource: bucket }),
    ...bucket.encryptionKey ? [bucket.encryptionKey.grantEncrypt(writer)] : [],
  ];
  for (const question of REPORTED) {
    const { query } = queries.find(({ name }) => name.endsWith(`/${question}`))!;
    const id = constructId(question);
    const report = new logs.CfnScheduledQuery(reports, id, {
      name: `${folder}-${id}`,
      description: question,
      queryLanguage: 'CWLI',
      queryString: query,
      logGroupIdentifiers: [logGroup.logGroupName],
      scheduleExpression: SCHEDULE,
      startTimeOffset: Duration.days(7).toSeconds(),
      executionRoleArn: reader.roleArn,
      destinationConfiguration: { s3Configuration: { destinationIdentifier: `s3://${bucket.bucketName}/${folder}/${id}`, roleArn: writer.roleArn } },
    });
    grants.forEach((grant) => grant.applyBefore(report));
  }
  return reader;
}
