import { aws_iam as iam, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { warnOfContradictions } from './contradictions';
import type { Owner } from './lock-out';
import { matchesSomebody } from './lock-out';
import { malformedStatement, parsedStatement } from './malformed-statement';
import type { SidStatement } from './never-matching';
import { checkThatTheyMatch } from './never-matching';
import { warnOfPresignedUrls } from './presigned-urls-of-everybody';
import { smallerGrade } from './smaller-grade';
import { warnOfWideExemptions } from './wide-exemptions';
import type { McpGuardrail } from '../guardrails/guardrail';
import { overLimit } from '../iam/policy-size';
import type { PolicyType } from '../iam/policy-type';
import { validSid } from '../iam/sid';
import type { Statement } from '../iam/statement';
import { isAboutEverything } from '../mcp/lock-out';
import { hasToken } from '../private/tokens';

/**
 * The statements of the guardrails, for a policy of the given type that is about to be made.
 *
 * @throws if there is none, two have the same Sid, or one is nothing that the policy type may hold. The error names the
 * construct `id` in `scope`, also where making a guardrail fails.
 */
export function guardrailStatements(
  scope: IConstruct, id: string, type: PolicyType, guardrails: () => McpGuardrail[], owners: readonly Owner[] = [],
): iam.PolicyStatement[] {
  return namingConstruct(scope, id, () => checkedGuardrails(scope, id, type, guardrails(), owners).flatMap(({ statements }) => statements));
}

/** What `make` returns. Its errors name the construct `id` in `scope`. */
export function namingConstruct<T>(scope: IConstruct, id: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new Error(`${scope.node.path}/${id}: ${(error as Error).message}`);
  }
}

/** A guardrail with its statements, none of which is a mistake anywhere or where it is about to live. */
export interface CheckedGuardrail {
  readonly guardrail: McpGuardrail;
  readonly statements: iam.PolicyStatement[];
}

/** @param owners whose policy it is, where a Deny can lock everybody out */
export function checkedGuardrails(
  scope: IConstruct, id: string, type: PolicyType, guardrails: McpGuardrail[], owners: readonly Owner[] = [],
): CheckedGuardrail[] {
  if (guardrails.length === 0) {
    throw new Error(`guardrails is empty, so that the ${type.name} would deny nothing`);
  }
  const sids = new Set<string>();
  const all: SidStatement[] = [];
  const enforced = guardrails.map((guardrail) => {
    const statements = guardrail.statements();
    if (statements.length === 0) {
      throw new Error(`the guardrail "${guardrail.id}" has no statements`);
    }
    const parsed = statements.map((statement) => {
      if (statement.sid === undefined) {
        throw new Error(`a statement of the guardrail "${guardrail.id}" has no Sid`);
      }
      const sid = validSid(statement.sid);
      if (sids.has(sid)) {
        throw new Error(`two statements have the Sid "${sid}": give one of the guardrails another sid`);
      }
      sids.add(sid);
      const given = { sid, statement: parsedStatement(statement) };
      const problem = statementProblem(scope, type, statement, given.statement, owners);
      if (problem) {
        throw new Error(`statement "${sid}" ${problem}`);
      }
      return given;
    });
    checkThatTheyMatch(scope, id, parsed);
    all.push(...parsed);
    return { guardrail, statements };
  });
  warnOfContradictions(scope, id, all.map(({ sid, statement }) => ({ name: `"${sid}"`, statement })));
  const made = enforced.flatMap(({ statements }) => statements);
  warnOfWideExemptions(scope, id, type, made);
  warnOfPresignedUrls(scope, id, type, made);
  return enforced;
}

/**
 * What is wrong with the size of the documents, which count together, as `node.addValidation()` takes it; empty if nothing.
 *
 * @param beside how much counts with them
 */
export function sizeProblems(scope: IConstruct, type: PolicyType, documents: unknown[], beside: number = 0): string[] {
  if (literalSize(documents) + beside <= type.maxSize) {
    return [];
  }
  const resolved = documents.map((document) => Stack.of(scope).resolve(document) as unknown);
  const over = overLimit(resolved, type, beside);
  return over === undefined ? [] : [`the ${type.name} would have ${over}${smallerGrade(resolved, type)}`];
}

/** The characters of a Sid that the CDK assigns when it resolves a document, if that is asked for. */
const ASSIGNED_SID = '"Sid":"1000",'.length;

/** The most characters that the documents can have if there is no token in them, told faster than by resolving them; else infinite. */
function literalSize(documents: unknown[]): number {
  const json = documents.map((document) => (document instanceof iam.PolicyDocument ? document.toJSON() : document));
  const statements = documents.reduce<number>((sum, document) => sum + (document instanceof iam.PolicyDocument ? document.statementCount : 0), 0);
  return hasToken(json) ? Infinity : JSON.stringify(json).length + statements * ASSIGNED_SID;
}

function statementProblem(
  scope: IConstruct, type: PolicyType, statement: iam.PolicyStatement, parsed: Statement, owners: readonly Owner[],
): string | undefined {
  if (parsed.effect !== 'Deny') {
    return `has the effect ${String(statement.effect)}: a guardrail is an explicit Deny`;
  }
  if (parsed.principal) {
    return `has a Principal or NotPrincipal, which a ${type.name} can't hold${
      type.principal === 'none' ? '' : ' of a guardrail: it is about everybody, and appliesTo or a condition says about whom of them'}`;
  }
  if (type.lockOut !== undefined && isAboutEverything(parsed) && matchesSomebody(scope, statement.conditions, owners)) {
    return `would lock everybody out: in ${type.lockOut} it denies everything to people and programs that call `
      + 'AWS directly; say with appliesTo which principals it is for, such as PrincipalFilter.rolePaths(\'/agents/\')';
  }
  return malformedStatement(parsed, type);
}

