import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import * as fc from 'fast-check';
import { documentsIn, statementsIn } from './documents';
import type { Json, Request } from './iam';
import type { Oracle } from './oracle';
import { absent, isOfKeys, isVia, WITHOUT_OWN_ACTIONS } from './oracle';
import type { Tagged, Tree } from './tree';
import { call, statement, thing } from './tree';
import { actionSet, guardrails, guardrailsAbout, outsideExceptions, outsideOptions, props, server, SERVICES } from './valid-values';
import type { World } from './world';
import { mixins } from '../../src';
import { rcpServices } from '../../src/actions/rcp-services';

type Any = any;
export type Scene = { readonly [name: string]: Tree };

/** Where guardrails are put: what is built, where they are then, and what they have to deny there. */
export interface Place {
  /** The public names that it is about. */
  readonly name: string;
  readonly scene: fc.Arbitrary<Scene>;
  /** Whether it is about some services only, by what is known of them, and lets AWS services through that act as themselves. */
  readonly ofServices?: true;
  /** If what keeps tags of agents is left out, because it is in no policy of principals. */
  readonly keepsTags?: false;
  build(world: World, scene: Scene): void;
  /** The statements that judge each of those it reaches: of every one, a list. */
  denials(world: World, scene: Scene): Json[][];
  /** Whether a request has to be denied. Default: if one of the guardrails does. */
  denies?(oracle: Oracle, scene: Scene, request: Request): boolean;
  /** Whether a request can come there. Default: any. */
  comes?(request: Request): boolean;
  /** The service and the ARN of the resource that it is part of; nothing else is denied there. */
  own?(scene: Scene): { readonly service: string; readonly thing: string; readonly attribute: string };
  /** Whether it is for what the scene has; else it does nothing. */
  isSupported?(world: World, scene: Scene): boolean;
  /** How large a policy may be, if the app says so. */
  most?(scene: Scene): number | undefined;
}

const PATH = 'Place';
const from = (...values: Tree[]) => fc.constantFrom<Tree[]>(...values);
const guardrailList = { guardrails };

/** A construct of the library with its properties. */
const newConstruct = (name: string, properties: fc.Arbitrary<Tree>): Pick<Place, 'name' | 'scene' | 'build'> => ({
  name: `new ${name}`,
  scene: properties.map((each): Scene => ({ props: each })),
  build: (world, scene) => {
    const value = world.realize(scene.props);
    world.calling(`new ${name}`, [world.stack, PATH, value]);
  },
});

/** A guardrail of the list in the scene's properties denies it. */
const oneOf = (oracle: Oracle, list: Tree, request: Request) => oracle.list(list).some((each) => oracle.denies(each, request));
const propsOf = (oracle: Oracle, { props: properties }: Scene) => oracle.options(properties);

const principals = {
  roles: fc.array(fc.constantFrom(...['role', 'named role', 'imported role', 'role by name', 'lazy role', 'role of another stack'].map(thing)), { minLength: 1, maxLength: 2 }),
  users: fc.array(fc.constantFrom(...['user', 'named user', 'imported user'].map(thing)), { maxLength: 2 }),
  groups: fc.array(fc.constantFrom(...['group', 'imported group'].map(thing)), { maxLength: 2 }),
};

/** Of each role, user and group the statements of all its policies. */
function ofPrincipals(world: World, constructs: unknown[]): Json[][] {
  return (constructs as Any[]).map((each) => {
    const [kind, name] = each.cfnResourceType ? [each.cfnResourceType.split('::')[2], each.ref]
      : each.roleName ? ['Role', each.roleName] : each.userName ? ['User', each.userName] : ['Group', each.groupName];
    return ofPrincipal(world, kind, world.deployed(each, name));
  });
}

function ofPrincipal({ deployments }: World, kind: string, name: string): Json[] {
  return [...deployments.values()].flatMap((deployment) => {
    const own = documentsIn(deployment, `AWS::IAM::${kind}`).filter(({ id }) => deployment.deployed({ Ref: id }) === name);
    const arns = own.flatMap(({ properties }) => [properties.ManagedPolicyArns ?? [], properties.PermissionsBoundary ?? []].flat());
    const attached = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) => documentsIn(deployment, type).filter(({ id, properties }) =>
      (properties[`${kind}s`] ?? []).includes(name) || arns.includes(deployment.deployed({ Ref: id }))));
    return [...own, ...attached].flatMap(({ documents }) => statementsIn(documents));
  });
}

const all = (type: string) => ({ stack, deployments }: World): Json[][] =>
  [documentsIn(deployments.get(stack)!, type).flatMap(({ documents }) => statementsIn(documents))];

const realized = (world: World, tree: Tree) => (absent(tree) ? [] : world.realize(tree) as unknown[]);
const attachedTo = (world: World, { props: properties }: Scene) => ['roles', 'users', 'groups'].flatMap((name) => realized(world, (properties as Scene)[name]));

const targets = fc.array(fc.constantFrom(
  call('PolicyTarget.root', 'r-ab12'), call('PolicyTarget.organizationalUnit', 'ou-ab12-11111111'), call('PolicyTarget.account', '111122223333'),
), { minLength: 1, maxLength: 2 });
const controlPolicy = { ...guardrailList, targets, policyName: from('Agents'), description: from('For agents'), maxPolicySize: from(10_240, 4_000), maxPoliciesPerTarget: from(9, 4) };

const allowStatement = from(
  statement({ sid: 'ReadData', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data/*'] }), statement({ actions: ['*'], resources: ['*'] }),
  statement({ sid: 'DenyMore', effect: 'Deny', actions: ['glue:*'], resources: ['*'] }),
);
const cappingStatements = fc.oneof(from([statement({ sid: 'ReadData', actions: ['s3:GetObject'], resources: ['*'] })]), fc.array(allowStatement, { maxLength: 2 }));
const capping = { ...guardrailList, maximumPermissions: actionSet, statements: cappingStatements };

/** What the code of a runtime calls by itself. */
const OWN_NEEDS = call('ActionSet.of', 'logs:*', 's3:GetObject');

function scopedRoleDenies(oracle: Oracle, { guardrails: list, servers, ...options }: { [name: string]: Tree }, request: Request): boolean {
  // Of a server that is known at deployment only, nobody knows that it has none.
  const isTold = !JSON.stringify(servers ?? []).includes('"$":"token"');
  const own = absent(options.allowMcpServiceActions) && !absent(servers)
    ? { allowMcpServiceActions: !isTold || !oracle.servers(servers).every((name) => WITHOUT_OWN_ACTIONS.includes(name)) } : {};
  const other = !absent(servers) && isVia(request) && !oracle.servers(servers).includes(request.context['aws:calledviaawsmcp']?.[0] ?? '');
  return other || oracle.outsideMcp({ ...options, ...own }, request) || (!absent(list) && oneOf(oracle, list, request));
}

const OF_PRINCIPALS: Place[] = [
  {
    ...newConstruct('McpScopedRole', props({
      assumedBy: from(thing('root principal'), thing('service principal')),
      ...outsideExceptions,
      guardrails: fc.oneof(guardrails, from([])),
      servers: fc.array(server, { minLength: 1, maxLength: 2 }),
      roleName: from('Agent'),
      path: from('/agents/'),
      description: from('An agent'),
      managedPolicies: from([thing('AWS managed policy')]),
    }, 'assumedBy')),
    denials: (world) => ofPrincipals(world, [world.stack.node.findChild(PATH)]),
    denies: (oracle, scene, request) => scopedRoleDenies(oracle, propsOf(oracle, scene), request),
  },
  {
    ...newConstruct('AgentRuntimeRole', props({
      runtime: from(call('AgentRuntime.of', 'ec2.amazonaws.com', OWN_NEEDS)),
      allowDirectly: outsideExceptions.allowDirectly,
      agentRoles: outsideExceptions.allowAssuming,
      guardrails: fc.oneof(guardrails, from([])),
      servers: fc.array(server, { minLength: 1, maxLength: 2 }),
      roleName: from('Agent'),
      path: from('/agents/'),
    }, 'runtime')),
    denials: (world) => ofPrincipals(world, [world.stack.node.findChild(PATH)]),
    denies: (oracle, scene, request) => {
      const { agentRoles, runtime, ...options } = propsOf(oracle, scene);
      // What its code needs is open as what is allowed directly, and nothing more.
      const isOwn = oracle.hasAction(OWN_NEEDS, request.action);
      return scopedRoleDenies(oracle, { ...options, allowAssuming: agentRoles, ...isOwn && { allowDirectly: OWN_NEEDS } }, request);
    },
  },
  {
    ...newConstruct('DenyOutsideMcpGuardrail', props({ ...outsideOptions, ...principals, policyName: from('Outside') }, 'roles')),
    denials: (world, scene) => ofPrincipals(world, attachedTo(world, scene)),
    denies: (oracle, { props: properties }, request) => oracle.denies(call('McpGuardrail.denyOutsideMcp', properties), request),
  },
  {
    ...newConstruct('McpGuardrailPolicy', props({ ...guardrailList, ...principals, managedPolicyName: from('Guardrails'), description: from('x'), path: from('/guardrails/') }, 'guardrails')),
    denials: (world, scene) => [...ofPrincipals(world, attachedTo(world, scene)), ...all('AWS::IAM::ManagedPolicy')(world)],
  },
  {
    ...newConstruct('McpPermissionsBoundary', props({ ...capping, managedPolicyName: from('Boundary'), description: from('x'), path: from('/guardrails/') }, 'guardrails')),
    denials: all('AWS::IAM::ManagedPolicy'),
  },
  {
    ...newConstruct('McpPermissionSet', props({
      instanceArn: from('arn:aws:sso:::instance/ssoins-0123456789abcdef'),
      name: from('Developers'),
      ...guardrailList,
      statements: fc.array(allowStatement, { maxLength: 1 }),
      managedPolicies: from([thing('AWS managed policy')]),
      customerManagedPolicies: from([{ name: 'team', path: '/teams/' }, { name: 'x' }]),
      maxManagedPolicies: from(10, 20),
      permissionsBoundary: from(call('PermissionSetBoundary.customerManaged', { name: 'B', path: '/b/' }), call('PermissionSetBoundary.awsManaged', thing('AWS managed policy'))),
      sessionDuration: from(thing('duration')),
      relayState: from('https://console.aws.amazon.com/'),
      description: from('For developers'),
      assignments: from([call('PermissionSetAssignment.group', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', '111122223333'), call('PermissionSetAssignment.user', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', '111122223333', '444455556666')]),
    }, 'instanceArn', 'name', 'guardrails')),
    denials: all('AWS::SSO::PermissionSet'),
  },
  {
    ...newConstruct('McpSessionPolicy', props({ guardrails: guardrailsAbout(['s3', 'kms'], 1), maximumPermissions: from(call('ActionSet.of', 's3:*')), statements: cappingStatements, maxPolicySize: from(2_048, 4_000), createOutput: from(true, false), createFile: from(true, false) }, 'guardrails')),
    denials: (world) => [statementsIn([world.deployed(world.stack, (world.stack.node.findChild(PATH) as Any).policyDocument)])],
  },
  {
    name: 'McpPrincipalGuardrails.of',
    scene: fc.record({
      list: guardrails,
      things: fc.array(fc.constantFrom(...[
        'role', 'named role', 'cfn role', 'user', 'group', 'permission set', 'imported role', 'lazy role', 'role of another stack', 'service-linked role',
      ].map(thing)), { minLength: 1, maxLength: 4 }),
      scope: from(thing('stack'), thing('app')),
      options: fc.oneof(from({}), props({
        exclude: from([thing('user')]), excludePaths: from(['Stack/group'], ['*imported*']), excludeKinds: from(['USER'], ['ROLE', 'GROUP']), maxManagedPolicies: from(10, 1),
      }) as fc.Arbitrary<Tree>),
    }) as fc.Arbitrary<Scene>,
    build: (world, { list, things, scope, options }) => {
      world.realize(things);
      const made = world.realize({ $: 'call', name: 'McpPrincipalGuardrails.of', args: [scope, options] });
      world.realize({ $: 'method', name: 'McpPrincipalGuardrails#apply', args: list }, made);
    },
    denials: (world, { scope, options }) => {
      const { exclude, excludePaths, excludeKinds } = (options ?? {}) as Scene;
      const forms = (Array.isArray(excludePaths) ? excludePaths : []).filter((each) => typeof each === 'string').map((each) => new RegExp(`^${each.replace(/\*/g, '.*')}(/.*)?$`));
      const [excluded, kinds] = [realized(world, exclude), realized(world, excludeKinds)];
      const isGuarded = ({ node }: IConstruct) => !node.scopes.some((each) => excluded.includes(each)) && !forms.some((form) => form.test(node.path));
      const found = (world.realize(scope) as IConstruct).node.findAll();
      return found.filter((each) => CfnResource.isCfnResource(each) && isGuarded(each)).flatMap((each: Any) => {
        const [, kind] = /^AWS::IAM::(Role|User|Group)$/.exec(each.cfnResourceType) ?? [];
        return kind ? (kinds.includes(kind.toUpperCase()) ? [] : ofPrincipals(world, [each]))
          : each.cfnResourceType === 'AWS::SSO::PermissionSet' && !kinds.includes('PERMISSION_SET') ? all('AWS::SSO::PermissionSet')(world) : [];
      });
    },
    denies: (oracle, { list }, request) => oneOf(oracle, list, request),
  },
];

type Meaning = Pick<Place, 'denials' | 'denies' | 'own' | 'ofServices' | 'keepsTags' | 'comes'>;
const mixin = (name: string, scene: fc.Arbitrary<Tree>, list: fc.Arbitrary<Tree[]>, rest: Meaning): Place => ({
  name: `new mixins.${name}`,
  scene: fc.tuple(scene, props({ guardrails: list, ...(rest.own && { includeAwsServices: from(true, false) }) }, 'guardrails'))
    .map(([to, properties]) => ({ to, props: properties })),
  build: (world, { to, props: properties }) => {
    const [construct, value] = [world.realize(to) as Any, world.realize(properties)];
    const made = world.calling(`new mixins.${name}`, [value]);
    const target = construct?.node?.defaultChild ?? construct;
    made.applyTo(target);
  },
  isSupported: (world, { to, props: properties }) => {
    const construct = world.realize(to);
    return new (mixins as Any)[name](world.realize(properties)).supports(construct?.node?.defaultChild ?? construct);
  },
  ...rest,
});

const mostlyAbout = (service: string) => fc.oneof({ weight: 4, arbitrary: guardrailsAbout([service]) }, { weight: 1, arbitrary: guardrails });
const ofThing: Place['denials'] = (world, { to }) => ofPrincipals(world, [world.realize(to)]);
const ofResource = (name: string, service: string, type: string, attribute: string, things: string[]): Place =>
  mixin(name, from(...things.map(thing)), mostlyAbout(service), {
    denials: all(type),
    ofServices: true,
    own: ({ to }) => ({ service, thing: String((to as Tagged).kind), attribute }),
    denies: (oracle, { props: properties }, request) => {
      const { guardrails: list, includeAwsServices } = oracle.options(properties);
      const isService = request.context['aws:principalisawsservice']?.[0] === 'true';
      return request.action.startsWith(`${service}:`) && !(isService && !oracle.boolean(includeAwsServices)) && oneOf(oracle, list, request);
    },
  });

const MIXINS: Place[] = [
  mixin('RoleMcpGuardrails', from(...['role', 'role', 'named role', 'named role', 'cfn role', 'cfn role', 'role without updates', 'imported role', 'plain role'].map(thing)), guardrails, { denials: ofThing }),
  mixin('UserMcpGuardrails', from(thing('user'), thing('named user'), thing('imported user')), guardrailsAbout(SERVICES, 2), { denials: ofThing }),
  mixin('GroupMcpGuardrails', from(thing('group'), thing('imported group')), guardrailsAbout(SERVICES), { denials: ofThing }),
  mixin('PermissionSetMcpGuardrails', from(thing('permission set')), guardrails, { denials: all('AWS::SSO::PermissionSet') }),
  ofResource('BucketMcpGuardrails', 's3', 'AWS::S3::BucketPolicy', 'bucketArn', ['bucket', 'bucket', 'named bucket', 'named bucket', 'cfn bucket', 'cfn bucket', 'imported bucket']),
  ofResource('KeyMcpGuardrails', 'kms', 'AWS::KMS::Key', 'keyArn', ['key', 'cfn key']),
  ofResource('QueueMcpGuardrails', 'sqs', 'AWS::SQS::QueuePolicy', 'queueArn', ['queue', 'named queue']),
  ofResource('TopicMcpGuardrails', 'sns', 'AWS::SNS::TopicPolicy', 'topicArn', ['topic', 'named topic']),
  ofResource('SecretMcpGuardrails', 'secretsmanager', 'AWS::SecretsManager::ResourcePolicy', 'secretArn', ['secret']),
  ofResource('TableMcpGuardrails', 'dynamodb', 'AWS::DynamoDB::Table', 'tableArn', ['table', 'named table']),
  ofResource('FunctionMcpGuardrails', 'lambda', 'AWS::Lambda::ResourcePolicy', 'functionArn', ['function', 'named function', 'cfn function']),
  ofResource('DirectoryBucketMcpGuardrails', 's3express', 'AWS::S3Express::BucketPolicy', 'attrArn', ['directory bucket', 'named directory bucket']),
  ofResource('TableBucketMcpGuardrails', 's3tables', 'AWS::S3Tables::TableBucketPolicy', 'attrTableBucketArn', ['table bucket']),
  ofResource('VectorBucketMcpGuardrails', 's3vectors', 'AWS::S3Vectors::VectorBucketPolicy', 'attrVectorBucketArn', ['vector bucket', 'named vector bucket']),
  mixin('VpcEndpointMcpGuardrails', from(thing('endpoint'), thing('endpoint of others')), guardrails, {
    keepsTags: false,
    // Of guardrails that let services use keys, what an agent asks of KMS through MCP is left out.
    comes: (request) => !isOfKeys(request) || !(isVia(request) || (request.context['kms:viaservice']?.[0] ?? '').includes('-mcp.')),
    denials: (world, { to }) => ((to as Tagged).kind === 'endpoint' ? all('AWS::EC2::VPCEndpoint')(world) : []),
  }),
];

const OF_EVERYBODY: Place[] = [
  {
    ...newConstruct('McpServiceControlPolicy', props(controlPolicy, 'guardrails', 'targets')),
    denials: all('AWS::Organizations::Policy'),
    most: ({ props: properties }) => (properties as Any)?.maxPolicySize ?? undefined,
  },
  {
    ...newConstruct('McpResourceControlPolicy', props({ ...controlPolicy, guardrails: guardrailsAbout(['s3', 'kms', 'sqs', 'dynamodb', 'secretsmanager']), maxPolicySize: from(5_120, 4_000), includeAwsServices: from(true, false), leaveOutUnsupportedServices: from(true, false), supportedServices: from(['s3', 'kms', 'sqs', 'dynamodb', 'secretsmanager'], ['dynamodb', 's3']) }, 'guardrails', 'targets')),
    denials: all('AWS::Organizations::Policy'),
    ofServices: true,
    most: ({ props: properties }) => (properties as Any)?.maxPolicySize ?? undefined,
    denies: (oracle, scene, request) => {
      const { guardrails: list, includeAwsServices, supportedServices } = propsOf(oracle, scene);
      const services = absent(supportedServices) ? rcpServices() : oracle.texts(supportedServices);
      const isService = request.context['aws:principalisawsservice']?.[0] === 'true';
      return services.includes(request.action.split(':')[0]) && !(isService && !oracle.boolean(includeAwsServices)) && oneOf(oracle, list, request);
    },
  },
];

export const PLACES: Place[] = [...OF_PRINCIPALS, ...OF_EVERYBODY, ...MIXINS];

export function deniedIn(place: Place, oracle: Oracle, scene: Scene, request: Request): boolean {
  if (place.denies) {
    return place.denies(oracle, scene, request);
  }
  const { guardrails: asked, statements = [] } = propsOf(oracle, scene);
  return oneOf(oracle, asked, request) || oracle.list(statements).some((each) => oracle.isDeny(each) && oracle.deniesStatement(each, request));
}
