import { RULES } from '.';
import { has, knownTexts, readableStatements } from './elements';
import type { Finding, PolicyProblem, Rule } from './rule';
import { readable } from '../../private/unknown-text';
import type { Json, LocatedPolicy, PolicyPlace } from '../policy';
import { PolicyKind } from '../policy';
import type { TemplatePolicies } from '../template/template-policies';

/** What is wrong with the policies, each by itself and those of a principal together; in their order. */
export function checkPolicies(policies: TemplatePolicies): Finding[] {
  return [
    ...policies.policies.flatMap(checkPolicy),
    ...policies.principals.flatMap((principal) => RULES.flatMap((rule) =>
      (rule.checkPrincipal?.(principal, policies) ?? []).map((problem) => finding(rule, problem, problem.policy)))),
  ];
}

/**
 * What is wrong with one document.
 *
 * @param place where it was found, such as its file
 * @param kind by default what it looks like: a trust or resource-based policy if a statement has a principal, else an identity-based one
 */
export function checkDocument(document: unknown, place: PolicyPlace, kind: PolicyKind = kindOf(document)): Finding[] {
  return checkPolicy({ kind, place, document });
}

function checkPolicy(policy: LocatedPolicy): Finding[] {
  const found = RULES.flatMap((rule) => rule.checkPolicy?.(policy).map((problem) => finding(rule, problem, policy)) ?? []);
  for (const { statement, path } of readableStatements(policy.document)) {
    found.push(...checkStatement(statement, path, policy));
  }
  return found;
}

function checkStatement(statement: Json, path: string, policy: LocatedPolicy): Finding[] {
  const found: Finding[] = [];
  for (const rule of RULES) {
    for (const message of rule.checkStatement?.(statement, policy) ?? []) {
      found.push(finding(rule, { message, statement: path }, policy));
    }
  }
  return found.filter(({ rule: { yieldsTo } }) => !found.some(({ rule }) => yieldsTo?.includes(rule.id)));
}

function finding(rule: Rule, { message, statement }: PolicyProblem, policy: LocatedPolicy): Finding {
  const sid: unknown = readableStatements(policy.document).find(({ path }) => path === statement)?.statement.Sid;
  return { rule, message, place: policy.place, ...(statement !== undefined && { statement }), ...(typeof sid === 'string' && { sid: readable(sid) }) };
}

/** The kind of policy that a document looks like. */
export function kindOf(document: unknown): PolicyKind {
  const statements = readableStatements(document).map(({ statement }) => statement);
  if (!statements.some((statement) => has(statement, 'Principal') || has(statement, 'NotPrincipal'))) {
    return PolicyKind.IDENTITY;
  }
  return statements.every((statement) => !has(statement, 'Resource') && knownTexts(statement.Action).every((action) => /^sts:/i.test(action)))
    ? PolicyKind.TRUST : PolicyKind.RESOURCE;
}
