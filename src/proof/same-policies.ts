import type { ProofSource } from './question';
import { JudgedRequest } from '../analysis/simulation/judged-request';
import { layersIn } from '../iam/authorization';
import type { Layer } from '../iam/policy-layers';
import type { Statement } from '../iam/statement';
import { keptIn } from '../private/cache';

/** Policies, and whom they judge. */
export interface JudgedBy {
  readonly source: ProofSource;
  readonly principal?: string;
}

/**
 * The statements that only one of both has: what none of them is about is judged the same. Nothing where more differs than statements: who asks, which
 * policies there are, or what they hang on.
 */
export function differentStatements(one: JudgedBy, other: JudgedBy): Statement[] | undefined {
  const [a, b] = [one, other].map(judgesOf);
  return a.traits !== b.traits ? undefined
    : a.lists.flatMap((list, i) => [...lacking(list, b.lists[i]), ...lacking(b.lists[i], list)]);
}

/**
 * The resource control policies of all accounts: a resource may be in another one than who asks for it. Where the account makes no difference, they are
 * those that judge a request.
 */
export function resourceControlIn(source: ProofSource): readonly Layer[] {
  return new JudgedRequest(source, { actionName: 's3:GetObject' }).layers.resourceControl;
}

interface Judges {
  /** Lists of statements, each with what it is found by. */
  readonly lists: ReadonlyArray<ReadonlyArray<readonly [likeness: string, Statement]>>;
  /** What counts besides. */
  readonly traits: string;
}

function judgesOf({ source, principal }: JudgedBy): Judges {
  const { layers, request } = new JudgedRequest(source, { principal, actionName: 's3:GetObject' });
  const { ofResources, asWritten } = source;
  // The policies of a resource hang on the action; those of all are there, or those of the one that is given.
  const ofPrincipal = layersIn(layers).filter(({ name }) => name !== 'resource');
  const isConditional = ofPrincipal.some(({ layer }) => layer.uncertain?.size);
  const ofEach = ofResources?.ofEach.map(({ statements }) => statements) ?? [layers.resource?.statements ?? []];
  return {
    lists: [
      ...ofPrincipal.map(({ layer }) => found(layer.statements, ({ policy }) => policy !== undefined && layer.uncertain?.has(policy) === true)),
      ...[...resourceControlIn(source).map(({ statements }) => statements), ...ofEach].map((statements) => found(statements)),
    ],
    traits: JSON.stringify([
      request.principal, request.facts.get('aws:principalarn'),
      ofPrincipal.map(({ name, layer }) => [name, layer.unknownPolicies, layer.allowsEverything, layer.mayBeAbsent, layer.presumedAbsent]),
      resourceControlIn(source).length, layers.resource && [layers.resource.kind, layers.resource.presumedAbsent],
      ofEach.length, ofResources?.patterns, asWritten?.attached,
      isConditional && asWritten?.conditions,
    ]),
  };
}

function found(statements: readonly Statement[], isUncertain?: (statement: Statement) => boolean): Judges['lists'][number] {
  return statements.map((each) => [`${isUncertain?.(each) === true} ${likenessOf(each)}`, each]);
}

/** Those that the other list lacks. */
function lacking(list: Judges['lists'][number], other: Judges['lists'][number]): Statement[] {
  const counts = new Map<string, number>();
  other.forEach(([likeness]) => counts.set(likeness, (counts.get(likeness) ?? 0) + 1));
  return list.filter(([likeness]) => {
    const count = counts.get(likeness) ?? 0;
    counts.set(likeness, count - 1);
    return count <= 0;
  }).map(([, statement]) => statement);
}

/** The same for statements that are written the same, and mean the same. */
export const likenessOf = keptIn(({ readsVariables, written }: Statement): string => JSON.stringify([readsVariables, written]));
