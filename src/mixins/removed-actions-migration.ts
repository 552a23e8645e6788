import { Annotations, CfnResource, Lazy, Mixin, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { PolicyMigrationResult } from '../analysis/policy-migration';
import { McpPolicyMigration } from '../analysis/policy-migration';
import { nameIn } from '../enforcement/rendered-resource';
import { policyProperties } from '../iam/policy-type-lookup';

/**
 * Rewrites the policies of a resource with `McpPolicyMigration.migrate()`: IAM policies, roles, users and groups, control
 * policies, permission sets, and VPC endpoints. Statements added to them later are rewritten as well. Policies that the CDK creates later,
 * such as the default policy of a role's first grant, are not covered: apply it last.
 *
 * What it finds at once is shown as an annotation of the resource: an info for a change, a warning
 * (`cdk-mcp-guardrails:policyMigration`) for what a person has to look at.
 *
 * @throws if a document with statements is malformed.
 *
 * @example
 * Mixins.of(this).apply(new mixins.RemovedActionsMigration());
 */
export class RemovedActionsMigration extends Mixin {
  /** Whether the construct is a resource with policies of its own. */
  public supports(construct: IConstruct): boolean {
    return CfnResource.isCfnResource(construct) && policyProperties(construct.cfnResourceType).length > 0;
  }

  /** Rewrites the policies of the resource. */
  public applyTo(construct: IConstruct): void {
    if (!this.supports(construct)) {
      return;
    }
    for (const cfnProperty of policyProperties((construct as CfnResource).cfnResourceType)) {
      const property = cfnProperty[0].toLowerCase() + cfnProperty.slice(1);
      const ofEach = property === 'policies' ? 'policyDocument' : undefined;
      const resource = construct as unknown as { [property: string]: unknown };
      const before = resource[property];
      if (before === undefined) {
        continue;
      }
      const rewrite = (value: any) => (ofEach
        ? [value ?? []].flat().map((item) => ({ ...item, [nameIn(item, ofEach)]: migrated(construct, item[nameIn(item, ofEach)]) }))
        : migrated(construct, value));
      const known = [Stack.of(construct).resolve(before) ?? []].flat();
      this.report(construct, ofEach ? known.map((item) => item[nameIn(item, ofEach)]) : known);
      resource[property] = Lazy.uncachedAny({ produce: (context) => rewrite(context.resolve(before)) });
    }
  }

  private report(construct: IConstruct, documents: unknown[]): void {
    for (const { changed, message, statement } of documents.flatMap((document) => migration(construct, document)?.findings ?? [])) {
      const text = `statement "${statement}": ${message}`;
      if (changed) {
        Annotations.of(construct).addInfo(text);
      } else {
        Annotations.of(construct).addWarningV2('cdk-mcp-guardrails:policyMigration', text);
      }
    }
  }
}

/** The document with its actions rewritten. */
function migrated(construct: IConstruct, document: unknown): unknown {
  return migration(construct, document)?.document ?? document;
}

/** Nothing for what is no policy document, such as an intrinsic function. */
function migration(construct: IConstruct, document: any): PolicyMigrationResult | undefined {
  try {
    return document?.Statement === undefined ? undefined : McpPolicyMigration.migrate(document);
  } catch (error) {
    throw new Error(`${construct.node.path}: ${(error as Error).message}`);
  }
}
