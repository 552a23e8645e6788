import type { Edit } from './edit-source';
import { applyEdits } from './edit-source';

/** So many lines that stay are shown on both sides of a change. */
const CONTEXT = 3;

/** Lines in one piece, from 0, and what comes in their place. */
interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** The change of a file as `diff -u` prints it, for `patch` and `git apply`. */
export function unifiedDiff(name: string, text: string, edits: readonly Edit[]): string {
  const lines = linesOf(text);
  let output = `--- ${name}\n+++ ${name}\n`;
  let shift = 0;
  for (const near of together(hunksOf(text, lines, edits))) {
    const [from, to] = [Math.max(0, near[0].start - CONTEXT), Math.min(lines.length, near[near.length - 1].end + CONTEXT)];
    const body: string[] = [];
    let at = from;
    for (const { start, end, lines: now } of near) {
      body.push(...lines.slice(at, start).map((line) => ` ${line}`), ...lines.slice(start, end).map((line) => `-${line}`), ...now.map((line) => `+${line}`));
      at = end;
    }
    body.push(...lines.slice(at, to).map((line) => ` ${line}`));
    const [before, after] = ['+', '-'].map((other) => body.filter((line) => !line.startsWith(other)).length);
    output += `@@ -${range(from, before)} +${range(from + shift, after)} @@\n`;
    output += body.map((line) => (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`)).join('');
    shift += after - before;
  }
  return output;
}

/** The edits, by the lines that they change: those in the same lines are one. */
function hunksOf(text: string, lines: readonly string[], edits: readonly Edit[]): Hunk[] {
  const starts = [0];
  lines.forEach((line) => starts.push(starts[starts.length - 1] + line.length));
  // Behind the last line is in it.
  const lineAt = (offset: number) => Math.min(lines.length, starts.filter((start) => start <= offset).length) - 1;
  const groups: Array<{ start: number; end: number; edits: Edit[] }> = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const [start, end] = [lineAt(edit.start), lineAt(Math.max(edit.start, edit.end - 1)) + 1];
    const last = groups[groups.length - 1];
    if (last && start < last.end) {
      last.end = Math.max(last.end, end);
      last.edits.push(edit);
    } else {
      groups.push({ start, end, edits: [edit] });
    }
  }
  return groups.map(({ start, end, edits: own }) => {
    const base = starts[start];
    const now = linesOf(applyEdits(text.slice(base, starts[end]), own.map((edit) => ({ ...edit, start: edit.start - base, end: edit.end - base }))));
    return trimmed(lines, start, end, now);
  });
}

/** Without lines at both ends that stay the same. */
function trimmed(lines: readonly string[], from: number, to: number, given: readonly string[]): Hunk {
  let [start, end, now] = [from, to, given];
  while (start < end && now.length > 0 && lines[start] === now[0]) {
    [start, now] = [start + 1, now.slice(1)];
  }
  while (start < end && now.length > 0 && lines[end - 1] === now[now.length - 1]) {
    [end, now] = [end - 1, now.slice(0, -1)];
  }
  return { start, end, lines: now };
}

/** Those between which few lines stay. */
function together(hunks: readonly Hunk[]): Hunk[][] {
  const groups: Hunk[][] = [];
  for (const hunk of hunks) {
    const last = groups[groups.length - 1];
    if (last && hunk.start - last[last.length - 1].end <= 2 * CONTEXT) {
      last.push(hunk);
    } else {
      groups.push([hunk]);
    }
  }
  return groups;
}

function range(start: number, count: number): string {
  return `${count === 0 ? start : start + 1},${count}`;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
