import type { aws_iam as iam, CfnResource } from 'aws-cdk-lib';
import { Lazy, Stack } from 'aws-cdk-lib';

type Json = { [element: string]: any };

/** Where a resource holds a policy: a property, through lists and objects. */
export interface DocumentPlace {
  /** The property of the L1. */
  readonly property: string;
  /** The way on, such as `resourcePolicy`, `policyDocument` in each item of `replicas`. */
  readonly path?: string[];
}

/** The policy documents that a resource holds now, as far as they are known. */
export function documentsOf(resource: CfnResource, place: DocumentPlace): Json[] {
  return found(Stack.of(resource).resolve(valueOf(resource, place)), place.path ?? [])
    .filter((document): document is Json => typeof document === 'object' && document !== null);
}

/** The policy documents as the template will have them, overrides included; `undefined` where there is none. */
export function renderedDocuments(resource: CfnResource, { property, path = [] }: DocumentPlace): Array<Json | undefined> {
  const { Resources = {} } = Stack.of(resource).resolve(resource._toCloudFormation());
  const { Properties = {} } = (Object.values(Resources)[0] ?? {}) as { Properties?: Json };
  return found(Properties, [property, ...path]).map((document) => (typeof document === 'object' && document !== null ? document : undefined));
}

function found(value: any, path: string[]): unknown[] {
  return Array.isArray(value) ? value.flatMap((item) => found(item, path))
    : path.length === 0 || value === undefined || value === null ? [value] : found(value[nameIn(value, path[0])], path.slice(1));
}

/**
 * Adds statements to each policy document in the place. Where there is none, it becomes one that begins with `initial`.
 *
 * Synthesis fails if a document is known only at deployment.
 */
export function addToDocuments(
  resource: CfnResource, place: DocumentPlace, statements: iam.PolicyStatement[], initial: iam.PolicyStatement[] = [],
): void {
  const before: any = valueOf(resource, place);
  if (typeof before?.addStatements === 'function' && (statementsOf(Stack.of(resource).resolve(before)).length > 0 || initial.length === 0)) {
    before.addStatements(...statements);
    return;
  }
  const json = (list: iam.PolicyStatement[]) => list.map((statement) => statement.toStatementJson());
  const appended = (value: any, path: string[]): unknown => {
    if (path.length > 0) {
      return Array.isArray(value) ? value.map((item) => appended(item, path))
        : { ...value, [nameIn(value ?? {}, path[0])]: appended(value?.[nameIn(value ?? {}, path[0])], path.slice(1)) };
    }
    if (value === undefined || value === null) {
      return { Statement: [...json(initial), ...json(statements)], Version: '2012-10-17' };
    }
    if (value.Statement === undefined) {
      throw new Error(`${resource.node.path}: ${place.property} holds a policy that is known only at deployment: give it as an object, `
        + 'so that guardrails can be added to it');
    }
    return { ...value, Statement: [...statementsOf(value), ...json(statements)] };
  };
  (resource as unknown as Json)[place.property] = Lazy.uncachedAny({
    produce: (context) => context.resolve(appended(context.resolve(before), place.path ?? [])),
  });
}

export function statementsOf(document: Json | undefined): Json[] {
  return [document?.Statement ?? []].flat();
}

function valueOf(resource: CfnResource, { property }: DocumentPlace): unknown {
  return (resource as unknown as Json)[property];
}

/** The name under which an object has the property: that of the CDK or that of CloudFormation. */
function nameIn(object: object, property: string): string {
  const name = property[0].toUpperCase() + property.slice(1);
  return !(property in object) && name in object ? name : property;
}
