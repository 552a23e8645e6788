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
import type { TemplatePolicies } from '../template/template-policies';

const NO_FACTS: RequestContext = new Map();

interface Origin {
  readonly id: string;
  readonly contexts: ContextsOfActions;
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
  private readonly statements: ReadonlyArray<Omit<ReportStatement, 'statement'>>;
  /** Of the place of a policy, by the path of a statement. A policy that is also a boundary is there twice: its place is the same. */
  private readonly places = new Map<PolicyPlace, Map<string, number>>();
  private readonly principals: number[];
  private readonly effects = new WeakMap<readonly JudgedAccess[], Map<number, GuardrailEffect['origins']>>();
  private readonly targets: ReadonlyMap<LocatedPolicy, readonly string[]>;

  constructor(
    templates: TemplatePolicies, reader: StatementReader, private readonly origins: readonly Origin[], private readonly table: ActionTable,
    private readonly profiles: Profiles, private readonly questions: QuestionSets,
  ) {
    // One with its statement would hold its document.
    this.statements = templates.policies.flatMap((policy) => reader.statements(policy)
      .flatMap(({ statement, ...each }) => (each.effect === 'Deny' && each.condition.asksWhence ? [each] : [])));
    this.statements.forEach(({ policy: { place }, path }, i) => getOrMake(this.places, place, () => new Map()).set(path, i));
    this.principals = this.statements.map(() => 0);
    this.targets = new Map(templates.controlPolicies.map(({ policy, targets }) => [policy, targets.map(readable)]));
  }

  /**
   * What the guardrails of a principal stop, of what it otherwise may do.
   *
   * @param judged the same for principals that are alike
   */
  public effectsOn(principal: PrincipalStatements, judged: readonly JudgedAccess[]): GuardrailEffect[] {
    const known = getOrMake(this.effects, judged, () => new Map<number, GuardrailEffect['origins']>());
    const found = new Map<number, number>();
    principal.statements.forEach((statement, i) => {
      const guardrail = statement.effect === 'Deny' && statement.condition.asksWhence ? this.places.get(statement.policy.place)?.get(statement.path) : undefined;
      if (guardrail !== undefined) {
        found.set(guardrail, i);
      }
    });
    return [...found].sort(([a], [b]) => a - b).flatMap(([guardrail, i]) => {
      this.principals[guardrail]++;
      const statement = principal.statements[i];
      const origins = getOrMake(known, i, () => Object.fromEntries(judged.flatMap(({ id, parts, access }) => {
        const stopped = this.stopped(statement, parts, access, (context) => principal.applies(statement, context));
        return stopped ? [[id, stopped] as const] : [];
      })));
      // Service control policies judge everybody: they are told of whom they stop.
      const tells = statement.policy.kind !== PolicyKind.SERVICE_CONTROL || Object.values(origins).some(({ actions }) => actions > 0);
      return tells ? [{ guardrail, origins }] : [];
    });
  }

  public reported(): ReportedGuardrail[] {
    const takenAlong = new TakenAlong(this.table);
    const aboutActions = new Map<MeantActions, Pick<ReportedGuardrail, 'actions' | 'about' | 'takenAlong'>>();
    const ofConditions = new Map<ReportCondition, Map<string, Pick<ReportedGuardrail, 'effects' | 'dependsOn'>>>();
    const numbers = new Map<MeantActions, number>();
    return this.statements.map((statement, i): ReportedGuardrail => {
      const { sid, policy, path, actions, resources, condition, namesPrincipals } = statement;
      const { place, kind } = policy;
      const targets = this.targets.get(policy);
      const { effects, dependsOn } = getOrMake(
        getOrMake(ofConditions, condition, () => new Map()), `${resources} ${getOrMake(numbers, actions, () => numbers.size)}`, () => this.effectsOf(statement));
      const { actions: number, about, takenAlong: others } = getOrMake(aboutActions, actions, () => this.aboutActions(actions.may, takenAlong));
      return {
        ...(sid !== undefined && { sid }),
        policyType: kind,
        ...(place.file !== undefined && { template: place.file }),
        ...(place.logicalId !== undefined && { logicalId: place.logicalId }),
        ...(place.constructPath !== undefined && { constructPath: place.constructPath }),
        path: [place.path, path].filter(Boolean).join('/'),
        actions: number,
        ...(about && { about }),
        ...(others && { takenAlong: others }),
        effects,
        ...(dependsOn && { dependsOn }),
        principals: this.principals[i],
        ...(targets && { targets }),
        ...(namesPrincipals && { namesPrincipals }),
      };
    });
  }

  private aboutActions(actions: ActionBits, takenAlong: TakenAlong): Pick<ReportedGuardrail, 'actions' | 'about' | 'takenAlong'> {
    const about = countIn(actions) < this.table.total ? this.questions.counts(actions) : {};
    const others = takenAlong.of(actions);
    return { actions: countIn(actions), ...(Object.keys(about).length > 0 && { about }), ...(others.length > 0 && { takenAlong: others }) };
  }

  private effectsOf(statement: Omit<ReportStatement, 'statement'>): Pick<ReportedGuardrail, 'effects' | 'dependsOn'> {
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
