import { aws_iam as iam, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { contradictionsOf } from './contradictions';
import { GuardrailDocument } from './guardrail-document';
import type { Owner } from './lock-out';
import { matchesSomebody } from './lock-out';
import { malformedStatement, parsedStatement } from './malformed-statement';
import type { SidStatement } from './never-matching';
import { checkThatTheyMatch } from './never-matching';
import { areOrdinary, takesOrdinary } from './ordinary-denials';
import { presignedUrlsOfEverybody } from './presigned-urls-of-everybody';
import { smallerGrade } from './smaller-grade';
import type { Warning } from './warn-at-synthesis';
import { warnAtSynthesis } from './warn-at-synthesis';
import { mayExempt, warnOfWideExemptions } from './wide-exemptions';
import type { McpGuardrail } from '../guardrails/guardrail';
import { overLimit } from '../iam/policy-size';
import type { PolicyType } from '../iam/policy-type';
import { validSid } from '../iam/sid';
import type { Statement } from '../iam/statement';
import { isAboutEverything } from '../mcp/lock-out';
import { Cache, derivedFrom, numberOf } from '../private/cache';
import { hasToken } from '../private/tokens';

/**
 * The statements of the guardrails, for a policy of the given type that is about to be made.
 *
 * @throws if there is none, two have the same Sid, or one is nothing that the policy type may hold. The error names the
 * construct `id` in `scope`, also where making a guardrail fails.
 */
export function guardrailStatements(
  scope: IConstruct, id: string, type: PolicyType, guardrails: () => McpGuardrail[], owners: readonly Owner[] = [],
): readonly iam.PolicyStatement[] {
  return namingConstruct(scope, id, () => allOf(checkedGuardrails(scope, id, type, guardrails(), owners)));
}

const allOf = derivedFrom((guardrails: readonly CheckedGuardrail[]): readonly iam.PolicyStatement[] =>
  guardrails.flatMap(({ statements }) => statements));

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
  readonly statements: readonly iam.PolicyStatement[];
}

/** What is found of guardrails, wherever they are to live. */
interface Findings {
  readonly guardrails: readonly CheckedGuardrail[];
  readonly warnings: readonly Warning[];
  readonly exemptions: readonly iam.PolicyStatement[];
}

/** By the kind of policy and the statements, if these are always the same: the roles of an app often have the same guardrails. */
const FOUND = new Cache<Findings>();

/** @param owners whose policy it is, where a Deny can lock everybody out */
export function checkedGuardrails(
  scope: IConstruct, id: string, type: PolicyType, guardrails: McpGuardrail[], owners: readonly Owner[] = [],
): readonly CheckedGuardrail[] {
  if (guardrails.length === 0) {
    throw new Error(`guardrails is empty, so that the ${type.name} would deny nothing`);
  }
  const fixed = guardrails.map((guardrail) => guardrail._fixed?.());
  // Whom a Deny locks out is another question for each scope.
  const key = type.lockOut === undefined && !fixed.includes(undefined) ? [type, ...fixed].map((each) => numberOf(each!)).join() : undefined;
  const found = FOUND.get(key, () => {
    const checked = guardrails.map((guardrail, i) => ({ guardrail, statements: fixed[i] ?? guardrail.statements() }));
    // Somebody else's statements may be written as something else than what they say.
    return !fixed.includes(undefined) && takesOrdinary(type) && areOrdinary(allOf(checked)) ? { guardrails: checked, warnings: [], exemptions: [] }
      : findings(scope, type, checked, owners);
  });
  if (found.warnings.length > 0) {
    warnAtSynthesis(scope, id, () => found.warnings);
  }
  if (found.exemptions.length > 0) {
    warnOfWideExemptions(scope, id, type, found.exemptions);
  }
  return found.guardrails;
}

function findings(scope: IConstruct, type: PolicyType, guardrails: readonly CheckedGuardrail[], owners: readonly Owner[]): Findings {
  const warnings: Warning[] = [];
  const sids = new Set<string>();
  const all: SidStatement[] = [];
  for (const { guardrail, statements } of guardrails) {
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
    warnings.push(...checkThatTheyMatch(parsed));
    all.push(...parsed);
  }
  const made = guardrails.flatMap(({ statements }) => statements);
  warnings.push(...contradictionsOf(all.map(({ sid, statement }) => ({ name: `"${sid}"`, statement }))), ...presignedUrlsOfEverybody(type, made));
  return { guardrails, warnings, exemptions: made.filter(({ conditions }) => mayExempt(conditions)) };
}

/**
 * What is wrong with the size of the documents, which count together, as `node.addValidation()` takes it; empty if nothing.
 *
 * @param beside how much counts with them
 */
export function sizeProblems(scope: IConstruct, type: PolicyType, documents: unknown[], beside: number = 0): string[] {
  if (!type.countsBytes && literalSize(documents) + beside <= type.maxSize) {
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
  return documents.reduce<number>((sum, document) => sum + 1 + literalSizeOf(document), 0);
}

function literalSizeOf(document: unknown): number {
  if (!(document instanceof iam.PolicyDocument)) {
    return sizeOf(document);
  }
  const fixed = document instanceof GuardrailDocument ? document.unchanged : undefined;
  return (fixed ? sizeOfFixed(fixed) : sizeOf(document.toJSON())) + document.statementCount * ASSIGNED_SID;
}

function sizeOf(json: unknown): number {
  return hasToken(json) ? Infinity : JSON.stringify(json ?? null).length;
}

const sizeOfFixed = derivedFrom((statements: readonly iam.PolicyStatement[]) =>
  sizeOf(new iam.PolicyDocument({ statements: [...statements] }).toJSON()));

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

