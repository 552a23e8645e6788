package com.example.agents;

import io.github.cdkmcpguardrails.ActionSet;
import io.github.cdkmcpguardrails.DenyViaMcpOptions;
import io.github.cdkmcpguardrails.McpGrantee;
import io.github.cdkmcpguardrails.McpGuardrail;
import io.github.cdkmcpguardrails.McpScopedRole;
import io.github.cdkmcpguardrails.McpServer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.TableV2;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.WebIdentityPrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.constructs.Construct;

/** An application's data, a role for its agent, and one that a developer shares with an agent. */
public class WorkloadStack extends Stack {
    public WorkloadStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);

        final Key key = Key.Builder.create(this, "Key").enableKeyRotation(true).build();
        final Bucket reports = Bucket.Builder.create(this, "Reports")
                .encryption(BucketEncryption.KMS)
                .encryptionKey(key)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .versioned(true)
                .build();
        final TableV2 orders = TableV2.Builder.create(this, "Orders")
                .partitionKey(Attribute.builder().name("id").type(AttributeType.STRING).build())
                .build();

        // An agent that runs elsewhere and signs in by OIDC. Its role is of use only through the AWS MCP Server.
        final String provider = "arn:%s:iam::%s:oidc-provider/token.actions.githubusercontent.com"
                .formatted(Aws.PARTITION, Aws.ACCOUNT_ID);
        final McpScopedRole agent = McpScopedRole.Builder.create(this, "Agent")
                .path("/agents/")
                // A map with an order: that of Map.of() is another in every run, and so the template would be.
                .assumedBy(new WebIdentityPrincipal(provider, Map.of("StringEquals", new TreeMap<>(Map.of(
                        "token.actions.githubusercontent.com:aud", "sts.amazonaws.com",
                        "token.actions.githubusercontent.com:sub", "repo:example/reports:ref:refs/heads/main")))))
                .servers(List.of(McpServer.AWS))
                .guardrails(List.of(McpGuardrail.denyViaMcp(DenyViaMcpOptions.builder()
                        .sid("DenyDeletingViaMcp")
                        .actions(ActionSet.of("s3:Delete*", "dynamodb:Delete*"))
                        .build())))
                .build();
        reports.grantReadWrite(agent);
        orders.grantReadData(agent);

        // A developer and an agent with the developer's credentials: both read, only the developer writes.
        final Role developer = Role.Builder.create(this, "Developer").assumedBy(new AccountRootPrincipal()).build();
        reports.grantRead(developer);
        orders.grantReadData(developer);
        orders.grantWriteData(McpGrantee.outsideMcp(developer));

        // What cdk-nag asks to be looked at.
        Validations.of(reports).acknowledge(Acknowledgment.builder()
                .id("AwsSolutions-S1")
                .reason("CloudTrail tells who called, and through which server; access logs of the bucket would not.")
                .build());
        final String resource = "Resource::<%s.Arn>/*"
                .formatted(getLogicalId((CfnBucket) reports.getNode().getDefaultChild()));
        final List<String> reads = List.of(
                resource, "Action::s3:GetBucket*", "Action::s3:GetObject*", "Action::s3:List*");
        final List<String> writes = List.of(
                "Action::s3:Abort*", "Action::s3:DeleteObject*", "Action::kms:GenerateDataKey*", "Action::kms:ReEncrypt*");
        acknowledgeWildcards(agent, Stream.concat(reads.stream(), writes.stream()));
        acknowledgeWildcards(developer, reads.stream());
    }

    private static void acknowledgeWildcards(final Role role, final Stream<String> findings) {
        findings.forEach(finding -> Validations.of(role).acknowledge(Acknowledgment.builder()
                .id("AwsSolutions-IAM5[%s]".formatted(finding))
                .reason("It is what a grant of the bucket gives: these actions, on this bucket, its objects and its key.")
                .build()));
    }
}
