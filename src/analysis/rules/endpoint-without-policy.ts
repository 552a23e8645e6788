import type { Rule } from './rule';

export const ENDPOINT_WITHOUT_POLICY: Rule = {
  id: 'EndpointWithoutPolicy',
  severity: 'error',
  explanation: 'A VPC endpoint of another type than gateway or interface, or of a service that is not AWS\'s, has no policy: what its policy denies is not denied.',
  fix: 'Take the policy away, and deny it at the principals, in the organization, or at the resource.',

  checkPolicy: ({ withoutPolicy }) => (withoutPolicy === undefined ? [] : [{ message: `the policy is that of an endpoint ${withoutPolicy}` }]),
};
