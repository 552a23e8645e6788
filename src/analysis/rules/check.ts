import { RULES } from '.';
import type { Finding, PolicyProblem, Rule } from './rule';
import { PolicyDocument } from '../../iam/document';
import { kindOf } from '../../iam/document-kind';
import type { LocatedPolicy, PolicyKind, PolicyPlace } from '../../iam/policy';
import type { Statement } from '../../iam/statement';
import { readable } from '../../iam/unknown-text';
import { isAboutEverything } from '../../mcp/lock-out';
import type { TemplatePolicies } from '../template/template-policies';

/** What is wrong with the policies, each by itself, those of a principal together, and all together; in their order. */
export function checkPolicies(policies: TemplatePolicies): Finding[] {
  const found: Finding[] = [];
  const faultless = new Set<string>();
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

/**
 * What is wrong with a policy by itself.
 *
 * @param faultless the statements, as `likeness()` has them, in which nothing was found
 */
export function checkPolicy(policy: LocatedPolicy, faultless = new Set<string>()): Finding[] {
  const found: Finding[] = [];
  for (const rule of RULES) {
    if (rule.checkPolicy) {
      found.push(...rule.checkPolicy(policy).map((problem) => finding(rule, problem, policy)));
    }
  }
  const { knownStatements, json: { Version: version } } = PolicyDocument.of(policy);
  for (const statement of knownStatements) {
    // Templates repeat their statements for other resources.
    const like = `${version} ${likeness(statement, policy)}`;
    if (!faultless.has(like)) {
      const ofStatement = checkStatement(statement, policy);
      found.push(...ofStatement);
      if (ofStatement.length === 0 && !RULES.some((rule) => rule.looksFurther?.(statement))) {
        faultless.add(like);
      }
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

/** The same for statements between which only a rule that looks further can make a difference. */
function likeness(statement: Statement, { kind, resourceType }: LocatedPolicy): string {
  let like = `${kind} ${resourceType}`;
  for (const element of Object.keys(statement.json)) {
    const value: unknown = statement.json[element];
    like += ` ${JSON.stringify(element)}`;
    if (value !== undefined && element !== 'Sid' && element !== 'Resource' && element !== 'NotResource') {
      like += JSON.stringify(value);
    } else if (value !== undefined) {
      like += `${statement.resource?.hasStar} ${isAboutEverything(statement)}`;
    }
  }
  return like;
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
