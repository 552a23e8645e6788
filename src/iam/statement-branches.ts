import type { Json } from './value';
import { isIntrinsic, isObject, itemsOf, objectOf } from './value';
import { isPlain } from '../private/format';

/** More conditions than that, each of which doubles what there is to judge, are not looked into. */
const MOST_CONDITIONS = 4;

/** By the JSON of a condition's name: whether it holds. */
type Outcomes = ReadonlyMap<string, boolean>;

/** What stands for no value. */
const REMOVED = Symbol('AWS::NoValue');

/**
 * What a statement may turn out to be that has an `Fn::If` within its elements: the statement itself, if it has none. It is one for each outcome of
 * the conditions. A condition has the same outcome wherever it stands, and of several conditions that each give an item of a list, one holds.
 */
export function branchesOf(written: Json): readonly Json[] {
  const conditions = conditionsIn(written);
  if (conditions.size === 0 || conditions.size > MOST_CONDITIONS) {
    return [written];
  }
  let outcomes: readonly Outcomes[] = [new Map()];
  for (const condition of conditions) {
    outcomes = outcomes.flatMap((outcome) => [true, false].map((holds) => new Map(outcome).set(condition, holds)));
  }
  const branches = new Map<string, Json>();
  for (const outcome of outcomes) {
    if (!isEmptied(written, outcome)) {
      const branch = chosen(written, outcome) as Json;
      branches.set(JSON.stringify(branch), branch);
    }
  }
  return branches.size === 0 ? [written] : [...branches.values()];
}

/** Whether it has such a condition. Most statements have none, and each of an app is asked. */
export function hasBranches(value: unknown): boolean {
  return isOfJson(value) && (choiceOf(value) !== undefined || Object.values(value).some(hasBranches));
}

/** Whether it has more such conditions than are looked into. */
export function hasTooManyBranches(written: Json): boolean {
  return conditionsIn(written).size > MOST_CONDITIONS;
}

function conditionsIn(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  const choice = choiceOf(value);
  if (choice) {
    found.add(choice.condition);
  }
  for (const each of isOfJson(value) ? Object.values(value) : []) {
    conditionsIn(each, found);
  }
  return found;
}

function chosen(value: unknown, outcome: Outcomes): unknown {
  const choice = choiceOf(value);
  if (choice) {
    return chosen(outcome.get(choice.condition) ? choice.then : choice.otherwise, outcome);
  }
  if (!isOfJson(value)) {
    return value;
  }
  if (isIntrinsic(value)) {
    return value.Ref === 'AWS::NoValue' ? REMOVED : value;
  }
  return Array.isArray(value) ? value.map((each) => chosen(each, outcome)).filter((each) => each !== REMOVED)
    : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, chosen(each, outcome)] as const).filter(([, each]) => each !== REMOVED));
}

/**
 * Whether nothing is left of a list whose items hang on several conditions, which AWS would refuse: whoever writes `IsProd` for one item and `IsTest`
 * for another means that one of them holds.
 */
function isEmptied(value: unknown, outcome: Outcomes): boolean {
  const choice = choiceOf(value);
  if (choice) {
    return isEmptied(outcome.get(choice.condition) ? choice.then : choice.otherwise, outcome);
  }
  if (Array.isArray(value) && value.length > 1 && conditionsIn(value).size > 1 && value.every((each) => chosen(each, outcome) === REMOVED)) {
    return true;
  }
  return isOfJson(value) && Object.values(value).some((each) => isEmptied(each, outcome));
}

/** What an `Fn::If` is where its condition holds, and where not; that of the opposite of a condition is the other way round. */
function choiceOf(value: unknown): { readonly condition: string; readonly then: unknown; readonly otherwise: unknown } | undefined {
  const choice: unknown = isObject(value) ? value['Fn::If'] : undefined;
  if (!Array.isArray(choice) || choice.length !== 3 || !isIntrinsic(value)) {
    return undefined;
  }
  const [condition, then, otherwise] = choice as unknown[];
  const [negated] = itemsOf(objectOf(condition)['Fn::Not']).map((each) => objectOf(each).Condition as unknown);
  return negated === undefined ? { condition: JSON.stringify(condition), then, otherwise }
    : { condition: JSON.stringify(negated), then: otherwise, otherwise: then };
}

/** Whether it is a list or an object as JSON has it, and nothing of the CDK. */
function isOfJson(value: unknown): value is object {
  return Array.isArray(value) || (isObject(value) && isPlain(value));
}
