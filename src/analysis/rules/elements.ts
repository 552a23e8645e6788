import { isIntrinsic } from '../../iam/combine-conditions';
import type { Json, LocatedPolicy } from '../../iam/policy';
import { PolicyKind, statementsOf } from '../../iam/policy';
import { hasUnknownPart } from '../../iam/unknown-text';

/** A statement that can be read, with its way within the document. */
export interface ReadableStatement {
  readonly statement: Json;
  readonly path: string;
}

/** Whether it is an object that is known, not an intrinsic function. */
export function isPlainObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isIntrinsic(value);
}

const read = new WeakMap<object, readonly ReadableStatement[]>();

/** The statements of a document that are known, those in either branch of an `Fn::If` included. */
export function readableStatements(document: unknown): readonly ReadableStatement[] {
  if (typeof document !== 'object' || document === null) {
    return [];
  }
  let statements = read.get(document);
  if (!statements) {
    statements = statementsOf(document).flatMap(({ statement, path }) => branches(statement, path));
    read.set(document, statements);
  }
  return statements;
}

function branches(value: unknown, path: string): ReadableStatement[] {
  if (isPlainObject(value)) {
    return [{ statement: value, path }];
  }
  const choice = isIntrinsic(value) ? value['Fn::If'] : undefined;
  return Array.isArray(choice) ? [1, 2].flatMap((i) => branches(choice[i], `${path}/Fn::If/${i}`)) : [];
}

/** The values of an element that may hold one or a list. */
export function listOf(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

/** Those that are text known as a whole. */
export function knownTexts(value: unknown): string[] {
  return listOf(value).filter((each): each is string => typeof each === 'string' && !hasUnknownPart(each));
}

/** Whether the element is in the statement: also where its value is known only at deployment. */
export function has(statement: Json, element: string): boolean {
  return statement[element] !== undefined;
}

/** Whether the statement is about every action, or every one but some. */
export function isAboutAllActions(statement: Json): boolean {
  return has(statement, 'NotAction') || knownTexts(statement.Action).some((action) => /^\*+(:\*+)?$/.test(action));
}

/** What the statement is about, for a message: `s3:Delete*` or `all but s3:Get* and 3 more`. */
export function shownActions(statement: Json): string {
  const [first, ...others] = knownTexts(statement.Action ?? statement.NotAction);
  const shown = first === undefined ? 'some actions' : others.length === 0 ? first : `${first} and ${others.length} more`;
  return has(statement, 'NotAction') ? `all but ${shown}` : shown === '*' ? 'all actions' : shown;
}

/** Policies that are attached to those they are about, and so name no principal. */
export const WITHOUT_PRINCIPAL: readonly PolicyKind[] = [
  PolicyKind.IDENTITY, PolicyKind.PERMISSIONS_BOUNDARY, PolicyKind.SESSION, PolicyKind.SERVICE_CONTROL,
];

/** Resource-based policies that are sure to be written in IAM's language as it is. Others may have a dialect of their own. */
const PLAIN_RESOURCE_POLICIES = [
  'AWS::KMS::Key', 'AWS::KMS::ReplicaKey', 'AWS::S3::BucketPolicy', 'AWS::SecretsManager::ResourcePolicy', 'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
];

/** Whether it is certain what the policy may hold. */
export function isOfKnownShape(policy: LocatedPolicy): boolean {
  return policy.kind !== PolicyKind.RESOURCE || policy.resourceType === undefined || PLAIN_RESOURCE_POLICIES.includes(policy.resourceType);
}
