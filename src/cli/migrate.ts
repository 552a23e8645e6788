import * as fs from 'fs';
import * as path from 'path';
import { CliError } from './cli-error';
import { isAssembly } from './cloud-assembly';
import type { Command } from './command';
import { ExitCode } from './command';
import type { Input } from './read-input';
import { readInput } from './read-input';
import type { RewriteFinding, RewrittenFile } from './rewrite-policies';
import { rewritePolicies } from './rewrite-policies';
import type { Terminal } from './terminal';
import { styled } from './terminal';
import { writeFile } from './write-file';

/** Rewrites policies on actions that AWS has removed. */
export const migrate: Command<Input, RewrittenFile[]> = {
  about: 'Rewrites policies on the IAM actions that the MCP servers had in their preview and that AWS has removed since: an Allow on them does '
    + 'nothing, and a Deny no longer blocks. Prints the files as they should be, and on standard error what was changed and what a person has to '
    + 'look at.',
  options: [{ options: [{ name: 'write', about: 'rewrites the files instead of printing them; not those of a cdk.out' }] }],
  exitCodes: '0 if nothing is left to do, 1 if a person has to look at something, 2 for bad input',
  input: async (args, stdin) => {
    if (args.has('write')) {
      refuseWhatIsNoSource(args.files, args.hint);
    }
    return readInput(args.files, stdin);
  },
  run: (input, args) => {
    const rewritten = rewritePolicies(input);
    if (args.has('write')) {
      rewritten.filter(({ changed }) => changed).forEach(({ file, text }) => writeFile(file.name, text));
    }
    return rewritten;
  },
  print: {
    text: (rewritten, { out, err }, args) => {
      printFindings(rewritten, args.has('write'), err);
      if (!args.has('write')) {
        printFiles(rewritten, out);
      }
    },
    json: (rewritten) => ({ findings: rewritten.flatMap(findingsToJson), documents: rewritten.map(fileToJson) }),
  },
  exitCode: (rewritten) => (rewritten.some(({ findings }) => findings.some(({ changed }) => !changed)) ? ExitCode.FOUND : ExitCode.OK),
};

/** The next synthesis would undo what was written to a `cdk.out`. */
function refuseWhatIsNoSource(names: readonly string[], hint: string): void {
  if (names.length === 0 || names.includes('-')) {
    throw new CliError('--write needs files: standard input can\'t be rewritten', hint);
  }
  const generated = names.find((name) => isAssembly(fs.existsSync(name) && fs.statSync(name).isDirectory() ? name : path.dirname(name)));
  if (generated !== undefined) {
    throw new CliError(`${generated}: the output of a CDK app is not rewritten: the next synthesis would undo it`,
      'Change the app\'s source, or apply the mixin: Mixins.of(app).apply(new mixins.RemovedActionsMigration()).');
  }
}

/** Of one file its text as it should be, so that it can be sent to another; of several a JSON document. */
function printFiles(files: readonly RewrittenFile[], out: Terminal): void {
  if (files.length === 1) {
    out.raw(files[0].text.endsWith('\n') ? files[0].text : `${files[0].text}\n`);
  } else {
    out.json({ documents: files.map(fileToJson) });
  }
}

function printFindings(files: readonly RewrittenFile[], write: boolean, err: Terminal): void {
  for (const { file, changed, findings } of files) {
    for (const finding of findings) {
      err.line([
        styled('dim', `${file.name}:${finding.line}`), '  ',
        styled(finding.changed ? 'green' : 'yellow', finding.changed ? 'changed' : 'look at'), `  ${whereIn(finding)}${finding.message}`,
      ], 0, 2);
    }
    if (write && changed) {
      err.line(`${file.name} is rewritten.`);
    }
  }
  if (files.every(({ findings }) => findings.length === 0)) {
    err.line('There is nothing to migrate.');
  }
}

function whereIn({ place, statement }: RewriteFinding): string {
  const name = place.constructPath?.replace(/\/Resource$/, '') ?? place.logicalId;
  const shown = statement === '' ? undefined : /^\d+$/.test(statement) ? `statement ${statement}` : `"${statement}"`;
  return name === undefined && shown === undefined ? '' : `${[name, shown].filter(Boolean).join(', ')}: `;
}

function findingsToJson({ file, findings }: RewrittenFile): object[] {
  return findings.map(({ changed, message, statement, place, line }) => ({
    file: file.name,
    statement,
    line,
    changed,
    message,
    ...(place.logicalId !== undefined && { logicalId: place.logicalId }),
    ...(place.constructPath !== undefined && { constructPath: place.constructPath }),
  }));
}

function fileToJson({ file, text, changed }: RewrittenFile): object {
  const json = text.slice(file.prefix.length);
  return { file: file.name, changed, document: JSON.parse(file.urlEncoded ? decodeURIComponent(json) : json) };
}
