import { narrowed } from './narrowed-test';
import type { Principal } from './sample-principals';
import { ORDINARY, SAMPLE_TEXTS } from './sample-principals';
import { arnParts } from '../iam/arn';
import type { ConditionBlock } from '../iam/combine-conditions';
import type { ConditionTest } from '../iam/condition';
import { Condition } from '../iam/condition';
import { literalStart } from '../iam/unknown-text';
import { Cache } from '../private/cache';

/** Whom the policy that holds the statement can reach. */
export interface Reach {
  /** The only accounts whose principals it reaches; `undefined` if that is not known. */
  readonly accounts?: readonly string[];
  /** Whether principals of other organizations are reached, too. */
  readonly outsiders: boolean;
}

/** The test of a key that tells principals apart. */
interface PrincipalTest extends Pick<ConditionTest, 'matches'> {
  readonly key: string;
  readonly values: readonly string[];
  /** Whether it leaves out those whom its values mean, rather than everybody else. */
  readonly exempts: boolean;
  /** How the ARNs begin that its values mean; `undefined` if that is not told. */
  readonly starts?: readonly string[];
}

type Context = ReadonlyMap<string, readonly string[]>;
/** Principals who have something in common that an exemption may mean. */
interface Kind {
  readonly whom: string;
  readonly principals: readonly Principal[];
  /** Those tests of exemptions that are about it; by default all. */
  readonly about?: (test: PrincipalTest) => boolean;
}

const [ARN, ACCOUNT, ORG, PATHS, TAG] = ['aws:principalarn', 'aws:principalaccount', 'aws:principalorgid', 'aws:principalorgpaths', 'aws:principaltag/'];
/** The part of a sample that an exemption for a few never gets near, and one like `*a*` does. */
const MANY = 1 / 4;
/** A guardrail is often put on many principals. */
const judged = new Cache<string[]>();
const NOBODYS_ACCOUNT = '000000000000';
const NOBODYS_ORGANIZATION = 'o-0000000000/r-0000';

/**
 * Of whom the condition of a Deny exempts so many that the Deny is of little use; empty if of nobody.
 *
 * It is judged by sample principals of several kinds. A value known only at deployment exempts nobody.
 *
 * @param conditions with tokens resolved
 */
export function widelyExempt(conditions: ConditionBlock, reach: Reach): string[] {
  return judged.get(JSON.stringify([conditions, reach]), () => judge(conditions, reach));
}

function judge(conditions: ConditionBlock, reach: Reach): string[] {
  const tests = principalTests(conditions);
  if (!tests.some(({ exempts }) => exempts)) {
    return [];
  }
  const around = surroundings(tests, reach);
  return kindsFor(tests).filter(({ principals, about }) => {
    const shares = around.map((surrounding) => exemptShare(tests, principals.map((principal) => contextOf(principal, surrounding, tests)), about))
      .filter((share) => share !== undefined);
    return shares.length > 0 && shares.every((share) => share >= MANY);
  }).map(({ whom }) => whom);
}

function principalTests(conditions: ConditionBlock): PrincipalTest[] {
  return new Condition(conditions).tests.filter(({ name, operator }) => operator !== undefined && isPrincipalKey(name)).map((test) => {
    const { name, operator, values } = test;
    const known = values.filter((value) => value !== undefined);
    const isByArn = name === ARN && operator!.comparison !== undefined && operator!.comparison.takes !== 'plain value' && !operator!.comparison.ignoresCase;
    return {
      key: name,
      values: operator!.comparison ? known : [],
      matches: narrowed(test),
      exempts: operator!.negated || (!operator!.comparison && known.includes('true')),
      starts: isByArn ? known.map(literalStart) : undefined,
    };
  });
}

function isPrincipalKey(key: string): boolean {
  return [ARN, ACCOUNT, ORG, PATHS].includes(key) || key.startsWith(TAG);
}

/** The accounts and places in organizations for which an exemption would have to hold. */
function surroundings(tests: PrincipalTest[], reach: Reach): Context[] {
  const meant = (key: string) => tests.find((test) => test.key === key && !test.exempts && test.values.length > 0)?.values;
  const accounts = meant(ACCOUNT) ?? reach.accounts ?? [NOBODYS_ACCOUNT];
  const paths = meant(PATHS)?.map((path) => path.replace(/\*$/, 'ou-0000-00000000/'))
    ?? organizations(tests).map((organization) => `${organization}/ou-0000-00000000/`);
  const inside = accounts.flatMap((account) => paths.map((path) => context(account, path)));
  return reach.outsiders ? [...inside, context(NOBODYS_ACCOUNT, `${NOBODYS_ORGANIZATION}/ou-0000-00000000/`)] : inside;
}

function context(account: string, path: string): Context {
  return new Map([[ACCOUNT, [account]], [PATHS, [path]], [ORG, [path.split('/')[0]]]]);
}

/** The organizations that the tests name, with their roots. */
function organizations(tests: PrincipalTest[]): string[] {
  const named = tests.filter(({ key }) => key === PATHS || key === ORG).flatMap(({ values }) => values)
    .map((text) => /^(o-[a-z0-9]+)(\/r-[a-z0-9]+)?/.exec(text)).filter((match) => match !== null).map(([, id, root = '/r-0000']) => id + root);
  return named.length > 0 ? [...new Set(named)] : [NOBODYS_ORGANIZATION];
}

/** Everybody, or those whom a statement applies to; and those who have a tag by which it exempts some. */
function kindsFor(tests: PrincipalTest[]): Kind[] {
  const patterns = tests.filter(({ key, exempts }) => key === ARN && !exempts).flatMap(({ values }) => values)
    .filter((pattern) => mayExempt(tests, startOf(pattern)));
  const tags = [...new Set(tests.filter(({ key, exempts }) => exempts && key.startsWith(TAG)).map(({ key }) => key))];
  return [
    ...ORDINARY,
    ...patterns.map((pattern): Kind => ({ whom: `those of the ARN ${pattern}`, principals: SAMPLE_TEXTS.map((text) => ({ arn: filled(pattern, text) })) })),
    ...tags.map((key): Kind => ({
      whom: `principals with the tag "${key.slice(TAG.length)}", whatever its value`,
      principals: ['', 'true', 'false', ...SAMPLE_TEXTS].map((value) => ({ arn: ORDINARY[0].principals[0].arn, tag: { key, value } })),
      about: (test) => test.key === key,
    })),
  ];
}

/** Whether one whose ARN begins so may be exempt: of many patterns, most begin otherwise than all that are. */
function mayExempt(tests: PrincipalTest[], start: string): boolean {
  return tests.some(({ exempts, starts }) => exempts && (!starts || starts.some((each) => each.startsWith(start) || start.startsWith(each))));
}

/** How all ARNs begin that a pattern is filled to. */
function startOf(pattern: string): string {
  const [, , , , account = '*', ...resource] = pattern.split(':');
  return `arn:aws:iam::${/^[^*?]+$/.test(account) ? `${account}:${resource.join(':').split(/[*?]/)[0]}` : ''}`;
}

/** An ARN that the pattern means. The account is that of the surrounding. */
function filled(pattern: string, text: string): string {
  const [, , , , account = '*', ...resource] = pattern.split(':');
  return `arn:aws:iam::${/[*?]/.test(account) ? '' : account}:${resource.join(':').replaceAll('*', text).replaceAll('?', 'x')}`;
}

function contextOf(principal: Principal, surrounding: Context, tests: PrincipalTest[]): Context {
  const arn = principal.arn.replace(/^arn:aws:iam:::/, `arn:aws:iam::${surrounding.get(ACCOUNT)}:`);
  const tags = new Map<string, string[]>();
  for (const { key, exempts, values } of tests.filter((test) => test.key.startsWith(TAG))) {
    // A tag that the statement applies to is there, also where the same tag exempts.
    tags.set(key, exempts ? tags.get(key) ?? [] : [(values[0] ?? '*').replaceAll('*', SAMPLE_TEXTS[0]).replaceAll('?', 'x')]);
  }
  if (principal.tag) {
    tags.set(principal.tag.key, [principal.tag.value]);
  }
  return new Map([...surrounding, ...tags, [ARN, [arn]], [ACCOUNT, [arnParts(arn)![4]]]]);
}

/** The part of those to whom the statement applies that it exempts; `undefined` if it applies to none. */
function exemptShare(tests: PrincipalTest[], principals: Context[], about: Kind['about'] = () => true): number | undefined {
  const isMeant = (principal: Context) => tests.every((test) => test.exempts || test.matches(principal) !== false);
  const exempt = principals.filter((principal) => tests.some((test) => test.exempts && about(test) && test.matches(principal) === false));
  if (exempt.length === 0) {
    return principals.some(isMeant) ? 0 : undefined;
  }
  const meant = principals.filter(isMeant);
  return meant.length === 0 ? undefined : exempt.filter(isMeant).length / meant.length;
}
