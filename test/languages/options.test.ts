import { parseOptions } from './options';

test('without arguments all languages are meant, with the versions of the examples', () => {
  expect(parseOptions([])).toEqual({ languages: [], cdk: '2.260.0', constructs: '10.6.0', nugetSource: undefined });
});

test('languages, versions and a source of packages are taken', () => {
  expect(parseOptions(['go', 'dotnet', '--cdk', '2.276.0', '--constructs', '10.6.1', '--nuget-source', '/packages']))
    .toEqual({ languages: ['go', 'dotnet'], cdk: '2.276.0', constructs: '10.6.1', nugetSource: '/packages' });
  expect(parseOptions(['--help'])).toBe('help');
});

test.each([
  [['phyton'], 'there is no language phyton (did you mean python?): expected some of python, java, go, dotnet'],
  [['ruby'], 'there is no language ruby: expected some of python, java, go, dotnet'],
  [['--cdk', 'latest'], '--cdk latest: expected a version, such as 2.260.0'],
  [['--constructs', '10'], '--constructs 10: expected a version, such as 10.6.0'],
  [['--nuget'], 'npm run test:languages -- [LANGUAGE…]'],
])('%j is a mistake that is told', (args, message) => {
  expect(() => parseOptions(args)).toThrow(message);
});
