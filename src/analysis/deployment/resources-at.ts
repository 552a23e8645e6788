import type { Step } from './deployment-order';
import { KeptOnce } from './kept-once';
import { ATTACHED_LISTS, SINGLE_VALUES } from './replacement';
import type { StackChange } from './stack-change';
import type { Json } from '../../iam/value';
import { canonicalJson } from '../../private/json';

/**
 * The resources of a stack when these steps are done, by their names in a mixed template.
 *
 * @param amidUpdate what some are instead, while they are updated
 */
export function resourcesAt(stack: StackChange, done: readonly Step[], amidUpdate: Json): Json {
  const isDone = (logicalId: string, change: Step['change']) => done.some((step) => step.logicalId === logicalId && step.change === change);
  const ids = new Set([...stack.before.keys(), ...stack.after.keys()]);
  const resources = Object.fromEntries([...ids].flatMap((id): Array<[string, Json]> => {
    const old = () => [stack.nameBefore(id), stack.resource(id, 'before')] as [string, Json];
    const now = () => [id, stack.resource(id, 'after')] as [string, Json];
    switch (stack.changes.get(id)) {
      case 'create': return isDone(id, 'create') ? [now()] : [];
      case 'update': return Object.hasOwn(amidUpdate, id) ? [[id, amidUpdate[id]]] : [isDone(id, 'update') ? now() : old()];
      case 'delete': return isDone(id, 'delete') ? [] : [old()];
      case 'replace': return [...isDone(id, 'delete') ? [] : [old()], ...isDone(id, 'create') ? [now()] : []];
      default: return [now()];
    }
  }));
  return withoutTakenAway(stack, done, amidUpdate, resources);
}

/** What a resource takes away is gone, also where another one has set it: in whichever order, for updates may be taken back in any. */
function withoutTakenAway(stack: StackChange, done: readonly Step[], amidUpdate: Json, resources: Json): Json {
  const kept = new KeptOnce(resources);
  const before = (id: string) => kept.of(stack.nameBefore(id), stack.resource(id, 'before'));
  const gone = new Set<string>();
  for (const { logicalId: id, change } of done.filter((step) => step.change !== 'create')) {
    const after = change === 'update' ? kept.of(id, stack.resource(id, 'after')) : new Set();
    before(id).forEach((key) => after.has(key) || gone.add(key));
  }
  for (const [id, resource] of Object.entries<Json>(amidUpdate)) {
    const now = kept.of(id, resource);
    before(id).forEach((key) => now.has(key) || gone.add(key));
  }
  return gone.size === 0 ? resources : Object.fromEntries(Object.entries<Json>(resources).flatMap(([id, resource]) => {
    const left = kept.without(id, resource, gone);
    return left ? [[id, left]] : [];
  }));
}

/** Whether CloudFormation changes in several calls what is attached. */
export function inCalls(step: Step): boolean {
  return step.change === 'update' && amid(step).length > 0;
}

/**
 * What a resource may be while CloudFormation updates it in several calls. That is, of each list what stays, or the old and the new items together, and each
 * other property as it was or as it will be.
 */
export function amid({ stack, logicalId }: Step): Json[] {
  const [before, after] = (['before', 'after'] as const).map((which) => stack.resource(logicalId, which));
  const [old, now] = [before, after].map(({ Properties = {} }) => Properties as Json);
  const isChanged = (name: string, none?: unknown) => canonicalJson(old[name] ?? none) !== canonicalJson(now[name] ?? none);
  if (before.Type === 'AWS::IAM::Policy' && isChanged('PolicyName')) {
    // Of another name it is another policy: it is put and deleted, in an order that AWS does not say.
    return [{ ...after, Properties: { ...now, Roles: [], Users: [], Groups: [] } }];
  }
  const lists = (Object.hasOwn(ATTACHED_LISTS, before.Type) ? ATTACHED_LISTS[before.Type] : []).filter((name) => isChanged(name, []));
  const values = lists.length > 0 || before.Type === 'AWS::SSO::PermissionSet' ? SINGLE_VALUES.filter((name) => isChanged(name)) : [];
  if (lists.length === 0 && values.length < 2) {
    return [];
  }
  const choices = [
    ...lists.map((name) => [...listAmid(old[name], now[name]), both(old[name], now[name])].map((value) => [name, value] as const)),
    ...values.map((name) => [[name, old[name]], [name, now[name]]] as const),
  ];
  return choices.reduce<ReadonlyArray<ReadonlyArray<readonly [string, unknown]>>>((all, each) =>
    all.flatMap((some) => each.map((choice) => [...some, choice])), [[]])
    .map((chosen) => Object.entries({ ...now, ...Object.fromEntries(chosen) }).filter(([, value]) => value !== undefined))
    .map((properties) => ({ ...after, Properties: Object.fromEntries(properties) }));
}

/** All of both lists; of what has another document, the old one. */
function both(before: unknown, after: unknown): unknown[] {
  const [old, now] = [before, after].map((list) => [list ?? []].flat() as unknown[]);
  return [...old, ...now.filter((item) => !old.some((other) => nameOf(other) === nameOf(item)))];
}

/** More combinations of documents are not looked at: of those beyond, none is in force. */
const MOST_COMBINATIONS = 32;

/** What stays of a list; of a policy that has another document, either document. */
function listAmid(before: unknown, after: unknown): unknown[][] {
  const [old, now] = [before, after].map((list) => [list ?? []].flat() as any[]);
  return old.filter((item) => now.some((other) => nameOf(other) === nameOf(item))).reduce<unknown[][]>((all, item) => {
    const other = now.find((each) => nameOf(each) === nameOf(item));
    return canonicalJson(other) === canonicalJson(item) ? all.map((some) => [...some, item])
      : all.length >= MOST_COMBINATIONS ? all : all.flatMap((some) => [[...some, item], [...some, other]]);
  }, [[]]);
}

function nameOf(item: any): string {
  return canonicalJson(item?.PolicyName ?? item);
}
