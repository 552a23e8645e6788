import type { CfnResource } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import { itemsOf } from '../iam/value';

type Json = { [name: string]: any };

/** Where a resource holds policies: in a property, through lists and objects. */
export interface DocumentPlace {
  /** The property of the L1. */
  readonly property: string;
  /** The path on, such as `resourcePolicy`, `policyDocument` in each item of `replicas`. */
  readonly path?: string[];
}

/** A resource as the template will have it, overrides included; `undefined` if it is left out, as a policy without statements is. */
export function rendered(resource: CfnResource): { readonly Type: string; readonly Condition?: string; readonly Properties: Json } | undefined {
  const { Resources = {} } = Stack.of(resource).resolve(resource._toCloudFormation());
  const [content] = Object.values<any>(Resources);
  return content && { ...content, Properties: content.Properties ?? {} };
}

export function renderedProperties(resource: CfnResource): Json {
  return rendered(resource)?.Properties ?? {};
}

/** Whether the template has what the L1 says. What `addOverride()` and its like were given is nowhere to be read but in a private field. */
export function isUntouched(resource: CfnResource): boolean {
  const { rawOverrides } = resource as unknown as { rawOverrides?: object };
  return rawOverrides !== undefined && Object.keys(rawOverrides).length === 0;
}

/** What is in the place, in resolved properties; `undefined` where there is nothing. */
export function documentsIn(properties: Json, { property, path = [] }: DocumentPlace): Array<Json | undefined> {
  return itemsIn(properties, [property, ...path]).map((document) => (typeof document === 'object' && document !== null ? document : undefined));
}

function itemsIn(value: any, path: string[]): unknown[] {
  return Array.isArray(value) ? value.flatMap((item) => itemsIn(item, path))
    : path.length === 0 || value === undefined || value === null ? [value] : itemsIn(value[nameIn(value, path[0])], path.slice(1));
}

export function statementsOf(document: Json | undefined): Json[] {
  return itemsOf(document?.Statement ?? undefined) as Json[];
}

/** The name under which an object has the property: that of the CDK or that of CloudFormation. */
export function nameIn(object: object, property: string): string {
  const name = cfnName(property);
  return !(property in object) && name in object ? name : property;
}

export function cfnName(property: string): string {
  return property[0].toUpperCase() + property.slice(1);
}
