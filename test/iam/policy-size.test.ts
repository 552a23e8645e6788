import { policySize } from '../../src/iam/policy-size';

test('counts the compact form', () => {
  const document = { Statement: [{ Sid: 'a b', Resource: '*' }] };
  expect(policySize(document, false)).toBe('{"Statement":[{"Sid":"a b","Resource":"*"}]}'.length);
  expect(policySize(document, true)).toBe('{"Statement":[{"Sid":"ab","Resource":"*"}]}'.length);
});

test('intrinsic functions count nothing, but the literals that they join', () => {
  expect(policySize({ a: { Ref: 'X' } }, false)).toBe('{"a":""}'.length);
  expect(policySize({ a: { 'Fn::GetAtt': ['X', 'Arn'] } }, false)).toBe('{"a":""}'.length);
  expect(policySize({ a: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3']] } }, false)).toBe('{"a":"arn::s3"}'.length);
  expect(policySize({ a: { 'Fn::Join': ['-', ['b', { 'Fn::Join': [',', ['c', 'd']] }]] } }, false)).toBe('{"a":"b-c,d"}'.length);
});

test('nulls and numbers', () => {
  expect(policySize({ a: 'Łódź' }, false)).toBe(12);
  expect(policySize({ a: 'Łódź' }, false, true)).toBe(15);
  expect(policySize({ a: null, b: 1, c: true }, false)).toBe('{"a":null,"b":1,"c":true}'.length);
});
