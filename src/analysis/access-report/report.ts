import { ActionTable } from './action-table';
import { AlikePolicies } from './alike-policies';
import { AlikePrincipals } from './alike-principals';
import type { StoppingStatement } from './guardrails';
import { Guardrails } from './guardrails';
import type { JudgedAccess, OriginAccess, PrincipalStatements } from './principal-access';
import { ownPolicies } from './principal-access';
import { judgedOrigins, PrincipalJudge } from './principal-judge';
import { Profiles } from './profiles';
import { QuestionSets } from './questions';
import { reportOrigins } from './report-origins';
import { namedResources, StatementReader } from './report-statement';
import type { AccessReport, OriginReport, ReportedPrincipal, ReportSubject, SearchIndex } from './report-types';
import { idOf } from './report-types';
import { PolicyKind } from '../../iam/policy';
import type { LocatedPolicy } from '../../iam/policy';
import { readable } from '../../iam/unknown-text';
import type { TemplatePolicies } from '../template/template-policies';

/** What is said of a principal, and of all that are alike but for their names and those of resources. */
interface DescribedPrincipal extends Pick<ReportedPrincipal, 'access' | 'unknownPolicies' | 'permissionsBoundary' | 'serviceControl' | 'unlistedActions'> {
  readonly stopping: readonly StoppingStatement[];
  readonly namesResources: boolean;
  /** Whether it is said of this one alone. */
  readonly tellsOfItself: boolean;
}

/** The resources of as many principals as are kept. */
const MOST_KEPT = 2_000;

/**
 * Who may do what, directly and through each managed MCP server.
 *
 * @param others whoever else the report is about, besides the principals of the templates
 */
export function accessReport(templates: TemplatePolicies, others: readonly ReportSubject[] = []): AccessReport {
  return reportAndSearch(templates, others).report;
}

/** The same, with what a search by action needs. */
export function reportAndSearch(templates: TemplatePolicies, others: readonly ReportSubject[] = []): { report: AccessReport; search: SearchIndex } {
  const table = new ActionTable();
  const alike = new AlikePolicies();
  const reader = new StatementReader(table, alike);
  const questions = new QuestionSets(table);
  const profiles = new Profiles(table, questions);
  const origins = judgedOrigins(table, reportOrigins(new Set(templates.policies.map((policy) => alike.firstLike(policy)))));
  const guardrails = new Guardrails(templates, reader, origins, table, profiles, questions);
  const judge = new PrincipalJudge(templates, origins, table, reader);
  const accessOf = new WeakMap<readonly JudgedAccess[], ReportedPrincipal['access']>();
  const describe = (judged: readonly JudgedAccess[]) => {
    let access = accessOf.get(judged);
    if (!access) {
      const reports = new Map([...new Set(judged.map(({ access: each }) => each))].map((each): [OriginAccess, OriginReport] => [each, {
        verdict: profiles.verdictOf(each),
        profile: profiles.profileOf(each),
        ...(each.dependsOn.length > 0 && { dependsOn: each.dependsOn }),
      }]));
      accessOf.set(judged, access = Object.fromEntries(judged.map(({ id, access: each }) => [id, reports.get(each)!])));
    }
    return access;
  };

  const described = (principal: ReportSubject, own: readonly LocatedPolicy[]): DescribedPrincipal => {
    const { statements, controls, judged } = judge.of(principal);
    const allows = statements.statements.filter(({ effect, limit }) => effect === 'Allow' && limit === undefined);
    return {
      access: describe(judged),
      stopping: guardrails.stopping(statements, own, judged),
      namesResources: allows.some(({ resources }) => resources === 'named'),
      unknownPolicies: statements.unknownPolicies,
      permissionsBoundary: boundaryOf(principal, statements),
      serviceControl: controls.described,
      unlistedActions: [...new Set(allows.flatMap(({ unlisted }) => unlisted.map(readable)))].sort(),
      tellsOfItself: statements.tellsOfItself,
    };
  };
  const principalsLike = new AlikePrincipals<DescribedPrincipal>(alike);

  // Made when they are asked for, and some kept, since a file and a page have them: of an account of 200 MB they are nearly as much.
  // With a getter of its own for each, V8 would make dictionaries of the principals.
  const namingResources = new Map<object, readonly LocatedPolicy[]>();
  const keptResources = new Map<object, ReportedPrincipal['resources']>();
  const resources: PropertyDescriptor & ThisType<object> = {
    enumerable: true,
    get() {
      const policies = namingResources.get(this);
      if (!policies || keptResources.has(this)) {
        return keptResources.get(this);
      }
      if (keptResources.size === MOST_KEPT) {
        keptResources.clear();
      }
      const found = policies.flatMap((policy) => namedResources(policy, alike.firstLike(policy)));
      keptResources.set(this, found);
      return found;
    },
  };

  const principals = sorted([...templates.principals, ...others]).map((principal): ReportedPrincipal => {
    const own = ownPolicies(principal, templates);
    const { access, stopping, namesResources, unknownPolicies, permissionsBoundary, serviceControl, unlistedActions } = (
      principalsLike.of(principal, () => described(principal, own)));
    // Object literals without a spread: an app has thousands of principals.
    const reported = {
      id: idOf(principal),
      kind: principal.kind,
      name: told(principal.name),
      template: principal.file,
      logicalId: principal.logicalId,
      access,
      guardrails: guardrails.effectsOn(stopping, own),
    };
    if (namesResources) {
      namingResources.set(reported, own);
    }
    Object.defineProperty(reported, 'resources', resources);
    return Object.assign(reported, { unknownPolicies, permissionsBoundary, serviceControl, condition: principal.conditional, unlistedActions });
  });
  const report: AccessReport = {
    version: 2,
    actions: { source: table.version, total: table.total },
    origins: origins.map(({ id, name }) => ({ id, name })),
    principals,
    guardrails: guardrails.reported(),
    profiles: profiles.profiles,
    serviceAccess: profiles.serviceAccess,
    actionSets: profiles.actionSets,
    stops: profiles.stops,
    ...(judge.serviceControl.described.length > 0 && { serviceControl: judge.serviceControl.described }),
  };
  return { report, search: profiles.search };
}

function sorted(principals: readonly ReportSubject[]): ReportSubject[] {
  const ids = new Map(principals.map((principal) => [principal, idOf(principal)]));
  return [...principals].sort((a, b) => (ids.get(a)! < ids.get(b)! ? -1 : ids.get(a)! > ids.get(b)! ? 1 : 0));
}

function boundaryOf(principal: ReportSubject, { unknownBoundary }: PrincipalStatements): ReportedPrincipal['permissionsBoundary'] {
  const { permissionsBoundary, otherPermissionsBoundary } = principal;
  const name = permissionsBoundary ? nameOf(permissionsBoundary) : otherPermissionsBoundary;
  return name === undefined ? undefined : { name: readable(name), known: unknownBoundary === undefined };
}

/**
 * As `readable()`. Of text with unknown parts V8 takes two bytes for each character, and of all that it is put together with: here, half of the report's file.
 * What is parsed takes one again.
 */
function told(name: string): string {
  const text = readable(name);
  return text === name ? text : JSON.parse(JSON.stringify(text));
}

function nameOf({ place }: LocatedPolicy): string {
  return place.constructPath ?? place.logicalId ?? PolicyKind.PERMISSIONS_BOUNDARY;
}
