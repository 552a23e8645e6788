import { judge } from './acknowledged';
import { annotations } from './annotations';
import type { Command } from './command';
import { ExitCode } from './command';
import { Configs } from './config';
import type { LocatedFinding } from './findings';
import { findingsIn } from './findings';
import { fingerprint } from './fingerprint';
import type { Input } from './input';
import { pathIn } from './input';
import type { InputFile } from './input-file';
import { junit } from './junit';
import { knownFindings, withoutKnown } from './known-findings';
import type { LeftOut } from './left-out';
import { leftOutLines } from './left-out';
import { givenManagedPolicies, MANAGED_POLICIES } from './managed-policies';
import { REPOSITORY } from './program';
import { readInput } from './read-input';
import { sarif } from './sarif';
import type { Terminal } from './terminal';
import { styled } from './terminal';
import type { GivenManagedPolicies } from '../analysis/template/managed-policies';

export interface CheckResult {
  readonly findings: readonly LocatedFinding[];
  /** Those that were read. */
  readonly files: readonly string[];
  readonly leftOut: LeftOut;
  readonly failOn: string;
  /** How many files of folders have no policy. */
  readonly others: number;
}

interface CheckInput extends Input {
  readonly managedPolicies?: GivenManagedPolicies;
}

/** Finds mistakes. */
export const check: Command<CheckInput, CheckResult> = {
  about: 'Finds mistakes in policies: conditions on the MCP keys that match other calls than they seem to, denies of actions that AWS has removed, '
    + 'what AWS would not take.',
  options: [{
    options: [
      { name: 'severity', value: 'error|warning', choices: ['error', 'warning'], about: 'the least severity that counts (default: warning)' },
      { name: 'fail-on', value: 'error|warning|never', choices: ['error', 'warning', 'never'], about: 'the least severity that makes the exit code 1 (default: warning)' },
      { name: 'all', about: 'leave out nothing: neither configurations nor comments count' },
      { name: 'config', value: 'FILE', about: 'the configuration for all files (default: mcp-guardrails.yaml, or "mcp-guardrails" in package.json, found upwards from each)' },
      { name: 'skip-others', about: 'a file that has nothing to do with policies is no mistake, as in a folder' },
      { name: 'baseline', value: 'FILE', about: 'an earlier output of check as JSON or SARIF: what is in it is left out' },
      MANAGED_POLICIES,
    ],
  }],
  exitCodes: '0 if nothing was found that --fail-on counts, 1 if something was, 2 for bad input',
  more: `The rules: ${REPOSITORY}/blob/main/docs/rules.md`,
  input: async (args, context) => ({
    ...await readInput(args.files, context, { folders: true, skipOthers: args.has('skip-others') }),
    managedPolicies: context.problems.attempt(() => givenManagedPolicies(args)),
  }),
  saysPart: ({ files }) => files.length > 0,
  run: (input, args, problems) => {
    const known = args.one('baseline') === undefined ? new Map<string, number>() : knownFindings(args.one('baseline')!);
    const found = findingsIn(input, problems, input);
    const judged = args.has('all') ? { findings: found, acknowledged: 0, off: 0 } : judge(found, new Configs(args.one('config')), today(), problems);
    const all = judged.findings.filter(({ severity }) => args.one('severity') !== 'error' || severity === 'error');
    const findings = withoutKnown(all, known);
    return {
      findings,
      leftOut: { baseline: all.length - findings.length, acknowledged: judged.acknowledged, off: judged.off },
      files: input.files.map(({ name }) => name),
      others: input.others,
      failOn: args.one('fail-on') ?? 'warning',
    };
  },
  print: {
    text: (result, { out }) => print(result, out),
    json: ({ findings, leftOut }) => ({ version: 1, findings: findings.map(toJson), leftOut }),
    sarif: ({ findings, leftOut }, _, problems) => sarif(findings, problems.found, leftOutLines(leftOut)),
    junit: ({ findings, files, leftOut }, _, problems) => junit(findings, files, problems.found.map(({ message }) => message), leftOutLines(leftOut)),
    github: ({ findings, leftOut }, _, problems) => annotations(findings, problems.found.map(({ message }) => message), leftOutLines(leftOut)),
  },
  exitCode: ({ findings, failOn }) => (
    failOn !== 'never' && findings.some(({ severity }) => failOn === 'warning' || severity === 'error') ? ExitCode.FOUND : ExitCode.OK),
};

/** An acknowledgement may count until a day: the one check hangs on the clock for that. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function toJson(located: LocatedFinding): object {
  const { finding: { rule, message, place, statement: path }, file, line, statement, severity, note } = located;
  return {
    rule: rule.id,
    severity,
    message,
    fix: rule.fix,
    file: place.file,
    statement,
    line,
    ...(place.logicalId !== undefined && { logicalId: place.logicalId }),
    ...(place.constructPath !== undefined && { constructPath: place.constructPath }),
    path: pathIn(file, place, path).join('/'),
    fingerprint: fingerprint(located),
    ...(note !== undefined && { note }),
  };
}

function print({ findings, files, others, leftOut }: CheckResult, out: Terminal): void {
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
