import type { Resolver } from './resolver';
import type { Template } from './template';
import { isObject } from '../../iam/value';

interface Export {
  readonly template: Template;
  readonly value: unknown;
  resolved?: { readonly value: unknown };
}

/** What the templates of a set export to one another. */
export class Exports {
  private byName?: ReadonlyMap<string, readonly Export[]>;

  constructor(private readonly templates: readonly Template[], private readonly resolver: Resolver) {}

  /**
   * The value exported under a name, as the exporting template has it; `undefined` if none of the set's does, or several that
   * may be in the same account and region.
   */
  public valueOf(name: string, importer: Template): unknown {
    const found = this.index().get(name)?.filter(({ template }) => sameEnvironment(template, importer)) ?? [];
    if (found.length !== 1) {
      return undefined;
    }
    const [only] = found;
    if (!only.resolved) {
      // For one that imports itself.
      only.resolved = { value: undefined };
      only.resolved = { value: this.resolver.resolve(only.value, only.template) };
    }
    return only.resolved.value;
  }

  private index(): ReadonlyMap<string, readonly Export[]> {
    if (!this.byName) {
      const byName = new Map<string, Export[]>();
      // A name that itself is imported is not found.
      this.byName = byName;
      const named = this.templates.flatMap((template) => [...template.outputs.values()].flatMap((output) =>
        isObject(output) && isObject(output.Export)
          ? [[this.resolver.text(output.Export.Name, template), { template, value: output.Value as unknown }] as const] : []));
      for (const [name, each] of named) {
        const known = byName.get(name);
        if (known) {
          known.push(each);
        } else {
          byName.set(name, [each]);
        }
      }
    }
    return this.byName;
  }
}

/** An export is of one account and region; where one is not known it may be the same. */
function sameEnvironment(a: Template, b: Template): boolean {
  return ['AWS::AccountId', 'AWS::Region'].every((name) => {
    const [x, y] = [a, b].map((template) => template.pseudo.get(name));
    return x === undefined || y === undefined || x === y;
  });
}
