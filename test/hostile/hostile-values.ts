import * as fc from 'fast-check';
import type { Corruption, Tree } from './tree';
import { call, constant, js, statement, thing, token } from './tree';
import { JAVASCRIPT_NAMES } from './world';

const TEXTS = [
  '', ' ', '*', '**', '?', 'a b', '\0', 'a\nb', 'é', '💥', '\uD800', '\uE000x\uE001', '${aws:username}', '${', '-', '/', ':',
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'true', 'false', 'null', 'undefined', 'NaN', '0', 's3', 's3:', ':Get', 's3:*', 's3:Get*', 'S3:deleteOBJECT',
  's3:*Object', 's3:Get?bject', '*:*', '*:Get', 'nosuchservice:Get', 's3:NoSuchAction', 'aws-mcp:*', 'aws-mcp:InvokeMcp', 'aws-mcp.amazonaws.com', 'AWS-MCP.amazonaws.com',
  'arn:', 'arn:aws:s3:::data', 'arn:aws:s3:::*', 'arn:aws:iam::*:*', 'arn:aws:iam::*:role/*', 'arn:*', 'arn:aws:iam::111122223333:root', 'arn:aws:sts::111122223333:assumed-role/A/b',
  '111122223333', '11112222333', '999999999999', 'r-ab12', 'ou-ab12-11111111', 'o-a1b2c3d4e5/*', '/agents/', '/*/', '//', 'Worker', 'DenyViaMcp', 'DenyOutsideMcp',
  'x'.repeat(129), 'x'.repeat(20_000), '{"Statement":[]}', '[]', '<script>', '\u202Eabc', 'İ', 'ſ3:Get*',
];
const NUMBERS = [0, -1, 1, 1.5, 2 ** 31, 2 ** 53, -0, 1e308, 111122223333, 20, 21, 2_048, 10_240];

const statements: Tree[] = [
  statement({ sid: 'Other', effect: 'Deny', actions: ['s3:Put*'], resources: ['*'] }),
  statement({ effect: 'Deny', actions: ['s3:Put*'], resources: ['*'] }),
  statement({ sid: 'AllowIt', effect: 'Allow', actions: ['s3:Put*'], resources: ['*'] }),
  statement({ sid: 'Everything', effect: 'Deny', actions: ['*'], resources: ['*'] }),
  statement({ sid: 'Nothing', effect: 'Deny' }),
  statement({ sid: 'NoResource', effect: 'Deny', actions: ['s3:Put*'] }),
  statement({ sid: 'bad sid', effect: 'Deny', actions: ['s3:Put*'], resources: ['*'] }),
  statement({ sid: 'Whom', effect: 'Deny', actions: ['s3:Put*'], resources: ['*'], principals: [thing('service principal')] }),
  statement({ sid: 'NotWhom', effect: 'Deny', actions: ['s3:Put*'], resources: ['*'], notPrincipals: [thing('root principal')] }),
  statement({ sid: 'TokenAction', effect: 'Deny', actions: [token('parameter', 's3:Put*')], resources: ['*'] }),
  statement({ sid: 'TokenActions', effect: 'Deny', actions: token('parameter', ['s3:Put*']), resources: ['*'] }),
  statement({ sid: 'TokenCondition', effect: 'Deny', actions: ['s3:Put*'], resources: ['*'], conditions: { StringEquals: { 'aws:PrincipalTag/a': token('parameter', 'b') } } }),
  statement({ sid: 'BadOperator', effect: 'Deny', actions: ['s3:Put*'], resources: ['*'], conditions: { StringSame: { a: 'b' } } }),
  statement({ sid: 'NoKeys', effect: 'Deny', actions: ['s3:Put*'], resources: ['*'], conditions: { StringEquals: {} } }),
  statement({ sid: 'NullKeys', effect: 'Deny', actions: ['s3:Put*'], resources: ['*'], conditions: { StringEquals: null } }),
  statement({ sid: 'ListKeys', effect: 'Deny', actions: ['s3:Put*'], resources: ['*'], conditions: { StringEquals: ['a'] } }),
  statement({ sid: 'NullValue', effect: 'Deny', actions: ['s3:Put*'], resources: ['*'], conditions: { StringEquals: { a: null } } }),
  statement({ sid: 'NotActions', effect: 'Deny', notActions: ['s3:Put*'], resources: ['*'] }),
  statement({ sid: 'NotResources', effect: 'Deny', actions: ['s3:Put*'], notResources: ['arn:aws:s3:::data/*'] }),
];

const values: Tree[] = [
  constant('McpServer.EKS'), constant('ActionSet.ALL'), call('ActionSet.of', 's3:PutObject'), call('PrincipalFilter.roleNames', 'Admin'),
  call('McpGuardrail.denyViaMcp', {}), call('McpGuardrail.denyOutsideMcp', {}), call('McpGuardrail.baseline', {}), call('McpGuardrail.denyDestructiveViaMcp', {}),
  call('PolicyTarget.account', '111122223333'), call('RequestOrigin.direct'), call('McpCondition.viaAnyServer'),
  { $: 'own guardrail', id: 'NoStatements', statements: [] },
  { $: 'own guardrail', id: 'Bare', statements: [statement({ effect: 'Deny', actions: ['s3:Put*'], resources: ['*'] })] },
  { $: 'own guardrail', id: 'Allows', statements: [statement({ sid: 'Allows', effect: 'Allow', actions: ['*'], resources: ['*'] })] },
  ...statements.map((each): Tree => ({ $: 'own guardrail', id: 'Own', statements: [each] })),
  ...statements,
  ...['stack', 'app', 'role', 'user', 'group', 'cfn role', 'plain role', 'imported role', 'role by name', 'immutable role', 'role of another account', 'service-linked role',
    'role without updates', 'lazy role', 'role of another stack', 'role of another app', 'imported user', 'imported group', 'permission set', 'bucket', 'imported bucket', 'key',
    'queue', 'AWS managed policy', 'customer managed policy', 'service principal', 'short duration', 'lazy duration'].map(thing),
  token('parameter', 'anything'), token('parameter', ['a', 'b']), token('lazy', 'anything'), token('object', { a: 'b' }), token('number', 5), token('lazy', ['arn:aws:s3:::data']),
];

/** As `binary`, for which fast-check makes a map of all characters that there are. */
const character = fc.nat({ max: 0x10FFFF - 0x800 }).map((i) => String.fromCodePoint(i < 0xD800 ? i : i + 0x800), (text) => {
  const code = String(text).codePointAt(0);
  if (code === undefined || (code >= 0xD800 && code < 0xE000) || String.fromCodePoint(code) !== text) {
    throw new Error('not one character');
  }
  return code < 0xD800 ? code : code - 0x800;
});

/** What nobody meant to pass. */
export const hostileValue: fc.Arbitrary<Tree> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Tree[]>(...TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: character, maxLength: 12 }) },
  { weight: 2, arbitrary: fc.constantFrom<Tree[]>(null, true, false, ...NUMBERS) },
  { weight: 2, arbitrary: fc.constantFrom<Tree[]>(...JAVASCRIPT_NAMES.map(js)) },
  { weight: 2, arbitrary: fc.constantFrom<Tree[]>([], {}, [[]], [null], [{}], [''], ['*'], { a: 'b' }, { length: 1 }, { toString: 'x' }, JSON.parse('{"__proto__":{"a":1},"constructor":2}')) },
  { weight: 4, arbitrary: fc.constantFrom(...values) },
);

const corruption: fc.Arbitrary<Corruption> = fc.record({
  at: fc.nat({ max: 60 }),
  how: fc.oneof(
    { weight: 10, arbitrary: fc.constant('replace' as const) },
    { weight: 5, arbitrary: fc.constant('wrap' as const) },
    { weight: 1, arbitrary: fc.constantFrom('leave out' as const, 'twice' as const, 'in a list' as const, 'out of a list' as const, 'very often' as const) },
  ),
  value: hostileValue,
  token: fc.constantFrom('parameter', 'join', 'lazy', 'object', 'partition'),
});

/** Mostly none, so that what things mean is looked at often; then one, for of several the first hides the others. */
export const corruptions: fc.Arbitrary<Corruption[]> = fc.oneof(
  { weight: 7, arbitrary: fc.constant<Corruption[]>([]) },
  { weight: 6, arbitrary: corruption.map((each) => [each]) },
  { weight: 1, arbitrary: fc.array(corruption, { minLength: 2, maxLength: 3 }) },
);
