/**
 * The condition keys of where a call comes from: what they hold on a call of a server is not the caller's network.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties
 */
const NETWORK_KEY = /^aws:(SourceIp|SourceVpc|SourceVpce|SourceVpcArn|VpcSourceIp|VpceAccount|VpceOrgID|VpceOrgPaths)$/i;

export function isNetworkKey(key: string): boolean {
  return NETWORK_KEY.test(key);
}
