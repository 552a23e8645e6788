import { basename, dirname, join, normalize } from 'path';
import { withForEach } from './for-each';
import type { TemplateEntry, TemplateInput, TemplateOptions } from './template';
import { ASSET_PATH, Template } from './template';
import { isObject, itemsOf, objectOf } from '../../iam/value';

/** The templates, which know of the names they share. */
export function templateSet(inputs: readonly TemplateInput[], options: TemplateOptions): Template[] {
  const files = new Map<string, number>();
  const templates = inputs.map((input, i) => {
    const seen = files.get(input.file ?? '') ?? 0;
    files.set(input.file ?? '', seen + 1);
    const label = input.file !== undefined && seen === 0 ? input.file : `${input.file ?? 'template'} ${i + 1}`;
    return new Template(input, options, label, inputs.length === 1);
  });
  linkNested(templates);
  forShared(templates, (template) => template.names(), (template, name) => template.share(name));
  const defined = ({ conditions, mappings }: Template) => [...new Set([...conditions.keys(), ...mappings.keys()])];
  forShared(templates, defined, (template, name) => template.shareDefinition(name));
  return templates;
}

/** Tells each template which of the names several have. */
function forShared(templates: readonly Template[], namesOf: (each: Template) => string[], tell: (each: Template, name: string) => void): void {
  const owners = new Map<string, Template[]>();
  for (const template of templates) {
    for (const name of namesOf(template)) {
      const others = owners.get(name);
      if (others) {
        others.push(template);
      } else {
        owners.set(name, [template]);
      }
    }
  }
  for (const [name, sharing] of owners) {
    if (sharing.length > 1) {
      sharing.forEach((template) => tell(template, name));
    }
  }
}

/** The types that make a nested stack, with the property that may have the path of its template: `aws cloudformation package` and SAM upload that. */
const NESTED: { readonly [type: string]: string } = { 'AWS::CloudFormation::Stack': 'TemplateURL', 'AWS::Serverless::Application': 'Location' };

function linkNested(templates: readonly Template[]): void {
  const byFile = new Map(templates.filter(({ isHeld }) => !isHeld)
    .flatMap((template) => (template.file === undefined ? [] : [[normalize(template.file), template] as const])));
  const parents = new Map<Template, TemplateEntry[]>();
  for (const parent of byFile.values()) {
    for (const entry of parent.resources.values()) {
      const path = Object.hasOwn(NESTED, entry.type) ? entry.assetPath ?? entry.properties[NESTED[entry.type]] : undefined;
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

/** By file, the nested stacks whose templates are none of these. One at an address is taken to be the one of that name. */
export function nestedElsewhere(inputs: readonly TemplateInput[]): ReadonlyMap<string, readonly string[]> {
  const files = inputs.flatMap(({ file, at }) => (file === undefined || at ? [] : [normalize(file)]));
  const isGiven = (from: string, location: unknown) => (typeof location === 'string' && !location.includes('://') ? files.includes(join(dirname(from), location))
    : files.some((file) => file !== from && basename(file) === nameIn(location)));
  return new Map(inputs.flatMap(({ file, at, template: { Resources } }) => {
    const elsewhere = file === undefined || at || !isObject(Resources) ? [] : withForEach(Resources).flatMap(({ logicalId, resource }) => {
      const { Type, Properties, Metadata } = objectOf(resource);
      const location: unknown = objectOf(Metadata)[ASSET_PATH] ?? objectOf(Properties)[NESTED[Type]];
      return !Object.hasOwn(NESTED, String(Type)) || location === undefined || isGiven(normalize(file), location) ? [] : [logicalId];
    });
    return elsewhere.length === 0 ? [] : [[file!, elsewhere] as const];
  }));
}

/** The last part of a URL, also of one that is put together, as far as that is written. */
function nameIn(location: unknown): string | undefined {
  const { 'Fn::Sub': text, 'Fn::Join': joined } = objectOf(location);
  return typeof location === 'string' ? /[^/]*$/.exec(location.replace(/[?#].*$/, ''))![0]
    : text !== undefined ? nameIn(itemsOf(text)[0]) : Array.isArray(joined) ? nameIn(itemsOf(joined[1]).at(-1)) : undefined;
}
