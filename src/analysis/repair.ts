import * as assert from 'assert';
import { checkPolicy } from './rules/check';
import type { Finding } from './rules/rule';
import { PolicyDocument } from '../iam/document';
import type { LocatedPolicy } from '../iam/policy';
import type { Statement } from '../iam/statement';
import { readable } from '../iam/unknown-text';
import type { Json } from '../iam/value';

/** A finding that was repaired, and where the statements are that became of its own. */
export interface Repair {
  readonly finding: Finding;
  /** The path of each, such as `Statement/0`; none if the statement is gone. */
  readonly paths: readonly string[];
}

export interface RepairedDocument {
  readonly document: Json;
  readonly repairs: readonly Repair[];
}

/** More than a statement can need: each round repairs one thing of it. */
const MOST_ROUNDS = 20;

/**
 * Repairs what has one right answer, statement by statement, until nothing of it is found.
 *
 * @param policy with the document as it is written
 * @param isMeant whether a finding is to stay; its statement's path is that in the given document
 */
export function repairDocument(policy: LocatedPolicy, isMeant: (finding: Finding) => boolean): RepairedDocument {
  const { json, statements } = PolicyDocument.of(policy);
  const all = statements.map(({ path, written }) => ({ path, now: [written], findings: [] as Finding[] }));
  const document = () => ({ ...json, ...(statements.length > 0 && { Statement: joined(json.Statement, all.flatMap(({ now }) => now)) }) });
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const current = { ...policy, document: document() };
    const owners = all.flatMap((each) => each.now.map((_, i) => ({ each, i })));
    const touched = new Set<object>();
    const parsed = PolicyDocument.of(current).statements;
    for (const finding of checkPolicy(current)) {
      const at = parsed.findIndex(({ path }) => path === finding.statement);
      const { each, i } = owners[at] ?? {};
      const original = each && { ...finding, statement: each.path };
      if (!each || touched.has(each) || !finding.rule.repair || isOfBranch(finding, parsed[at], current) || isMeant(original!)) {
        continue;
      }
      const repaired = finding.rule.repair(parsed[at]);
      // A policy needs a statement.
      if (repaired && (repaired.length > 0 || all.flatMap(({ now }) => now).length > 1)) {
        each.now.splice(i!, 1, ...repaired);
        each.findings.push(original!);
        touched.add(each);
      }
    }
    if (touched.size === 0) {
      const paths = PolicyDocument.of(current).statements.map(({ path }) => path);
      return {
        document: current.document,
        repairs: all.flatMap((each) => each.findings.map((finding) => ({ finding, paths: paths.filter((_, at) => owners[at].each === each) }))),
      };
    }
  }
  const endless = all.find(({ findings }) => findings.length >= MOST_ROUNDS)!;
  return assert.fail(`repairs of ${endless.findings.slice(-2).map(({ rule }) => rule.id).join(' and ')} undo each other`);
}

/** Whether it is not found in the statement as it is written, but in what it may be only: in a branch of an `Fn::If`. */
function isOfBranch({ rule, message }: Finding, statement: Statement, policy: LocatedPolicy): boolean {
  return statement.hasBranches && !rule.checkStatement!(statement, policy).some((each) => readable(each) === message);
}

/** One that stood by itself stays so. */
function joined(given: unknown, statements: readonly unknown[]): unknown {
  return Array.isArray(given) || statements.length !== 1 ? statements : statements[0];
}
