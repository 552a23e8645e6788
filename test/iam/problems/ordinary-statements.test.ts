import { PolicyDocument } from '../../../src/iam/document';
import { POLICY_TYPES } from '../../../src/iam/policy-kinds';
import { statementProblems } from '../../../src/iam/problems/statement-problems';
import type { Json } from '../../../src/iam/value';

const NONE = Symbol('the element is left out');

/** Each element right and wrong, in the ways that a check tells apart. */
const ELEMENTS: { readonly [element: string]: readonly unknown[] } = {
  Effect: ['Allow', 'deny', NONE],
  Action: ['s3:GetObject', '*', ['s3:Get*', 7], 's*:Get', 's3:${aws:username}', 'GetObject', '', ['s3:Get', { Ref: 'Action' }]],
  Resource: ['*', 'arn:aws:s3:::a/*', ['arn:aws:s3:::a', 'arn:aws:s3:::b'], 'a', [], 'arn:aws:s3:::${aws name', ['*', 7], 'arn:aws:s3:::\u0394', NONE],
  Sid: ['One', 7, '\u0394', NONE],
  Condition: [
    { Bool: { 'aws:\u0394': 'true' } }, { StringLike: { 'aws:username': ['a', '\u0394'] } }, { StringsEqual: { a: 'b' } }, NONE,
  ],
  more: [NONE, { Principal: '*' }, { NotAction: 's3:*' }, { Actions: 's3:*' }],
};

const ALL = Object.entries(ELEMENTS).reduce<Json[]>((all, [element, values]) => all.flatMap((statement) => values.map((value) => (
  value === NONE ? statement : element === 'more' ? { ...statement, ...value as Json } : { ...statement, [element]: value }))), [{}]);

const problemsOf = (statement: Json, type: keyof typeof POLICY_TYPES) => statementProblems(new PolicyDocument({ Version: '2012-10-17', Statement: [statement] }).statements[0], POLICY_TYPES[type])
  .map(({ id, message }) => `${id} ${message}`);

// An action with a character that no action has, and that nothing is said of, makes the statement one that is read by every check.
const withOdd = (statement: Json): Json => ({ ...statement, Action: [statement.Action, 's3:Get!'].flat() });

const TYPES = ['MANAGED_POLICY', 'SERVICE_CONTROL_POLICY', 'SESSION_POLICY', 'RESOURCE_POLICY', 'VPC_ENDPOINT_POLICY'] as const;

// Each statement for one of the types: no element has five values or ten, so that each type meets all values of any elements together.
test.each(TYPES)('of a %s, what is said of a statement that seems ordinary is what all checks say', (type) => {
  const some = ALL.filter((_, i) => TYPES[i % TYPES.length] === type);
  const different = some.filter((statement) => problemsOf(statement, type).join('\n') !== problemsOf(withOdd(statement), type).join('\n'));
  expect(different).toEqual([]);
  expect(some.length).toBeGreaterThan(2_500);
});
