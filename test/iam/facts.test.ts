import { isNetworkKey } from '../../src/iam/network-keys';
import { POLICY_TYPES } from '../../src/iam/policy-kinds';
import { RESOURCE_POLICY_TYPES } from '../../src/iam/resource-policy-kinds';

/** What is copied from AWS's pages changes only where somebody sees it. */

test('the tables of policy types are as they were read', () => {
  expect({ ...POLICY_TYPES, ...RESOURCE_POLICY_TYPES }).toMatchSnapshot();
});

test('the network keys are as AWS lists them', () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties
  const keys = ['SourceIp', 'SourceVpc', 'SourceVpce', 'SourceVpcArn', 'VpcSourceIp', 'VpceAccount', 'VpceOrgID', 'VpceOrgPaths'];
  expect(keys.filter((key) => !isNetworkKey(`aws:${key}`))).toEqual([]);
  expect(['aws:SourceAccount', 'aws:SourceArn', 'aws:ViaAWSService', 'SourceIp', 'aws:SourceIpX'].filter(isNetworkKey)).toEqual([]);
});
