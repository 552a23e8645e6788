import { policySize, thousands } from '../iam/policy-size';
import { itemsOf } from '../iam/value';
import { withoutCovered } from '../iam/without-covered';
import { copied, canonicalJson } from '../private/json';

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
 * The order of statements is kept, and a new one comes last, so that an addition changes the last documents only; unless
 * filling the gaps of earlier ones saves a document.
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
  const inOrder = pack(merged, room, resolve, false);
  const filled = pack(merged, room, resolve, true);
  return filled.length < inOrder.length ? filled : inOrder;
}

type Resolve = (value: unknown) => unknown;

/** With the comma before the next statement. */
function sizeOf(statement: StatementJson, resolve: Resolve): number {
  return JSON.stringify(resolve(statement)).length + 1;
}

/** One statement for all that differ in their actions only; of two equal ones, one. It has the Sid of the first. */
export function mergeEqual(statements: StatementJson[], resolve: Resolve = (value) => value): StatementJson[] {
  const merged = new Map<string, StatementJson>();
  for (const statement of statements) {
    const { Sid, Action, ...rest } = statement;
    const key = canonicalJson(resolve(rest));
    const first = merged.get(key);
    if (!first) {
      merged.set(key, statement);
    } else if (Action !== undefined) {
      merged.set(key, { ...first, Action: one(withoutCovered([...itemsOf(first.Action), ...itemsOf(Action)] as string[])) });
    }
  }
  return [...merged.values()];
}

interface Document {
  readonly statements: StatementJson[];
  room: number;
}

/** @param fillGaps whether a statement may go to any document with room, and not only to the last */
function pack(statements: StatementJson[], room: number, resolve: Resolve, fillGaps: boolean): StatementJson[][] {
  const documents: Document[] = [{ statements: [], room }];
  for (const statement of statements) {
    let rest: StatementJson | undefined = statement;
    for (const document of fillGaps ? documents : documents.slice(-1)) {
      rest = rest && place(rest, document, resolve);
    }
    while (rest) {
      const document: Document = { statements: [], room };
      const left = place(rest, document, resolve);
      documents.push(document);
      if (left !== rest) {
        rest = left;
        continue;
      }
      // Perhaps it is only so large as it is written here.
      const size = policySize(resolve(rest), false) + 1;
      if (size > room) {
        throw new Error(`statement "${statement.Sid}" alone makes a document of ${thousands(DOCUMENT - 1 + size)} characters, `
          + `${thousands(size - room)} over the limit of ${thousands(DOCUMENT - 1 + room)}, and cannot be divided`);
      }
      document.statements.push(rest);
      document.room = 0;
      rest = undefined;
    }
  }
  return documents.filter((document) => document.statements.length > 0).map((document) => document.statements);
}

/** Puts as much of the statement as it can into the document; what is left, if anything. */
function place(statement: StatementJson, document: Document, resolve: Resolve): StatementJson | undefined {
  const put = (part: StatementJson) => {
    document.statements.push(part);
    document.room -= sizeOf(part, resolve);
  };
  if (sizeOf(statement, resolve) <= document.room) {
    put(statement);
    return undefined;
  }
  for (const element of ['Action', 'Resource'].filter((name) => Array.isArray(statement[name]))) {
    const list: unknown[] = statement[element];
    let size = sizeOf({ ...statement, [element]: [] }, resolve) - 1;
    const fitting = list.findIndex((item) => (size += JSON.stringify(resolve(item)).length + 1) > document.room);
    // A part with hardly an action would waste the room that the rest of the statement takes.
    const worthwhile = document.statements.length === 0 ? 1 : Math.min(10, list.length - 1);
    if (fitting >= worthwhile) {
      put({ ...statement, [element]: one(list.slice(0, fitting)) });
      return { ...statement, [element]: one(list.slice(fitting)) };
    }
  }
  return statement;
}

function one(list: unknown[]): unknown {
  return list.length === 1 ? list[0] : list;
}
