import { wrongValues } from './condition-values';
import type { Rule } from './rule';
import { MCP_KEYS } from '../../mcp/mcp-tests';

export const WRONG_CONDITION_VALUE: Rule = {
  id: 'WrongConditionValue',
  severity: 'error',
  explanation: 'A condition compares with a value that its operator or its key can\'t have: it never matches, always does, or does what nobody documents.',
  fix: 'Correct the value. What each operator and key takes: '
    + 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html.',

  // Those of the MCP keys are judged by rules of their own.
  checkStatement: ({ condition }) => condition.tests
    .filter(({ name }) => !MCP_KEYS.some((key) => key.toLowerCase() === name)).flatMap(wrongValues),
};
