import { actionProblems } from './action-problems';
import { characterProblems, stringWithOther } from './character-problems';
import { principalProblems } from './principal-problems';
import type { PolicyProblem, ProblemId, StatementCheck } from './problem';
import { resourceControlProblems } from './resource-control-problems';
import { areOrdinaryResources, missingResource, resourceProblems } from './resource-problems';
import { wildcardProblems } from './wildcard-problems';
import { keptIn } from '../../private/cache';
import { nearest } from '../../private/edit-distance';
import { formatValue } from '../../private/format';
import type { PolicyType } from '../policy-type';
import type { Statement } from '../statement';
import { hasUnknownPart } from '../unknown-text';
import { isKnownLater, isOpen, itemsOf } from '../value';

const ELEMENTS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/** By rule, in the order in which they are told. */
const CHECKS: ReadonlyArray<readonly [id: ProblemId, check: StatementCheck]> = [
  ['InvalidStatement', elementProblems],
  ['InvalidStatement', missingAction],
  ['InvalidStatement', characterProblems],
  ['InvalidAction', actionProblems],
  ['InvalidPrincipalElement', principalProblems],
  ['InvalidResourceElement', missingResource],
  ['InvalidResourceElement', resourceProblems],
  ['InvalidCondition', ({ condition }) => condition.problems.map(({ message }) => `has a malformed Condition: ${message}`)],
  ['InvalidCondition', wildcardProblems],
  ['InvalidResourceControlPolicy', resourceControlProblems],
];

const OF_CONDITION = CHECKS.filter(([id]) => id === 'InvalidCondition');

/** What a service may take, though the statement does nothing then. */
const MISSING: readonly StatementCheck[] = [missingAction, missingResource];

interface Checked {
  type?: PolicyType;
  problems: readonly PolicyProblem[];
}

/** A statement is asked about again and again, as one of the same kind of policy. */
const known = keptIn((_: Statement): Checked => ({ problems: [] }));

/**
 * What AWS would not take of a statement that is known, in a policy of the kind.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export function statementProblems(statement: Statement, type: PolicyType): readonly PolicyProblem[] {
  if (type.dialect || !statement.isKnown) {
    return [];
  }
  const found = known(statement);
  if (found.type === type) {
    return found.problems;
  }
  const problems: PolicyProblem[] = [];
  for (const [id, check] of isOrdinary(statement, type) ? OF_CONDITION : CHECKS) {
    for (const message of check(statement, type)) {
      problems.push({ id, message, path: statement.path, ...(type.ignoresIncomplete !== false && MISSING.includes(check) && { mayBeTaken: true }) });
    }
  }
  [found.type, found.problems] = [type, problems];
  return problems;
}

const ORDINARY_ACTION = /^(\*|[\w-]+:[\w*?-]+)$/;

/** Whether nothing but its condition can be wrong. Most statements are so, and this takes a sixth of the time of all checks. */
function isOrdinary({ json, effect, action, resource }: Statement, type: PolicyType): boolean {
  return effect !== undefined && action !== undefined && action.items.length > 0 && resource !== undefined
    && type.principal === 'none' && type.resource !== 'none' && (type.actionNames ?? type.refusedActionNames) === undefined
    && Object.keys(json).every((name) => ORDINARY_ELEMENTS.includes(name))
    && (json.Sid === undefined || typeof json.Sid === 'string') && stringWithOther(json.Sid) === undefined && stringWithOther(json.Condition) === undefined
    && action.items.every((item) => typeof item === 'string' && ORDINARY_ACTION.test(item)) && areOrdinaryResources(resource.items, type);
}

const ORDINARY_ELEMENTS = ['Effect', 'Action', 'Resource', 'Sid', 'Condition'];

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
function elementProblems(statement: Statement): string[] {
  const { json } = statement;
  const unknown = Object.keys(json)
    .filter((name) => !hasUnknownPart(name) && !ELEMENTS.includes(name))
    .map((name) => {
      const near = nearest(name, ELEMENTS, 2);
      return `has the element ${formatValue(name)}, which IAM does not know${near === undefined ? '' : `: did you mean ${near}?`}`;
    });
  const opposites = ['Principal', 'Action', 'Resource'].filter((name) => statement.has(name) && statement.has(`Not${name}`))
    .map((name) => `has ${name} and Not${name}: expected one of them`);
  const empty = ['Action', 'NotAction'].filter((name) => statement.has(name) && itemsOf(json[name]).length === 0)
    .map((name) => `has an empty list as ${name}`);
  const sid = json.Sid === undefined || typeof json.Sid === 'string' || isKnownLater(json.Sid) ? [] : [`has the Sid ${formatValue(json.Sid)}: expected a string`];
  return [...effectProblems(statement), ...sid, ...unknown, ...opposites, ...empty];
}

function missingAction({ action }: Statement, { ignoresIncomplete }: PolicyType): string[] {
  return action ? [] : [`has neither Action nor NotAction${ignoresIncomplete ? ', so that it does nothing' : ''}`];
}

function effectProblems({ effect, json: { Effect: written } }: Statement): string[] {
  if (effect !== undefined || isOpen(written)) {
    return [];
  }
  return [written === undefined ? 'has no Effect: expected "Allow" or "Deny"' : `has the Effect ${formatValue(written)}: expected "Allow" or "Deny", in just that case`];
}
