import type { VNode } from 'vue';
import { defineComponent, h } from 'vue';
import type { Answered, JudgedGroup, JudgedOrigin, Request } from './answers';
import { shortName } from './columns';
import { problemsBox } from './problems';

const WORDS: { readonly [decision: string]: readonly [kind: string, text: string] } = {
  ALLOWED: ['yes', 'Allowed'], EXPLICITLY_DENIED: ['no', 'Denied'], IMPLICITLY_DENIED: ['no', 'Not allowed'], CONDITIONAL: ['depends', 'It depends'],
};
const MOST = 8;

/** Whether a policy is asked about beside one that allows everything. */
export type Beside = 'may be' | 'must be' | 'can’t be';

/** "May it do this?": one request, from each origin. */
export const Question = defineComponent({
  props: {
    request: { type: Object as () => Request, required: true },
    besideEverything: { type: String as () => Beside, required: true },
    answer: { type: Object as () => Answered<readonly JudgedOrigin[]>, default: undefined },
  },
  emits: { change: (request: Request) => typeof request.action === 'string' },
  setup(props, { emit }) {
    const change = (part: Partial<Request>) => emit('change', { ...props.request, ...part });
    const field = (name: 'action' | 'resource' | 'principal', label: string, placeholder: string) => h('div', { class: 'pp-field' }, [
      h('label', { for: `pp-${name}` }, label),
      h('input', {
        id: `pp-${name}`,
        type: 'text',
        value: props.request[name],
        placeholder,
        spellcheck: false,
        autocapitalize: 'off',
        autocomplete: 'off',
        onInput: (event: Event) => change({ [name]: (event.target as HTMLInputElement).value.trim() }),
      }),
    ]);
    return () => h('section', { 'class': 'pp-question', 'aria-labelledby': 'pp-question' }, [
      h('h2', { id: 'pp-question' }, 'May it do this?'),
      h('div', { 'class': 'pp-form', 'role': 'group', 'aria-labelledby': 'pp-question' }, [
        field('action', 'Action', 's3:DeleteObject, or s3:Delete*'),
        field('resource', 'Resource, if it matters', 'arn:aws:s3:::orders/*'),
        field('principal', 'Who asks, if it matters', 'arn:aws:iam::111122223333:role/Agent'),
        props.besideEverything === 'must be' ? h('p', { class: 'pp-check' }, 'It allows nothing itself: it is asked about beside a policy that allows everything.') : undefined,
        props.besideEverything === 'may be' ? h('div', { class: 'pp-check' }, [
          h('input', {
            id: 'pp-everything',
            type: 'checkbox',
            checked: props.request.besideEverything,
            onChange: (event: Event) => change({ besideEverything: (event.target as HTMLInputElement).checked }),
          }),
          h('label', { for: 'pp-everything' }, 'Beside a policy that allows everything'),
        ]) : undefined,
      ]),
      props.answer && problemsBox(props.answer.problems),
      props.answer?.value && h('ul', { class: 'pp-judged' }, props.answer.value.map((each, i) => judged(each, i))),
    ]);
  },
});

function judged({ origins, groups }: JudgedOrigin, index: number): VNode {
  return h('li', { key: index }, [h('h3', sentence(namesOf(origins))), ...groups.map((group, i) => groupOf(group, i, groups.length > 1))]);
}

function namesOf(origins: readonly string[]): string {
  const servers = origins.flatMap((origin) => (origin.startsWith('through ') ? [shortName(origin.slice('through '.length))] : []));
  return [...origins.filter((origin) => !origin.startsWith('through ')), ...servers.length === 0 ? [] : [`through ${servers.join(', ')}`]].join(', ');
}

function groupOf({ decision, where, actions, reasons }: JudgedGroup, index: number, divided: boolean): VNode {
  const [kind, text] = WORDS[decision];
  return h('div', { key: index, class: `pp-cell pp-${kind}` }, [
    h('p', [h('span', { class: 'pp-answer' }, text), divided || actions.length > 1 || where !== undefined
      ? h('small', ` ${actions.slice(0, MOST).join(', ')}${actions.length > MOST ? ` and ${actions.length - MOST} more` : ''} ${where ?? ''}`) : undefined]),
    h('ul', reasons.map((reason, i) => h('li', { key: i }, sentence(reason.replace(/(?<=, )(policy|everything):(\d+)\b/, (_, file, line) => (
      file === 'policy' ? `line ${line}` : 'which allows everything')))))),
  ]);
}

function sentence(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
