import { actionTable, lookedAt, numbersOf } from './action-table';
import type { Budget } from './budget';
import type { Glob } from './glob';
import { globOfText, ONE_WITHIN, RUN_WITHIN } from './glob';
import { stringCells } from './glob-cells';
import type { ActionElement } from '../iam/element';
import type { Statement } from '../iam/statement';
import { hasUnknownPart } from '../iam/unknown-text';
import { derivedFrom } from '../private/cache';

/** Actions that all statements judge alike, by one of them. */
export interface ActionClass {
  /** As AWS spells it. */
  readonly action: string;
  /** Whether the table of actions has it. */
  readonly listed: boolean;
  /** It, and those of the table that are like it. */
  alike(): Iterable<string>;
}

export interface ActionClasses {
  readonly classes: readonly ActionClass[];
  /** Whether every action, also one that the table does not have, is like one of them. */
  readonly complete: boolean;
}

/** Actions by what tells them apart besides the statements. */
export interface Nature {
  /** Of each action of the table, a number for what it is. */
  readonly listed: { readonly numbers: Int32Array; readonly count: number };
  of(action: string): string;
}

/**
 * Divides the actions that patterns mean by which of the statements are about them.
 *
 * @param scope patterns of actions; all if there is none
 * @param nature what else tells actions apart
 */
export function actionClasses(statements: readonly Statement[], scope: readonly string[], nature: Nature, budget: Budget): ActionClasses {
  const elements = [...new Map(statements.flatMap(({ action }) => (action ? [[likenessOf(action), action] as const] : []))).values()];
  for (const element of elements) {
    const { texts, literals } = element;
    budget.take(isOpen(element) ? texts.length * actionTable().names.length : sum(literals.map((text) => lookedAt(text.toLowerCase()))));
  }
  budget.take(sum(scope.map((text) => lookedAt(text.toLowerCase()))));
  const listed = listedClasses(elements, scope, nature);
  budget.take(listed.length * sizeOf(elements));
  const known = new Set(listed.map(({ action }) => signatureOf(elements, action.toLowerCase())));
  const { classes, complete } = unlistedClasses(elements, scope, known, budget);
  return { classes: [...listed, ...classes], complete };
}

function sizeOf(elements: readonly ActionElement[]): number {
  return sum(elements.map(({ texts }) => texts.length));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

const likenessOf = derivedFrom(({ negated, texts }: ActionElement): string => (
  JSON.stringify([negated, texts.map((text) => text?.toLowerCase() ?? null)])));

function signatureOf(elements: readonly ActionElement[], action: string): string {
  let signature = '';
  for (const element of elements) {
    const outcome = element.matches(action);
    signature += outcome === undefined ? '?' : outcome ? '1' : '0';
  }
  return signature;
}

function listedClasses(elements: readonly ActionElement[], scope: readonly string[], { listed }: Nature): ActionClass[] {
  const { names, ranks } = actionTable();
  const classOf = listed.numbers.slice();
  let { count } = listed;
  const divide = (numbers: Int32Array) => {
    const fresh = new Map<number, number>();
    for (const i of numbers) {
      let id = fresh.get(classOf[i]);
      if (id === undefined) {
        fresh.set(classOf[i], id = count++);
      }
      classOf[i] = id;
    }
  };
  elements.flatMap(meantBy).forEach(divide);
  const best = new Int32Array(count).fill(-1);
  const consider = (i: number) => {
    const known = best[classOf[i]];
    if (known === -1 || ranks[i] < ranks[known] || (ranks[i] === ranks[known] && i < known)) {
      best[classOf[i]] = i;
    }
  };
  if (scope.length === 0) {
    classOf.forEach((_, i) => consider(i));
  } else {
    scope.forEach((pattern) => numbersOf(pattern.toLowerCase()).forEach(consider));
  }
  // All classes at once, since there may be many; when one is asked, since most are not.
  let members: number[][] | undefined;
  const membersOf = (one: number) => {
    if (members === undefined) {
      const lists = members = Array.from({ length: count }, (): number[] => []);
      const isAsked = new Set(scope.flatMap((pattern) => [...numbersOf(pattern.toLowerCase())]));
      classOf.forEach((id, i) => {
        if (scope.length === 0 || isAsked.has(i)) {
          lists[id].push(i);
        }
      });
    }
    return members[one];
  };
  return [...best].filter((i) => i !== -1).sort((a, b) => ranks[a] - ranks[b] || a - b).map((i) => ({
    action: names[i],
    listed: true,
    * alike() {
      yield names[i];
      for (const other of membersOf(classOf[i])) {
        if (other !== i) {
          yield names[other];
        }
      }
    },
  }));
}

function isOpen({ texts }: ActionElement): boolean {
  return texts.some((text) => text === undefined || hasUnknownPart(text));
}

/** The actions that an element names, all others being alike to it; apart from those of which that is not certain. */
function meantBy(element: ActionElement): Int32Array[] {
  if (isOpen(element)) {
    const outcomes = actionTable().lower.map((action) => element.matches(action));
    return [!element.negated, undefined].map((outcome) => Int32Array.from([...outcomes.keys()].filter((i) => outcomes[i] === outcome)));
  }
  return [together(element.literals.map((text) => numbersOf(text.toLowerCase())))];
}

function together(lists: readonly Int32Array[]): Int32Array {
  return lists.length === 1 ? lists[0] : Int32Array.from(new Set(lists.flatMap((list) => [...list])));
}

/** `service:Action`, as a set of strings. */
const ACTION: Glob = { items: [ONE_WITHIN, RUN_WITHIN, ':', ONE_WITHIN, RUN_WITHIN], foldsCase: false };

/** Actions that AWS may add, or has added since the table: one of each kind that patterns tell apart, and the table has none of. */
function unlistedClasses(
  elements: readonly ActionElement[], scope: readonly string[], known: ReadonlySet<string>, budget: Budget,
): ActionClasses {
  const isWide = (text: string) => /[*?]/.test(text) || hasUnknownPart(text) || numbersOf(text).length === 0;
  const sets = elements.flatMap(({ texts }) => {
    const open = texts.filter((text) => text !== undefined).map((text) => text.toLowerCase()).filter(isWide);
    const [plain, unknown] = [open.filter((text) => !hasUnknownPart(text)), open.filter(hasUnknownPart)];
    return [...plain.length > 0 ? [plain] : [], ...unknown.map((text) => [text])];
  });
  const distinct = new Map(sets.map((texts) => [texts.join('\n'), texts.map(globOfText)]));
  const asked = scope.map((text) => globOfText(text.toLowerCase()));
  const domain = [[ACTION], ...asked.length > 0 ? [asked] : []];
  const { cells, complete } = stringCells([...domain, ...distinct.values()], domain.length, budget.half());
  budget.take(cells.length * sizeOf(elements));
  const found = new Map<string, ActionClass>();
  for (const { example } of cells) {
    const signature = signatureOf(elements, example);
    if (!known.has(signature) && !found.has(signature)) {
      found.set(signature, { action: example, listed: false, alike: () => [example] });
    }
  }
  return { classes: [...found.values()], complete };
}
