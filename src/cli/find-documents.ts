import { SourceText } from './source-text';
import { PolicyKind } from '../iam/policy';
import { controlPolicyKind } from '../iam/policy-type-lookup';
import type { Json } from '../iam/value';
import { isObject } from '../iam/value';

/** A policy document found in a value. */
export interface FoundDocument {
  /** The path to it. */
  readonly path: readonly string[];
  readonly document: Json;
  /** If it is a string, as AWS's APIs return it: how that is to be read. */
  readonly encoding?: 'JSON' | 'URL-encoded JSON';
  /** Whether a statement, or a list of them, stands there without a document around it. */
  readonly bare?: true;
  /** What the keys around it say that it is. */
  readonly kind?: PolicyKind;
}

/** The keys under which the answers of AWS's APIs and Terraform have policy documents as strings, in lower case and without underscores. */
const STRING_KEYS = [
  'accesspolicies', 'accesspolicy', 'assumerolepolicy', 'assumerolepolicydocument', 'content', 'deliverydestinationpolicy', 'document', 'inlinepolicy', 'policy',
  'policydocument', 'policytext', 'repositorypolicy', 'resourcepolicy', 's3policydocument', 'sessionpolicy',
];

/**
 * The policy documents in a value: the value itself, the items of a list, or what the AWS CLI prints around them, such as
 * `{ "PolicyVersion": { "Document": … } }`, `{ "Policy": "…" }` or `{ "Policy": { "Content": "…" } }`. Also statements by themselves, as
 * guides print them, and what Terraform plans.
 *
 * @throws if a document that is a string is malformed
 */
export function findDocuments(value: unknown): FoundDocument[] {
  return find(value, [], undefined);
}

/** Whether a string under the key may be a policy document. */
export function isStringKey(key: string): boolean {
  return STRING_KEYS.includes(key.replace(/_/g, '').toLowerCase());
}

/** The document at the end of a path, if there is one. */
export function documentAt(value: unknown, path: readonly string[]): FoundDocument | undefined {
  const found = path.reduce<unknown>((each, key) => (typeof each === 'object' && each !== null ? (each as Json)[key] : undefined), value);
  return isDocument(found) ? { path, document: found } : isBare(found) ? { path, document: { Statement: found }, bare: true }
    : typeof found === 'string' ? inString(found, path, undefined)[0] : undefined;
}

function find(value: unknown, path: readonly string[], kind: PolicyKind | undefined): FoundDocument[] {
  if (typeof value === 'string') {
    return path.length === 0 || isStringKey(path[path.length - 1]) || /polic/i.test(path[path.length - 1]) ? inString(value, path, kind) : [];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  if (isDocument(value)) {
    return [{ path, document: value, ...(kind && { kind }) }];
  }
  if (isBare(value)) {
    return [{ path, document: { Statement: value }, bare: true, ...(kind && { kind }) }];
  }
  return Object.entries(value).flatMap(([key, each]) => find(each, [...path, key], kindOf(key, value) ?? kind));
}

function inString(text: string, path: readonly string[], kind: PolicyKind | undefined): FoundDocument[] {
  const encoding = isUrlEncoded(text) ? 'URL-encoded JSON' : 'JSON';
  const json = encoding === 'JSON' ? text : decode(text);
  const document = parse(json);
  // Any string may be here. That of a policy must be JSON, not be nested too deep, nor have a key twice.
  if (isDocument(document) || (document === undefined && /^\s*\{/.test(json) && /"Statement"/.test(json))) {
    checkJson(json, path);
  }
  if (!isDocument(document)) {
    return [];
  }
  return [{ path, document, encoding, ...(kind && { kind }) }];
}

function checkJson(json: string, path: readonly string[]): void {
  try {
    new SourceText(json, 'JSON');
  } catch (error) {
    throw new Error(`${[...path, 'not valid JSON'].join(': ')}: ${(error as Error).message}`);
  }
}

/** Nothing for what is no JSON, such as the ARN of a policy. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** As IAM's API returns documents. */
export function isUrlEncoded(text: string): boolean {
  return /^\s*(%7B|%5B)/i.test(text);
}

function isDocument(value: unknown): value is Json {
  return isObject(value) && 'Statement' in value;
}

function isBare(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 && value.every(isStatement) : isStatement(value);
}

function isStatement(value: unknown): boolean {
  return isObject(value) && 'Effect' in value && ['Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'NotPrincipal'].some((element) => element in value);
}

function kindOf(key: string, { PolicySummary: summary }: { PolicySummary?: { Type?: unknown } }): PolicyKind | undefined {
  switch (key) {
    case 'AssumeRolePolicyDocument': case 'assume_role_policy': return PolicyKind.TRUST;
    case 'VpcEndpoints': return PolicyKind.VPC_ENDPOINT;
    case 'Content': return controlPolicyKind(summary?.Type);
    default: return undefined;
  }
}
