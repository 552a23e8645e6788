import { resourceInContext } from './authorization';
import type { AuthorizationRequest } from './authorization-request';
import type { ConditionTest } from './condition';
import type { Reckoning } from './layer-evaluation';
import { isWritable, oppositeTests } from './opposite-test';
import type { RequestContext } from './request-context';
import { hasResourceVariables } from './statements-about';
import type { RelevantStatement } from './statements-about';
import type { Outcome } from './three-valued';

/** Tests that all have to match. */
export interface Alternative {
  readonly tests: readonly ConditionTest[];
  /** Keys of which something is so with the values that the request has, and would not be with others. */
  readonly fixed: readonly string[];
}

/** Each by itself is enough; none: no condition is. */
export type Alternatives = readonly Alternative[];

/** How many are kept, those that ask for least: more than anybody reads. */
const MOST = 24;
const NONE: Alternatives = [];
const ALWAYS: Alternatives = [{ tests: [], fixed: [] }];

/**
 * Counts under which conditions something is so, for certain. What is not known, and no condition key tells, is never so. Every test of a statement
 * is kept, also one that the request meets: with another value of the key it might not.
 */
export class ConditionReckoning implements Reckoning<Alternatives> {
  public readonly yes = ALWAYS;
  public readonly no = NONE;
  public readonly unknown = NONE;

  private readonly outcomes = new Map<ConditionTest, Outcome>();

  public constructor(private readonly request: AuthorizationRequest, private readonly contexts: readonly RequestContext[]) {}

  public and(a: Alternatives, b: Alternatives): Alternatives {
    return a === ALWAYS ? b : b === ALWAYS ? a : this.least(a.flatMap((one) => b.map((other) => join(one, other))));
  }

  public or(a: Alternatives, b: Alternatives): Alternatives {
    return a === ALWAYS || b === ALWAYS ? ALWAYS : a === NONE ? b : b === NONE ? a : this.least([...a, ...b]);
  }

  public of(outcome: Outcome): Alternatives {
    return outcome ? ALWAYS : NONE;
  }

  public applies(each: RelevantStatement): Alternatives {
    const { statement, base } = each;
    if (base !== true || statement.effect === undefined || this.resourceOutcome(each) !== true) {
      return NONE;
    }
    const { tests } = statement.condition;
    const kept = tests.filter(isWritable);
    const others = tests.filter((test) => !isWritable(test));
    return others.every((test) => this.outcomeOf(test) === true)
      ? [{ tests: kept, fixed: [...statement.resource?.variables ?? [], ...others.flatMap(({ reads }) => reads)] }] : NONE;
  }

  public spares(each: RelevantStatement): Alternatives {
    const { statement } = each;
    const byResource = this.resourceOutcome(each) === false ? [{ tests: [], fixed: statement.resource!.variables }] : [];
    return this.least([...byResource, ...statement.condition.tests.flatMap((test): Alternatives => {
      const tests = oppositeTests(test);
      return tests ? [{ tests, fixed: [] }] : this.outcomeOf(test) === false ? [{ tests: [], fixed: test.reads }] : [];
    })]);
  }

  /** Whether the request meets it, in each of its contexts. */
  public outcomeOf(test: ConditionTest): Outcome {
    if (!this.outcomes.has(test)) {
      this.outcomes.set(test, inAll(this.contexts.map((context) => test.matches(context))));
    }
    return this.outcomes.get(test);
  }

  private resourceOutcome({ statement }: RelevantStatement): Outcome {
    return !hasResourceVariables(statement) || inAll(this.contexts.map((context) => resourceInContext(statement, this.request, context)));
  }

  /** Those that ask for least, without such as ask for all that another does. */
  private least(alternatives: Alternatives): Alternatives {
    const ranked = alternatives.map((alternative) => {
      const open = alternative.tests.filter((test) => this.outcomeOf(test) !== true);
      const changes = open.filter((test) => this.outcomeOf(test) === false).length;
      return { alternative, rank: changes * 1_000_000 + open.length * 1_000 + alternative.tests.length };
    }).sort((a, b) => a.rank - b.rank);
    const kept: Array<{ readonly alternative: Alternative; readonly likeness: ReadonlySet<string> }> = [];
    for (const { alternative } of ranked) {
      const likeness = new Set([...alternative.tests.map((test) => test.likeness), ...alternative.fixed]);
      if (kept.length < MOST && !kept.some((other) => [...other.likeness].every((each) => likeness.has(each)))) {
        kept.push({ alternative, likeness });
      }
    }
    return kept.map(({ alternative }) => alternative);
  }
}

function inAll(outcomes: readonly Outcome[]): Outcome {
  return outcomes.every((outcome) => outcome === outcomes[0]) ? outcomes[0] : undefined;
}

function join(a: Alternative, b: Alternative): Alternative {
  const tests = new Map([...a.tests, ...b.tests].map((test) => [test.likeness, test]));
  return { tests: [...tests.values()], fixed: [...new Set([...a.fixed, ...b.fixed])] };
}
