import { decide } from './decide';
import type { ProofSource, Question, Verdict } from './question';
import { Answer } from './question';
import { judgedRequest } from '../analysis/simulation/judged-request';
import { layersIn } from '../iam/authorization';

/** A principal on both sides of a comparison, or on one. */
export interface ComparedPrincipal {
  /** What a person calls it; nothing for policy documents alone. */
  readonly name?: string;
  /** As the old side names it, and the new one; nothing for a side that does not have it. */
  readonly before?: { readonly source: ProofSource; readonly principal?: string };
  readonly after?: { readonly source: ProofSource; readonly principal?: string };
}

/** What changes for whom. */
export interface AccessChange {
  readonly principal?: string;
  /** Whether it is about calls of people and programs, and not of agents through a server. */
  readonly direct: boolean;
  /** Whether the new side allows what the old one does not, and the other way round. */
  readonly gained: Verdict;
  readonly lost: Verdict;
}

type Origins = Question['origins'];
const SAME: Verdict = { answer: Answer.PROVED, open: [] };

/** Compares what each principal may do, for people and for agents. */
export function compareAccess(
  principals: readonly ComparedPrincipal[], direct: Origins, servers: Origins, scope: Pick<Question, 'actions' | 'resources'> = {},
): AccessChange[] {
  return principals.flatMap((principal) => [direct, servers].filter((origins) => origins.length > 0).map((origins): AccessChange => ({
    ...principal.name !== undefined && { principal: principal.name },
    direct: origins === direct,
    ...isUnchanged(principal) ? { gained: SAME, lost: SAME } : {
      gained: oneWay(principal.after, principal.before, origins, scope),
      lost: oneWay(principal.before, principal.after, origins, scope),
    },
  })));
}

type Side = ComparedPrincipal['before'];

function oneWay(side: Side, other: Side, origins: Origins, scope: Pick<Question, 'actions' | 'resources'>): Verdict {
  return side === undefined ? SAME : decide({
    ...scope,
    origins,
    allowedBy: side.source,
    principal: side.principal,
    ...other && { unless: other.source, principalThere: other.principal },
  });
}

/** Whether all policies are written the same, and what they hang on is. */
function isUnchanged({ before, after }: ComparedPrincipal): boolean {
  return before !== undefined && after !== undefined && writtenOf(before) === writtenOf(after);
}

function writtenOf({ source, principal }: NonNullable<Side>): string {
  const { layers, request } = judgedRequest(source, { principal, actionName: 's3:GetObject' });
  const isConditional = layersIn(layers).some(({ name, layer }) => name !== 'resource' && layer.uncertain?.size);
  return JSON.stringify([
    request.principal?.name,
    layersIn(layers).filter(({ name }) => name !== 'resource').map(({ name, layer }) => [
      name, layer.statements.map(({ readsVariables, written, policy }) => [readsVariables, written, policy && layer.uncertain?.has(policy)]),
      layer.unknownPolicies, layer.allowsEverything, layer.mayBeAbsent, layer.presumedAbsent,
    ]),
    layers.resource?.statements.map(({ written }) => written),
    source.ofResources?.statements.map(({ written }) => written), source.ofResources?.patterns, source.asWritten?.attached,
    isConditional && source.asWritten?.conditions,
  ]);
}
