import type { RandomCase } from './random-cases';
import type { Context } from './row';
import { evaluation, simulation, simulations } from './row';
import type { SimulationRequest } from '../../src';
import { McpSimulator, RequestOrigin } from '../../src';

/** What a case showed: `undefined` if all is well. */
export interface Finding {
  readonly problem?: string;
  readonly decided: boolean;
  /** Whether it became both allowed and denied. */
  readonly hung: boolean;
}

/**
 * Tries every request that a partly known one may be. What was decided must stay so: allowed, explicitly denied, or denied in whichever way. What is
 * fully known must be decided.
 */
export function judge({ documents, request, completions }: RandomCase): Finding {
  const decide = simulations(documents);
  const before = decide(request);
  if (before === 'X') {
    return { problem: 'the documents or the request are refused', decided: false, hung: false };
  }
  const after = completions.map((completion) => [completion, decide(completion)] as const);
  const changed = after.find(([, letter]) => letter === 'X' || letter === 'C'
    || (before === 'A' && letter !== 'A') || (before === 'E' && letter !== 'E') || (before === 'I' && letter === 'A'));
  const allowed = after.filter(([, letter]) => letter === 'A').length;
  return {
    ...(changed && { problem: `${before} became ${changed[1]} as ${JSON.stringify({ ...changed[0], origin: changed[0].origin?.description })}` }),
    decided: before !== 'C',
    hung: allowed > 0 && allowed < after.length,
  };
}

/**
 * Tries what is said to be enough for a request to be allowed. Whatever of it is known to be otherwise: where a block matches, and nothing is changed that
 * it does not name, the request is allowed.
 */
export function judgeConditions(
  { documents, request, variations }: RandomCase,
): { readonly problem?: string; readonly told: boolean; readonly met: boolean } {
  const blocks = simulation(documents, request).allowedIf;
  const decide = simulations(documents);
  let met = false;
  const wrong = blocks.flatMap((block) => {
    const named = new Set(Object.values(block).flatMap((keys) => Object.keys(keys as object)).map((key) => key.toLowerCase()));
    const mayChange = (key: string) => named.has(key.toLowerCase()) || JSON.stringify(block).toLowerCase().includes(`\${${key.toLowerCase()}}`);
    const isSame = (other: SimulationRequest) => Object.entries(request.context!).every(([key, values]) =>
      mayChange(key) || JSON.stringify(other.context![key]) === JSON.stringify(values))
      && ([...named].some((key) => ORIGIN_KEYS.includes(key)) || isOf(request.origin!, other.origin!));
    return variations().filter((other) => isSame(other) && evaluation(block, { ...principalKeys(other), ...other.context }, other.origin) === 'M').map((other) => {
      met = true;
      return [block, other, decide(other)] as const;
    }).filter(([, , letter]) => letter !== 'A');
  });
  const [block, other, letter] = wrong[0] ?? [];
  return {
    ...(block && { problem: `${JSON.stringify(block)} is not enough: ${letter} as ${JSON.stringify({ ...other, origin: other!.origin?.description })}` }),
    told: blocks.length > 0,
    met,
  };
}

/**
 * Asks for many actions and resources at once. Each action and resource that is among them is in a part, and what the part says of them holds for them
 * alone, whatever the request turns out to be.
 */
export function judgeParts(
  { documents, request, completions }: RandomCase,
): { readonly problem?: string; readonly divided: boolean; readonly decided: boolean } {
  const wanted = request.resource?.includes('*') ? request.resource : 'arn:aws:s3:::*';
  const parts = McpSimulator.fromDocuments(documents).simulateParts({ ...request, action: 's3:*Object', resource: wanted });
  const decide = simulations(documents);
  const means = (pattern: string, resource: string) => new RegExp(`^${pattern.replace(/\*/g, '.*')}$`).test(resource);
  const wrong = completions.filter(({ resource }) => means(wanted, resource!)).flatMap((completion) => {
    const { action, resource } = completion;
    const letter = decide(completion);
    const covering = parts.filter((part) =>
      part.action === action && means(part.resource!, resource!) && !part.exceptResources.some((each) => means(each, resource!)));
    const contradicting = covering.filter(({ result: { decision } }) => !MAY_BE[decision].includes(letter));
    return covering.length === 0 ? [`${action} on ${resource} is in no part`]
      : contradicting.map((part) => `${part.resource} except ${part.exceptResources} is ${part.result.decision}, ${resource} ${letter}`);
  });
  return {
    ...(wrong.length > 0 && { problem: wrong[0] }),
    divided: new Set(parts.map(({ resource, exceptResources }) => `${resource} ${exceptResources}`)).size > 1,
    decided: parts.some(({ result }) => result.decision !== 'CONDITIONAL'),
  };
}

const MAY_BE = { ALLOWED: 'A', EXPLICITLY_DENIED: 'E', IMPLICITLY_DENIED: 'IE', CONDITIONAL: 'AIE' };

const ORIGIN_KEYS = ['aws:viaawsmcpservice', 'aws:calledviaawsmcp'];

/** Whether a request of the one origin may be one of the other. */
function isOf(asked: RequestOrigin, other: RequestOrigin): boolean {
  return asked.description === other.description || (asked.description === RequestOrigin.direct().description && other.description.startsWith('direct'))
    || (asked.description === RequestOrigin.viaAnyServer().description && !other.description.startsWith('direct'));
}

/** What the principal says of the context. */
function principalKeys({ principal }: SimulationRequest): Context {
  const [, , , , account, resource] = principal!.split(':');
  return {
    'aws:PrincipalArn': [principal!.includes(':assumed-role/') ? `arn:aws:iam::${account}:role/${resource.split('/')[1]}` : principal!],
    'aws:PrincipalAccount': [account],
  };
}
