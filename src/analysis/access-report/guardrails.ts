import type { ActionBits } from './action-bits';
import { addAll, countIn, intersection, overlap } from './action-bits';
import type { ActionContexts, ContextsOfActions } from './action-contexts';
import type { ActionTable, MeantActions } from './action-table';
import type { JudgedAccess, OriginAccess, PrincipalStatements } from './principal-access';
import type { Profiles } from './profiles';
import type { QuestionSets } from './questions';
import type { ReportCondition, ReportStatement, StatementReader } from './report-statement';
import type { Effect, GuardrailEffect, ReportedGuardrail, StoppedActions } from './report-types';
import { TakenAlong } from './taken-along';
import type { LocatedPolicy, PolicyPlace } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import type { RequestContext } from '../../iam/request-context';
import type { Outcome } from '../../iam/three-valued';
import { readable } from '../../iam/unknown-text';
import { derivedFrom } from '../../private/cache';
import type { TemplatePolicies } from '../template/template-policies';

const NO_FACTS: RequestContext = new Map();

interface Origin {
  readonly id: string;
  readonly contexts: ContextsOfActions;
}

/** One that holds no document, of a policy or of another that is like it. */
type GuardrailStatement = Omit<ReportStatement, 'statement'>;

/** A guardrail of a principal, and what it stops. */
export interface StoppingStatement {
  /** Of its policy. */
  readonly place: PolicyPlace;
  /** Which of the principal's own policies that is; -1 if it is none of them. */
  readonly own: number;
  /** Which of the policy's guardrails it is. */
  readonly number: number;
  readonly origins: GuardrailEffect['origins'];
  readonly isTold: boolean;
}

function isGuardrail({ effect, condition }: ReportStatement): boolean {
  return effect === 'Deny' && condition.asksWhence;
}

function getOrMake<K, V>(known: { get(key: K): V | undefined; set(key: K, value: V): unknown }, key: K, make: () => V): V {
  let value = known.get(key);
  if (value === undefined) {
    known.set(key, value = make());
  }
  return value;
}

/** The Deny statements that ask for MCP or the mark of a session, wherever they are, and what they stop. */
export class Guardrails {
  private readonly statements: ReadonlyArray<{ readonly policy: LocatedPolicy; readonly read: GuardrailStatement }>;
  /** The first guardrail of a policy, by its place. A policy that is also a boundary is there twice: its place is the same. */
  private readonly places = new Map<PolicyPlace, number>();
  private readonly principals: number[];
  private readonly effects = new WeakMap<readonly JudgedAccess[], Map<number, GuardrailEffect['origins']>>();
  private readonly targets: ReadonlyMap<LocatedPolicy, readonly string[]>;

  constructor(
    templates: TemplatePolicies, reader: StatementReader, private readonly origins: readonly Origin[], private readonly table: ActionTable,
    private readonly profiles: Profiles, private readonly questions: QuestionSets,
  ) {
    // One with its statement would hold its document.
    const guardrailsIn = derivedFrom((policy: LocatedPolicy) => (
      reader.statements(policy).filter(isGuardrail).map(({ statement, ...each }): GuardrailStatement => each)));
    const statements: Array<{ readonly policy: LocatedPolicy; readonly read: GuardrailStatement }> = [];
    for (const policy of templates.policies) {
      const found = guardrailsIn(reader.firstLike(policy));
      if (found.length > 0) {
        this.places.set(policy.place, statements.length);
        found.forEach((read) => statements.push({ policy, read }));
      }
    }
    this.statements = statements;
    this.principals = this.statements.map(() => 0);
    this.targets = new Map(templates.controlPolicies.map(({ policy, targets }) => [policy, targets.map(readable)]));
  }

  /**
   * What the guardrails of a principal stop, of what it otherwise may do.
   *
   * @param own the principal's own policies
   * @param judged the same for principals that are alike
   */
  public stopping(principal: PrincipalStatements, own: readonly LocatedPolicy[], judged: readonly JudgedAccess[]): StoppingStatement[] {
    const known = getOrMake(this.effects, judged, () => new Map<number, GuardrailEffect['origins']>());
    return principal.statements.flatMap((statement, i): StoppingStatement[] => {
      const { policy: { place, kind }, path, limit } = statement;
      const first = isGuardrail(statement) ? this.places.get(place) : undefined;
      const guardrail = first === undefined ? -1 : this.numberOf(first, place, path);
      if (guardrail === -1) {
        return [];
      }
      const origins = getOrMake(known, i, () => Object.fromEntries(judged.flatMap(({ id, parts, access }) => {
        const stopped = this.stopped(statement, parts, access, (context) => principal.applies(statement, context));
        return stopped ? [[id, stopped] as const] : [];
      })));
      return [{
        place,
        number: guardrail - first!,
        origins,
        own: limit === undefined ? own.findIndex((each) => each.place === place) : -1,
        // Service control policies judge everybody: they are told of whom they stop.
        isTold: kind !== PolicyKind.SERVICE_CONTROL || Object.values(origins).some(({ actions }) => actions > 0),
      }];
    });
  }

  /** From the first guardrail of its policy on, for an app has thousands; -1 if there is none. */
  private numberOf(first: number, place: PolicyPlace, path: string): number {
    for (let i = first; this.statements[i]?.policy.place === place; i++) {
      if (this.statements[i].read.path === path) {
        return i;
      }
    }
    return -1;
  }

  /** The same of a principal that is alike, with own policies that are like those. */
  public effectsOn(stopping: readonly StoppingStatement[], own: readonly LocatedPolicy[]): GuardrailEffect[] {
    const found = new Map<number, StoppingStatement>();
    for (const each of stopping) {
      found.set(this.places.get(each.own === -1 ? each.place : own[each.own].place)! + each.number, each);
    }
    const effects: GuardrailEffect[] = [];
    for (const guardrail of [...found.keys()].sort((a, b) => a - b)) {
      const { origins, isTold } = found.get(guardrail)!;
      this.principals[guardrail]++;
      if (isTold) {
        effects.push({ guardrail, origins });
      }
    }
    return effects;
  }

  public reported(): ReportedGuardrail[] {
    const takenAlong = new TakenAlong(this.table);
    const aboutActions = new Map<MeantActions, Pick<ReportedGuardrail, 'actions' | 'about' | 'takenAlong'>>();
    const ofConditions = new Map<ReportCondition, Map<string, Pick<ReportedGuardrail, 'effects' | 'dependsOn'>>>();
    const numbers = new Map<MeantActions, number>();
    const described = derivedFrom((read: GuardrailStatement) => {
      const { sid, actions, resources, condition, namesPrincipals } = read;
      const effects = getOrMake(
        getOrMake(ofConditions, condition, () => new Map()), `${resources} ${getOrMake(numbers, actions, () => numbers.size)}`, () => this.effectsOf(read));
      const about = getOrMake(aboutActions, actions, () => this.aboutActions(actions.may, takenAlong));
      return { sid, namesPrincipals: namesPrincipals || undefined, ...effects, ...about };
    });
    // One object literal without a spread: an app has thousands of guardrails.
    return this.statements.map(({ policy, read }, i): ReportedGuardrail => {
      const { place, kind } = policy;
      const { sid, actions, about, takenAlong: others, effects, dependsOn, namesPrincipals } = described(read);
      return {
        sid,
        policyType: kind,
        template: place.file,
        logicalId: place.logicalId,
        constructPath: place.constructPath,
        path: place.path && read.path ? `${place.path}/${read.path}` : place.path || read.path,
        actions,
        about,
        takenAlong: others,
        effects,
        dependsOn,
        principals: this.principals[i],
        targets: this.targets.get(policy),
        namesPrincipals,
      };
    });
  }

  private aboutActions(actions: ActionBits, takenAlong: TakenAlong): Pick<ReportedGuardrail, 'actions' | 'about' | 'takenAlong'> {
    const about = countIn(actions) < this.table.total ? this.questions.counts(actions) : {};
    const others = takenAlong.of(actions);
    return { actions: countIn(actions), ...(Object.keys(about).length > 0 && { about }), ...(others.length > 0 && { takenAlong: others }) };
  }

  private effectsOf(statement: GuardrailStatement): Pick<ReportedGuardrail, 'effects' | 'dependsOn'> {
    const { condition } = statement;
    const parts = this.origins.map(({ id, contexts }) => [id, contexts.of(condition.keys)] as const);
    // The first part is that of ordinary actions.
    const dependsOn = parts.flatMap(([, [{ contexts }]]) => condition.dependsOn(contexts, NO_FACTS));
    return {
      effects: Object.fromEntries(parts.flatMap(([id, part]) => {
        const effect = this.effect(statement, part, (context) => condition.matches(context, NO_FACTS));
        return effect ? [[id, effect] as const] : [];
      })),
      ...(dependsOn.length > 0 && { dependsOn: [...new Set(dependsOn)].sort() }),
    };
  }

  private stopped(
    statement: ReportStatement, parts: readonly ActionContexts[], { mayAllow }: OriginAccess, applies: (context: RequestContext) => Outcome,
  ): StoppedActions | undefined {
    const effect = this.effect(statement, parts, applies);
    if (!effect) {
      return undefined;
    }
    const actions = this.table.none();
    for (const part of parts) {
      // What it does for certain, or else what it may do.
      const matching = effect === 'depends' ? part.contexts.some((context) => applies(context) !== false) : part.contexts.every(applies);
      if (matching) {
        addAll(actions, intersection(part.actions, intersection(mayAllow, effect === 'depends' ? statement.actions.may : statement.actions.sure)));
      }
    }
    return { effect, actions: countIn(actions), stops: this.profiles.stopsOf(actions) };
  }

  private effect(
    { resources, actions }: Pick<ReportStatement, 'resources' | 'actions'>, parts: readonly ActionContexts[], applies: (context: RequestContext) => Outcome,
  ): Effect | undefined {
    const outcomes = parts.filter((part) => overlap(part.actions, actions.may)).map(({ contexts }) => contexts.map(applies));
    if (outcomes.some((each) => each.every((outcome) => outcome === true))) {
      return resources === 'any' ? 'denies' : 'named resources';
    }
    return outcomes.some((each) => each.some((outcome) => outcome !== false)) ? 'depends' : undefined;
  }
}
