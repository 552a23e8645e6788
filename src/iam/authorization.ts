import type { AuthorizationRequest } from './authorization-request';
import type { Layer, PolicyLayers } from './policy-layers';
import { reaches } from './reach';
import type { RequestContext } from './request-context';
import type { Statement } from './statement';
import type { NamedLayer, RelevantStatement } from './statements-about';
import { hasResourceVariables, statementsAbout } from './statements-about';
import type { Outcome } from './three-valued';
import { and } from './three-valued';
import { hasUnknownPart } from './unknown-text';
import { keptIn } from '../private/cache';

/** All layers that there are. Asked for every request. */
export const layersIn = keptIn((layers: PolicyLayers): readonly NamedLayer[] => {
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
});

/** Whether the requester has a permissions boundary. */
export function hasBoundary({ permissionsBoundary: boundary }: PolicyLayers): Outcome {
  return boundary?.mayBeAbsent ? undefined : boundary !== undefined;
}

/** The statements that a request is to be judged by. */
export function relevantStatements(layers: PolicyLayers, request: AuthorizationRequest): RelevantStatement[] {
  const found: RelevantStatement[] = [];
  const { action, principal, resource, outside } = request;
  const alike = resource !== undefined && !hasUnknownPart(resource) ? 0 : undefined;
  const bounded = hasBoundary(layers);
  for (const each of layersIn(layers)) {
    const reached = each.layer.statements.length > 0 && reaches(each.name, request);
    if (reached === false) {
      continue;
    }
    for (const about of statementsAbout(each, action)) {
      // What policy variables decide is decided with the context.
      const isItsResource = about.hasVariables || about.statement.matchesResource(resource, undefined, alike, outside);
      const relevant = isItsResource === false ? undefined : about.for(principal, bounded);
      if (!relevant || relevant.base === false) {
        continue;
      }
      const besidesResource = and(relevant.base, reached);
      found.push(reached && isItsResource ? relevant : { ...relevant, base: and(besidesResource, isItsResource), besidesResource });
    }
  }
  return found;
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
