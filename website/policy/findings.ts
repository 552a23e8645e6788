import { defineComponent, h } from 'vue';
import type { Answered, Finding } from './answers';
import { rulePage } from './pages';
import { problemsBox } from './problems';

/** What is wrong in the policy, by line, each with what to do. */
export const Findings = defineComponent({
  props: {
    answer: { type: Object as () => Answered<readonly Finding[]>, required: true },
    /** Whether some have one right answer. */
    mendable: { type: Boolean, required: true },
    /** Whether the last text can be had back. */
    undoable: { type: Boolean, required: true },
  },
  emits: { goTo: (line: number) => line > 0, mend: () => true, undo: () => true },
  setup(props, { emit }) {
    return () => {
      const found = props.answer.value ?? [];
      return h('section', { 'class': 'pp-findings', 'aria-labelledby': 'pp-findings' }, [
        h('h2', { id: 'pp-findings' }, found.length === 0 ? 'Mistakes' : found.length === 1 ? '1 finding' : `${found.length} findings`),
        problemsBox(props.answer.problems),
        props.answer.value && found.length === 0 && props.answer.problems.length === 0
          ? h('p', { class: 'pp-good' }, 'Nothing was found. That is no promise: look below what it means for whom.') : undefined,
        h('ul', found.map((each, i) => h('li', { key: i, class: `pp-finding pp-${each.severity}` }, [
          h('p', { class: 'pp-where' }, [
            h('button', { type: 'button', class: 'pp-line', onClick: () => emit('goTo', each.line) }, `Line ${each.line}`),
            h('strong', each.severity === 'error' ? 'Error' : 'Warning'),
            h('a', { href: rulePage(each.rule) }, each.rule),
          ]),
          h('p', each.message),
          h('p', { class: 'pp-fix' }, [h('strong', 'Fix: '), each.fix]),
        ]))),
        h('p', { class: 'pp-buttons' }, [
          props.mendable ? h('button', { type: 'button', class: 'pp-button', onClick: () => emit('mend') }, 'Fix what has one right answer') : undefined,
          props.undoable ? h('button', { type: 'button', class: 'pp-button', onClick: () => emit('undo') }, 'Undo the fix') : undefined,
        ]),
      ]);
    };
  },
});
