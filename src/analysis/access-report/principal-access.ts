import type { ActionBits } from './action-bits';
import { intersection, isEmpty, overlap, without } from './action-bits';
import type { ActionContexts } from './action-contexts';
import type { ActionTable } from './action-table';
import type { Layers, Limit } from './layers';
import { Judgment, Tally } from './layers';
import type { ReportStatement, StatementReader } from './report-statement';
import type { ReportSubject } from './report-types';
import type { LocatedPolicy } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import type { Layer } from '../../iam/policy-layers';
import type { RequestContext } from '../../iam/request-context';
import type { RequestPrincipal } from '../../iam/request-principal';
import { requestPrincipal } from '../../iam/request-principal';
import type { Outcome } from '../../iam/three-valued';
import { not } from '../../iam/three-valued';
import { readable } from '../../iam/unknown-text';
import type { TemplatePolicies } from '../template/template-policies';

/** What a principal may do from one origin: each action of the table is in one of the first five sets. */
export interface OriginAccess {
  readonly allowed: ActionBits;
  /** Allowed for resources that its statements name, or all but those that they name. */
  readonly partly: ActionBits;
  /** Nobody can tell from the templates. */
  readonly depends: ActionBits;
  /** Denied by a statement, whatever others allow. */
  readonly denied: ActionBits;
  readonly notAllowed: ActionBits;
  /** Those of `depends` that are allowed, or partly, if policies that are not in the templates don't deny them. */
  readonly granted: ActionBits;
  /** Those of `denied` that are also in `listed`. */
  readonly stopped: ActionBits;
  /** What statements allow or may allow, denials aside. */
  readonly listed: ActionBits;
  /** What may be allowed, denials aside. */
  readonly mayAllow: ActionBits;
  /** What `depends` depends on. */
  readonly dependsOn: readonly string[];
}

/** What a principal may do from one origin, with the contexts in which that was judged. */
export interface JudgedAccess {
  readonly id: string;
  readonly parts: readonly ActionContexts[];
  readonly access: OriginAccess;
}

/** A statement that judges a principal's calls. */
export interface AttachedStatement extends ReportStatement {
  /** Which of the limits it is of; none if it is of the principal's own policies. */
  readonly limit?: number;
  /** Whether it may not be attached: that hangs on a condition of the template, or on where an account is in the organization. */
  readonly conditional: boolean;
}

/** The policies of a principal that are known, its boundary aside. */
export function ownPolicies(
  { identityPolicies, otherManagedPolicies }: ReportSubject, { managedPolicy }: TemplatePolicies,
): readonly LocatedPolicy[] {
  return otherManagedPolicies.length === 0 ? identityPolicies
    : [...identityPolicies, ...otherManagedPolicies.flatMap((arn) => managedPolicy(arn) ?? [])];
}

/** A principal with its statements. */
export class PrincipalStatements {
  public readonly statements: readonly AttachedStatement[];
  /** Policies and groups that are known by name only. */
  public readonly unknownPolicies: readonly string[];
  /** The permissions boundary, if it is known by name only. */
  public readonly unknownBoundary?: string;
  /** The condition keys that they read, in lower case. */
  public readonly keys: readonly string[];
  /** What judges it besides its statements. */
  public readonly besides: string;
  /** What requests tell of the principal. */
  public readonly facts: RequestContext;
  /** Service control policies that may be attached and are not in the input. */
  private readonly unknownControls: readonly string[];
  private readonly limits: readonly Limit[];
  /** Whether service control policies reach it. */
  private readonly reached: Outcome;
  /** By what applies. */
  private readonly known = new Map<string, OriginAccess>();

  /** @param serviceControl those that judge the principal's account, from the root of the organization down */
  constructor(
    principal: ReportSubject, templates: TemplatePolicies, serviceControl: readonly Layer[], reader: StatementReader,
    private readonly table: ActionTable,
  ) {
    const { managedPolicy } = templates;
    const { permissionsBoundary, otherPermissionsBoundary, conditionalPolicies = [], conditionalManagedPolicies = [] } = principal;
    const boundary = permissionsBoundary
      ?? (otherPermissionsBoundary === undefined ? undefined : managedPolicy(otherPermissionsBoundary, PolicyKind.PERMISSIONS_BOUNDARY));
    const uncertain = new Set([...conditionalPolicies, ...conditionalManagedPolicies.flatMap((arn) => managedPolicy(arn) ?? [])]);
    const asked = requestPrincipalOf(principal);
    this.reached = asked ? not(asked.serviceLinkedRole) : true;
    const controls = this.reached === false ? [] : serviceControl;
    const boundaries = boundary ? [reader.statements(boundary)] : [];
    this.limits = [
      ...boundaries.map((): Limit => ({ kind: PolicyKind.PERMISSIONS_BOUNDARY, besides: false })),
      ...controls.map(({ allowsEverything, unknownPolicies = [] }): Limit => (
        { kind: PolicyKind.SERVICE_CONTROL, besides: allowsEverything ? true : unknownPolicies.length > 0 ? undefined : false })),
    ];
    this.statements = [
      ...ownPolicies(principal, templates)
        .flatMap((policy) => reader.statements(policy).map((statement) => ({ ...statement, conditional: uncertain.has(policy) }))),
      ...boundaries.flat().map((statement) => ({ ...statement, limit: 0, conditional: false })),
      ...controls.flatMap((layer, i) => reader.these(layer.statements).map((statement) => ({
        ...statement, limit: boundaries.length + i, conditional: this.reached === undefined || layer.uncertain?.has(statement.policy) === true,
      }))),
    ];
    this.unknownControls = controls.flatMap(({ unknownPolicies = [] }) => unknownPolicies.map(readable));
    this.unknownPolicies = [
      ...principal.otherManagedPolicies.filter((arn) => !managedPolicy(arn)).map(readable),
      ...(principal.policiesMadeLater ?? []).map((which) => `the policies ${readable(which)}`),
      ...(principal.otherGroups ?? []).map((group) => `the group ${readable(group)}`),
    ];
    this.unknownBoundary = boundary || otherPermissionsBoundary === undefined ? undefined : readable(otherPermissionsBoundary);
    this.besides = JSON.stringify([
      this.unknownPolicies, this.unknownBoundary, this.unknownControls, this.reached ?? null,
      this.limits.map((limit) => [limit.kind, limit.besides ?? null]),
    ]);
    this.keys = [...new Set(this.statements.flatMap(({ condition }) => condition.keys))];
    this.facts = asked && (principal.kind === 'role' || principal.kind === 'user') ? asked.context : new Map();
  }

  /**
   * What all that is judged hangs on: principals of which it is the same may do the same, and their statements are alike one by one. What
   * can't be compared in short is there in full.
   *
   * @param numberOf a number for each object
   */
  public likeness(numberOf: (object: object) => number): string {
    const { statements, besides, facts } = this;
    return JSON.stringify([
      statements.map((statement) => {
        const { effect, actions, resources, condition, limit, conditional } = statement;
        return [effect, numberOf(actions), resources, numberOf(condition), limit, conditional, isOpen(statement) ? placeOf(statement) : ''];
      }),
      besides, statements.some(({ condition }) => condition.readsPrincipal) ? numberOf(facts) : 0,
    ]);
  }

  /** Whether what is judged hangs on the principal's name, or names a place of one of its policies. */
  public get tellsOfItself(): boolean {
    return this.statements.some((statement) => isOpen(statement) || statement.condition.readsPrincipal);
  }

  /**
   * What the principal may do, given the contexts of all actions from an origin. The same object for origins from which the same statements apply, unless it
   * hangs on something.
   */
  public access(parts: readonly ActionContexts[]): OriginAccess {
    const applying = parts.map(({ contexts }) => new Map(contexts.map((context): [string, Outcome[]] => {
      const outcomes = this.statements.map((statement) => this.applies(statement, context));
      return [outcomes.join(), outcomes];
    })));
    const key = applying.map((each) => [...each.keys()].join(';')).join('|');
    let access = this.known.get(key);
    if (!access) {
      this.known.set(key, access = this.accessWhere(parts, applying.map((each) => [...each.values()])));
    }
    return isEmpty(access.depends) ? access : { ...access, dependsOn: this.dependsOn(parts, access.depends) };
  }

  /**
   * @param parts for their actions
   * @param applying for each of them the different outcomes of all statements
   */
  private accessWhere(parts: readonly ActionContexts[], applying: ReadonlyArray<readonly Outcome[][]>): OriginAccess {
    const { table, unknownPolicies, unknownBoundary } = this;
    const judgment = new Judgment(table, unknownPolicies.length > 0, this.reached);
    parts.forEach((part, i) => judgment.add(part, applying[i].map((outcomes) => this.layers(outcomes, part))));
    const { allowed, atLeastPartly, denied, nothing, granted, mayAllow } = judgment;
    // What is not in the templates may deny as well as allow.
    const open = unknownPolicies.length > 0 || unknownBoundary !== undefined;
    return {
      allowed: open ? table.none() : allowed,
      partly: open ? table.none() : without(atLeastPartly, allowed),
      depends: without(table.everything, nothing, open ? table.none() : atLeastPartly),
      denied,
      notAllowed: without(nothing, denied),
      stopped: intersection(denied, granted),
      granted: open ? atLeastPartly : table.none(),
      listed: granted,
      mayAllow,
      dependsOn: [],
    };
  }

  private layers(outcomes: readonly Outcome[], { from, to }: ActionContexts): Layers {
    const tally = () => new Tally(this.table, from, to);
    const [identity, denies] = [tally(), tally()];
    const limits = this.limits.map((limit) => ({ ...limit, tally: tally() }));
    this.statements.forEach(({ effect, actions, resources, limit }, i) => {
      const outcome = outcomes[i];
      if (outcome !== false && effect !== 'Deny') {
        (limit === undefined ? identity : limits[limit].tally).add(actions, resources, effect && outcome);
      }
      if (outcome !== false && effect !== 'Allow') {
        denies.add(actions, resources, effect && outcome);
      }
    });
    return { identity, limits, denies };
  }

  /** Whether a statement applies, its actions aside; of those with named resources, for these. */
  public applies(statement: AttachedStatement, context: RequestContext): Outcome {
    const outcome = statement.condition.matches(context, this.facts);
    return outcome && (statement.conditional || statement.resources === 'unknown') ? undefined : outcome;
  }

  private dependsOn(parts: readonly ActionContexts[], depends: ActionBits): string[] {
    const reasons = this.statements.flatMap((statement) => {
      const open = intersection(statement.actions.may, depends);
      const concerned = parts.filter(({ actions }) => overlap(actions, open)).map(({ contexts }) => contexts);
      if (concerned.flat().every((context) => this.applies(statement, context) === false)) {
        return [];
      }
      const keys = concerned.flatMap((contexts) => statement.condition.dependsOn(contexts, this.facts));
      const { effect, conditional, resources, actions, refused } = statement;
      const unknown = effect === undefined || resources === 'unknown' || !isEmpty(without(open, actions.sure));
      return [
        ...keys,
        ...(conditional ? [`whether ${placeOf(statement)} is attached`] : []),
        ...(refused !== undefined ? [`${placeOf(statement)}, which AWS would refuse: ${refused}`]
          : unknown ? [`what ${placeOf(statement)} is at deployment`] : []),
      ];
    });
    const { unknownPolicies, unknownControls, unknownBoundary = [] } = this;
    return [...new Set([...reasons, ...unknownPolicies, ...unknownControls, ...[unknownBoundary].flat()])].sort();
  }
}

/** Whether it says something that only deployment decides, of which its place is told. */
function isOpen({ effect, actions, resources, conditional }: AttachedStatement): boolean {
  return conditional || effect === undefined || resources === 'unknown' || !actions.isKnown;
}

function placeOf({ policy: { place }, path, sid }: ReportStatement): string {
  return sid ?? [place.file, place.logicalId, [place.path, path].filter(Boolean).join('/')].filter(Boolean).join(' ');
}

function requestPrincipalOf({ kind, arn }: ReportSubject): RequestPrincipal | undefined {
  try {
    return kind === 'permission set' ? undefined : requestPrincipal(arn);
  } catch {
    // Nothing is known of it.
    return undefined;
  }
}
