import { aboutInput } from './cli-error';
import type { Command } from './command';
import { ExitCode } from './command';
import { REPOSITORY } from './program';
import type { Input, InputFile } from './read-input';
import { lineIn, readInput, wayOf } from './read-input';
import { sarif } from './sarif';
import type { Terminal } from './terminal';
import { styled } from './terminal';
import { checkDocument, checkPolicies } from '../analysis/rules/check';
import type { Finding } from '../analysis/rules/rule';
import { readTemplates } from '../analysis/template/read-templates';

/** A finding and where it is in its file. */
export interface LocatedFinding {
  readonly finding: Finding;
  readonly file: InputFile;
  readonly line: number;
  /** The statement's Sid, or its place among the statements from 0; empty for the whole policy. */
  readonly statement: string;
}

export interface CheckResult {
  readonly findings: readonly LocatedFinding[];
  readonly files: number;
}

/** Finds mistakes. */
export const check: Command<Input, CheckResult> = {
  about: 'Finds mistakes in policies: conditions on the MCP keys that match other calls than they seem to, denies of actions that AWS has removed, '
    + 'what AWS would not take.',
  options: [{
    options: [{ name: 'severity', value: 'error|warning', choices: ['error', 'warning'], about: 'the least severity that counts (default: warning)' }],
  }],
  exitCodes: '0 if nothing was found, 1 if something was, 2 for bad input',
  more: `The rules: ${REPOSITORY}/blob/main/docs/rules.md`,
  input: (args, stdin) => readInput(args.files, stdin),
  run: (input, args) => ({
    findings: findingsIn(input).filter(({ finding }) => args.one('severity') !== 'error' || finding.rule.severity === 'error'),
    files: input.files.length,
  }),
  print: {
    text: (result, { out }) => print(result, out),
    json: ({ findings }) => ({ findings: findings.map(toJson) }),
    sarif: ({ findings }) => sarif(findings),
  },
  exitCode: ({ findings }) => (findings.length > 0 ? ExitCode.FOUND : ExitCode.OK),
};

/** By file in the order given, and by line. */
function findingsIn({ files, documents, templateSets }: Input): LocatedFinding[] {
  const found = [
    ...documents.flatMap(({ file, way, document, kind }) => aboutInput(file.name, () => checkDocument(document, { file: file.name, path: way.join('/') }, kind))),
    ...templateSets.flatMap((templates) => aboutInput(undefined, () => checkPolicies(readTemplates(templates)))),
  ];
  const byName = new Map(files.map((file, i) => [file.name, { file, i }]));
  return found.map((finding) => {
    const { file, i } = byName.get(finding.place.file!)!;
    return { i, finding, file, line: lineIn(file, ...wayOf(finding.place), finding.statement), statement: finding.sid ?? placeIn(finding.statement) };
  }).sort((a, b) => a.i - b.i || a.line - b.line).map(({ i, ...located }) => located);
}

/** Of a statement without a Sid: which one it is. */
function placeIn(path: string | undefined): string {
  return path === undefined ? '' : /\d+/.exec(path)?.[0] ?? '0';
}

function toJson({ finding: { rule, message, place, statement: path }, line, statement }: LocatedFinding): object {
  return {
    rule: rule.id,
    severity: rule.severity,
    message,
    fix: rule.fix,
    file: place.file,
    statement,
    line,
    ...(place.logicalId !== undefined && { logicalId: place.logicalId }),
    ...(place.constructPath !== undefined && { constructPath: place.constructPath }),
    path: [...wayOf(place), ...path === undefined ? [] : [path]].join('/'),
  };
}

function print({ findings, files }: CheckResult, out: Terminal): void {
  let last: InputFile | undefined;
  for (const { finding: { rule, message, place, statement: path }, file, line, statement } of findings) {
    if (file !== last) {
      out.line(styled('bold', file.name));
      last = file;
    }
    const where = [place.constructPath?.replace(/\/Resource$/, '') ?? place.logicalId, path && `statement ${/^\d+$/.test(statement) ? statement : `"${statement}"`}`];
    out.line([styled('dim', `${file.name}:${line}`), `  ${where.filter(Boolean).join(', ')}`], 2, 4);
    out.line([styled(rule.severity === 'error' ? 'red' : 'yellow', rule.severity), ' ', styled('bold', rule.id), `: ${message}`], 4);
    out.line([styled('dim', 'Fix:'), ` ${rule.fix}`], 4);
    out.line();
  }
  const errors = findings.filter(({ finding }) => finding.rule.severity === 'error').length;
  out.line(findings.length === 0 ? `Nothing found in ${count(files, 'file')}.`
    : `${count(errors, 'error')} and ${count(findings.length - errors, 'warning')} in ${count(files, 'file')}.`);
  if (findings.length > 0) {
    out.line(`The rules: ${REPOSITORY}/blob/main/docs/rules.md`);
  }
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
