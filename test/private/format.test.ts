import { App, aws_iam as iam, Aws, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { formatValue } from '../../src/private/format';

const circular: { [name: string]: unknown } = { a: 1 };
circular.self = circular;

test.each<[string, unknown, string]>([
  ['a string', 'a "b"\n', '"a \\"b\\"\\n"'],
  ['what turns the direction of writing', 'a\u202eb\u0085\u2028', '"a\\u202eb\\u0085\\u2028"'],
  ['a list', ['a', 1, null, [true]], '["a",1,null,[true]]'],
  ['a list that lacks items', new Array(1), '[undefined]'],
  ['an object', { Ref: 'A', n: undefined }, '{"Ref":"A","n":undefined}'],
  ['one that refers to itself', circular, '{"a":1,"self":…}'],
  ['one without a prototype', Object.create(null), '{}'],
  ['a number', NaN, 'NaN'],
  ['a construct', new Stack(new App(), 'Here'), 'Here'],
  ['a principal', new iam.AccountPrincipal('111122223333'), 'AccountPrincipal(111122223333)'],
  ['a statement', new iam.PolicyStatement(), 'an object of the class PolicyStatement'],
  ['what can\'t be shown', { __proto__: { __proto__: {}, toString: () => { throw new Error('no'); } } }, 'an object'],
  ['a string that is known later', Aws.ACCOUNT_ID, 'a value known only at deployment'],
  ['one in part', `arn:aws:iam::${Aws.ACCOUNT_ID}:role/A`, '"arn:aws:iam::<known at deployment>:role/A"'],
  ['a list that is known later', Fn.split(',', Fn.importValue('A')), 'a value known only at deployment'],
  ['a number that is known later', Lazy.number({ produce: () => 1 }), 'a value known only at deployment'],
  ['an object that is known later', { a: Lazy.any({ produce: () => 1 }) }, '{"a":a value known only at deployment}'],
  ['a long one', 'x'.repeat(300), `"${'x'.repeat(119)}… (300 characters)`],
  ['a long list', Array.from({ length: 200 }, (_, i) => i), `[${Array.from({ length: 43 }, (_, i) => i).join(',')},…`],
])('%s', (_, value, expected) => {
  expect(formatValue(value)).toBe(expected);
});
