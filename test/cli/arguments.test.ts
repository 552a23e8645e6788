import { Arguments } from '../../src/cli/arguments';
import { optionsOf } from '../../src/cli/command';
import { simulate } from '../../src/cli/simulate';

const parse = (...args: string[]) => Arguments.parse(args, optionsOf(simulate).flatMap(({ options }) => options), 'read the help');

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
  ['a value that is none of the choices', ['--expect', 'perhaps'], '--expect perhaps: expected allowed or denied'],
])('%s', (_, args, message) => {
  expect(() => parse(...args)).toThrow(expect.objectContaining({ message, hint: 'read the help' }));
});

test('a choice', () => {
  expect(parse('--expect', 'denied').one('expect')).toBe('denied');
  expect(parse().one('expect')).toBeUndefined();
});
