import { aws_iam as iam, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { isOfServices } from './mcp-scoped-role';
import { checkedProps } from './prop-validators';
import { AGENT_TAG } from '../guardrails/agent-mark';

/** Properties of `AgentSessionRole`: those of `iam.Role`, and what its sessions have to say of themselves. */
export interface AgentSessionRoleProps extends iam.RoleProps {
  /**
   * Which agents: the values that the session tag `AgentName` may have, with `*` and `?` as wildcards; at least one.
   *
   * @default - any, but it has to be there
   */
  readonly agentNames?: string[];

  /**
   * For whom an agent works: what the source identity may be, with `*` and `?` as wildcards, and with policy variables, such as `${aws:username}`; at least one.
   *
   * @default - any, but it has to be there
   */
  readonly sourceIdentities?: string[];
}

const AGENT_NAME = 'AgentName';
/** The tag is there, and says something. */
const SOMETHING = ['?*'];

/**
 * A role that only a marked session can assume: what an agent is given that comes through no managed MCP server, such as one on a laptop.
 *
 * Who assumes it has to pass the session tags `PrincipalType=Agent`, as transitive, so that they stay through every role that is assumed from there, and
 * `AgentName`, and a source identity, which can't be changed later. AWS CloudTrail shows it with every call. The role has the tag itself, too. Guardrails
 * with `AgentMark.sessionTag()` hold for its sessions; other tags can't be passed.
 *
 * `assumedBy` may be a role or user (`sts:AssumeRole`), or an identity provider whose tokens have the tags and the source identity (OIDC, SAML). One whose tokens
 * have none, such as that of GitHub, can't assume it, nor can the console, nor a session whose mark is transitive already. AWS services pass no tags: use
 * `AgentRuntimeRole` for them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 * @throws if `assumedBy` is an AWS service, or a list is empty.
 *
 * @example
 * const role = new AgentSessionRole(this, 'LaptopAgent', {
 *   assumedBy: new iam.ArnPrincipal('arn:aws:iam::111122223333:role/Developer'),
 *   agentNames: ['code-assistant'],
 * });
 * bucket.grantRead(role);
 */
export class AgentSessionRole extends iam.Role {
  constructor(scope: Construct, id: string, props: AgentSessionRoleProps) {
    const { agentNames = SOMETHING, sourceIdentities = SOMETHING, ...roleProps } = checkedProps(scope, id, props, 'assumedBy');
    const path = `${scope.node.path}/${id}`;
    for (const [name, list] of Object.entries({ agentNames, sourceIdentities })) {
      if (list.length === 0) {
        throw new Error(`${path}: ${name} is empty, so that nobody could assume the role: leave it out for any`);
      }
    }
    if (isOfServices(roleProps.assumedBy)) {
      throw new Error(`${path}: assumedBy is an AWS service, which passes neither tags nor a source identity: use AgentRuntimeRole`);
    }
    const { assumedBy } = roleProps;
    const said = { StringLike: { [`aws:RequestTag/${AGENT_NAME}`]: agentNames, 'sts:SourceIdentity': sourceIdentities } };
    const marked = { StringEquals: { [`aws:RequestTag/${AGENT_TAG.key}`]: AGENT_TAG.value } };
    super(scope, id, { ...roleProps, assumedBy: new iam.PrincipalWithConditions(assumedBy, { ...said, ...marked }) });
    this.assumeRolePolicy?.addStatements(
      new iam.PolicyStatement({
        sid: 'PassTheMark',
        principals: [assumedBy],
        actions: ['sts:TagSession'],
        conditions: {
          ...marked,
          'StringLike': { [`aws:RequestTag/${AGENT_NAME}`]: agentNames },
          'ForAllValues:StringEquals': { 'aws:TagKeys': [AGENT_TAG.key, AGENT_NAME] },
          'ForAnyValue:StringEquals': { 'sts:TransitiveTagKeys': [AGENT_TAG.key] },
        },
      }),
      new iam.PolicyStatement({
        sid: 'SayForWhom',
        principals: [assumedBy],
        actions: ['sts:SetSourceIdentity'],
        conditions: { StringLike: { 'sts:SourceIdentity': sourceIdentities } },
      }),
    );
    Tags.of(this).add(AGENT_TAG.key, AGENT_TAG.value);
  }
}
