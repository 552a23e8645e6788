import { RandomQuestions } from './random-questions';
import { SimulationDecision } from '../../src/analysis/simulation/simulation-result';
import { McpSimulator } from '../../src/analysis/simulator';
import { wildcardMatcher } from '../../src/iam/wildcard';
import { decide } from '../../src/proof/decide';
import type { Question } from '../../src/proof/question';
import { Answer } from '../../src/proof/question';

type Request = Parameters<McpSimulator['simulate']>[0];

const DENIED = [SimulationDecision.EXPLICITLY_DENIED, SimulationDecision.IMPLICITLY_DENIED];
/** How often is drawn for one request that is asked about. */
const DRAWS = 20;

/** Decides a random question: of a proof no random request is otherwise, and what refutes is so by the simulator. Returns how many requests were judged. */
export function expectNoContradiction(seed: number, requests: number, answers: Map<Answer, number>, isNarrow = false): number {
  const random = new RandomQuestions(seed);
  const question = isNarrow ? random.narrowQuestion() : random.question();
  const { origin } = question.origins[0];
  const { answer, witness } = decide(question);
  answers.set(answer, (answers.get(answer) ?? 0) + 1);
  const [first, second] = [question.documents, question.others].map((documents) => documents && McpSimulator.fromDocuments(documents));
  const breaks = (request: Request) => first!.simulate(request).decision === SimulationDecision.ALLOWED
    && (!second || DENIED.includes(second.simulate(request).decision));
  if (witness) {
    const { principal, action, resource, context } = witness;
    const request: Request = { principal, action, resource, origin, context, unlistedAction: true };
    expect({ seed, request, breaks: breaks(request), isAsked: isAsked(question, request) }).toEqual({ seed, request, breaks: true, isAsked: true });
  }
  let judged = 0;
  for (let drawn = 0; answer === Answer.PROVED && judged < requests && drawn < DRAWS * requests; drawn++) {
    const request = isNarrow ? { ...random.request(origin), action: 's3:GetObject', resource: 'arn:aws:s3:::data/key' } : random.request(origin);
    if (isAsked(question, request)) {
      judged += 1;
      if (breaks(request)) {
        throw new Error(`what was proved is not so: ${JSON.stringify({ seed, request: { ...request, origin: request.origin!.description } })}`);
      }
    }
  }
  return judged;
}

function isAsked({ actions, resources }: Question, request: Request): boolean {
  return isAmong(actions, request.action, true) && isAmong(resources, request.resource as string, false);
}

function isAmong(patterns: readonly string[] | undefined, text: string, foldsCase: boolean): boolean {
  const [given, asked] = foldsCase ? [patterns?.map((pattern) => pattern.toLowerCase()), text.toLowerCase()] : [patterns, text];
  return !given || given.some((pattern) => wildcardMatcher(pattern)(asked) === true);
}
