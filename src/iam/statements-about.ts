import type { Layer, PolicyLayers } from './policy-layers';
import type { PrincipalMatch } from './principal-element';
import { matchesAnyhow } from './principal-element';
import type { RequestPrincipal } from './request-principal';
import type { Statement } from './statement';
import type { Outcome } from './three-valued';
import { and, any } from './three-valued';
import { Cache, keptIn } from '../private/cache';

/** A statement that is about the action, resource and principal, or may be. */
export interface RelevantStatement {
  readonly statement: Statement;
  readonly layer: Layer;
  /** Whether it is about them; its condition, and the policy variables of its resources, aside. Not `false`. */
  readonly base: Outcome;
  /** The same but for the resource. */
  readonly besidesResource: Outcome;
  readonly principal?: PrincipalMatch;
}

/** A layer that is there, in the order in which AWS names them. */
export interface NamedLayer {
  readonly name: keyof PolicyLayers;
  readonly layer: Layer;
  /** Whether its statements say whom they are about. */
  readonly judgesPrincipal: boolean;
}

/** Asked for every request, and for few actions: found once for each. */
const byAction = keptIn((_: Layer) => new Cache<readonly StatementAbout[]>());

/** The statements of a layer that are about an action, or may be. */
export function statementsAbout({ name, layer, judgesPrincipal }: NamedLayer, action: string): readonly StatementAbout[] {
  return byAction(layer).get(action, () => layer.statements.flatMap((statement) => {
    const outcome = statement.matchesAction(action);
    return outcome === false ? [] : [new StatementAbout(statement, layer, name, judgesPrincipal, outcome)];
  }));
}

/** A statement that is about an action, or may be. */
export class StatementAbout {
  /** Whether it hangs on the context what its resources are. */
  public readonly hasVariables: boolean;
  private requester?: RequestPrincipal;
  private bounded?: Outcome;
  private found?: RelevantStatement;

  public constructor(
    public readonly statement: Statement, private readonly layer: Layer, private readonly name: keyof PolicyLayers,
    private readonly judgesPrincipal: boolean, private readonly action: Outcome,
  ) {
    this.hasVariables = hasResourceVariables(statement);
  }

  /** What it is to requests of a principal, the resource aside: the same object if the one before was of the same principal. */
  public for(requester: RequestPrincipal | undefined, bounded: Outcome): RelevantStatement {
    if (!this.found || (this.judgesPrincipal && (this.requester !== requester || this.bounded !== bounded))) {
      [this.requester, this.bounded] = [requester, bounded];
      this.found = this.relevantTo(requester, bounded);
    }
    return this.found;
  }

  private relevantTo(requester: RequestPrincipal | undefined, bounded: Outcome): RelevantStatement {
    const { statement, layer, action } = this;
    const principal = this.judgesPrincipal ? statement.principal?.matches(requester, bounded) : undefined;
    const isAbout = and(action, principal ? matchesAnyhow(principal) : true);
    const base = layer.uncertain?.has(statement.policy!) || this.isUnsure(principal) ? and(isAbout, undefined) : isAbout;
    return { statement, layer, base, besidesResource: base, principal };
  }

  /** Whether AWS leaves open what the statement means for the principal. */
  private isUnsure(principal: PrincipalMatch | undefined): boolean {
    const { statement } = this;
    // A principal that is missing, or all but some that are allowed: neither is supported.
    if ((this.judgesPrincipal && !principal) || (statement.effect === 'Allow' && statement.principal?.negated)) {
      return true;
    }
    // In the policy of a gateway endpoint an account stands for its root user only; what kind of endpoint it is, is not known.
    return this.name === 'vpcEndpoint' && principal !== undefined && any([principal.everyone, principal.session, principal.principal]) !== true;
  }
}

/** Whether it hangs on the context what its resources are. */
export function hasResourceVariables({ resource }: Statement): boolean {
  return resource !== undefined && resource.variables.length > 0;
}
