package com.example.agents;

import io.github.cdkmcpguardrails.McpActivityMonitor;
import io.github.cdkmcpguardrails.McpActivityRules;
import io.github.cdkmcpguardrails.McpActivityTrail;
import io.github.cdkmcpguardrails.McpServer;
import io.github.cdkmcpguardrails.PrincipalFilter;
import java.util.List;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.events.targets.SnsTopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** What agents did in this account: a trail, alarms for people, and a dashboard. */
public class ActivityStack extends Stack {
    public ActivityStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);

        final Topic alarms = Topic.Builder.create(this, "Alarms").enforceSsl(true).build();
        final McpActivityTrail trail = new McpActivityTrail(this, "Trail");
        McpActivityMonitor.Builder.create(this, "Agents")
                .logGroup(trail.getLogGroup())
                .servers(List.of(McpServer.AWS))
                .agents(List.of(PrincipalFilter.rolePaths("/agents/")))
                .alarmTopic(alarms)
                .dashboard(true)
                .build();
        // Within seconds, in this Region.
        McpActivityRules.Builder.create(this, "Rules")
                .exempt(List.of(PrincipalFilter.roleNames("BreakGlass")))
                .targets(List.of(new SnsTopic(alarms)))
                .build();

        // What cdk-nag asks to be looked at.
        Validations.of(trail).acknowledge(Acknowledgment.builder()
                .id("AwsSolutions-S1")
                .reason("It is the log: only CloudTrail writes to it.")
                .build());
    }
}
