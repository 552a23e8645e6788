import { isPlainObject, listOf } from './elements';
import { hasUnknownPart, readable } from '../../iam/unknown-text';
import { COMPARISONS, NEGATED } from '../../iam/value-comparison';
import { McpContextKey } from '../../mcp/mcp-context-key';

/** One test of a condition block: an operator on a key. All tests of a block must match. */
export interface ConditionTest {
  /** The operator as written. */
  readonly written: string;
  /** The operator without its set qualifier and `IfExists`, spelled as IAM does; `undefined` if IAM has none of the name. */
  readonly operator?: string;
  readonly qualifier: '' | 'ForAllValues:' | 'ForAnyValue:';
  readonly ifExists: boolean;
  /** The key as written. */
  readonly key: string;
  readonly values: readonly unknown[];
}

let byLowerCase: ReadonlyMap<string, string> | undefined;

/** By name in lower case. Whether IAM takes them in any case is not documented; if not, it takes none of the policy. */
function knownOperators(): ReadonlyMap<string, string> {
  return byLowerCase ??= new Map([...COMPARISONS.keys(), ...NEGATED.keys(), 'Null'].map((operator) => [operator.toLowerCase(), operator]));
}

/** IAM's condition operators, but for `IfExists` and set qualifiers. */
export function operators(): string[] {
  return [...knownOperators().values()];
}

const read = new WeakMap<object, ConditionTest[]>();

/** Every test of a block that has the form of one. */
export function testsOf(condition: unknown): ConditionTest[] {
  if (!isPlainObject(condition)) {
    return [];
  }
  let tests = read.get(condition);
  if (!tests) {
    tests = Object.entries(condition).flatMap(([written, keys]) => (isPlainObject(keys)
      ? Object.entries(keys).map(([key, values]) => ({ ...operatorOf(written), key, values: listOf(values) })) : []));
    read.set(condition, tests);
  }
  return tests;
}

function operatorOf(written: string): Pick<ConditionTest, 'written' | 'operator' | 'qualifier' | 'ifExists'> {
  const [, qualifier = '', name, ifExists] = /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/is.exec(written) ?? [];
  const operator = knownOperators().get(name.toLowerCase());
  return {
    written,
    // Null takes neither.
    operator: operator === 'Null' && (qualifier || ifExists) ? undefined : operator,
    qualifier: qualifier === '' ? '' : /all/i.test(qualifier) ? 'ForAllValues:' : 'ForAnyValue:',
    ifExists: ifExists !== undefined,
  };
}

/** The operator as IAM spells it; the test must have one. */
export function operatorName({ qualifier, operator, ifExists }: ConditionTest): string {
  return `${qualifier}${operator}${ifExists ? 'IfExists' : ''}`;
}

export function isKey(test: ConditionTest, ...keys: string[]): boolean {
  return keys.some((key) => key.toLowerCase() === test.key.toLowerCase());
}

/** The tests of the two keys that tell through which server a call came, if through any. */
export function mcpTests(condition: unknown): ConditionTest[] {
  return testsOf(condition).filter((test) => isKey(test, McpContextKey.VIA_AWS_MCP_SERVICE, McpContextKey.CALLED_VIA_AWS_MCP));
}

/** The keys that are about MCP at all. */
export const MCP_KEYS: readonly string[] = [
  McpContextKey.VIA_AWS_MCP_SERVICE, McpContextKey.CALLED_VIA_AWS_MCP, McpContextKey.IS_MCP_SERVICE_ACTION,
];

export function testsOfMcpKeys(condition: unknown): ConditionTest[] {
  return testsOf(condition).filter((test) => isKey(test, ...MCP_KEYS));
}

/** A value as text; `undefined` if it is known only at deployment or, being a policy variable, at the request. */
export function literal(value: unknown): string | undefined {
  if (!['string', 'boolean', 'number'].includes(typeof value)) {
    return undefined;
  }
  const text = String(value);
  return hasUnknownPart(text) || text.includes('${') ? undefined : text;
}

/** The values that are known. */
export function literals(test: ConditionTest): string[] {
  return test.values.map(literal).filter((text) => text !== undefined);
}

/** The tests for a person: `Bool aws:ViaAWSMCPService = "true" and …`. */
export function shownTests(tests: readonly ConditionTest[]): string {
  return tests.map((test) => `${test.written} ${test.key} = ${shownValues(test)}`).join(' and ');
}

function shownValues({ values }: ConditionTest): string {
  const shown = values.map((value) => (typeof value === 'object' ? '<known at deployment>' : `"${readable(String(value))}"`));
  return shown.length === 1 ? shown[0] : `[${shown.slice(0, 4).join(', ')}${shown.length > 4 ? ', …' : ''}]`;
}
