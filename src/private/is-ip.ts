let net: typeof import('net') | undefined;

/** The version of an IP address, 4 or 6; 0 of what is none. */
export function isIP(text: string): number {
  // Not an import: Node.js takes a while to load its sockets, and few callers get here.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  net ??= require('net') as typeof import('net');
  return net.isIP(text);
}
