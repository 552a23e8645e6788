import { isDeepStrictEqual } from 'util';
import type { References } from './references';
import { referencesIn, referencesOf, renamed } from './references';
import { replacingProperties } from './replacement';
import type { Json } from '../../iam/value';
import { isObject } from '../../iam/value';
import { Intrinsics } from '../template/intrinsics';
import type { TemplateInput, TemplateOptions } from '../template/template';
import { templateSet } from '../template/template-set';

/** What becomes of a resource while a stack is deployed. */
export type Change = 'create' | 'update' | 'replace' | 'delete';

const NOTHING: TemplateInput = { template: { Resources: {} } };

/** A stack before and after a deployment: its resources, with what becomes of each. */
export class StackChange {
  public readonly changes: ReadonlyMap<string, Change>;
  /** What each resource needs, of the old template and of the new one. */
  public readonly before: ReadonlyMap<string, References>;
  public readonly after: ReadonlyMap<string, References>;
  private readonly old: Json;
  private readonly new: Json;
  /** Names of the old template that stand for something else in the new one, as they are in a mixed template. */
  private readonly oldNames: { readonly [kind in 'resource' | 'condition' | 'mapping']: ReadonlySet<string> };

  /** @param given the templates; one that is not there is that of a stack that is made, or deleted */
  constructor(private readonly given: { readonly before?: TemplateInput; readonly after?: TemplateInput }, options: TemplateOptions) {
    const [before, after] = [given.before ?? NOTHING, given.after ?? NOTHING];
    [this.old, this.new] = [before, after].map((input) => deployed(input, options));
    [this.before, this.after] = [this.old, this.new].map(referencesOf);
    const sections = (section: string) => new Set(Object.keys(this.old[section] ?? {}).filter((name) =>
      Object.hasOwn(this.new[section] ?? {}, name) && !isDeepStrictEqual(this.old[section][name], this.new[section][name])));
    const [condition, mapping] = [withDependents(this.old.Conditions, sections('Conditions')), sections('Mappings')];
    this.changes = this.compare(condition, mapping);
    this.oldNames = { condition, mapping, resource: new Set([...this.changes].filter(([, change]) => change === 'replace').map(([id]) => id)) };
  }

  public get file(): string | undefined {
    return (this.given.after ?? this.given.before)!.file;
  }

  /** Whether it is the whole stack that is deleted. */
  public get isDeleted(): boolean {
    return this.given.after === undefined;
  }

  /** The type of a resource, for a person. */
  public typeOf(id: string): string {
    return String((this.new.Resources[id] ?? this.old.Resources[id]).Type);
  }

  /** Whether CloudFormation leaves the resource as it is where it would delete it. */
  public isRetained(id: string): boolean {
    const { DeletionPolicy, UpdateReplacePolicy } = this.old.Resources[id];
    return String(this.changes.get(id) === 'replace' ? UpdateReplacePolicy : DeletionPolicy).startsWith('Retain');
  }

  public resource(id: string, which: 'before' | 'after'): Json {
    return which === 'after' ? this.new.Resources[id] : this.renamedOld(this.old.Resources[id]) as Json;
  }

  /** The name, in a mixed template, of a resource as it was. */
  public nameBefore(id: string): string {
    return this.oldNames.resource.has(id) ? `${id} (before)` : id;
  }

  /** The names of exports that the new template imports, and of those that it makes; as text of JSON. */
  public exchanged(): { readonly imports: ReadonlySet<string>; readonly exports: ReadonlySet<string> } {
    const imports = new Set<string>();
    const visit = (value: unknown): void => {
      if (typeof value === 'object' && value !== null) {
        Object.entries(value).forEach(([key, item]) => (key === 'Fn::ImportValue' ? imports.add(JSON.stringify(item)) : visit(item)));
      }
    };
    [this.old, this.new].forEach(visit);
    const outputs = [this.old, this.new].flatMap(({ Outputs }) => Object.values(Outputs ?? {}));
    const names = outputs.flatMap((output) => (isObject(output) && isObject(output.Export) ? [JSON.stringify(output.Export.Name)] : []));
    return { imports, exports: new Set(names) };
  }

  /** A template with these resources. */
  public mixed(resources: Json): TemplateInput {
    const { before, after } = this.given;
    const merged = (section: string) => {
      const kind = section === 'Conditions' ? 'condition' : section === 'Mappings' ? 'mapping' : undefined;
      const old = Object.entries(this.old[section] ?? {}).map(([name, value]) =>
        [kind && this.oldNames[kind].has(name) ? `${name} (before)` : name, this.renamedOld(value)] as const);
      return { [section]: { ...Object.fromEntries(old), ...this.new[section] } };
    };
    return {
      ...before,
      ...after,
      template: { ...Object.assign({}, ...['Parameters', 'Mappings', 'Conditions', 'Outputs'].map(merged)), Resources: resources },
    };
  }

  private renamedOld(value: unknown): unknown {
    return renamed(value, (kind, name) => (this.oldNames[kind].has(name) ? `${name} (before)` : name));
  }

  private compare(conditions: ReadonlySet<string>, mappings: ReadonlySet<string>): ReadonlyMap<string, Change> {
    const changes = new Map<string, Change>();
    const [old, now] = [this.old.Resources as Json, this.new.Resources as Json];
    for (const id of Object.keys(old)) {
      if (!Object.hasOwn(now, id)) {
        changes.set(id, 'delete');
      } else if (old[id].Type !== now[id].Type) {
        changes.set(id, 'replace');
      } else if (!isDeepStrictEqual(content(old[id]), content(now[id])) || readsAny(old[id], conditions, mappings)) {
        changes.set(id, replacingProperties(now[id].Type).some((name) => !isDeepStrictEqual(old[id].Properties?.[name], now[id].Properties?.[name]))
          ? 'replace' : 'update');
      }
    }
    Object.keys(now).filter((id) => !Object.hasOwn(old, id)).forEach((id) => changes.set(id, 'create'));
    // What uses the value of a resource that is made anew, has another value.
    for (let grows = true; grows;) {
      grows = false;
      for (const [id, { values }] of this.after) {
        const replaced = [...values].filter((each) => changes.get(each) === 'replace');
        const change = changes.get(id);
        if (replaced.length > 0 && (change === undefined || change === 'update')) {
          const { Type, Properties = {} } = now[id];
          const anew = replacingProperties(Type).some((name) => [...referencesIn(Properties[name])].some((each) => replaced.includes(each)));
          if (change !== (anew ? 'replace' : 'update')) {
            changes.set(id, anew ? 'replace' : 'update');
            grows = true;
          }
        }
      }
    }
    return changes;
  }
}

/** The template without the resources that are not deployed. */
function deployed(input: TemplateInput, options: TemplateOptions): Json {
  const [template] = templateSet([input], options);
  const intrinsics = new Intrinsics([template]);
  const resources = [...template.resources.values()]
    .filter(({ condition }) => condition === undefined || intrinsics.condition(condition, template) !== false);
  return { ...input.template, Resources: Object.fromEntries(resources.map(({ logicalId }) => [logicalId, input.template.Resources[logicalId]])) };
}

/** What CloudFormation compares. */
function content({ Properties, Condition }: Json): unknown {
  return { Properties: Properties ?? {}, Condition };
}

function readsAny(resource: Json, conditions: ReadonlySet<string>, mappings: ReadonlySet<string>): boolean {
  let found = false;
  renamed(resource, (kind, name) => {
    found ||= (kind === 'condition' ? conditions : kind === 'mapping' ? mappings : new Set()).has(name);
    return name;
  });
  return found;
}

/** The conditions, and those that hang on them. */
function withDependents(conditions: Json = {}, changed: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(changed);
  for (let size = -1; size !== all.size;) {
    size = all.size;
    Object.entries(conditions).filter(([, value]) => readsAny(value as Json, all, new Set())).forEach(([name]) => all.add(name));
  }
  return all;
}
