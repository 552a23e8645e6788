import { CfnResource, Resource, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { addingNothing } from './policies-of-stack';
import { referredResource } from '../enforcement/referred-resource';

/** By what a kind of resource is known, itself and what stands for it. */
export interface KnownBy {
  readonly cfnTypes: string[];
  /** The property by which an imported one is known. */
  readonly importedBy: string;
  /** Resources that stand for it, such as an alias for its key: by type, the property that names it. */
  readonly standIns?: { readonly [cfnType: string]: string };
  /** Why one has no policy that could hold guardrails; `undefined` if it has. */
  readonly withoutPolicy?: (construct: IConstruct) => string | undefined;
}

/** What a construct is of a kind: its resource in the app, or one that is elsewhere; `undefined` if it is nothing of the kind. */
export function resourceBehind(kind: KnownBy, construct: IConstruct): CfnResource | 'imported' | undefined {
  if (CfnResource.isCfnResource(construct)) {
    const { cfnResourceType } = construct;
    const names = kind.standIns?.[cfnResourceType];
    return kind.cfnTypes.includes(cfnResourceType) ? construct : names === undefined ? undefined
      : referredResource(valueOf(construct, names), kind.cfnTypes) ?? 'imported';
  }
  if (!Resource.isResource(construct) || !(kind.importedBy in construct)) {
    return undefined;
  }
  const { scope, defaultChild } = construct.node;
  if (scope && CfnResource.isCfnResource(scope) && kind.cfnTypes.includes(scope.cfnResourceType)) {
    return scope; // Made of an L1, such as by Key.fromCfnKey().
  }
  if (Resource.isOwnedResource(construct) && CfnResource.isCfnResource(defaultChild) && kind.cfnTypes.includes(defaultChild.cfnResourceType)) {
    return undefined; // Judged there. To ask for the ARN makes a token.
  }
  const named = addingNothing(construct, () => valueOf(construct, kind.importedBy));
  const below = referredIn(named, kind.cfnTypes);
  if (below !== undefined && scope?.node.defaultChild === below) {
    return below; // A part of it, such as the `$LATEST` of a function.
  }
  if (!Resource.isOwnedResource(construct)) {
    return referredResource(named, kind.cfnTypes) ?? 'imported';
  }
  // An L2 with a resource below it is judged there. Others stand for one that is elsewhere, such as a lambda.SingletonFunction.
  return CfnResource.isCfnResource(defaultChild) ? undefined : below;
}

/** The resource that is named somewhere in the ARN, as in that of a function's `$LATEST`. */
function referredIn(arn: unknown, cfnTypes: readonly string[]): CfnResource | undefined {
  const tokens = typeof arn === 'string' ? Tokenization.reverseString(arn).tokens : [];
  return tokens.map((token) => referredResource(token, cfnTypes)).find((resource) => resource !== undefined);
}

function valueOf(construct: IConstruct, property: string): unknown {
  return (construct as unknown as { [property: string]: unknown })[property];
}
