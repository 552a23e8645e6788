import { Aws, CfnOutput, Duration, RemovalPolicy, Stack, StackProps, Tags } from 'aws-cdk-lib';
import { AccountRootPrincipal, ArnPrincipal, Effect, ManagedPolicy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { McpGuardrail, mixins } from 'cdk-mcp-guardrails';
import { Construct } from 'constructs';
import { HOP_PREFIX, NAMED_READS, namedResources, Places, statementsOf } from './statements';
import { CONTROLS } from '../table/controls';
import type { Question } from '../table/question';
import { QUESTIONS } from '../table/questions';

export interface ProbeStackProps extends StackProps {
  /** Where direct calls come from, such as `203.0.113.7/32`. */
  readonly address: string;
  /** When the roles may do nothing any more, such as `2026-12-01T18:00:00Z`. */
  readonly until: string;
}

/** How many statements a managed policy takes: three addresses of resources each, it stays under 6,144 characters. */
const STATEMENTS = 11;

/** A role with a statement for each answer to each question, and what a second hop needs. */
export class ProbeStack extends Stack {
  constructor(scope: Construct, id: string, props: ProbeStackProps) {
    super(scope, id, props);
    const { address, until } = checked(props);
    Tags.of(this).add('purpose', 'mcp-probe');
    Tags.of(this).add('until', until);

    const key = new Key(this, 'Key', {
      description: 'For the objects of the MCP probe', removalPolicy: RemovalPolicy.DESTROY, pendingWindow: Duration.days(7),
    });
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: false,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      lifecycleRules: [{ expiration: Duration.days(1), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });

    const role = new Role(this, 'Role', { assumedBy: new AccountRootPrincipal(), description: 'Asks the questions of the MCP probe' });
    const assumed = new Role(this, 'AssumedRole', { assumedBy: new ArnPrincipal(role.roleArn), description: 'Assumed by the MCP probe' });
    const places: Places = { partition: Aws.PARTITION, bucketArn: bucket.bucketArn, keyArn: key.keyArn, client: address };
    this.ask(role, QUESTIONS.filter(({ how }) => how !== 'assumed'), places);
    this.ask(assumed, QUESTIONS.filter(({ how }) => how === 'assumed'), places);

    role.addToPolicy(new PolicyStatement({
      sid: 'Control', actions: NAMED_READS, resources: namedResources(Aws.PARTITION, CONTROLS.allowed),
    }));
    role.addToPolicy(new PolicyStatement({ sid: 'Connect', actions: ['eks-mcp:InvokeMcp', 'eks-mcp:CallReadOnlyTool', 'ecs-mcp:UseMcp', 'ecs-mcp:InvokeReadOnlyTools'], resources: ['*'] }));
    role.addToPolicy(new PolicyStatement({
      sid: 'FirstHop', actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], resources: [bucket.arnForObjects(`${HOP_PREFIX}*`)],
    }));
    // Who may list is told that an object is not there; who may not, that it is denied.
    role.addToPolicy(new PolicyStatement({ sid: 'TellWhatIsNotThere', actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }));
    role.addToPolicy(new PolicyStatement({
      sid: 'Encrypt', actions: ['kms:GenerateDataKey'], resources: [key.keyArn], conditions: { StringLike: { 'kms:ViaService': 's3.*' } },
    }));
    role.addToPolicy(new PolicyStatement({ sid: 'Handlers', actions: ['cloudformation:ListResources'], resources: ['*'] }));
    role.addToPolicy(new PolicyStatement({ sid: 'Assume', actions: ['sts:AssumeRole'], resources: [assumed.roleArn] }));
    role.addToPolicy(new PolicyStatement({ sid: 'OwnEvents', actions: ['cloudtrail:LookupEvents'], resources: ['*'] }));

    for (const each of [role, assumed]) {
      each.addToPolicy(new PolicyStatement({
        sid: 'Lifetime', effect: Effect.DENY, actions: ['*'], resources: ['*'], conditions: { DateGreaterThan: { 'aws:CurrentTime': until } },
      }));
      // Whatever else is attached to them: through a server they destroy nothing.
      each.with(new mixins.RoleMcpGuardrails({ guardrails: [McpGuardrail.denyDestructiveViaMcp({ services: ['s3', 'kms', 'cloudformation'] })] }));
    }

    new CfnOutput(this, 'RoleArn', { value: role.roleArn });
    new CfnOutput(this, 'AssumedRoleArn', { value: assumed.roleArn });
    new CfnOutput(this, 'BucketName', { value: bucket.bucketName });
    new CfnOutput(this, 'KeyArn', { value: key.keyArn });
  }

  private ask(role: Role, questions: readonly Question[], places: Places): void {
    const statements = questions.flatMap((question) => statementsOf(question, places));
    for (let i = 0; i < statements.length; i += STATEMENTS) {
      new ManagedPolicy(role, `Questions${i / STATEMENTS + 1}`, { statements: statements.slice(i, i + STATEMENTS), roles: [role] });
    }
  }
}

function checked({ address, until }: ProbeStackProps): { address: string; until: string } {
  if (!/^[\d.]+\/\d+$|^[\da-f:]+\/\d+$/i.test(address ?? '')) {
    throw new Error(`the context "address" is ${JSON.stringify(address)}: expected where you call AWS from, such as 203.0.113.7/32`);
  }
  if (!/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(until ?? '') || Number.isNaN(Date.parse(until))) {
    throw new Error(`the context "until" is ${JSON.stringify(until)}: expected a time in UTC, such as 2026-12-01T18:00:00Z`);
  }
  return { address, until };
}
