import { ExpectedValues } from '../../src/iam/expected-values';
import { NO_CONTEXT } from '../../src/iam/request-context';
import { unknownPart } from '../../src/iam/unknown-text';
import { COMPARISONS } from '../../src/iam/value-comparison';

const P = unknownPart('P');

test.each<[string, Array<string | undefined>, string, boolean | undefined]>([
  ['StringEquals', ['a', 'b'], 'b', true],
  ['StringEquals', ['a', '*'], 'b', false],
  ['StringEquals', ['a', '*'], '*', true],
  ['StringLike', ['a', 'b*'], 'bc', true],
  ['StringLike', ['a', 'b*'], 'a', true],
  ['StringLike', ['a', 'b?'], 'b', false],
  ['StringEqualsIgnoreCase', ['A', 'É'], 'é', true],
  ['StringEqualsIgnoreCase', ['A', 'É'], 'e', false],
  // A sigma at the end of a word has another small letter.
  ['StringEqualsIgnoreCase', ['ΑΣ'], 'ασ', true],
  ['StringEqualsIgnoreCase', ['ασ'], 'ΑΣ', true],
  ['ArnLike', ['arn:aws:iam::1:user/a'], 'arn:aws:iam::1:user/a', true],
  // What is known at deployment.
  ['StringEquals', ['a', undefined], 'a', true],
  ['StringEquals', ['a', undefined], 'b', undefined],
  ['StringEquals', ['a', `${P}c`], 'bc', undefined],
  ['StringEquals', ['a', `${P}c`], 'b', false],
  ['StringEquals', [`${P}c`], `${P}c`, true],
  ['StringEquals', ['a', 'bc'], `${P}c`, undefined],
  ['StringEquals', ['a', 'b'], `${P}c`, false],
  // Of a policy variable whose key is not known, nothing is.
  ['StringEquals', ['a', '${aws:username}'], 'a', true],
  ['StringEquals', ['a', '${aws:username}'], 'b', undefined],
  ['StringEquals', ['${*}'], '*', true],
])('%s %j means %j: %s', (operator, values, value, expected) => {
  expect(new ExpectedValues(values, COMPARISONS.get(operator), true).meanOne(value, NO_CONTEXT)).toBe(expected);
});
