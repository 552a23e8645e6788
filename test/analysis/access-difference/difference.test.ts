import * as fs from 'fs';
import * as path from 'path';
import Ajv from 'ajv';
import { violations } from './law';
import { accessDifference } from '../../../src/analysis/access-difference/difference';
import { differenceHtml } from '../../../src/analysis/access-difference/render-html';
import { differenceJson } from '../../../src/analysis/access-difference/render-json';
import { differenceMarkdown } from '../../../src/analysis/access-difference/render-markdown';
import { toldDifference } from '../../../src/analysis/access-difference/told-difference';
import { readTemplates } from '../../../src/analysis/template/read-templates';
import type { Json } from '../../../src/iam/value';

const allow = (Action: unknown, Resource: unknown = '*', more: Json = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const VIA = { Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } };
const role = (...statements: Json[]): Json => ({
  Type: 'AWS::IAM::Role', Properties: { Policies: statements.length > 0 ? [{ PolicyName: 'P', PolicyDocument: { Version: '2012-10-17', Statement: statements } }] : [] },
});
const side = (Resources: Json, more: Json = {}) => (
  { policies: readTemplates([{ template: { Resources, ...more }, file: 'a.json' }]), definitions: JSON.stringify(more) });
const difference = (before: Json, after: Json) => accessDifference(side(before), side(after));
/** The kinds of change of a role, for people and through the EKS server. */
const kinds = (before: Json[] | undefined, after: Json[] | undefined) => {
  const { changes: [change] } = difference(before ? { R: role(...before) } : {}, after ? { R: role(...after) } : {});
  return ['direct', 'eks-mcp.amazonaws.com'].map((origin) => Object.keys(change?.origins[origin] ?? {}).join() || 'same').join(' ');
};

test.each<[title: string, expected: string, before: Json[] | undefined, after: Json[] | undefined]>([
  ['nothing', 'same same', [allow('s3:*')], [allow('s3:*')]],
  ['what is written otherwise, and means the same', 'same same', [allow(['s3:Get*', 's3:Put*']), allow('s3:Get*')], [allow('s3:Get*'), allow('s3:Put*')]],
  ['an action', 'gained gained', [], [allow('s3:GetObject')]],
  ['an action on some resources', 'gainedNamed gainedNamed', [], [allow('s3:GetObject', 'arn:aws:s3:::a/*')]],
  ['all resources', 'widened widened', [allow('s3:GetObject', 'arn:aws:s3:::a/*')], [allow('s3:GetObject')]],
  ['other resources', 'otherResources otherResources', [allow('s3:GetObject', 'arn:aws:s3:::a/*')], [allow('s3:GetObject', 'arn:aws:s3:::b/*')]],
  ['a condition less', 'settled settled', [allow('s3:GetObject', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } })], [allow('s3:GetObject')]],
  ['another condition', 'otherConditions otherConditions',
    [allow('s3:GetObject', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } })], [allow('s3:GetObject', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/a': 'c' } } })]],
  ['a guardrail', 'same lost', [allow('s3:*')], [allow('s3:*'), { ...allow('s3:*', '*', VIA), Effect: 'Deny' }]],
  ['a guardrail beside a condition', 'same mayLose', [allow('s3:*', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } })],
    [allow('s3:*', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } }), { ...allow('s3:*', '*', VIA), Effect: 'Deny' }]],
  ['a guardrail on some resources, of what depends', 'same otherConditions', [allow('s3:*', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } })],
    [allow('s3:*', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } }), { ...allow('s3:*', 'arn:aws:s3:::a/*', VIA), Effect: 'Deny' }]],
  ['a guardrail less', 'same gained', [allow('s3:*'), { ...allow('s3:*', '*', VIA), Effect: 'Deny' }], [allow('s3:*')]],
  ['a principal that is new', 'gained gained', undefined, [allow('s3:*')]],
  ['one that is new and may do nothing', 'same same', undefined, [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }]],
  ['one that is gone', 'lost lost', [allow('s3:*')], undefined],
])('%s: %s', (_, expected, before, after) => {
  expect(kinds(before, after)).toBe(expected);
});

test('what hangs on a condition of the template is another thing if the condition is', () => {
  const statement = { 'Fn::If': ['Prod', allow('s3:*'), { Ref: 'AWS::NoValue' }] };
  const of = (value: string) => side({ R: role(statement) }, { Parameters: { Flag: { Type: 'String' } }, Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Flag' }, value] } } });
  expect(accessDifference(of('a'), of('a')).changes).toEqual([]);
  expect(Object.keys(accessDifference(of('a'), of('b')).changes[0].origins.direct)).toEqual(['otherConditions']);
});

test('a policy that is known by name only may be another one', () => {
  const managed = (name: string) => ({ R: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: [`arn:aws:iam::111122223333:policy/${name}`] } } });
  expect(difference(managed('x'), managed('x')).changes).toEqual([]);
  expect(Object.keys(difference(managed('x'), managed('y')).changes[0].origins.direct)).toEqual(['otherConditions']);
});

test('the law holds on a few random pairs: what is said to change is what the simulator says, and nothing else does', () => {
  const results = Array.from({ length: 6 }, (_, seed) => violations(seed));
  expect(results.flatMap(({ found }) => found)).toEqual([]);
  expect(new Set(results.flatMap(({ kinds: each }) => [...each])).size).toBeGreaterThan(4);
});

describe('as it is told', () => {
  const before = { Dev: role(allow('s3:*')), Dev2: role(allow('s3:*')), Agent: role(allow('s3:*', 'arn:aws:s3:::a/*')), Same: role(allow('sqs:*')), Odd: role() };
  const after = {
    Dev: role(allow('s3:*'), { ...allow('s3:Delete*', '*', VIA), Effect: 'Deny' }),
    Dev2: role(allow('s3:*'), { ...allow('s3:Delete*', '*', VIA), Effect: 'Deny' }),
    Agent: role(allow('s3:*', 'arn:aws:s3:::b/*')),
    Same: role(allow('sqs:*')),
    Odd: role(allow('iam:PassRole')),
  };
  const made = difference(before, after);

  test('people and agents are apart, and principals of which the same changes are together', () => {
    const [people, agents] = toldDifference(made);
    expect(people.groups.map(({ principals }) => principals.map(({ name }) => name))).toEqual([['Agent'], ['Odd']]);
    expect(agents.groups.map(({ principals }) => principals.map(({ name }) => name))).toEqual([['Agent'], ['Dev', 'Dev2'], ['Odd']]);
    expect(agents.groups[1].from).toMatchObject([{ changes: [{ says: 'loses', actions: [{ question: 'Delete data', actions: { count: 19 } }, { actions: { count: 4 } }] }] }]);
    expect(people.groups[0].principals[0]).toMatchObject({ added: [{ resources: ['arn:aws:s3:::b/*'] }], removed: [{ resources: ['arn:aws:s3:::a/*'] }] });
  });

  test('as Markdown', () => {
    const text = differenceMarkdown(made);
    expect(text).toContain('Something changes for 4 of 5 principals.\n\n### People and programs, in direct calls: 1 principal gains, 1 principal differs\n\n- `Agent` (role)\n');
    expect(text).toContain('- `Dev`, `Dev2` (role)\n  - loses **Delete data**: `19 of s3`\n');
    expect(text).toContain('  - no longer allows `s3:* on arn:aws:s3:::a/*`\n');
    expect(differenceMarkdown(made, true)).toContain('loses **Delete data**: `s3:DeleteAccessGrant, ');
    expect(differenceMarkdown(difference({}, { 'R`|<b>\u202E': role(allow('iam:PassRole')) }))).toContain('- ``R`|<b>\\u{202e}`` (role, new)');
    expect(differenceMarkdown(difference(before, before))).toBe('## What changes in who may do what\n\nNothing, for 5 principals.\n\n'
      + '### People and programs, in direct calls: nothing changes\n\n### Agents, through MCP servers: nothing changes\n');
    expect(differenceMarkdown(difference({ R: role() }, { R: role() }))).toContain('Nothing, for one principal.');
  });

  test('as a page, which loads nothing', () => {
    const page = differenceHtml(made, { before: { inputs: ['old.json'] }, after: { inputs: ['new.json'], accounts: ['111122223333'], date: '2026-11-29' } });
    const text = page.replace(/<wbr>/g, '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(text).toContain('Something changes for 4 of 5 principals. Old Made from old.json New Made from new.json Account 111122223333 Date of the input 2026-11-29');
    expect(text).toContain('Dev Dev2 role nothing loses Delete data: 19 actions s3:DeleteAccessGrant, ');
    expect(page).not.toMatch(/\b(src|srcset|href|action)="(?!#)/);
    expect(differenceHtml(difference(before, before), { before: {}, after: {} })).toContain('Nothing changes for the 5 principals of both sides.');
  });

  test('as JSON, with all names, of its schema', () => {
    const validate = new Ajv().compile(JSON.parse(fs.readFileSync(path.join(__dirname, '../../../docs/schemas/access-difference.schema.json'), 'utf-8')));
    const json: Json = JSON.parse(JSON.stringify(differenceJson(made)));
    expect(validate(json) ? [] : validate.errors).toEqual([]);
    expect(json).toMatchObject({ version: 1, unchanged: 1, principals: [{ name: 'Agent' }, { name: 'Dev', change: 1 }, { name: 'Dev2', change: 1 }, { name: 'Odd' }] });
    expect(json.changes[1]['eks-mcp.amazonaws.com'].lost.s3).toContain('DeleteObject');
    expect(json.changes[1].direct).toBeUndefined();
  });
});
