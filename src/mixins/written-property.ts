import type { CfnResource } from 'aws-cdk-lib';
import { cfnName } from '../enforcement/rendered-resource';

type Properties = { [property: string]: unknown };

/** A property as the app has written it, also of a resource without a class of its own: `new CfnResource(…, { type, properties })`. */
export function writtenProperty(resource: CfnResource, property: string): any {
  const { properties, name } = placeOf(resource, property);
  return properties[name];
}

/** Writes the property where the resource has it. */
export function writeProperty(resource: CfnResource, property: string, value: unknown): void {
  const { properties, name } = placeOf(resource, property);
  properties[name] = value;
}

function placeOf(resource: CfnResource, property: string): { readonly properties: Properties; readonly name: string } {
  const own = resource as unknown as Properties & { readonly _cfnProperties?: Properties };
  return property in own || own._cfnProperties === undefined ? { properties: own, name: property }
    : { properties: own._cfnProperties, name: cfnName(property) };
}
