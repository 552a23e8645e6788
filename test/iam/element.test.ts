import { ActionElement, ResourceElement } from '../../src/iam/element';
import type { Outcome } from '../../src/iam/three-valued';
import { unknownPart } from '../../src/iam/unknown-text';

const LATER = unknownPart('P');
const actions = (value: unknown, name = 'Action') => ActionElement.of({ [name]: value })!;
const resources = (value: unknown, { name = 'Resource', variables = true, completesArns = true } = {}) => ResourceElement.of({ [name]: value }, { variables, completesArns })!;

describe('Action', () => {
  test.each<[unknown, string, Outcome, Outcome]>([
    ['s3:Get*', 's3:getobject', true, false], ['s3:Get*', 's3:putobject', false, true], [['s3:Put*', 'S3:GET*'], 's3:getobject', true, false],
    [[], 's3:getobject', false, true], [[LATER], 's3:getobject', undefined, undefined], [[LATER, 's3:*'], 's3:getobject', true, false], [['s3:*', LATER], 's3:getobject', true, false],
    [[LATER, 'sqs:*'], 's3:getobject', undefined, undefined], [`sqs:${LATER}`, 's3:getobject', false, true], [{ Ref: 'P' }, 's3:getobject', undefined, undefined],
    [[1, 'sqs:*'], 's3:getobject', undefined, undefined],
  ])('%j and %s: %s, as NotAction %s', (value, action, expected, negated) => {
    expect([actions(value), actions(value, 'NotAction')].map((each) => each.matches(action))).toEqual([expected, negated]);
  });

  test('is read once, and is absent where the statement has neither', () => {
    expect(ActionElement.of({})).toBeUndefined();
    const both = ActionElement.of({ Action: 'a:b', NotAction: 'c:d' })!;
    expect([both.name, both.negated, both.items]).toEqual(['Action', false, ['a:b']]);
    const not = actions(['a:b', LATER, 1], 'NotAction');
    expect([not.name, not.negated, not.literals, not.texts]).toEqual(['NotAction', true, ['a:b'], ['a:b', LATER, undefined]]);
  });

  test.each<[unknown, string, string]>([
    ['s3:Delete*', 's3:Delete*', 'all but s3:Delete*'], [['s3:Get*', 's3:Put*'], 's3:Get* and 1 more', 'all but s3:Get* and 1 more'], ['*', 'all actions', 'all but *'],
    [LATER, 'some actions', 'all but some actions'],
  ])('%j is called %s, as NotAction %s', (value, expected, negated) => {
    expect([String(actions(value)), String(actions(value, 'NotAction'))]).toEqual([expected, negated]);
  });
});

describe('Resource', () => {
  const B = 'arn:aws:s3:::b/';
  const ANN = new Map([['aws:username', ['ann']]]);
  const NOBODY = new Map([['aws:username', []]]);

  test.each<[unknown, string | undefined, Outcome, Outcome]>([
    [`${B}*`, `${B}x`, true, false], [`${B}*`, 'arn:aws:s3:::c/x', false, true], [[`${B}a`, `${B}x`], `${B}x`, true, false], ['*', `${B}x`, true, false],
    [[LATER, `${B}*`], `${B}x`, true, false], [[LATER, `${B}a`], `${B}x`, undefined, undefined], [[`${B}a`, LATER], `${B}x`, undefined, undefined], [[1], `${B}x`, undefined, undefined],
    // Of a resource that is not given, the answer is for all.
    ['*', undefined, true, false], ['**', undefined, true, false], [`${B}*`, undefined, undefined, undefined], [[`${B}*`, '*'], undefined, true, false],
    ['arn:aws:s3', `${B}x`, true, false], [`${B}a*z`, `${B}a/z`, true, false], [`${B}a*z`, `${B}a:z`, undefined, undefined], [`${B}?`, `${B}:`, undefined, undefined],
  ])('%j and %s: %s, as NotResource %s', (value, resource, expected, negated) => {
    expect([resources(value), resources(value, { name: 'NotResource' })].map((each) => each.matches(resource, undefined))).toEqual([expected, negated]);
  });

  test.each<[string, Map<string, string[]> | undefined, string | undefined, Outcome]>([
    [`${B}\${aws:username}/*`, ANN, `${B}ann/x`, true], [`${B}\${aws:username}/*`, ANN, `${B}bob/x`, false], [`${B}\${aws:username}/*`, undefined, `${B}ann/x`, undefined],
    [`${B}\${aws:username}/*`, NOBODY, `${B}ann/x`, false], [`${B}\${aws:username}/*`, ANN, undefined, undefined], [`${B}\${*}`, undefined, `${B}*`, true], [`${B}\${*}`, undefined, `${B}x`, false],
    [`${B}\${aws:username,'x'}`, NOBODY, `${B}x`, true],
    // Before the fifth colon, AWS says that a variable can't be used.
    ['arn:aws:s3:::${aws:username}', ANN, 'arn:aws:s3:::ann', true], ['arn:aws:sqs:eu-west-1:${aws:username}:q', ANN, 'arn:aws:sqs:eu-west-1:ann:q', undefined],
    ['arn:aws:sqs:eu-west-1:${aws:username}:q', ANN, 'arn:aws:sqs:eu-west-1:bob:q', false], ['${aws:username}', ANN, 'ann', undefined],
  ])('%s of %j and %s: %s', (value, context, resource, expected) => {
    expect(resources(value).matches(resource, context)).toBe(expected);
  });

  test('has variables since a version of the policy language only', () => {
    const old = resources(`${B}\${aws:username}`, { variables: false });
    expect([old.variables, old.matches(`${B}ann`, ANN), old.matches(`${B}\${aws:username}`, ANN)]).toEqual([[], false, true]);
    expect(resources([`${B}\${aws:username}/\${aws:PrincipalTag/Team}`, `${B}x`]).variables).toEqual(['aws:username', 'aws:principaltag/team']);
  });

  test('of which the resource is known to be none, does not match', () => {
    const element = resources([`${B}x*`, `${B}y`]);
    expect([undefined, new Set([`${B}x*`]), new Set([`${B}y`])].map((outside) => element.matches(`${B}x1`, undefined, 0, outside))).toEqual([true, false, true]);
  });

  test('is completed in some policies, and in others it is not known', () => {
    const of = (value: string, completesArns: boolean, resource = `${B}x`) => resources(value, { completesArns }).matches(resource, undefined);
    expect([of('arn:aws:s3', true), of('arn:aws:s3', false)]).toEqual([true, undefined]);
    expect([of('arn:aws:sqs', true), of('arn:aws:sqs', false), of(`${B}*`, false)]).toEqual([false, false, true]);
    // API Gateway completes what is within an API.
    const api = (resource: string) => [true, false].map((completes) => of('execute-api:/stage/GET/*', completes, `arn:aws:execute-api:eu-west-1:111122223333:abc123/${resource}`));
    expect([api('stage/GET/a'), api('stage/PUT/a')]).toEqual([[true, true], [false, false]]);
  });

  test('a known ARN is matched as any', () => {
    for (const [value, matching, others] of [
      [[`${B}red/*`, `${B}rose`], ['red/a', 'rose'], ['r', 'blue']], ['*', ['a'], []], [[], [], ['a']], [['*', `${B}a`], ['a', 'b'], []], [`${B}a?c`, ['abc'], ['abcd', 'b']],
    ] as Array<[unknown, string[], string[]]>) {
      const [plain, negated] = [resources(value), resources(value, { name: 'NotResource' })];
      for (const [paths, expected] of [[matching, true], [others, false]] as const) {
        expect([value, paths.map((path) => plain.matchesLiteral(B + path)), paths.map((path) => negated.matchesLiteral(B + path))])
          .toEqual([value, paths.map(() => expected), paths.map(() => !expected)]);
      }
    }
    expect(resources('execute-api:/stage/GET/*').matchesLiteral('arn:aws:execute-api:eu-west-1:111122223333:abc123/stage/GET/a')).toBe(true);
    expect(['a:red', 'b:a:red', 'c:a:red'].map((resource) => resources(['a:red', 'b:a:red']).matchesLiteral(resource))).toEqual([true, true, false]);
    expect([[LATER], [`${B}x`, LATER]].map((value) => resources(value).matchesLiteral(`${B}a`))).toEqual([undefined, undefined]);
    // What is known to be alike is not compared.
    const list = resources([`${B}red`, `${B}red-1/*`]);
    expect(list.stem).toBe(`${B}red`);
    expect(['red', 'red-1/a', 'rod', 'red-1'].map((path) => list.matchesLiteral(B + path, B.length))).toEqual([true, true, false, false]);
    expect(list.matchesLiteral('*'.repeat(B.length) + 'red', B.length)).toBe(true);
  });

  test('items of which it is not known whether they mean the resource', () => {
    const element = resources([`${B}x*`, '*', `${B}\${aws:username}`, `${B}x1`, LATER, `${B}q`]);
    expect(element.openItems(undefined)).toEqual([`${B}x*`, `${B}x1`, LATER, `${B}q`]);
    expect(element.openItems(`${B}x${unknownPart('*')}`)).toEqual([`${B}x1`, LATER]);
    expect(element.openItems(`${B}x${unknownPart('*')}`, new Set([`${B}x1`]))).toEqual([LATER]);
    expect(element.openItems(`${B}x1`)).toEqual([LATER]);
    expect(resources([1]).openItems(undefined)).toEqual([]);
  });

  test('is absent where the statement has neither, and has a star only where one is by itself', () => {
    expect(ResourceElement.of({}, { variables: true, completesArns: true })).toBeUndefined();
    expect([['*'], ['**'], [`${B}*`], ['*b'], [LATER], [1], [`${B}a`, '*']].map((value) => resources(value).hasStar)).toEqual([true, true, false, false, false, false, true]);
    expect([resources('a').name, resources('a', { name: 'NotResource' }).name]).toEqual(['Resource', 'NotResource']);
  });
});
