import * as fs from 'fs';
import { createRequire } from 'module';
import * as path from 'path';
import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { measured, withFolder } from './measured';
import type * as library from '../src';

/** CloudFormation takes no more resources in a stack. */
const ROLES_IN_A_STACK = 500;

let loaded: typeof library | undefined;

/** Read when the first role is made, and never for those by hand: what that takes is a part of what is measured. */
function theLibrary(): typeof library {
  return loaded ??= createRequire(__filename)('../src');
}

/** A role with three guardrails, and the same by hand: with all conditions and actions written out. */
export const ROLES: { [how: string]: (stack: Stack, id: string) => void } = {
  library: (stack, id) => {
    const { ActionSet, McpGuardrail, McpScopedRole, McpServer } = theLibrary();
    new McpScopedRole(stack, id, {
      assumedBy: new iam.AccountRootPrincipal(),
      servers: [McpServer.AWS],
      guardrails: [
        McpGuardrail.denyViaMcp({ sid: 'DenyDeletingViaMcp', actions: ActionSet.of('s3:Delete*', 'dynamodb:Delete*') }),
        McpGuardrail.denySecretReadsViaMcp({ services: ['secretsmanager', 'ssm', 'kms'] }),
        McpGuardrail.denyDelegationViaMcp({ services: ['lambda', 'iam', 'sts'] }),
      ],
    });
  },
  hand: (stack, id) => {
    const viaMcp = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
    const deny = (sid: string, actions: string[], conditions: object) =>
      new iam.PolicyStatement({ sid, effect: iam.Effect.DENY, actions, resources: ['*'], conditions: conditions as iam.PolicyStatementProps['conditions'] });
    new iam.Role(stack, id, {
      assumedBy: new iam.AccountRootPrincipal(),
      inlinePolicies: {
        McpGuardrails: new iam.PolicyDocument({
          statements: [
            deny('DenyOutsideMcp', ['*'], { BoolIfExists: { 'aws:ViaAWSMCPService': 'false', 'aws:ViaAWSService': 'false' } }),
            deny('DenyOtherMcpServers', ['*'], { ...viaMcp, StringNotEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } }),
            deny('DenyDeletingViaMcp', ['s3:Delete*', 'dynamodb:Delete*'], viaMcp),
            deny('DenySecretReadsViaMcp', [
              'kms:DeriveSharedSecret', 'secretsmanager:BatchGetSecretValue', 'secretsmanager:GetSecretValue', 'ssm:CreateActivation',
              'ssm:GetAccessToken', 'ssm:GetParameter*', 'ssm:RequestManagedInstanceRoleToken',
            ], viaMcp),
            deny('DenySecretReadsViaMcp2', [
              'kms:Decrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyPair', 'kms:ReEncryptFrom',
            ], { ...viaMcp, StringLikeIfExists: { 'kms:ViaService': '*-mcp.*' } }),
            deny('DenyDelegationViaMcp', [
              'iam:PassRole', 'lambda:ConnectMicrovm', 'lambda:CreateEventSourceMapping', 'lambda:CreateFunction', 'lambda:CreateMicrovmAuthToken',
              'lambda:CreateMicrovmShellAuthToken', 'lambda:Invoke*', 'lambda:ResumeMicrovm', 'lambda:RunMicrovm',
              'lambda:SendDurableExecutionCallbackSuccess', 'lambda:UpdateAlias', 'lambda:UpdateEventSourceMapping', 'lambda:UpdateFunctionCode',
              'lambda:UpdateFunctionConfiguration', 'lambda:UpdateMicrovmImage', 'sts:Assume*', 'sts:GetDelegatedAccessToken',
              'sts:GetFederationToken', 'sts:GetWebIdentityToken',
            ], viaMcp),
          ],
        }),
      },
    });
  },
};

/** By hand, in an app that reads the library's file and its table of actions, and runs nothing of them: the least that a first role takes. */
ROLES.read = (stack, id) => {
  theLibrary();
  // As the library reads it.
  fs.readFileSync(path.join(__dirname, '../data/iam-actions.json'));
  ROLES.hand(stack, id);
};

/** An app with so many roles. */
export function appOf(how: string, roles: number, outdir: string): App {
  const app = new App({ outdir, autoSynth: false });
  for (let i = 0; i < roles; i += ROLES_IN_A_STACK) {
    const stack = new Stack(app, `Stack${i}`);
    for (let j = i; j < Math.min(i + ROLES_IN_A_STACK, roles); j++) {
      ROLES[how](stack, `Role${j}`);
    }
  }
  return app;
}

/** Prints what making and synthesizing the app takes. */
async function main(how: string, roles: string) {
  await withFolder((outdir) => {
    const sample = measured(() => appOf(how, Number(roles), outdir).synth());
    // Kilobytes, as the operating system counts them.
    console.log(JSON.stringify({ ...sample, peak: process.resourceUsage().maxRSS / 1024 }));
  });
}

if (require.main === module) {
  void main(process.argv[2], process.argv[3]);
}
