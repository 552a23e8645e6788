import type { CheckResult } from './check-result';
import type { Outputs } from './command';
import type { Fixes } from './fix';
import type { InputFile } from './input-file';
import { leftOutLines } from './left-out';
import { REPOSITORY } from './program';
import type { Terminal } from './terminal';
import { styled } from './terminal';

function printFixes({ files, unwritten }: Fixes, dryRun: boolean, err: Terminal): void {
  for (const { file, findings } of files) {
    for (const { finding: { rule, message }, line } of findings) {
      err.line([styled('dim', `${file.name}:${line}`), '  ', styled('green', dryRun ? 'would fix' : 'fixed'), `  ${rule.id}: ${message}`], 0, 2);
    }
  }
  unwritten.forEach(({ message, hint }) => err.line(`not fixed: ${message}${hint === undefined ? '' : ` (${hint})`}`, 0, 2));
}

/** Prints what was found, and what was fixed. */
export function printCheck(result: CheckResult, { out, err, quiet }: Outputs): void {
  const { findings, files, others, leftOut, fixes, dryRun } = result;
  if (fixes) {
    printFixes(fixes, dryRun, err);
  }
  if (dryRun) {
    out.verbatim(fixes!.diff());
    return;
  }
  let last: InputFile | undefined;
  for (const { finding: { rule, message, place, statement: path }, file, line, statement, severity, note } of findings) {
    if (file !== last) {
      out.line(styled('bold', file.name));
      last = file;
    }
    const where = [place.constructPath?.replace(/\/Resource$/, '') ?? place.logicalId, path && `statement ${/^\d+$/.test(statement) ? statement : `"${statement}"`}`];
    out.line([styled('dim', `${file.name}:${line}`), `  ${where.filter(Boolean).join(', ')}`], 2, 4);
    out.line([styled(severity === 'error' ? 'red' : 'yellow', severity), ' ', styled('bold', rule.id), `: ${message}`], 4);
    out.line([styled('dim', 'Fix:'), ` ${rule.fix}`], 4);
    if (note !== undefined) {
      out.line(note, 4);
    }
    out.line();
  }
  if (quiet) {
    return;
  }
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  out.line(findings.length === 0 ? `Nothing${leftOut.baseline > 0 ? ' new' : ''} found in ${count(files.length, 'file')}.`
    : `${count(errors, 'error')} and ${count(findings.length - errors, 'warning')} in ${count(files.length, 'file')}.`);
  leftOutLines(leftOut).forEach((line) => out.line(line));
  if (others > 0) {
    out.line(others === 1 ? 'One other file has no policy.' : `${others} other files have no policy.`);
  }
  if (findings.length > 0) {
    out.line(`The rules: ${REPOSITORY}/blob/main/docs/rules.md`);
  }
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
