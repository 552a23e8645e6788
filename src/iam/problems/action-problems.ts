import type { StatementCheck } from './problem';
import { formatValue } from '../../private/format';
import { isKnownLater } from '../value';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
export const actionProblems: StatementCheck = ({ action }) => {
  if (!action) {
    return [];
  }
  const wrong = action.items.find((item) => !isKnownLater(item) && (typeof item !== 'string' || item === ''));
  return [
    ...(wrong === undefined ? [] : [`has ${formatValue(wrong)} in ${action.name}: expected actions`]),
    ...action.literals.filter((text) => text !== '' && !/^(\*+(:\*+)?|[^*?:]+:.+)$/s.test(text)).map((text) => `"${text}" ${/^[^:]*[*?][^:]*:/.test(text)
      ? 'has a wildcard in the service, which IAM does not take' : 'is not an action: expected "service:Action"'}`),
  ];
};
