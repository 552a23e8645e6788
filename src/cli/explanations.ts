import type { Problems } from './cli-error';
import { aboutInput } from './cli-error';
import type { Input } from './input';
import { lineIn, placeOf } from './input';
import type { InputFile } from './input-file';
import { Later } from './later';
import { principalWords } from './principal-words';
import { loginText } from './statement-login';
import type { StatementOrigins } from './statement-origins';
import { statementOrigins } from './statement-origins';
import type { GuardrailAdvice } from '../analysis/guardrail-advice';
import { guardrailAdvice } from '../analysis/guardrail-advice';
import { removedActionsIn } from '../analysis/rules/removed-actions';
import { readTemplates } from '../analysis/template/read-templates';
import { PolicyDocument } from '../iam/document';
import { kindOf } from '../iam/document-kind';
import type { LocatedPolicy } from '../iam/policy';
import { policyTypeOf } from '../iam/policy-type-lookup';
import { documentProblems } from '../iam/problems/document-problems';
import type { PolicyProblem } from '../iam/problems/problem';
import { statementProblems } from '../iam/problems/statement-problems';
import type { Statement } from '../iam/statement';
import { readable } from '../iam/unknown-text';
import { isIntrinsic, isObject, itemsOf } from '../iam/value';
import { serversWithAction } from '../mcp/own-actions';

/** A statement, and whom it applies to. */
export interface ExplainedStatement {
  /** Its Sid, or its place among the statements from 0. */
  readonly statement: string;
  readonly path: string;
  readonly line: number;
  readonly effect?: string;
  /** `Action`, `Resource`, `Principal` or their `Not…`, each with its values as text. */
  readonly elements: { readonly [element: string]: readonly string[] };
  readonly origins?: StatementOrigins;
  /** What it says of who calls, by name: `exempts BreakGlass`. */
  readonly who?: string;
  /** The actions in it that AWS has removed: about these it says nothing. */
  readonly removed?: string;
  /** The managed MCP servers some of whose own actions it names. */
  readonly ownActionsOf?: readonly string[];
  /** What its test of a sign-in session tells, and what it doesn't. */
  readonly login?: string;
  /** If it is a guardrail of the library, what it means for whom it stops. */
  readonly guardrail?: GuardrailAdvice;
  /** What it is about of the operations that were asked about: the actions that they need. */
  readonly needed?: readonly string[];
  /** Why nothing can be said of it. */
  readonly problem?: string;
}

export interface ExplainedPolicy {
  readonly file: InputFile;
  readonly policy: LocatedPolicy;
  readonly statements: readonly ExplainedStatement[];
}

const KNOWN_LATER = 'is known only at deployment';
const ELEMENTS = ['Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource'];

/**
 * All policies of the input, and whom each of their statements applies to.
 *
 * @param needed only the statements that are about one of these actions, if it is given
 */
export function explainPolicies(input: Input, problems: Problems, needed?: readonly string[]): Later<ExplainedPolicy> {
  const policies = policiesIn(input, problems);
  return new Later(() => policies).flatMap(({ file, policy }) => {
    const explained = explainPolicy(file, policy, needed);
    return needed && explained.statements.length === 0 ? [] : [explained];
  });
}

function policiesIn({ documents, templateSets }: Input, problems: Problems): Array<{ file: InputFile; policy: LocatedPolicy }> {
  return [
    ...documents.map((each) => {
      const { file, document, kind = kindOf(document) } = each;
      return { file, policy: { kind, document, place: placeOf(each) } };
    }),
    ...templateSets.flatMap((templates) => {
      const files = new Map(templates.map(({ source }) => [source.name, source]));
      const read = problems.attempt(() => aboutInput(undefined, () => readTemplates(templates)));
      return (read?.policies ?? []).map((policy) => ({ file: files.get(policy.place.file!)!, policy }));
    }),
  ];
}

function explainPolicy(file: InputFile, policy: LocatedPolicy, needed: readonly string[] | undefined): ExplainedPolicy {
  const line = (path?: string) => lineIn(file, policy.place, path);
  // Each is explained once: none is kept.
  const document = new PolicyDocument(policy.document, policy);
  const problems = documentProblems(document, policyTypeOf(policy));
  const ofAll = problems.find(({ path }) => path === undefined);
  if (ofAll || !document.isKnown) {
    return { file, policy, statements: [{ statement: '', path: '', line: line(), elements: {}, problem: ofAll ? refused(ofAll) : KNOWN_LATER }] };
  }
  const statements = document.statements.flatMap(({ path }, i) => {
    const found = document.knownStatements.filter((each) => each.path === path || each.path.startsWith(`${path}/`));
    const problemOf = (of: string) => problems.find((each) => each.path === of);
    return found.length > 0 ? found.flatMap((each) => {
      const about = needed?.filter((action) => each.matchesAction(action.toLowerCase()) !== false);
      return about?.length === 0 ? [] : explainBranches(each, document, policy, i, line(each.path), problemOf(each.path))
        .map((explained) => ({ ...explained, ...(about && { needed: about }) }));
    })
      : [{ statement: String(i), path, line: line(path), elements: {}, problem: problemOf(path) ? refused(problemOf(path)!) : KNOWN_LATER }];
  });
  return { file, policy, statements };
}

/** One with an `Fn::If` in its elements for each branch, unless these differ in nothing but the names of resources. */
function explainBranches(
  statement: Statement, document: PolicyDocument, policy: LocatedPolicy, index: number, line: number, problem: PolicyProblem | undefined,
): ExplainedStatement[] {
  const explain = (each: Statement) => explainStatement(each, policy, index, line, problem);
  const branches = document.possibleStatements.filter(({ path }) => path === statement.path);
  if (branches.length === 1) {
    return branches.map(explain);
  }
  const explained = branches.map(explain);
  const butResources = explained.map(({ elements: { Resource, NotResource, ...elements }, ...others }) => JSON.stringify([elements, others]));
  return new Set(butResources).size === 1 ? [explain(statement)] : explained;
}

/** @param ofPolicy what is wrong with it among the others of its policy */
function explainStatement(
  statement: Statement, policy: LocatedPolicy, index: number, line: number, ofPolicy: PolicyProblem | undefined,
): ExplainedStatement {
  const { json, sid, path } = statement;
  const removed = removedActionsIn(statement);
  // What is about every service says nothing of a server.
  const owners = [...new Set((statement.action?.negated ? [] : statement.action?.literals ?? []).filter((action) => /^[^*?:]+:/.test(action)).flatMap(serversWithAction).map(({ name }) => name))];
  const common = {
    statement: sid === undefined ? String(index) : readable(sid),
    path,
    line,
    ...(typeof json.Effect === 'string' && { effect: json.Effect }),
    elements: Object.fromEntries(ELEMENTS.filter((element) => statement.has(element)).map((element) => [element, textsOf(json[element])])),
    ...(removed && { removed: removed.actions }),
    ...(owners.length > 0 && { ownActionsOf: owners }),
  };
  const problem = statementProblems(statement, policyTypeOf(policy))[0] ?? ofPolicy;
  if (problem) {
    return { ...common, problem: refused(problem) };
  }
  const origins = statementOrigins(statement);
  const [login, guardrail] = [loginText(statement, origins), guardrailAdvice(statement.effect, sid)];
  const who = principalWords(statement);
  return { ...common, origins, ...(who !== undefined && { who }), ...(login !== undefined && { login }), ...(guardrail && { guardrail }) };
}

function refused({ message, mayBeTaken }: PolicyProblem): string {
  return `can't be judged${mayBeTaken ? '' : ', for AWS would refuse it'}: ${readable(message)}`;
}

/** The values of an element; those of a principal with their type. */
function textsOf(value: unknown): string[] {
  return itemsOf(value).flatMap((each) => (isObject(each) && !isIntrinsic(each) ? Object.entries(each).flatMap(([type, values]) => textsOf(values).map((text) => `${type} ${text}`))
    : typeof each === 'object' ? [`<${JSON.stringify(each)}>`] : [readable(String(each))]));
}
