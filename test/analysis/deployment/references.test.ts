import { closureOf, referencesIn, referencesOf, renamed } from '../../../src/analysis/deployment/references';

test.each<[value: unknown, names: string[]]>([
  [{ Ref: 'A' }, ['A']],
  [{ Ref: ['A'] }, []],
  [{ 'Fn::GetAtt': 'A.Arn' }, ['A']],
  [{ 'Fn::GetAtt': [{ Ref: 'B' }, 'Arn'] }, ['B']],
  [{ 'Fn::GetAtt': 7 }, []],
  [{ 'Fn::Sub': '${A}-${ B.Arn }-${!C}' }, ['A', 'B']],
  [{ 'Fn::Sub': ['${own}-${A}', { own: { Ref: 'B' } }] }, ['A', 'B']],
  [{ 'Fn::Sub': [{ Ref: 'B' }] }, ['B']],
  [[{ Other: { Ref: 'A' } }, 'B', null], ['A']],
])('%j refers to %j', (value, names) => {
  expect([...referencesIn(value)].sort()).toEqual(names);
});

test('a resource needs others of the template, not itself nor a parameter', () => {
  const found = referencesOf({
    Resources: {
      A: { Properties: { Name: { Ref: 'B' }, Own: { Ref: 'A' }, Stage: { Ref: 'Stage' } }, DependsOn: ['C', 'Missing'], Metadata: { Of: { Ref: 'D' } } },
      B: {},
      C: 'not a resource',
      D: {},
    },
  });
  expect([...found.get('A')!.values]).toEqual(['B']);
  expect([...found.get('A')!.all]).toEqual(['B', 'C']);
  expect([...found.get('C')!.all]).toEqual([]);
});

test('what is needed through others is needed, also in a circle; of what nobody knows, nothing', () => {
  const closure = closureOf(new Map([['A', new Set(['B'])], ['B', new Set(['A', 'C'])]]));
  expect([...closure('A')].sort()).toEqual(['A', 'B', 'C']);
  expect(closure('A')).toBe(closure('A'));
  expect([...closure('C')]).toEqual([]);
});

test.each<[value: unknown, changed: unknown]>([
  [[{ Ref: 'A' }, 'A', 1], [{ Ref: 'resource A' }, 'A', 1]],
  [{ Ref: { Ref: 'A' } }, { Ref: { Ref: 'resource A' } }],
  [{ 'Fn::GetAtt': 'A.Outputs.Arn' }, { 'Fn::GetAtt': 'resource A.Outputs.Arn' }],
  [{ 'Fn::GetAtt': ['A', { Ref: 'Name' }] }, { 'Fn::GetAtt': ['resource A', { Ref: 'resource Name' }] }],
  [{ 'Fn::GetAtt': 7 }, { 'Fn::GetAtt': 7 }],
  [{ 'Fn::If': ['C', { Ref: 'A' }, 'A'] }, { 'Fn::If': ['condition C', { Ref: 'resource A' }, 'A'] }],
  [{ 'Fn::If': 'C' }, { 'Fn::If': 'C' }],
  [{ 'Fn::FindInMap': ['M', { Ref: 'A' }, 'x'] }, { 'Fn::FindInMap': ['mapping M', { Ref: 'resource A' }, 'x'] }],
  [{ 'Fn::FindInMap': [{ Ref: 'A' }, 'x', 'y'] }, { 'Fn::FindInMap': [{ Ref: 'resource A' }, 'x', 'y'] }],
  [{ 'Fn::FindInMap': 'M' }, { 'Fn::FindInMap': 'M' }],
  [{ Type: 'A', Condition: 'C' }, { Type: 'A', Condition: 'condition C' }],
  [{ Condition: { Bool: { C: { Ref: 'A' } } } }, { Condition: { Bool: { C: { Ref: 'resource A' } } } }],
  [{ 'Fn::Sub': 'x-${A}-${A.Arn}-${!A}' }, { 'Fn::Sub': 'x-${resource A}-${resource A.Arn}-${!A}' }],
  [{ 'Fn::Sub': ['${own}-${A}', { own: { Ref: 'B' } }] }, { 'Fn::Sub': ['${own}-${resource A}', { own: { Ref: 'resource B' } }] }],
  [{ 'Fn::Sub': ['${A}'] }, { 'Fn::Sub': ['${resource A}'] }],
  [{ 'Fn::Sub': 7 }, { 'Fn::Sub': 7 }],
])('of %j the names are changed: %j', (value, changed) => {
  expect(renamed(value, (kind, name) => `${kind} ${name}`)).toEqual(changed);
});
