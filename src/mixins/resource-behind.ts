import { CfnResource, Reference, Resource, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

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
    return kind.cfnTypes.includes(cfnResourceType) ? construct : names === undefined ? undefined : referredTo(kind, construct, names);
  }
  if (!Resource.isResource(construct) || !(kind.importedBy in construct)) {
    return undefined;
  }
  const { scope } = construct.node;
  if (scope && CfnResource.isCfnResource(scope) && kind.cfnTypes.includes(scope.cfnResourceType)) {
    return scope; // Made of an L1, such as by Key.fromCfnKey().
  }
  // An L2 with a resource below it is judged there.
  return Resource.isOwnedResource(construct) ? undefined : 'imported';
}

function referredTo({ cfnTypes }: KnownBy, standIn: CfnResource, property: string): CfnResource | 'imported' {
  const name = (standIn as unknown as { [property: string]: unknown })[property];
  const token = typeof name === 'string' ? Tokenization.reverseString(name).firstToken : Tokenization.isResolvable(name) ? name : undefined;
  const target = token !== undefined && Reference.isReference(token) ? token.target : undefined;
  return target !== undefined && CfnResource.isCfnResource(target) && cfnTypes.includes(target.cfnResourceType) ? target : 'imported';
}
