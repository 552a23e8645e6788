import { RULES } from '../analysis/rules';
import type { Rule } from '../analysis/rules/rule';
import { PROVED_RULES } from '../proof/dead-statement-rules';

/** Every rule that a check may report, also those that --deep only looks for. */
export const ALL_RULES: readonly Rule[] = [...RULES, ...PROVED_RULES];
