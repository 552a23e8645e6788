import type { TemplateSimulatorOptions } from './simulator';
import type { TemplateInput } from './template/template-set';
import { shown } from '../private/format';
import { assertJson } from '../private/json';
import { checkedForms, listOf, OBJECT, TEXT, TEXTS } from '../private/validate';

/**
 * A template and those that it may import from, as they were passed.
 *
 * @throws if they or the options are not what their types say.
 */
export function givenTemplates(template: { [section: string]: any }, options: TemplateSimulatorOptions): TemplateInput[] {
  checkedForms('the options of a template', options, {
    account: TEXT, region: TEXT, partition: TEXT, managedPolicies: OBJECT, organizationPath: TEXTS, otherTemplates: listOf(OBJECT.is, 'templates'),
  });
  Object.entries(options.managedPolicies ?? {}).forEach(([name, document]) => assertJson(`managedPolicies has a document for ${shown(name)}, which`, document));
  return [template, ...options.otherTemplates ?? []].map((each) => {
    assertJson('the template', each);
    return { template: each };
  });
}
