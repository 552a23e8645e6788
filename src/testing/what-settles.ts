import { ResourceFit, resourceFit } from '../actions/resource-fit';
import type { SimulationResult } from '../analysis/simulation/simulation-result';
import { SimulationDecision } from '../analysis/simulation/simulation-result';
import type { TemplateSource } from '../analysis/simulation/template-source';
import type { McpSimulator, SimulationRequest } from '../analysis/simulator';
import { Condition } from '../iam/condition';
import { readable } from '../iam/unknown-text';
import { isPattern } from '../mcp/named-servers';

/** How many resources are tried. */
const MOST = 3;

/**
 * What a conditional answer would be with more said: a line for each resource that the statements name, and the values of keys that go with it,
 * as a caller in any language can give them. Each was asked: none that leaves the answer open is told.
 */
export function whatSettles(source: TemplateSource, simulator: McpSimulator, request: SimulationRequest, result: SimulationResult): string[] {
  if (result.decision !== SimulationDecision.CONDITIONAL) {
    return [];
  }
  const patterns = request.resource === undefined ? result._openResources : [];
  const fitting = patterns.filter((pattern) => resourceFit([request.action], pattern) !== ResourceFit.NEVER);
  const named = [...new Set(fitting.flatMap((pattern) => source.names.referenceTo(pattern) ?? []))].slice(0, MOST);
  return [undefined, ...named].flatMap((resource) => {
    const asked = resource === undefined ? request : { ...request, resource };
    const answer = resource === undefined ? result : simulator.simulate(asked);
    const context = answer.decision === SimulationDecision.CONDITIONAL ? contextOf(answer.allowedIf[0]) : {};
    const given = Object.entries(context ?? {});
    const decision = given.length === 0 ? answer.decision : simulator.simulate({ ...asked, context: { ...request.context, ...context } }).decision;
    const said = [
      ...resource === undefined ? [] : [`the resource "${resource}"`],
      ...given.length === 0 ? [] : [`the context ${given.map(([key, values]) => `"${key}": [${values.map((value) => `"${readable(value)}"`).join()}]`).join(', ')}`],
    ];
    return said.length === 0 || decision === SimulationDecision.CONDITIONAL ? [] : [`with ${said.join(' and ')}: ${decision}`];
  });
}

/** Values that meet a condition, if it says which. */
function contextOf(block: { [operator: string]: any } = {}): { [key: string]: string[] } | undefined {
  const context: { [key: string]: string[] } = {};
  for (const test of new Condition(block).tests) {
    const [value = ''] = test.values;
    const kind = test.operator?.comparison?.kind;
    const values = kind === undefined ? [] : [kind === 'address' ? value.replace(/\/\d+$/, '') : value];
    if (test.matches(new Map([[test.name, values]])) !== true || isPattern(test, value)) {
      return undefined;
    }
    context[test.key] = values;
  }
  return context;
}
