const { App, Mixins, Stack } = require('aws-cdk-lib');
const { AccountRootPrincipal } = require('aws-cdk-lib/aws-iam');
const { Bucket } = require('aws-cdk-lib/aws-s3');
const { ActionSet, McpGuardrail, McpScopedRole, McpServer, mixins } = require('cdk-mcp-guardrails');

const app = new App();
const stack = new Stack(app, 'Workload');
const agent = new McpScopedRole(stack, 'Agent', {
  assumedBy: new AccountRootPrincipal(),
  servers: [McpServer.AWS],
  guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })],
});
const bucket = new Bucket(stack, 'Reports');
bucket.grantReadWrite(agent);
Mixins.of(bucket).apply(new mixins.BucketMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:DeleteBucket') })] }));
app.synth();
