import type { FactId } from './facts';
import { checkPolicies } from '../../src/analysis/rules/check';
import { readTemplates } from '../../src/analysis/template/read-templates';
import type { PolicyKind } from '../../src/iam/policy';
import type { Json } from '../conformance/row';

/** An input that shows a fact, which the code once had wrong. */
export interface Shown {
  /** What it is about. */
  readonly what: string;
  /** The page of AWS that says so. */
  readonly page: string;
  /** The day on which the page was read. */
  readonly read: string;
  /** What is right. */
  readonly right: unknown;
  /** What the library says. */
  is(): unknown;
}

/** The same with the fact that it shows. */
export interface AuditRow extends Shown {
  readonly of: FactId;
}

/** A row of a page that was read when the row was written. */
export function row(what: string, page: string, right: unknown, is: () => unknown, read = '2026-11-29'): Shown {
  return { what, page, read, right, is };
}

/** The rows that show a fact. */
export function rowsOf(fact: FactId, ...rows: Shown[]): AuditRow[] {
  return rows.map((each) => ({ ...each, of: fact }));
}

/** The ids of what is found in a policy, each once. */
export function found(kind: PolicyKind, statements: Json | Json[], more: Json = {}, resourceType?: string): string[] {
  const document = { Version: '2012-10-17', Statement: statements, ...more };
  return ids(checkPolicies({ ...readTemplates([]), policies: [{ kind, place: { path: '' }, document, ...(resourceType !== undefined && { resourceType }) }] }));
}

/** The ids of what is found in the resources of a template, each once. */
export function foundInResources(Resources: Json): string[] {
  return ids(checkPolicies(readTemplates([{ template: { Resources } }])));
}

/** The message of the error that something throws; `undefined` if it throws none. An internal error is no answer. */
export function errorOf(something: () => unknown): string | undefined {
  try {
    something();
    return undefined;
  } catch (error) {
    if (!(error instanceof Error) || /^(Type|Range|Reference|Syntax)Error$/.test(error.name)) {
      throw error;
    }
    return error.message;
  }
}

function ids(findings: ReadonlyArray<{ readonly rule: { readonly id: string } }>): string[] {
  return [...new Set(findings.map(({ rule }) => rule.id))];
}
