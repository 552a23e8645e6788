import type { checkTexts } from './check-texts';

/** A mistake in a policy. */
export interface Finding {
  /** A heading of https://github.com/cdk-mcp-guardrails/cdk-mcp-guardrails/blob/main/docs/rules.md. */
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
  readonly file: string;
  /** The statement's Sid, or its place from 0; empty for the whole policy. */
  readonly statement: string;
  readonly line: number;
  /** Of the resource in a template. */
  readonly logicalId?: string;
  /** Of the construct in a CDK app, or the address of a Terraform resource. */
  readonly constructPath?: string;
  /** To the statement or the policy within the file, with slashes; empty for the file itself. */
  readonly path: string;
  /** The same as long as the finding is, wherever it moves in its file. */
  readonly fingerprint: string;
}

export interface CheckOptions {
  /**
   * The account that templates are deployed to.
   *
   * @default - any
   */
  readonly account?: string;
  /**
   * Documents of managed policies, by name or ARN; they count more than what this program knows of AWS's policies.
   *
   * @default - those of AWS
   */
  readonly managedPolicies?: { readonly [policy: string]: object };
}

export interface CheckResult {
  /** By file in the order given, and by line. */
  readonly findings: readonly Finding[];
  /** What could not be read, or be judged, each as one line. If there is any, the findings are about the rest. */
  readonly problems: readonly string[];
}

/**
 * Finds mistakes in policies, as `mcp-guardrails check` does. It reads no files: neither configurations nor comments count.
 *
 * @param texts policies, templates, or what the AWS CLI and `terraform show -json` print, as JSON, YAML or Markdown: one, or several by the names of
 * their files, which together are one account or organization
 *
 * @example
 * const { findings, problems } = check('{ "Statement": [] }');
 */
export function check(texts: string | { readonly [file: string]: string }, options: CheckOptions = {}): CheckResult {
  // Read when it is needed: other commands start without it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./check-texts') as { checkTexts: typeof checkTexts }).checkTexts(texts, options);
}
