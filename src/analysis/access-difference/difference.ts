import type { OriginChange } from './change-kinds';
import { changesBetween } from './change-kinds';
import { rewrittenActions } from './rewritten-actions';
import { numberOf } from '../../private/cache';
import type { ActionBits } from '../access-report/action-bits';
import { ActionTable } from '../access-report/action-table';
import type { OriginAccess } from '../access-report/principal-access';
import { ownPolicies } from '../access-report/principal-access';
import type { JudgedPrincipal } from '../access-report/principal-judge';
import { judgedOrigins, PrincipalJudge } from '../access-report/principal-judge';
import type { ReportOrigin } from '../access-report/report-origins';
import { reportOrigins } from '../access-report/report-origins';
import { namedResources, StatementReader } from '../access-report/report-statement';
import type { NamedResources, ReportSubject } from '../access-report/report-types';
import { principalPairs } from '../principal-pairs';
import type { TemplatePolicies } from '../template/template-policies';

/** One of the two inputs. */
export interface DifferenceSide {
  readonly policies: TemplatePolicies;
  /** Whoever else it is about, besides the principals of the templates. */
  readonly others?: readonly ReportSubject[];
  /** The conditions and mappings of its templates, as text. */
  readonly definitions: string;
}

/** What changes for a principal. */
export interface PrincipalChange {
  readonly name: string;
  readonly kind: ReportSubject['kind'];
  /** Whether only one of the sides has it. */
  readonly is?: 'new' | 'gone';
  /** By origin; those without a change are left out. The same object for principals of which it is the same. */
  readonly origins: { readonly [origin: string]: OriginChange };
  /** Statements of its own policies that allow something on resources that they name: which are there now, and which are gone. */
  readonly added: readonly NamedResources[];
  readonly removed: readonly NamedResources[];
}

/** Who may do what else, from one input to another. */
export interface AccessDifference {
  readonly table: ActionTable;
  readonly origins: readonly ReportOrigin[];
  /** Those of whom something changes, in the order of their names. */
  readonly changes: readonly PrincipalChange[];
  /** How many principals there are on both sides together. */
  readonly principals: number;
}

/** Compares what the principals of two inputs may do, by the sets of actions that the access report has of each. */
export function accessDifference(before: DifferenceSide, after: DifferenceSide): AccessDifference {
  const table = new ActionTable();
  const reader = new StatementReader(table);
  const origins = reportOrigins([...before.policies.policies, ...after.policies.policies]);
  const asked = judgedOrigins(table, origins);
  const [old, fresh] = [before, after].map((side) => new PrincipalJudge(side.policies, asked, table, reader));
  const alike = new Map<string, PrincipalChange['origins']>();
  const compare = (was: JudgedPrincipal | undefined, is: JudgedPrincipal | undefined, rewritten: (origin: string) => ActionBits) => {
    const bits = origins.map(({ id }) => rewritten(id));
    const texts = new Map(bits.map((each) => [each, Buffer.from(each.buffer).toString('latin1')]));
    const key = JSON.stringify([[was, is].map((each) => (each ? numberOf(each.judged) : '')), bits.map((each) => [...texts.keys()].indexOf(each)), [...texts.values()]]);
    let found = alike.get(key);
    if (!found) {
      alike.set(key, found = Object.fromEntries(origins.flatMap(({ id }, i) => {
        const change = changesBetween(table, accessFrom(was, id), accessFrom(is, id), bits[i]);
        return Object.keys(change).length === 0 ? [] : [[id, change] as const];
      })));
    }
    return found;
  };
  const none = table.none();
  const pairs = principalPairs(subjectsOf(before), subjectsOf(after));
  const changes = pairs.flatMap(({ name, before: was, after: is }): PrincipalChange[] => {
    const [a, b] = [was && old.of(was), is && fresh.of(is)];
    const rewritten = was && is ? rewrittenActions(table, { principal: was, ...a!, definitions: before.definitions },
      { principal: is, ...b!, definitions: after.definitions }, numberOf) : () => none;
    const found = compare(a, b, rewritten);
    return Object.keys(found).length === 0 ? [] : [{
      name,
      kind: (is ?? was)!.kind,
      ...!was ? { is: 'new' as const } : !is ? { is: 'gone' as const } : {},
      origins: found,
      added: missingIn(namedOf(is, after), namedOf(was, before)),
      removed: missingIn(namedOf(was, before), namedOf(is, after)),
    }];
  });
  return { table, origins: origins.map(({ id, name }) => ({ id, name })), changes: changes.sort(byName), principals: pairs.length };
}

function subjectsOf({ policies, others = [] }: DifferenceSide): ReportSubject[] {
  return [...policies.principals, ...others];
}

function accessFrom(principal: JudgedPrincipal | undefined, origin: string): OriginAccess | undefined {
  return principal?.judged.find(({ id }) => id === origin)!.access;
}

function namedOf(principal: ReportSubject | undefined, { policies }: DifferenceSide): NamedResources[] {
  return principal ? ownPolicies(principal, policies).flatMap((policy) => namedResources(policy)) : [];
}

function missingIn(these: readonly NamedResources[], those: readonly NamedResources[]): NamedResources[] {
  const known = new Set(those.map((each) => JSON.stringify(each)));
  return these.filter((each) => !known.has(JSON.stringify(each)));
}

function byName(a: PrincipalChange, b: PrincipalChange): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
