import type { SideRequest } from './partial-request';
import { sideDifferences } from './side-differences';
import { sizeOf } from './statement-size';
import type { ConditionTest } from '../iam/condition';
import { serviceAllows } from '../iam/service-rules';
import type { Statement } from '../iam/statement';
import type { RelevantStatement } from '../iam/statements-about';
import { hasResourceVariables } from '../iam/statements-about';

/** How many steps a statement takes besides what is in its condition. */
const STEPS = 2;

/** What judges a request on both sides, or on one: what is the same of it in all contexts, most of it found when it is first needed. */
export class SearchedSides {
  public readonly relevant: readonly RelevantStatement[];
  public readonly statements: readonly Statement[];
  /** What to look at first: where the sides are the same, nothing is left to look for. */
  public readonly inOrder: readonly RelevantStatement[];
  /** How much there is to look at for each combination. */
  public readonly size: number;
  /** What a service decides of a request it decides whatever policies say: alike on both sides. */
  public readonly undecidedServices: ReadonlySet<string>;
  /** Of two sides, the only statements that can make their answers differ the way that is looked for; none if that can't be told. */
  public readonly differences: readonly RelevantStatement[] | undefined;
  private tests?: ReadonlyMap<string, readonly ConditionTest[]>;
  private ofVariables?: ReadonlySet<string>;
  private read?: ReadonlySet<string>;

  /**
   * @param open what of them is not known, and taken for something
   * @param sameConditions whether it hangs on the same on both sides which policies there are
   */
  public constructor(
    public readonly sides: readonly SideRequest[], public readonly open: readonly string[], public readonly sameConditions: boolean,
  ) {
    this.relevant = sides.flatMap(({ relevant }) => relevant);
    this.statements = this.relevant.map(({ statement }) => statement);
    this.size = this.statements.reduce((sum, each) => (
      sum + STEPS + sizeOf(each).condition + (hasResourceVariables(each) ? sizeOf(each).resource : 0)), 0);
    this.undecidedServices = new Set(sides.length < 2 ? []
      : serviceAllows(sides[0].request).filter(([, allows]) => allows === undefined).map(([name]) => name));
    this.differences = sides.length < 2 ? undefined : sideDifferences(sides[0], sides[1]);
    this.inOrder = [...this.differences ?? [], ...this.relevant];
  }

  /** The keys that statements read. */
  public get reads(): ReadonlySet<string> {
    return this.read ??= new Set(this.statements.flatMap(({ reads }) => reads));
  }

  /** The keys of policy variables. */
  public get variables(): ReadonlySet<string> {
    return this.ofVariables ??= new Set(this.statements.flatMap(({ resource, condition }) => (
      [...resource?.variables ?? [], ...condition.tests.flatMap(({ expected }) => expected.variables)])));
  }

  /** The tests of each key, one of those that are alike. */
  public get testsByKey(): ReadonlyMap<string, readonly ConditionTest[]> {
    if (!this.tests) {
      const byKey = new Map<string, ConditionTest[]>();
      for (const test of new Map(this.statements.flatMap(({ condition }) => condition.tests.map((each) => [each.likeness, each]))).values()) {
        byKey.set(test.name, [...byKey.get(test.name) ?? [], test]);
      }
      this.tests = byKey;
    }
    return this.tests;
  }
}
