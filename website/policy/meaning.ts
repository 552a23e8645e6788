import type { VNode } from 'vue';
import { defineComponent, h } from 'vue';
import type { ExplainedText, StatementText } from './answers';
import { columnsOf, NOT_KNOWN } from './columns';

/** Longer lists are cut. */
const MOST = 4;

/** Whom each statement is about: a row for each statement, a column for each origin. On a phone each row is a card. */
export const Meaning = defineComponent({
  props: { policies: { type: Array as () => readonly ExplainedText[], required: true } },
  setup(props) {
    return () => h('section', { 'class': 'pp-meaning', 'aria-labelledby': 'pp-meaning' }, [
      h('h2', { id: 'pp-meaning' }, 'Whom each statement is about'),
      ...props.policies.map((policy, i) => tableOf(policy, i)),
      h('p', { class: 'pp-note' }, 'AWS does not document whether a call that an AWS service makes for an agent keeps the MCP keys.'),
    ]);
  },
});

function tableOf({ kind, name, statements }: ExplainedText, index: number): VNode {
  const columns = columnsOf(statements);
  return h('div', { 'key': index, 'class': 'pp-scroll', 'tabindex': 0, 'role': 'region', 'aria-labelledby': `pp-caption-${index}` }, [
    h('table', { role: 'table' }, [
      h('caption', { id: `pp-caption-${index}` }, name === undefined ? kind : `${name}, ${kind}`),
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, [
        h('th', { scope: 'col', role: 'columnheader' }, 'Statement'),
        ...columns.map(({ title, note }) => h('th', { scope: 'col', role: 'columnheader' }, [title, note && h('small', note)])),
      ])),
      h('tbody', { role: 'rowgroup' }, statements.map((statement, i) => h('tr', { key: i, role: 'row', class: `pp-${statement.effect?.toLowerCase()}` }, [
        h('th', { scope: 'row', role: 'rowheader' }, rowHead(statement)),
        ...columns.map(({ title, note, cell }) => {
          const { kind: answer, text, detail } = statement.problem === undefined ? cell(statement) : NOT_KNOWN;
          return h('td', { role: 'cell', class: `pp-cell pp-${answer}` }, [
            h('span', { 'class': 'pp-phone', 'aria-hidden': 'true' }, [title, note && h('small', note)]),
            h('span', [h('span', { class: 'pp-answer' }, text), detail && h('span', { class: 'pp-detail' }, detail)]),
          ]);
        }),
      ]))),
    ]),
  ]);
}

function rowHead({ statement, effect, elements, callers, removed, login, problem, line }: StatementText): Array<VNode | undefined> {
  const name = statement === '' ? 'The policy' : /^\d+$/.test(statement) ? `Statement ${Number(statement) + 1}` : statement;
  return [
    h('span', { class: 'pp-name' }, [effect === undefined ? undefined : h('span', { class: 'pp-effect' }, effect), ' ', name, h('small', ` line ${line}`)]),
    problem === undefined ? undefined : h('span', { class: 'pp-callers' }, problem),
    callers === undefined ? undefined : h('span', { class: 'pp-callers' }, `${effect === 'Deny' ? 'Denies' : 'Allows'} ${callers}.`),
    ...Object.entries(elements).map(([element, values]) => h('span', { class: 'pp-element' }, [
      `${element}: `, h('code', values.slice(0, MOST).join(', ')), values.length > MOST ? ` and ${values.length - MOST} more` : '',
    ])),
    removed === undefined ? undefined : h('span', { class: 'pp-element' }, `AWS has removed ${removed}: nothing is ${effect === 'Deny' ? 'denied' : 'allowed'} by it.`),
    login === undefined ? undefined : h('span', { class: 'pp-element' }, login),
  ];
}
