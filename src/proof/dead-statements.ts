import { Budget, FOR_MANY, TooManySteps } from './budget';
import { Answer } from './question';
import type { Cover, Limits } from './statement-cover';
import { StatementCover } from './statement-cover';
import { inFile, shortName } from '../analysis/simulation/principal-index';
import type { TemplateSource } from '../analysis/simulation/template-source';
import type { LocatedPolicy } from '../iam/policy';
import type { Layer } from '../iam/policy-layers';
import { statementsOf } from '../iam/policy-layers';
import type { Statement } from '../iam/statement';

/** A statement that changes no answer: without all of them that are told, policies say the same. */
export interface DeadStatement extends Cover {
  readonly policy: LocatedPolicy;
  readonly statement: Statement;
  /** The principals beside whose other policies it is so; nothing if it is so in its own policy. */
  readonly of?: readonly string[];
}

/** One of which that is not known. */
export interface OpenStatement {
  readonly policy: LocatedPolicy;
  readonly statement?: Statement;
  readonly open: readonly string[];
}

/** Finds statements that change nothing, in policies and beside the other ones of their principals. */
export class DeadStatements {
  public readonly dead: DeadStatement[] = [];
  private readonly undecided = new Map<string, OpenStatement>();
  private readonly removed = new Set<string>();
  private readonly numbers = new Map<LocatedPolicy, number>();
  private readonly cover: StatementCover;

  public constructor(private readonly budget = new Budget(FOR_MANY)) {
    this.cover = new StatementCover(budget);
  }

  public get open(): OpenStatement[] {
    return [...this.undecided].filter(([key]) => !this.removed.has(key)).map(([, each]) => each);
  }

  /** Looks at each statement of a policy, from the last to the first: of two that say the same, the first is kept. */
  public lookAt(policy: LocatedPolicy): void {
    let statements: readonly Statement[] = [];
    try {
      statements = statementsOf([policy]);
    } catch (error) {
      this.undecided.set(String(this.numberOf(policy)), { policy, open: [`what AWS would not take: ${(error as Error).message}`] });
    }
    for (const statement of [...statements].reverse()) {
      this.judge(policy, statement, [{ others: this.rest(statements), limits: {} }]);
    }
  }

  /** Looks at each statement of the templates' principals beside what else is given to all that have it. */
  public lookBeside(source: TemplateSource): void {
    const { policies, principals } = source.policies;
    const ofGroups = new Set(principals.filter(({ kind }) => kind === 'group').flatMap(({ identityPolicies }) => identityPolicies));
    const holders = new Map<LocatedPolicy, Holder[]>();
    for (const principal of principals.filter(({ kind }) => kind !== 'group')) {
      const holder = this.holder(source, inFile(principal), shortName(principal));
      for (const policy of holder ? principal.identityPolicies : []) {
        holders.set(policy, [...holders.get(policy) ?? [], holder!]);
      }
    }
    // What is for all that are put into a group has to stand there by itself.
    for (const policy of [...policies].reverse().filter((each) => holders.has(each) && !ofGroups.has(each))) {
      const all = holders.get(policy)!;
      for (const statement of all[0].statements.filter((each) => each.policy === policy && !this.removed.has(this.keyOf(each))).reverse()) {
        const beside = all.map(({ statements, limits }) => ({ others: this.rest(statements), limits }));
        if (beside.every(({ others, limits }) => others.some((other) => other.policy !== policy) || isLimited(limits))) {
          this.judge(policy, statement, beside, all.map(({ name }) => name));
        }
      }
    }
  }

  private holder(source: TemplateSource, id: string, name: string): Holder | undefined {
    try {
      const { identity, permissionsBoundary, serviceControl } = source.policiesFor(id, 's3:getobject', undefined).layers;
      // What is not in the input takes nothing from what is proved without it.
      const isKnown = (layer: Layer | undefined) => layer && !layer.unknownPolicies?.length && !layer.mayBeAbsent && !layer.uncertain?.size;
      const isCertain = ({ policy }: Statement) => !policy || !identity.uncertain?.has(policy);
      return {
        name,
        statements: identity.statements.filter(isCertain),
        limits: { ...isKnown(permissionsBoundary) && { permissionsBoundary }, serviceControl: serviceControl.filter(isKnown) },
      };
    } catch {
      return undefined; // One of its policies is none that AWS takes, which is told of that one.
    }
  }

  /** @param beside the statements that it stands beside, each time it is used */
  private judge(
    policy: LocatedPolicy, statement: Statement, beside: ReadonlyArray<{ readonly others: readonly Statement[]; readonly limits: Limits }>,
    of?: readonly string[],
  ): void {
    const key = this.keyOf(statement);
    if (!statement.isKnown || statement.effect === undefined) {
      this.undecided.set(key, { policy, statement, open: ['what is known only at deployment'] });
      return;
    }
    const others = (all: readonly Statement[]) => all.filter((each) => this.keyOf(each) !== key);
    try {
      this.budget.take(beside.reduce((sum, each) => sum + each.others.length, 0));
      for (const each of beside) {
        const { answer, open } = this.cover.isWithoutEffect(statement, others(each.others), each.limits);
        if (answer === Answer.UNDECIDED) {
          this.undecided.set(key, { policy, statement, open });
        }
        if (answer !== Answer.PROVED) {
          return;
        }
      }
      const [first] = beside;
      const cover = this.cover.of(statement, others(first.others), first.limits);
      this.removed.add(key);
      this.dead.push({ policy, statement, ...cover, ...of && { of } });
    } catch (error) {
      if (!(error instanceof TooManySteps)) {
        throw error;
      }
      this.undecided.set(key, { policy, statement, open: [error.message] });
    }
  }

  private rest(statements: readonly Statement[]): readonly Statement[] {
    return statements.filter((each) => !this.removed.has(this.keyOf(each)));
  }

  private keyOf({ policy, path }: Statement): string {
    return `${policy && this.numberOf(policy)} ${path}`;
  }

  private numberOf(policy: LocatedPolicy): number {
    let number = this.numbers.get(policy);
    if (number === undefined) {
      this.numbers.set(policy, number = this.numbers.size);
    }
    return number;
  }
}

function isLimited({ permissionsBoundary, serviceControl = [] }: Limits): boolean {
  return permissionsBoundary !== undefined || serviceControl.length > 0;
}

/** Who has policies, and what limits them. */
interface Holder {
  readonly name: string;
  readonly statements: readonly Statement[];
  readonly limits: Limits;
}
