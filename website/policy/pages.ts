import { withBase } from 'vitepress';

/** Where a rule is explained. */
export function rulePage(rule: string): string {
  return withBase(`/rules#${rule}`);
}
