import { aws_athena as athena, aws_glue as glue, aws_iam as iam, Names, Size, Stack } from 'aws-cdk-lib';
import type { aws_s3 as s3 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { McpActivityOptions } from './mcp-activity-options';
import { checkedActivityOptions } from './mcp-activity-options';
import { constructId } from './questions';
import { signals } from './signals';
import { sqlQueries } from './sql-queries';
import { TRAIL_COLUMNS } from './trail-columns';
import { has, listOf, stringLike } from '../private/validator';

/** Properties of `McpActivityTable`. */
export interface McpActivityTableProps extends McpActivityOptions {
  /** The bucket of a trail's log files. */
  readonly bucket: s3.IBucket;

  /** The ids of the accounts whose log files are read, twelve digits each. */
  readonly accounts: string[];

  /** The Regions whose log files are read, such as `us-east-1`: what is in another is not found. Changes of IAM are in `us-east-1`. */
  readonly regions: string[];

  /**
   * The organization whose trail it is.
   *
   * @default - a trail of one account
   */
  readonly organizationId?: string;

  /**
   * What the trail puts before `AWSLogs/` in the keys of its files, without a slash at the end.
   *
   * @default - nothing
   */
  readonly keyPrefix?: string;

  /**
   * The first day that is read, as `2026/01/31`.
   *
   * @default '2026/01/01'
   */
  readonly firstDay?: string;

  /**
   * The most that a query may read, and be charged for; at least 10 MB, which are 10,000,000 bytes.
   *
   * @default Size.gibibytes(100)
   */
  readonly scanLimit?: Size;

  /**
   * The name of the database, of lower case letters, digits and `_`.
   *
   * @default 'mcp_activity'
   */
  readonly databaseName?: string;
}

const TABLE = 'cloudtrail';
/** @see https://docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroupConfiguration.html */
const LEAST_LIMIT = 10_000_000;

/**
 * A table of an organization's log files for Athena, which finds new files by itself, with a work group and named queries. It is for what is longer ago than the
 * log group keeps, or is in many accounts.
 *
 * The table costs nothing. A query is charged by what it reads; the named ones read the last seven days. The work group ends a query at `scanLimit`, and keeps
 * results for a day, without a bucket.
 *
 * @throws if a property is not what it has to be.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-org-wide-trail.html
 * @see https://docs.aws.amazon.com/athena/latest/ug/managed-results.html
 *
 * @example
 * new McpActivityTable(this, 'Table', {
 *   bucket, organizationId: 'o-a1b2c3d4e5', accounts: ['111122223333', '444455556666'], regions: ['us-east-1', 'eu-west-1'],
 * });
 */
export class McpActivityTable extends Construct {
  /** The name of the database. */
  public readonly databaseName: string;
  /** The name of the table. */
  public readonly tableName: string;
  /** The name of the work group. */
  public readonly workGroupName: string;

  private readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string, props: McpActivityTableProps) {
    super(scope, id);
    const where = this.node.path;
    checkedActivityOptions(where, props, {
      bucket: { is: has('bucketName', 'string'), expected: 'a bucket' },
      accounts: listOf((value) => stringLike(/^\d{12}$/, '').is(value), 'ids of accounts, such as "111122223333"'),
      regions: listOf((value) => stringLike(/^[a-z]{2,4}(-[a-z]+)+-\d$/, '').is(value), 'Regions, such as "us-east-1"'),
      organizationId: stringLike(/^o-[a-z0-9]{10,32}$/, 'the id of an organization, such as "o-a1b2c3d4e5"'),
      keyPrefix: stringLike(/^[^/].*[^/]$|^[^/]$/, 'a prefix without a slash at its ends'),
      firstDay: stringLike(/^20\d\d\/(0[1-9]|1[0-2])\/(0[1-9]|[12]\d|3[01])$/, 'a day, such as "2026/01/31"'),
      scanLimit: { is: has('toBytes', 'function'), expected: 'a Size' },
      databaseName: stringLike(/^[a-z0-9_]{1,255}$/, '1 to 255 lower case letters, digits and _'),
    }, ['bucket', 'accounts', 'regions']);
    const empty = (['accounts', 'regions'] as const).find((name) => props[name].length === 0);
    if (empty) {
      throw new Error(`${where}: ${empty} is empty, so that no event would be found: name those that agents use`);
    }
    const scanLimit = (props.scanLimit ?? Size.gibibytes(100)).toBytes();
    if (scanLimit < LEAST_LIMIT) {
      throw new Error(`${where}: scanLimit is ${scanLimit} bytes: expected at least ${LEAST_LIMIT}`);
    }
    this.bucket = props.bucket;
    this.databaseName = props.databaseName ?? 'mcp_activity';
    this.tableName = TABLE;
    this.workGroupName = Names.uniqueResourceName(this, { maxLength: 128 });

    const catalogId = Stack.of(this).account;
    const database = new glue.CfnDatabase(this, 'Database', { catalogId, databaseInput: { name: this.databaseName, description: 'What agents did' } });
    const table = new glue.CfnTable(this, 'Table', { catalogId, databaseName: this.databaseName, tableInput: tableInput(props) });
    table.node.addDependency(database);
    const workGroup = new athena.CfnWorkGroup(this, 'WorkGroup', {
      name: this.workGroupName,
      description: 'Questions about agents',
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true, bytesScannedCutoffPerQuery: scanLimit, managedQueryResultsConfiguration: { enabled: true },
      },
    });
    for (const { name, sql } of sqlQueries(`${this.databaseName}.${TABLE}`, signals(where, props))) {
      const query = new athena.CfnNamedQuery(this, `Query${constructId(name)}`, { name, queryString: sql, database: this.databaseName, workGroup: this.workGroupName });
      query.node.addDependency(workGroup);
    }
  }

  /** Lets somebody run queries in the work group, and read the log files. */
  public grantQuery(grantee: iam.IGrantable): iam.Grant {
    const { partition, region, account } = Stack.of(this);
    const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`;
    return this.bucket.grantRead(grantee)
      .combine(iam.Grant.addToPrincipal({
        grantee,
        actions: ['StartQueryExecution', 'StopQueryExecution', 'GetQueryExecution', 'GetQueryResults', 'GetQueryResultsStream', 'GetWorkGroup', 'GetNamedQuery', 'ListNamedQueries']
          .map((name) => `athena:${name}`),
        resourceArns: [arn('athena', `workgroup/${this.workGroupName}`)],
      }))
      .combine(iam.Grant.addToPrincipal({
        grantee,
        actions: ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions'],
        resourceArns: [arn('glue', 'catalog'), arn('glue', `database/${this.databaseName}`), arn('glue', `table/${this.databaseName}/${TABLE}`)],
      }));
  }
}

/** The partitions are projected: nobody adds any. */
function tableInput({ bucket, accounts, regions, organizationId, keyPrefix, firstDay }: McpActivityTableProps): glue.CfnTable.TableInputProperty {
  const location = ['s3:/', bucket.bucketName, ...keyPrefix === undefined ? [] : [keyPrefix], 'AWSLogs', ...organizationId === undefined ? [] : [organizationId]].join('/');
  return {
    name: TABLE,
    tableType: 'EXTERNAL_TABLE',
    partitionKeys: ['account', 'region', 'day'].map((name) => ({ name, type: 'string' })),
    storageDescriptor: {
      columns: [...TRAIL_COLUMNS],
      location: `${location}/`,
      inputFormat: 'com.amazon.emr.cloudtrail.CloudTrailInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      serdeInfo: { serializationLibrary: 'org.apache.hive.hcatalog.data.JsonSerDe' },
    },
    parameters: {
      'projection.enabled': 'true',
      'projection.account.type': 'enum',
      'projection.account.values': accounts.join(','),
      'projection.region.type': 'enum',
      'projection.region.values': regions.join(','),
      'projection.day.type': 'date',
      'projection.day.format': 'yyyy/MM/dd',
      'projection.day.range': `${firstDay ?? '2026/01/01'},NOW`,
      'projection.day.interval': '1',
      'projection.day.interval.unit': 'DAYS',
      'storage.location.template': `${location}/\${account}/CloudTrail/\${region}/\${day}`,
    },
  };
}
