import { ContextsOfActions } from './action-contexts';
import { ActionTable } from './action-table';
import { Guardrails } from './guardrails';
import { PrincipalStatements } from './principal-access';
import { Profiles } from './profiles';
import { reportOrigins } from './report-origins';
import { StatementReader } from './report-statement';
import type { AccessReport, OriginReport, ReportedPrincipal, ReportSubject } from './report-types';
import { idOf } from './report-types';
import { PolicyKind } from '../../iam/policy';
import type { LocatedPolicy } from '../../iam/policy';
import { readable } from '../../iam/unknown-text';
import type { TemplatePolicies } from '../template/template-policies';

/**
 * Who may do what, directly and through each managed MCP server.
 *
 * @param others whoever else the report is about, besides the principals of the templates
 */
export function accessReport(templates: TemplatePolicies, others: readonly ReportSubject[] = []): AccessReport {
  const table = new ActionTable();
  const reader = new StatementReader(table);
  const profiles = new Profiles(table);
  const origins = reportOrigins(templates.policies)
    .map((origin) => ({ id: origin.id, name: origin.name, contexts: new ContextsOfActions(table, origin) }));
  const guardrails = new Guardrails(templates, reader, origins, table, profiles);

  const principals = sorted([...templates.principals, ...others]).map((principal): ReportedPrincipal => {
    const statements = new PrincipalStatements(principal, templates, reader, table);
    const judged = origins.map(({ id, contexts }) => {
      const parts = contexts.of(statements.keys);
      return { id, parts, access: statements.access(parts) };
    });
    return {
      id: idOf(principal),
      kind: principal.kind,
      name: readable(principal.name),
      ...(principal.file !== undefined && { template: principal.file }),
      logicalId: principal.logicalId,
      access: Object.fromEntries(judged.map(({ id, access }): [string, OriginReport] => [id, {
        verdict: profiles.verdictOf(access),
        profile: profiles.profileOf(access),
        ...(access.dependsOn.length > 0 && { dependsOn: access.dependsOn }),
      }])),
      guardrails: guardrails.effectsOn(statements, judged),
      unknownPolicies: statements.unknownPolicies,
      ...boundaryOf(principal, statements),
      ...(principal.conditional !== undefined && { condition: principal.conditional }),
      unlistedActions: [...new Set(statements.statements.filter(({ effect }) => effect === 'Allow').flatMap(({ unlisted }) => unlisted.map(readable)))].sort(),
    };
  });
  return {
    version: 1,
    actions: { source: table.version, total: table.names.length },
    origins: origins.map(({ id, name }) => ({ id, name })),
    principals,
    guardrails: guardrails.reported(),
    profiles: profiles.profiles,
    serviceAccess: profiles.serviceAccess,
    stops: profiles.stops,
  };
}

function sorted(principals: readonly ReportSubject[]): ReportSubject[] {
  const ids = new Map(principals.map((principal) => [principal, idOf(principal)]));
  return [...principals].sort((a, b) => (ids.get(a)! < ids.get(b)! ? -1 : ids.get(a)! > ids.get(b)! ? 1 : 0));
}

function boundaryOf(principal: ReportSubject, { unknownBoundary }: PrincipalStatements): Pick<ReportedPrincipal, 'permissionsBoundary'> {
  const { permissionsBoundary, otherPermissionsBoundary } = principal;
  const name = permissionsBoundary ? nameOf(permissionsBoundary) : otherPermissionsBoundary;
  return name === undefined ? {} : { permissionsBoundary: { name: readable(name), known: unknownBoundary === undefined } };
}

function nameOf({ place }: LocatedPolicy): string {
  return place.constructPath ?? place.logicalId ?? PolicyKind.PERMISSIONS_BOUNDARY;
}
