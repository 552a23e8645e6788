import { needsResourcePolicy } from './policy-source';
import type { LocatedPolicy } from '../../iam/policy';
import type { Statement } from '../../iam/statement';
import type { TemplateResource } from '../template/template-policies';

/** What the policies of resources say, and which resources they are. */
export class ResourcePolicies {
  public readonly statements: readonly Statement[];
  /** The same, of each resource by itself. */
  public readonly ofEach: ReadonlyArray<{ readonly resource: TemplateResource; readonly statements: readonly Statement[] }>;
  /** Of the ARNs of all. */
  public readonly patterns: readonly string[];

  public constructor(
    private readonly resources: readonly TemplateResource[], private readonly prepare: (policy: LocatedPolicy) => readonly Statement[],
  ) {
    this.ofEach = resources.map((resource) => ({ resource, statements: resource.policies.flatMap(prepare) }));
    this.statements = this.ofEach.flatMap(({ statements }) => statements);
    this.patterns = patternsOf(resources);
  }

  /** The same resources without some statements. */
  public without(isLeftOut: (statement: Statement) => boolean): ResourcePolicies {
    return new ResourcePolicies(this.resources, (policy) => this.prepare(policy).filter((each) => !isLeftOut(each)));
  }

  /** Of the ARNs of those whose policies count for an action. Where that of the resource is needed, it counts that there is one. */
  public patternsFor(action: string): readonly string[] {
    return needsResourcePolicy(action, undefined) ? this.patterns : patternsOf(this.resources.filter(({ policies }) => (
      policies.some((policy) => this.prepare(policy).some((statement) => statement.matchesAction(action) !== false)))));
  }
}

function patternsOf(resources: readonly TemplateResource[]): string[] {
  return [...new Set(resources.flatMap(({ arns }) => arns.flatMap((arn) => [arn, `${arn}/*`, `${arn}:*`])))];
}
