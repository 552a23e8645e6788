import { actionTable, lookedAt, numbersOf } from './action-table';
import type { Budget } from './budget';
import type { Glob } from './glob';
import { globOfText, ONE_WITHIN, RUN_WITHIN } from './glob';
import { stringCells } from './glob-cells';
import type { ActionElement } from '../iam/element';
import type { Statement } from '../iam/statement';
import { hasUnknownPart } from '../iam/unknown-text';
import { keptIn } from '../private/cache';

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
 * @param among if given, only actions that one of these statements may be about
 */
export function actionClasses(
  statements: readonly Statement[], scope: readonly string[], nature: Nature, budget: Budget, among?: readonly Statement[],
): ActionClasses {
  const elements = [...new Map(statements.flatMap(({ action }) => (action ? [[likenessOf(action), action] as const] : []))).values()];
  for (const element of elements) {
    const { texts, literals } = element;
    budget.take(isOpen(element) ? texts.length * actionTable().names.length : sum(literals.map((text) => lookedAt(text.toLowerCase()))));
  }
  const domains = [...scope.length > 0 ? [scope] : [], ...among?.every(isPlain) ? [among.flatMap(({ action }) => action!.literals)] : []];
  budget.take(sum(domains.flat().map((text) => lookedAt(text.toLowerCase()))));
  const isAmong = ({ action }: ActionClass) => among?.some((statement) => statement.matchesAction(action.toLowerCase()) !== false) !== false;
  const listed = listedClasses(elements, listedIn(domains), nature).filter(isAmong);
  budget.take(listed.length * sizeOf(elements));
  const known = new Set(listed.map(({ action }) => signatureOf(elements, action.toLowerCase())));
  const { classes, complete } = unlistedClasses(elements, domains, known, budget);
  return { classes: [...listed, ...classes.filter(isAmong)], complete };
}

/** Whether it names all actions that it may be about. */
function isPlain({ action }: Statement): boolean {
  return action?.negated === false && !isOpen(action);
}

/** The numbers of the actions of the table that all of the lists of patterns mean. */
function listedIn(domains: ReadonlyArray<readonly string[]>): readonly number[] {
  const [first, ...others] = domains.map((patterns) => new Set(patterns.flatMap((pattern) => [...numbersOf(pattern.toLowerCase())])));
  return [...first ?? actionTable().names.keys()].filter((i) => others.every((meant) => meant.has(i)));
}

function sizeOf(elements: readonly ActionElement[]): number {
  return sum(elements.map(({ texts }) => texts.length));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

const likenessOf = keptIn(({ negated, texts }: ActionElement): string => (
  JSON.stringify([negated, texts.map((text) => text?.toLowerCase() ?? null)])));

function signatureOf(elements: readonly ActionElement[], action: string): string {
  let signature = '';
  for (const element of elements) {
    const outcome = element.matches(action);
    signature += outcome === undefined ? '?' : outcome ? '1' : '0';
  }
  return signature;
}

function listedClasses(elements: readonly ActionElement[], asked: readonly number[], { listed }: Nature): ActionClass[] {
  const { names, ranks } = actionTable();
  const classOf = new Int32Array(names.length).fill(-1);
  asked.forEach((i) => classOf[i] = listed.numbers[i]);
  let { count } = listed;
  const divide = (lists: readonly Int32Array[]) => {
    const [fresh, before] = [new Map<number, number>(), count];
    for (const numbers of lists) {
      for (const i of numbers) {
        const old = classOf[i];
        if (old === -1 || old >= before) {
          continue; // Not asked, or in another list, too.
        }
        let id = fresh.get(old);
        if (id === undefined) {
          fresh.set(old, id = count++);
        }
        classOf[i] = id;
      }
    }
  };
  elements.flatMap(meantBy).forEach(divide);
  const best = new Int32Array(count).fill(-1);
  for (const i of asked) {
    const known = best[classOf[i]];
    if (known === -1 || ranks[i] < ranks[known] || (ranks[i] === ranks[known] && i < known)) {
      best[classOf[i]] = i;
    }
  }
  // All classes at once, since there may be many; when one is asked, since most are not.
  let members: number[][] | undefined;
  const membersOf = (one: number) => {
    if (members === undefined) {
      const lists = members = Array.from({ length: count }, (): number[] => []);
      asked.forEach((i) => lists[classOf[i]].push(i));
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
function meantBy(element: ActionElement): Int32Array[][] {
  if (isOpen(element)) {
    const outcomes = actionTable().lower.map((action) => element.matches(action));
    return [!element.negated, undefined].map((outcome) => [Int32Array.from([...outcomes.keys()].filter((i) => outcomes[i] === outcome))]);
  }
  return [element.literals.map((text) => numbersOf(text.toLowerCase()))];
}

/** `service:Action`, as a set of strings. */
const ACTION: Glob = { items: [ONE_WITHIN, RUN_WITHIN, ':', ONE_WITHIN, RUN_WITHIN], foldsCase: false };

/** Actions that AWS may add, or has added since the table: one of each kind that patterns tell apart, and the table has none of. */
function unlistedClasses(
  elements: readonly ActionElement[], domains: ReadonlyArray<readonly string[]>, known: ReadonlySet<string>, budget: Budget,
): ActionClasses {
  const isWide = (text: string) => /[*?]/.test(text) || hasUnknownPart(text) || numbersOf(text).length === 0;
  const sets = elements.flatMap(({ texts }) => {
    const open = texts.filter((text) => text !== undefined).map((text) => text.toLowerCase()).filter(isWide);
    const [plain, unknown] = [open.filter((text) => !hasUnknownPart(text)), open.filter(hasUnknownPart)];
    return [...plain.length > 0 ? [plain] : [], ...unknown.map((text) => [text])];
  });
  const distinct = new Map(sets.map((texts) => [texts.join('\n'), texts.map(globOfText)]));
  const domain = [[ACTION], ...domains.map((patterns) => patterns.map((text) => globOfText(text.toLowerCase())))];
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
