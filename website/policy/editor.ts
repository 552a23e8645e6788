import { computed, defineComponent, h, ref } from 'vue';

/** What a line number says of its line. */
export type Mark = 'error' | 'warning';

const [FEWEST, MOST] = [14, 36];

/** A field for a policy, with numbers of lines that show where something was found. */
export const Editor = defineComponent({
  props: {
    id: { type: String, required: true },
    label: { type: String, required: true },
    text: { type: String, required: true },
    marks: { type: Map as unknown as () => ReadonlyMap<number, Mark>, default: () => new Map() },
  },
  emits: { change: (text: string) => typeof text === 'string' },
  setup(props, { emit, expose }) {
    const field = ref<HTMLTextAreaElement>();
    const gutter = ref<HTMLElement>();
    const count = computed(() => props.text.split('\n').length);
    const follow = () => gutter.value && field.value && (gutter.value.scrollTop = field.value.scrollTop);
    expose({
      /** Puts the cursor on a line, which is chosen as a whole. */
      goTo(line: number): void {
        const lines = props.text.split('\n');
        const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
        const element = field.value!;
        element.focus();
        element.setSelectionRange(start, start + (lines[line - 1] ?? '').length);
        element.scrollTop = (line - 4) * (element.scrollHeight / lines.length);
        follow();
      },
    });
    return () => h('div', { class: 'pp-editor' }, [
      h('label', { for: props.id }, props.label),
      h('div', { class: 'pp-editor-frame' }, [
        h('div', { 'ref': gutter, 'class': 'pp-gutter', 'aria-hidden': 'true' }, [...Array(count.value).keys()].map((i) => (
          h('div', { key: i, class: props.marks.get(i + 1) && `pp-mark pp-${props.marks.get(i + 1)}` }, String(i + 1))))),
        h('textarea', {
          ref: field,
          id: props.id,
          value: props.text,
          rows: Math.min(MOST, Math.max(FEWEST, count.value + 1)),
          wrap: 'off',
          spellcheck: false,
          autocapitalize: 'off',
          autocomplete: 'off',
          placeholder: 'A policy, SCP or CloudFormation template, as JSON or YAML',
          onInput: (event: Event) => emit('change', (event.target as HTMLTextAreaElement).value),
          onScroll: follow,
        }),
      ]),
    ]);
  },
});
