import type { Json } from './value';
import { isIntrinsic, isObject } from './value';

/** More conditions than that, each of which doubles what there is to judge, are not looked into. */
const MOST_CONDITIONS = 4;

/** What stands for no value. */
const REMOVED = Symbol('AWS::NoValue');

/**
 * What a statement may turn out to be that has an `Fn::If` within its elements: for each outcome of the conditions, as a condition has the same
 * outcome wherever it stands. The statement itself, if it has none.
 */
export function branchesOf(written: Json): readonly Json[] {
  const conditions = conditionsIn(written);
  if (conditions.size === 0 || conditions.size > MOST_CONDITIONS) {
    return [written];
  }
  let outcomes: ReadonlyArray<ReadonlyMap<string, number>> = [new Map()];
  for (const condition of conditions) {
    outcomes = outcomes.flatMap((outcome) => [1, 2].map((branch) => new Map(outcome).set(condition, branch)));
  }
  const branches = new Map<string, Json>();
  for (const outcome of outcomes) {
    const branch = chosen(written, outcome) as Json;
    branches.set(JSON.stringify(branch), branch);
  }
  return [...branches.values()];
}

/** Whether it has such a condition. Most statements have none, and each of an app is asked. */
export function hasBranches(value: unknown): boolean {
  return typeof value === 'object' && isPlain(value) && (choiceOf(value) !== undefined || Object.values(value).some(hasBranches));
}

/** Whether it has more such conditions than are looked into. */
export function hasTooManyBranches(written: Json): boolean {
  return conditionsIn(written).size > MOST_CONDITIONS;
}

function conditionsIn(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  const choice = choiceOf(value);
  if (choice) {
    found.add(JSON.stringify(choice[0]));
  }
  for (const each of isPlain(value) ? Object.values(value) : []) {
    conditionsIn(each, found);
  }
  return found;
}

function chosen(value: unknown, outcome: ReadonlyMap<string, number>): unknown {
  const choice = choiceOf(value);
  if (choice) {
    return chosen(choice[outcome.get(JSON.stringify(choice[0]))!], outcome);
  }
  if (!isPlain(value)) {
    return value;
  }
  if (isIntrinsic(value)) {
    return value.Ref === 'AWS::NoValue' ? REMOVED : value;
  }
  return Array.isArray(value) ? value.map((each) => chosen(each, outcome)).filter((each) => each !== REMOVED)
    : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, chosen(each, outcome)] as const).filter(([, each]) => each !== REMOVED));
}

function choiceOf(value: unknown): readonly [condition: unknown, then: unknown, otherwise: unknown] | undefined {
  const choice: unknown = isObject(value) ? value['Fn::If'] : undefined;
  return Array.isArray(choice) && choice.length === 3 && isIntrinsic(value) ? choice as [unknown, unknown, unknown] : undefined;
}

/** Whether it is a list or an object as JSON has it, and nothing of the CDK. */
function isPlain(value: unknown): value is object {
  return Array.isArray(value) || (isObject(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value)));
}
