import type { TestChange } from './change-condition';
import { withTest } from './change-condition';
import type { ConditionTest } from '../../iam/condition';
import type { Statement } from '../../iam/statement';
import type { Json } from '../../iam/value';
import { McpContextKey } from '../../mcp/mcp-context-key';
import { formatTests, testsOfMcpKeys } from '../../mcp/mcp-tests';
import { serverNamed } from '../../mcp/named-servers';

/** How well an operator of IAM's goes with the type of an MCP key. */
export enum OperatorFit {
  RIGHT,
  /** It compares the text of a Boolean: what it does is known, but it is not made for it. */
  TEXT_OF_BOOLEAN,
  WRONG,
}

export function isBooleanKey(test: ConditionTest): boolean {
  return [McpContextKey.VIA_AWS_MCP_SERVICE, McpContextKey.IS_MCP_SERVICE_ACTION].some((key) => key.toLowerCase() === test.name);
}

/** How well the operator of a test of an MCP key fits; of one that IAM does not have it is not known. */
export function operatorFit(test: ConditionTest): OperatorFit | undefined {
  const { operator } = test;
  if (operator === undefined) {
    return undefined;
  }
  const kind = operator.comparison?.kind;
  if (kind === undefined || kind === (isBooleanKey(test) ? 'boolean' : 'string')) {
    return OperatorFit.RIGHT;
  }
  return kind === 'string' ? OperatorFit.TEXT_OF_BOOLEAN : OperatorFit.WRONG;
}

/** Which calls a test of a Boolean MCP key means. */
export interface BooleanMeaning {
  readonly value: boolean;
  /** Whether it matches calls that lack the key. */
  readonly matchesMissing: boolean;
}

/** What an operator that compares for equality says of a Boolean key, whatever type it is for; `undefined` if it says something else. */
export function booleanMeaning(test: ConditionTest): BooleanMeaning | undefined {
  const { operator, values: [written, ...others] } = test;
  if (!operator || !isBooleanKey(test) || others.length > 0 || !/^(true|false)$/i.test(written ?? '')) {
    return undefined;
  }
  const value = written!.toLowerCase() === 'true';
  if (!operator.comparison) {
    // That it is there is so of calls through servers, and of some direct calls.
    return value ? { value: false, matchesMissing: false } : undefined;
  }
  const matchesMissing = test.matches({ get: () => [] });
  return operator.comparison.kind === 'address' || operator.comparison.order || matchesMissing === undefined ? undefined
    : { value: value !== operator.negated, matchesMissing };
}

/** The change of a test that says so with Bool. */
export function asBool({ value, matchesMissing }: BooleanMeaning): TestChange {
  return { operator: matchesMissing ? 'BoolIfExists' : 'Bool', value: String(value) };
}

/** What a test compares wrongly, for a message. */
export function wrongOperator(test: ConditionTest): string {
  return `${formatTests([test])}: ${test.key} is ${isBooleanKey(test) ? 'Boolean: use Bool' : 'text, the service principal of a server: use StringEquals'}`;
}

/** The statement with the operator that its first test of such a fit should have. */
export function repairOperator(statement: Statement, fit: OperatorFit): Json[] | undefined {
  const test = testsOfMcpKeys(statement.condition).find((each) => operatorFit(each) === fit)!;
  const meaning = booleanMeaning(test);
  const change = meaning ? asBool(meaning) : isBooleanKey(test) ? undefined : asString(test);
  const repaired = change && withTest(statement.json, test, change);
  return repaired && [repaired];
}

/** Of a key that is text, the operator that compares text as the one that is there would if it could. */
function asString({ operator, values }: ConditionTest): TestChange | undefined {
  const { qualifier, ifExists, negated, comparison } = operator!;
  const known = values.filter((value) => value !== undefined);
  const namesServers = known.every((value) => serverNamed(value) !== undefined);
  if (known.length < values.length || !(comparison!.kind === 'arn' || (comparison!.kind === 'boolean' && namesServers))) {
    return undefined;
  }
  const how = known.some((value) => /[*?]/.test(value)) ? 'Like' : 'Equals';
  return { operator: `${qualifier}String${negated ? 'Not' : ''}${how}${ifExists ? 'IfExists' : ''}` };
}
