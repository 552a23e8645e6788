import { aws_iam as iam, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { writtenProperty } from './written-property';
import type { DocumentPlace } from '../enforcement/rendered-resource';
import { isUntouched } from '../enforcement/rendered-resource';
import { hasTokenObject, replaceTokens } from '../private/tokens';

/** A document of the CDK, and its JSON before anything is resolved. */
export interface WrittenDocument {
  readonly document: iam.PolicyDocument;
  readonly json: any;
  /** Whether it has what the JSON does not say. */
  readonly hasTokens: boolean;
}

/** The document of a resource, if the template has it as the CDK makes it of this. */
export function writtenDocument(holder: CfnResource, place: DocumentPlace): WrittenDocument | undefined {
  const document = documentOf(holder, place);
  if (document === undefined) {
    return undefined;
  }
  const json: unknown = document.toJSON();
  return { document, json, hasTokens: hasTokenObject(json) };
}

function documentOf(holder: CfnResource, { property, path }: DocumentPlace): iam.PolicyDocument | undefined {
  const document: unknown = isUntouched(holder) && path === undefined ? writtenProperty(holder, property) : undefined;
  return document instanceof iam.PolicyDocument ? document : undefined;
}

/** The statements that the CDK writes of its own document, whatever they say by now. */
function givenStatements(document: iam.PolicyDocument): readonly unknown[] | undefined {
  return document.constructor === iam.PolicyDocument ? (document as unknown as { statements?: readonly unknown[] }).statements : undefined;
}

/** Whether the document of a resource has these statements and no other. */
export function hasOnly(holder: CfnResource, place: DocumentPlace, statements: readonly iam.PolicyStatement[]): boolean {
  const document = documentOf(holder, place);
  const given = document && givenStatements(document);
  return given?.length === statements.length && statements.every((statement, i) => statement === given[i]);
}

/** Whether a document has all of the statements. */
export function hasStatements({ document, json, hasTokens }: WrittenDocument, statements: readonly iam.PolicyStatement[]): boolean {
  const written: unknown[] = json?.Statement ?? [];
  const given = givenStatements(document);
  if (hasTokens || (given && statements.every((statement) => given.includes(statement)))) {
    return !hasTokens;
  }
  const expected = statements.map((statement) => statement.toStatementJson());
  if (hasTokenObject(expected)) {
    return false;
  }
  const texts = new Set(written.map((statement) => JSON.stringify(statement)));
  return expected.every((statement) => texts.has(JSON.stringify(statement)));
}

/** The same for documents of a stack that differ in nothing but which resources of it they refer to; `undefined` if more is known only at deployment. */
export function likeness(holder: CfnResource, { document, json, hasTokens }: WrittenDocument): string | undefined {
  if (hasTokens) {
    return undefined;
  }
  const stack = Stack.of(holder);
  const references = new Map<string, string>();
  let isKnown = true;
  // JSON has no NUL, so that nobody can write what stands for a reference.
  const text = replaceTokens(JSON.stringify([json, (document as unknown as { autoAssignSids?: unknown }).autoAssignSids]), (token) => {
    const { length, firstToken } = Tokenization.reverseString(token);
    isKnown &&= length === 1 && Reference.isReference(firstToken) && Stack.of(firstToken.target) === stack;
    references.set(token, references.get(token) ?? `\0${references.size} ${isKnown && (firstToken as Reference).displayName}\0`);
    return references.get(token)!;
  });
  return isKnown && !text.includes('Token[') ? text : undefined;
}
