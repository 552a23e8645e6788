import type { ProofSource } from './question';
import type { ApplicablePolicies } from '../analysis/simulation/policy-source';
import { PolicyKind } from '../iam/policy';
import type { Layer, PolicyLayers } from '../iam/policy-layers';
import type { Statement } from '../iam/statement';

/** Policies that are asked for what they say, whoever has them. */
export class SaidSource implements ProofSource {
  /** Statements alone. */
  public static of(statements: readonly Statement[], uncertain?: Layer['uncertain']): SaidSource {
    return new SaidSource({ identity: { kind: PolicyKind.IDENTITY, statements, uncertain }, serviceControl: [], resourceControl: [] });
  }

  public constructor(private readonly layers: PolicyLayers) {}

  public policiesFor(): ApplicablePolicies {
    return { principal: undefined, layers: this.layers };
  }

  public resolve(resource: string): string {
    return resource;
  }
}
