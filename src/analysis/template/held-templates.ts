import { Intrinsics } from './intrinsics';
import type { Template, TemplateInput } from './template';
import { holdsTemplate, STACK_SET, TEMPLATE_BODY } from './template-body';
import { parsedJson } from './text';
import { isObject } from '../../iam/value';

/**
 * The templates that others hold, as far as they are told: JSON in a string.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stackset.html
 */
export function heldTemplates(templates: readonly Template[]): TemplateInput[] {
  return holdersIn(templates).flatMap(({ held }) => held ?? []);
}

/** The resources that hold a template, with what is read of it, if it can be. */
export function holdersIn(templates: readonly Template[]): Array<{ readonly logicalId: string; readonly held?: TemplateInput }> {
  const holders = templates.flatMap((template) => template.ofType(STACK_SET).filter(holdsTemplate));
  if (holders.length === 0) {
    return [];
  }
  const intrinsics = new Intrinsics(templates);
  return holders.map((entry) => {
    const { template: { file }, logicalId, at } = entry;
    const template = parsed(intrinsics.text(entry.properties[TEMPLATE_BODY], entry.template));
    const path = [...at ? [at.path] : [], `Properties/${TEMPLATE_BODY}`].join('/');
    return { logicalId, held: template && { template, file, at: { logicalId: at?.logicalId ?? logicalId, path } } };
  });
}

function parsed(text: string): TemplateInput['template'] | undefined {
  const value = parsedJson(text);
  return isObject(value) && isObject(value.Resources) ? value : undefined;
}
