import type { PolicyKind } from '../../../src/iam/policy';
import type { Json } from '../../../src/iam/value';

/** A policy for which Access Analyzer would report the check. */
export interface Example {
  /** One statement, or a whole document. */
  readonly policy: Json;
  /** By default what it looks like. */
  readonly kind?: PolicyKind;
  /** The type of the resource that holds it, if that matters. */
  readonly resourceType?: string;
}

/** One check of Access Analyzer's policy validation, and what is done about it here. */
export interface Check {
  /** As AWS's page calls it. */
  readonly name: string;
  readonly finding: 'error' | 'general warning' | 'security warning' | 'suggestion';
  /** The rule that reports it, with a policy for which it does, or several. */
  readonly covered?: readonly [rule: string, ...examples: Example[]];
  /** What of it is not covered, or why it is not. */
  readonly note?: string;
}

const check = (finding: Check['finding']) => (name: string, covered: Check['covered'] | undefined, note?: string): Check =>
  ({ name, finding, ...(covered && { covered }), ...(note !== undefined && { note }) });

export const error = check('error');
export const securityWarning = check('security warning');
export const generalWarning = check('general warning');
export const suggestion = check('suggestion');

/** The table of docs/access-analyzer.md, a line each. */
export function tableRow({ name, covered, note }: Check): string {
  return `| ${name} | ${covered ? `[${covered[0]}](rules.md#${covered[0].toLowerCase()})` : '–'} | ${note ?? ''} |`.replace(/ {2}\|$/, ' |');
}
