import type { Json } from '../../iam/value';
import { isObject, itemsOf, objectOf } from '../../iam/value';

/** The logical ids of what a template's connectors of AWS SAM connect; `undefined` of one that names it otherwise. */
type Connected = ReadonlySet<string | undefined>;

/**
 * What connectors connect, their own resources and those embedded in the source: SAM adds permissions to the role of the source or of the
 * destination, which the template does not show.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-connector.html
 */
export function connectedIn(resources: Json): Connected {
  return new Set(Object.keys(resources).filter((logicalId) => mayConnect(resources[logicalId])).flatMap((logicalId) => {
    const { Type, Properties, Connectors } = objectOf(resources[logicalId]);
    const own = Type === 'AWS::Serverless::Connector' ? [objectOf(Properties).Source, ...itemsOf(objectOf(Properties).Destination)].map(idOf) : [];
    const embedded = Connectors === undefined ? [] : isObject(Connectors)
      ? [logicalId, ...Object.values(Connectors).flatMap((each) => itemsOf(objectOf(objectOf(each).Properties).Destination).map(idOf))] : [undefined];
    return [...own, ...embedded];
  }));
}

/** Most of a template does not. */
function mayConnect(resource: unknown): boolean {
  return isObject(resource) && (resource.Connectors !== undefined || resource.Type === 'AWS::Serverless::Connector');
}

/** Whether a role may get permissions of a connector: it is the role of what is connected, or that is not known. */
export function mayBeConnected(role: string, connected: Connected, propertiesOf: (logicalId: string) => Json | undefined): boolean {
  return [...connected].some((id) => {
    const properties = id === undefined ? undefined : propertiesOf(id);
    return properties === undefined || id === role || JSON.stringify(properties).includes(role);
  });
}

function idOf(connected: unknown): string | undefined {
  const { Id } = objectOf(connected);
  return typeof Id === 'string' ? Id : undefined;
}
