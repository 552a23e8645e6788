import { CliError } from './cli-error';
import type { Command } from './command';
import { ExitCode } from './command';
import { folderOptions } from './folder';
import type { Input } from './input';
import { parseFile } from './input-file';
import type { MigrationFinding } from './migrated-policies';
import { MIGRATION } from './migrated-policies';
import { readInput } from './read-input';
import type { RewrittenFile } from './rewrite-policies';
import { rewritePolicies } from './rewrite-policies';
import type { Terminal } from './terminal';
import { styled } from './terminal';
import { refuseGenerated, targetOf, writeFile } from './write-file';

type MigratedFile = RewrittenFile<MigrationFinding>;

interface Migration {
  readonly files: readonly MigratedFile[];
  /** Whether the files are to be rewritten, and whether they were. */
  readonly write: boolean;
  readonly written: boolean;
}

/** Rewrites policies on actions that AWS has removed. */
export const migrate: Command<Input, Migration> = {
  about: 'Rewrites policies on the IAM actions that the MCP servers had in their preview and that AWS has removed since: an Allow on them does '
    + 'nothing, and a Deny no longer blocks. Prints the files as they should be, and on standard error what was changed and what a person has to '
    + 'look at.',
  readsFolders: true,
  options: [{ options: [{ name: 'write', about: 'rewrites the files instead of printing them; not those of a cdk.out' }] }],
  examples: ['policy.json --write'],
  exitCodes: '0 if nothing is left to do, 1 if a person has to look at something, 2 for bad input',
  input: async (args, context) => {
    if (args.has('write')) {
      refuseWhatIsNoSource(args.files, args.hint);
    }
    return readInput(args.files, context, { folders: folderOptions(args) });
  },
  saysPart: ({ files }) => files.length > 0,
  run: (input, args, problems) => {
    const files = rewritePolicies(input, problems, MIGRATION);
    const write = args.has('write');
    const targets = files.filter(({ changed }) => write && changed).flatMap(({ file, text }) => (
      problems.attempt(() => ({ name: file.name, target: targetOf(file), text })) ?? []));
    const written = write && problems.found.length === 0;
    if (written) {
      targets.forEach(({ name, target, text }) => writeFile(target, text, name));
    }
    return { files, write, written };
  },
  print: {
    text: ({ files, write, written }, { out, err }) => {
      printFindings(files, written, err);
      if (!write) {
        printFiles(files, out);
      } else if (!written) {
        err.line('Nothing is rewritten, as not all files can be.');
      }
    },
    json: ({ files }) => ({ findings: files.flatMap(findingsToJson), documents: files.map(fileToJson) }),
  },
  exitCode: ({ files }) => (files.some(({ findings }) => findings.some(({ changed }) => !changed)) ? ExitCode.FOUND : ExitCode.OK),
};

function refuseWhatIsNoSource(names: readonly string[], hint: string): void {
  if (names.length === 0 || names.includes('-')) {
    throw new CliError('--write needs files: standard input can\'t be rewritten', hint);
  }
  names.forEach((name) => refuseGenerated(name));
}

/** Of one file its text as it should be, so that it can be sent to another; of several a JSON document. */
function printFiles(files: readonly MigratedFile[], out: Terminal): void {
  if (files.length === 1) {
    out.verbatim(files[0].text.endsWith('\n') ? files[0].text : `${files[0].text}\n`);
  } else {
    out.json({ documents: files.map(fileToJson) });
  }
}

function printFindings(files: readonly MigratedFile[], write: boolean, err: Terminal): void {
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
  if (files.length > 0 && files.every(({ findings }) => findings.length === 0)) {
    err.line('There is nothing to migrate.');
  }
}

function whereIn({ place, statement }: MigrationFinding): string {
  const name = place.constructPath?.replace(/\/Resource$/, '') ?? place.logicalId;
  const label = statement === '' ? undefined : /^\d+$/.test(statement) ? `statement ${statement}` : `"${statement}"`;
  return name === undefined && label === undefined ? '' : `${[name, label].filter(Boolean).join(', ')}: `;
}

function findingsToJson({ file, findings }: MigratedFile): object[] {
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

function fileToJson({ file, text, changed }: MigratedFile): object {
  return { file: file.name, changed, document: parseFile(file.name, text).source.value };
}
