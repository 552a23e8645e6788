/** The SHA-256 of a string, in hexadecimal digits. */
export function sha256(text: string): string {
  // Not an import: Node.js takes a while to load its cryptography, and few callers get here.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createHash } = require('crypto') as typeof import('crypto');
  return createHash('sha256').update(text).digest('hex');
}
