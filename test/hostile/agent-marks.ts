import type { Request } from './iam';
import { like } from './iam';
import type { Oracle } from './oracle';
import { absent, meaningless } from './oracle';
import type { Tree } from './tree';
import { call, isTagged } from './tree';

type Options = { [name: string]: Tree };

/** What tells agents: their servers (any, if there is no list), or filters of their sessions. */
export interface Mark {
  readonly servers?: Tree[] | 'any';
  readonly filters: Tree[];
}

/** What an `AgentMark` says. */
export function markOf(oracle: Oracle, tree: Tree): Mark {
  if (!isTagged(tree, 'call')) {
    throw meaningless(tree, 'an AgentMark');
  }
  const args = oracle.list(tree.args);
  switch (tree.name) {
    case 'AgentMark.viaAnyServer': return { servers: 'any', filters: [] };
    case 'AgentMark.via': return { servers: args, filters: [] };
    case 'AgentMark.rolePaths': return { filters: [call('PrincipalFilter.rolePaths', ...args)] };
    case 'AgentMark.sessionTag': {
      const [key, values] = args;
      const given = absent(values) ? ['Agent'] : oracle.texts(values);
      return { filters: [call('PrincipalFilter.tag', absent(key) ? 'PrincipalType' : oracle.text(key), ...given)] };
    }
    case 'AgentMark.anyOf': {
      const marks = args.map((each) => markOf(oracle, each));
      const servers = marks.flatMap((each) => each.servers ?? []);
      return { ...servers.length > 0 && { servers: servers.includes('any') ? 'any' : servers }, filters: marks.flatMap(({ filters }) => filters) };
    }
    default: throw meaningless(tree, 'an AgentMark');
  }
}

/** The options, once for each thing that tells agents: `servers`, or as `agents` the list of the filters. */
export function optionsByMark(oracle: Oracle, options: Options): Options[] {
  if (absent(options.agents)) {
    return [options];
  }
  if (!absent(options.servers)) {
    throw meaningless(options.agents, 'the only thing that tells agents');
  }
  const { agents, ...others } = options;
  const { servers, filters } = markOf(oracle, agents);
  return [
    ...servers ? [{ ...others, agents: 'by servers', ...servers !== 'any' && { servers } }] : [],
    ...filters.length > 0 ? [{ ...others, agents: filters }] : [],
  ];
}

const TAGGING = ['iam:CreateRole', 'iam:CreateUser', 'iam:TagRole', 'iam:TagUser', 'iam:UntagRole', 'iam:UntagUser', 'sts:TagSession'];

/** The tags by which filters tell sessions, each key with all values that are given for it. */
function tagsOf(oracle: Oracle, filters: Tree[]): Map<string, string[]> {
  const tags = new Map<string, string[]>();
  for (const filter of filters) {
    if (isTagged(filter, 'call') && filter.name === 'PrincipalFilter.tag') {
      const [key, ...values] = oracle.texts(filter.args);
      tags.set(key.toLowerCase(), [...tags.get(key.toLowerCase()) ?? [], ...values]);
    }
  }
  return tags;
}

const names = ({ context }: Request, tag: string) => (context['aws:tagkeys'] ?? []).some((key) => key.toLowerCase() === tag);
const has = ({ context }: Request, what: 'principal' | 'resource' | 'request', tag: string, values: string[]) =>
  (context[`aws:${what}tag/${tag}`] ?? []).some((value) => values.some((pattern) => like(pattern, value)));

/** Whether an agent would take the mark off itself or others: it may give it to anybody. */
export function losesMark(oracle: Oracle, options: Options, request: Request): boolean {
  if (!TAGGING.includes(request.action)) {
    return false;
  }
  const marks = oracle.optionsByMark(options);
  const tags = tagsOf(oracle, marks.flatMap(({ agents }) => (Array.isArray(agents) ? agents : [])));
  // Through whichever server, unless the guardrail is about people, too, and names those who may.
  const isAgents = marks.some((each) => oracle.viaMcp(absent(options.administrators) ? { ...each, servers: undefined } : each, request));
  return isAgents && [...tags].some(([tag, values]) => names(request, tag) && !has(request, 'request', tag, values));
}

/** Whether `protectAgentMark()` denies it to somebody who is no issuer. */
export function takesMarkOff(oracle: Oracle, { agents }: Options, request: Request): boolean {
  const { filters } = markOf(oracle, absent(agents) ? call('AgentMark.sessionTag') : agents);
  const paths = filters.flatMap((each) => (isTagged(each, 'call') && each.name === 'PrincipalFilter.rolePaths' ? oracle.texts(each.args) : []));
  const isUnder = (arn: string) => paths.some((path) => like(`arn:*:iam::*:role${path}*`, arn));
  const assumes = request.action === 'sts:AssumeRole';
  return (assumes && isUnder(request.context['aws:principalarn']?.[0] ?? '') && !isUnder(request.resource)) || [...tagsOf(oracle, filters)].some(([tag, values]) => {
    const [principal, resource, kept] = (['principal', 'resource', 'request'] as const).map((what) => has(request, what, tag, values));
    return request.action === 'sts:TagSession' ? names(request, tag) && (principal || resource) && !kept
      : assumes ? principal && !resource : TAGGING.includes(request.action) && names(request, tag);
  });
}
