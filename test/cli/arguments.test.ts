import { Arguments } from '../../src/cli/arguments';
import { OPTIONS, usage } from '../../src/cli/usage';

const parse = (...args: string[]) => Arguments.parse(args, OPTIONS.simulate, 'read the help');

test('options and files, in any order', () => {
  const args = parse('a.json', '--action', 's3:GetObject', '--action=s3:PutObject', '-', '--via', 'eks', '--', '--odd.json');
  expect(args.files).toEqual(['a.json', '-', '--odd.json']);
  expect(args.all('action')).toEqual(['s3:GetObject', 's3:PutObject']);
  expect(args.one('via')).toBe('eks');
  expect(args.has('resource')).toBe(false);
  expect(args.one('resource')).toBeUndefined();
  expect(parse('--scp', '-').one('scp')).toBe('-');
  expect(parse('-h').has('help')).toBe(true);
});

test.each([
  ['a misspelled option', ['--acton', 'x'], 'there is no option --acton (did you mean "--action"?)'],
  ['an option like no other', ['-x'], 'there is no option -x'],
  ['one that every object has', ['--toString'], 'there is no option --toString'],
  ['no value at the end', ['--action'], '--action needs a value'],
  ['another option in the value\'s place', ['--action', '--via', 'eks'], '--action needs a value'],
  ['an empty value', ['--action='], '--action needs a value'],
  ['a value of a switch', ['--help=yes'], '--help takes no value'],
  ['a single option twice', ['--resource', 'a', '--resource', 'b'], '--resource is given twice'],
])('%s', (_, args, message) => {
  expect(() => parse(...args)).toThrow(expect.objectContaining({ message, hint: 'read the help' }));
});

test('a choice', () => {
  expect(parse('--expect', 'denied').choice('expect', ['allowed', 'denied'])).toBe('denied');
  expect(parse().choice('expect', ['allowed', 'denied'])).toBeUndefined();
  expect(() => parse('--expect', 'perhaps').choice('expect', ['allowed', 'denied'])).toThrow('--expect perhaps: expected allowed or denied');
});

test.each(Object.entries(OPTIONS))('the help of %s has all its options', (command, options) => {
  for (const option of Object.keys(options)) {
    expect(usage(command as keyof typeof OPTIONS)).toMatch(new RegExp(`^  (-h, )?--${option} `, 'm'));
  }
});
