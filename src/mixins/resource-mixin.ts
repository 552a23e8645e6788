import { Annotations, Mixin } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { McpResourceGuardrailsProps } from './mcp-resource-guardrails-props';
import { resourceBehind } from './resource-behind';
import { addResourceGuardrails } from './resource-guardrails';
import type { ResourceKind } from './resource-kind';
import { checkedMixinProps } from '../enforcement/prop-validators';

/** What nobody needs to see, but somebody may look for, is not a warning. */
const WITHOUT_POLICY = 'cdk-mcp-guardrails:resourceWithoutPolicy';

/**
 * What the mixins for resources have in common: all, but for what kinds of resources they are.
 *
 * @internal
 */
export abstract class ResourceMixin extends Mixin {
  public constructor(private readonly props: McpResourceGuardrailsProps, private readonly kinds: readonly ResourceKind[]) {
    super();
  }

  /** Whether the construct is such a resource, or stands for one. An imported one is too, for leaving it out would be silent. */
  public supports(construct: IConstruct): boolean {
    return this.kindOf(construct) !== undefined;
  }

  /** Adds the guardrails to the policy of the resource. */
  public applyTo(construct: IConstruct): void {
    const kind = this.kindOf(construct);
    if (!kind) {
      return;
    }
    const withoutPolicy = kind.withoutPolicy?.(construct);
    if (withoutPolicy !== undefined) {
      Annotations.of(construct).addInfoV2(WITHOUT_POLICY, `guardrails are not applied to ${withoutPolicy}`);
      return;
    }
    const resource = resourceBehind(kind, construct)!;
    if (resource === 'imported') {
      throw new Error(`${construct.node.path}: cannot add guardrails to an imported ${kind.what}, whose policy is not part of the app: `
        + `apply them where the ${kind.what} is defined`);
    }
    addResourceGuardrails(kind, resource, checkedMixinProps(construct, this.props));
  }

  private kindOf(construct: IConstruct): ResourceKind | undefined {
    return this.kinds.find((kind) => resourceBehind(kind, construct) !== undefined);
  }
}
