/** What code for Node.js finds without importing it. */
export { Buffer } from 'buffer/';

export const process = { argv: [], env: {}, pid: 1, cwd: () => '/', nextTick: queueMicrotask, once: () => undefined, off: () => undefined };
