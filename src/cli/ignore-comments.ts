import { CliError } from './cli-error';
import type { LocatedFinding } from './findings';
import { pathIn } from './input';
import type { InputFile, Source } from './input-file';
import type { commentsIn as read, SourceNode } from './read-yaml';
import { ALL_RULES } from './rules';
import { derivedFrom } from '../private/cache';
import { didYouMean, nearest } from '../private/edit-distance';
import { formatValue } from '../private/format';

/** A comment such as `# mcp-guardrails: ignore NetworkDenyBlocksMcp the agents run in the office`. */
const COMMENT = /^#\s*mcp-guardrails:\s*(.*)$/s;
const IGNORE = /^ignore\s+(\S+)\s+(\S.*)$/s;

interface IgnoreComment {
  readonly offset: number;
  readonly line: number;
  readonly rule: string;
}

/**
 * Whether a comment within the statement, behind it or in the lines just above it, says that the finding is meant. Of several statements on a line, what
 * stands above is about the first, and what stands behind about the last.
 */
export function acknowledgedInComments({ finding: { rule, place, statement }, file }: LocatedFinding): boolean {
  const { comments, commentLines } = commentsOf(file);
  if (comments.length === 0) {
    return false;
  }
  const { source } = file;
  const path = pathIn(file, place, statement);
  const { start, end, key } = source.nearest(path);
  const startLine = source.lineAt(key?.start ?? start);
  // Of a whole policy, not what is said within one statement.
  const last = statement === undefined ? startLine : source.lineAt(Math.max(start, end - 1));
  const [before, after] = [-1, 1].map((step) => (statement === undefined ? undefined : neighbor(source, path, step)));
  let first = startLine;
  while (commentLines.has(first - 1) && !(before && source.lineAt(before.start) === startLine)) {
    first--;
  }
  const isOfNext = ({ line, offset }: IgnoreComment) => after !== undefined && line === source.lineAt(after.start) && offset > after.start;
  return comments.some((comment) => comment.rule === rule.id && comment.line >= first && comment.line <= last && !isOfNext(comment));
}

/** Another statement of the list. */
function neighbor(source: Source, path: readonly string[], step: number): SourceNode | undefined {
  const list = source.nearest(path.slice(0, -1)).children;
  return Array.isArray(list) ? list[Number(path[path.length - 1]) + step] : undefined;
}

/** @throws CliError if a comment for this program is not understood */
const commentsOf = derivedFrom(({ name, source }: InputFile) => {
  const comments: IgnoreComment[] = [];
  const commentLines = new Set<number>();
  if (source.language === 'YAML' && source.text.includes('mcp-guardrails:')) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { commentsIn } = require('./read-yaml') as { commentsIn: typeof read };
    for (const { offset, text, alone } of commentsIn(source.text)) {
      const line = source.lineAt(offset);
      if (alone) {
        commentLines.add(line);
      }
      const [, said] = COMMENT.exec(text.trim()) ?? [];
      if (said !== undefined) {
        comments.push({ offset, line, rule: ruleOf(`${name}:${line}`, said) });
      }
    }
  }
  return { comments, commentLines };
});

function ruleOf(place: string, said: string): string {
  const [, id] = IGNORE.exec(said) ?? [];
  if (id === undefined) {
    throw new CliError(`${place}: a comment that is not understood: expected "# mcp-guardrails: ignore RULE REASON", got ${formatValue(said)}`);
  }
  if (!ALL_RULES.some((rule) => rule.id === id)) {
    throw new CliError(`${place}: there is no rule "${id}"${didYouMean(nearest(id, ALL_RULES.map((rule) => rule.id)))}`);
  }
  return id;
}
