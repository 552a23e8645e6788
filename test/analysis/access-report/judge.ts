import { has } from '../../../src/analysis/access-report/action-bits';
import { ContextsOfActions } from '../../../src/analysis/access-report/action-contexts';
import { ActionTable } from '../../../src/analysis/access-report/action-table';
import type { OriginAccess } from '../../../src/analysis/access-report/principal-access';
import { PrincipalStatements } from '../../../src/analysis/access-report/principal-access';
import type { JudgedOrigin } from '../../../src/analysis/access-report/report-origins';
import { reportOrigins } from '../../../src/analysis/access-report/report-origins';
import { StatementReader } from '../../../src/analysis/access-report/report-statement';
import { ServiceControl } from '../../../src/analysis/access-report/service-control';
import type { TemplatePolicies } from '../../../src/analysis/template/template-policies';

export type Status = 'allowed' | 'partly' | 'depends' | 'denied' | 'notAllowed';
const STATUSES: Status[] = ['allowed', 'partly', 'depends', 'denied', 'notAllowed'];

let shared: ActionTable | undefined;

/** The table of actions, which tests need to make once only. */
export function actionTable(): ActionTable {
  return shared ??= new ActionTable();
}

export interface JudgedPrincipal {
  readonly file?: string;
  readonly logicalId: string;
  readonly origin: JudgedOrigin;
  readonly access: OriginAccess;
}

/** The access of every principal from every origin. */
export function judge(policies: TemplatePolicies): JudgedPrincipal[] {
  const table = actionTable();
  const reader = new StatementReader(table);
  const serviceControl = new ServiceControl(policies);
  const origins = reportOrigins(policies.policies).map((origin) => ({ origin, contexts: new ContextsOfActions(table, origin) }));
  return policies.principals.flatMap((principal) => {
    const statements = new PrincipalStatements(principal, policies, serviceControl.of(principal).layers, reader, table);
    return origins.map(({ origin, contexts }) => (
      { file: principal.file, logicalId: principal.logicalId, origin, access: statements.access(contexts.of(statements.keys)) }));
  });
}

/** Which of the sets an action is in; fails unless it is one. */
export function statusOf(access: OriginAccess, action: string): Status {
  const [service, name] = action.split(':');
  const table = actionTable();
  const { start, end } = table.services.find((each) => each.service === service)!;
  const index = table.names.findIndex((each, i) => i >= start && i < end && each === name);
  const found = STATUSES.filter((status) => has(access[status], index));
  if (found.length !== 1) {
    throw new Error(`${action} is ${found.join(' and ') || 'in no set'}`);
  }
  return found[0];
}
