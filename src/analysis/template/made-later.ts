import type { WrittenResource } from './for-each';
import { propertiesWithForEach } from './for-each';
import type { Json } from '../../iam/value';
import { isObject, itemsOf, objectOf } from '../../iam/value';

/** What AWS's own macros make is read, or holds no policy: all but what includes another file. */
const READ_MACROS = /^AWS::(?!Include$)/;

/**
 * What CloudFormation makes of a template only when it is deployed that may be any resources, so that anybody may get policies of it: for a person.
 *
 * @param written the resources of the template
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-overview.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/modules.html
 */
export function madeLater({ Transform, 'Fn::Transform': included }: Json, written: readonly WrittenResource[]): string[] {
  const macros = [...itemsOf(Transform), ...itemsOf(included)].map(macroName).filter((name) => !READ_MACROS.test(name));
  return [...macros.map((name) => `what the macro ${name} makes of it`), ...written.flatMap(ofResource)];
}

/** What of the kind a resource is. */
function ofResource({ logicalId, resource }: WrittenResource): string[] {
  const { Type, 'Fn::Transform': whole, Properties } = objectOf(resource);
  if (logicalId.startsWith('Fn::')) {
    return [`the resources that ${logicalId} makes`];
  }
  const found = isModule(Type) ? [`the resources of the module ${logicalId}`]
    : isPolicy(Type) ? propertiesLater(logicalId, propertiesWithForEach(objectOf(Properties))) : [];
  return whole === undefined ? found : [`what Fn::Transform makes of the resource ${logicalId}`, ...found];
}

/** What of the properties of a resource is made only at deployment. */
export function propertiesLater(logicalId: string, properties: Json): string[] {
  const functions = Object.keys(properties).filter((name) => name.startsWith('Fn::'));
  return functions.length === 0 ? functions : functions.filter((name) => /^Fn::(Transform$|ForEach::)/.test(name)).map((name) => `the properties of ${logicalId} that ${name} makes`);
}

export function isModule(type: unknown): boolean {
  return typeof type === 'string' && type.endsWith('::MODULE');
}

/** Whether it is nothing but a policy, which may be about any principal or resource. */
export function isPolicy(type: unknown): boolean {
  return typeof type === 'string' && type.includes('Policy');
}

function macroName(macro: unknown): string {
  return isObject(macro) ? String(macro.Name) : String(macro);
}
