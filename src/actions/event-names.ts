/**
 * What an event of CloudTrail calls a service, where IAM has another prefix.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/logging_cw_api_calls.html
 * @see https://docs.aws.amazon.com/ses/latest/dg/logging-using-cloudtrail.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_resourcegroupstaggingapi.html
 */
const PREFIXES: { readonly [eventSource: string]: string } = { monitoring: 'cloudwatch', email: 'ses', tagging: 'tag' };

/**
 * The API operations that are authorized as an action of another name, each with the action that it always needs, in lower case. Of those that
 * need one or another, there is none.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_s3.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_lambda.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_sqs.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_sns.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_dynamodb.html
 */
const OPERATIONS: { readonly [service: string]: { readonly [operation: string]: string } } = {
  dynamodb: { transactgetitems: 'GetItem' },
  kms: { reencrypt: 'ReEncryptFrom' },
  lambda: { invoke: 'InvokeFunction', invokewithresponsestream: 'InvokeFunction', getlayerversionbyarn: 'GetLayerVersion' },
  s3: {
    completemultipartupload: 'PutObject',
    copyobject: 'PutObject',
    createmultipartupload: 'PutObject',
    deletebucketanalyticsconfiguration: 'PutAnalyticsConfiguration',
    deletebucketcors: 'PutBucketCORS',
    deletebucketencryption: 'PutEncryptionConfiguration',
    deletebucketintelligenttieringconfiguration: 'PutIntelligentTieringConfiguration',
    deletebucketinventoryconfiguration: 'PutInventoryConfiguration',
    deletebucketlifecycle: 'PutLifecycleConfiguration',
    deletebucketmetadataconfiguration: 'DeleteBucketMetadataTableConfiguration',
    deletebucketmetricsconfiguration: 'PutMetricsConfiguration',
    deletebucketownershipcontrols: 'PutBucketOwnershipControls',
    deletebucketreplication: 'PutReplicationConfiguration',
    deletebuckettagging: 'PutBucketTagging',
    deleteobjects: 'DeleteObject',
    deletepublicaccessblock: 'PutBucketPublicAccessBlock',
    getbucketaccelerateconfiguration: 'GetAccelerateConfiguration',
    getbucketanalyticsconfiguration: 'GetAnalyticsConfiguration',
    getbucketencryption: 'GetEncryptionConfiguration',
    getbucketintelligenttieringconfiguration: 'GetIntelligentTieringConfiguration',
    getbucketinventoryconfiguration: 'GetInventoryConfiguration',
    getbucketlifecycle: 'GetLifecycleConfiguration',
    getbucketlifecycleconfiguration: 'GetLifecycleConfiguration',
    getbucketmetadataconfiguration: 'GetBucketMetadataTableConfiguration',
    getbucketmetricsconfiguration: 'GetMetricsConfiguration',
    getbucketnotificationconfiguration: 'GetBucketNotification',
    getbucketreplication: 'GetReplicationConfiguration',
    getobjectlockconfiguration: 'GetBucketObjectLockConfiguration',
    getpublicaccessblock: 'GetBucketPublicAccessBlock',
    headbucket: 'ListBucket',
    headobject: 'GetObject',
    listbucketanalyticsconfigurations: 'GetAnalyticsConfiguration',
    listbucketintelligenttieringconfigurations: 'GetIntelligentTieringConfiguration',
    listbucketinventoryconfigurations: 'GetInventoryConfiguration',
    listbucketmetricsconfigurations: 'GetMetricsConfiguration',
    listbuckets: 'ListAllMyBuckets',
    listmultipartuploads: 'ListBucketMultipartUploads',
    listobjects: 'ListBucket',
    listobjectsv2: 'ListBucket',
    listobjectversions: 'ListBucketVersions',
    listparts: 'ListMultipartUploadParts',
    putbucketaccelerateconfiguration: 'PutAccelerateConfiguration',
    putbucketanalyticsconfiguration: 'PutAnalyticsConfiguration',
    putbucketencryption: 'PutEncryptionConfiguration',
    putbucketintelligenttieringconfiguration: 'PutIntelligentTieringConfiguration',
    putbucketinventoryconfiguration: 'PutInventoryConfiguration',
    putbucketlifecycle: 'PutLifecycleConfiguration',
    putbucketlifecycleconfiguration: 'PutLifecycleConfiguration',
    putbucketmetricsconfiguration: 'PutMetricsConfiguration',
    putbucketnotificationconfiguration: 'PutBucketNotification',
    putbucketreplication: 'PutReplicationConfiguration',
    putobjectlockconfiguration: 'PutBucketObjectLockConfiguration',
    putpublicaccessblock: 'PutBucketPublicAccessBlock',
    selectobjectcontent: 'GetObject',
    uploadpart: 'PutObject',
    uploadpartcopy: 'PutObject',
  },
  sns: { publishbatch: 'Publish' },
  sqs: { changemessagevisibilitybatch: 'ChangeMessageVisibility', deletemessagebatch: 'DeleteMessage', sendmessagebatch: 'SendMessage' },
};

/** What IAM may call what an event or an API calls so: the prefix and the name, which need not be one of the table. */
export function nameInIam(service: string, name: string): { readonly service: string; readonly name: string } {
  const prefix = PREFIXES[service] ?? service;
  // CloudTrail adds the date of the API's version to some, such as UpdateFunctionCode20150331v2.
  const operation = name.replace(/\d{8}(v\d+)?$/, '');
  const action = Object.hasOwn(OPERATIONS, prefix) ? OPERATIONS[prefix][operation.toLowerCase()] : undefined;
  return { service: prefix, name: action ?? operation };
}
