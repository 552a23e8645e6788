import type { ChangeKind, Direction, OriginChange } from './change-kinds';
import { CHANGE_KINDS } from './change-kinds';
import type { AccessDifference, PrincipalChange } from './difference';
import type { ActionBits } from '../access-report/action-bits';
import { isEmpty, without } from '../access-report/action-bits';
import type { ActionTable } from '../access-report/action-table';
import { namedActions } from '../access-report/named-actions';
import { QUESTIONS, QuestionSets } from '../access-report/questions';
import { isMarkedSession } from '../access-report/report-origins';
import type { NamedActions, NamedResources } from '../access-report/report-types';

/** Some actions that change alike, and what a reviewer asks of them. */
export interface ToldActions {
  /** Such as `Delete data`; nothing for what no question is about. */
  readonly question?: string;
  readonly actions: NamedActions;
}

export interface ToldChange {
  readonly direction: Direction;
  readonly says: string;
  readonly actions: readonly ToldActions[];
}

/** Principals of which the same changes. */
export interface ToldGroup {
  readonly principals: readonly PrincipalChange[];
  readonly is?: PrincipalChange['is'];
  /** By the servers that calls come through; one without names for all of the section. */
  readonly from: ReadonlyArray<{ readonly servers?: readonly string[]; readonly changes: readonly ToldChange[] }>;
}

/** What changes for people, or for agents. */
export interface ToldSection {
  readonly id: 'people' | 'agents';
  readonly title: string;
  readonly groups: readonly ToldGroup[];
}

const SECTIONS = [
  { id: 'people', title: 'People and programs, in direct calls', isDirect: true },
  { id: 'agents', title: 'Agents, through MCP servers', isDirect: false },
] as const;

/** The difference as a person reads it: people and agents apart, principals of which the same changes once. */
export function toldDifference({ table, origins, changes }: AccessDifference): ToldSection[] {
  const told = new ToldChanges(table);
  const alike = new Map<string, PrincipalChange[]>();
  const numbers = new Map<object, number>();
  for (const change of changes) {
    const { kind, is, origins: its } = change;
    const key = `${kind} ${is} ${numbers.get(its) ?? (numbers.set(its, numbers.size), numbers.size - 1)}`;
    alike.set(key, [...alike.get(key) ?? [], change]);
  }
  return SECTIONS.map(({ id, title, isDirect }) => {
    const asked = origins.filter((origin) => (origin.id === 'direct') === isDirect);
    const groups = [...alike.values()].map((principals): ToldGroup => {
      const [{ is, origins: its }] = principals;
      return { principals, ...is && { is }, from: told.from(asked, its) };
    });
    const marked = asked.some(isMarkedSession);
    return { id, title: marked && !isDirect ? `${title}, and in marked sessions` : title, groups: groups.filter(({ from }) => from.length > 0) };
  });
}

class ToldChanges {
  private readonly questions: QuestionSets;
  private readonly known = new Map<string, readonly ToldChange[]>();

  constructor(private readonly table: ActionTable) {
    this.questions = new QuestionSets(table);
  }

  public from(asked: AccessDifference['origins'], changes: PrincipalChange['origins']): ToldGroup['from'] {
    const alike = new Map<readonly ToldChange[], string[]>();
    for (const { id, name } of asked.filter((each) => changes[each.id])) {
      const told = this.of(changes[id]);
      alike.set(told, [...alike.get(told) ?? [], name]);
    }
    return [...alike].map(([told, names]) => ({ ...names.length < asked.length && { servers: names }, changes: told }));
  }

  /** The same object for changes that are the same. */
  private of(change: OriginChange): readonly ToldChange[] {
    const entries = Object.entries(change) as Array<[ChangeKind, ActionBits]>;
    const key = entries.map(([kind, bits]) => `${kind} ${Buffer.from(bits.buffer).toString('latin1')}`).join();
    let told = this.known.get(key);
    if (!told) {
      this.known.set(key, told = entries.map(([kind, bits]): ToldChange => {
        const { direction, says } = CHANGE_KINDS[kind];
        return { direction, says, actions: this.byQuestion(bits) };
      }));
    }
    return told;
  }

  /** Each action once, by the first question that it is about. */
  private byQuestion(bits: ActionBits): ToldActions[] {
    const about = this.questions.answers((inQuestion) => inQuestion(bits));
    let rest = bits;
    const parts = QUESTIONS.flatMap(({ id, title }): ToldActions[] => {
      const asked = without(about[id]!, without(about[id]!, rest));
      rest = without(rest, asked);
      return isEmpty(asked) ? [] : [{ question: title, actions: namedActions(this.table, asked) }];
    });
    return isEmpty(rest) ? parts : [...parts, { actions: namedActions(this.table, rest) }];
  }
}

/** How many principals gain something, and how many lose something; one may do both. */
function countsOf({ groups }: ToldSection): { readonly gain: number; readonly lose: number; readonly differ: number } {
  const count = (direction: Direction) => groups
    .filter(({ from }) => from.some(({ changes }) => changes.some((each) => each.direction === direction)))
    .reduce((sum, { principals }) => sum + principals.length, 0);
  return { gain: count('gains'), lose: count('loses'), differ: count('differs') };
}

/** The counts in words. */
export function summaryOf(section: ToldSection): string {
  const { gain, lose, differ } = countsOf(section);
  const parts = [[gain, 'gain', 'gains'], [lose, 'lose', 'loses'], [differ, 'differ', 'differs']] as const;
  const said = parts.filter(([count]) => count > 0)
    .map(([count, many, one]) => (count === 1 ? `1 principal ${one}` : `${count.toLocaleString('en')} principals ${many}`));
  return said.length === 0 ? 'nothing changes' : said.join(', ');
}

/** What a statement allows on resources that it names, in words. */
export function resourceText({ actions, allButActions, resources, allBut, conditional }: NamedResources): string {
  return `${allButActions ? 'all but ' : ''}${actions.join(', ')} on ${allBut ? 'all but ' : ''}${resources.join(', ')}${conditional ? ', on a condition' : ''}`;
}

/** Actions in words: by name if they are few, or all are asked for. */
export function actionsText({ count, services }: NamedActions, most = 8): string {
  if (typeof services === 'number') {
    return `${count.toLocaleString('en')} actions of ${services} services`;
  }
  const entries = Object.entries(services);
  const isNamed = entries.every(([, names]) => typeof names !== 'number');
  if (isNamed && count <= most) {
    return entries.flatMap(([service, names]) => (names as string[]).map((name) => `${service}:${name}`)).join(', ');
  }
  const counts = entries.map(([service, names]) => `${typeof names === 'number' ? names : names.length} of ${service}`);
  return counts.length > most ? `${count.toLocaleString('en')} actions of ${counts.length} services` : counts.join(', ');
}
