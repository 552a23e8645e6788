import { ConditionTest } from '../iam/condition';
import type { RequestContext } from '../iam/request-context';
import type { Outcome } from '../iam/three-valued';
import { hasUnknownPart } from '../iam/unknown-text';

/** Fewer are compared one by one. */
const MANY = 8;

/** What a test says of requests: of many patterns, it compares only those that begin, up to their first wildcard, as the value of the request does. */
export function narrowed(test: ConditionTest): (request: RequestContext) => Outcome {
  const { written, operator, key, values, variables } = test;
  if (values.length < MANY || !operator?.comparison || operator.comparison.takes === 'plain value' || operator.comparison.ignoresCase
    || values.some((value) => value === undefined || value.includes('${') || hasUnknownPart(value))) {
    return (request) => test.matches(request);
  }
  const byStart = new Map<string, string[]>();
  for (const value of values as string[]) {
    const [start] = value.split(/[*?]/);
    byStart.set(start, [...byStart.get(start) ?? [], value]);
  }
  const lengths = [...new Set([...byStart.keys()].map(({ length }) => length))];
  const tests = new Map<string, ConditionTest>();
  return (request) => {
    const actual = request.get(test.name);
    if (actual?.length !== 1) {
      return test.matches(request);
    }
    const found = lengths.flatMap((length) => byStart.get(actual[0].slice(0, length)) ?? []);
    // One that it can't match tells what the operator says of such: an ARN is compared with ARNs only.
    const candidates = found.length === 0 ? values.slice(0, 1) : found;
    const of = candidates.join('\n');
    const its = tests.get(of) ?? new ConditionTest(written, operator, key, candidates, variables);
    tests.set(of, its);
    return its.matches(request);
  };
}
