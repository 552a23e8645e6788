import type { aws_iam as iam } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { noteDenials } from './contradictions';
import { parsedStatement } from './malformed-statement';
import type { StatementJson } from './pack-statements';
import type { Statement } from '../iam/statement';
import { derivedFrom, keptIn } from '../private/cache';
import { canonicalJson } from '../private/json';

/** A guardrail's statement, with what it comes to in a stack. */
export interface AppliedStatement {
  readonly sid: string;
  /** With its tokens, so that the CDK sees references to other stacks. */
  readonly json: StatementJson;
  /** As JSON with intrinsic functions: equal for statements that deny the same. */
  readonly text: string;
  readonly parsed: Statement;
}

/** By principal and Sid. */
const appliedTo = keptIn((_: IConstruct): { texts?: ReadonlyMap<string, string> } => ({}));

/** Prepares statements for principals of a stack. */
export function appliedStatements(stack: Stack, statements: readonly iam.PolicyStatement[]): AppliedStatement[] {
  return statements.map((statement) => {
    const json = statement.toStatementJson();
    return { sid: statement.sid!, json, text: resolvedText(stack, json), parsed: parsedStatement(statement) };
  });
}

/** What a document's statement comes to in a stack, to be compared. */
export function resolvedText(stack: Stack, statement: unknown): string {
  return canonicalJson(stack.resolve(statement));
}

/** Those that the principal does not have yet. */
export function missingFrom(principal: IConstruct, statements: AppliedStatement[]): AppliedStatement[] {
  const { texts: applied } = appliedTo(principal);
  return applied === undefined ? statements : statements.filter(({ sid, text }) => applied.get(sid) !== text);
}

const textsOf = derivedFrom((statements: readonly AppliedStatement[]): ReadonlyMap<string, string> =>
  new Map(statements.map(({ sid, text }) => [sid, text])));
const denialsOf = derivedFrom((statements: readonly AppliedStatement[]) => statements.map(({ sid, parsed }) => ({ name: `"${sid}"`, statement: parsed })));

/**
 * Notes that the principal has the statements.
 *
 * @throws if it has another statement of the same Sid already.
 */
export function markApplied(principal: IConstruct, statements: AppliedStatement[]): void {
  const { texts: applied } = appliedTo(principal);
  const other = applied && statements.find(({ sid, text }) => (applied.get(sid) ?? text) !== text);
  if (other) {
    throw new Error(`${principal.node.path}: two different guardrails for it have a statement with the Sid "${other.sid}": give one of them another sid`);
  }
  appliedTo(principal).texts = applied ? new Map([...applied, ...textsOf(statements)]) : textsOf(statements);
  noteDenials(principal, () => denialsOf(statements));
}

/** Whether a statement refers to resources, which may in turn need the principal. */
export function refersToResources({ text }: Pick<AppliedStatement, 'text'>): boolean {
  return /"Ref":"(?!AWS::)|"Fn::(GetAtt|Sub)":/.test(text);
}
