import type { Json } from '../iam/value';
import { isObject, objectOf } from '../iam/value';

/** A resource that Terraform manages or reads. */
export interface TerraformResource {
  /** The path to its values. */
  readonly path: readonly string[];
  readonly address: string;
  readonly type: string;
  readonly mode: string;
  /** Of one of several that `count` or `for_each` makes. */
  readonly index?: string;
  readonly values: Json;
  /** What is known only after it is made: `true`, or an object or a list with what of it is. */
  readonly unknown: unknown;
  /** How its attributes are written. */
  readonly expressions: Json;
  readonly module: TerraformModule;
}

/** A module, of which there may be several of one call. */
export interface TerraformModule {
  readonly resources: Map<string, TerraformResource[]>;
  readonly children: Map<string, TerraformModule[]>;
  readonly config: Json;
  readonly parent?: TerraformModule;
  /** How its variables are given. */
  readonly given: Json;
}

/**
 * What `terraform show -json` prints of a plan, as it will be, or of a state, OpenTofu's too; `undefined` if a value is neither.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function terraformResources(value: unknown): TerraformResource[] | undefined {
  if (!isObject(value) || typeof value.format_version !== 'string') {
    return undefined;
  }
  const section = ['planned_values', 'values'].find((each) => isObject(value[each]));
  if (section === undefined) {
    return undefined;
  }
  const changes = new Map(listOf(value.resource_changes).filter(({ deposed }) => deposed === undefined)
    .map(({ address, change }) => [String(address), objectOf(change)]));
  const all: TerraformResource[] = [];
  const visit = (json: Json, path: readonly string[], module: TerraformModule) => {
    listOf(json.resources).forEach((resource, i) => {
      const { mode, type, name, index, values, deposed_key: deposed } = resource;
      // What is replaced and not yet deleted has the address of what replaces it, and nothing refers to it.
      const address = deposed === undefined ? String(resource.address) : `${resource.address} (deposed ${deposed})`;
      const key = `${mode === 'data' ? 'data.' : ''}${type}.${name ?? nameIn(address)}`;
      const change = changes.get(address) ?? {};
      const read: TerraformResource = {
        path: [...path, 'resources', String(i), 'values'],
        address,
        type: String(type),
        mode: String(mode),
        ...(index !== undefined && { index: String(index) }),
        values: { ...(mode === 'data' ? objectOf(change.after) : {}), ...objectOf(values) },
        unknown: change.after_unknown,
        expressions: objectOf(listOf(module.config.resources)
          .find((each) => each.mode === mode && each.type === type && each.name === name)?.expressions),
        module,
      };
      all.push(read);
      if (deposed === undefined) {
        module.resources.set(key, [...module.resources.get(key) ?? [], read]);
      }
    });
    listOf(json.child_modules).forEach((child, i) => {
      const name = /(?:^|\.)module\.([^.[]+)(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?$/.exec(String(child.address))?.[1] ?? '';
      const call = objectOf(objectOf(module.config.module_calls)[name]);
      const next = { resources: new Map(), children: new Map(), config: objectOf(call.module), parent: module, given: objectOf(call.expressions) };
      module.children.set(name, [...module.children.get(name) ?? [], next]);
      visit(child, [...path, 'child_modules', String(i)], next);
    });
  };
  const root: TerraformModule = {
    resources: new Map(), children: new Map(), config: objectOf(objectOf(value.configuration).root_module), given: {},
  };
  visit(objectOf(objectOf(value[section]).root_module), [section, 'root_module'], root);
  return all;
}

/** Of the address of a resource. */
function nameIn(address: string): string {
  return /\.([^.[]+)(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?$/.exec(address)?.[1] ?? address;
}

export function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
