import { aboutInput } from './cli-error';
import { lineIn } from './input';
import type { InputFile } from './input-file';
import type { Rewriter } from './rewrite-policies';
import type { PolicyMigrationFinding } from '../analysis/policy-migration';
import { MAY_HAVE_REMOVED, McpPolicyMigration } from '../analysis/policy-migration';
import type { LocatedPolicy, PolicyPlace } from '../iam/policy';
import { isIntrinsic, isObject, isOpen, objectOf } from '../iam/value';

export interface MigrationFinding extends PolicyMigrationFinding {
  readonly place: PolicyPlace;
  readonly line: number;
}

/** Rewrites policies on actions that AWS has removed. */
export const MIGRATION: Rewriter<MigrationFinding> = {
  rewrite(policy, file) {
    const { document, findings } = aboutInput(`${file.name}:${lineIn(file, policy.place)}`, () => McpPolicyMigration.migrate(policy.document as object));
    return { document, findings: located(file, findings, policy) };
  },
  atDeployment(policy, file) {
    const { document } = policy;
    if (!isObject(document) || !('Statement' in document || isIntrinsic(document))) {
      return located(file, isOpen(document) ? [{ changed: false, message: MAY_HAVE_REMOVED, statement: '' }] : [], policy);
    }
    const { findings } = aboutInput(file.name, () => McpPolicyMigration.migrate(document));
    const change = findings.find(({ changed }) => changed);
    return located(file, change ? [{
      ...change, changed: false, message: 'has actions that AWS has removed, but is put together at deployment and not rewritten: change what it is made of',
    }] : findings, policy);
  },
};

function located(file: InputFile, findings: readonly PolicyMigrationFinding[], { document, place }: LocatedPolicy): MigrationFinding[] {
  const { Statement } = objectOf(document);
  const statements = [Statement].flat();
  return findings.map((finding) => {
    const index = statements.findIndex((each, i) => each?.Sid === finding.statement || (each?.Sid === undefined && String(i) === finding.statement));
    const path = index === -1 ? undefined : Array.isArray(Statement) ? `Statement/${index}` : 'Statement';
    return { ...finding, place, line: lineIn(file, place, path) };
  });
}
