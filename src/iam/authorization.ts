import type { AuthorizationRequest } from './authorization-request';
import type { Layer, PolicyLayers } from './policy-layers';
import type { PrincipalMatch } from './principal-element';
import { matchesAnyhow } from './principal-element';
import { reaches } from './reach';
import type { RequestContext } from './request-context';
import type { Statement } from './statement';
import type { Outcome } from './three-valued';
import { and, any } from './three-valued';
import { hasUnknownPart } from './unknown-text';

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

/** Asked for every request. */
const named = new WeakMap<PolicyLayers, readonly NamedLayer[]>();

/** All layers that there are. */
export function layersIn(layers: PolicyLayers): readonly NamedLayer[] {
  let found = named.get(layers);
  if (!found) {
    named.set(layers, found = namedLayers(layers));
  }
  return found;
}

function namedLayers(layers: PolicyLayers): NamedLayer[] {
  const of = (name: keyof PolicyLayers, judgesPrincipal: boolean, ...found: Array<Layer | undefined>): NamedLayer[] =>
    found.flatMap((layer) => (layer ? [{ name, layer, judgesPrincipal }] : []));
  return [
    ...of('identity', false, layers.identity),
    ...of('permissionsBoundary', false, layers.permissionsBoundary),
    ...of('session', false, layers.session),
    ...of('serviceControl', false, ...layers.serviceControl),
    ...of('resourceControl', true, ...layers.resourceControl),
    ...of('vpcEndpoint', true, layers.vpcEndpoint),
    ...of('resource', true, layers.resource),
  ];
}

/** Whether the requester has a permissions boundary. */
export function hasBoundary({ permissionsBoundary: boundary }: PolicyLayers): Outcome {
  return boundary?.mayBeAbsent ? undefined : boundary !== undefined;
}

/** The statements that a request is to be judged by. */
export function relevantStatements(layers: PolicyLayers, request: AuthorizationRequest): RelevantStatement[] {
  const found: RelevantStatement[] = [];
  const literal = request.resource !== undefined && !hasUnknownPart(request.resource);
  const bounded = hasBoundary(layers);
  for (const { name, layer, judgesPrincipal } of layersIn(layers)) {
    const reached = reaches(name, request);
    for (const statement of reached === false ? [] : layer.statements) {
      const action = statement.matchesAction(request.action);
      if (action === false) {
        continue;
      }
      // What policy variables decide is decided with the context.
      const resource = hasResourceVariables(statement) || statement.matchesResource(request.resource, undefined, literal, request.outside);
      if (resource === false) {
        continue;
      }
      const principal = judgesPrincipal ? statement.principal?.matches(request.principal, bounded) : undefined;
      const isAbout = and(action, principal ? matchesAnyhow(principal) : true);
      const besidesResource = layer.uncertain?.has(statement.policy!) || isUnsure(statement, layer, judgesPrincipal, principal, layers)
        ? and(isAbout, undefined) : and(isAbout, reached);
      const base = and(besidesResource, resource);
      if (base !== false) {
        found.push({ statement, layer, base, besidesResource, principal });
      }
    }
  }
  return found;
}

/** Whether it hangs on the context what its resources are. */
export function hasResourceVariables({ resource }: Statement): boolean {
  return resource !== undefined && resource.variables.length > 0;
}

/** Whether AWS leaves open what the statement means for the principal. */
function isUnsure(
  statement: Statement, layer: Layer, judgesPrincipal: boolean, principal: PrincipalMatch | undefined, layers: PolicyLayers,
): boolean {
  // A principal that is missing, or all but some that are allowed: neither is supported.
  if ((judgesPrincipal && !principal) || (statement.effect === 'Allow' && statement.principal?.negated)) {
    return true;
  }
  // In the policy of a gateway endpoint an account stands for its root user only; what kind of endpoint it is, is not known.
  return layer === layers.vpcEndpoint && principal !== undefined && any([principal.everyone, principal.session, principal.principal]) !== true;
}

/** Whether a statement is about the resource of a request, whose context tells what its policy variables are. */
export function resourceInContext(statement: Statement, { resource, outside }: AuthorizationRequest, context: RequestContext): Outcome {
  return statement.matchesResource(resource, context, undefined, outside);
}

/** Whether a relevant statement applies in a context. */
export function applies({ statement, base }: RelevantStatement, request: AuthorizationRequest, context: RequestContext): Outcome {
  // With the context, the policy variables of its resources are known.
  const resource = hasResourceVariables(statement) ? resourceInContext(statement, request, context) : true;
  return resource === false ? false : and(and(base, resource), statement.condition.matches(context));
}
