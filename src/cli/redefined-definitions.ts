import type { Input } from './input';
import { objectOf } from '../iam/value';

/** The new side of a comparison: of conditions and mappings that mean something else in the old one, its templates know. */
export function withRedefined(after: Input, before: Pick<Input, 'templateSets'>): Input {
  const redefined = redefinedIn([before, after]);
  return { ...after, templateSets: after.templateSets.map((set) => set.map((template) => ({ ...template, redefined }))) };
}

/** The conditions and mappings that both have, and that mean something else in the second one. */
function redefinedIn(inputs: ReadonlyArray<Pick<Input, 'templateSets'>>): ReadonlySet<string> {
  const [before, after] = inputs.map(({ templateSets }) => {
    const definitions = new Map<string, string[]>();
    for (const { template } of templateSets.flat()) {
      for (const [name, definition] of [template.Conditions, template.Mappings].flatMap((section) => Object.entries(objectOf(section)))) {
        definitions.set(name, [...definitions.get(name) ?? [], JSON.stringify(definition)]);
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
