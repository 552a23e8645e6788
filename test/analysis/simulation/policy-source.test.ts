import { McpSimulator } from '../../../src';
import { Catalog } from '../../../src/actions/catalog';
import { resourcesOf } from '../../../src/actions/resource-table';
import { needsResourcePolicy } from '../../../src/analysis/simulation/policy-source';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

test('of AWS KMS, what the table of actions has about a key needs the policy of the key', () => {
  const table = resourcesOf('kms')!;
  const key = table.resources.findIndex(({ resource }) => resource.startsWith('key/'));
  const actions = Catalog.get().find('kms:*').names;
  const needing = actions.filter((name) => needsResourcePolicy(`kms:${name.toLowerCase()}`, undefined));
  expect(needing).toEqual(actions.filter((name) => table.resourcesOf(name)!.includes(key)));
  expect(actions.filter((name) => needsResourcePolicy(`kms:${name.toLowerCase()}`, KEY))).toEqual(needing);
  expect(actions.filter((name) => needsResourcePolicy(`kms:${name.toLowerCase()}`, 'arn:aws:kms:eu-west-1:111122223333:alias/a'))).toEqual([]);
});

test.each<[string, boolean]>([
  ['sts:assumerole', true], ['sts:assumerolewithsaml', true], ['sts:assumerolewithwebidentity', true], ['sts:tagsession', true], ['sts:setsourceidentity', true],
  ['sts:getcalleridentity', false], ['sts:getsessiontoken', false], ['sts:tagsessions', false], ['s3:getobject', false], ['iam:passrole', false], ['xkms:encrypt', false],
])('%s: %s', (action, expected) => {
  expect(needsResourcePolicy(action, 'arn:aws:iam::111122223333:role/a')).toBe(expected);
});

test.each([
  ['documents', McpSimulator.fromDocuments({})],
  ['a template', McpSimulator.fromTemplate({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties: {} } } })],
])('of %s, a principal of an empty name is refused, also after a request without one', (_, simulator) => {
  const ask = (principal?: string) => simulator.simulate({ principal, action: 's3:ListAllMyBuckets' }).decision;
  expect(() => ask('')).toThrow('""');
  ask();
  expect(() => ask('')).toThrow('""');
});
