import type { Json } from '../../iam/value';
import { isIntrinsic, isObject } from '../../iam/value';

/** What a resource of a template needs of others. */
export interface References {
  /** Those whose values it uses: by `Ref`, `Fn::GetAtt` or `Fn::Sub`. */
  readonly values: ReadonlySet<string>;
  /** Those, and the ones that `DependsOn` names. */
  readonly all: ReadonlySet<string>;
}

/** The names that a piece of a template refers to: of resources, and of parameters. */
export function referencesIn(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) {
    value.forEach((item) => referencesIn(item, found));
  } else if (isObject(value)) {
    if (isIntrinsic(value)) {
      const [[name, argument]] = Object.entries(value);
      namesIn(name, argument).forEach((each) => found.add(each));
    }
    Object.values(value).forEach((item) => referencesIn(item, found));
  }
  return found;
}

/**
 * What each resource needs.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html
 */
export function referencesOf(template: Json): ReadonlyMap<string, References> {
  const resources = Object.entries(template.Resources as Json);
  const ids = new Set(resources.map(([id]) => id));
  return new Map(resources.map(([id, resource]) => {
    const { DependsOn, Metadata, ...rest } = isObject(resource) ? resource : {};
    const known = (names: Iterable<unknown>) => new Set([...names].filter((name): name is string => name !== id && ids.has(name as string)));
    const values = known(referencesIn(rest));
    return [id, { values, all: new Set([...values, ...known([DependsOn ?? []].flat())]) }];
  }));
}

/** Everything that is needed, also through others. */
export function closureOf(direct: ReadonlyMap<string, ReadonlySet<string>>): (id: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (start) => {
    let closure = known.get(start);
    if (!closure) {
      const found = new Set<string>();
      const open = [start];
      while (open.length > 0) {
        for (const next of direct.get(open.pop()!) ?? []) {
          if (!found.has(next)) {
            found.add(next);
            open.push(next);
          }
        }
      }
      known.set(start, closure = found);
    }
    return closure;
  };
}

function namesIn(name: string, argument: unknown): string[] {
  switch (name) {
    case 'Ref': return typeof argument === 'string' ? [argument] : [];
    case 'Fn::GetAtt': {
      const first: unknown = Array.isArray(argument) ? argument[0] : typeof argument === 'string' ? argument.split('.')[0] : undefined;
      return typeof first === 'string' ? [first] : [];
    }
    case 'Fn::Sub': {
      const [text, variables] = Array.isArray(argument) ? argument : [argument, undefined];
      const own = isObject(variables) ? Object.keys(variables) : [];
      return typeof text !== 'string' ? []
        : [...text.matchAll(/\$\{([^!}.]+)[^}]*\}/g)].map(([, each]) => each.trim()).filter((each) => !own.includes(each));
    }
    default: return [];
  }
}

/** The piece with the names of what it refers to changed. */
export function renamed(value: unknown, name: (kind: 'resource' | 'condition' | 'mapping', before: string) => string): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => renamed(item, name));
  }
  if (!isObject(value)) {
    return value;
  }
  const of = (kind: Parameters<typeof name>[0], each: unknown): unknown => (typeof each === 'string' ? name(kind, each) : renamed(each, name));
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    const list: unknown[] = Array.isArray(item) ? item : [];
    switch (key) {
      case 'Ref': return [key, of('resource', item)];
      case 'Fn::GetAtt': return [key, typeof item === 'string' ? [name('resource', item.split('.')[0]), ...item.split('.').slice(1)].join('.')
        : Array.isArray(item) ? [of('resource', item[0]), ...renamed(item.slice(1), name) as unknown[]] : item];
      case 'Fn::Sub': return [key, renamedSub(item, name)];
      case 'Fn::If': return [key, Array.isArray(item) ? [of('condition', list[0]), ...renamed(list.slice(1), name) as unknown[]] : item];
      case 'Fn::FindInMap': return [key, Array.isArray(item) ? [of('mapping', list[0]), ...renamed(list.slice(1), name) as unknown[]] : item];
      // Also that of a resource; the conditions of a policy are an object.
      case 'Condition': return [key, typeof item === 'string' ? name('condition', item) : renamed(item, name)];
      default: return [key, renamed(item, name)];
    }
  });
  return Object.fromEntries(entries);
}

function renamedSub(argument: unknown, name: Parameters<typeof renamed>[1]): unknown {
  const [text, variables, ...rest] = Array.isArray(argument) ? argument : [argument];
  const own = isObject(variables) ? Object.keys(variables) : [];
  const changed = typeof text !== 'string' ? text : text.replace(/\$\{([^!}.]+)/g, (whole, each: string) =>
    (own.includes(each.trim()) ? whole : `\${${name('resource', each.trim())}`));
  return Array.isArray(argument) ? [changed, ...variables === undefined ? [] : [renamed(variables, name)], ...rest] : changed;
}
