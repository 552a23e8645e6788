import { ActionSet } from './action-set';
import { coreActions } from './baseline-core';
import { fullActions, fullKmsActions } from './baseline-full';

/**
 * What changes a role, or what it may do, and knows by a condition key which boundary the role has.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export const CHANGES_ROLES = ActionSet.of(
  'iam:AttachRolePolicy', 'iam:CreateRole', 'iam:DeleteRole', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy', 'iam:PutRolePolicy',
);

/** What makes a policy under a name that is free, such as that of a boundary which an account lacks. */
export const MAKES_POLICIES = ActionSet.of('iam:CreatePolicy');

/** What gets a role, for oneself or for a service. */
export const GETS_ROLES = ActionSet.of('iam:PassRole', 'sts:AssumeRole');

/** The same, or sets the tags by which policies know one. */
export const TAKES_ROLES = ActionSet.of('iam:PassRole', 'iam:TagRole', 'iam:UntagRole', 'sts:AssumeRole');

/** What reads a secret that an ARN names. */
export const READS_SECRETS = ActionSet.of(
  'secretsmanager:GetSecretValue', 'ssm:GetParameter', 'ssm:GetParameterHistory', 'ssm:GetParameters', 'ssm:GetParametersByPath',
);

/**
 * What has CloudFormation act, and knows by a condition key as which role.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html
 */
export const DEPLOYS = ActionSet.of(
  'cloudformation:ContinueUpdateRollback', 'cloudformation:CreateChangeSet', 'cloudformation:CreateStack', 'cloudformation:DeleteStack',
  'cloudformation:RollbackStack', 'cloudformation:UpdateStack',
);

/** What only carries out what a change set says: it was made with a role that is named, or not through MCP. */
export const EXECUTES = ActionSet.of('cloudformation:DeleteChangeSet', 'cloudformation:ExecuteChangeSet');

/** What acts as the role of a stack set, which no condition key of these calls names. */
const STACK_SETS = ActionSet.of('cloudformation:DeleteStackInstances', 'cloudformation:DeleteStackSet');

/** Lets somebody invoke a function, and knows by a condition key whom. */
export const LETS_INVOKE = ActionSet.of('lambda:AddPermission');

/** What agents are told to do, and what is no way to more rights by itself: a policy that nobody has, or a role that has to be passed. */
const WORK = ActionSet.of(
  'iam:AddRoleToInstanceProfile', 'iam:CreateInstanceProfile', 'iam:CreatePolicy', 'iam:DeleteInstanceProfile', 'iam:RemoveRoleFromInstanceProfile',
  'sns:SetTopicAttributes', // The policy of a topic, but also all else that is set of it.
);

/** Those of the sets that the whole baseline denies. */
const inFull = (sets: ActionSet) => sets.without(ActionSet.ALL.without(fullActions().union(fullKmsActions())));

/** The middle: the least, and what the whole baseline has of escalation and reads of secrets; without what a condition or a resource decides. */
export function noEscalationActions(): ActionSet {
  const sets = ActionSet.privilegeEscalation().union(ActionSet.secretReads()).union(ActionSet.delegation('cloudformation', 'sts'));
  return [CHANGES_ROLES, TAKES_ROLES, READS_SECRETS, DEPLOYS, EXECUTES, LETS_INVOKE, WORK]
    .reduce((set, apart) => set.without(apart), inFull(sets).union(STACK_SETS).union(coreActions()));
}
