import * as fs from 'fs';
import { inEmptyDirectory, LEAKS, policy, run, runJson, write } from './run';
import { checkPolicies } from '../../src/analysis/rules/check';
import { readTemplates } from '../../src/analysis/template/read-templates';
import { StoredDocument } from '../../src/analysis/template/stored-document';
import { accountTemplate, largeAccount } from '../../src/cli/account-details';
import type { LargeItem } from '../../src/cli/large-file';
import { LARGE, LargeFile } from '../../src/cli/large-file';
import type { MadeInput } from '../../src/cli/made-template';

inEmptyDirectory();

const itemsOf = (text: string) => {
  write('x.json', text);
  const [items, others]: [LargeItem[], object] = [[], {}];
  const isObject = new LargeFile('x.json').read((item) => items.push(item), (key, value) => Object.assign(others, { [key]: value }));
  return { isObject, items: items.map(({ list, index, value }) => [list, index, value]), others };
};

test('the same as a reader of the whole has', () => {
  const value = { 'a': [{ x: '},]{"\\' }, [1, [2]], 'text, ]', 3, null], 'é "q"': { b: [1] }, 'c': [], 'd': 'x', 'e': -1.5e3, 'f': [true] };
  for (const space of [undefined, 1, '\t']) {
    for (const start of ['', '\uFEFF', ' \r\n']) {
      const { isObject, items, others } = itemsOf(start + JSON.stringify(value, undefined, space));
      expect(isObject).toBe(true);
      expect(items).toEqual([...value.a.map((each, i) => ['a', i, each]), ['f', 0, true]]);
      expect(others).toEqual({ 'é "q"': value['é "q"'], 'd': 'x', 'e': -1500 });
    }
  }
});

test('of two objects, one after the other, the whole file is for others to read', () => {
  expect(itemsOf('{"a": [1]}\n{"b": [2]}').isObject).toBe(false);
});

test.each(['[1]', 'x: 1', ''])('what is no object: %s', (text) => {
  expect(itemsOf(text)).toEqual({ isObject: false, items: [], others: {} });
});

test.each([
  ['{"a": [\n{"x": 1 "y": 2}]}', 'x.json:2: not valid JSON: expected "," or "}"'],
  ['{"a": [1,\n', 'x.json:2: not valid JSON: the text ends too early'],
  ['{"a": [\n\n{"x": 1, "x": 2}]}', 'x.json:3: not valid JSON: the key "x" is there twice'],
  ['{"a": [\n{"x": 1} {"x": 2}]}', 'x.json:2: not valid JSON: expected "," between two values'],
  ['{"a": [1},\n"b": [2]}', 'x.json:1: not valid JSON: expected "]"'],
  ['{"a": 1]', 'x.json:1: not valid JSON: expected "}"'],
  ['{"a": [1],\n"a": []}', 'x.json:2: not valid JSON: the key "a" is there twice'],
  ['{"a" [1]}', 'x.json:1: not valid JSON'],
  ['{[1]}', 'x.json:1: not valid JSON: expected a key'],
  ['{"a": [1,\n]}', 'x.json:2: not valid JSON: expected a value'],
  ['{"a": [,1]}', 'x.json:1: not valid JSON: expected a value'],
  ['{"a": [1,,2]}', 'x.json:1: not valid JSON: expected a value'],
  ['{,"a": 1}', 'x.json:1: not valid JSON: expected a key in double quotes'],
  ['{"a": [],,"b": 1}', 'x.json:1: not valid JSON: expected a key in double quotes'],
  ['{"a": [1],}', 'x.json:1: not valid JSON: expected a key in double quotes'],
  ['{"a":}', 'x.json:1: not valid JSON: expected a value'],
  ['{"a":, "b": 1}', 'x.json:1: not valid JSON: expected a value'],
  ['{"a", "b": 1}', 'x.json:1: not valid JSON: expected ":"'],
  ['{"a" "b": 1}', 'x.json:1: not valid JSON: expected ":"'],
  ['{"a"}', 'x.json:1: not valid JSON: expected ":"'],
  ['{: 1}', 'x.json:1: not valid JSON: expected a key in double quotes'],
  ['{"a": [1] [2]}', 'x.json:1: not valid JSON: expected "," or "}"'],
  ['{"a": [1] 2}', 'x.json:1: not valid JSON: expected "," or "}"'],
])('what is malformed: %s', (text, message) => {
  expect(() => itemsOf(text)).toThrow(message);
});

/** An account as large as it takes, most of it versions that don't count. */
function writeAccount(): void {
  const filler = 'x'.repeat(1024 * 1024);
  const file = fs.openSync('account.json', 'w');
  fs.writeSync(file, '{"UserDetailList": [], "GroupDetailList": [],\n"Policies": [');
  for (let i = 0; i <= LARGE / filler.length; i++) {
    fs.writeSync(file, `${JSON.stringify({
      PolicyName: `p${i}`,
      Path: '/',
      Arn: `arn:aws:iam::111122223333:policy/p${i}`,
      PolicyVersionList: [
        { VersionId: 'v1', IsDefaultVersion: false, Document: filler }, { VersionId: 'v2', IsDefaultVersion: true, Document: policy(i === 7 ? LEAKS : { Effect: 'Allow', Action: 's3:*' }) },
      ],
    })},\n`);
  }
  fs.writeSync(file, `{"PolicyName": "last", "Arn": "arn:aws:iam::111122223333:policy/last", "PolicyVersionList": []}],\n"RoleDetailList": [${
    JSON.stringify({ RoleName: 'Agent', Path: '/', Arn: 'arn:aws:iam::111122223333:role/Agent', RolePolicyList: [], AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::111122223333:policy/p1' }] })}]}`);
  fs.closeSync(file);
}

test('an account is read piece by piece, with the lines of what is found', async () => {
  writeAccount();
  const { findings } = await runJson(['check', 'account.json']);
  expect(findings.filter(({ statement }: any) => statement === 'Leaks')).toMatchObject([{ line: 9, path: 'Policies/7/PolicyVersionList/1/Document/Statement/0' }]);
  const { results } = await runJson(['simulate', 'account.json', '--principal', 'Agent', '--action', 's3:ListBucket', '--via', 'direct']);
  expect(results[0].decision).toBe('ALLOWED');
  expect(await run(['migrate', '--write', 'account.json'])).toMatchObject({ code: 2, stderr: expect.stringContaining('too large to be rewritten') });
});

test('another large file is read as a whole', async () => {
  write('large.json', JSON.stringify(policy(LEAKS)) + ' '.repeat(LARGE));
  const { findings } = await runJson(['check', 'large.json']);
  expect(findings).toMatchObject([{ statement: 'Leaks', line: 1 }]);
});

/** An account of ten roles, with documents of so many statements. */
function accountOf(name: string, statements: number): MadeInput {
  const roles = Array.from({ length: 10 }, (_, i) => ({
    RoleName: `R${i}`,
    Arn: `arn:aws:iam::111122223333:role/R${i}`,
    AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }))),
    RolePolicyList: [{ PolicyName: 'p', PolicyDocument: policy(...Array.from({ length: statements }, (__, n) => ({ Sid: `S${i}x${n}`, Effect: 'Allow', Action: 's3:GetObject' }))) }],
    AttachedManagedPolicies: [{ PolicyName: 'p', PolicyArn: 'arn:aws:iam::111122223333:policy/p' }],
  }));
  const p = { PolicyName: 'p', Arn: 'arn:aws:iam::111122223333:policy/p', PolicyVersionList: [{ IsDefaultVersion: true, Document: policy({ Effect: 'Allow', Action: 'sqs:*' }) }] };
  write(name, { RoleDetailList: roles, Policies: [p] });
  return largeAccount(new LargeFile(name))!;
}

/** What is held of a value, as JSON, but for documents that are read when they are asked for; and those. */
function heldOf(value: unknown): { text: string; stored: Set<StoredDocument> } {
  const stored = new Set<StoredDocument>();
  const without = (each: unknown): unknown => {
    if (each instanceof StoredDocument) {
      stored.add(each);
      return 'stored';
    }
    return Array.isArray(each) ? each.map(without)
      : typeof each === 'object' && each !== null ? Object.fromEntries(Object.entries(each).map(([key, one]) => [key, without(one)])) : each;
  };
  return { text: JSON.stringify(without(value)), stored };
}

test('what is held of an account is who is there and what is attached: as much with documents that are a hundred times as large', () => {
  const [small, large] = [accountOf('small.json', 1), accountOf('large.json', 100)].map(({ made }) => heldOf(made.resources));
  expect(fs.statSync('large.json').size).toBeGreaterThan(10 * fs.statSync('small.json').size);
  expect(large.text).toBe(small.text);
  // Those of ten roles, the trust policy that all have, and the managed policy.
  expect(large.stored.size).toBe(12);
});

test('what is read again is what is read of a small file', () => {
  const { made } = accountOf('a.json', 3);
  const [ofStored, ofParsed] = [made, accountTemplate(JSON.parse(fs.readFileSync('a.json', 'utf-8')))!.made].map(({ resources }) => readTemplates([{ template: { Resources: resources } }]));
  expect(checkPolicies(ofStored)).toEqual(checkPolicies(ofParsed));
  expect(ofStored.policies.map(({ document }) => document)).toEqual(ofParsed.policies.map(({ document }) => document));
});

test('a boundary that is attached, too, is what it says', async () => {
  const boundary = { PolicyName: 'b', Arn: 'arn:aws:iam::111122223333:policy/b', PolicyVersionList: [{ IsDefaultVersion: true, Document: policy({ Effect: 'Allow', Action: 's3:Get*' }) }] };
  const attached = [{ PolicyName: 'b', PolicyArn: boundary.Arn }];
  write('b.json', {
    RoleDetailList: [
      { RoleName: 'R', Arn: 'arn:aws:iam::111122223333:role/R', RolePolicyList: [{ PolicyName: 'p', PolicyDocument: policy({ Effect: 'Allow', Action: 's3:*' }) }], PermissionsBoundary: { PermissionsBoundaryArn: boundary.Arn } },
      { RoleName: 'Q', Arn: 'arn:aws:iam::111122223333:role/Q', RolePolicyList: [], AttachedManagedPolicies: attached },
    ],
    Policies: [boundary],
  });
  const { principals } = readTemplates([{ account: '111122223333', template: { Resources: largeAccount(new LargeFile('b.json'))!.made.resources } }]);
  expect(principals[0].permissionsBoundary).toMatchObject({ kind: 'permissions boundary', document: { Statement: [{ Action: 's3:Get*' }] } });
});

test('an account is what it is in whole', () => {
  write('a.json', { RoleDetailList: [{ RoleName: 'R', Arn: 'arn:aws:iam::111122223333:role/R', RolePolicyList: [{ PolicyName: 'p', PolicyDocument: policy(LEAKS) }] }], IsTruncated: true });
  expect(largeAccount(new LargeFile('a.json'))).toMatchObject({ account: '111122223333', incomplete: [expect.stringContaining('not the whole account'), expect.anything()] });
  write('b.json', { Resources: {} });
  expect(largeAccount(new LargeFile('b.json'))).toBeUndefined();
});
