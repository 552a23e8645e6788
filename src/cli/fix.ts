import * as assert from 'assert';
import type { CliError } from './cli-error';
import { Problems } from './cli-error';
import type { LocatedFinding } from './findings';
import { placeIn } from './findings';
import type { Input } from './input';
import { lineIn } from './input';
import type { RewrittenFile } from './rewrite-policies';
import { rewritePolicies } from './rewrite-policies';
import { unifiedDiff } from './unified-diff';
import { targetOf, writeFile } from './write-file';
import { repairDocument } from '../analysis/repair';
import type { Finding } from '../analysis/rules/rule';

/** A finding that is gone. */
export interface Fixed {
  readonly finding: Finding;
  readonly line: number;
  /** The statement's Sid, or its place from 0. */
  readonly statement: string;
  /** Where the statements stand now that became of its own. */
  readonly paths: readonly string[];
}

/** What `--fix` makes of files. */
export class Fixes {
  /**
   * Repairs what has one right answer.
   *
   * @param meant findings that are to stay
   */
  public static of(input: Input, meant: readonly Finding[]): Fixes {
    const problems = new Problems();
    const stays = new Set(meant.map(keyOf));
    const files = rewritePolicies<Fixed>(input, problems, {
      rewrite: (policy, file) => {
        const { document, repairs } = repairDocument(policy, (finding) => stays.has(keyOf(finding)));
        return {
          document,
          findings: repairs.map(({ finding, paths }) => (
            { finding, paths, line: lineIn(file, policy.place, finding.statement), statement: finding.sid ?? placeIn(finding.statement) })),
        };
      },
    });
    const changed = files.filter((file) => file.changed);
    const targets = new Map(changed.flatMap(({ file }) => problems.attempt(() => [[file.name, targetOf(file)] as const]) ?? []));
    return new Fixes(changed.filter(({ file }) => targets.has(file.name)), targets, problems.found);
  }

  private constructor(
    public readonly files: ReadonlyArray<RewrittenFile<Fixed>>,
    private readonly targets: ReadonlyMap<string, string>,
    /** Why files are as they were in which something could be fixed. */
    public readonly unwritten: readonly CliError[],
  ) {}

  /** What the files are to say, by name. */
  public get texts(): ReadonlyMap<string, string> {
    return new Map(this.files.map(({ file, text }) => [file.name, text]));
  }

  /** @throws if what was read of the files as they are to be has one of the findings still: that is a mistake of this program's. */
  public assertGone(found: readonly LocatedFinding[]): void {
    const keyWith = (finding: Finding) => `${keyOf(finding)} ${finding.message}`;
    const left = new Set(found.map(({ finding }) => keyWith(finding)));
    for (const { file, findings } of this.files) {
      for (const { finding, paths } of findings) {
        assert.ok(!paths.some((statement) => left.has(keyWith({ ...finding, statement }))),
          `the fix of ${finding.rule.id} in ${file.name} does not remove its finding: nothing is written`);
      }
    }
  }

  public write(): void {
    this.files.forEach(({ file: { name }, text }) => writeFile(this.targets.get(name)!, text, name));
  }

  /** What would be written, as `diff -u` prints it. */
  public diff(): string {
    return this.files.map(({ file, edits }) => unifiedDiff(file.name, file.source.text, edits)).join('');
  }
}

function keyOf({ rule, place: { file, logicalId, path }, statement }: Finding): string {
  return JSON.stringify([rule.id, file, logicalId, path, statement]);
}
