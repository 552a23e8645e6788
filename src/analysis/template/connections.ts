import type { WrittenResource } from './for-each';
import type * as Connectors from './serverless-connectors';
import type { Json } from '../../iam/value';
import { isObject } from '../../iam/value';

/** What the connectors of a template make. */
export function connectionsIn(written: readonly WrittenResource[]): Connectors.Connections {
  const connecting = written.filter(({ resource }) => mayConnect(resource));
  return connecting.length === 0 ? { made: [], unknown: new Set() } : connectors().connectionsOf(connecting, written);
}

function mayConnect(resource: unknown): boolean {
  return isObject(resource) && (resource.Connectors !== undefined || resource.Type === 'AWS::Serverless::Connector');
}

/** Whether a role may get permissions of a connector: it is the role of what is connected, or that is not known. */
export function mayBeConnected(role: string, connected: Connectors.Connected, propertiesOf: (logicalId: string) => Json | undefined): boolean {
  return [...connected].some((id) => {
    const properties = id === undefined ? undefined : propertiesOf(id);
    return properties === undefined || id === role || JSON.stringify(properties).includes(role);
  });
}

/** Not an import: few templates have connectors. */
function connectors(): typeof Connectors {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./serverless-connectors') as typeof Connectors;
}
