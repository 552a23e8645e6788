import { RULES } from '.';
import type { Finding, PolicyProblem, Rule } from './rule';
import { PolicyDocument } from '../../iam/document';
import { kindOf } from '../../iam/document-kind';
import type { LocatedPolicy, PolicyKind, PolicyPlace } from '../../iam/policy';
import type { Statement } from '../../iam/statement';
import { readable } from '../../iam/unknown-text';
import { isAboutEverything } from '../../mcp/lock-out';
import type { TemplatePolicies } from '../template/template-policies';

const OF_POLICIES = RULES.filter(({ checkPolicy: check }) => check !== undefined);
const READING_RESOURCES = OF_POLICIES.filter(({ readsResources }) => readsResources);

/** What is wrong with the policies, each by itself, those of a principal together, and all together; in their order. */
export function checkPolicies(policies: TemplatePolicies): Finding[] {
  const found: Finding[] = [];
  const faultless: Faultless = { policies: new Set(), statements: new Set() };
  for (const policy of policies.policies) {
    found.push(...checkPolicy(policy, faultless));
  }
  const rules = RULES.filter(({ checkPrincipal }) => checkPrincipal !== undefined);
  for (const principal of policies.principals) {
    for (const rule of rules) {
      found.push(...rule.checkPrincipal!(principal, policies).map((problem) => finding(rule, problem, problem.policy)));
    }
  }
  for (const rule of RULES) {
    found.push(...rule.checkTogether?.(policies).map((problem) => finding(rule, problem, problem.policy)) ?? []);
  }
  return found;
}

/**
 * What is wrong with one document.
 *
 * @param place where it was found, such as its file
 * @param kind by default what it looks like: a trust or resource-based policy if a statement has a principal, else an identity-based one
 */
export function checkDocument(document: unknown, place: PolicyPlace, kind: PolicyKind = kindOf(document)): Finding[] {
  const policy = { kind, place, document };
  const alone = RULES.flatMap((rule) => rule.checkLoneDocument?.(policy).map((problem) => finding(rule, problem, policy)) ?? []);
  return [...checkPolicy(policy), ...alone];
}

/** Policies and statements in which nothing was found, as `likeness()` and `likenessOf()` have them. */
interface Faultless {
  readonly policies: Set<string>;
  readonly statements: Set<string>;
}

/** What is wrong with a policy by itself. */
export function checkPolicy(policy: LocatedPolicy, faultless?: Faultless): Finding[] {
  // Templates repeat their policies and statements for other resources.
  const like = faultless && likenessOf(policy);
  if (like !== undefined && faultless!.policies.has(like)) {
    return checkWith(READING_RESOURCES, policy);
  }
  const found = checkWith(OF_POLICIES, policy);
  const { knownStatements, json: { Version: version } } = PolicyDocument.of(policy);
  let looksFurther = false;
  for (const statement of knownStatements) {
    const likeStatement = faultless && `${version} ${policy.kind} ${policy.resourceType} ${JSON.stringify(likeness(statement, ''))}`;
    if (likeStatement === undefined || !faultless!.statements.has(likeStatement)) {
      const ofStatement = checkStatement(statement, policy);
      found.push(...ofStatement);
      const further = RULES.some((rule) => rule.looksFurther?.(statement));
      looksFurther ||= further;
      if (likeStatement !== undefined && ofStatement.length === 0 && !further) {
        faultless!.statements.add(likeStatement);
      }
    }
  }
  if (like !== undefined && found.length === 0 && !looksFurther) {
    faultless!.policies.add(like);
  }
  return found;
}

function checkWith(rules: readonly Rule[], policy: LocatedPolicy): Finding[] {
  const found: Finding[] = [];
  for (const rule of rules) {
    for (const problem of rule.checkPolicy!(policy)) {
      found.push(finding(rule, problem, policy));
    }
  }
  return found;
}

/** What is wrong with one statement of a policy. */
export function checkStatement(statement: Statement, policy: LocatedPolicy): Finding[] {
  const found: Finding[] = [];
  for (const rule of RULES) {
    for (const message of rule.checkStatement?.(statement, policy) ?? []) {
      found.push(finding(rule, { message, statement: statement.path }, policy));
    }
  }
  return found.filter(({ rule: { yieldsTo } }) => !found.some(({ rule }) => yieldsTo?.includes(rule.id)));
}

/** The same string for policies between which only what they name as resources, and a rule that looks further, can make a difference. */
function likenessOf(policy: LocatedPolicy): string {
  const { json, statements } = PolicyDocument.of(policy);
  return JSON.stringify([{ ...policy, place: 0, arn: 0, document: 0 }, { ...json, Statement: 0 }, Array.isArray(json.Statement),
    statements.map((statement) => (statement.isKnown ? likeness(statement) : statement.written))]);
}

/** The same for statements: with their resources only as many as they are, and whether they are everything. */
function likeness(statement: Statement, sid: unknown = statement.json.Sid): object {
  const { json, resource } = statement;
  const resources = resource && [resource.items.length, resource.hasStar, isAboutEverything(statement)];
  return {
    ...json,
    ...(json.Sid !== undefined && { Sid: sid }),
    ...(json.Resource !== undefined && { Resource: resources }),
    ...(json.NotResource !== undefined && { NotResource: resources }),
  };
}

function finding(rule: Rule, { message, statement }: PolicyProblem, policy: LocatedPolicy): Finding {
  const sid = PolicyDocument.of(policy).knownStatements.find(({ path }) => path === statement)?.sid;
  return {
    rule,
    message: readable(message),
    place: policy.place,
    ...(statement !== undefined && { statement }),
    ...(sid !== undefined && { sid: readable(sid) }),
  };
}
