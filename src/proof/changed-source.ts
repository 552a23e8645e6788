import type { ProofSource } from './question';
import type { ApplicablePolicies } from '../analysis/simulation/policy-source';
import type { Layer, PolicyLayers } from '../iam/policy-layers';
import type { Statement } from '../iam/statement';

type Asked = Parameters<ProofSource['policiesFor']>;

/** The policies of a source as they would be with something else in them. */
export class ChangedSource implements ProofSource {
  /** Without some statements, whatever that leaves: a layer from which every Allow is taken allows nothing. */
  public static without(source: ProofSource, isLeftOut: (statement: Statement) => boolean): ChangedSource {
    return new ChangedSource(source, (layers) => withoutStatements(layers, isLeftOut), source.ofResources?.without(isLeftOut));
  }

  /**
   * @param change the layers that judge a request instead of those that do, with what `policiesFor()` is asked
   * @param ofResources all that the policies of resources say then
   */
  public constructor(
    private readonly source: ProofSource, private readonly change: (layers: PolicyLayers, asked: Asked) => PolicyLayers,
    public readonly ofResources: ProofSource['ofResources'],
  ) {}

  public get asWritten(): ProofSource['asWritten'] {
    return this.source.asWritten;
  }

  public policiesFor(...asked: Asked): ApplicablePolicies {
    const found = this.source.policiesFor(...asked);
    return { ...found, layers: this.change(found.layers, asked) };
  }

  public resolve(resource: string): string {
    return this.source.resolve(resource);
  }
}

function withoutStatements(layers: PolicyLayers, isLeftOut: (statement: Statement) => boolean): PolicyLayers {
  const rest = <T extends Layer | undefined>(layer: T): T => (
    layer?.statements.some(isLeftOut) ? { ...layer, statements: layer.statements.filter((each) => !isLeftOut(each)) } : layer);
  return {
    identity: rest(layers.identity),
    permissionsBoundary: rest(layers.permissionsBoundary),
    session: rest(layers.session),
    serviceControl: layers.serviceControl.map(rest),
    resourceControl: layers.resourceControl.map(rest),
    vpcEndpoint: rest(layers.vpcEndpoint),
    resource: rest(layers.resource),
  };
}
