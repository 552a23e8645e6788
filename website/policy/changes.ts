import type { VNode } from 'vue';
import { defineComponent, h } from 'vue';
import type { Answered, Change, Changes as AllChanges, Verdict } from './answers';
import { problemsBox } from './problems';

/** For people first, and what is lost before what is new. */
const PARTS = [
  ['lost', 'people', 'Lost for people', 'in direct calls, and through AWS services'],
  ['lost', 'agents', 'Lost for agents', 'through MCP servers'],
  ['gained', 'people', 'New for people', 'in direct calls, and through AWS services'],
  ['gained', 'agents', 'New for agents', 'through MCP servers'],
] as const;
const MOST = 6;

/** What one policy takes and gives over another, for all requests. */
export const Changes = defineComponent({
  props: { answer: { type: Object as () => Answered<AllChanges>, default: undefined } },
  setup(props) {
    return () => h('section', { 'class': 'pp-changes', 'aria-labelledby': 'pp-changes' }, [
      h('h2', { id: 'pp-changes' }, 'What changes, for all requests'),
      props.answer ? problemsBox(props.answer.problems) : h('p', 'Working…'),
      props.answer?.value?.besideFullAccess ? h('p', 'One side allows nothing itself: both are judged beside a policy that allows everything.') : undefined,
      props.answer?.value && h('div', { class: 'pp-grid' }, PARTS.map(([part, who, title, where]) => (
        h('div', { key: title }, [h('h3', [title, h('small', where)]), ...verdicts(props.answer!.value!.changes.filter((each) => each.for === who), part)])))),
    ]);
  },
});

function verdicts(changes: readonly Change[], part: 'gained' | 'lost'): VNode[] {
  const told = changes.filter((each) => each[part].answer !== 'PROVED');
  return told.length === 0 ? [h('div', { class: 'pp-cell pp-yes' }, [h('span', { class: 'pp-answer' }, 'Nothing'), h('p', 'Proved for every request.')])]
    : told.map((change, i) => verdict(change, part, i));
}

function verdict(change: Change, part: 'gained' | 'lost', index: number): VNode {
  const { answer, request, hangsOn = [] }: Verdict = change[part];
  return h('div', { key: index, class: `pp-cell ${answer === 'REFUTED' ? 'pp-no' : 'pp-depends'}` }, [
    h('span', { class: 'pp-answer' }, answer === 'UNDECIDED' ? 'It depends' : part === 'lost' ? 'This was allowed' : 'This was not allowed before'),
    change.principal === undefined ? undefined : h('p', change.principal),
    request && h('p', [h('code', request.action), ' on ', h('code', request.resource)]),
    request && h('p', request.origin === 'direct' ? 'a direct call' : `through ${request.origin}`),
    request && h('ul', Object.entries(request.context).map(([key, values]) => (
      h('li', { key }, `${key} ${values.length === 0 ? 'is absent' : `is ${values.map((value) => JSON.stringify(value)).join(', ')}`}`)))),
    request && !request.listed ? h('p', 'The table of actions does not have this one: AWS may add it.') : undefined,
    request?.listed && !request.fits ? h('p', 'As far as the table of actions tells, this action is about other resources.') : undefined,
    hangsOn.length > 0 ? h('p', 'No request was found for certain. That hangs on:') : undefined,
    hangsOn.length > 0 ? h('ul', hangsOn.slice(0, MOST).map((reason, i) => h('li', { key: i }, reason))) : undefined,
    hangsOn.length > MOST ? h('p', `and ${hangsOn.length - MOST} more`) : undefined,
  ]);
}
