import { hasBoundary, layersIn, resourceInContext } from './authorization';
import type { AuthorizationRequest } from './authorization-request';
import type { PolicyLayers } from './policy-layers';
import { nameOfLayer } from './policy-layers';
import type { PrincipalElement } from './principal-element';
import { matchesAnyhow } from './principal-element';
import { reaches } from './reach';
import type { RequestContext } from './request-context';
import type { Statement } from './statement';
import { readable } from './unknown-text';

/** An element of a statement that does not match a request, or one test of its condition. */
export interface MismatchedElement {
  readonly element: string;
  readonly conditionOperator?: string;
  readonly conditionKey?: string;
  /** What the statement has. */
  readonly policyValues: readonly string[];
  /** What the request has; none if the key is absent. */
  readonly requestValues: readonly string[];
  /** Whether the request may lack the key. */
  readonly mayBeAbsent?: boolean;
}

export interface RuledOut {
  readonly statement: Statement;
  readonly mismatches: readonly MismatchedElement[];
}

/** The statements that certainly don't apply, each with what rules it out. */
export function ruledOut(layers: PolicyLayers, request: AuthorizationRequest, contexts: readonly RequestContext[]): RuledOut[] {
  const bounded = hasBoundary(layers);
  return layersIn(layers).flatMap(({ name, layer, judgesPrincipal }) => {
    const who = request.principal?.name ?? 'a principal';
    const unreached: MismatchedElement[] = reaches(name, request) === false
      ? [{ element: 'policy', policyValues: [nameOfLayer(layer)], requestValues: [`${request.actionName} by ${who}`] }] : [];
    return layer.statements.map((statement): RuledOut => {
      const { principal } = statement;
      const isOther = judgesPrincipal && principal && matchesAnyhow(principal.matches(request.principal, bounded)) === false;
      return {
        statement,
        mismatches: [
          ...unreached,
          ...isOther ? [{ element: principal.negated ? 'NotPrincipal' : 'Principal', policyValues: namesOf(principal), requestValues: [who] }] : [],
          ...mismatchedAction(statement, request),
          ...mismatchedInContext(statement, request, contexts),
        ],
      };
    }).filter(({ mismatches }) => mismatches.length > 0);
  });
}

function namesOf({ entries }: PrincipalElement): string[] {
  return entries.map(([type, value]) => `${type === '' ? '' : `${type}: `}${written(value)}`);
}

function mismatchedAction(statement: Statement, { action: requested, actionName }: AuthorizationRequest): MismatchedElement[] {
  const { action } = statement;
  return !action || statement.matchesAction(requested) !== false ? []
    : [{ element: action.name, policyValues: action.texts.map(written), requestValues: [actionName] }];
}

/** What hangs on the context: in each another part may be the one that does not match. */
function mismatchedInContext(
  statement: Statement, request: AuthorizationRequest, contexts: readonly RequestContext[],
): MismatchedElement[] {
  const { resource, condition } = statement;
  const byResource = contexts.map((context) => resourceInContext(statement, request, context) === false);
  if (!contexts.every((context, i) => byResource[i] || condition.matches(context) === false)) {
    return [];
  }
  return [
    ...resource && byResource.includes(true)
      ? [{ element: resource.name, policyValues: resource.texts.map(written), requestValues: [readable(request.resource ?? 'any resource')] }] : [],
    ...condition.tests.flatMap((test): MismatchedElement[] => {
      const found = contexts.filter((context) => test.matches(context) === false).map((context) => context.get(test.name) ?? []);
      return found.length === 0 ? [] : [{
        element: 'Condition',
        conditionOperator: test.written,
        conditionKey: test.key,
        policyValues: test.values.map(written),
        requestValues: [...new Set(found.flat().map(readable))],
        ...found.some((values) => values.length === 0) && { mayBeAbsent: true },
      }];
    }),
  ];
}

function written(text: string | undefined): string {
  return text === undefined ? '<known at deployment>' : readable(text);
}
