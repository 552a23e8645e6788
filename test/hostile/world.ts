import {
  App, Aws, aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_logs as logs, aws_s3 as s3,
  aws_s3express as s3express, aws_s3tables as s3tables, aws_s3vectors as s3vectors, aws_secretsmanager as secretsmanager, aws_sns as sns,
  aws_sqs as sqs, aws_sso as sso, CfnParameter, CfnResource, Duration, Fn, Lazy, Stack, Token,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ACCOUNT, Deployment, REGION } from './deployment';
import type { Json } from './iam';
import type { Tagged, Tree } from './tree';
import { isList, isObject, isTagged } from './tree';
import * as library from '../../src';

type Anything = any;

/** An app in which a run takes place, and what it has made of trees. */
export class World {
  public readonly app = new App({ analyticsReporting: false });
  public readonly stack: Stack;
  /** What the parameters are at deployment, by logical id. */
  public readonly parameters = new Map<string, string | string[]>();
  /** What CloudFormation makes of the stacks, once they are synthesized. */
  public deployments: ReadonlyMap<Stack, Deployment> = new Map();
  private readonly things = new Map<string, unknown>();

  public constructor(knownAccount: boolean) {
    this.stack = new Stack(this.app, 'Stack', knownAccount ? { env: { account: ACCOUNT, region: REGION } } : undefined);
  }

  /** @throws what synthesis throws */
  public synth(): void {
    const assembly = this.app.synth();
    const stacks = this.app.node.findAll().filter((each): each is Stack => Stack.isStack(each));
    const templates = new Map(stacks.map((stack) => [stack, assembly.getStackArtifact(stack.artifactId).template as Json]));
    this.deployments = new Map(stacks.map((stack) => [stack, new Deployment(templates.get(stack)!, this.parameters, [...templates.values()])]));
  }

  /** What a value is at deployment, as the stack of a construct refers to it. */
  public deployed(construct: IConstruct, value: unknown): any {
    const stack = Stack.of(construct);
    return (this.deployments.get(stack) ?? this.deployments.get(this.stack))!.deployed(stack.resolve(value));
  }

  public thing(kind: string): unknown {
    if (!this.things.has(kind)) {
      this.things.set(kind, this.newThing(kind));
    }
    return this.things.get(kind);
  }

  private newThing(kind: string): unknown {
    const { stack } = this;
    const assumedBy = new iam.AccountRootPrincipal();
    const [named, id] = [kind.startsWith('named '), kind.replace(/\W/g, '')];
    switch (kind.replace('named ', '')) {
      case 'stack': return stack;
      case 'app': return this.app;
      case 'stack with a role': return [stack, this.thing('role')][0];
      case 'old policy': return new iam.CfnManagedPolicy(stack, id, {
        policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'aws-mcp:*', Resource: '*' }] },
      });
      case 'role': return new iam.Role(stack, id, { assumedBy, ...(named && { roleName: 'Worker', path: '/agents/' }) });
      case 'user': return new iam.User(stack, id, named ? { userName: 'Jo' } : {});
      case 'group': return new iam.Group(stack, id, named ? { groupName: 'Team' } : {});
      case 'cfn role': return new iam.CfnRole(stack, id, { assumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } });
      case 'plain role': return new CfnResource(stack, id, { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } } });
      case 'imported role': return iam.Role.fromRoleArn(stack, id, `arn:aws:iam::${ACCOUNT}:role/Imported`);
      case 'role by name': return iam.Role.fromRoleName(stack, id, 'ByName');
      case 'immutable role': return iam.Role.fromRoleArn(stack, id, `arn:aws:iam::${ACCOUNT}:role/Immutable`, { mutable: false });
      case 'role of another account': return iam.Role.fromRoleArn(stack, id, 'arn:aws:iam::999999999999:role/Other');
      case 'service-linked role': return iam.Role.fromRoleArn(stack, id, `arn:aws:iam::${ACCOUNT}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX`);
      case 'role without updates': return (this.thing('role') as iam.Role).withoutPolicyUpdates();
      case 'lazy role': return new iam.LazyRole(stack, id, { assumedBy });
      case 'role of another stack': return new iam.Role(this.otherStack(), id, { assumedBy, roleName: 'Elsewhere' });
      case 'role of another app': return new iam.Role(new Stack(new App({ analyticsReporting: false }), 'Far'), id, { assumedBy });
      case 'imported user': return iam.User.fromUserName(stack, id, 'Imported');
      case 'imported group': return iam.Group.fromGroupName(stack, id, 'Imported');
      case 'permission set': return new sso.CfnPermissionSet(stack, id, { instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', name: 'Set' });
      case 'bucket': return new s3.Bucket(stack, id, named ? { bucketName: 'data' } : {});
      case 'cfn bucket': return new s3.CfnBucket(stack, id);
      case 'imported bucket': return s3.Bucket.fromBucketName(stack, id, 'data');
      case 'log group': return new logs.LogGroup(stack, id, { encryptionKey: this.thing('key') as kms.Key });
      case 'imported log group': return logs.LogGroup.fromLogGroupName(stack, id, 'trail');
      case 'key': return new kms.Key(stack, id);
      case 'cfn key': return new kms.CfnKey(stack, id);
      case 'queue': return new sqs.Queue(stack, id, named ? { queueName: 'jobs' } : {});
      case 'topic': return new sns.Topic(stack, id, named ? { topicName: 'news' } : {});
      case 'secret': return new secretsmanager.Secret(stack, id);
      case 'table': return new dynamodb.Table(stack, id, {
        partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, ...(named && { tableName: 'orders' }),
      });
      case 'global table': return new dynamodb.TableV2(stack, id, { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      case 'function': return new lambda.Function(stack, id, {
        runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => 1;'), ...(named && { functionName: 'report' }),
      });
      case 'cfn function': return new lambda.CfnFunction(stack, id, {
        code: { zipFile: 'exports.handler = async () => 1;' }, handler: 'index.handler', runtime: 'nodejs22.x', role: `arn:aws:iam::${ACCOUNT}:role/Function`,
      });
      case 'directory bucket': return new s3express.CfnDirectoryBucket(stack, id, {
        dataRedundancy: 'SingleAvailabilityZone', locationName: 'euc1-az1', ...(named && { bucketName: 'data--euc1-az1--x-s3' }),
      });
      case 'table bucket': return new s3tables.CfnTableBucket(stack, id, { tableBucketName: 'orders' });
      case 'vector bucket': return new s3vectors.CfnVectorBucket(stack, id, named ? { vectorBucketName: 'texts' } : {});
      case 'endpoint': return new ec2.CfnVPCEndpoint(stack, id, { vpcId: 'vpc-0123456789abcdef0', serviceName: `com.amazonaws.${REGION}.s3`, vpcEndpointType: 'Gateway' });
      case 'endpoint of others': return new ec2.CfnVPCEndpoint(stack, id, { vpcId: 'vpc-0123456789abcdef0', serviceName: 'com.amazonaws.vpce.x.vpce-svc-1' });
      case 'AWS managed policy': return iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess');
      case 'customer managed policy': return new iam.ManagedPolicy(stack, id, {
        statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })],
      });
      case 'service principal': return new iam.ServicePrincipal('lambda.amazonaws.com');
      case 'root principal': return assumedBy;
      case 'duration': return Duration.hours(8);
      case 'days': return Duration.days(90);
      case 'short duration': return Duration.minutes(5);
      case 'lazy duration': return Duration.seconds(Token.asNumber(Lazy.number({ produce: () => 3_600 })));
      default: throw new Error(`unknown thing: ${kind}`);
    }
  }

  private otherStack(): Stack {
    return this.app.node.tryFindChild('Other') as Stack | undefined ?? new Stack(this.app, 'Other', {
      env: this.stack.environment.includes('unknown')
        ? undefined : { account: ACCOUNT, region: REGION },
    });
  }

  /** The value that a tree stands for. */
  public realize(tree: Tree, of?: object): Anything {
    if (isList(tree)) {
      return tree.map((item) => this.realize(item));
    }
    if (!isObject(tree)) {
      return tree;
    }
    if (!isTagged(tree)) {
      return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, this.realize(value)]));
    }
    switch (tree.$) {
      case 'call': return this.called(tree);
      case 'method': return this.called(tree, of);
      case 'constant': return member(String(tree.name))[1];
      case 'thing': return this.thing(String(tree.kind));
      case 'attribute': return (this.thing(String(tree.of)) as Anything)[String(tree.name)] + (tree.suffix ?? '');
      case 'statement': return notOurs(() => new iam.PolicyStatement(this.realize(tree.props)));
      case 'own guardrail': return new OwnGuardrail(this.realize(tree.id), this.realize(tree.statements));
      case 'token': return notOurs(() => this.token(String(tree.how), tree.of));
      case 'js': return JAVASCRIPT[String(tree.name)]();
      default: throw new Error(`unknown tag: ${tree.$}`);
    }
  }

  private called(tree: Tagged, of?: object): Anything {
    const name = String(tree.name);
    const [args, self] = [this.realize(tree.args), of ?? this.realize(tree.on)];
    if (!Array.isArray(args) || Token.isUnresolved(args)) {
      throw new NoInput('no arguments');
    }
    return this.calling(name, args, self);
  }

  /** Calls a public function. */
  public calling(name: string, args: unknown[], self?: object): Anything {
    if (self) {
      return (self as Anything)[name.split('#')[1]](...args);
    }
    if (name.startsWith('new ')) {
      const Class = member(name.slice(4))[1] as new (...rest: unknown[]) => unknown;
      return new Class(...args);
    }
    const [owner, value] = member(name);
    return (value as Function).apply(owner, args);
  }

  private token(how: string, of: Tree): unknown {
    const value = this.realize(of);
    const parameter = (type: string) => {
      const id = `Parameter${this.parameters.size + 1}`;
      this.parameters.set(id, Array.isArray(value) && type !== 'String' ? value.map(String) : String(value));
      return new CfnParameter(this.stack, id, { type });
    };
    switch (how) {
      case 'parameter': return parameter(Array.isArray(value) ? 'CommaDelimitedList' : 'String')[Array.isArray(value) ? 'valueAsList' : 'valueAsString'];
      case 'join': return Array.isArray(value) ? Fn.split(',', parameter('String').valueAsString) : Fn.join('', ['', parameter('String').valueAsString]);
      case 'lazy': return Array.isArray(value) ? Lazy.list({ produce: () => value })
        : typeof value === 'number' ? Lazy.number({ produce: () => value }) : Lazy.string({ produce: () => value });
      case 'object': return Lazy.any({ produce: () => value });
      case 'partition': return typeof value === 'string' ? value.replace(/^arn:aws:/, `arn:${Aws.PARTITION}:`) : value;
      case 'number': return Token.asNumber(Lazy.any({ produce: () => value }));
      default: throw new Error(`unknown token: ${how}`);
    }
  }
}

/** What is passed to the library can't be made. */
export class NoInput extends Error {}

function notOurs<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new NoInput(String((error as Error).message));
  }
}

/** A guardrail that a team has written itself. */
class OwnGuardrail extends library.McpGuardrail {
  public constructor(public readonly id: string, private readonly given: iam.PolicyStatement[]) {
    super();
  }

  public statements(): iam.PolicyStatement[] {
    return Array.isArray(this.given) ? this.given.map((each) => each?.copy?.() ?? each) : this.given;
  }
}

/** A public member by its name, with what it is a member of. */
function member(name: string): [owner: unknown, value: unknown] {
  return name.split('.').reduce<[unknown, Anything]>(([, owner], part) => [owner, owner[part]], [undefined, library]);
}

const JAVASCRIPT: { [name: string]: () => unknown } = {
  'undefined': () => undefined,
  'NaN': () => NaN,
  'Infinity': () => Infinity,
  'function': () => () => 'x',
  'symbol': () => Symbol('x'),
  'bigint': () => 10n,
  'date': () => new Date(0),
  'map': () => new Map([['a', 'b']]),
  'no prototype': () => Object.create(null),
  'circular': () => {
    const object: { [name: string]: unknown } = {};
    object.self = object;
    return object;
  },
  'sparse list': () => new Array(3),
  'String object': () => Object('s3:*'),
  'throws': () => ({ toString: () => { throw new Error(['toString()', 'asked'].join(' was ')); } }),
  'app': () => new App({ analyticsReporting: false }),
};
export const JAVASCRIPT_NAMES = Object.keys(JAVASCRIPT);
