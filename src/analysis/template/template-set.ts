import { dirname, join, normalize } from 'path';
import type { TemplateEntry, TemplateInput, TemplateOptions } from './template';
import { Template } from './template';

/** The templates, which know of the names they share. */
export function templateSet(inputs: readonly TemplateInput[], options: TemplateOptions): Template[] {
  const files = new Map<string, number>();
  const folder = commonFolder(inputs.flatMap(({ file }) => file ?? []));
  const templates = inputs.map((input, i) => {
    const seen = files.get(input.file ?? '') ?? 0;
    files.set(input.file ?? '', seen + 1);
    const file = input.file?.slice(folder.length);
    const label = file !== undefined && seen === 0 ? file : `${file ?? 'template'} ${i + 1}`;
    return new Template(input, options, label, inputs.length === 1);
  });
  linkNested(templates);
  forShared(templates, (template) => template.names(), (template, name) => template.share(name));
  const defined = ({ conditions, mappings }: Template) => [...new Set([...conditions.keys(), ...mappings.keys()])];
  forShared(templates, defined, (template, name) => template.shareDefinition(name));
  return templates;
}

/** What all files begin with, to a `/`. Their names go without it, so that those of two folders that are compared are the same. */
function commonFolder([first = '', ...others]: readonly string[]): string {
  let folder = first.slice(0, first.lastIndexOf('/') + 1);
  for (const file of others) {
    while (!file.startsWith(folder)) {
      folder = folder.slice(0, folder.slice(0, -1).lastIndexOf('/') + 1);
    }
  }
  return folder;
}

/** Tells each template which of the names several have. */
function forShared(templates: readonly Template[], namesOf: (each: Template) => string[], tell: (each: Template, name: string) => void): void {
  const owners = new Map<string, Template>();
  for (const template of templates) {
    for (const name of namesOf(template)) {
      const other = owners.get(name);
      if (other) {
        tell(other, name);
        tell(template, name);
      } else {
        owners.set(name, template);
      }
    }
  }
}

/** The types that make a nested stack, with the property that may have the path of its template: `aws cloudformation package` and SAM upload that. */
export const NESTED: { readonly [type: string]: string } = { 'AWS::CloudFormation::Stack': 'TemplateURL', 'AWS::Serverless::Application': 'Location' };

function linkNested(templates: readonly Template[]): void {
  const byFile = new Map(templates.filter(({ isHeld }) => !isHeld)
    .flatMap((template) => (template.file === undefined ? [] : [[normalize(template.file), template] as const])));
  const parents = new Map<Template, TemplateEntry[]>();
  for (const parent of byFile.values()) {
    for (const entry of Object.keys(NESTED).flatMap((type) => parent.ofType(type))) {
      const path = entry.assetPath ?? entry.properties[NESTED[entry.type]];
      const nested = typeof path === 'string' ? byFile.get(join(dirname(parent.file!), path)) : undefined;
      if (nested) {
        parents.set(nested, [...parents.get(nested) ?? [], entry]);
      }
    }
  }
  for (const [nested, entries] of parents) {
    // Two stacks of one template are told apart by nothing.
    if (entries.length === 1) {
      nested.parent = entries[0];
      entries[0].template.nested.set(entries[0].logicalId, nested);
    }
  }
}
