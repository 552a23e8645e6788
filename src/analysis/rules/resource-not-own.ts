import type { ProblemTogether, Rule } from './rule';
import { arnParts } from '../../iam/arn';
import { PolicyDocument } from '../../iam/document';
import type { PolicyType } from '../../iam/policy-type';
import { RESOURCE_POLICY_TYPES } from '../../iam/resource-policy-kinds';
import type { Statement } from '../../iam/statement';
import { readable, unknownPart } from '../../iam/unknown-text';
import { wildcardMatcher } from '../../iam/wildcard';
import type { TemplateResource } from '../template/template-policies';

export const RESOURCE_NOT_OWN: Rule = {
  id: 'ResourceNotOwn',
  severity: 'error',
  explanation: 'The policy of a resource is about that resource, and what is in it. AWS refuses a statement about another one, or it does nothing.',
  fix: 'Name the resource whose policy it is, or put the statement into the policy of the other one. A policy of Amazon SNS serves one topic.',

  checkTogether({ resources }) {
    return resources.filter(({ resourceType }) => Object.hasOwn(RESOURCE_POLICY_TYPES, resourceType)).flatMap(problemsOf);
  },
};

function problemsOf({ resourceType, arns, policies }: TemplateResource): ProblemTogether[] {
  const type = RESOURCE_POLICY_TYPES[resourceType];
  return policies.flatMap((policy) => PolicyDocument.of(policy).possibleStatements.flatMap((statement): ProblemTogether[] => {
    const problem = foreign(statement, [...new Set(arns)], type);
    return problem ? [{ policy, statement: statement.path, message: `the ${type.name} of ${readable(problem.own)} is about ${readable(problem.resource)}` }] : [];
  }));
}

/** A resource of the statement that the policy can't be about. */
interface Foreign {
  readonly resource: string;
  /** The resource whose policy it is. */
  readonly own: string;
}

/** The first of them; `undefined` if there is none for certain. */
function foreign({ resource, readsVariables }: Statement, arns: readonly string[], { maxResources }: PolicyType): Foreign | undefined {
  if (!resource || resource.negated || arns.length === 0) {
    return undefined;
  }
  for (const text of resource.texts) {
    const isForeignTo = (own: string) => text !== undefined && arnParts(own) !== undefined
      && disjoint(readsVariables ? text.replace(VARIABLE, ANY) : text, own.replace(/[*?]+/g, ANY), maxResources === 1);
    // Where a statement takes one resource, that is the one and only.
    const own = maxResources === 1 ? arns.find(isForeignTo) : arns.every(isForeignTo) ? arns[0] : undefined;
    if (own !== undefined) {
      return { resource: text!, own };
    }
  }
  return undefined;
}

const ANY = unknownPart('any');
const VARIABLE = /\$\{[^}]*\}/g;

/** Whether the resource of a statement surely means nothing of the policy's own one, nor in it, nor what it is in. */
function disjoint(given: string, whole: string, exact: boolean): boolean {
  // What both begin with tells nothing, also where it is known only at deployment.
  const [a, b] = [given, whole].map(arnParts);
  const [text, own] = a?.slice(0, 5).join() === b!.slice(0, 5).join() ? [a![5], b![5]] : [given, whole];
  const within = [own, ...exact ? [] : ['/', ':'].map((separator) => `${own}${separator}${ANY}`)];
  const around = exact ? [] : ['/*', ':*'].map((rest) => wildcardMatcher(`${text}${rest}`));
  return [wildcardMatcher(text), ...around].every((matches) => within.every((each) => matches(each) === false));
}
