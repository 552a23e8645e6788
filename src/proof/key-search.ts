import type { Budget } from './budget';
import type { KeyCells, KeyFacts } from './key-cells';
import { cellsOfKey } from './key-cells';
import { OF_PRINCIPAL } from './key-domain';
import type { CellsTogether, KeysTogether, ValuesTogether } from './keys-together';
import { KEYS_TOGETHER } from './keys-together';
import { isMade } from './made-layers';
import type { SideRequest } from './partial-request';
import { ANY_VALUE, PartialRequest, resourceSymbol } from './partial-request';
import type { Disagreement } from './related-keys';
import { disagreement } from './related-keys';
import type { SearchedSides } from './searched-sides';
import { mostIn, sizeOfTest } from './statement-size';
import { valuesOfVariable } from './variable-values';
import { layersIn } from '../iam/authorization';
import type { ConditionTest } from '../iam/condition';
import { placeOf } from '../iam/policy-layers';
import type { RequestContext } from '../iam/request-context';
import type { RequestPrincipal } from '../iam/request-principal';
import type { Statement } from '../iam/statement';
import { readable } from '../iam/unknown-text';
import { Cache } from '../private/cache';

/** A context with which the first side allows the request, and the second, if there is one, does not. */
export interface FoundContext {
  /** The keys that matter, in lower case, each with its values. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** What it hangs on that is not known; nothing if it is so for certain. */
  readonly open: readonly string[];
}

/** What was found for one decision, which asks the same of many requests. */
export class FoundCells {
  public readonly ofKeys = new Cache<KeyCells>(5_000);
  public readonly together = new Cache<CellsTogether>(5_000);
}

/** Whether one side's answer makes what is looked for impossible, or certain. */
enum Standing { IMPOSSIBLE, CERTAIN, OPEN }

const CHARACTERS_A_STEP = 64;
const UNDOCUMENTED = 'what AWS does not document of the request';

type Branch = { readonly key: string } | { readonly symbol: string; readonly about: string };

/**
 * Looks through all contexts of a request: key by key, each with one value of each kind that the statements tell apart, as far as the answer still
 * hangs on it. What no value decides is taken to be either.
 */
export class KeySearch {
  private readonly abouts = new Map<string, string>();
  private readonly partial: PartialRequest;
  /** The keys of which there are more values than were looked at. */
  private readonly tooMany = new Set<string>();
  private best?: FoundContext;
  /** Who makes the request, where that is looked through. */
  private principal?: RequestPrincipal;
  /** How many contexts were found that may do. */
  private leaves = 0;

  /**
   * @param context what is known of it: keys that are not, or whose values have unknown parts, are looked through
   * @param concrete whether policy variables stand for values that are tried; otherwise, for any, so that what is found may not be so
   */
  public constructor(
    private readonly searched: SearchedSides, private readonly context: RequestContext, private readonly concrete: boolean,
    private readonly budget: Budget, private readonly found: FoundCells,
  ) {
    this.partial = new PartialRequest(this.request, context, concrete, searched.undecidedServices, searched.sameConditions);
  }

  /** One that is so for certain, if there is; else one that may be; `undefined` if none is. */
  public find(): FoundContext | undefined {
    this.best = undefined;
    return this.budget.within(() => this.tooManyText(), () => this.look() ?? this.best);
  }

  private get request(): SideRequest['request'] {
    return this.searched.sides[0].request;
  }

  private tooManyText(): string {
    const { testsByKey, variables, statements } = this.searched;
    const keys = [...new Set([...testsByKey.keys(), ...variables])];
    const which = `${keys.slice(0, 3).join(', ')}${keys.length > 3 ? ` and ${keys.length - 3} more keys` : ''}`;
    return `more combinations${which === '' ? '' : ` of ${which}`} than are looked at, in ${mostIn(statements, ({ reads }) => reads.length)}`;
  }

  private look(): FoundContext | undefined {
    this.budget.take(this.searched.size);
    const standing = this.standing();
    if (standing === Standing.IMPOSSIBLE) {
      return undefined;
    }
    const branch = standing === Standing.CERTAIN ? undefined : this.branch();
    if (!branch) {
      return this.leaf(standing === Standing.CERTAIN);
    }
    if ('key' in branch) {
      const together = this.togetherWith(branch.key);
      if (together) {
        return this.lookThroughTogether(together);
      }
      const values = this.valuesOf(branch.key);
      return values.includes(ANY_VALUE) && !this.mayBeWith(branch.key) ? undefined : this.lookThrough(this.partial.assigned, branch.key, values);
    }
    this.abouts.set(branch.symbol, branch.about);
    return this.concrete ? this.leaf(false) : this.lookThrough(this.partial.symbols, branch.symbol, [true, false]);
  }

  /** Whether any value of a key may do, as far as is known without one. */
  private mayBeWith(key: string): boolean {
    const before = this.leaves;
    this.lookThrough(this.partial.assigned, key, [ANY_VALUE]);
    return this.leaves > before;
  }

  private lookThrough<T>(among: Map<string, T>, name: string, values: readonly T[]): FoundContext | undefined {
    let found: FoundContext | undefined;
    for (const value of values) {
      among.set(name, value);
      found = this.look();
      if (found) {
        break;
      }
    }
    among.delete(name);
    return found;
  }

  /**
   * The keys of which this is one that say more of each other; of who asks, as long as that is not chosen, and is no service. A value that is known may
   * be none of those that are looked at: then each key is looked through by itself.
   */
  private togetherWith(key: string): KeysTogether | undefined {
    const found = KEYS_TOGETHER.find(({ keys }) => keys.includes(key));
    return found?.keys.some((each) => this.partial.knownOf(each) !== undefined)
      || (found?.ofPrincipal && (this.principal || this.request.principal || this.isOfService())) ? undefined : found;
  }

  private isOfService(): boolean {
    return this.partial.knownOf('aws:principalisawsservice')?.[0] === 'true';
  }

  private lookThroughTogether({ keys, ofPrincipal, cells: cellsOf }: KeysTogether): FoundContext | undefined {
    const tests = keys.flatMap((key) => this.searched.testsByKey.get(key) ?? []);
    const names = ofPrincipal && this.concrete ? this.triedNames() : [];
    const likeness = JSON.stringify([keys[0], names, tests.map((test) => test.likeness)]);
    this.budget.take(Math.floor(likeness.length / CHARACTERS_A_STEP));
    const { cells, complete } = this.found.together.get(likeness, () => cellsOf(tests, names, this.budget));
    const isAsked = (key: string) => this.partial.isFree(key) && (this.searched.testsByKey.has(key) || this.searched.variables.has(key));
    const size = tests.reduce((sum, test) => sum + sizeOfTest(test), 1);
    const seen = new Set<string>();
    const any: ValuesTogether = { values: new Map(keys.map((key) => [key, ANY_VALUE])) };
    const agreeing = cells.filter(({ values }) => [...values].every(([key, each]) => this.partial.isFree(key) || this.partial.has(key, each)));
    const before = this.principal;
    for (const { values, principal = before } of [...agreeing, ...complete ? [] : [any]]) {
      this.budget.take(size);
      const asked = [...values].filter(([key]) => isAsked(key));
      asked.forEach(([key, each]) => this.partial.assigned.set(key, each));
      this.principal = principal;
      const signature = JSON.stringify([principal?.kind, tests.map((test) => this.partial.matches(test) ?? null)]);
      const found = this.concrete || !seen.has(signature) ? this.look() : undefined;
      seen.add(signature);
      asked.forEach(([key]) => this.partial.assigned.delete(key));
      this.principal = before;
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  /** Who has such a name, or is of such an account. */
  private triedNames(): string[] {
    return [
      ...this.searched.variables.has('aws:username') ? this.tried('aws:username').map((name) => `arn:aws:iam::111122223333:user/${name}`) : [],
      ...this.searched.variables.has('aws:principalaccount') ? this.tried('aws:principalaccount').map((account) => `arn:aws:iam::${account}:role/Example`) : [],
    ];
  }

  /** Where the answer hangs on nothing that can be looked through. */
  private leaf(certain: boolean): FoundContext | undefined {
    this.leaves += 1;
    const open = [
      ...[...this.partial.symbols.keys()].map((symbol) => this.abouts.get(symbol)!),
      ...[...this.partial.assigned].filter(([, values]) => values === ANY_VALUE).map(([key]) => this.openKey(key)),
      ...this.searched.undecidedServices,
      ...this.undocumentedOfService(),
      ...certain ? [] : this.openLayers(),
    ];
    const values = new Map([...this.partial.assigned].filter(([, each]) => each !== ANY_VALUE));
    const wrong = certain && open.length === 0 ? this.disagreementOf(values) : undefined;
    if (certain && open.length === 0 && !wrong) {
      return { values, open };
    }
    for (const instead of wrong?.instead ?? []) {
      const changed = this.withValues(instead, values);
      if (changed) {
        return { values: changed, open };
      }
    }
    if (wrong) {
      open.push(`whether a request has such ${wrong.keys.join(' and ')}`);
    }
    this.best ??= { values, open: [...new Set(open)] };
    return undefined;
  }

  /** The keys that AWS says every request with credentials has, where it hangs on it that one of a service, of which AWS says nothing, has not. */
  private undocumentedOfService(): string[] {
    const absent = OF_PRINCIPAL.filter((key) => this.isOfService() && this.partial.assigned.get(key)?.length === 0);
    return absent.map((key) => `whether a request of an AWS service has ${key}`);
  }

  private disagreementOf(values: FoundContext['values']): Disagreement | undefined {
    const known = [...this.searched.testsByKey.keys(), ...KEYS_TOGETHER.flatMap(({ keys }) => keys)].flatMap((key) => {
      const given = this.partial.knownOf(key);
      return given ? [[key, given] as const] : [];
    });
    return disagreement(new Map([...known, ...values]), (key) => this.searched.testsByKey.get(key) ?? []);
  }

  /** The values that were looked at with others for some of them, if what is looked for is so with those, too. */
  private withValues(instead: FoundContext['values'], before: FoundContext['values']): FoundContext['values'] | undefined {
    const changed = new Map([...before.keys()].map((key) => [key, instead.get(key)!]));
    changed.forEach((values, key) => this.partial.assigned.set(key, values));
    const isSo = this.standing() === Standing.CERTAIN && !this.disagreementOf(changed);
    before.forEach((values, key) => this.partial.assigned.set(key, values));
    return isSo ? changed : undefined;
  }

  private openKey(key: string): string {
    const read = ({ condition }: Statement) => condition.testsOf(key).reduce((sum, { values }) => sum + values.length, 0);
    return this.tooMany.has(key) ? `more values of ${key} than are told apart, in ${mostIn(this.searched.statements, read)}` : key;
  }

  private openLayers(): string[] {
    const layers = this.searched.sides.flatMap(({ layers: all }) => layersIn(all)).map(({ layer }) => layer);
    const unknown = layers.flatMap(({ unknownPolicies = [] }) => unknownPolicies);
    const absent = layers.flatMap(({ presumedAbsent = [] }) => presumedAbsent);
    return unknown.length > 0 ? unknown.map(readable) : absent.length > 0 ? absent.map(readable) : [[...this.abouts.values()][0] ?? UNDOCUMENTED];
  }

  private standing(): Standing {
    const { sides: [one, other], differences } = this.searched;
    if (differences?.every((each) => this.partial.applies(each) === false)) {
      return Standing.IMPOSSIBLE;
    }
    const first = this.partial.evaluate(one);
    if (first.denied === true || first.allowed === false) {
      return Standing.IMPOSSIBLE;
    }
    const isAllowed = first.denied === false && first.allowed === true;
    const second = other && this.partial.evaluate(other);
    if (!second) {
      return isAllowed ? Standing.CERTAIN : Standing.OPEN;
    }
    return second.denied === false && second.allowed === true ? Standing.IMPOSSIBLE
      : isAllowed && (second.denied === true || second.allowed === false) ? Standing.CERTAIN : Standing.OPEN;
  }

  /** What to look through next: a key that statements still hang on, or else what can't be known. */
  private branch(): Branch | undefined {
    let symbol: Branch | undefined;
    for (const each of this.searched.inOrder) {
      if (this.partial.applies(each) !== undefined) {
        continue;
      }
      const { statement } = each;
      if (this.partial.isAbout(each) === undefined) {
        symbol ??= { symbol: this.partial.aboutSymbol(each), about: isMade(statement) ? UNDOCUMENTED : `whether ${named(statement)} is about the request` };
      }
      if (this.partial.isOfResource(each) === undefined) {
        const key = this.concrete ? statement.resource?.variables.find((variable) => this.partial.isFree(variable)) : undefined;
        if (key !== undefined) {
          return { key };
        }
        symbol ??= { symbol: resourceSymbol(statement), about: `the resource of ${named(statement)}` };
      }
      for (const test of statement.condition.tests.filter((one) => this.partial.matches(one) === undefined)) {
        const key = [...this.concrete ? test.expected.variables : [], ...test.operator ? [test.name] : []].find((one) => this.partial.isFree(one));
        if (key !== undefined) {
          return { key };
        }
        symbol ??= { symbol: this.partial.testSymbol(test), about: String(test) };
      }
    }
    return symbol;
  }

  /** One of the values of each kind, as far as what is open tells them apart. */
  private valuesOf(key: string): ReadonlyArray<readonly string[]> {
    const tests = this.searched.testsByKey.get(key) ?? [];
    const { cells, complete, tooMany } = this.cellsOf(key, tests);
    if (tooMany) {
      this.tooMany.add(key);
    }
    if (this.concrete) {
      return this.searched.variables.has(key) ? [...cells, ...this.tried(key).map((value) => [value])] : cells;
    }
    const kept = new Map<string, readonly string[]>();
    this.budget.take(cells.length * tests.reduce((sum, test) => sum + sizeOfTest(test), 0));
    for (const values of cells) {
      this.partial.assigned.set(key, values);
      const signature = tests.map((test) => this.partial.matches(test) ?? '?').join();
      kept.set(signature, kept.get(signature) ?? values);
    }
    this.partial.assigned.delete(key);
    return complete ? [...kept.values()] : [...kept.values(), ANY_VALUE];
  }

  private cellsOf(key: string, tests: readonly ConditionTest[]): KeyCells {
    const given = this.context.get(key) ?? this.principal?.context.get(key);
    const facts: KeyFacts = {
      mayBeAbsent: given === undefined && !this.isOfSomebody(key) && !this.isOfServer(key),
      pattern: given?.length === 1 && !isWholly(given[0], key) ? given[0] : undefined,
      context: this.partial.forVariables,
    };
    const read = [...new Set(tests.flatMap(({ expected }) => expected.variables))].map((variable) => this.partial.forVariables.get(variable) ?? null);
    const likeness = JSON.stringify([key, facts.mayBeAbsent, facts.pattern, read, tests.map((test) => test.likeness)]);
    this.budget.take(Math.floor(likeness.length / CHARACTERS_A_STEP));
    return this.found.ofKeys.get(likeness, () => cellsOfKey(key, tests, facts, this.budget.half()));
  }

  /** Whether who asks, who is not given, is told. Of an AWS service that is not documented. */
  private isOfSomebody(key: string): boolean {
    return this.request.principal === undefined && OF_PRINCIPAL.includes(key) && !this.isOfService();
  }

  /** Every call of a server names it. */
  private isOfServer(key: string): boolean {
    return key === 'aws:calledviaawsmcp' && this.context.get('aws:viaawsmcpservice')?.[0] === 'true';
  }

  private tried(key: string): string[] {
    return valuesOfVariable(key, this.searched.statements, [...this.partial.assigned.values(), [this.request.resource ?? '']].flat(), this.budget);
  }
}

/** With its policy, which tells it from others that have no Sid. */
function named({ title, sid, policy, path }: Statement): string {
  const place = policy && sid === undefined ? readable(placeOf(policy, path)) : '';
  return place === '' ? title : `${title} (${place})`;
}

/** Whether nothing of the value is known. */
function isWholly(value: string, key: string): boolean {
  return readable(value) === `<${key}>`;
}
