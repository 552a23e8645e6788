import type { Budget } from './budget';
import { kindOfTest } from './key-domain';
import { numbersAround, secondsSince1970, timesAround } from './ordered-values';
import { identityCells } from './principal-cells';
import type { ConditionTest } from '../iam/condition';
import type { RequestPrincipal } from '../iam/request-principal';

/** Values that keys have together, `[]` for one that is absent. */
export interface ValuesTogether {
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Who makes the request, if they are of that. */
  readonly principal?: RequestPrincipal;
}

export interface CellsTogether {
  readonly cells: readonly ValuesTogether[];
  /** Whether every request is like one of them, as far as tests tell. */
  readonly complete: boolean;
}

/** Keys that tell of one thing: the value of one tells that of the others. */
export interface KeysTogether {
  readonly keys: readonly string[];
  /** Whether they tell who makes the request: where that is known, so are they. */
  readonly ofPrincipal?: boolean;
  /** @param names of principals that are looked at besides */
  cells(tests: readonly ConditionTest[], names: readonly string[], budget: Budget): CellsTogether;
}

export const [NOW, SECONDS] = ['aws:currenttime', 'aws:epochtime'];
export const [WITH_MFA, AGE] = ['aws:multifactorauthpresent', 'aws:multifactorauthage'];
const NAMES = ['aws:principalarn', 'aws:principalaccount', 'aws:principaltype', 'aws:username'];

/**
 * One moment in two forms; how long ago somebody signed in with a device, where that was so; and who it is.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
export const KEYS_TOGETHER: readonly KeysTogether[] = [
  {
    keys: [NOW, SECONDS],
    cells: (tests, _, budget) => {
      const { values, complete } = timesAround([...valuesOf(tests), '1970-01-01'], budget);
      const cells = values.map((time) => [time, secondsSince1970(time)] as const).filter(([, seconds]) => !seconds.startsWith('-'));
      return { cells: cells.map(([time, seconds]) => of([NOW, time], [SECONDS, seconds])), complete: complete && areOf(tests, 'time', 'number') };
    },
  },
  {
    keys: [WITH_MFA, AGE],
    cells: (tests, _, budget) => {
      const ages = tests.filter(({ name }) => name === AGE);
      const { values, complete } = numbersAround([...valuesOf(ages), '0'], budget);
      return {
        cells: [
          of([WITH_MFA], [AGE]), of([WITH_MFA, 'false'], [AGE]), of([WITH_MFA, 'true'], [AGE]),
          ...values.filter((age) => !age.startsWith('-')).map((age) => of([WITH_MFA, 'true'], [AGE, age])),
        ],
        complete: complete && areOf(ages, 'number'),
      };
    },
  },
  {
    // What its unique id is, is a question of its own.
    keys: [...NAMES, 'aws:userid'],
    ofPrincipal: true,
    cells: (tests, names, budget) => {
      const { principals, complete } = identityCells(tests, names, budget);
      return {
        cells: principals.map((principal) => ({ principal, values: new Map(NAMES.map((key) => [key, principal.context.get(key) ?? []])) })),
        complete: complete && areOf(tests, 'string', 'arn'),
      };
    },
  },
];

function of(...entries: ReadonlyArray<readonly [key: string, ...values: string[]]>): ValuesTogether {
  return { values: new Map(entries.map(([key, ...values]) => [key, values])) };
}

function valuesOf(tests: readonly ConditionTest[]): string[] {
  return tests.filter((test) => kindOfTest(test) !== undefined).flatMap(({ literals }) => literals);
}

function areOf(tests: readonly ConditionTest[], ...kinds: ReadonlyArray<ReturnType<typeof kindOfTest>>): boolean {
  return tests.every((test) => [undefined, ...kinds].includes(kindOfTest(test)));
}
