import { verdictText } from './all-requests';
import { SimulationDecision } from '../analysis/simulation/simulation-result';
import type { TemplateSource } from '../analysis/simulation/template-source';
import type { McpSimulator, SimulationRequest } from '../analysis/simulator';
import { hasUnknownPart } from '../iam/unknown-text';
import { RequestOrigin } from '../mcp/request-origin';
import { decide } from '../proof/decide';
import type { Question, Verdict } from '../proof/question';
import { Answer } from '../proof/question';

type Asked = Omit<SimulationRequest, 'action'>;

/** Whether none of all requests is allowed that an answer is open for, whatever they carry besides. */
export function provedNotAllowed(source: TemplateSource, request: Asked, actions: readonly string[]): Verdict {
  const { principal, resourceAccount, context } = request;
  const origin = request.origin ?? RequestOrigin.direct();
  const resource = request.resource === undefined ? undefined : source.resolve(request.resource);
  // A wildcard stands for what the request does not say.
  const isPattern = resource !== undefined && resource !== '*' && /[*?]/.test(resource);
  const verdict = decide({
    allowedBy: source, principal, resourceAccount, context, actions, origins: [{ name: origin.description.replace(/^via /, ''), origin }], ...whichResource(resource, isPattern),
  });
  // What is not known of a resource is then any string, and not that of the template.
  return isPattern && hasUnknownPart(resource) && verdict.answer === Answer.REFUTED ? { answer: Answer.UNDECIDED, open: [] } : verdict;
}

function whichResource(resource: string | undefined, isPattern: boolean): Pick<Question, 'resource' | 'resources'> {
  return resource === undefined ? {} : isPattern ? { resources: [resource] } : { resource };
}

/** For a failure: the request that is allowed, and why it is; nothing if none was found. */
export function allowedRequest(simulator: McpSimulator, asked: Asked, verdict: Verdict): string | undefined {
  const { witness } = verdict;
  if (!witness) {
    return undefined;
  }
  const { action, resource, context } = witness;
  const given = Object.keys(asked.context ?? {}).map((key) => key.toLowerCase());
  const further = Object.fromEntries(Object.entries(context).filter(([key]) => !given.includes(key)));
  const result = simulator.simulate({ ...asked, action, resource, context: { ...asked.context, ...further }, unlistedAction: true });
  // Of a name that is written out the simulator does not say that it is none of those that CloudFormation makes up.
  const explanation = result.decision === SimulationDecision.ALLOWED ? `\n${result.explanation}` : '';
  return `this request is allowed:\n${verdictText(verdict)}${explanation}`;
}
