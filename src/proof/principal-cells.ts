import type { Budget } from './budget';
import type { Glob, GlobItem, GlobSet } from './glob';
import { arnGlob, globOf, globOfText, ONE_WITHIN, RUN_WITHIN } from './glob';
import { meaning, signatureOf, stringCells } from './glob-cells';
import { patternsOf, samplesOf } from './key-cells';
import { kindOfTest } from './key-domain';
import { ANONYMOUS } from '../iam/anonymous';
import { arnParts } from '../iam/arn';
import type { ConditionTest } from '../iam/condition';
import type { Pattern } from '../iam/pattern';
import { ANY_ONE, ANY_RUN, wildcards } from '../iam/pattern';
import { NO_CONTEXT } from '../iam/request-context';
import type { RequestPrincipal } from '../iam/request-principal';
import { requestPrincipal } from '../iam/request-principal';
import type { Statement } from '../iam/statement';
import { characters, hasUnknownPart } from '../iam/unknown-text';

export interface SomePrincipal {
  readonly principal: RequestPrincipal;
  /** The user whose a federated user is, of those that are named. */
  readonly of?: RequestPrincipal;
}

/** Those who may make a request, one of each kind that statements tell apart by its name. */
export interface PrincipalCells {
  readonly principals: readonly SomePrincipal[];
  /** Whether everybody is like one of them. */
  readonly complete: boolean;
}

/** Of each kind all that have such an ARN, and what comes behind the account. */
const KINDS = ['role/', 'user/', 'root', 'federated-user/'].map((resource) => {
  const name: GlobItem[] = resource === 'root' ? [] : [ANY_ONE, ANY_RUN];
  const account: GlobItem[] = Array.from({ length: 12 }, () => ONE_WITHIN);
  const service = resource === 'federated-user/' ? ':sts::' : ':iam::';
  const ofAll = (partition?: string): Glob => {
    const within: GlobItem[] = partition === undefined ? [ONE_WITHIN, RUN_WITHIN] : characters(partition);
    return { items: [...'arn:', ...within, ...service, ...account, ':', ...resource, ...name], foldsCase: false };
  };
  const example = (of: string) => `arn:aws${service}${of}:${resource}${resource === 'root' ? '' : resource === 'role/' ? 'Example' : 'example'}`;
  return { ofAll, example };
});
const ANOTHER_ACCOUNT = '444455556666';
const PROVIDER = `arn:aws:iam::${ANOTHER_ACCOUNT}:saml-provider/Example`;
const SERVICE = globOfText('?*.amazonaws.com');

/** Everybody, by what the `Principal` elements of statements and the keys of principals' names tell apart. */
export function principalCells(statements: readonly Statement[], budget: Budget): PrincipalCells {
  const entries = statements.flatMap(({ principal }) => principal?.entries ?? []);
  const tests = statements.flatMap(({ condition }) => condition.tests);
  const named = (...types: string[]) => [...new Set(entries.flatMap(([type, value]) => (
    types.includes(type) && value !== undefined && value !== '*' ? [value] : [])))];
  const identities = named('', 'AWS');
  const globs: GlobSet[] = [...identities.flatMap(ofIdentity), ...tests.flatMap(ofTest)].map((glob) => [glob]);
  const accounts = [...identities.map((each) => arnParts(each)?.[4] ?? each), ...valuesOf(tests, 'aws:principalaccount'), ANOTHER_ACCOUNT]
    .filter((each) => /^\d{12}$/.test(each));
  const sessions = identities.filter((each) => /^arn:[^:]+:sts::/.test(each));
  const services = valuesOf(tests, 'aws:principalservicename');
  // Nobody has access to resources of another partition.
  const texts = [...identities, ...statements.flatMap(({ resource }) => resource?.texts ?? [])];
  const partitions = new Set(texts.flatMap((text) => /^arn:([a-z-]+):/.exec(text ?? '')?.[1] ?? []));
  const ofKinds = cellsOfKinds(globs, accounts, budget, partitions.size === 1 ? [...partitions][0] : undefined);
  const byName = [...named('Service'), ...services];
  const ofServices = cellsIn([SERVICE], byName.map((each) => [globOfText(each)]), ['example.amazonaws.com', ...byName], budget);
  const users = identities.flatMap(read).filter(({ kind }) => kind === 'user');
  const names = [
    ...ofKinds.flatMap(({ found }) => found).flatMap((arn) => (sessions.length > 0 && arn.includes(':role/') ? sessionsOf(arn, sessions) : [arn])),
    ...new Set([...ofServices.found, ...named('Service'), ...named('Federated'), PROVIDER, ANONYMOUS]),
  ];
  const inResources = statements.flatMap(({ resource }) => resource?.variables ?? []);
  const variables = [...tests.flatMap(({ expected }) => expected.variables), ...inResources];
  return {
    principals: names.flatMap(read).flatMap((principal) => (
      [undefined, ...principal.kind === 'federated user' ? users : []].map((of) => ({ principal, of })))),
    complete: [...ofKinds, ofServices].every(({ complete }) => complete) && !variables.some(isOfName)
      && named('Federated').every((each) => hasUnknownPart(each) || read(each).length > 0),
  };
}

/** Roles, users and the like, one of each kind that tests on the keys of their names tell apart; and these. */
export function identityCells(
  tests: readonly ConditionTest[], names: readonly string[], budget: Budget,
): { readonly principals: readonly RequestPrincipal[]; readonly complete: boolean } {
  const accounts = ['111122223333', ...valuesOf(tests, 'aws:principalaccount'), ANOTHER_ACCOUNT].filter((each) => /^\d{12}$/.test(each));
  const ofKinds = cellsOfKinds(tests.flatMap(ofTest).map((glob) => [glob]), accounts, budget);
  return { principals: [...ofKinds.flatMap(({ found }) => found), ...names].flatMap(read), complete: ofKinds.every(({ complete }) => complete) };
}

function cellsOfKinds(globs: readonly GlobSet[], accounts: readonly string[], budget: Budget, partition?: string): NamesFound[] {
  const samples = globs.flatMap(([glob]) => samplesOf(glob));
  return KINDS.map(({ ofAll, example }) => cellsIn([ofAll(partition)], globs, [...samples, ...accounts.map(example)], budget));
}

interface NamesFound {
  readonly found: readonly string[];
  readonly complete: boolean;
}

function cellsIn(domain: GlobSet, globs: readonly GlobSet[], samples: readonly string[], budget: Budget): NamesFound {
  const all = [domain, ...globs];
  const natural = new Map<string, string[]>();
  for (const sample of samples) {
    const signature = signatureOf(meaning(all, sample, budget));
    natural.set(signature, [...natural.get(signature) ?? [], sample]);
  }
  const { cells, complete } = stringCells(all, 1, budget.half());
  const found = cells.map(({ example, meant }) => {
    const signature = signatureOf(meant);
    const isLikeIt = (each: string) => signatureOf(meaning(all, each, budget)) === signature && read(each).length > 0;
    return [...natural.get(signature) ?? [], ...likely(example)].find(isLikeIt);
  });
  return { found: found.filter((each) => each !== undefined), complete: complete && !found.includes(undefined) };
}

/** The same with an account, a partition and an end that there may be. */
function likely(name: string): string[] {
  const [start, partition, service, region, account, ...rest] = name.split(':');
  const ends = (each: string) => [each, `${each}example`];
  return rest.length === 0 ? ends(name) : [...new Set(['aws', partition])].flatMap((some) => [...'0123456789'].flatMap((digit) => (
    ends([start, some, service, region, account.replace(/\D/g, digit), ...rest].join(':')))));
}

/** What an item of `Principal` means, as far as ARNs of principals tell. */
function ofIdentity(value: string): Glob[] {
  const [, partition, service, , account, resource = ''] = arnParts(value) ?? [];
  const [start, name] = [`arn:${partition}:iam::${account}:`, resource.split('/')[1]];
  return /^\d{12}$/.test(value) ? [arnGlob(wildcards(`arn:*:*::${value}:*`))!]
    : resource === 'root' ? [arnGlob(wildcards(`arn:${partition}:*::${account}:*`))!]
      : service === 'sts' && resource.startsWith('assumed-role/') ? [globOf(characters(`${start}role/${name}`)), globOfText(`${start}role/*/${name}`)]
        : [globOf(characters(value))];
}

/** The ARNs of principals that a test on a key of their names tells from others. */
function ofTest(test: ConditionTest): Glob[] {
  const around = (before: string, after: string) => patternsOf(test, NO_CONTEXT).map((pattern) => (
    globOf([...wildcards(before), ...pattern, ...wildcards(after)] as Pattern, test.operator!.comparison!.ignoresCase)));
  switch (test.name) {
    case 'aws:principalarn':
      return kindOfTest(test) === 'arn' ? patternsOf(test, NO_CONTEXT).flatMap((pattern) => arnGlob(pattern) ?? []) : around('', '');
    case 'aws:principalaccount': return around('arn:*:*::', ':*').map(({ items, ...how }) => ({ ...arnGlob(items as Pattern)!, ...how }));
    case 'aws:username': return [...around('arn:*:iam::*:user/', ''), ...around('arn:*:iam::*:user/*/', '')];
    default: return [];
  }
}

function valuesOf(tests: readonly ConditionTest[], key: string): string[] {
  return [...new Set(tests.filter(({ name }) => name === key).flatMap(({ literals }) => literals))];
}

/** Those that are named, and another one. A role makes requests by them only. */
function sessionsOf(role: string, sessions: readonly string[]): string[] {
  const [, partition, , , account, resource] = arnParts(role)!;
  const start = `arn:${partition}:sts::${account}:assumed-role/${resource.slice(resource.lastIndexOf('/') + 1)}/`;
  return [...sessions.filter((each) => each.startsWith(start)), `${start}example`];
}

/** Keys that tell the name of who asks: of a policy variable of it there are as many values as names. */
function isOfName(key: string): boolean {
  return /^aws:(principal(arn|account|servicename)|user(id|name))$/.test(key);
}

function read(name: string): RequestPrincipal[] {
  try {
    return hasUnknownPart(name) ? [] : [requestPrincipal(name)];
  } catch {
    return [];
  }
}
