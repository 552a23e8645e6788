import type { StatementCheck } from './problem';
import { aPolicy } from './problem';
import { formatValue } from '../../private/format';
import type { PolicyType } from '../policy-type';
import { isInNoResourcePolicy, serviceOf } from '../resource-policy-kinds';
import { readable } from '../unknown-text';
import { isKnownLater } from '../value';

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export const actionProblems: StatementCheck = ({ action }, type) => {
  if (!action) {
    return [];
  }
  const wrong = action.items.find((item) => !isKnownLater(item) && (typeof item !== 'string' || item === ''));
  const wildcard = type.refuses.includes('wildcards') ? action.literals.find((text) => /[*?]/.test(text)) : undefined;
  return [
    ...(wildcard === undefined ? [] : [`has the wildcard ${formatValue(readable(wildcard))} in ${action.name}, which ${aPolicy(type)} can't hold`]),
    ...(wrong === undefined ? [] : [`has ${formatValue(wrong)} in ${action.name}: expected actions`]),
    ...action.literals.filter((text) => text !== '' && !/^(\*+(:\*+)?|[^*?:]+:.+)$/s.test(text)).map((text) => `${formatValue(readable(text))} ${/^[^:]*[*?][^:]*:/.test(text)
      ? 'has a wildcard in the service, which IAM does not take' : 'is not an action: expected "service:Action"'}`),
    ...action.literals.filter((text) => text.includes('${')).map((text) => `${formatValue(readable(text))} has a policy variable, which goes into Resource and Condition only`),
    ...(type.actionNames ?? type.refusedActionNames) === undefined ? [] : action.literals.filter((text) => /^[^*?:]+:[^*?:]+$/.test(text) && isInNoResourcePolicy(text.toLowerCase()))
      .map((text) => `${formatValue(readable(text))} is an action that ${aPolicy(type)} can't hold`),
    ...foreign(action.literals, type).map((text) => `${formatValue(readable(text))} is an action of another service: ${aPolicy(type)} takes those of ${serviceOf(type)} only`),
  ];
};

/** Of a service that the policy can't be about; of a resource control policy that is told elsewhere. */
function foreign(actions: readonly string[], type: PolicyType): string[] {
  const service = serviceOf(type);
  return service === undefined ? [] : actions.filter((text) => /^[^*?:]+:./s.test(text) && text.slice(0, text.indexOf(':')).toLowerCase() !== service);
}
