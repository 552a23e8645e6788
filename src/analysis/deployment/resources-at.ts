import type { Step } from './deployment-order';
import { ATTACHED_LISTS, SINGLE_POLICIES } from './replacement';
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
  const deleted = new Set(done.filter(({ change }) => change === 'delete').flatMap(({ logicalId }) => policyOf(stack.resource(logicalId, 'before')) ?? []));
  return deleted.size === 0 ? resources
    : Object.fromEntries(Object.entries(resources).filter(([, resource]) => !deleted.has(policyOf(resource as Json) ?? '')));
}

/** What has the one policy that the resource is; deleting it, CloudFormation deletes whatever policy is there by then. */
function policyOf({ Type, Properties = {} }: Json): string | undefined {
  return Object.hasOwn(SINGLE_POLICIES, Type) ? `${Type} ${canonicalJson(Properties[SINGLE_POLICIES[Type]])}` : undefined;
}

/** Whether CloudFormation changes in several calls what is attached. */
export function inCalls(step: Step): boolean {
  return step.change === 'update' && amid(step).length > 0;
}

/** What a resource may be while CloudFormation updates it: of each list what stays, and each other property as it was or as it will be. */
export function amid({ stack, logicalId }: Step): Json[] {
  const [before, after] = (['before', 'after'] as const).map((which) => stack.resource(logicalId, which));
  const lists = Object.hasOwn(ATTACHED_LISTS, before.Type) ? ATTACHED_LISTS[before.Type] : [];
  const [old, now] = [before, after].map(({ Properties = {} }) => Properties as Json);
  const changed = lists.filter((name) => canonicalJson(old[name] ?? []) !== canonicalJson(now[name] ?? []));
  if (changed.length === 0) {
    return [];
  }
  const boundaries = canonicalJson(old.PermissionsBoundary) === canonicalJson(now.PermissionsBoundary) ? [now.PermissionsBoundary]
    : [old.PermissionsBoundary, now.PermissionsBoundary];
  const { PermissionsBoundary: _, ...others } = now;
  return changed.map((name) => listAmid(old[name], now[name]))
    .reduce<unknown[][]>((all, each) => all.flatMap((some) => each.map((choice) => [...some, choice])), [[]])
    .flatMap((chosen) => boundaries.map((boundary) => ({
      ...after,
      Properties: {
        ...others,
        ...Object.fromEntries(changed.map((name, i) => [name, chosen[i]])),
        ...(boundary !== undefined && { PermissionsBoundary: boundary }),
      },
    })));
}

/** More combinations of documents are not looked at: of those beyond, none is in force. */
const MOST_COMBINATIONS = 32;

/** What stays of a list; of a policy that has another document, either document. */
function listAmid(before: unknown, after: unknown): unknown[][] {
  const [old, now] = [before, after].map((list) => [list ?? []].flat() as any[]);
  const nameOf = (item: any) => canonicalJson(item?.PolicyName ?? item);
  return old.filter((item) => now.some((other) => nameOf(other) === nameOf(item))).reduce<unknown[][]>((all, item) => {
    const other = now.find((each) => nameOf(each) === nameOf(item));
    return canonicalJson(other) === canonicalJson(item) ? all.map((some) => [...some, item])
      : all.length >= MOST_COMBINATIONS ? all : all.flatMap((some) => [[...some, item], [...some, other]]);
  }, [[]]);
}
