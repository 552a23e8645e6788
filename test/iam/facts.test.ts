import { GLOBAL_KEYS, SENSITIVE_KEYS } from '../../src/iam/global-keys';
import { hidesPrincipal, IN_EVERY_REQUEST, OF_FORWARD_ACCESS_SESSIONS, OF_SERVICES } from '../../src/iam/known-keys';
import { isNetworkKey } from '../../src/iam/network-keys';
import { POLICY_TYPES } from '../../src/iam/policy-kinds';
import { PRINCIPAL_TYPES } from '../../src/iam/principal-types';
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

test('the condition keys of all services, and the quotas of managed policies, are as they were read', () => {
  expect({
    global: GLOBAL_KEYS.map(([key, values]) => `${key} ${values}`),
    sensitive: SENSITIVE_KEYS,
    inEveryRequest: IN_EVERY_REQUEST.map(([key]) => key),
    ofForwardAccessSessions: OF_FORWARD_ACCESS_SESSIONS,
    ofServices: OF_SERVICES,
    managedPolicies: Object.fromEntries(Object.entries(PRINCIPAL_TYPES).map(([kind, { managedPolicies }]) => [kind, managedPolicies])),
  }).toMatchSnapshot();
});

test('of AWS Sign-In, two actions tell nothing of the principal but its ARN and its account', () => {
  // https://docs.aws.amazon.com/signin/latest/userguide/reference-signin-condition-keys.html#reference-signin-condition-keys-identity
  const [hidden, told] = [['aws:principaltag/team', 'aws:principalorgid', 'aws:principalorgpaths'], ['aws:principalarn', 'aws:principalaccount', 'aws:sourceip']];
  for (const action of ['signin:authorizeoauth2access', 'signin:createoauth2token']) {
    expect([...hidden, ...told].filter((key) => hidesPrincipal(action, key))).toEqual(hidden);
  }
  expect(['signin:authenticate', 'signin:createoauth2publicclient', 's3:createoauth2token'].filter((action) => hidden.some((key) => hidesPrincipal(action, key)))).toEqual([]);
});
