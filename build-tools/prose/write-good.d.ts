declare module 'write-good' {
  /** What is to be mended of a string, by its checks: each is on unless it is off. */
  export default function writeGood(text: string, checks: { readonly [check: string]: boolean }): Array<{ readonly index: number; readonly offset: number; readonly reason: string }>;
}
