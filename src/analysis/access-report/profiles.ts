import type { ActionBits } from './action-bits';
import { countIn, has, indicesIn, isEmpty, without } from './action-bits';
import type { ActionTable } from './action-table';
import type { OriginAccess } from './principal-access';
import type { AccessCounts, AccessProfile, LevelAccess, ServiceAccess } from './report-types';
import { Verdict } from './report-types';

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

/** What origins allow, as numbers; what is alike is kept once. */
export class Profiles {
  private readonly byAccess = new Shared<AccessProfile>();
  private readonly byService = new Shared<ServiceAccess>();
  private readonly byStop = new Shared<{ [service: string]: number }>();

  constructor(private readonly table: ActionTable) {}

  public get profiles(): readonly AccessProfile[] {
    return this.byAccess.values;
  }

  public get serviceAccess(): readonly ServiceAccess[] {
    return this.byService.values;
  }

  public get stops(): ReadonlyArray<{ readonly [service: string]: number }> {
    return this.byStop.values;
  }

  public profileOf(access: OriginAccess): number {
    const { allowed, partly, depends, denied, notAllowed, granted, listed } = access;
    const key = [allowed, partly, depends, denied, notAllowed, granted, listed].map(bytes).join('');
    return this.byAccess.placeOf(key, () => ({
      counts: this.counts(access, 0, this.table.names.length),
      services: Object.fromEntries(this.table.services.filter(({ start, end }) => countIn(listed, start, end) > 0)
        .map(({ service, groups }) => {
          const levels = Object.fromEntries(groups.map(({ level, start, end }) => [level, this.levelAccess(access, start, end)]));
          return [service, this.byService.placeOf(JSON.stringify(levels), () => levels)];
        })),
    }));
  }

  /** By service, how many actions of the set it has. */
  public stopsOf(actions: ActionBits): number {
    return this.byStop.placeOf(bytes(actions), () => Object.fromEntries(this.table.services
      .map(({ service, start, end }) => [service, countIn(actions, start, end)] as const).filter(([, count]) => count > 0)));
  }

  public verdictOf({ allowed, partly, depends, denied, notAllowed }: OriginAccess): Verdict {
    const { reads, names } = this.table;
    const sure = countIn(allowed) + countIn(partly);
    if (sure === 0) {
      return isEmpty(depends) ? Verdict.NOTHING : Verdict.DEPENDS;
    }
    if (countIn(allowed) === names.length) {
      return Verdict.EVERYTHING;
    }
    if ([allowed, partly, depends].every((bits) => isEmpty(without(bits, reads)))) {
      return Verdict.READS;
    }
    return countIn(denied) + countIn(notAllowed) < names.length / 2 && countIn(allowed) > names.length / 2 ? Verdict.MOST : Verdict.SOME;
  }

  private levelAccess(access: OriginAccess, start: number, end: number): LevelAccess {
    const { allowed, partly, depends, granted, listed } = access;
    const actions = indicesIn(listed, start, end).filter((i) => has(allowed, i) || has(partly, i) || has(depends, i) || has(granted, i));
    return {
      ...this.counts(access, start, end),
      ...(actions.length > 0 && actions.length < FEW && { actions: actions.map((i) => this.table.names[i]) }),
    };
  }

  private counts({ allowed, partly, depends, denied, notAllowed, stopped, granted }: OriginAccess, start: number, end: number): AccessCounts {
    const counts = Object.entries({ allowed, partly, depends, denied, notAllowed, stopped, granted })
      .map(([name, bits]) => [name, countIn(bits, start, end)] as const).filter(([, count]) => count > 0);
    return { ...Object.fromEntries(counts), total: end - start };
  }
}

function bytes(bits: ActionBits): string {
  return Buffer.from(bits.buffer, bits.byteOffset, bits.byteLength).toString('latin1');
}
