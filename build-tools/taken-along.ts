import type { Listed } from '../src/actions/listed';
import { listed, patternsOf } from '../src/actions/listed';

/** What the whole baseline denies and no ready set has: it falls under a wildcard of the list, or is in a list of its own; by why. */
const TAKEN_ALONG: ReadonlyArray<{ readonly why: string; readonly actions: Listed }> = [
  {
    why: 'the wildcard denies what runs or changes code with a role that is there',
    actions: { 'airflow': 'CreateEnvironment', 'elasticmapreduce': 'StartEditor', 'emr-serverless': 'StartApplication', 'lambda': 'CreateMicrovmImage' },
  },
  {
    why: 'agents deploy with it, and a template of theirs is of no use without the rest',
    actions: { cloudformation: 'CreateGeneratedTemplate CreateUploadBucket UpdateGeneratedTemplate' },
  },
  { why: 'an agreement that is canceled can\'t be had back', actions: { 'aws-marketplace': 'AcceptAgreementCancellationRequest' } },
  { why: 'it can\'t be undone, and who may not use the key is locked out', actions: { eks: 'AssociateEncryptionConfig' } },
  {
    why: 'tags, by which policies and backup plans choose resources, are taken away together with what they are on',
    actions: {
      autoscaling: 'DeleteTags',
      ec2: 'DeleteTags',
      elasticfilesystem: 'DeleteTags',
      elasticloadbalancing: 'RemoveTags',
      elasticmapreduce: 'RemoveTags',
      medialive: 'DeleteTags',
      mq: 'DeleteTags',
      rds: 'RemoveTagsFromResource',
      redshift: 'DeleteTags',
      s3: 'DeleteObjectVersionTagging DeleteStorageLensConfigurationTagging',
      sagemaker: 'DeleteTags',
      workspaces: 'DeleteTags',
    },
  },
  { why: 'the Lambda function of an access point sees each object', actions: { s3: 'PutAccessPointConfigurationForObjectLambda' } },
  {
    why: 'a lock that is shortened, or put so that nobody can write',
    actions: { s3: 'PutBucketObjectLockConfiguration PutObjectLegalHold PutObjectRetention' },
  },
  {
    why: 'what people look at to see what happened',
    actions: { cloudtrail: 'UpdateDashboard', lightsail: 'StopGUISession', securityhub: 'UpdateInsight', ssm: 'UpdateDocumentMetadata' },
  },
];

/** All of them. */
export const takenAlong = () => listed(...TAKEN_ALONG.map(({ actions }) => actions));

/** The rows of the page. */
export function takenAlongRows(): string[] {
  return ['| action | why it is denied, too |', '|---|---|', ...TAKEN_ALONG.flatMap(({ why, actions }) => patternsOf(actions).map((action) => `| \`${action}\` | ${why} |`))];
}
