import type { Glob, GlobItem } from './glob';
import { arnGlob, globOf, globOfText, RUN_WITHIN, segmentsGlob } from './glob';
import type { StringCell, StringCells } from './glob-cells';
import { meaning, stringCells } from './glob-cells';
import { samplesOf } from './key-cells';
import { formsOf, ResourceFit, resourceFit } from '../actions/resource-fit';
import { completedArn } from '../iam/arn';
import type { Pattern } from '../iam/pattern';
import { ANY_ONE, ANY_RUN, wildcards } from '../iam/pattern';
import { policyText } from '../iam/policy-text';
import type { RequestContext } from '../iam/request-context';
import { hasInnerWildcard } from '../iam/resource-pattern';
import type { Statement } from '../iam/statement';
import { hasUnknownPart, unknownPart } from '../iam/unknown-text';
import { Cache, derivedFrom } from '../private/cache';

/** A resource, and what is said of it. */
export interface NaturalResource {
  readonly resource: string;
  /** Whether the action is about such, as far as the table of actions tells. */
  readonly fit: ResourceFit;
  /** Whether there may be no such resource of the action at all. */
  readonly odd: boolean;
}

/** Resources that statements judge alike. */
export interface ResourceCell {
  readonly example: string;
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
  readonly byForm: boolean;
  /** What is known of who asks. */
  readonly facts: RequestContext;
  readonly account?: string;
  readonly partition?: string;
}

/** An account that no policy is likely to name. */
const ANOTHER_ACCOUNT = '444455556666';
/** Many actions are judged by the same statements. */
const CACHE = new Cache<StringCells>(200);
const STAR: Glob = { items: ['*'], foldsCase: false };
const VARIABLE = unknownPart('a policy variable');

/** The resources of requests, one of each kind that statements tell apart; `*` stands for an action that is about none. */
export function resourceCells(question: ResourceQuestion): ResourceCells {
  const { statements, scope, others, action, account = '111122223333', partition } = question;
  const formed = formsOf([action]).map((form) => form.replace('arn:aws:', `arn:${partition ?? 'aws'}:`));
  const forms = question.byForm ? formed : [];
  const globs = [...new Set(statements.flatMap((statement) => patternsOf(statement, question.facts)))];
  const told = [...[account, ANOTHER_ACCOUNT, ''].map((each) => `arn:*:*:*:${each}:*`), ...forms].map((text) => arnGlob(wildcards(text))!);
  const all = [STAR, arnOf(partition), ...scope.map(globOfText), ...told, ...others.map(globOfText), ...globs];
  const { cells, complete } = CACHE.get(JSON.stringify(all.map(({ items }) => items.map((item) => (typeof item === 'symbol' ? [item.description] : item)))), () => stringCells(all));
  const isMeant = ({ meant }: StringCell) => (meant[0] || meant[1]) && (scope.length === 0 || meant.slice(2, 2 + scope.length).includes(true));
  const samples = derivedFrom(() => {
    const bySignature = new Map<string, string[]>();
    const formal = [...formed, ...scope].map(globOfText).flatMap(samplesOf).flatMap((each) => [...completed(each, account, partition), each]);
    for (const sample of ['*', ...formal, ...globs.flatMap(samplesOf)]) {
      const signature = String(meaning(all, sample));
      bySignature.set(signature, [...bySignature.get(signature) ?? [], sample]);
    }
    return bySignature;
  });
  const natural = ({ example, meant }: StringCell): NaturalResource => {
    const signature = String(meant);
    const alike = completed(example, account, partition).filter((each) => String(meaning(all, each)) === signature);
    return [...new Set([...samples(all).get(signature) ?? [], ...alike, example])].map((resource) => judged(resource, action, formed))
      .reduce((best, each) => (each.fit - Number(each.odd) > best.fit - Number(best.odd) ? each : best));
  };
  return { cells: cells.filter(isMeant).map((cell) => ({ example: cell.example, natural: () => natural(cell) })), complete };
}

function judged(resource: string, action: string, forms: readonly string[]): NaturalResource {
  return resource === '*' ? { resource, fit: forms.length === 0 ? ResourceFit.FITS : ResourceFit.NEVER, odd: forms.length > 0 }
    : isOddArn(resource) ? { resource, fit: ResourceFit.NEVER, odd: true } : { resource, fit: resourceFit([action], resource), odd: false };
}

/** An ARN with six parts, of which the last is not empty. */
function arnOf(partition: string | undefined): Glob {
  const start: GlobItem[] = partition === undefined ? [...'arn:', RUN_WITHIN] : [...`arn:${partition}`];
  return { items: [...start, ':', RUN_WITHIN, ':', RUN_WITHIN, ':', RUN_WITHIN, ':', ANY_ONE, ANY_RUN], foldsCase: false };
}

/** Services some of whose ARNs name no account, and no region. */
const WITHOUT_ACCOUNT = ['s3', 'route53', 'apigateway', 'ec2', 'imagebuilder', 'elasticbeanstalk', 'artifact', 'trustedadvisor', 'support', 'health', 'aws-marketplace'];
const WITHOUT_REGION = [...WITHOUT_ACCOUNT, 'iam', 'sts', 'cloudfront', 'organizations', 'budgets', 'globalaccelerator', 'shield', 'networkmanager', 'waf', 'account',
  'billing', 'ce', 'cur', 'sso', 'signin', 'savingsplans', 'route53-recovery-readiness', 'route53domains', 'cloudtrail', 'tax', 'resource-explorer-2'];

/** Whether there may be no such ARN: its account or region is none, or empty where those of the service have one. */
function isOddArn(resource: string): boolean {
  const [, partition, service, region, account, ...rest] = resource.split(':');
  const isAccount = account === '' ? WITHOUT_ACCOUNT.includes(service) : /^(\d{12}|aws)$/.test(account) || hasUnknownPart(account);
  const isRegion = region === '' ? WITHOUT_REGION.includes(service) : /^[a-z]{2,3}(-[a-z]+)+-\d$/.test(region) || hasUnknownPart(region);
  const isBucket = service === 's3' && region + account !== '' && !/^(accesspoint|access-grants|async-request|job|storage-lens)/.test(rest[0]);
  return partition === '' || !isAccount || !isRegion || isBucket || /^(\d{12}:|$)|:alias\//.test(rest.join(':'));
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

/** What a statement's resources mean, policy variables being any string that the facts don't tell; of those that are read in two ways, both. */
function patternsOf(statement: Statement, facts: RequestContext): Glob[] {
  const known = new Map<string, Glob[]>();
  for (const text of statement.resource?.texts ?? []) {
    for (const arn of text === undefined ? [] : [text, completedArn(text)]) {
      known.set(arn, known.get(arn) ?? readings(arn, statement.readsVariables, facts).flatMap((pattern) => (
        hasInnerWildcard(pattern) ? [globOf(pattern), segmentsGlob(pattern)] : [globOf(pattern)])));
    }
  }
  return [...known.values()].flat();
}

function readings(arn: string, variables: boolean, facts: RequestContext): Pattern[] {
  if (!variables || !arn.includes('${')) {
    return [wildcards(arn)];
  }
  const text = policyText(arn, { variables, wildcards: true });
  const contexts: RequestContext[] = [{ get: (key) => facts.get(key) ?? [VARIABLE] }, { get: () => [] }, { get: () => ['example'] }];
  return contexts.map((context) => text.resolve(context)).filter((pattern) => pattern !== undefined && pattern !== null);
}
