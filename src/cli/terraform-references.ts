import type { TerraformModule, TerraformResource } from './terraform';
import { objectOf } from '../iam/value';

/** An attribute of a resource that an expression refers to. */
export interface TerraformReference {
  readonly resource: TerraformResource;
  /** Not told of one of several whose index is no constant. */
  readonly attribute?: string;
}

/** More modules within one another are not looked into. */
const MAX_DEPTH = 50;

const RESOURCE = /^((?:data\.)?[\w-]+\.[\w-]+)(?:\[("?)(.*?)\2\])?(?:\.([\w-]+))?/;
const OUTPUT = /^module\.([\w-]+)(?:\[.*?\])?\.([\w-]+)$/;

/**
 * The resources whose attributes an expression refers to, as far as the configuration of a plan tells. It is `undefined` for one that is not told, as of
 * a local value, or of one of several of a kind.
 */
export function referencesOf(expression: unknown, { module, index }: Pick<TerraformResource, 'module' | 'index'>, depth = 0): Array<TerraformReference | undefined> {
  const { references } = objectOf(expression);
  const all = Array.isArray(references) ? references.map(String) : [];
  const isOfSameIndex = all.some((each) => /^(each\.(key|value)|count\.index)/.test(each));
  // What follows a reference in the list is what is in front of its last dot.
  return all.filter((each, i) => !/^(each|count|path|terraform)\./.test(each) && !all.slice(0, i).some((before) => before.startsWith(`${each}.`) || before.startsWith(`${each}[`)))
    .flatMap((reference) => find(reference, module, isOfSameIndex ? index : undefined, depth));
}

function find(reference: string, module: TerraformModule, index: string | undefined, depth: number): Array<TerraformReference | undefined> {
  if (depth > MAX_DEPTH) {
    return [undefined];
  }
  const [, variable] = /^var\.([\w-]+)/.exec(reference) ?? [];
  if (variable !== undefined) {
    return module.parent ? orUnknown(referencesOf(module.given[variable], { module: module.parent }, depth + 1)) : [undefined];
  }
  const [, call, output] = OUTPUT.exec(reference) ?? [];
  const called = call === undefined ? [] : module.children.get(call) ?? [];
  if (called.length === 1) {
    return orUnknown(referencesOf(objectOf(objectOf(called[0].config.outputs)[output]).expression, { module: called[0] }, depth + 1));
  }
  const [, key, , at, attribute] = RESOURCE.exec(reference) ?? [];
  const found = module.resources.get(key ?? '') ?? [];
  const [resource, ...others] = found.length > 1 ? found.filter((each) => each.index === (at ?? index)) : found;
  return [resource && others.length === 0 ? { resource, attribute } : undefined];
}

function orUnknown(found: Array<TerraformReference | undefined>): Array<TerraformReference | undefined> {
  return found.length > 0 ? found : [undefined];
}
