import type { Glob } from './glob';
import { globOfText, ONE_WITHIN, RUN_WITHIN } from './glob';
import { stringCells } from './glob-cells';
import { Catalog } from '../actions/catalog';
import type { ActionElement } from '../iam/element';
import type { Statement } from '../iam/statement';
import type { Outcome } from '../iam/three-valued';
import { hasUnknownPart } from '../iam/unknown-text';
import { wildcardMatcher } from '../iam/wildcard';
import { derivedFrom } from '../private/cache';

/** Actions that all statements judge alike. */
export interface ActionClass {
  /** As AWS spells them. */
  readonly actions: readonly string[];
  /** Whether the table of actions has them. */
  readonly listed: boolean;
}

export interface ActionClasses {
  readonly classes: readonly ActionClass[];
  /** Whether every action, also one that the table does not have, is like one of them. */
  readonly complete: boolean;
}

/** Actions by what tells them apart besides the statements. */
export type Nature = (action: string) => string;

/**
 * Divides the actions that patterns mean by which of the statements are about them.
 *
 * @param scope patterns of actions; all if there is none
 * @param natureOf what else tells actions apart, in lower case
 */
export function actionClasses(statements: readonly Statement[], scope: readonly string[], natureOf: Nature): ActionClasses {
  const elements = [...new Map(statements.flatMap(({ action }) => (action ? [[likenessOf(action), action] as const] : []))).values()];
  const listed = listedClasses(elements, scope, natureOf);
  const known = new Set(listed.map(({ actions: [first] }) => signatureOf(elements, first.toLowerCase())));
  const { classes, complete } = unlistedClasses(elements, scope, known);
  return { classes: [...listed, ...classes], complete };
}

function likenessOf({ negated, texts }: ActionElement): string {
  return JSON.stringify([negated, texts.map((text) => text?.toLowerCase() ?? null)]);
}

function signatureOf(elements: readonly ActionElement[], action: string): string {
  return elements.map((element) => code(element.matches(action))).join('');
}

function code(outcome: Outcome): number {
  return outcome === undefined ? 2 : Number(outcome);
}

interface Table {
  readonly names: readonly string[];
  readonly lower: readonly string[];
  /** Where the actions of each service begin and end. */
  readonly ranges: ReadonlyMap<string, readonly [start: number, end: number]>;
}

const tableOf = derivedFrom((catalog: Catalog): Table => {
  const names: string[] = [];
  const ranges = new Map<string, readonly [number, number]>();
  for (const service of catalog.services) {
    const start = names.length;
    names.push(...[...catalog.actionsOf(service).keys()].map((name) => `${service}:${name}`));
    ranges.set(service, [start, names.length]);
  }
  return { names, lower: names.map((name) => name.toLowerCase()), ranges };
});

function listedClasses(elements: readonly ActionElement[], scope: readonly string[], natureOf: Nature): ActionClass[] {
  const table = tableOf(Catalog.get());
  const { names, lower } = table;
  const classOf = new Int32Array(names.length);
  let count = 1;
  for (const element of elements) {
    const fresh = new Map<number, number>();
    for (const [i, outcome] of meantBy(element, table)) {
      const key = 2 * classOf[i] + Number(outcome);
      let id = fresh.get(key);
      if (id === undefined) {
        fresh.set(key, id = count++);
      }
      classOf[i] = id;
    }
  }
  const meant = new Set(scope.flatMap((pattern) => indicesOf(pattern.toLowerCase(), table)));
  const inScope = scope.length === 0 ? lower.keys() : [...meant].sort((a, b) => a - b);
  const classes = new Map<string, string[]>();
  for (const i of inScope) {
    const key = `${classOf[i]} ${natureOf(lower[i])}`;
    const actions = classes.get(key);
    if (actions) {
      actions.push(names[i]);
    } else {
      classes.set(key, [names[i]]);
    }
  }
  return [...classes.values()].map((actions): ActionClass => ({ actions: naturalFirst(actions), listed: true }))
    .sort((a, b) => rankOf(a.actions[0]) - rankOf(b.actions[0]));
}

/** Services that everybody knows, whose actions make the best examples. */
const WELL_KNOWN = ['s3', 'dynamodb', 'ec2', 'lambda', 'iam'];

function rankOf(action: string): number {
  const rank = WELL_KNOWN.indexOf(action.slice(0, action.indexOf(':')));
  return rank === -1 ? WELL_KNOWN.length : rank;
}

/** With the shortest name of the best known service in front. */
function naturalFirst(actions: readonly string[]): string[] {
  const first = actions.reduce((best, each) => (rankOf(each) - rankOf(best) || each.length - best.length) < 0 ? each : best);
  return [first, ...actions.filter((each) => each !== first)];
}

/** The actions that an element names, all others being alike to it; with whether that is not certain. */
function meantBy(element: ActionElement, table: Table): Array<readonly [index: number, open: boolean]> {
  if (element.texts.some((text) => text === undefined || hasUnknownPart(text))) {
    return table.lower.flatMap((action, i) => {
      const outcome = element.matches(action);
      return outcome === element.negated ? [] : [[i, outcome === undefined] as const];
    });
  }
  return [...new Set(element.literals.flatMap((text) => indicesOf(text.toLowerCase(), table)))].map((i) => [i, false]);
}

function indicesOf(pattern: string, { lower, ranges }: Table): number[] {
  const colon = pattern.indexOf(':');
  const service = pattern.slice(0, colon);
  const [start, end] = colon === -1 || /[*?]/.test(service) ? [0, lower.length] : ranges.get(service) ?? [0, 0];
  const found: number[] = [];
  const matches = wildcardMatcher(pattern);
  for (let i = start; i < end; i++) {
    if (matches(lower[i], true)) {
      found.push(i);
    }
  }
  return found;
}

/** `service:Action`, as a set of strings. */
const ACTION: Glob = { items: [ONE_WITHIN, RUN_WITHIN, ':', ONE_WITHIN, RUN_WITHIN], foldsCase: false };

/** Actions that AWS may add, or has added since the table: one of each kind that patterns tell apart, and the table has none of. */
function unlistedClasses(elements: readonly ActionElement[], scope: readonly string[], known: ReadonlySet<string>): ActionClasses {
  const isAsk = scope.length > 0;
  const patterns = [...new Set(elements.flatMap(({ texts }) => texts).filter((text) => text !== undefined).map((text) => text.toLowerCase()))]
    .filter((text) => /[*?]/.test(text) || hasUnknownPart(text) || indicesOf(text, tableOf(Catalog.get())).length === 0);
  const globs = [ACTION, ...scope.map((text) => globOfText(text.toLowerCase())), ...patterns.map(globOfText)];
  const { cells, complete } = stringCells(globs);
  const found = new Map<string, ActionClass>();
  for (const { example, meant } of cells) {
    const signature = signatureOf(elements, example);
    if (meant[0] && (!isAsk || meant.slice(1, scope.length + 1).includes(true)) && !known.has(signature) && !found.has(signature)) {
      found.set(signature, { actions: [example], listed: false });
    }
  }
  return { classes: [...found.values()], complete };
}
