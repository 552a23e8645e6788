/** What is used of `ignore`. The build puts it into this file, so that the package needs no other. */
export { default as ignore } from 'ignore';
export type { Ignore } from 'ignore';
