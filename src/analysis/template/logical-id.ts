/**
 * Whether the CDK makes the logical id of the construct's path: the names without other characters than letters and digits, and of a hash eight digits.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html
 */
export function isLogicalIdOf(path: string, logicalId: string): boolean {
  return /[\dA-F]{8}$/.test(logicalId) && logicalId.slice(0, -8) === path.replace(/\/Resource$/, '').replace(/[^a-zA-Z\d]/g, '');
}
