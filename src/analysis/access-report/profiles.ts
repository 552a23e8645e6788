import type { ActionBits } from './action-bits';
import { addAll, countIn, has, indicesIn, intersection, isEmpty, rangesIn, without } from './action-bits';
import type { ActionGroup, ActionTable, ServiceGroups } from './action-table';
import { namedActions } from './named-actions';
import type { OriginAccess } from './principal-access';
import type { QuestionSets } from './questions';
import type { AccessCounts, AccessProfile, Answer, LevelAccess, NamedActions, Places, SearchIndex, ServiceAccess } from './report-types';
import { Verdict } from './report-types';
import { sha256 } from '../../private/sha256';

/** Fewer actions than this are named. */
const FEW = 6;

/** Values, each kept once. */
class Shared<T> {
  public readonly values: T[] = [];
  private readonly places = new Map<string, number>();

  public placeOf(key: string, make: () => T): number {
    let place = this.places.get(key);
    if (place === undefined) {
      place = this.values.push(make()) - 1;
      this.places.set(key, place);
    }
    return place;
  }
}

interface SearchedAccess extends Pick<OriginAccess, 'allowed' | 'partly' | 'depends'> {
  readonly upToGrant: ActionBits;
}

/** What origins allow, as numbers; what is alike is kept once. */
export class Profiles {
  private readonly byAccess = new Shared<AccessProfile>();
  private readonly byService = new Shared<ServiceAccess>();
  private readonly byStop = new Shared<{ [service: string]: number }>();
  private readonly bySet = new Shared<NamedActions>();
  private readonly byPlaces = new Shared<SearchIndex['places'][number]>();
  private readonly placesOfProfiles: Array<SearchIndex['profiles'][number]> = [];

  constructor(private readonly table: ActionTable, private readonly questions: QuestionSets) {}

  public get profiles(): readonly AccessProfile[] {
    return this.byAccess.values;
  }

  public get serviceAccess(): readonly ServiceAccess[] {
    return this.byService.values;
  }

  public get stops(): ReadonlyArray<{ readonly [service: string]: number }> {
    return this.byStop.values;
  }

  public get actionSets(): readonly NamedActions[] {
    return this.bySet.values;
  }

  public get search(): SearchIndex {
    const used = new Set(this.placesOfProfiles.flatMap((services) => Object.keys(services)));
    return {
      services: this.table.services.map(({ service }) => service),
      names: Object.fromEntries(this.table.services.filter(({ service }) => used.has(service)).map((service) => {
        const names = this.table.namesIn(service);
        return [service.service, Object.fromEntries(service.groups.map(({ level, start, end }) => (
          [level, names.slice(start - service.start, end - service.start)])))];
      })),
      places: this.byPlaces.values,
      profiles: this.placesOfProfiles,
    };
  }

  public profileOf(access: OriginAccess): number {
    const { allowed, partly, depends, denied, notAllowed, granted, listed } = access;
    const searched = this.searchedAccess(access);
    const key = hashOf(allowed, partly, depends, denied, notAllowed, granted, listed);
    return this.byAccess.placeOf(key, () => {
      const listedServices = this.table.services.filter(({ start, end }) => countIn(listed, start, end) > 0);
      const searchedServices = this.table.services
        .filter(({ start, end }) => countIn(listed, start, end) + countIn(searched.upToGrant, start, end) > 0);
      this.placesOfProfiles.push(Object.fromEntries(searchedServices.map(({ service, groups }) => {
        const places = Object.fromEntries(groups.map((group) => [group.level, this.placesOf(searched, group)] as const));
        return [service, this.byPlaces.placeOf(JSON.stringify(places), () => places)];
      })));
      return {
        counts: this.counts(access, 0, this.table.total),
        answers: this.questions.answers((inQuestion) => this.answer(access, inQuestion)),
        services: Object.fromEntries(listedServices.map((service) => {
          const levels = Object.fromEntries(service.groups.map((group) => [group.level, this.levelAccess(access, service, group)]));
          return [service.service, this.byService.placeOf(JSON.stringify(levels), () => levels)];
        })),
      };
    });
  }

  /** By service, how many actions of the set it has. */
  public stopsOf(actions: ActionBits): number {
    return this.byStop.placeOf(hashOf(actions), () => Object.fromEntries(this.table.services
      .map(({ service, start, end }) => [service, countIn(actions, start, end)] as const).filter(([, count]) => count > 0)));
  }

  public verdictOf({ allowed, partly, depends, denied, notAllowed }: OriginAccess): Verdict {
    const { reads, total } = this.table;
    const sure = countIn(allowed) + countIn(partly);
    if (sure === 0) {
      return isEmpty(depends) ? Verdict.NOTHING : Verdict.DEPENDS;
    }
    if (countIn(allowed) === total) {
      return Verdict.EVERYTHING;
    }
    if ([allowed, partly, depends].every((bits) => isEmpty(without(bits, reads)))) {
      return Verdict.READS;
    }
    return countIn(denied) + countIn(notAllowed) < total / 2 && countIn(allowed) > total / 2 ? Verdict.MOST : Verdict.SOME;
  }

  private answer({ allowed, partly, depends, listed }: OriginAccess, inQuestion: (bits: ActionBits) => ActionBits): Answer | undefined {
    const [open, named] = [inQuestion(depends), inQuestion(intersection(depends, listed))];
    const answer: Answer = {
      ...this.setOf('allowed', inQuestion(allowed)),
      ...this.setOf('partly', inQuestion(partly)),
      ...this.setOf('depends', named),
      ...(countIn(open) > countIn(named) && { more: true as const }),
    };
    return Object.keys(answer).length === 0 ? undefined : answer;
  }

  private setOf(name: 'allowed' | 'partly' | 'depends', bits: ActionBits): Answer {
    return isEmpty(bits) ? {} : { [name]: this.bySet.placeOf(hashOf(bits), () => namedActions(this.table, bits)) };
  }

  private levelAccess(access: OriginAccess, service: ServiceGroups, { start, end }: ActionGroup): LevelAccess {
    const { allowed, partly, depends, granted, listed } = access;
    const actions = indicesIn(listed, start, end).filter((i) => has(allowed, i) || has(partly, i) || has(depends, i) || has(granted, i));
    return {
      ...this.counts(access, start, end),
      ...(actions.length > 0 && actions.length < FEW && { actions: actions.map((i) => this.table.namesIn(service)[i - service.start]) }),
    };
  }

  /** What a search for an action finds: of what a grant decides it is neither yes nor no, unless a policy denies it. */
  private searchedAccess({ allowed, partly, depends, denied }: OriginAccess): SearchedAccess {
    const upToGrant = without(this.table.upToGrant, denied);
    const all = depends.slice();
    addAll(all, upToGrant);
    return { allowed: without(allowed, upToGrant), partly: without(partly, upToGrant), depends: all, upToGrant };
  }

  private placesOf({ allowed, partly, depends }: SearchedAccess, { start, end }: ActionGroup): Places {
    return Object.fromEntries(Object.entries({ allowed, partly, depends }).map(([name, bits]) => [name, rangesIn(bits, start, end)] as const)
      .filter(([, ranges]) => ranges !== ''));
  }

  private counts({ allowed, partly, depends, denied, notAllowed, stopped, granted }: OriginAccess, start: number, end: number): AccessCounts {
    const counts = Object.entries({ allowed, partly, depends, denied, notAllowed, stopped, granted })
      .map(([name, bits]) => [name, countIn(bits, start, end)] as const).filter(([, count]) => count > 0);
    return { ...Object.fromEntries(counts), total: end - start };
  }
}

/** A set of actions has 2.5 kB, of which none is kept for a report of many principals. */
function hashOf(...sets: readonly ActionBits[]): string {
  return sha256(sets.map((bits) => Buffer.from(bits.buffer, bits.byteOffset, bits.byteLength).toString('latin1')).join(''));
}
