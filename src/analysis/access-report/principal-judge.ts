import { ContextsOfActions } from './action-contexts';
import type { ActionTable } from './action-table';
import type { JudgedAccess } from './principal-access';
import { PrincipalStatements } from './principal-access';
import type { JudgedOrigin } from './report-origins';
import type { StatementReader } from './report-statement';
import type { ReportSubject } from './report-types';
import type { JudgingControls } from './service-control';
import { ServiceControl } from './service-control';
import { Cache, numberOf } from '../../private/cache';
import type { TemplatePolicies } from '../template/template-policies';

/** A principal with its statements, and what it may do from each origin. */
export interface JudgedPrincipal {
  readonly statements: PrincipalStatements;
  readonly controls: JudgingControls;
  /** The same for principals that are alike, unless many others were judged in between. */
  readonly judged: readonly JudgedAccess[];
}

/** Origins with the contexts in which calls from them are judged. */
export function judgedOrigins(
  table: ActionTable, origins: readonly JudgedOrigin[],
): Array<{ readonly id: string; readonly name: string; readonly contexts: ContextsOfActions }> {
  return origins.map((origin) => ({ id: origin.id, name: origin.name, contexts: new ContextsOfActions(table, origin) }));
}

/** What as many principals may do is kept: 150 kB for each that is like no other, of which an account has ten thousands. */
const MOST_KEPT = 500;

/** Judges the principals of templates, those that are alike once, unless many others were judged since. */
export class PrincipalJudge {
  public readonly serviceControl: ServiceControl;
  private readonly alike = new Cache<readonly JudgedAccess[]>(MOST_KEPT);

  constructor(
    private readonly templates: TemplatePolicies, private readonly origins: ReturnType<typeof judgedOrigins>,
    private readonly table: ActionTable, private readonly reader: StatementReader,
  ) {
    this.serviceControl = new ServiceControl(templates);
  }

  public of(principal: ReportSubject): JudgedPrincipal {
    const controls = this.serviceControl.of(principal);
    const statements = new PrincipalStatements(principal, this.templates, controls.layers, this.reader, this.table);
    const likeness = statements.likeness(numberOf);
    const judged = this.alike.get(likeness, () => this.origins.map(({ id, contexts }): JudgedAccess => {
      const parts = contexts.of(statements.keys);
      return { id, parts, access: statements.access(parts) };
    }));
    return { statements, controls, judged };
  }
}
