import type { aws_iam as iam, CfnResource } from 'aws-cdk-lib';
import { Lazy, Stack } from 'aws-cdk-lib';
import { writeProperty, writtenProperty } from './written-property';
import type { DocumentPlace } from '../enforcement/rendered-resource';
import { documentsIn, nameIn, statementsOf } from '../enforcement/rendered-resource';

type Json = { [element: string]: any };

/** The policy documents that a resource holds now, as far as they are known. */
export function documentsOf(resource: CfnResource, place: DocumentPlace): Json[] {
  const written: unknown = Stack.of(resource).resolve(writtenProperty(resource, place.property));
  return documentsIn({ [place.property]: written }, place).filter((document) => document !== undefined);
}

/**
 * Adds statements to each policy document in the place. Where there is none, it becomes one that begins with `initial`.
 *
 * Synthesis fails if a document is known only at deployment.
 */
export function addToDocuments(
  resource: CfnResource, place: DocumentPlace, statements: iam.PolicyStatement[], initial: iam.PolicyStatement[] = [],
): void {
  const before = writtenProperty(resource, place.property);
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
  writeProperty(resource, place.property, Lazy.uncachedAny({
    produce: (context) => context.resolve(appended(context.resolve(before), place.path ?? [])),
  }));
}
