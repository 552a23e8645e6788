import type { RequestParts } from '../../../src/analysis/simulation/judged-request';
import { accountOf, JudgedRequest } from '../../../src/analysis/simulation/judged-request';
import type { PolicySource } from '../../../src/analysis/simulation/policy-source';
import { PolicyKind } from '../../../src/iam/policy';
import { requestPrincipal } from '../../../src/iam/request-principal';
import { unknownPart } from '../../../src/iam/unknown-text';

const [OWN, OTHER] = ['111122223333', '444455556666'];
const ROLE = `arn:aws:iam::${OWN}:role/Agent`;
const LATER = unknownPart('Account');
const KEY = (account: string) => `arn:aws:kms:eu-west-1:${account}:key/k`;
const NO_POLICIES = { identity: { kind: PolicyKind.IDENTITY, statements: [] }, serviceControl: [], resourceControl: [] };

function judged(parts: Partial<RequestParts>, known?: string) {
  const asked: unknown[] = [];
  const source: PolicySource = {
    resolve: (resource) => resource,
    policiesFor: (...of) => {
      asked.push(of);
      const principal = of[0] === undefined ? undefined : requestPrincipal(of[0]);
      return { principal, layers: NO_POLICIES, ...known !== undefined && { resourceAccount: known } };
    },
  };
  const request = new JudgedRequest(source, { actionName: 'kms:Decrypt', ...parts });
  return { request, asked };
}

test('the source is asked for the policies, with the account of the resource as far as it is told', () => {
  expect(judged({ principal: ROLE, resource: KEY(OTHER) }).asked).toEqual([[ROLE, 'kms:decrypt', KEY(OTHER), OTHER]]);
  expect(judged({ principal: ROLE, resource: KEY(OTHER), resourceAccount: OWN }).asked).toEqual([[ROLE, 'kms:decrypt', KEY(OTHER), OWN]]);
  expect(judged({}).asked).toEqual([[undefined, 'kms:decrypt', undefined, undefined]]);
});

test('what is asked is judged as it is', () => {
  const outside = new Set(['arn:aws:kms:*:*:key/b']);
  const { request } = judged({ principal: ROLE, resource: KEY(OTHER), outside });
  expect(request.request).toMatchObject({ action: 'kms:decrypt', actionName: 'kms:Decrypt', resource: KEY(OTHER), outside, principal: requestPrincipal(ROLE) });
  expect(request.request).toBe(request.request);
  expect(request.layers).toBe(request.policies.layers);
});

test.each<[string, Partial<RequestParts>, string | undefined, boolean | undefined]>([
  ['that its ARN names', { principal: ROLE, resource: KEY(OWN) }, undefined, true],
  ['another that its ARN names', { principal: ROLE, resource: KEY(OTHER) }, undefined, false],
  ['one known only at deployment', { principal: ROLE, resource: KEY(LATER) }, undefined, undefined],
  ['of a principal known only at deployment', { principal: `arn:aws:iam::${LATER}:role/Agent`, resource: KEY(OWN) }, undefined, undefined],
  ['that the source knows', { principal: ROLE, resource: 'arn:aws:s3:::data' }, OTHER, false],
  ['that nobody tells: that of the principal', { principal: ROLE, resource: 'arn:aws:s3:::data' }, undefined, true],
  ['of a principal that is not given', { resource: KEY(OTHER) }, undefined, true],
])('whether the resource is in the account of the principal, by the account %s', (_, parts, known, expected) => {
  expect(judged(parts, known).request.request.sameAccount).toBe(expected);
});

test.each<[Partial<RequestParts>, string | undefined, readonly string[] | undefined]>([
  [{ principal: ROLE, resource: KEY(OTHER) }, undefined, [OTHER]],
  [{ principal: ROLE, resource: 'arn:aws:s3:::data' }, OTHER, [OTHER]],
  [{ principal: ROLE, resource: 'arn:aws:s3:::data' }, undefined, [OWN]],
  [{ principal: ROLE, resourceAccount: OTHER }, undefined, [OTHER]],
  [{ principal: ROLE, resource: '*', resourceAccount: OTHER }, undefined, [OTHER]],
  // Of an action that is about no resource, or one that is not given, the request need not have the key.
  [{ principal: ROLE, resource: '*' }, undefined, undefined],
  [{ principal: ROLE }, OTHER, undefined],
  [{ resource: 'arn:aws:s3:::data' }, undefined, undefined],
])('the account of the resource is in the context: %j, known to the source %s: %j', (parts, known, expected) => {
  const { facts } = judged(parts, known).request.request;
  expect(facts!.get('aws:resourceaccount')).toEqual(expected);
  expect(facts!.get('aws:principalaccount')).toEqual(parts.principal && [OWN]);
});

test('whether the policy of the resource is needed', () => {
  expect(['kms:Decrypt', 'kms:ListKeys'].map((actionName) => judged({ actionName, resource: '*' }).request.request.needsResourcePolicy)).toEqual([true, false]);
  expect(judged({ actionName: 'kms:Decrypt', resource: `arn:aws:kms:eu-west-1:${OWN}:alias/a` }).request.request.needsResourcePolicy).toBe(false);
});

test.each([
  [KEY(OWN), OWN],
  [KEY(LATER), LATER],
  ['arn:aws:s3:::data', undefined],
  ['arn:aws:iam::aws:policy/ReadOnlyAccess', undefined],
  [KEY('11112222333'), undefined],
  [KEY(`${OWN}4`), undefined],
  ['*', undefined],
  [undefined, undefined],
])('the account that %j names: %j', (resource, account) => {
  expect(accountOf(resource)).toBe(account);
});
