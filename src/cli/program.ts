export const PROGRAM = 'cdk-mcp-guardrails';
export const REPOSITORY = 'https://github.com/cdk-mcp-guardrails/cdk-mcp-guardrails';

/** The version of this package. */
export function version(): string {
  // Not an import: that would copy the file into `lib`.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../../package.json').version;
}
