import { RULES } from '.';
import type { CommonText } from './alike-documents';
import type { AlikeRole } from './alike-roles';
import { Likenesses, likenessButSid } from './likeness';
import type { Finding, PolicyProblem, Rule } from './rule';
import { PolicyDocument } from '../../iam/document';
import { kindOf } from '../../iam/document-kind';
import type { LocatedPolicy, PolicyKind, PolicyPlace } from '../../iam/policy';
import type { Statement } from '../../iam/statement';
import { readable } from '../../iam/unknown-text';
import type { TemplatePolicies, TemplatePrincipal } from '../template/template-policies';

const OF_POLICIES = RULES.filter(({ checkPolicy: check }) => check !== undefined);
const OF_PRINCIPALS = RULES.filter(({ checkPrincipal: check }) => check !== undefined);
/** Those of the same that are asked of all, also of what is like something in which nothing was found. */
const [OF_ALL_POLICIES, OF_ALL_PRINCIPALS] = [OF_POLICIES, OF_PRINCIPALS].map((rules) => rules.filter(({ readsResources }) => readsResources));

/** What is known of policies that are checked together. */
class Checked {
  public readonly likenesses = new Likenesses();
  /** The numbers of policies and principals in which nothing was found. */
  public readonly faultless = new Set<number>();
  /** The likenesses of statements in which nothing was found. */
  private readonly statements = new Set<string>();

  public isFaultless(statement: string): boolean {
    return this.statements.has(statement);
  }

  public addFaultless(statement: string): void {
    if (this.statements.size === MOST_STATEMENTS) {
      this.statements.clear();
    }
    this.statements.add(statement);
  }
}

/** As many as are kept: an account has hundreds of thousands that are like no other. */
const MOST_STATEMENTS = 20_000;

/**
 * What is wrong with the policies, each by itself, those of a principal together, and all together; in their order.
 *
 * @param alike roles of which the policies have the first alone: none of those of the others is too large
 */
export function checkPolicies(policies: TemplatePolicies, alike: readonly AlikeRole[] = []): Finding[] {
  const found: Finding[] = [];
  const checked = new Checked();
  for (const policy of policies.policies) {
    found.push(...checkPolicy(policy, checked));
  }
  for (const each of alike) {
    found.push(...checkOthers(each, checked));
  }
  for (const principal of policies.principals) {
    found.push(...checkPrincipal(principal, policies, checked));
  }
  for (const rule of RULES) {
    found.push(...rule.checkTogether?.(policies).map((problem) => finding(rule, problem, problem.policy)) ?? []);
  }
  return found;
}

/** What is wrong with the policies of all roles that are alike but the first. */
function checkOthers(alike: AlikeRole, checked: Checked): Finding[] {
  let end = 0;
  const known = alike.policiesOf(alike.first).map((each) => {
    const from = end;
    end += each.names.length;
    return { from, documents: checked.likenesses.read(each.policy, each).alike };
  });
  return alike.others.filter(({ names }) => !known.every(({ documents, from }) => documents.isFaultlessWith(names, from)))
    .flatMap((role) => alike.policiesOf(role).flatMap((each) => checkPolicy(each.policy, checked, each)));
}

function checkPrincipal(principal: TemplatePrincipal, policies: TemplatePolicies, { likenesses, faultless }: Checked): Finding[] {
  const like = likenesses.ofPrincipal(principal);
  const rules = faultless.has(like) ? OF_ALL_PRINCIPALS : OF_PRINCIPALS;
  const found = rules.flatMap((rule) => rule.checkPrincipal!(principal, policies).map((problem) => finding(rule, problem, problem.policy)));
  if (found.length === 0) {
    faultless.add(like);
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

/** What is wrong with a policy by itself. */
export function checkPolicy(policy: LocatedPolicy, checked?: Checked, written?: CommonText): Finding[] {
  const { common, alike } = checked?.likenesses.read(policy, written) ?? {};
  if (alike?.isFaultless(common!, policy)) {
    return [];
  }
  const like = alike?.number;
  if (like !== undefined && checked!.faultless.has(like)) {
    const ofAll = checkWith(OF_ALL_POLICIES, policy);
    if (ofAll.length === 0) {
      alike!.learn(common!, policy);
    }
    return ofAll;
  }
  const found = checkWith(OF_POLICIES, policy);
  const { knownStatements, possibleStatements, json: { Version: version } } = PolicyDocument.of(policy);
  let looksFurther = false;
  for (const statement of possibleStatements) {
    const likeStatement = checked && `${version} ${policy.kind} ${policy.resourceType} ${likenessButSid(statement)}`;
    if (likeStatement === undefined || !checked!.isFaultless(likeStatement)) {
      const ofStatement = checkStatement(statement, policy);
      found.push(...ofStatement);
      const further = RULES.some((rule) => rule.looksFurther?.(statement));
      looksFurther ||= further;
      if (likeStatement !== undefined && ofStatement.length === 0 && !further) {
        checked!.addFaultless(likeStatement);
      }
    }
  }
  if (like !== undefined && found.length === 0 && !looksFurther) {
    checked!.faultless.add(like);
    alike!.learn(common!, policy);
  }
  return possibleStatements === knownStatements ? found : oncePerMessage(found);
}

/** What both branches of an `Fn::If` have in common is wrong once. */
function oncePerMessage(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((each) => [JSON.stringify([each.rule.id, each.statement, each.message]), each])).values()];
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
