import { has } from '../../../src/analysis/access-report/action-bits';
import { ActionTable } from '../../../src/analysis/access-report/action-table';
import type { OriginAccess } from '../../../src/analysis/access-report/principal-access';
import { judgedOrigins, PrincipalJudge } from '../../../src/analysis/access-report/principal-judge';
import type { JudgedOrigin } from '../../../src/analysis/access-report/report-origins';
import { reportOrigins } from '../../../src/analysis/access-report/report-origins';
import { StatementReader } from '../../../src/analysis/access-report/report-statement';
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
  const origins = reportOrigins(policies.policies);
  const judging = new PrincipalJudge(policies, judgedOrigins(table, origins), table, new StatementReader(table));
  return policies.principals.flatMap((principal) => judging.of(principal).judged.map(({ access }, i) => (
    { file: principal.file, logicalId: principal.logicalId, origin: origins[i], access })));
}

/** Which of the sets an action is in; fails unless it is one. */
export function statusOf(access: OriginAccess, action: string): Status {
  const [service, name] = action.split(':');
  const table = actionTable();
  const entry = table.services.find((each) => each.service === service)!;
  const index = entry.start + table.namesIn(entry).indexOf(name);
  const found = STATUSES.filter((status) => has(access[status], index));
  if (found.length !== 1) {
    throw new Error(`${action} is ${found.join(' and ') || 'in no set'}`);
  }
  return found[0];
}
