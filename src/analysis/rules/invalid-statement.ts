import { has, isOfKnownShape } from './elements';
import type { Rule } from './rule';
import { isIntrinsic } from '../../iam/combine-conditions';
import type { Json } from '../../iam/policy';
import { hasUnknownPart } from '../../iam/unknown-text';
import { nearest } from '../../private/edit-distance';
import { formatValue } from '../../private/format';

const ELEMENTS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export const INVALID_STATEMENT: Rule = {
  id: 'InvalidStatement',
  severity: 'error',
  explanation: 'AWS does not take a statement without an Effect, without actions, with an element that IAM does not have, or with one and its opposite.',
  fix: 'A statement has an Effect, "Allow" or "Deny", and either Action or NotAction. What else it has is Sid, Principal, Resource and Condition.',

  checkStatement(statement, policy) {
    return isOfKnownShape(policy) ? [...effectProblems(statement), ...elementProblems(statement)] : [];
  },
};

function effectProblems({ Effect: effect }: Json): string[] {
  if (effect === 'Allow' || effect === 'Deny' || isIntrinsic(effect) || (typeof effect === 'string' && hasUnknownPart(effect))) {
    return [];
  }
  return [effect === undefined ? 'has no Effect: expected "Allow" or "Deny"' : `has the Effect ${formatValue(effect)}: expected "Allow" or "Deny", in just that case`];
}

function elementProblems(statement: Json): string[] {
  const names = Object.keys(statement).map((name) => name.toLowerCase());
  const unknown = Object.keys(statement).filter((name) => !ELEMENTS.some((element) => element.toLowerCase() === name.toLowerCase())).map((name) => {
    const near = nearest(name, ELEMENTS, 2);
    return `has the element "${name}", which IAM does not know${near === undefined ? '' : `: did you mean ${near}?`}`;
  });
  const opposites = ['Principal', 'Action', 'Resource'].filter((name) => has(statement, name) && has(statement, `Not${name}`))
    .map((name) => `has ${name} and Not${name}: expected one of them`);
  const empty = ['Action', 'NotAction'].filter((name) => Array.isArray(statement[name]) && statement[name].length === 0)
    .map((name) => `has an empty list as ${name}`);
  return [...unknown, ...opposites, ...empty, ...names.includes('action') || names.includes('notaction') ? [] : ['has neither Action nor NotAction']];
}
