/** The program's name, and that of the npm package that it is. */
export const PROGRAM = 'mcp-guardrails';
export const REPOSITORY = 'https://github.com/cdk-mcp-guardrails/cdk-mcp-guardrails';

/** The version of the package, which is that of the library, too. */
export function version(): string {
  // Not an import: that would copy the file into `lib`.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../../package.json').version;
}
