import * as fs from 'fs';
import * as path from 'path';
import type { Table } from './catalog-source';
import { BaselineGrade, McpGuardrail } from '../src';
import { AccessLevel } from '../src/actions/access-level';
import { ActionSet } from '../src/actions/action-set';
import { AUDIT_TAMPERING } from '../src/actions/audit-tampering';
import { CREDENTIAL_WRITES } from '../src/actions/credential-writes';
import type { Criterion } from '../src/actions/criterion';
import { meeting } from '../src/actions/criterion';
import { DELEGATION } from '../src/actions/delegation';
import { DESTRUCTIVE } from '../src/actions/destructive';
import { patternsOf } from '../src/actions/listed';
import { PRIVILEGE_ESCALATION } from '../src/actions/privilege-escalation';
import { DOES_MORE, readPatterns } from '../src/actions/read-only';
import { SECRET_READS } from '../src/actions/secret-reads';
import { SPENDING } from '../src/actions/spending';
import { dividedByKms } from '../src/guardrails/kms-directly';

/** The sets that are drawn by a rule and a list. */
export const CRITERIA: { readonly [set: string]: Criterion } = {
  'audit-tampering': AUDIT_TAMPERING,
  'credential-writes': CREDENTIAL_WRITES,
  'delegation': DELEGATION,
  'destructive': DESTRUCTIVE,
  'privilege-escalation': PRIVILEGE_ESCALATION,
  'secret-reads': SECRET_READS,
  'spending': SPENDING,
};

/**
 * What each set has of a table, what each grade of the baseline denies of it, and what agents that may only read may read of it: the actions, in
 * alphabetical order.
 */
export function setsOf({ services }: Pick<Table, 'services'>): { [set: string]: string[] } {
  type IsIn = (name: string, level: AccessLevel) => boolean;
  const those = (meets: (service: string) => IsIn) => Object.entries(services).flatMap(([service, levels]) => {
    const isIn = meets(service);
    return Object.entries(levels).flatMap(([level, names]) => names.split(' ')
      .filter((name) => isIn(name, level as AccessLevel)).map((name) => `${service}:${name}`));
  }).sort();
  const [isRead, doesMore] = [readPatterns(), patternsOf(DOES_MORE)].map(deniedBy);
  return {
    ...Object.fromEntries(Object.entries(CRITERIA).map(([set, criterion]) => [set, those((service) => meeting(criterion, service))])),
    ...Object.fromEntries(Object.values(BaselineGrade).map((grade) => {
      const isDenied = baselineDenies(grade);
      return [`baseline-${grade}`, those((service) => (name) => isDenied(`${service}:${name}`))];
    })),
    'read-only': those((service) => {
      const no = [meeting(SECRET_READS, service), meeting(DELEGATION, service)];
      return (name, level) => isRead(`${service}:${name}`) && !doesMore(`${service}:${name}`)
        && (level === AccessLevel.LIST || level === AccessLevel.READ) && !no.some((isIn) => isIn(name, level));
    }),
  };
}

/** Whether a grade of the baseline denies an action, in one statement or another. */
export function baselineDenies(grade: BaselineGrade): (action: string) => boolean {
  return deniedBy(McpGuardrail.baseline({ grade }).statements().flatMap((statement) => statement.toStatementJson().Action));
}

/** Whether one of the patterns means an action. */
export function deniedBy(patterns: readonly string[]): (action: string) => boolean {
  const names = new Set(patterns);
  const prefixes = patterns.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1));
  return (action) => names.has(action) || prefixes.some((prefix) => action.startsWith(prefix));
}

/** What the lists of a set name that a table does not have. */
export function namesGone({ services }: Pick<Table, 'services'>): string[] {
  const listed = Object.entries(CRITERIA).flatMap(([set, { also, not }]) => [also, not]
    .flatMap((list) => Object.entries(list ?? {}).map((each) => [set, ...each] as const)));
  return listed.flatMap(([set, service, names]) => {
    const known = Object.values(services[service] ?? {}).flatMap((each) => each.split(' '));
    return names.split(' ')
      .filter((name) => !known.some((each) => (name.endsWith('*') ? each.startsWith(name.slice(0, -1)) : each === name)))
      .map((name) => `${set}: ${service}:${name}`);
  });
}

const FOLDER = path.join(__dirname, '..', 'docs', 'sets');

/** The file that shows a set, an action a line, so that a change of it can be reviewed. */
export const setFile = (set: string) => path.join(FOLDER, `${set}.txt`);
export const setText = (actions: string[]) => actions.map((action) => `${action}\n`).join('');

/** The sets of which is kept how they are written: one of 700 patterns would take 5 kB of the package. */
export const KEPT = { secretReads: SECRET_READS, delegation: DELEGATION, auditTampering: AUDIT_TAMPERING, spending: SPENDING };

/** The file that `readyPatterns()` reads. */
export const READY_SETS = path.join(__dirname, '..', 'data', 'ready-sets.json');

/** Its text, of what the table and the criteria give. */
export function readySetsText({ services }: Pick<Table, 'services'>): string {
  return `${JSON.stringify(Object.fromEntries(Object.entries(KEPT).map(([name, criterion]) => [name, `,${Object.keys(services).flatMap((service) => {
    const set = ActionSet._meeting(`${name} to be kept`, criterion, [service]);
    const parts = service === 'kms' ? { 'kms/rest': dividedByKms(set).rest, 'kms/ofServices': dividedByKms(set).ofServices } : {};
    return Object.entries({ [service]: set, ...parts }).filter(([, each]) => !each._isEmpty())
      .map(([key, each]) => [key, ...each._elements().actions!.map((action: string) => action.slice(service.length + 1))].join(' '));
  }).join()},`])), undefined, 1)}\n`;
}

/** Writes the files of all sets anew. */
export function writeSetFiles(table: Table): void {
  fs.rmSync(FOLDER, { recursive: true, force: true });
  fs.mkdirSync(FOLDER, { recursive: true });
  for (const [set, actions] of Object.entries(setsOf(table))) {
    fs.writeFileSync(setFile(set), setText(actions));
  }
  fs.writeFileSync(READY_SETS, readySetsText(table));
}
