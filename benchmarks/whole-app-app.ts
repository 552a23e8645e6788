import type { IAspect } from 'aws-cdk-lib';
import { App, Aspects, aws_iam as iam, aws_s3 as s3, Mixins, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { measured, withFolder } from './measured';
import { ActionSet, McpGuardrail, McpPrincipalGuardrails, mixins } from '../src';

/** With policies of their own, so many have room in a stack, for which CloudFormation takes 500 resources. */
const IN_A_STACK = 240;

const VIA_MCP = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
const ACTIONS = ['s3:Delete*', 's3:PutBucketPolicy'];
const guardrail = () => McpGuardrail.denyViaMcp({ sid: 'DenyDeletingViaMcp', actions: ActionSet.of(...ACTIONS) });

function role(stack: Stack, id: string): void {
  new iam.Role(stack, id, { assumedBy: new iam.AccountRootPrincipal() });
}

/** What somebody writes who wants a policy to be attached to every role of an app. */
class AttachToRoles implements IAspect {
  private readonly policies = new Map<Stack, iam.IManagedPolicy>();

  public visit(node: IConstruct): void {
    if (iam.Role.isRole(node)) {
      (node as iam.Role).addManagedPolicy(this.policyIn(Stack.of(node)));
    }
  }

  private policyIn(stack: Stack): iam.IManagedPolicy {
    let policy = this.policies.get(stack);
    if (!policy) {
      const { ref } = new iam.CfnManagedPolicy(stack, 'McpGuardrails', {
        description: 'Guardrails for AI agents',
        policyDocument: {
          Statement: [{ Action: ACTIONS, Condition: VIA_MCP, Effect: 'Deny', Resource: '*', Sid: 'DenyDeletingViaMcp' }], Version: '2012-10-17',
        },
      });
      this.policies.set(stack, policy = iam.ManagedPolicy.fromManagedPolicyArn(stack, 'McpGuardrailsByArn', ref));
    }
    return policy;
  }
}

/** What is in the app, and how it is guarded. */
const APPS: { [how: string]: { readonly resource: (stack: Stack, id: string) => void; readonly guard?: (app: App) => void } } = {
  'roles library': { resource: role, guard: (app) => McpPrincipalGuardrails.of(app).apply(guardrail()) },
  'roles hand': { resource: role, guard: (app) => Aspects.of(app).add(new AttachToRoles()) },
  'buckets library': {
    resource: (stack, id) => new s3.Bucket(stack, id),
    guard: (app) => Mixins.of(app).apply(new mixins.BucketMcpGuardrails({ guardrails: [guardrail()] })),
  },
  'buckets hand': {
    resource: (stack, id) => {
      const bucket = new s3.Bucket(stack, id);
      bucket.addToResourcePolicy(new iam.PolicyStatement({
        sid: 'DenyDeletingViaMcp',
        effect: iam.Effect.DENY,
        principals: [new iam.StarPrincipal()],
        actions: ACTIONS,
        resources: [bucket.bucketArn, bucket.arnForObjects('*')],
        conditions: { ...VIA_MCP, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
      }));
    },
  },
};

/** An app with so many. */
export function wholeAppOf(how: string, count: number, outdir: string): App {
  const app = new App({ outdir, autoSynth: false });
  for (let i = 0; i < count; i += IN_A_STACK) {
    const stack = new Stack(app, `Stack${i}`);
    for (let j = i; j < Math.min(i + IN_A_STACK, count); j++) {
      APPS[how].resource(stack, `It${j}`);
    }
  }
  APPS[how].guard?.(app);
  return app;
}

/** Prints what making and synthesizing the app takes. */
async function main(how: string, count: string) {
  await withFolder((outdir) => console.log(JSON.stringify(measured(() => wholeAppOf(how, Number(count), outdir).synth()))));
}

if (require.main === module) {
  void main(process.argv[2], process.argv[3]);
}
