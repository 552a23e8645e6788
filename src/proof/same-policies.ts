import type { ProofSource } from './question';
import { JudgedRequest } from '../analysis/simulation/judged-request';
import { layersIn } from '../iam/authorization';
import type { Layer } from '../iam/policy-layers';
import type { Statement } from '../iam/statement';
import { derivedFrom } from '../private/cache';

/** Policies, and whom they judge. */
export interface JudgedBy {
  readonly source: ProofSource;
  readonly principal?: string;
}

/** Whether all policies of both are written the same, or those about an action; and what they hang on is. */
export function isJudgedTheSame(one: JudgedBy, other: JudgedBy, actionName?: string): boolean {
  return writtenOf(one, actionName) === writtenOf(other, actionName);
}

/**
 * The resource control policies of all accounts: a resource may be in another one than who asks for it. Where the account makes no difference, they are
 * those that judge a request.
 */
export function resourceControlIn(source: ProofSource): readonly Layer[] {
  return new JudgedRequest(source, { actionName: 's3:GetObject' }).layers.resourceControl;
}

function writtenOf({ source, principal }: JudgedBy, actionName: string | undefined): string {
  const { layers, request } = new JudgedRequest(source, { principal, actionName: actionName ?? 's3:GetObject' });
  const action = actionName?.toLowerCase();
  const about = (statements: readonly Statement[] = []) => (
    action === undefined ? statements : statements.filter((each) => each.matchesAction(action) !== false));
  const isConditional = layersIn(layers).some(({ name, layer }) => name !== 'resource' && layer.uncertain?.size);
  return JSON.stringify([
    request.principal, request.facts.get('aws:principalarn'),
    layersIn(layers).filter(({ name }) => name !== 'resource').map(({ name, layer }) => [
      name, about(layer.statements).map((each) => [likenessOf(each), each.policy && layer.uncertain?.has(each.policy)]),
      layer.unknownPolicies, layer.allowsEverything, layer.mayBeAbsent, layer.presumedAbsent,
    ]),
    resourceControlIn(source).map(({ statements }) => about(statements).map(likenessOf)),
    about(layers.resource?.statements).map(likenessOf), layers.resource?.presumedAbsent,
    source.ofResources?.ofEach.map(({ statements }) => about(statements).map(likenessOf)), source.ofResources?.patterns, source.asWritten?.attached,
    isConditional && source.asWritten?.conditions,
  ]);
}

/** The same for statements that are written the same, and mean the same. */
export const likenessOf = derivedFrom(({ readsVariables, written }: Statement): string => JSON.stringify([readsVariables, written]));
