import type { TemplateEntry } from './template';

/** The type that makes stacks in other accounts. */
export const STACK_SET = 'AWS::CloudFormation::StackSet';

/** The property that has the template of the stacks that a StackSet makes in other accounts. */
export const TEMPLATE_BODY = 'TemplateBody';

/** Whether it makes stacks of a template that it may hold. */
export function holdsTemplate({ type, properties }: Pick<TemplateEntry, 'type' | 'properties'>): boolean {
  return type === STACK_SET && properties[TEMPLATE_BODY] !== undefined;
}
