import { Template } from 'aws-cdk-lib/assertions';
import { ANY, AWS, DIRECT, PROVED, underControl } from './under-control';
import { McpPrincipalGuardrails, McpServiceControlPolicy, PolicyTarget } from '../../src';
import { decide } from '../../src/proof/decide';
import { Answer } from '../../src/proof/question';
import { jsonOf } from '../matrix/cells';
import type { Row } from '../matrix/guardrails';
import { ROWS } from '../matrix/guardrails';
import type { Json } from '../matrix/world';
import { newRole, newStack } from '../matrix/world';

// What guardrails deny does not hang on how they are divided among policies, nor on what else is in these: for all requests, in both directions.

// Others are no SCPs.
const IN_CONTROL = ROWS.filter(({ locksOut }) => !locksOut?.includes('control'));
/** Each guardrail is in one, with two that are no neighbors of it. */
const PACKS = IN_CONTROL.slice(0, Math.ceil(IN_CONTROL.length / 3))
  .map((row, i, { length }) => [row, IN_CONTROL[i + length], IN_CONTROL[i + 2 * length]].filter((each) => each !== undefined))
  .map((rows) => [rows.map(({ name }) => name).join(' + '), rows] as const);

const origins = [DIRECT, ANY, AWS];
/** Whether the first policies allow nothing that the others don't, and the other way round. */
const bothWays = (one: readonly Json[][], other: readonly Json[][]) => (
  [[one, other], [other, one]].map(([side, rest]) => decide({ allowedBy: underControl({}, ...side), unless: underControl({}, ...rest), origins })));

test.each(IN_CONTROL.map((row) => [row.name, row] as const))('one that is split: %s', (_, row) => {
  const whole = jsonOf(row.make());
  const size = JSON.stringify(whole).length;
  const parts = dividedOf([row], size);
  if (size < 400 && parts.length === 1) {
    // There is nothing to divide.
    expect(parts).toEqual([whole]);
    return;
  }
  expect(parts.length).toBeGreaterThan(1);
  expect(bothWays([whole], parts)).toEqual([PROVED, PROVED]);
});

test.each(PACKS)('several that are packed: %s', (_, rows) => {
  const { alone, packed } = packOf(rows);
  // What one of them denies whatever the action is, the others need not deny.
  expect(packed.length > 1).toBe(!rows.some(({ name }) => name === 'denyViaMcp()'));
  expect(bothWays(alone, packed)).toEqual([PROVED, PROVED]);
});

test('several on a role: in managed policies, as many as it may have, and the rest in its own policy', () => {
  const rows = IN_CONTROL.filter(({ name }) => ['denyAuditTamperingViaMcp()', 'denySpendingViaMcp()', 'denyDelegationViaMcp()'].includes(name));
  const stack = newStack();
  newRole(stack, 'Agent');
  McpPrincipalGuardrails.of(stack, { maxManagedPolicies: 3 }).apply(...rows.map((row) => row.make()));
  const template = Template.fromStack(stack);
  const managed = Object.values<Json>(template.findResources('AWS::IAM::ManagedPolicy')).map(({ Properties }) => Properties.PolicyDocument.Statement);
  const inline = Object.values<Json>(template.findResources('AWS::IAM::Role'))
    .flatMap(({ Properties }) => Properties.Policies.map(({ PolicyDocument }: Json) => PolicyDocument.Statement));
  expect([managed.length, inline.length]).toEqual([2, 1]);
  expect(bothWays(rows.map((row) => jsonOf(row.make())), [...managed, ...inline])).toEqual([PROVED, PROVED]);
});

/** What could go wrong where policies are divided and joined; `undefined` where there is nothing to do so to. */
const FAULTS: { readonly [what: string]: (documents: Json[][]) => Json[][] | undefined } = {
  'the last policy is lost': (documents) => documents.slice(0, -1),
  'an action at a border is lost': (documents) => changed(documents, ({ Action }) => Array.isArray(Action) && { Action: Action.slice(0, -1) }),
  'a statement without its condition': (documents) => changed(documents, ({ Condition }) => Condition !== undefined && { Condition: undefined }),
  'a statement with the condition of another one': (documents) => changed(documents, ({ Sid }) => (
    Sid === 'DenyOutsideMcp' && { Condition: documents.flat().find((each) => each.Sid === 'DenySpendingViaMcp')!.Condition })),
  'a statement of all but some is divided': (documents) => {
    const whole = documents.flat().find(({ NotAction }) => Array.isArray(NotAction) && NotAction.length > 1);
    return whole && [...documents, [{ ...whole, NotAction: whole.NotAction.slice(0, 1) }], [{ ...whole, NotAction: whole.NotAction.slice(1) }]];
  },
};

/** Of these guardrails none denies what another one does: what is lost of one is not made good by the others. */
const APART = ['denyOutsideMcp({ appliesTo })', 'denySpendingViaMcp()', 'denyPresignedUrls()'];
const { PROVED: SAME, REFUTED: NEW } = Answer;

test.each<[fault: string, of: string[], moreAlone: Answer, morePacked: Answer]>([
  ['none', APART, SAME, SAME],
  ['the last policy is lost', APART, SAME, NEW],
  ['an action at a border is lost', APART, SAME, NEW],
  ['a statement without its condition', APART, NEW, SAME],
  ['a statement with the condition of another one', APART, NEW, NEW],
  ['a statement of all but some is divided', ['denyViaMcp({ actions }) of all but some', 'denyPresignedUrls()'], NEW, SAME],
])('a planted fault is found: %s', (fault, of, ...expected) => {
  const rows = IN_CONTROL.filter(({ name }) => of.includes(name));
  const { alone, packed } = packOf(rows);
  expect(rows).toHaveLength(of.length);
  expect(bothWays(alone, fault === 'none' ? packed : FAULTS[fault](packed)!).map(({ answer }) => answer)).toEqual(expected);
});

/** The first statement of which there is something to change. */
function changed(documents: Json[][], change: (statement: Json) => Json | false): Json[][] | undefined {
  for (const statements of documents) {
    for (const [i, statement] of statements.entries()) {
      const other = change(statement);
      if (other) {
        statements[i] = { ...statement, ...other };
        return documents;
      }
    }
  }
  return undefined;
}

function packOf(rows: readonly Row[]): { readonly alone: Json[][]; readonly packed: Json[][] } {
  const alone = rows.map((row) => jsonOf(row.make()));
  return { alone, packed: dividedOf(rows, JSON.stringify(alone.flat()).length) };
}

/** The SCPs that they are divided among, where one can hold a third of them, or more if that is too little. */
function dividedOf(rows: readonly Row[], size: number): Json[][] {
  for (const share of [1 / 3, 1 / 2, 3 / 4, 9 / 10, 2]) {
    const stack = newStack();
    try {
      new McpServiceControlPolicy(stack, 'Agents', {
        guardrails: rows.map((row) => row.make()),
        targets: [PolicyTarget.organizationalUnit('ou-abcd-12345678')],
        maxPolicySize: Math.ceil(size * share),
        maxPoliciesPerTarget: 50,
      });
    } catch (error) {
      expect((error as Error).message).toMatch(/cannot be divided/);
      continue;
    }
    return Object.values<Json>(Template.fromStack(stack).findResources('AWS::Organizations::Policy')).map(({ Properties }) => Properties.Content.Statement);
  }
  throw new Error(`${rows.map(({ name }) => name).join(', ')}: they fit nowhere`);
}
