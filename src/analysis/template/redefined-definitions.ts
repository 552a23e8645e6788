import type { TemplateInput } from './template';
import { objectOf } from '../../iam/value';

/** One side of a comparison: of parameters, conditions and mappings that mean something else on the other side, its templates know. */
export function withRedefined<T extends TemplateInput>(templates: readonly T[], other: readonly TemplateInput[]): T[] {
  const redefined = redefinedIn(other, templates);
  return templates.map((template) => ({ ...template, redefined }));
}

/**
 * The conditions and mappings that both have, and that mean something else in the second one; and parameters with another default, which a deployment may
 * take.
 */
function redefinedIn(...states: readonly [before: readonly TemplateInput[], after: readonly TemplateInput[]]): ReadonlySet<string> {
  const [before, after] = states.map((templates) => {
    const definitions = new Map<string, string[]>();
    for (const { template } of templates) {
      for (const [name, definition] of [template.Conditions, template.Mappings].flatMap((section) => Object.entries(objectOf(section)))) {
        definitions.set(name, [...definitions.get(name) ?? [], JSON.stringify(definition)]);
      }
      for (const [name, definition] of Object.entries(objectOf(template.Parameters))) {
        definitions.set(name, [...definitions.get(name) ?? [], JSON.stringify(objectOf(definition).Default ?? null)]);
      }
    }
    return definitions;
  });
  const common = [...after].filter(([name]) => before.has(name));
  const found = new Set(common.filter(([name, texts]) => String(before.get(name)) !== String(texts)).map(([name]) => name));
  // And what is defined by those: a set grows while it is walked through.
  for (const changed of found) {
    common.filter(([, texts]) => texts.some((text) => text.includes(JSON.stringify(changed)))).forEach(([name]) => found.add(name));
  }
  return found;
}
