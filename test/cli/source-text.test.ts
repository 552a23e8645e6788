import { SourceText } from '../../src/cli/source-text';

const TEXT = `{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["s3:*", "a\\"\\u0041{["]},

    {
      "Effect": "Deny"
    }
  ], "empty": [{}, []],
  "numbers": [-1.5e+3, 0, true, false, null]
}
`;

test('each value knows where it is', () => {
  const json = new SourceText(TEXT, 'JSON');
  const check = (value: unknown, path: string[]) => {
    const { start, end } = json.nearest(path);
    expect(JSON.parse(TEXT.slice(start, end))).toEqual(value);
    if (typeof value === 'object' && value !== null) {
      Object.entries(value).forEach(([key, each]) => check(each, [...path, key]));
    }
  };
  check(JSON.parse(TEXT), []);
  expect(json.lineOf([])).toBe(1);
  expect(json.lineOf(['Statement', '0', 'Action', '1'])).toBe(4);
  expect(json.lineOf(['Statement', '1'])).toBe(6);
  expect(json.lineOf(['Statement', '1', 'Effect'])).toBe(7);
});

test('a path out of the text ends at the last value on it', () => {
  const json = new SourceText(TEXT, 'JSON');
  expect(json.lineOf(['Statement', '1', 'Fn::If', '2'])).toBe(6);
  expect(json.lineOf(['Statement', '7'])).toBe(3);
  expect(json.lineOf(['Version', 'length'])).toBe(2);
  expect(json.lineOf(['constructor'])).toBe(1);
});

test.each([
  ['{"a":1,}', 'expected a key in double quotes', 1, 8],
  ['{"a" 1}', 'expected ":"', 1, 6],
  ['{"a":1 "b":2}', 'expected "," or "}"', 1, 8],
  ['[1\n,2 3]', 'expected "," or "]"', 2, 4],
  ['[1,]', 'expected a value', 1, 4],
  ['{"a":\n// why\n1}', 'expected a value', 2, 1],
  ['[01]', 'expected a value', 1, 2],
  ['{"a":', 'the text ends too early', 1, 6],
  ['{}\n{}\nx', 'expected nothing after the value', 2, 1],
  ['{"a": "b\n"}', 'a string ends with its line: expected a double quote', 1, 9],
  ['["\t"]', 'expected no control character in a string', 1, 3],
  ['["abc', 'a string has no end: expected a double quote', 1, 2],
  ['["\\x"]', 'expected an escape such as \\n, \\" or \\\\ after the backslash', 1, 3],
  ['["\\u12"]', 'expected an escape such as \\n, \\" or \\\\ after the backslash', 1, 3],
  ['{"Bool": {},\r\n "\\u0042ool": {}}', 'the key "Bool" is there twice', 2, 2],
  ['{"__proto__": {}}', 'no policy or template has a key "__proto__"', 1, 2],
  ['{"a":'.repeat(100_000), 'nested deeper than 200 levels', 1, 1001],
])('%.20s', (text, message, line, column) => {
  expect(() => new SourceText(text, 'JSON')).toThrow(expect.objectContaining({ message, position: { line, column } }));
});
