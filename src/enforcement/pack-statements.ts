import { policySize, thousands } from '../iam/policy-size';
import { itemsOf } from '../iam/value';
import { withoutCovered } from '../iam/without-covered';
import { copied, canonicalJson } from '../private/json';
import { sha256 } from '../private/sha256';
import { isToken } from '../private/tokens';

/** A statement as it is in a policy document. */
export type StatementJson = { [element: string]: any };

/** A document of its own, so that what changes it does not change the statements. */
export function documentOf(statements: readonly StatementJson[]): { Statement: StatementJson[]; Version: string } {
  return { Statement: copied(statements), Version: '2012-10-17' };
}

/** What a document has around its statements, and a statement behind the one before it. */
const DOCUMENT = JSON.stringify({ Statement: [], Version: '2012-10-17' }).length;

/**
 * Divides Deny statements among the fewest documents, without changing what they deny together.
 *
 * If all fit one document they stay as they are. Else statements with equal conditions and resources become one, and one with
 * a list of actions or resources may be divided: denying two lists is denying each. One with `NotAction` may not, for denying
 * all but A and all but B denies everything.
 *
 * Which goes where hangs on the statements, not on their order. Most documents stay as they are when a guardrail changes; the last one has what
 * fills no other.
 *
 * @param statements which may hold tokens
 * @param limit the most characters a document may have
 * @param resolve makes literals and intrinsic functions of tokens, to measure them; the latter count as they are written. The
 * statements that are returned keep their tokens: one may refer to another stack, which the CDK must see.
 * @throws if one statement is larger than a document and cannot be divided.
 */
export function packStatements(statements: StatementJson[], limit: number, resolve: Resolve = (value) => value): StatementJson[][] {
  const room = limit - DOCUMENT + 1;
  const total = (list: StatementJson[]) => list.reduce((sum, statement) => sum + sizeOf(statement, resolve), 0);
  if (total(statements) <= room) {
    return [statements];
  }
  const merged = mergeEqual(statements, resolve);
  if (total(merged) <= room) {
    return [merged];
  }
  const parts = partsOf(statements, resolve);
  const halved = divide(parts, room, resolve, true);
  if (halved.length < total(merged) / room + 1) {
    return halved; // Fewer would not hold them.
  }
  const filled = divide(parts, room, resolve, false);
  return filled.length < halved.length ? filled : halved;
}

type Resolve = (value: unknown) => unknown;

/** With the comma before the next statement. */
function sizeOf(statement: StatementJson, resolve: Resolve): number {
  return JSON.stringify(resolve(statement)).length + 1;
}

/** One statement for all that differ in their actions only; of two equal ones, one. It has the Sid of the first. */
export function mergeEqual(statements: StatementJson[], resolve: Resolve = (value) => value): StatementJson[] {
  return [...byKey(statements, (statement) => keyOf(statement, resolve)).values()].map(joined);
}

function byKey<T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const name = key(item);
    groups.set(name, groups.get(name) ?? []);
    groups.get(name)!.push(item);
  }
  return groups;
}

/** What one statement says beside others; `undefined` if it has no actions, or a list of them that is known later. */
function actionsOf({ Action }: StatementJson): string[] | undefined {
  return Action === undefined || (Array.isArray(Action) && isToken(Action)) ? undefined : itemsOf(Action) as string[];
}

/** Of statements that can become one, it is the same. */
function keyOf({ Sid: _, ...rest }: StatementJson, resolve: Resolve): string {
  return canonicalJson(resolve(actionsOf(rest) ? { ...rest, Action: undefined } : rest));
}

/** The first statement with the actions of all, which have the same key. */
function joined(statements: StatementJson[]): StatementJson {
  const [first] = statements;
  return statements.length === 1 || !actionsOf(first) ? first
    : { ...first, Action: one(withoutCovered(statements.flatMap((each) => actionsOf(each)!))) };
}

/** All of a statement, or what is left of it. */
interface Part {
  readonly key: string;
  readonly statement: StatementJson;
  readonly size: number;
  /** Of its actions alone, with a comma before each. */
  readonly sizeOfActions: number;
}

interface Document {
  /** By key. */
  readonly parts: Map<string, Part>;
  room: number;
}

function partOf(statement: StatementJson, resolve: Resolve, key = keyOf(statement, resolve)): Part {
  const actions = actionsOf(statement);
  return { key, statement, size: sizeOf(statement, resolve), sizeOfActions: actions ? JSON.stringify(resolve(actions)).length - 1 : 0 };
}

/** The largest statement first, each with the actions that none before it has, and that no other one means as well. */
function partsOf(statements: StatementJson[], resolve: Resolve): Part[] {
  // Without actions, a statement is there once.
  const orNone = (statement: StatementJson) => actionsOf(statement) ?? [''];
  const parts = statements.map((statement) => partOf(statement, resolve))
    .sort((a, b) => b.size - a.size || (a.statement.Sid < b.statement.Sid ? -1 : 1));
  const left = new Map([...byKey(parts, ({ key }) => key)].map(([key, all]) => (
    [key, new Set(withoutCovered(all.flatMap(({ statement }) => orNone(statement))))])));
  return parts.flatMap(({ key, statement }) => {
    const own = withoutCovered(orNone(statement)).filter((action) => left.get(key)!.delete(action)).sort();
    return own.length === 0 ? [] : [partOf(actionsOf(statement) ? { ...statement, Action: one(own) } : statement, resolve, key)];
  });
}

/**
 * Halves the parts by a hash of what they are about, and the halves again. Each half fills as many documents as it can, and hands on what fills none. So
 * what changes in one half leaves the documents of the other one as they are.
 *
 * @param halves whether to; else each goes to the first document that has room
 */
function divide(parts: Part[], room: number, resolve: Resolve, halves: boolean): StatementJson[][] {
  const full: Document[] = [];
  const fill = (given: Document[], more: readonly Part[]): Document[] => {
    const open = [...given];
    for (const part of more) {
      let rest: Part | undefined = part;
      for (let i = 0; rest;) {
        open[i] ??= { parts: new Map(), room };
        const left: Part | undefined = place(rest, open[i], resolve);
        if (left === rest) {
          i++;
        } else if (left) {
          full.push(...open.splice(i, 1));
        }
        rest = left;
      }
    }
    return open;
  };
  const used = (documents: Document[]) => documents.reduce((sum, document) => sum + room - document.room, 0);
  const join = (a: Document[], b: Document[]): Document[] => {
    const [into, from] = used(a) < used(b) ? [b, a] : [a, b];
    return fill(into, from.flatMap((document) => [...document.parts.values()]).sort((x, y) => y.size - x.size));
  };
  const halve = (some: ReadonlyArray<Part & { readonly path: string }>, bit: number): Document[] => {
    if (some.length < 2 || bit === some[0].path.length) {
      return fill([], some);
    }
    const [zeros, ones] = ['0', '1'].map((digit) => some.filter(({ path }) => path[bit] === digit));
    return join(halve(zeros, bit + 1), halve(ones, bit + 1));
  };
  const bits = (text: string) => parseInt(sha256(text).slice(0, 8), 16).toString(2).padStart(32, '0');
  // Equal conditions first, for they save room where they meet.
  const open = halves ? halve(parts.map((part) => ({ ...part, path: bits(part.key) + bits(`${part.statement.Sid}`) })), 0) : fill([], parts);
  return [...full, ...open].map((document) => [...document.parts.values()].map(({ statement }) => (
    Array.isArray(statement.Action) ? { ...statement, Action: [...statement.Action].sort() } : statement)));
}

/**
 * Puts as much of the part as it can into the document; what is left, if anything.
 *
 * @throws if the document is empty, and too small for a part that can't be divided.
 */
function place(part: Part, document: Document, resolve: Resolve): Part | undefined {
  const { key, statement } = part;
  const same = document.parts.get(key);
  const brackets = same && !Array.isArray(same.statement.Action) ? 2 : 0;
  if ((same ? part.sizeOfActions && part.sizeOfActions + brackets : part.size) <= document.room) {
    const whole = same ? partOf(joined([same.statement, statement]), resolve, key) : part;
    document.parts.set(key, whole);
    document.room -= whole.size - (same?.size ?? 0);
    return undefined;
  }
  // Resources of the same statement are the same. A list of one may be a token, for any number of items.
  for (const element of (same ? ['Action'] : ['Action', 'Resource']).filter((name) => Array.isArray(statement[name]) && statement[name].length > 1)) {
    const list: unknown[] = statement[element];
    let taken = same ? 2 : sizeOf({ ...statement, [element]: [] }, resolve) - 1;
    const fitting = list.findIndex((item) => (taken += JSON.stringify([resolve(item)]).length - 1) > document.room);
    // A part with hardly an action would waste the room that the rest of the statement takes.
    const worthwhile = document.parts.size === 0 ? 1 : Math.min(10, list.length - 1);
    if (fitting >= worthwhile) {
      const [head, tail] = [list.slice(0, fitting), list.slice(fitting)].map((some) => partOf({ ...statement, [element]: one(some) }, resolve));
      place(head, document, resolve);
      return tail;
    }
  }
  if (document.parts.size > 0) {
    return part;
  }
  // Perhaps it is only so large as it is written here.
  const least = policySize(resolve(statement), false) + 1;
  if (least > document.room) {
    throw new Error(`statement "${statement.Sid}" alone makes a document of ${thousands(DOCUMENT - 1 + least)} characters, `
      + `${thousands(least - document.room)} over the limit of ${thousands(DOCUMENT - 1 + document.room)}, and cannot be divided`);
  }
  document.parts.set(key, part);
  document.room = 0;
  return undefined;
}

function one(list: unknown[]): unknown {
  return list.length === 1 ? list[0] : list;
}
