import { accountOfPrincipal, ControlPolicies } from '../../../src/analysis/simulation/control-policies';
import type { TemplateControlPolicy } from '../../../src/analysis/template/template-policies';
import { PolicyKind } from '../../../src/iam/policy';
import type { LocatedPolicy } from '../../../src/iam/policy';
import { nameOfLayer, statementsOf } from '../../../src/iam/policy-layers';
import { unknownPart } from '../../../src/iam/unknown-text';

const { SERVICE_CONTROL, RESOURCE_CONTROL } = PolicyKind;
const [ROOT, UNIT, OTHER_UNIT, ACCOUNT, OTHER] = ['r-ab12', 'ou-abcr-12345678', 'ou-abcr-87654321', '111122223333', '444455556666'];
const LATER = unknownPart('Target');
const TREE = { [UNIT]: ROOT, [OTHER_UNIT]: ROOT, [ACCOUNT]: UNIT };

type More = Partial<TemplateControlPolicy>;
const policy = (logicalId: string, effect: unknown, kind: PolicyKind): LocatedPolicy => ({
  kind,
  place: { logicalId, path: '' },
  document: { Version: '2012-10-17', Statement: [{ Effect: effect, Action: 's3:*', Resource: '*', ...kind === RESOURCE_CONTROL && { Principal: '*' } }] },
});
const deny = (id: string, targets: string[], more: More = {}, kind = SERVICE_CONTROL): TemplateControlPolicy => ({ policy: policy(id, 'Deny', kind), targets, ...more });
const allow = (id: string, targets: string[], more: More = {}): TemplateControlPolicy => ({ policy: policy(id, 'Allow', SERVICE_CONTROL), targets, ...more });

interface World {
  readonly tree?: { readonly [child: string]: string };
  readonly toldOf?: readonly string[];
  readonly managementAccount?: string;
  readonly path?: readonly string[];
}
const of = (controlPolicies: TemplateControlPolicy[], { tree = {}, toldOf, managementAccount, path }: World = {}) => (
  new ControlPolicies({
    controlPolicies,
    organization: { parents: new Map(Object.entries(tree)), toldOf: new Set(toldOf), managementAccount },
  }, (each) => statementsOf([each]), path));
/** Each layer: what it is called, the policies in it, with "?" those that may not act, and what else is known of it. */
const layers = (controlPolicies: TemplateControlPolicy[], world: World = {}, account: string | null = ACCOUNT, kind = SERVICE_CONTROL) => (
  of(controlPolicies, world).of(kind, account ?? undefined).map(({ statements, uncertain, allowsEverything, unknownPolicies = [], ...layer }) => [
    nameOfLayer({ ...layer, statements }), statements.map((statement) => `${statement.policy!.place.logicalId}${uncertain!.has(statement.policy!) ? '?' : ''}`).join(),
    [...allowsEverything ? ['allows everything'] : [], ...unknownPolicies].join(),
  ]));
const ALL = 'allows everything';
const full = (where: string) => `FullAWSAccess, if it is attached where ${where} is`;

describe('with a tree of the organization, each place from the root down is a layer', () => {
  test.each<[string, TemplateControlPolicy[], unknown[]]>([
    ['denials at three places', [deny('C', [ACCOUNT]), deny('A', [ROOT]), deny('B', [UNIT])],
      [['service control policy of r-ab12', 'A', ALL], [`service control policy of ${UNIT}`, 'B', ALL], [`service control policy of ${ACCOUNT}`, 'C', ALL]]],
    ['those elsewhere do not act', [deny('A', [OTHER_UNIT, OTHER]), deny('B', [UNIT])], [[`service control policy of ${UNIT}`, 'B', ALL]]],
    ['what acts together', [deny('A', [UNIT, ROOT]), allow('B', [UNIT])],
      [['service control policy of r-ab12', 'A', ALL], [`service control policy of ${UNIT}`, 'A,B', full(UNIT)]]],
    ['one that may be attached there', [deny('A', [LATER])],
      [ROOT, UNIT, ACCOUNT].map((id) => [`service control policy of ${id}`, 'A?', ALL])],
    ['one that may not be attached there', [deny('A', [UNIT], { conditionalTargets: [UNIT] })], [[`service control policy of ${UNIT}`, 'A?', ALL]]],
    ['one that may not be attached elsewhere', [deny('A', [UNIT, OTHER_UNIT], { conditionalTargets: [OTHER_UNIT] })], [[`service control policy of ${UNIT}`, 'A', ALL]]],
    ['one that may not exist', [deny('A', [UNIT], { conditional: 'C' })], [[`service control policy of ${UNIT}`, 'A?', ALL]]],
    // AWS attaches its own FullAWSAccess beside a team's policy, whatever that is called.
    ['a policy called FullAWSAccess elsewhere', [allow('FullAWSAccess', [ROOT]), deny('A', [UNIT])],
      [['service control policy of r-ab12', 'FullAWSAccess', full(ROOT)], [`service control policy of ${UNIT}`, 'A', ALL]]],
  ])('%s', (_, policies, expected) => {
    expect(layers(policies, { tree: TREE })).toEqual(expected);
  });

  test('where all is told that is attached, there is no FullAWSAccess besides', () => {
    const policies = [allow('p-FullAWSAccess', [ROOT]), deny('A', [UNIT]), allow('B', [ACCOUNT])];
    const found = (...toldOf: string[]) => layers(policies, { tree: TREE, toldOf }).map(([,, what]) => what);
    expect(found(ROOT, UNIT, ACCOUNT)).toEqual(['', '', '']);
    expect(found(ROOT)).toEqual(['', ALL, full(ACCOUNT)]);
    expect(layers([allow('p-FullAWSAccess', [ROOT]), deny('A', [LATER])], { tree: TREE, toldOf: [ROOT, UNIT, ACCOUNT] })).toEqual(
      [['service control policy of r-ab12', 'p-FullAWSAccess,A?', full(ROOT)], [`service control policy of ${UNIT}`, 'A?', ALL], [`service control policy of ${ACCOUNT}`, 'A?', ALL]]);
  });

  test('resource control policies leave everything else allowed, also where it is not known that they deny', () => {
    const policies = [deny('A', [ROOT], {}, RESOURCE_CONTROL), deny('Scp', [ROOT]), { ...allow('B', [UNIT]), policy: policy('B', { Ref: 'P' }, RESOURCE_CONTROL) }];
    expect(layers(policies, { tree: TREE }, ACCOUNT, RESOURCE_CONTROL))
      .toEqual([['resource control policy of r-ab12', 'A', ALL], [`resource control policy of ${UNIT}`, 'B', ALL]]);
  });
});

describe('without a place in the tree, each policy is a layer of its own', () => {
  const [A, B] = [deny('A', [UNIT]), deny('B', [ROOT])];
  test.each<[string, TemplateControlPolicy[], World, string | null, unknown[]]>([
    ['nothing told', [A, B], {}, ACCOUNT, ['A', 'B']],
    ['nothing told, of no account', [A, B], {}, null, ['A', 'B']],
    ['of an account that the tree does not have, only what is above all is certain', [A, B], { tree: TREE }, OTHER, ['A?', 'B']],
    ['of an account that is not known', [A, B], { tree: TREE }, null, ['A?', 'B']],
    ['of an account known in part', [A, B], { tree: TREE }, `1111${LATER}`, ['A?', 'B']],
    ['of an account known in part, and others', [deny('A', [OTHER])], {}, `1111${LATER}`, ['A']],
    ['above all and elsewhere', [deny('A', [ROOT, OTHER_UNIT])], { tree: TREE }, OTHER, ['A']],
    ['a tree without accounts tells nothing', [A, B], { tree: { [UNIT]: ROOT } }, ACCOUNT, ['A', 'B']],
    ['a unit of twelve digits is no account', [deny('A', ['ou-ab12-123456789012'])], { tree: { 'ou-ab12-123456789012': ROOT } }, ACCOUNT, ['A']],
    ['a tree that does not lead up to a root', [A, B], { tree: { [ACCOUNT]: UNIT } }, ACCOUNT, ['A', 'B']],
    ['a tree that does not lead up to a root, and a unit beside it', [deny('A', [OTHER_UNIT])], { tree: { [ACCOUNT]: UNIT } }, ACCOUNT, ['A?']],
    ['of other accounts only', [deny('A', [OTHER]), deny('B', [OTHER, ACCOUNT]), deny('C', [OTHER, UNIT]), deny('D', [])], {}, ACCOUNT, ['B', 'C', 'D']],
    ['of other accounts only, of no account', [deny('A', [OTHER])], {}, null, ['A']],
    ['a path that is given', [A, deny('C', [OTHER_UNIT]), deny('D', [LATER])], { path: [ROOT, UNIT], tree: TREE }, OTHER, ['A', 'D?']],
    ['a path that is given counts before the tree', [A, B], { path: [OTHER_UNIT], tree: TREE }, ACCOUNT, []],
  ])('%s', (_, policies, world, account, expected) => {
    expect(layers(policies, world, account)).toEqual(expected.map((each) => ['service control policy', each, ALL]));
  });

  test('an Allow says that FullAWSAccess may be attached beside it, and a FullAWSAccess elsewhere does not tell', () => {
    expect(layers([allow('A', [UNIT]), allow('FullAWSAccess', [UNIT])])).toEqual([
      ['service control policy', 'A', full('A')], ['service control policy', 'FullAWSAccess', full('FullAWSAccess')],
    ]);
  });
});

test('no control policy reaches the management account', () => {
  const world = { tree: TREE, managementAccount: ACCOUNT };
  expect(layers([deny('A', [ROOT])], world)).toEqual([]);
  expect(layers([deny('A', [ROOT])], { ...world, path: [ROOT] })).toEqual([]);
  expect([ACCOUNT, OTHER, undefined].map((account) => of([], world).isManagement(account))).toEqual([true, false, false]);
  expect(of([], {}).isManagement(undefined)).toBe(false);
});

test('what is attached tells two kinds, and what hangs on the deployment, apart', () => {
  const told = (policies: TemplateControlPolicy[], world: World = {}, conditions = 'C', kind = SERVICE_CONTROL) => JSON.stringify(of(policies, world).attached(kind, conditions));
  expect(told([deny('A', [ROOT])], {}, 'C', RESOURCE_CONTROL)).toBeUndefined();
  const all = [
    told([deny('A', [ROOT])]), told([deny('A', [UNIT])]), told([deny('A', [ROOT], { conditional: 'x' })]), told([deny('A', [ROOT], { conditional: 'x' })], {}, 'D'),
    told([deny('A', [ROOT], { conditionalTargets: [ROOT] })], {}, 'E'), told([deny('A', [ROOT])], { tree: TREE }), told([deny('A', [ROOT])], { managementAccount: OTHER }),
    told([deny('A', [ROOT])], { path: [ROOT] }), told([deny('A', [ROOT]), deny('B', [ROOT])]),
  ];
  expect(new Set(all).size).toBe(all.length);
  expect(told([deny('A', [ROOT])], {}, 'D')).toBe(all[0]);
  expect(told([deny('A', [ROOT], { conditionalTargets: [] })])).toBe(all[0]);
});

test('a permission set is in no account', () => {
  expect(accountOfPrincipal({ kind: 'role', arn: `arn:aws:iam::${ACCOUNT}:role/a` })).toBe(ACCOUNT);
  expect(accountOfPrincipal({ kind: 'permission set', arn: `arn:aws:sso::${ACCOUNT}:permissionSet/a` })).toBeUndefined();
  expect(accountOfPrincipal({ kind: 'role', arn: 'agent' })).toBeUndefined();
});
