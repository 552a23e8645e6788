import { withForEach } from './for-each';
import type { Json } from '../../iam/value';
import { isObject, itemsOf } from '../../iam/value';

/** What AWS's own macros make is read, or holds no policy: all but what includes another file. */
const READ_MACROS = /^AWS::(?!Include$)/;

/**
 * What of a template CloudFormation makes only when it is deployed, so that policies in it can't be read: for a person, each where it is.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-overview.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/modules.html
 */
export function unreadParts({ Transform, 'Fn::Transform': included, Resources }: Json): string[] {
  const macros = [...itemsOf(Transform), ...itemsOf(included)].map(macroName).filter((name) => !READ_MACROS.test(name));
  const resources = isObject(Resources) ? withForEach(Resources) : [];
  return [
    ...macros.map((name) => `what the macro ${name} makes of it`),
    ...resources.flatMap(({ logicalId, resource }) => {
      if (logicalId.startsWith('Fn::')) {
        return [`the resources that ${logicalId} makes`];
      }
      const { Type, Properties } = isObject(resource) ? resource : {} as Json;
      return typeof Type === 'string' && Type.endsWith('::MODULE') ? [`the resources of the module ${logicalId}`]
        : Object.keys(Properties ?? {}).filter((name) => /^Fn::(Transform$|ForEach::)/.test(name))
          .map((name) => `the properties of ${logicalId} that ${name} makes`);
    }),
  ];
}

function macroName(macro: unknown): string {
  return isObject(macro) ? String(macro.Name) : String(macro);
}
