import type { VNode } from 'vue';
import { h } from 'vue';

/** What could not be read or judged. */
export function problemsBox(problems: readonly string[]): VNode | undefined {
  return problems.length === 0 ? undefined
    : h('div', { class: 'pp-problem' }, problems.map((problem, i) => h('p', { key: i }, [i === 0 ? h('strong', 'This can’t be judged: ') : undefined, problem])));
}
