/** The package that the program is part of: the library, or the one that is the program alone. */
// Not an import: that would copy the file into `lib`.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const PACKAGE: { readonly name: string; readonly version: string } = require('../../package.json');

/** The program's name, by which it was called. */
export const PROGRAM = PACKAGE.name;
export const REPOSITORY = 'https://github.com/cdk-mcp-guardrails/cdk-mcp-guardrails';

/** The version of this package. */
export function version(): string {
  return PACKAGE.version;
}
