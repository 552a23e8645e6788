import { withAnotherTest, withoutSetOperator, withTest } from '../../../src/analysis/rules/change-condition';
import { operatorFit, OperatorFit, repairOperator } from '../../../src/analysis/rules/mcp-operators';
import { SET_OPERATOR_ON_MCP_KEY } from '../../../src/analysis/rules/set-operator-on-mcp-key';
import { PolicyDocument } from '../../../src/iam/document';
import type { Statement } from '../../../src/iam/statement';

type Block = { [operator: string]: { [key: string]: unknown } };

const VIA = 'aws:ViaAWSMCPService';
const SERVER = 'aws:CalledViaAWSMCP';
const OTHER = { StringEquals: { 'aws:PrincipalTag/Team': 'a' } };

function statementWith(condition?: Block): Statement {
  return new PolicyDocument({
    Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*', ...condition && { Condition: condition } }],
  }).statements[0];
}

function conditionOf(json: { [key: string]: any } | undefined): unknown {
  return json?.Condition;
}

describe('a test is changed', () => {
  test.each<[string, Block, { operator?: string; key?: string; value?: unknown }, Block | undefined]>([
    ['its value, beside other operators', { Bool: { [VIA]: 'yes' }, ...OTHER }, { value: 'true' }, { Bool: { [VIA]: 'true' }, ...OTHER }],
    ['its key, in its place', { Bool: { [VIA]: 'true', a: 'true' } }, { key: 'b' }, { Bool: { b: 'true', a: 'true' } }],
    ['not to a key that is there', { Bool: { [VIA]: 'true', a: 'true' } }, { key: 'A' }, undefined],
    ['its operator, alone', { Bool: { [VIA]: 'true' }, ...OTHER }, { operator: 'BoolIfExists' }, { BoolIfExists: { [VIA]: 'true' }, ...OTHER }],
    ['its operator, from beside another key', { Bool: { [VIA]: 'true', a: 'true' } }, { operator: 'BoolIfExists' },
      { Bool: { a: 'true' }, BoolIfExists: { [VIA]: 'true' } }],
    ['its operator, to one that is there', { Bool: { [VIA]: 'true' }, ...OTHER }, { operator: 'stringequals' },
      { StringEquals: { ...OTHER.StringEquals, [VIA]: 'true' } }],
    ['not to one that has the key', { Bool: { [VIA]: 'true' }, StringEquals: { 'AWS:viaawsmcpservice': 'true' } }, { operator: 'StringEquals' }, undefined],
    ['the name of an operator that IAM does not have', { Boool: { [VIA]: 'true' }, Other: { a: 'x' } }, { operator: 'Bool' },
      { Bool: { [VIA]: 'true' }, Other: { a: 'x' } }],
  ])('%s', (_, condition, change, expected) => {
    const statement = statementWith(condition);
    const changed = withTest(statement.json, statement.condition.testsOf(VIA)[0], change);
    expect(conditionOf(changed)).toEqual(expected);
    expect(changed === undefined ? [] : Object.keys(changed)).toEqual(changed === undefined ? [] : ['Effect', 'Action', 'Resource', 'Condition']);
  });

  test('the first set operator of the keys is left out', () => {
    const { json, condition } = statementWith({ 'Bool': { [VIA]: 'true' }, 'ForAnyValue:StringEquals': { [SERVER]: 'a' } });
    expect(conditionOf(withoutSetOperator({ json, condition } as Statement, [VIA, SERVER]))).toEqual({ Bool: { [VIA]: 'true' }, StringEquals: { [SERVER]: 'a' } });
  });
});

test.each<[string, Block | undefined, Block | undefined]>([
  ['where there was none', undefined, { Bool: { [VIA]: 'true' } }],
  ['beside others of the operator, however it is spelled', { bool: { a: 'true' } }, { bool: { a: 'true', [VIA]: 'true' } }],
  ['not where it is already', { Bool: { 'aws:viaawsmcpservice': 'false' } }, undefined],
])('a test is added, %s', (_, condition, expected) => {
  expect(conditionOf(withAnotherTest(statementWith(condition).json, 'Bool', VIA, 'true'))).toEqual(expected);
});

describe('an operator is repaired', () => {
  test.each<[string, Block, OperatorFit, Block | undefined]>([
    ['a Boolean that is compared as text', { StringEquals: { [VIA]: 'True' } }, OperatorFit.TEXT_OF_BOOLEAN, { Bool: { [VIA]: 'true' } }],
    ['one that is not', { StringNotEquals: { [VIA]: 'true' } }, OperatorFit.TEXT_OF_BOOLEAN, { BoolIfExists: { [VIA]: 'false' } }],
    ['not one of two values', { StringEquals: { [VIA]: ['true', 'false'] } }, OperatorFit.TEXT_OF_BOOLEAN, undefined],
    ['not one that a set operator and IfExists ask both', { 'ForAnyValue:StringEqualsIfExists': { [VIA]: 'true' } }, OperatorFit.TEXT_OF_BOOLEAN, undefined],
    ['not a Boolean that is to be greater', { NumericGreaterThan: { [VIA]: 'true' } }, OperatorFit.WRONG, undefined],
    ['a server that is compared as an ARN', { ArnEquals: { [SERVER]: 'aws-mcp.amazonaws.com' } }, OperatorFit.WRONG,
      { StringEquals: { [SERVER]: 'aws-mcp.amazonaws.com' } }],
    ['a pattern of servers', { 'ForAnyValue:ArnNotLikeIfExists': { [SERVER]: '*-mcp.amazonaws.com' } }, OperatorFit.WRONG,
      { 'ForAnyValue:StringNotLikeIfExists': { [SERVER]: '*-mcp.amazonaws.com' } }],
    ['a server that is compared as a Boolean', { Bool: { [SERVER]: 'aws-mcp.amazonaws.com' } }, OperatorFit.WRONG,
      { StringEquals: { [SERVER]: 'aws-mcp.amazonaws.com' } }],
    ['not where a Boolean was meant', { Bool: { [SERVER]: 'true' } }, OperatorFit.WRONG, undefined],
    ['not where a number was meant', { NumericEquals: { [SERVER]: '5' } }, OperatorFit.WRONG, undefined],
    ['not where a value is known later', { ArnEquals: { [SERVER]: { Ref: 'Server' } } }, OperatorFit.WRONG, undefined],
  ])('%s', (_, condition, fit, expected) => {
    expect(repairOperator(statementWith(condition), fit)?.map(conditionOf)).toEqual(expected && [expected]);
  });

  test.each<[operator: string, key: string, value: string, fit: OperatorFit | undefined]>([
    ['Null', SERVER, 'true', OperatorFit.RIGHT],
    ['Bool', VIA, 'true', OperatorFit.RIGHT],
    ['StringLike', SERVER, '*', OperatorFit.RIGHT],
    ['DateEquals', SERVER, '2026-01-01', OperatorFit.WRONG],
    ['Boool', VIA, 'true', undefined],
  ])('%s goes with %s: %s, %s', (operator, key, value, fit) => {
    expect(operatorFit(statementWith({ [operator]: { [key]: value } }).condition.tests[0])).toBe(fit);
  });
});

describe('a set operator on a key of one value is repaired so that it means the same', () => {
  const not = { 'ForAnyValue:StringNotEquals': { [SERVER]: 'aws-mcp.amazonaws.com' } };
  const plain = { StringNotEquals: { [SERVER]: 'aws-mcp.amazonaws.com' } };
  test.each<[string, Block, Block | undefined]>([
    ['one that matches a value', { 'ForAnyValue:StringEquals': { [SERVER]: 'aws-mcp.amazonaws.com' } }, { StringEquals: { [SERVER]: 'aws-mcp.amazonaws.com' } }],
    ['a negated one, with a test that calls come through a server', not, { ...plain, Bool: { [VIA]: 'true' } }],
    ['a negated one that has such a test', { ...not, Bool: { [VIA]: 'true' } }, { ...plain, Bool: { [VIA]: 'true' } }],
    ['not one beside direct calls', { ...not, Bool: { [VIA]: 'false' } }, undefined],
    ['not one beside calls that may lack the key', { ...not, BoolIfExists: { [VIA]: 'true' } }, undefined],
    ['not one beside a test of something else', { ...not, StringLike: { [SERVER]: '*' } }, undefined],
    ['not where the test without it is there', { ...not, StringNotEquals: { [SERVER]: 'other' } }, undefined],
  ])('%s', (_, condition, expected) => {
    expect(SET_OPERATOR_ON_MCP_KEY.repair!(statementWith(condition))?.map(conditionOf)).toEqual(expected && [expected]);
  });
});
