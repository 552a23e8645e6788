import { withBase } from 'vitepress';
import { computed, defineComponent, h, onBeforeUnmount, onMounted, reactive, ref, watch } from 'vue';
import { AnalysisClient } from './analysis-client';
import type { Answered, Changes as AllChanges, ExplainedText, Finding, JudgedOrigin, Request } from './answers';
import { changesOf, decisionsOf, findingsOf, meaningOf, mended } from './answers';
import { Changes } from './changes';
import type { Mark } from './editor';
import { Editor } from './editor';
import type { Example } from './examples';
import { EXAMPLES } from './examples';
import { Findings } from './findings';
import { Meaning } from './meaning';
import type { Beside } from './question';
import { Question } from './question';

/** The folder of the analysis, which the build fills in. */
declare const __ANALYSIS__: string;

/** Whoever types waits no longer. */
const PAUSE_MILLISECONDS = 300;

/** All that was found out about the policy. */
interface Results {
  readonly findings: Answered<readonly Finding[]>;
  readonly meaning: Answered<readonly ExplainedText[]>;
  readonly mended: string;
  /** Whether what a policy denies may be seen beside one that allows everything: it may be, or it has to be. */
  readonly besideEverything: Beside;
  readonly decisions?: Answered<readonly JudgedOrigin[]>;
  readonly changes?: Answered<AllChanges>;
}

/** The page that says what a policy means. */
export const PolicyPage = defineComponent({
  setup() {
    const [first] = EXAMPLES;
    const input = reactive({
      text: first.text, before: '', comparing: false, request: { action: first.action, resource: first.resource, principal: '', besideEverything: false } as Request,
    });
    const results = ref<Partial<Results>>({});
    const status = ref('');
    const unmended = ref<string>();
    const editor = ref<{ goTo: (line: number) => void }>();
    const marks = computed(() => new Map([...results.value.findings?.value ?? []].reverse()
      .sort((a, b) => Number(a.severity === 'error') - Number(b.severity === 'error')).map(({ line, severity }): [number, Mark] => [line, severity])));

    let client: AnalysisClient | undefined;
    let [runs, isBusy] = [0, false];
    const run = async () => {
      const id = ++runs;
      const isOld = () => id !== runs;
      if (isBusy) {
        client!.stop();
      }
      isBusy = true;
      for await (const found of parts(client!, { ...input, request: { ...input.request } })) {
        if (isOld()) {
          return;
        }
        results.value = { ...results.value, ...found };
        status.value = statusOf(results.value);
      }
      isBusy = isOld() && isBusy;
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      clearTimeout(timer);
      status.value = 'Working…';
      timer = setTimeout(() => void run(), PAUSE_MILLISECONDS);
    };
    onMounted(() => {
      client = new AnalysisClient(new URL(withBase(`/${__ANALYSIS__}/`), location.href).href);
      watch(input, soon);
      soon();
    });
    onBeforeUnmount(() => {
      clearTimeout(timer);
      client?.stop();
    });
    const take = ({ text, before, action, resource }: Example) => {
      Object.assign(input, { text, before: before ?? '', comparing: before !== undefined, request: { action, resource, principal: '', besideEverything: false } });
      [unmended.value, results.value] = [undefined, {}];
    };

    return () => h('main', { class: 'pp' }, [
      h('header', [
        h('h1', 'What does this policy mean?'),
        h('p', 'Paste an IAM policy, an SCP or a CloudFormation template. See whom each statement is about: people, agents behind each MCP server, marked sessions, AWS services.'),
        h('p', { class: 'pp-private' }, 'Your policy stays in your browser. The browser itself forbids this page to connect to anything.'),
      ]),
      h('div', { 'class': 'pp-examples', 'role': 'group', 'aria-label': 'Examples' }, EXAMPLES.map((example) => h('button', {
        'key': example.title, 'type': 'button', 'class': 'pp-example', 'aria-pressed': String(input.text === example.text), 'onClick': () => take(example),
      }, example.title))),
      h('p', { class: 'pp-check' }, [
        h('input', { id: 'pp-comparing', type: 'checkbox', checked: input.comparing, onChange: (event: Event) => (input.comparing = (event.target as HTMLInputElement).checked) }),
        h('label', { for: 'pp-comparing' }, 'Compare with what it was before'),
      ]),
      h('div', { class: 'pp-work' }, [
        input.comparing ? h(Editor, { id: 'pp-before', label: 'Before', text: input.before, onChange: (text: string) => (input.before = text) }) : undefined,
        h(Editor, { ref: editor, id: 'pp-policy', label: input.comparing ? 'After' : 'Policy', text: input.text, marks: marks.value, onChange: (text: string) => (input.text = text) }),
        h('div', { class: 'pp-side' }, [
          h('p', { class: 'pp-status', role: 'status' }, status.value),
          results.value.findings ? h(Findings, {
            answer: results.value.findings,
            mendable: (results.value.mended ?? input.text) !== input.text,
            undoable: unmended.value !== undefined,
            onGoTo: (line: number) => editor.value!.goTo(line),
            onMend: () => ([unmended.value, input.text] = [input.text, results.value.mended!]),
            onUndo: () => ([input.text, unmended.value] = [unmended.value!, undefined]),
          }) : undefined,
        ]),
      ]),
      input.comparing ? h(Changes, { answer: results.value.changes }) : undefined,
      results.value.meaning?.value?.length ? h(Meaning, { policies: results.value.meaning.value }) : undefined,
      h(Question, { request: input.request, besideEverything: results.value.besideEverything ?? 'may be', answer: results.value.decisions, onChange: (request: Request) => (input.request = request) }),
    ]);
  },
});

/** What is on the page. */
interface Input {
  readonly text: string;
  readonly before: string;
  readonly comparing: boolean;
  readonly request: Request;
}

/** What is known first comes first. */
async function* parts(client: AnalysisClient, { text, before, comparing, request }: Input): AsyncGenerator<Partial<Results>> {
  if (text.trim() === '') {
    yield { findings: undefined, meaning: undefined, decisions: undefined, changes: undefined, mended: undefined };
    return;
  }
  const [findings, meaning] = await Promise.all([findingsOf(client, text), meaningOf(client, text)]);
  const besideEverything = besideOf(meaning.value ?? []);
  yield { findings, meaning, besideEverything, mended: text };
  yield { mended: (findings.value ?? []).length > 0 ? await mended(client, text) : text };
  const asked = { ...request, besideEverything: besideEverything === 'must be' || besideEverything === 'may be' && request.besideEverything };
  yield { decisions: request.action === '' || !meaning.value?.length ? undefined : await decisionsOf(client, text, asked) };
  yield { changes: !comparing ? undefined : before.trim() === '' ? { problems: ['the policy before is empty: paste it'] } : await changesOf(client, before, text, request.principal) };
}

/** A template has principals, each with all its policies. Of documents that allow nothing there is nothing to see otherwise. */
function besideOf(policies: readonly ExplainedText[]): Beside {
  return policies.some(({ name }) => name !== undefined) ? 'can’t be'
    : policies.some(({ statements }) => statements.some(({ effect }) => effect !== 'Deny')) ? 'may be' : 'must be';
}

function statusOf({ findings, meaning }: Partial<Results>): string {
  const statements = (meaning?.value ?? []).flatMap((each) => each.statements).length;
  const found = (findings?.value ?? []).length;
  return !findings ? 'Paste a policy, or take an example.'
    : findings.problems.length > 0 && statements === 0 ? 'This can’t be read.'
      : `${statements} ${statements === 1 ? 'statement' : 'statements'}, ${found === 0 ? 'nothing found' : found === 1 ? '1 finding' : `${found} findings`}.`;
}
