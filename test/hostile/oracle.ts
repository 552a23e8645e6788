import { losesMark, optionsByMark, takesMarkOff } from './agent-marks';
import type { Json, Request } from './iam';
import { arnLike, conditionMatches, like, matches, withVariables } from './iam';
import type { Tagged, Tree } from './tree';
import { isList, isObject, isTagged } from './tree';
import * as library from '../../src';

/** What was accepted, but says nothing that could be meant. */
export class Meaningless extends Error {}

/** What a team has written itself can't be judged. */
export class Unknowable extends Error {}

type Options = { [name: string]: Tree };
const NONE: Options = {};
type Filter = (request: Request) => boolean;
type Actions = (action: string) => boolean;
const { ActionSet, McpGuardrail, PrincipalFilter } = library;

/** Tells from the arguments of guardrails, as `docs/guardrails.md` explains them, what they deny. */
export class Oracle {
  private readonly known = {
    filters: new Map<Tree, Filter>(), sets: new Map<Tree, Actions>(), statements: new Map<Tree, Json>(), marks: new Map<Options, Options[]>(),
  };

  /**
   * @param deployed what a reference to something of the stack is at deployment
   * @param exemptsOutsiders whether principals of other organizations are exempt by a role's name, a path or a tag
   * @param keepsTags whether what keeps the tags of agents is there: in policies of principals
   */
  public constructor(private readonly deployed: (tree: Tagged) => unknown, private readonly exemptsOutsiders = true,
    private readonly keepsTags = true) {}

  /** Whether a guardrail denies a request. */
  public denies(guardrail: Tree, request: Request): boolean {
    if (isTagged(guardrail, 'own guardrail')) {
      return this.list(guardrail.statements).some((each) => this.deniesStatement(each, request));
    }
    if (!isTagged(guardrail, 'call')) {
      throw meaningless(guardrail, 'a guardrail');
    }
    const [args, name] = [guardrail.args as Tree[], String(guardrail.name).replace('McpGuardrail.', '')];
    if (name === 'fromStatements') {
      return args.some((each) => this.deniesStatement(each, request));
    }
    const [first, second] = name === 'denySignInSession' ? [args[1], args[0]] : args;
    const options = this.options(first);
    if (name === 'protectAgentMark') {
      return this.isNoAdministrator({ administrators: options.issuers }, request) && this.concerns(options, request)
        && takesMarkOff(this, options, request);
    }
    return (this.concerns(options, request) && this.optionsByMark(options).some((each) => this.intends(name, each, request, second)))
      || (this.keepsTags && losesMark(this, options, request) && !this.mayTag(options, request));
  }

  /** Whether somebody may set the tags that tell agents: who is exempt by a tag may only where a guardrail names administrators. */
  private mayTag({ administrators, exempt }: Options, request: Request): boolean {
    const isTag = (filter: Tree) => isTagged(filter, 'call') && filter.name === 'PrincipalFilter.tag';
    return (!absent(administrators) && !this.isNoAdministrator({ administrators }, request))
      || (!absent(exempt) && this.list(exempt).some((each) => (!absent(administrators) || !isTag(each)) && this.isExempt(each, request)));
  }

  private intends(name: string, options: Options, request: Request, session: Tree): boolean {
    const { action } = request;
    switch (name) {
      case 'denyOutsideMcp': return this.outsideMcp(options, request);
      case 'denyViaMcp': return this.viaMcp(options, request) && this.hasAction(options.actions, action) && this.isOn(options, request);
      case 'allowOnlyServers': {
        const other = !this.servers(options.servers).includes(one(request, 'aws:calledviaawsmcp') ?? '');
        const directCalls = this.optionalText(options.directCalls) ?? 'UNAFFECTED';
        if (!['UNAFFECTED', 'DENIED'].includes(directCalls)) {
          throw meaningless(options.directCalls, 'directCalls');
        }
        return other && (directCalls === 'DENIED' || isVia(request)) && this.hasAction(options.actions, action) && this.isOn(options, request);
      }
      case 'readOnlyViaMcp':
        return this.viaMcp(options, request) && this.isOn(options, request) && directlyIfKms(request) && !this.isPlainRead(options, action);
      case 'allowOnlyViaMcp': return !this.hasAction(options.actions, action) && (this.actsByItself(options, request)
        || (this.viaMcp(options, request) && this.isOn(options, request) && directlyIfKms(request) && !this.connects(options, action)));
      case 'denyPresignedUrls': {
        const byService = this.boolean(options.allowForwardAccessSessions) === true && one(request, 'aws:viaawsservice') === 'true' && !isVia(request);
        const signed = (this.services(options) ?? ['s3'])
          .some((service) => action.startsWith(`${service}:`) && ['POST', 'REST-QUERY-STRING'].includes(one(request, `${service}:authtype`) ?? ''));
        return signed && !byService && this.isOn(options, request);
      }
      case 'denyAgentCoreOutsideSubnets': {
        const subnets = request.context['bedrock-agentcore:subnets'] ?? [];
        return PLACES_CODE.includes(action) && (subnets.length === 0 || subnets.some((id) => !this.texts(options.subnets).includes(id)));
      }
      case 'denyLeavingOrganization': return this.isNoAdministrator(options, request) && ownActions('denyLeavingOrganization', action);
      case 'protectGuardrails': return this.isNoAdministrator(options, request)
        && ((ownActions('protectGuardrails', action) && this.isOn({ resources: options.resources }, request)) || this.makesAdministrators(options, request));
      case 'allowOnlyOauthClients': return this.isOtherClient(options, request);
      case 'denySignInSession': return (request.context['aws:signinsessionarn'] ?? []).some((arn) => arnLike(this.text(session), arn))
        && ((absent(options.servers) && !this.boolean(options.viaMcpOnly)) || this.viaMcp(options, request)) && this.isOn(options, request);
      case 'baseline': return this.viaMcp(options, request) && this.isOn(options, request)
        && ((ownActions(this.optionalText(options.grade) === 'core' ? 'core' : 'baseline', action) && directlyIfKms(request)) || (!absent(options.additionalActions) && this.hasAction(options.additionalActions, action)));
      case 'denyPassRoleViaMcp': return this.viaMcp(options, request) && this.isOn(options, request) && action === 'iam:PassRole'
        && (absent(options.exceptServices) || !this.texts(options.exceptServices).includes(one(request, 'iam:passedtoservice') ?? ''));
      default: return (this.viaMcp(options, request) && this.isOn(options, request) && directlyIfKms(request)
        && inReadySet(SETS[name], this.services(options), action) && !this.isTheirs(options, request)) || this.retags(options, request);
    }
  }

  /** Whether it is not denied although it is not through MCP, as the exceptions say. */
  public outsideMcp(options: Options, request: Request): boolean {
    const says = (option: string, otherwise: boolean) => this.boolean(options[option]) ?? otherwise;
    const signIn = SIGN_IN.includes(request.action) && like('arn:*:signin:*:*:service-principal/aws-mcp.amazonaws.com', request.resource);
    return !isVia(request)
      && !(says('allowForwardAccessSessions', true) && one(request, 'aws:viaawsservice') === 'true')
      && !(says('allowMcpServiceActions', true) && one(request, 'aws:ismcpserviceaction') === 'true')
      && !(says('allowOauthSignIn', false) && signIn)
      && !(!absent(options.allowDirectly) && this.hasAction(options.allowDirectly, request.action))
      && !(!absent(options.allowAssuming) && ASSUMING.includes(request.action) && this.isOn({ resources: options.allowAssuming }, request));
  }

  /** Whether it is an agent's call: through one of the servers, or of a session that the filters mean. */
  public viaMcp({ servers, agents }: Options, request: Request): boolean {
    return isList(agents) ? agents.some((each) => this.isMeant(each, request))
      : absent(servers) ? isVia(request) : this.servers(servers).includes(one(request, 'aws:calledviaawsmcp') ?? '');
  }

  /** What a server does by itself is called directly, and is denied so, unless the guardrail is about some resources only. */
  private actsByItself({ servers, agents, resources }: Options, { action }: Request): boolean {
    return absent(resources) && !isList(agents) && action === 'eks-mcp:CallPrivilegedTool' && (absent(servers) || this.list(servers).some((each) => isTagged(each, 'constant') && each.name === 'McpServer.EKS'));
  }

  /** Whether an agent connects to one of the servers by it. */
  private connects({ servers, agents }: Options, action: string): boolean {
    return isList(agents) ? CONNECTS_ONLY.includes(action) : absent(servers) ? CONNECT.includes(action) : this.list(servers).some((each) => {
      if (!isTagged(each, 'call')) {
        return CONNECT.includes(action) && this.servers([each]).some((name) => name.split('.')[0] === action.split(':')[0]);
      }
      const [, options] = each.args as Tree[];
      return !absent(options) && this.texts(this.options(options).connectActions).some((pattern) => like(pattern, action));
    });
  }

  /** Whether what is deleted has the tag that lets it be. In which requests that is told, is tested elsewhere. */
  private isTheirs({ unlessTagged }: Options, request: Request): boolean {
    if (absent(unlessTagged)) {
      return false;
    }
    const { key, value } = this.options(unlessTagged);
    return !NEVER_THEIRS.includes(request.action) && one(request, `aws:resourcetag/${this.text(key).toLowerCase()}`) === this.text(value);
  }

  /** Whether the tag is given to something that is there. */
  private retags({ unlessTagged, agents }: Options, request: Request): boolean {
    return !absent(unlessTagged) && this.viaMcp({ agents }, request) && (request.action === 'tag:TagResources'
      || (request.action === 'ec2:CreateTags' && one(request, 'ec2:createaction') === undefined
        && (request.context['aws:tagkeys'] ?? []).some((key) => key.toLowerCase() === this.text(this.options(unlessTagged).key).toLowerCase())));
  }

  private isNoAdministrator({ administrators, servers, agents }: Options, request: Request): boolean {
    return !this.list(administrators).some((each) => this.isExempt(each, request))
      && ((absent(servers) && absent(agents)) || this.viaMcp({ servers, agents }, request));
  }

  /** Whether a request makes, or takes over, a role or user that is exempt by its ARN. */
  private makesAdministrators({ administrators, exempt }: Options, request: Request): boolean {
    const filters = [...this.list(administrators), ...absent(exempt) ? [] : this.list(exempt)]
      .filter((filter) => isTagged(filter, 'call') && ['roleNames', 'rolePaths', 'arns'].includes(String(filter.name).replace('PrincipalFilter.', '')));
    const target: Request = { ...request, context: { 'aws:principalarn': [request.resource] } };
    return ownActions('takeOvers', request.action) && filters.some((filter) => this.isMeant(filter, target));
  }

  private isPlainRead(options: Options, action: string): boolean {
    const isRead = inReadySet('readsOf', this.services(options), action) || (!absent(options.additionalReads) && this.hasAction(options.additionalReads, action));
    return (isList(options.agents) && CONNECTS_ONLY.includes(action)) || (isRead && !inReadySet('secretReads', undefined, action) && !inReadySet('delegation', undefined, action) && !DOES_MORE.includes(action));
  }

  private isOtherClient(options: Options, request: Request): boolean {
    const on = absent(options.resources) ? (absent(options.servers) ? ['aws-mcp.amazonaws.com'] : this.servers(options.servers)).map((name) => `arn:*:signin:*:*:service-principal/${name}`)
      : this.texts(options.resources);
    const missed = (list: Tree, key: string, actions: string[], is: (pattern: string, value: string) => boolean) =>
      !absent(list) && actions.includes(request.action)
      && !(request.context[key] ?? []).some((value) => this.texts(list).some((pattern) => is(pattern, value)));
    return on.some((pattern) => like(pattern, request.resource)) && (
      missed(options.clientIds, 'signin:oauthclientid', SIGN_IN, arnLike)
      || missed(options.redirectUris, 'signin:oauthredirecturi', [SIGN_IN[0]], like)
      || missed(options.grantTypes, 'signin:oauthgranttype', [SIGN_IN[1]], (a, b) => a === b));
  }

  /** Whether the principal is one that the guardrail is about. */
  private concerns({ appliesTo, exempt }: Options, request: Request): boolean {
    return (absent(appliesTo) || this.list(appliesTo).some((each) => this.isMeant(each, request)))
      && !(!absent(exempt) && this.list(exempt).some((each) => this.isExempt(each, request)));
  }

  /** Anybody can take a name, a path or a tag in an account of their own, but not another's account or organization. */
  private isExempt(filter: Tree, request: Request): boolean {
    const isOutsider = one(request, 'aws:principalorgid') !== one(request, 'aws:resourceorgid')
      && one(request, 'aws:principalaccount') !== one(request, 'aws:resourceaccount');
    const isAnybodys = isTagged(filter, 'call') && ['roleNames', 'rolePaths', 'tag'].includes(String(filter.name).replace('PrincipalFilter.', ''));
    return this.isMeant(filter, request) && (this.exemptsOutsiders || !isOutsider || !isAnybodys);
  }

  private isMeant(filter: Tree, request: Request): boolean {
    return once(this.known.filters, filter, () => this.filter(filter))(request);
  }

  private filter(filter: Tree): Filter {
    if (!isTagged(filter, 'call')) {
      throw meaningless(filter, 'a PrincipalFilter');
    }
    const all = filter.args as Tree[];
    // All the values may be one list that is known only later.
    const values = all.flatMap((each) => (isTagged(each, 'token') && isList(each.of) ? this.texts(each) : [this.text(each)]));
    const arns = (patterns: string[]): Filter => (request) => patterns.some((pattern) => arnLike(pattern, one(request, 'aws:principalarn') ?? ''));
    const roles = (names: string[]) => arns(names.map((name) => `arn:*:iam::*:role/${name}`));
    switch (String(filter.name).replace('PrincipalFilter.', '')) {
      case 'roleNames': return roles(values.flatMap((name) => [name, `*/${name}`]));
      case 'rolePaths': return roles(values.map((path) => `${path.slice(1)}*`));
      case 'arns': return arns(values);
      case 'tag': {
        const key = `aws:principaltag/${values[0].toLowerCase()}`;
        return ({ context }) => (context[key] ?? []).some((value) => values.slice(1).some((pattern) => like(pattern, value)));
      }
      case 'accounts': return (request) => values.includes(one(request, 'aws:principalaccount') ?? '');
      case 'organizationPaths': return ({ context }) => (context['aws:principalorgpaths'] ?? []).some((path) => values.some((pattern) => like(pattern, path)));
      default: throw meaningless(filter, 'a PrincipalFilter');
    }
  }

  public hasAction(set: Tree, action: string): boolean {
    return once(this.known.sets, set, () => this.set(set))(action);
  }

  private set(set: Tree): Actions {
    if (absent(set) || (isTagged(set, 'constant') && set.name === 'ActionSet.ALL')) {
      return () => true;
    }
    if (isTagged(set, 'method')) {
      const [a, b] = [set.on, (set.args as Tree[])[0]].map((each) => this.set(each));
      return set.name === 'ActionSet#union' ? (action) => a(action) || b(action) : (action) => a(action) && !b(action);
    }
    if (!isTagged(set, 'call') || !String(set.name).startsWith('ActionSet.')) {
      throw meaningless(set, 'an ActionSet');
    }
    const [name, args] = [String(set.name).slice('ActionSet.'.length), this.texts(set.args)];
    switch (name) {
      case 'of': case 'unlisted': return (action) => args.some((pattern) => like(pattern, action, true));
      case 'allExcept': return (action) => !args.some((pattern) => like(pattern, action, true));
      default: return (action) => inReadySet(name, args, action);
    }
  }

  private isOn({ resources }: Options, request: Request): boolean {
    return absent(resources) || this.texts(resources).some((pattern) => {
      const text = withVariables(pattern, request);
      return text !== undefined && like(text, request.resource);
    });
  }

  public deniesStatement(tree: Tree, request: Request): boolean {
    return matches(this.statement(tree), request);
  }

  /** Whether a statement that may also be an Allow is a Deny. */
  public isDeny(tree: Tree): boolean {
    return isTagged(tree, 'statement') && this.options(tree.props).effect === 'Deny';
  }

  /** A statement as its JSON says it. */
  public statement(tree: Tree): Json {
    return once(this.known.statements, tree, () => this.statementJson(tree));
  }

  /** The options, once for each thing that tells agents. */
  public optionsByMark(options: Options): Options[] {
    return once(this.known.marks, options, () => optionsByMark(this, options));
  }

  private statementJson(tree: Tree): Json {
    if (!isTagged(tree, 'statement')) {
      throw meaningless(tree, 'a statement');
    }
    const { actions, notActions, resources, notResources, conditions } = this.options(tree.props);
    // The CDK takes a text for the list of its characters, and a list in a list for the one in it.
    const texts = (value: Tree) => this.texts(isList(value) && value.length === 1 && isList(value[0]) ? value[0] : value);
    const list = (value: Tree) => (absent(value) ? undefined : typeof value === 'string' ? [...value] : texts(value));
    const json = {
      Action: list(actions),
      NotAction: list(notActions),
      Resource: list(resources),
      NotResource: list(notResources),
      Condition: this.json(conditions) as Json,
    };
    return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
  }

  private json(tree: Tree): unknown {
    if (isTagged(tree)) {
      if (tree.$ === 'thing') {
        throw new Unknowable('a construct in a condition');
      }
      return tree.$ === 'token' ? this.json(tree.of) : this.text(tree);
    }
    return isList(tree) ? tree.map((each) => this.json(each))
      : isObject(tree) ? Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, this.json(value)])) : tree;
  }

  /** The service principals. */
  public servers(tree: Tree): string[] {
    return this.list(tree).map((each) => {
      if (isTagged(each, 'constant') && Object.hasOwn(SERVERS, String(each.name))) {
        return SERVERS[String(each.name)];
      }
      if (!isTagged(each, 'call') || each.name !== 'McpServer.of') {
        throw meaningless(each, 'an McpServer');
      }
      return this.text((each.args as Tree[])[0]);
    });
  }

  private services({ services }: Options): string[] | undefined {
    return absent(services) ? undefined : this.texts(services);
  }

  public options(tree: Tree): Options {
    if (absent(tree)) {
      return NONE;
    }
    if (!isObject(tree) || isTagged(tree, 'token')) {
      throw meaningless(tree, 'options');
    }
    if (isTagged(tree, 'statement')) {
      return this.options(tree.props); // It has what its own properties say.
    }
    // Something else has none of their properties.
    return isTagged(tree) ? {} : tree;
  }

  public list(tree: Tree): Tree[] {
    if (!isList(tree)) {
      throw meaningless(tree, 'a list');
    }
    return tree;
  }

  public texts(tree: Tree): string[] {
    return isTagged(tree, 'token') ? this.texts(tree.of) : this.list(tree).map((each) => this.text(each));
  }

  public text(tree: Tree): string {
    const value = isTagged(tree, 'token') ? this.text(tree.of) : isTagged(tree, 'attribute') ? this.deployed(tree) : tree;
    if (typeof value !== 'string') {
      throw meaningless(tree, 'a text');
    }
    return value;
  }

  private optionalText(tree: Tree): string | undefined {
    return absent(tree) ? undefined : this.text(tree);
  }

  public boolean(tree: Tree): boolean | undefined {
    if (!absent(tree) && typeof tree !== 'boolean') {
      throw meaningless(tree, 'a boolean');
    }
    return absent(tree) ? undefined : tree as boolean;
  }
}

const ASSUMING = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'];
const SIGN_IN = ['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token'];
const SERVERS: { [name: string]: string } = {
  'McpServer.AWS': 'aws-mcp.amazonaws.com',
  'McpServer.EKS': 'eks-mcp.amazonaws.com',
  'McpServer.ECS': 'ecs-mcp.amazonaws.com',
  'McpServer.SAGEMAKER_UNIFIED_STUDIO': 'sagemaker-unified-studio-mcp.amazonaws.com',
};
const SETS: { [factory: string]: string } = {
  denyDestructiveViaMcp: 'destructive',
  denySecretReadsViaMcp: 'secretReads',
  denyPrivilegeEscalationViaMcp: 'privilegeEscalation',
  denyDelegationViaMcp: 'delegation',
  denyAuditTamperingViaMcp: 'auditTampering',
  denySpendingViaMcp: 'spending',
};

/** What is asked of thousands of requests is read once. */
function once<K, V>(all: Map<K, V>, key: K, make: () => V): V {
  let known = all.get(key);
  if (known === undefined) {
    all.set(key, known = make());
  }
  return known;
}

export function absent(tree: Tree): boolean {
  return tree === undefined || tree === null || (isTagged(tree, 'js') && tree.name === 'undefined');
}

export function meaningless(tree: Tree, expected: string): Meaningless {
  return new Meaningless(`accepted, though it is not ${expected}: ${JSON.stringify(tree)?.slice(0, 300)}`);
}

function one(request: Request, key: string): string | undefined {
  return request.context[key]?.[0];
}

export function isVia(request: Request): boolean {
  return one(request, 'aws:viaawsmcpservice') === 'true';
}

/** What AWS services ask of KMS for others. */
export function isOfKeys({ action }: Request): boolean {
  return /^kms:(CreateGrant|Decrypt|DescribeKey|Encrypt|GenerateDataKey.*|ListGrants|ReEncrypt.*|RetireGrant|RevokeGrant)$/.test(action);
}

/** What an AWS service asks of KMS for an agent, to use a key, is not denied; what an MCP server asks is. */
function directlyIfKms(request: Request): boolean {
  const via = one(request, 'kms:viaservice');
  return !isOfKeys(request) || via === undefined || via.includes('-mcp.');
}

const known = new Map<string, ReadonlySet<string>>();

/** Reads of AWS's, that do more: of the services that are asked for here. */
const DOES_MORE = ['s3:AllowVendedLogDeliveryForResource', 'ssm:ExecuteAPI', 'ssm:PutConfigurePackageResult', 'config:DeliverConfigSnapshot', 'ec2:StartDeclarativePoliciesReport',
  'cloudformation:GetResource', 'cloudformation:ListResources'];
/** Of these servers AWS documents that they have no action of their own (any more). */
export const WITHOUT_OWN_ACTIONS = ['aws-mcp.amazonaws.com'];
const CONNECT = ['eks-mcp:InvokeMcp', 'eks-mcp:CallReadOnlyTool', 'eks-mcp:CallPrivilegedTool', 'ecs-mcp:UseMcp', 'ecs-mcp:InvokeReadOnlyTools'];
/** What an agent calls directly, to connect, and what does nothing more. */
const CONNECTS_ONLY = CONNECT.filter((action) => action !== 'eks-mcp:CallPrivilegedTool');
const PLACES_CODE = ['CreateAgentRuntime', 'CreateBrowser', 'CreateCodeInterpreter', 'UpdateAgentRuntime'].map((name) => `bedrock-agentcore:${name}`);

/** Which actions are in a ready set is tested elsewhere; here it is taken as it is. */
function inReadySet(set: string, args: string[] | undefined, action: string): boolean {
  const key = JSON.stringify([set, args]);
  let actions = known.get(key);
  if (!actions) {
    const made: library.ActionSet = (ActionSet as any)[set](...args ?? []);
    known.set(key, actions = new Set(made.listActions()));
  }
  return actions.has(action);
}

/** Of what the probes ask: about what no request tells the tags. */
const NEVER_THEIRS = ['kms:RetireGrant'];

const OWN = {
  baseline: McpGuardrail.baseline(),
  core: McpGuardrail.baseline({ grade: library.BaselineGrade.CORE }),
  denyLeavingOrganization: McpGuardrail.denyLeavingOrganization({ administrators: [PrincipalFilter.roleNames('X')] }),
  protectGuardrails: McpGuardrail.protectGuardrails({ administrators: [PrincipalFilter.accounts('111122223333')], resources: ['*'] }),
  // What is denied on the administrators is the second statement.
  takeOvers: McpGuardrail.fromStatements(McpGuardrail.protectGuardrails({
    administrators: [PrincipalFilter.arns('arn:aws:iam::111122223333:*/X')], resources: ['*'],
  }).statements()[1]),
};
const ownJson: { [name: string]: Json[] } = {};

/** The same for guardrails that have their actions themselves. */
function ownActions(name: keyof typeof OWN, action: string): boolean {
  ownJson[name] ??= OWN[name].statements().map((each) => each.toStatementJson());
  return ownJson[name].some(({ Action }) => (Action as string[]).some((pattern) => like(pattern, action, true)));
}

/** Whether conditions of one's own, as a tree, match. */
export function matchesConditions(conditions: Json, request: Request): boolean {
  return conditionMatches(conditions, request);
}
