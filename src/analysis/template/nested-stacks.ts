import type { Resolver } from './resolver';
import type { Template } from './template';
import { isObject } from '../../iam/value';

/** What nested stacks are given by their parents and give back, as strings. */
export class NestedStacks {
  private readonly resolved = new Map<Template, Map<string, string | undefined>>();

  constructor(private readonly resolver: Resolver) {}

  /** What the parent gives for a parameter; `undefined` if that is not known. */
  public parameter(name: string, template: Template): string | undefined {
    const { parent } = template;
    const parameter = template.parameters.get(name);
    const given: unknown = isObject(parent?.properties.Parameters) ? parent.properties.Parameters[name] : undefined;
    // Of a parameter of Systems Manager it is only the name.
    return given === undefined || !isObject(parameter) || !/^(String|Number)$/.test(String(parameter.Type)) ? undefined
      : this.once(template, name, () => this.resolver.text(given, parent!.template));
  }

  /** What the nested stack of a resource gives back, for `Outputs.Name`; `undefined` if that is not known, or for another attribute. */
  public output(logicalId: string, name: string, template: Template): string | undefined {
    const nested = template.nested.get(logicalId);
    const [, outputName] = /^Outputs\.(.+)$/.exec(name) ?? [];
    const output = outputName === undefined ? undefined : nested?.outputs.get(outputName);
    return nested === undefined || !isObject(output) ? undefined : this.once(nested, name, () => this.resolver.text(output.Value, nested));
  }

  /** One that refers to itself is not known. */
  private once(template: Template, name: string, resolve: () => string): string | undefined {
    const known = this.resolved.get(template) ?? new Map<string, string | undefined>();
    this.resolved.set(template, known);
    if (!known.has(name)) {
      known.set(name, undefined);
      known.set(name, resolve());
    }
    return known.get(name);
  }
}
