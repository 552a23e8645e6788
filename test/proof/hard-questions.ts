import type { PolicyDocuments } from '../../src/analysis/simulation/documents-source';
import { DocumentsSource } from '../../src/analysis/simulation/documents-source';
import { PolicyDocument } from '../../src/iam/document';
import type { Statement } from '../../src/iam/statement';
import { RequestOrigin } from '../../src/mcp/request-origin';
import type { Question } from '../../src/proof/question';

export type Json = { readonly [element: string]: unknown };

const AGENT = 'arn:aws:iam::111122223333:role/Agent';
export const ORIGINS = [{ name: 'direct', origin: RequestOrigin.direct() }, { name: 'any', origin: RequestOrigin.viaAnyServer() }];
const BUCKET = 'arn:aws:s3:::';

const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const letters = (i: number) => String.fromCharCode(97 + (i % 26), 97 + (Math.floor(i / 26) % 26), 97 + (Math.floor(i / 676) % 26));
export const policy = (...Statement: Json[]): Json => ({ Version: '2012-10-17', Statement: Statement.map((each, i) => ({ Sid: `S${i}`, ...each })) });
const allow = (given: Json = {}): Json => (
  { Effect: 'Allow', ...!('NotAction' in given) && { Action: 's3:*' }, ...!('NotResource' in given) && { Resource: '*' }, ...given });
const deny = (given: Json = {}): Json => ({ ...allow(given), Effect: 'Deny' });
const tested = (operator: string, key: string, values: readonly string[]) => ({ Condition: { [operator]: { [key]: values } } });

/** Statements that are hard to judge together, each by what makes them so. */
export const HARD_STATEMENTS: ReadonlyArray<readonly [what: string, statements: () => Json[]]> = [
  ['100,000 strings', () => [allow(), deny(tested('StringNotEquals', 's3:prefix', many(100_000, (i) => `value-${i}`)))]],
  ['10,000 patterns of strings', () => [allow(), deny(tested('StringLike', 's3:prefix', many(10_000, (i) => `*${letters(i)}*`)))]],
  ['10,000 patterns that strings are not like', () => [allow(), deny(tested('StringNotLike', 's3:prefix', many(10_000, (i) => `*${i}-*`)))]],
  ['30 patterns, all of which a string may be like', () => [allow(), ...many(30, (i) => deny(tested('StringLike', 's3:prefix', [`*${letters(i)}*`])))]],
  ['100,000 numbers', () => [allow(), deny(tested('NumericNotEquals', 's3:max-keys', many(100_000, String)))]],
  ['numbers of 400 digits', () => [allow(), deny(tested('NumericNotEquals', 's3:max-keys', many(5_000, (i) => `${'9'.repeat(390)}${i}`)))]],
  ['1,000 statements, each with a number', () => [allow(), ...many(1_000, (i) => deny(tested('NumericEquals', 's3:max-keys', [String(i)])))]],
  ['20,000 times', () => [allow(), deny(tested('DateNotEquals', 'aws:CurrentTime', many(20_000, (i) => `${1_000_000_000 + i}`)))]],
  ['20,000 addresses', () => [allow(), deny(tested('NotIpAddress', 'aws:SourceIp', many(20_000, (i) => `10.${i % 250}.${Math.floor(i / 250)}.7/32`)))]],
  ['10,000 ARNs', () => [allow(), deny(tested('ArnNotLike', 'aws:SourceArn', many(10_000, (i) => `arn:aws:s*:*:*:${letters(i)}*${i}`)))]],
  ['a key with many values, of 60 that are told apart', () => (
    [allow(), ...many(60, (i) => deny(tested(i % 2 ? 'ForAllValues:StringEquals' : 'ForAnyValue:StringEquals', 'aws:TagKeys', [letters(i)])))])],
  ['40 keys that hang on each other', () => [allow(), ...many(40, (i) => deny({
    Condition: { StringEquals: { [`aws:RequestTag/t${i}`]: 'a', [`aws:RequestTag/t${(i + 1) % 40}`]: 'b', [`aws:RequestTag/t${(i + 7) % 40}`]: 'c' } },
  }))]],
  ['20,000 resources', () => [allow(), deny({ NotResource: many(20_000, (i) => `${BUCKET}data-${i}/*`) })]],
  ['3,000 resources with many wildcards', () => [allow(), deny({ NotResource: many(3_000, (i) => `${BUCKET}*${letters(i)}*${letters(i * 7)}*${letters(i * 31)}*`) })]],
  ['200 statements, each with a resource of many wildcards', () => (
    [allow(), ...many(200, (i) => deny({ Resource: `${BUCKET}*${letters(i)}*${letters(i * 7)}*` }))])],
  ['a long resource with many wildcards', () => [allow(), deny({ NotResource: `${BUCKET}${'*a?b'.repeat(10_000)}` })]],
  ['a resource of `?` behind a `*`', () => [allow(), deny({ Resource: `${BUCKET}*a${'?'.repeat(60)}` })]],
  ['1,000 patterns of actions', () => [allow({ Action: '*' }), deny({ Action: many(1_000, (i) => `s3:*${letters(i)}*`) })]],
  ['100 statements, each with a pattern of actions', () => [allow({ Action: '*' }), ...many(100, (i) => deny({ Action: `s3:*${'aeiourstln'[i % 10]}*${'aeiourstln'[Math.floor(i / 10)]}*` }))]],
  ['20,000 actions', () => [allow({ Action: '*' }), deny({ NotAction: many(20_000, (i) => `s3:New${i}`) })]],
  ['1,000 statements without a condition', () => [allow(), ...many(1_000, (i) => deny({ Resource: `${BUCKET}data-${i}/*`, Action: `s3:Get*${letters(i)[0]}*` }))]],
  ['1,000 statements, each with a condition', () => [allow(), ...many(1_000, (i) => deny({ Resource: `${BUCKET}data-${i}`, ...tested('StringEquals', `aws:RequestTag/t${i}`, ['a']) }))]],
  ['1,000 statements, each with a condition on one key', () => [allow(), ...many(1_000, (i) => deny(tested('StringLike', 's3:prefix', [`data-${i}*`])))]],
  ['1,000 policy variables of resources', () => [allow(), deny({ Resource: many(1_000, (i) => `${BUCKET}data-${i}/\${aws:PrincipalTag/t${i}}/*`) })]],
  ['1,000 policy variables of strings', () => [allow(), deny(tested('StringLike', 's3:prefix', many(1_000, (i) => `data-${i}/\${aws:PrincipalTag/t${i}}/*`)))]],
  ['a policy variable between many wildcards', () => (
    [allow({ Resource: `${BUCKET}${'a'.repeat(3_000)}/b` }), deny({ Resource: `${BUCKET}${'*a'.repeat(30)}\${aws:PrincipalTag/t}${'*a'.repeat(30)}c` })])],
  ['a policy variable in 2,000 places', () => [allow({ Resource: many(2_000, (i) => `${BUCKET}${letters(i)}/*`) }), deny({ Resource: many(2_000, (i) => `${BUCKET}${letters(i)}/\${aws:PrincipalTag/t}`) })]],
];

const documents = (given: readonly Json[]): PolicyDocuments => ({ identityPolicies: [policy(...given)] });

/** Whether statements allow something. */
export function proved(statements: readonly Json[]): Question {
  return { allowedBy: new DocumentsSource(documents(statements)), principal: AGENT, origins: ORIGINS };
}

/** What they allow that they would not with another last one. */
export function compared(statements: readonly Json[]): Question {
  const { NotAction, ...last } = statements[statements.length - 1];
  return { ...proved(statements), unless: new DocumentsSource(documents([...statements.slice(0, -1), { ...last, Action: 's3:Put*' }])) };
}

/** What everybody is asked of. */
export const OF_EVERYBODY: readonly Statement[] = new PolicyDocument(policy(
  allow({ Principal: '*' }), ...many(60, (i) => deny({ Principal: '*', ...tested('ArnLike', 'aws:PrincipalArn', [`arn:aws:iam::*:role/*${letters(i)}*`]) })),
)).statements;
