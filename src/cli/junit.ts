import type { LocatedFinding } from './findings';
import { PROGRAM } from './program';
import { visible } from '../private/format';

/** Findings as a report of tests, which CI servers show: each finding is a test that failed, each file without one a test that passed. */
export function junit(findings: readonly LocatedFinding[], files: readonly string[], problems: readonly string[], notes: readonly string[]): string {
  const failed = findings.map(({ finding: { rule, message, place }, line, statement, severity }) => testCase(
    [rule.id, statement && `statement ${statement}`].filter(Boolean).join(', '), place.file!,
    `<failure type="${severity}" message="${escaped(message)}">${escaped(`${place.file}:${line}\n${message}\nFix: ${rule.fix}`)}</failure>`,
  ));
  const passed = files.filter((file) => !findings.some(({ finding: { place } }) => place.file === file)).map((file) => testCase('check', file));
  const errors = problems.map((problem) => testCase('input', problem, `<error message="${escaped(problem)}"/>`));
  const skipped = notes.map((note) => testCase('left out', note, `<skipped message="${escaped(note)}"/>`));
  const all = [...failed, ...passed, ...errors, ...skipped];
  const counts = `tests="${all.length}" failures="${failed.length}" errors="${errors.length}" skipped="${skipped.length}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="${PROGRAM}" ${counts}>`, `  <testsuite name="check" ${counts}>`,
    ...all.map((each) => `    ${each}`), '  </testsuite>', '</testsuites>', '',
  ].join('\n');
}

function testCase(name: string, file: string, content?: string): string {
  const start = `<testcase name="${escaped(name)}" classname="${escaped(file)}"`;
  return content === undefined ? `${start}/>` : `${start}>${content}</testcase>`;
}

const ENTITIES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' };

/** For XML, which knows no control characters. */
function escaped(text: string): string {
  return text.split('\n').map(visible).join('\n').replace(/[&<>"\n]/g, (character) => ENTITIES[character]).replace(/[\uFFFE\uFFFF]/g, '\uFFFD');
}
