import { OriginContexts, originKeysIn } from './origin-contexts';
import type { RequestOrigin } from './request-origin';
import type { Condition, ConditionTest } from '../iam/condition';
import { all } from '../iam/three-valued';

/** Whether a condition block matches the requests of an origin. */
export enum ConditionMatch {
  /** It matches every such request. */
  ALWAYS = 'ALWAYS',
  /** It matches no such request. */
  NEVER = 'NEVER',
  /** It matches some: that depends on the keys named in `ConditionEvaluation.dependsOn`. */
  DEPENDS = 'DEPENDS',
}

/** What `McpCondition.evaluate()` found. */
export interface ConditionEvaluation {
  /** Whether the condition block matches. */
  readonly match: ConditionMatch;

  /** The condition keys, as the block spells them, on which a `DEPENDS` hangs; empty for the other two. */
  readonly dependsOn: string[];
}

/** Which requests of an origin tests match that must all match: all, none, or some. */
export function evaluateTests(
  { tests }: Pick<Condition, 'tests'>, origin: RequestOrigin, context: { readonly [key: string]: readonly string[] } = {},
): ConditionEvaluation {
  const contexts = OriginContexts.of(origin, undefined, context).differingIn(originKeysIn(tests.flatMap(({ reads }) => reads)));
  const outcomes = contexts.map((request) => tests.map((test) => test.matches(request)));
  const results = outcomes.map(all);
  if (results.every((result) => result === true)) {
    return { match: ConditionMatch.ALWAYS, dependsOn: [] };
  }
  if (results.every((result) => result === false)) {
    return { match: ConditionMatch.NEVER, dependsOn: [] };
  }
  const open = tests.filter((_, i) => outcomes.some((row) => row[i] === undefined || row[i] !== outcomes[0][i]));
  return { match: ConditionMatch.DEPENDS, dependsOn: [...new Set(open.map((test) => test.key))] };
}

/** The same, each test judged by itself: one that can't be told does not hide another that never matches. */
export function matchOfEach(
  tests: readonly ConditionTest[], origin: RequestOrigin, context: { readonly [key: string]: readonly string[] } = {},
): ConditionMatch {
  const matches = tests.map((test) => evaluateTests({ tests: [test] }, origin, context).match);
  return matches.includes(ConditionMatch.NEVER) ? ConditionMatch.NEVER
    : matches.every((match) => match === ConditionMatch.ALWAYS) ? ConditionMatch.ALWAYS : ConditionMatch.DEPENDS;
}
