import { judge } from './acknowledged';
import { annotations } from './annotations';
import type { CheckResult } from './check-result';
import { CliError, Problems } from './cli-error';
import type { Command } from './command';
import { ExitCode } from './command';
import { Configs } from './config';
import type { deepFindings } from './deep-check';
import { findingToJson } from './finding-json';
import { findingsIn } from './findings';
import type { Fixes } from './fix';
import { folderOptions } from './folder';
import type { Input } from './input';
import { STDIN } from './input';
import { junit } from './junit';
import { knownFindings, withoutKnown } from './known-findings';
import { leftOutLines } from './left-out';
import { givenManagedPolicies, MANAGED_POLICIES } from './managed-policies';
import { printCheck } from './print-check';
import { REPOSITORY } from './program';
import { readInput } from './read-input';
import { sarif } from './sarif';
import { templateProblems } from './template-file';
import type { GivenManagedPolicies } from '../analysis/template/managed-policies';

interface CheckInput extends Input {
  readonly managedPolicies?: GivenManagedPolicies;
  /** The same, as if some files said something else. */
  readonly again: (texts: ReadonlyMap<string, string>) => Promise<Input>;
}

/** Finds mistakes. */
export const check: Command<CheckInput, CheckResult> = {
  about: 'Finds mistakes in policies: conditions on the MCP keys that match other calls than they seem to, denies of actions that AWS has removed, '
    + 'what AWS would not take.',
  readsFolders: true,
  options: [{
    options: [
      { name: 'fix', about: 'writes into the files what has one right answer: spelling of operators and keys, IfExists, a missing second key, removed actions' },
      { name: 'dry-run', about: 'with --fix: shows what would be written, as diff -u does, and writes nothing' },
      { name: 'severity', value: 'error|warning', choices: ['error', 'warning'], about: 'the least severity that counts (default: warning)' },
      { name: 'fail-on', value: 'error|warning|never', choices: ['error', 'warning', 'never'], about: 'the least severity that makes the exit code 1 (default: warning)' },
      { name: 'deep', about: 'finds statements that change nothing, too, each with what covers it: proved for every request' },
      { name: 'all', about: 'leave out nothing: neither configurations nor comments count' },
      { name: 'config', value: 'FILE', about: 'the configuration for all files (default: mcp-guardrails.yaml, or "mcp-guardrails" in package.json, found upwards from each)' },
      { name: 'skip-others', about: 'a file that has nothing to do with policies is no mistake, as in a folder' },
      { name: 'baseline', value: 'FILE', about: 'an earlier output of check as JSON or SARIF: what is in it is left out' },
      MANAGED_POLICIES,
    ],
  }],
  examples: ['.', 'policy.json --fix --dry-run', 'cdk.out --format sarif > findings.sarif'],
  exitCodes: '0 if nothing was found that --fail-on counts, 1 if something was, 2 for bad input',
  more: `The rules: ${REPOSITORY}/blob/main/docs/rules.md`,
  input: async (args, context) => {
    if (args.has('fix')) {
      refuseStdin(args.files, args.hint);
    } else if (args.has('dry-run')) {
      throw new CliError('--dry-run goes with --fix', args.hint);
    }
    const options = { folders: folderOptions(args), skipOthers: args.has('skip-others') };
    const managedPolicies = context.problems.attempt(() => givenManagedPolicies(args));
    return {
      ...await readInput(args.files, context, options),
      managedPolicies,
      again: (texts) => readInput(args.files, { ...context, problems: new Problems(), passed: undefined, texts }, options),
    };
  },
  saysPart: ({ files }) => files.length > 0,
  run: async (input, args, problems) => {
    const { managedPolicies } = input;
    const baseline = args.one('baseline');
    const known = baseline === undefined ? undefined : knownFindings(baseline);
    const configs = args.has('all') ? undefined : new Configs(args.one('config'));
    const account = input.templateSets.length === 0 ? undefined : problems.attemptOnce(() => configs?.of(STDIN)?.account);
    const options = { managedPolicies, account };
    const files = input.files.map(({ name }) => name);
    const look = (at: Input, told: Problems) => {
      const { findings: others, undecided } = args.has('deep') ? deepLook()(at, told, options) : { findings: [], undecided: [] };
      return { found: findingsIn(at, told, options, others), undecided };
    };
    let looked = look(input, problems);
    let judged = judge(looked.found, files, configs, today(), problems);
    const fixes = args.has('fix') ? fixing().of(input, judged.leftOut) : undefined;
    if (fixes && fixes.files.length > 0) {
      const fixed = await input.again(fixes.texts);
      const after = look(fixed, new Problems());
      fixes.assertGone(after.found);
      if (!args.has('dry-run')) {
        fixes.write();
        looked = after;
        judged = judge(after.found, files, configs, today(), problems);
      }
    }
    const takenByName = input.templateSets.flatMap((set) => templateProblems().takenByName(set));
    const all = judged.findings.filter(({ severity }) => args.one('severity') !== 'error' || severity === 'error');
    const findings = known ? withoutKnown(all, known) : all;
    return {
      findings,
      leftOut: {
        baseline: all.length - findings.length,
        acknowledged: judged.acknowledged,
        off: judged.off,
        ...takenByName.length > 0 && { takenByName },
        ...looked.undecided.length > 0 && { undecided: looked.undecided },
        ...(judged.unused.length > 0 && { unused: judged.unused.map(({ place, rule }) => ({ place, rule })) }),
      },
      files,
      others: input.passedOver.filter(({ why }) => why === 'no policy').length,
      failOn: args.one('fail-on') ?? 'warning',
      fixes,
      dryRun: args.has('dry-run'),
    };
  },
  print: {
    text: printCheck,
    json: ({ findings, leftOut, fixes, dryRun }) => ({
      version: 1,
      findings: findings.map(findingToJson),
      leftOut,
      ...(fixes && { fixed: fixedToJson(fixes), ...(dryRun && { diff: fixes.diff() }) }),
    }),
    sarif: ({ findings, leftOut }, _, problems) => sarif(findings, problems.found, leftOutLines(leftOut)),
    junit: ({ findings, files, leftOut }, _, problems) => junit(findings, files, problems.found.map(({ message }) => message), leftOutLines(leftOut)),
    github: ({ findings, leftOut }, _, problems) => annotations(findings, problems.found.map(({ message }) => message), leftOutLines(leftOut)),
  },
  exitCode: ({ findings, failOn }) => (
    failOn !== 'never' && findings.some(({ severity }) => failOn === 'warning' || severity === 'error') ? ExitCode.FOUND : ExitCode.OK),
};

/** Loaded when it is needed: most checks only look. */
function fixing(): typeof Fixes {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./fix') as { Fixes: typeof Fixes }).Fixes;
}

/** The same: proofs take their time. */
function deepLook(): typeof deepFindings {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./deep-check') as { deepFindings: typeof deepFindings }).deepFindings;
}

/** @throws CliError for what can't be written to */
function refuseStdin(names: readonly string[], hint: string): void {
  if (names.length === 0 || names.includes('-')) {
    throw new CliError('--fix needs files: standard input can\'t be rewritten', hint);
  }
}

/** An acknowledgement may count until a day: the one check hangs on the clock for that. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function fixedToJson({ files }: Fixes): object[] {
  return files.flatMap(({ file, findings }) => findings.map(({ finding: { rule, message }, line, statement }) => (
    { rule: rule.id, message, file: file.name, line, statement })));
}
