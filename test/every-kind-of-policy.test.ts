import { authorizationDenials } from '../src/activity/authorization-details';
import type { Denial } from '../src/activity/denial';
import { denialsInMessage } from '../src/activity/denial-message';
import { fixesFor } from '../src/activity/fix';
import { lookUps } from '../src/activity/look-up';
import { layerOf } from '../src/cli/simulator-input';
import { PolicyKind } from '../src/iam/policy';
import { policyTypeOf } from '../src/iam/policy-type-lookup';
import { RESOURCE_POLICY_TYPES, serviceOf } from '../src/iam/resource-policy-kinds';

/** The places that know something of their own by the kind of a policy: docs/decisions/0021 says why. */
describe.each(Object.values(PolicyKind))('%s', (kind) => {
  const [denial] = denialsInMessage(`User: anonymous is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::data/key with an explicit deny in a ${kind}`);

  test('has a row', () => expect(policyTypeOf({ kind }).kind).toBe(kind));
  test('is read from a message', () => expect(denial.policies.map((each) => each.kind)).toEqual([kind]));

  test('is read from authorization details, which call a trust policy that of a resource', () => {
    const type = kind === PolicyKind.TRUST ? 'RESOURCE_BASED_POLICY' : kind.toUpperCase().replace(/[ -]/g, '_');
    const [told] = authorizationDenials({
      evaluations: [{ action: 's3:GetObject', evaluatedEffect: 'EXPLICIT_DENY', matchedPolicies: [{ uri: 'inline:1', matchedStatements: [{ evaluatedEffect: 'DENY' }] }] }],
      policies: [{ uri: 'inline:1', type }],
    });
    expect(told.policies[0].kind).toBe(kind === PolicyKind.TRUST ? PolicyKind.RESOURCE : kind);
  });

  test('can be given to the simulator', () => expect(layerOf(kind).property).toMatch(/(Polic(y|ies)|Boundary)$/));
  test('can be looked up, or it is said why not', () => expect(lookUps(denial).filter(({ what }) => what === 'policy')).not.toEqual([]));
  test('has a fix where its Allow is missing', () => expect(fixesFor({ ...denial, effect: 'implicit' }, undefined)).toHaveLength(1));
});

test('of each service that holds policies of resources, it is known how to look one up', () => {
  const services = [...new Set(Object.values(RESOURCE_POLICY_TYPES).map((type) => serviceOf(type)!))];
  const hasCommand = (service: string) => lookUps({
    ...{} as Denial, policies: [{ kind: PolicyKind.RESOURCE, attachedTo: [], statements: [] }], context: {}, resource: `arn:aws:${service}:eu-west-1:111122223333:one`,
  }).some(({ what, command }) => what === 'policy' && command !== undefined);
  expect(services.filter((service) => !hasCommand(service))).toEqual([]);
});
