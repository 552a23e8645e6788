import type { TemplateInput } from './template/template';
import type { TemplateSimulatorOptions } from './template-simulator-options';
import { formatValue } from '../private/format';
import { assertJson } from '../private/json';
import { checkedProperties, listOf, OBJECT, STRING, STRINGS } from '../private/validator';

/**
 * A template and those that it may import from, as they were passed.
 *
 * @throws if they or the options are not what their types say.
 */
export function givenTemplates(template: { [section: string]: any }, options: TemplateSimulatorOptions): TemplateInput[] {
  checkedProperties('the options of a template', options, {
    account: STRING, region: STRING, partition: STRING, managedPolicies: OBJECT, organizationPath: STRINGS, otherTemplates: listOf(OBJECT.is, 'templates'),
  });
  Object.entries(options.managedPolicies ?? {}).forEach(([name, document]) => assertJson(`managedPolicies has a document for ${formatValue(name)}, which`, document));
  return [template, ...options.otherTemplates ?? []].map((each) => {
    assertJson('the template', each);
    return { template: each };
  });
}
