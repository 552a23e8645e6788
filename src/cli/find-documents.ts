import { JsonText } from './json-text';
import { PolicyKind } from '../iam/policy';
import type { Json } from '../iam/value';

/** How a policy document is written that is a text within JSON, as AWS's APIs return it. */
export type TextForm = 'json' | 'url-encoded json';

/** A policy document found in parsed JSON. */
export interface FoundDocument {
  /** The way to it. */
  readonly way: readonly string[];
  readonly document: Json;
  /** If it is not an object but a text. */
  readonly form?: TextForm;
  /** What the keys around it say that it is. */
  readonly kind?: PolicyKind;
}

/** The keys under which the answers of AWS's APIs have policy documents as texts, in lower case. */
const TEXT_KEYS = ['assumerolepolicydocument', 'content', 'document', 'inlinepolicy', 'policy', 'policydocument', 'policytext', 'resourcepolicy'];

const CONTROL_POLICIES = new Map([
  ['SERVICE_CONTROL_POLICY', PolicyKind.SERVICE_CONTROL],
  ['RESOURCE_CONTROL_POLICY', PolicyKind.RESOURCE_CONTROL],
]);

/**
 * The policy documents in a value: the value itself, the items of a list, or what the AWS CLI prints around them, such as
 * `{ "PolicyVersion": { "Document": … } }`, `{ "Policy": "…" }` or `{ "Policy": { "Content": "…" } }`.
 *
 * @throws if the text of one is malformed
 */
export function findDocuments(value: unknown): FoundDocument[] {
  return find(value, [], undefined);
}

/** The document at the end of a way, if there is one. */
export function documentAt(value: unknown, way: readonly string[]): FoundDocument | undefined {
  const found = way.reduce<unknown>((each, key) => (typeof each === 'object' && each !== null ? (each as Json)[key] : undefined), value);
  return isDocument(found) ? { way, document: found } : typeof found === 'string' ? inText(found, way, undefined)[0] : undefined;
}

function find(value: unknown, way: readonly string[], kind: PolicyKind | undefined): FoundDocument[] {
  if (typeof value === 'string') {
    return way.length === 0 || TEXT_KEYS.includes(way[way.length - 1].toLowerCase()) ? inText(value, way, kind) : [];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  if (isDocument(value)) {
    return [{ way, document: value, ...(kind && { kind }) }];
  }
  return Object.entries(value).flatMap(([key, each]) => find(each, [...way, key], kindOf(key, value) ?? kind));
}

function inText(text: string, way: readonly string[], kind: PolicyKind | undefined): FoundDocument[] {
  const form: TextForm = isUrlEncoded(text) ? 'url-encoded json' : 'json';
  const json = form === 'json' ? text : decode(text);
  const document = parse(json);
  if (!isDocument(document)) {
    return [];
  }
  // Only now, as any text may be here: it must not be nested too deep, nor have a key twice.
  checkText(json, way);
  return [{ way, document, form, ...(kind && { kind }) }];
}

function checkText(json: string, way: readonly string[]): void {
  try {
    new JsonText(json);
  } catch (error) {
    throw new Error(`${[...way, 'not valid JSON'].join(': ')}: ${(error as Error).message}`);
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
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'Statement' in value;
}

function kindOf(key: string, { PolicySummary: summary }: { PolicySummary?: { Type?: unknown } }): PolicyKind | undefined {
  switch (key) {
    case 'AssumeRolePolicyDocument': return PolicyKind.TRUST;
    case 'VpcEndpoints': return PolicyKind.VPC_ENDPOINT;
    case 'Content': return CONTROL_POLICIES.get(String(summary?.Type));
    default: return undefined;
  }
}
