import { JudgedRequest } from './judged-request';
import type { RequestParts } from './judged-request';
import type { PolicySource } from './policy-source';
import type { DecidingStatement } from './simulated-statement';
import { describedStatement } from './simulated-statement';
import type { SimulationResult } from './simulation-result';
import { layersIn, relevantStatements } from '../../iam/authorization';
import type { AuthorizationRequest } from '../../iam/authorization-request';
import type { Statement } from '../../iam/statement';
import type { NamedLayer, RelevantStatement } from '../../iam/statements-about';
import { derivedFrom } from '../../private/cache';

/** What was decided of a request. */
export type SharedAnswer = Pick<SimulationResult, 'decision' | 'dependsOn' | 'missingAllows'> & { readonly statements: readonly DecidingStatement[] };

/** An answer for all that are alike: of the statements, which of those that are about the request. */
type KeptAnswer = Omit<SharedAnswer, 'statements'> & { readonly statements: readonly number[] };

/** As many answers, and contents of statements, as are kept: an account may have ten thousands of principals that all differ. */
const MOST_KEPT = 5_000;

/** The policies of a principal itself: those of others may say the same. */
const OWN: ReadonlyArray<NamedLayer['name']> = ['identity', 'permissionsBoundary', 'session'];

/** Judges the same request of many principals: those whose policies say the same of it, and of whom the policies ask the same, once. */
export class AlikeRequests {
  private readonly judged = new Map<string, readonly KeptAnswer[]>();
  private readonly numbers = new Map<unknown, number>();
  private last = 0;
  private readonly contentOf = derivedFrom(({ policy, readsVariables, written }: Statement) => (
    this.numberOf(JSON.stringify([policy?.kind, policy?.resourceType, readsVariables, written]))));

  /**
   * @param asked the request, but who makes it
   * @param judge how it is judged from each origin, if nobody alike was judged before
   */
  public constructor(
    private readonly source: PolicySource, private readonly asked: Omit<RequestParts, 'principal'>,
    private readonly judge: (principal: string) => readonly SimulationResult[],
  ) {}

  /** What is decided of a principal's request, by origin. */
  public of(principal: string): SharedAnswer[] {
    const { layers, request } = new JudgedRequest(this.source, { ...this.asked, principal });
    const relevant = relevantStatements(layers, request);
    const likeness = this.likenessOf(layersIn(layers), request, relevant);
    let answers = likeness === undefined ? undefined : this.judged.get(likeness);
    if (!answers) {
      answers = this.judge(principal).map(({ decision, dependsOn, missingAllows, _deciding }): KeptAnswer => (
        { decision, dependsOn, missingAllows, statements: _deciding.map((statement) => placeAmong(relevant, statement)) }));
      if (likeness !== undefined) {
        makeRoom(this.judged);
        this.judged.set(likeness, answers);
      }
    }
    return answers.map(({ decision, statements, dependsOn, missingAllows }) => (
      { decision, statements: statements.map((i) => describedStatement(relevant[i].statement)), dependsOn, missingAllows }));
  }

  /** The same for requests of which the same is decided, by statements that stand at the same places among those about them; `undefined` if that can't be told. */
  private likenessOf(layers: readonly NamedLayer[], request: AuthorizationRequest, relevant: readonly RelevantStatement[]): string | undefined {
    // What hangs on the deployment is told by where it is written.
    if (relevant.some(({ statement, layer }) => statement.effect === undefined || statement.matchesAction(request.action) === undefined
      || layer.uncertain?.has(statement.policy!))) {
      return undefined;
    }
    const { principal, facts } = request;
    const reads = new Set(relevant.flatMap(({ statement }) => statement.reads));
    return JSON.stringify([
      principal && [principal.kind, principal.account, principal.name.split(':')[1], String(principal.serviceLinkedRole)],
      principal?.roleArnWithPath !== undefined && principal.name,
      layers.map(({ name, layer }) => [
        name, layer.kind, layer.at, layer.allowsEverything, layer.unknownPolicies, layer.mayBeAbsent, layer.presumedAbsent, layer.isTakenAsNone,
        relevant.filter((each) => each.layer === layer).map((each) => this.saidBy(each, OWN.includes(name))),
      ]),
      [...reads].map((key) => [key, facts.get(key) ?? null]),
    ]);
  }

  private saidBy({ statement, base, besidesResource, principal }: RelevantStatement, isOwn: boolean): unknown {
    const saying = isOwn ? this.contentOf(statement) : [this.numberOf(statement.policy), statement.path];
    return [saying, String(base), String(besidesResource), principal && Object.values(principal).map(String)];
  }

  private numberOf(value: unknown): number {
    let number = this.numbers.get(value);
    if (number === undefined) {
      makeRoom(this.numbers);
      // Never one that was another's: a statement keeps its number.
      this.numbers.set(value, number = ++this.last);
    }
    return number;
  }
}

function makeRoom(kept: Map<unknown, unknown>): void {
  if (kept.size >= MOST_KEPT) {
    kept.clear();
  }
}

function placeAmong(relevant: readonly RelevantStatement[], { policy, path }: Statement): number {
  return relevant.findIndex(({ statement }) => statement.policy === policy && statement.path === path);
}
