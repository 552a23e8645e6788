import type { LocatedFinding } from './findings';
import { visible } from '../private/format';

/**
 * Findings as lines that GitHub Actions shows beside the code.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function annotations(findings: readonly LocatedFinding[], problems: readonly string[], notes: readonly string[]): string {
  const lines = findings.map(({ finding: { rule, message, place }, line, severity }) => (
    `::${severity} file=${property(place.file!)},line=${line},title=${property(rule.id)}::${escaped(`${message}\nFix: ${rule.fix}`)}`));
  return [...lines, ...problems.map((problem) => `::error::${escaped(problem)}`), ...notes.map((note) => `::notice::${escaped(note)}`)].map((each) => `${each}\n`).join('');
}

/** A line break, or a percent sign, would end the command or be read as an escape. */
function escaped(text: string): string {
  return text.split('\n').map(visible).join('\n').replace(/%/g, '%25').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return escaped(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
