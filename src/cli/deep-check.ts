import type { Problems } from './cli-error';
import { aboutInput } from './cli-error';
import type { Input } from './input';
import { placeOf } from './input';
import type { UndecidedStatement } from './left-out';
import { simulatorOfTemplates } from './template-simulator';
import type { Finding } from '../analysis/rules/rule';
import type { TemplateOptions } from '../analysis/template/template';
import { kindOf } from '../iam/document-kind';
import { placeOf as placeIn } from '../iam/policy-layers';
import { readable } from '../iam/unknown-text';
import { deadStatementFinding } from '../proof/dead-statement-rules';
import { DeadStatements } from '../proof/dead-statements';

/** What proofs find: statements that change nothing, and those of which that is not known. */
export interface DeepFindings {
  readonly findings: readonly Finding[];
  readonly undecided: readonly UndecidedStatement[];
}

/** Looks at each policy, and at all policies of each principal together. */
export function deepFindings({ documents, templateSets }: Input, problems: Problems, options: TemplateOptions): DeepFindings {
  const statements = new DeadStatements();
  documents.forEach((each) => statements.lookAt({ kind: each.kind ?? kindOf(each.document), place: placeOf(each), document: each.document }));
  for (const set of templateSets) {
    problems.attempt(() => aboutInput(undefined, () => {
      const { source } = simulatorOfTemplates({ templateSets: [set] }, options);
      source.policies.policies.forEach((policy) => statements.lookAt(policy));
      statements.lookBeside(source);
    }));
  }
  return {
    findings: statements.dead.map(deadStatementFinding),
    undecided: statements.open.map(({ policy, statement, open }) => ({ place: placeIn(policy, statement?.path ?? ''), hangsOn: open.map(readable) })),
  };
}
