/** A partition of AWS. */
interface Partition {
  readonly name: string;
  /** How the names of its Regions begin. Of `aws` they have no beginning of their own. */
  readonly regions: readonly string[];
  /** What its service principals and addresses end in. */
  readonly suffix: string;
}

/**
 * All partitions.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
 * @see the partition table of the AWS SDKs (`dnsSuffix`, `regionRegex`)
 */
const PARTITIONS: readonly Partition[] = [
  { name: 'aws', regions: [], suffix: 'amazonaws.com' },
  { name: 'aws-cn', regions: ['cn-'], suffix: 'amazonaws.com.cn' },
  { name: 'aws-us-gov', regions: ['us-gov-'], suffix: 'amazonaws.com' },
  { name: 'aws-eusc', regions: ['eusc-'], suffix: 'amazonaws.eu' },
  { name: 'aws-iso', regions: ['us-iso-'], suffix: 'c2s.ic.gov' },
  { name: 'aws-iso-b', regions: ['us-isob-'], suffix: 'sc2s.sgov.gov' },
  { name: 'aws-iso-e', regions: ['eu-isoe-'], suffix: 'cloud.adc-e.uk' },
  { name: 'aws-iso-f', regions: ['us-isof-', 'eu-isof-'], suffix: 'csp.hci.ic.gov' },
];

/** What the service principals of partitions end in, each once. */
export const DNS_SUFFIXES: readonly string[] = [...new Set(PARTITIONS.map(({ suffix }) => suffix))];

/** The partition of a Region; `aws` if it is not known, or is of none of the others. */
export function partitionOf(region: string | undefined): string {
  return PARTITIONS.find(({ regions }) => regions.some((beginning) => region?.startsWith(beginning)))?.name ?? 'aws';
}

/** What the addresses of a partition end in, as `AWS::URLSuffix` has it; `undefined` if it is none. */
export function dnsSuffixOf(partition: string): string | undefined {
  return PARTITIONS.find(({ name }) => name === partition)?.suffix;
}
