import type { Budget } from './budget';
import type { Glob, GlobItem, GlobSet } from './glob';
import { arnGlob, globOf, globOfText, RUN_WITHIN, segmentsGlob } from './glob';
import { keyOf } from './glob-automaton';
import type { StringCell, StringCells } from './glob-cells';
import { meaning, signatureOf, stringCells } from './glob-cells';
import { samplesOf } from './key-cells';
import type { NamedResources } from './named-resources';
import { generatedPatterns, namedResources } from './named-resources';
import { arnsOfNone } from './names-without-colons';
import { formatsOf, ResourceFit, resourceFit } from '../actions/resource-fit';
import { arnParts, completedArn } from '../iam/arn';
import type { Pattern } from '../iam/pattern';
import { ANY_ONE, ANY_RUN, wildcards } from '../iam/pattern';
import { policyText } from '../iam/policy-text';
import type { RequestContext } from '../iam/request-context';
import { hasInnerWildcard } from '../iam/resource-pattern';
import type { Statement } from '../iam/statement';
import { characters, hasUnknownPart, unknownPart } from '../iam/unknown-text';
import { Cache, derivedFrom } from '../private/cache';

/** A resource, and what is said of it. */
export interface NaturalResource {
  readonly resource: string;
  /** Whether the action is about such, as far as the table of actions tells. */
  readonly fit: ResourceFit;
  /** Whether there may be no such resource of the action at all. */
  readonly odd: boolean;
}

/** Patterns of which a resource is none. */
type Outside = ReadonlySet<string>;

/** Resources that statements judge alike. */
export interface ResourceCell {
  readonly example: string;
  readonly outside?: Outside;
  /** One of them that looks as those do that the action is about, if there is one. */
  natural(): NaturalResource;
}

export interface ResourceCells {
  readonly cells: readonly ResourceCell[];
  readonly complete: boolean;
}

export interface ResourceQuestion {
  readonly statements: readonly Statement[];
  /** Patterns of resources, none for all; and further ones that tell resources apart. */
  readonly scope: readonly string[];
  readonly others: readonly string[];
  readonly action: string;
  /** Whether resources that the action is about are told from others. */
  readonly byFormat: boolean;
  /** What is known of who asks. */
  readonly facts: RequestContext;
  readonly account?: string;
  readonly partition?: string;
}

/** An account that no policy is likely to name. */
const ANOTHER_ACCOUNT = '444455556666';
/** Many actions are judged by the same statements. */
const CACHE = new Cache<StringCells>(50);
const STAR: Glob = { items: ['*'], foldsCase: false };
const VARIABLE = unknownPart('a policy variable');

/** The resources of requests, one of each kind that statements tell apart; `*` stands for an action that is about none. */
export function resourceCells(question: ResourceQuestion, budget: Budget, kept: Map<string, StringCells>): ResourceCells {
  const { statements, scope, others, action, account = '111122223333', partition } = question;
  const formed = formatsOf([action]).map((format) => format.replace('arn:aws:', `arn:${partition ?? 'aws'}:`));
  const asked = scope.map(globOfText);
  const told = [account, ANOTHER_ACCOUNT, ''].map((each) => [arnGlob(wildcards(`arn:*:*:*:${each}:*`))!]);
  const formats = question.byFormat && formed.length > 0 ? [formed.map((format) => arnGlob(wildcards(format))!)] : [];
  const texts = [...new Set(statements.flatMap(({ resource }) => resource?.texts.filter((text) => text !== undefined) ?? []))];
  const outside = generatedPatterns(texts);
  const meant = new Map(statements.flatMap((statement) => setsOf(statement, question.facts, outside)).map((set) => [keyOf(set), set]));
  const domain = [[STAR, arnOf(partition)], ...asked.length > 0 ? [asked] : []];
  const ofNone = arnsOfNone(statements).map((glob) => [glob]);
  const all = [...domain, ...ofNone, ...told, ...formats, ...others.map((text) => [globOfText(text)]), ...meant.values()];
  const { cells, complete } = cellsOf(all, domain.length, budget, kept);
  const samples = derivedFrom(() => {
    const bySignature = new Map<string, string[]>();
    const formal = [...formed.map(globOfText), ...asked].flatMap(samplesOf).flatMap((each) => [...completed(each, account, partition), each]);
    budget.tryTo((some) => {
      for (const sample of new Set(['*', ...formal, ...[...meant.values()].flat().flatMap(samplesOf)])) {
        const signature = signatureOf(meaning(all, sample, some));
        bySignature.set(signature, [...bySignature.get(signature) ?? [], sample]);
      }
    });
    return bySignature;
  });
  const natural = ({ example, meant: by }: StringCell): NaturalResource => {
    const signature = signatureOf(by);
    const alike = meaningTheSame(all, signature, completed(example, account, partition), budget);
    return mostNatural([...new Set([...samples(all).get(signature) ?? [], ...alike, example])], action, formed);
  };
  const read = [...readingsOf(statements, question.facts), ...others.map(wildcards)];
  const named = namedResources([...texts, ...others], read, scope.map(wildcards), budget);
  return {
    cells: [
      ...named.cells.map((cell) => ({ example: cell.example, natural: () => naturalName(cell, named, action, formed, budget) })),
      ...cells.filter(({ meant: by }) => !by.slice(domain.length, domain.length + ofNone.length).includes(true))
        .map((cell) => ({ example: cell.example, outside, natural: () => natural(cell) })),
    ],
    complete: complete && named.complete,
  };
}

/** As many steps as if none were kept from another question. */
function cellsOf(all: readonly GlobSet[], within: number, budget: Budget, kept: Map<string, StringCells>): StringCells {
  const key = all.map(keyOf).join('\n');
  let cells = kept.get(key);
  if (!cells) {
    const half = budget.half();
    let made: StringCells | undefined;
    const found = CACHE.get(key, () => made = stringCells(all, within, half));
    cells = made ?? (found.complete && half.takesAtOnce(found.steps) ? found : stringCells(all, within, half));
    kept.set(key, cells);
  }
  return cells;
}

/** One that begins as a resource of a template does. */
function naturalName(
  { example, meant }: StringCell, { sets, beginnings }: NamedResources, action: string, formats: readonly string[], budget: Budget,
): NaturalResource {
  const beginning = beginnings.find((each) => example.startsWith(each))!;
  const written = sets.flat().flatMap(samplesOf).filter((each) => each.startsWith(beginning));
  const samples = [beginning, `${beginning}/example`, `${beginning}:example`, ...written];
  return mostNatural([...meaningTheSame(sets, signatureOf(meant), samples, budget), example], action, formats);
}

/** Which of some strings all sets take as they do others; as many as are looked at. */
function meaningTheSame(sets: readonly GlobSet[], signature: string, strings: readonly string[], budget: Budget): string[] {
  const same: string[] = [];
  budget.tryTo((some) => same.push(...strings.filter((each) => signatureOf(meaning(sets, each, some)) === signature)));
  return same;
}

function mostNatural(resources: readonly string[], action: string, formats: readonly string[]): NaturalResource {
  const worth = ({ resource, fit, odd }: NaturalResource) => 3 * (fit - Number(odd)) + usualParts(resource);
  return resources.map((resource) => judged(resource, action, formats)).reduce((best, each) => (worth(each) > worth(best) ? each : best));
}

/** The one resource that is asked about, whatever it looks like. */
export function onlyResource(resource: string): ResourceCells {
  return { cells: [{ example: resource, natural: () => ({ resource, fit: ResourceFit.FITS, odd: false }) }], complete: true };
}

function judged(resource: string, action: string, formats: readonly string[]): NaturalResource {
  return resource === '*' ? { resource, fit: formats.length === 0 ? ResourceFit.FITS : ResourceFit.NEVER, odd: formats.length > 0 }
    : isOddArn(resource) ? { resource, fit: ResourceFit.NEVER, odd: true } : { resource, fit: resourceFit([action], resource), odd: false };
}

/** An ARN with six parts, of which the last is not empty. */
function arnOf(partition: string | undefined): Glob {
  const start: GlobItem[] = partition === undefined ? [...'arn:', RUN_WITHIN] : characters(`arn:${partition}`);
  return { items: [...start, ':', RUN_WITHIN, ':', RUN_WITHIN, ':', RUN_WITHIN, ':', ANY_ONE, ANY_RUN], foldsCase: false };
}

/** Services some of whose ARNs name no account, and no region. */
const WITHOUT_ACCOUNT = ['s3', 'route53', 'apigateway', 'ec2', 'imagebuilder', 'elasticbeanstalk', 'artifact', 'trustedadvisor', 'support', 'health', 'aws-marketplace'];
const WITHOUT_REGION = [...WITHOUT_ACCOUNT, 'iam', 'sts', 'cloudfront', 'organizations', 'budgets', 'globalaccelerator', 'shield', 'networkmanager', 'waf', 'account',
  'billing', 'ce', 'cur', 'sso', 'signin', 'savingsplans', 'route53-recovery-readiness', 'route53domains', 'cloudtrail', 'tax', 'resource-explorer-2'];

/** Of those, the services most of whose ARNs name a region all the same, and an account. */
const WITH_REGION = ['ec2', 'apigateway', 'imagebuilder', 'elasticbeanstalk', 'cloudtrail', 'artifact'];
const WITH_ACCOUNT = ['ec2', 'imagebuilder', 'elasticbeanstalk'];

/** How many of the two, the region and the account, are named or left out as in most ARNs of the service. */
function usualParts(resource: string): number {
  const [, , service = '', region, account] = arnParts(resource) ?? [];
  return Number((region === '') === (WITHOUT_REGION.includes(service) && !WITH_REGION.includes(service)))
    + Number((account === '') === (WITHOUT_ACCOUNT.includes(service) && !WITH_ACCOUNT.includes(service)));
}

/** Whether there may be no such ARN: its account or region is none, or empty where those of the service have one. */
function isOddArn(resource: string): boolean {
  const [, partition, service, region, account, rest] = arnParts(resource)!;
  const isAccount = account === '' ? WITHOUT_ACCOUNT.includes(service) : /^(\d{12}|aws)$/.test(account) || hasUnknownPart(account);
  const isRegion = region === '' ? WITHOUT_REGION.includes(service) : /^[a-z]{2,3}(-[a-z]+)+-\d$/.test(region) || hasUnknownPart(region);
  const isBucket = service === 's3' && region + account !== '' && !/^(accesspoint|access-grants|async-request|job|storage-lens)/.test(rest);
  return partition === '' || !isAccount || !isRegion || isBucket || /^(\d{12}:|$)|:alias\//.test(rest);
}

/** With all parts that ARNs have. */
function completed(example: string, account: string, partition = 'aws'): string[] {
  const parts = example.split(':');
  if (parts.length < 6) {
    return [];
  }
  const resource = parts.slice(5).join(':');
  return [account, ANOTHER_ACCOUNT, ''].flatMap((each) => [parts[3], 'us-east-1', ''].map((region) => (
    ['arn', parts[1] === '' ? partition : parts[1], parts[2] === '' ? 'sns' : parts[2], region, each, resource === '' ? 'example' : resource].join(':'))));
}

/**
 * What a statement's resources mean: all of them together, for certain and perhaps. What is read in several ways is told apart, one by one: what IAM may
 * complete, what has unknown parts, and policy variables, which are any string that the facts don't tell.
 *
 * @param outside those that mean none of the resources
 */
function setsOf(statement: Statement, facts: RequestContext, outside: Outside): GlobSet[] {
  const { readsVariables } = statement;
  const apart = textsOf(statement, false).filter((text) => !outside.has(text)).flatMap((text) => [text, completedArn(text)])
    .flatMap((arn) => readings(arn, readsVariables, facts));
  return [
    ...togetherOf(statement),
    ...apart.flatMap((pattern) => [[globOf(pattern)], ...hasInnerWildcard(pattern) ? [[segmentsGlob(pattern)]] : []]),
  ];
}

const togetherOf = derivedFrom((statement: Statement): readonly GlobSet[] => {
  const patterns = textsOf(statement, true).map(wildcards);
  return patterns.length === 0 ? [] : [
    patterns.map((pattern) => globOf(pattern)), patterns.map((pattern) => (hasInnerWildcard(pattern) ? segmentsGlob(pattern) : globOf(pattern))),
  ];
});

/** Those that are read in one way only, or the others. */
function textsOf({ resource, readsVariables }: Statement, plain: boolean): string[] {
  return (resource?.texts ?? []).filter((text): text is string => (
    text !== undefined && plain === (!hasUnknownPart(text) && completedArn(text) === text && !(readsVariables && text.includes('${')))));
}

/** Those of all resources. */
function readingsOf(statements: readonly Statement[], facts: RequestContext): Pattern[] {
  const read = new Map<string, readonly Pattern[]>();
  for (const { resource, readsVariables } of statements) {
    for (const text of resource?.texts ?? []) {
      if (text !== undefined) {
        read.set(`${readsVariables} ${text}`, [text, completedArn(text)].flatMap((arn) => readings(arn, readsVariables, facts)));
      }
    }
  }
  return [...read.values()].flat();
}

function readings(arn: string, variables: boolean, facts: RequestContext): Pattern[] {
  if (!variables || !arn.includes('${')) {
    return [wildcards(arn)];
  }
  const text = policyText(arn, { variables, wildcards: true });
  const contexts: RequestContext[] = [{ get: (key) => facts.get(key) ?? [VARIABLE] }, { get: () => [] }, { get: () => ['example'] }];
  return contexts.map((context) => text.resolve(context)).filter((pattern) => pattern !== undefined && pattern !== null);
}
