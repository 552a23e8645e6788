/** What is used of `ignore`. It is bundled with the command line, so that its package needs no other. */
export { default as ignore } from 'ignore';
export type { Ignore } from 'ignore';
