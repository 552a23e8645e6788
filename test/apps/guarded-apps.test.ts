import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import {
  App, aws_ec2 as ec2, aws_iam as iam, aws_lambda as lambda, aws_s3 as s3, CfnResource, custom_resources as cr, Mixins, NestedStack,
  pipelines, Stack, Stage,
} from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { McpAssertions, McpGuardrail, McpGuardrailPolicy, McpPrincipalGuardrails, McpServer, mixins } from '../../src';
import type { McpPrincipalGuardrailsOptions } from '../../src';

const env = { account: '111122223333', region: 'eu-west-1' };
const assumedBy = new iam.AccountRootPrincipal();
const secrets = McpGuardrail.denySecretReadsViaMcp();

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'A', { env });
});
const apply = (options?: McpPrincipalGuardrailsOptions, guardrails = [secrets], scope: App | Stack | Stage = app) =>
  McpPrincipalGuardrails.of(scope, options).apply(...guardrails);
/** Which the CDK refuses if resources wait for each other in a circle. */
const properties = (type: string, of = stack): any[] =>
  Object.values(Template.fromStack(of).findResources(type)).map(({ Properties }) => Properties ?? {});
const shared = (of = stack) => properties('AWS::IAM::ManagedPolicy', of);
const guarded = (role: string, of = stack) => McpAssertions.fromStack(of).role(role).isDenied('secretsmanager:GetSecretValue', { via: McpServer.AWS });

describe('what is imported by a reference to a role of the app is that role', () => {
  const homes: Array<[string, () => Stack]> = [
    ['a nested stack', () => new NestedStack(stack, 'N')],
    ['another stack', () => new Stack(app, 'B', { env })],
    ['the same stack', () => stack],
  ];

  test.each(homes)('in %s', (_, home) => {
    const of = home();
    const role = new iam.Role(of, 'R', { assumedBy });
    iam.Role.fromRoleArn(stack, 'Again', role.roleArn);
    iam.Role.fromRoleArn(stack, 'Fixed', role.roleArn, { mutable: false });
    iam.Role.fromRoleName(stack, 'Named', role.roleName);
    apply();
    app.synth();
    expect([...new Set([stack, of])].flatMap((each) => shared(each)).map(({ Roles }) => Roles)).toEqual([undefined]);
    guarded('R', of);
  });

  test('a user and a group too', () => {
    iam.User.fromUserArn(stack, 'U2', new iam.User(stack, 'U').userArn);
    iam.Group.fromGroupName(stack, 'G2', new iam.Group(stack, 'G').groupName);
    apply();
    expect(shared().map(({ Users, Groups }) => [Users, Groups])).toEqual([[undefined, undefined]]);
  });

  test('also for the mixins', () => {
    const again = iam.Role.fromRoleArn(stack, 'Again', new iam.Role(stack, 'R', { assumedBy }).roleArn);
    again.with(new mixins.RoleMcpGuardrails({ guardrails: [secrets] }));
    Mixins.of(app).apply(new mixins.RoleMcpGuardrails({ guardrails: [secrets] }));
    expect(properties('AWS::IAM::Role')[0].Policies).toHaveLength(1);
  });

  test('guarded by name where its own stack is not in the scope', () => {
    const other = new Stack(app, 'B', { env });
    iam.Role.fromRoleArn(stack, 'Again', new iam.Role(other, 'R', { assumedBy }).roleArn);
    apply(undefined, [secrets], stack);
    app.synth();
    expect(shared()[0].Roles).toHaveLength(1);
  });

  test('an ARN in which a reference is only a part is another role', () => {
    const role = new iam.Role(stack, 'R', { assumedBy });
    iam.Role.fromRoleName(stack, 'Other', `${role.roleName}-other`);
    apply();
    expect(shared().flatMap(({ Roles }) => Roles ?? [])).toHaveLength(1);
  });
});

describe('no circle through a shared policy', () => {
  test('for roles of custom resources, which wait for another role', () => {
    app = new App({ context: { '@aws-cdk/aws-ec2:restrictDefaultSecurityGroup': true } });
    stack = new Stack(app, 'A', { env });
    const first = new cr.AwsCustomResource(stack, 'First', {
      installLatestAwsSdk: false,
      onCreate: { service: 'S3', action: 'listBuckets', physicalResourceId: cr.PhysicalResourceId.of('x') },
      policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: ['*'] }),
    });
    new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 }).node.addDependency(first);
    apply();
    expect(shared().map(({ Roles }) => Roles?.length)).toEqual([undefined, 1]);
    guarded('AWS679f53fac002430cb0da5b7982bd2287ServiceRoleC1EA0FF2');
    guarded('CustomVpcRestrictDefaultSGCustomResourceProviderRole26592FE0');
  });

  test('for an imported role whose name needs another role', () => {
    const role = new iam.Role(stack, 'R', { assumedBy });
    const named = new CfnResource(stack, 'Named', { type: 'Custom::Named', properties: { ServiceToken: role.roleArn } });
    iam.Role.fromRoleName(stack, 'Imported', named.getAtt('Name').toString());
    apply();
    expect(shared().map(({ Roles }) => Roles?.length)).toEqual([undefined, 1]);
  });
});

describe('a role that is looked up', () => {
  const lookedUp = () => iam.Role.fromLookup(stack, 'Deployer', { roleName: 'deployer' });

  test('is no error while the context is missing', () => {
    new s3.Bucket(stack, 'B').grantRead(lookedUp());
    new McpGuardrailPolicy(stack, 'P', { guardrails: [secrets] }).attachToRole(iam.Role.fromLookup(stack, 'Again', { roleName: 'deployer' }));
    apply();
    expect(app.synth().manifest.missing).toMatchObject([{ props: { exactIdentifier: 'deployer' } }]);
    Annotations.fromStack(stack).hasInfo('/A/Deployer', Match.stringLikeRegexp('when it has been looked up'));
  });

  test('is guarded once the context is there', () => {
    lookedUp();
    const [{ key }] = app.synth().manifest.missing!;
    app = new App({ context: { [key]: [{ Arn: 'arn:aws:iam::111122223333:role/deployer' }] } });
    stack = new Stack(app, 'A', { env });
    lookedUp();
    apply();
    expect(shared()).toMatchObject([{ Roles: ['deployer'] }]);
  });
});

describe('Mixins.of(app)', () => {
  const all = () => Mixins.of(app).apply(new mixins.BucketMcpGuardrails({ guardrails: [McpGuardrail.denyDestructiveViaMcp()] }));

  test('leaves out the bucket of an asset, with an info', () => {
    const code = fs.mkdtempSync(path.join(os.tmpdir(), 'code-'));
    fs.writeFileSync(path.join(code, 'index.js'), '');
    new s3.Bucket(stack, 'Data');
    new lambda.Function(stack, 'F', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.h', code: lambda.Code.fromAsset(code) });
    all();
    fs.rmSync(code, { recursive: true });
    Annotations.fromStack(stack).hasInfo('/A/F/Code/AssetBucket', Match.stringLikeRegexp('the bucket of an asset'));
    expect(properties('AWS::S3::BucketPolicy')).toHaveLength(1);
  });

  test('takes a bucket of the app that is imported again for what it is', () => {
    const bucket = new s3.Bucket(stack, 'Data');
    s3.Bucket.fromBucketName(stack, 'Again', bucket.bucketName);
    s3.Bucket.fromBucketArn(stack, 'AgainByArn', bucket.bucketArn);
    all();
    expect(properties('AWS::S3::BucketPolicy')).toHaveLength(1);
  });

  test('refuses an imported one still', () => {
    s3.Bucket.fromBucketName(stack, 'Elsewhere', 'elsewhere');
    expect(all).toThrow('A/Elsewhere: cannot add guardrails to an imported bucket');
  });
});

describe('a pipeline', () => {
  class Production extends Stage {
    public constructor(scope: App, guardrails: readonly McpGuardrail[] = []) {
      super(scope, 'Prod', { env });
      const inner = new Stack(this, 'App');
      ['R', 'S', 'T'].forEach((id) => new iam.Role(inner, id, { assumedBy }));
      if (guardrails.length > 0) {
        apply(undefined, [...guardrails], this);
      }
    }
  }
  const options = { excludePaths: ['*cdk-hnb659fds-*'] };
  function addStage(stage: Stage): void {
    const input = pipelines.CodePipelineSource.connection('o/r', 'main', { connectionArn: 'arn:aws:codestar-connections:eu-west-1:111122223333:connection/x' });
    new pipelines.CodePipeline(stack, 'P', { synth: new pipelines.ShellStep('S', { input, commands: ['x'] }) }).addStage(stage);
  }
  const oneError = () => {
    const lines = (() => {
      try {
        app.synth();
        return [];
      } catch (error) {
        return (error as Error).message.split('\n').slice(1);
      }
    })();
    expect(lines).toEqual([expect.stringContaining('guardrails are not applied to the stage Prod: it was added after apply(), or synthesized before')]);
  };

  test('one error for a stage that is made after apply()', () => {
    apply(options);
    addStage(new Production(app));
    oneError();
  });

  test('one error for a stage that addStage() has synthesized before', () => {
    addStage(new Production(app));
    apply(options);
    oneError();
  });

  test.each<[string, () => void]>([
    ['in its constructor', () => addStage(new Production(app, [secrets]))],
    ['before addStage()', () => {
      const stage = new Production(app);
      apply(undefined, [secrets], stage);
      addStage(stage);
    }],
    ['excluded, as the error says', () => addStage(new Production(app))],
  ])('none for a stage that has them %s', (how, make) => {
    make();
    apply({ excludePaths: [...options.excludePaths, ...how.startsWith('excluded') ? ['Prod'] : []] });
    expect(() => app.synth()).not.toThrow();
  });
});

describe('managed policies that are there already', () => {
  const many = [McpGuardrail.denyDestructiveViaMcp(), secrets, McpGuardrail.denyDelegationViaMcp()];
  const roleWith = (count: number) => new iam.Role(stack, 'R', {
    assumedBy, managedPolicies: Array.from({ length: count }, (_, i) => iam.ManagedPolicy.fromAwsManagedPolicyName(`P${i}`)),
  });
  const role = () => properties('AWS::IAM::Role')[0];

  test('six leave room, for a role may have twenty', () => {
    roleWith(6);
    apply(undefined, many);
    expect(role().Policies).toBeUndefined();
    expect(role().ManagedPolicyArns.length).toBeGreaterThan(7);
  });

  test('free places are used, and the rest is inline', () => {
    roleWith(0);
    apply(undefined, many);
    const needed = role().ManagedPolicyArns.length;
    app = new App();
    stack = new Stack(app, 'A', { env });
    roleWith(20 - needed + 1);
    apply(undefined, many);
    expect(role().ManagedPolicyArns).toHaveLength(20);
    expect(role().Policies).toHaveLength(1);
    expect(shared()).toHaveLength(needed - 1);
    const inline = role().Policies[0].PolicyDocument.Statement.map(({ Sid }: any) => Sid);
    expect(new Set(inline).size).toBe(inline.length);
    const resource = '*';
    for (const action of ['secretsmanager:GetSecretValue', 's3:DeleteObject', 'lambda:InvokeFunction', 'iam:PassRole', 'ec2:TerminateInstances']) {
      McpAssertions.fromStack(stack).role('R').isDenied(action, { via: McpServer.AWS, resource });
    }
  });

  test('no place left, and too much for an inline policy: says why, and what to raise', () => {
    roleWith(20);
    apply(undefined, many);
    expect(() => app.synth()).toThrow(/A\/R\/Resource: it has 20 managed policies of the 20 that it can have, so that guardrails became an inline policy, and with them the role's inline policies would have [\d,]+ characters, .*raise maxManagedPolicies with the quota/);
  });

  test('users and groups have ten by default, and 25 are the most', () => {
    const managedPolicies = Array.from({ length: 10 }, (_, i) => iam.ManagedPolicy.fromAwsManagedPolicyName(`P${i}`));
    new iam.User(stack, 'U', { managedPolicies });
    apply(undefined, [McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS] })]);
    expect(properties('AWS::IAM::User')[0].Policies).toHaveLength(1);
    expect(() => McpPrincipalGuardrails.of(stack, { maxManagedPolicies: 26 })).toThrow('maxManagedPolicies is 26: expected a whole number from 1 to 25');
  });
});
