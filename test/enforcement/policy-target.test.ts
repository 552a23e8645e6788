import { Token } from 'aws-cdk-lib';
import { PolicyTarget } from '../../src';

test('a root, an organizational unit, an account', () => {
  expect(PolicyTarget.root('r-ab12').targetId).toBe('r-ab12');
  expect(PolicyTarget.organizationalUnit('ou-ab12-11111111').targetId).toBe('ou-ab12-11111111');
  expect(PolicyTarget.account('111122223333').targetId).toBe('111122223333');
});

test.each(['root', 'organizationalUnit', 'account'] as const)('%s takes a token', (factory) => {
  const token = Token.asString({ Ref: 'Target' });
  expect(PolicyTarget[factory](token).targetId).toBe(token);
});

test.each([
  ['root', 'ou-ab12-11111111', 'r-ab12'], ['root', 'r-AB12', 'r-ab12'], ['root', '', 'r-ab12'],
  ['organizationalUnit', 'r-ab12', 'ou-ab12-11111111'], ['organizationalUnit', 'ou-ab12', 'ou-ab12-11111111'],
  ['account', '1111', '111122223333'], ['account', '1111-2222-3333', '111122223333'],
] as const)('%s("%s") is an error', (factory, id, example) => {
  expect(() => PolicyTarget[factory](id)).toThrow(`PolicyTarget.${factory}(): ${factory}Id is "${id}": expected one like "${example}"`);
});
