// A row is a line, so that rows can be compared.
/* eslint-disable @stylistic/max-len */
import { aws_iam as iam, Token } from 'aws-cdk-lib';
import { AccessLevel, ActionSet, McpCondition, McpGuardrail, McpResourceControlPolicy, McpServer, McpSimulator, PolicyTarget } from '../../../src';
import { rows, synth } from '../row';

const elements = (set: ActionSet) => () => set._elements();
const notActions = (list: string[]) => McpGuardrail.fromStatements(new iam.PolicyStatement({ sid: 'Own', effect: iam.Effect.DENY, notActions: list, resources: ['*'], conditions: VIA }));
const VIA = McpCondition.viaAnyServer().toConditions();
const target = [PolicyTarget.root('r-ab12')];
const ask = (action: string, unlistedAction?: boolean) => () => McpSimulator.fromDocuments({ identityPolicies: [] }).simulate({ action, unlistedAction });

export const ACTIONS = [
  ...rows('author of a guardrail',
    ['a level that there is not', () => ActionSet.withAccessLevel('Reads' as AccessLevel)._elements(), 'is not an access level', 'take one of the enum', elements(ActionSet.withAccessLevel(AccessLevel.READ))],
    ['no action is left', elements(ActionSet.of('s3:GetObject').without(ActionSet.of('s3:*'))), 'the set of actions is empty', 'take out less', elements(ActionSet.of('s3:*').without(ActionSet.of('s3:GetObject')))],
    ['a service that there is not', elements(ActionSet.of('dynamo:DeleteItem')), 'unknown service "dynamo"', 'the nearest one', elements(ActionSet.of('dynamodb:DeleteItem'))],
    ['a service that is newer than the table', elements(ActionSet.of('brandnew:Do')), 'if it is newer than the table of actions, use ActionSet.unlisted()', 'unlisted()', elements(ActionSet.unlisted('brandnew:Do'))],
    ['an action that there is not', elements(ActionSet.of('s3:DeleteObjekt')), 'unknown action "s3:DeleteObjekt" (did you mean "s3:DeleteObject"?)', 'the nearest one', elements(ActionSet.of('s3:DeleteObject'))],
    ['an operation that is no action', elements(ActionSet.of('s3:HeadObject')), '"s3:HeadObject" is an API operation; its IAM action is "s3:GetObject"', 'its action', elements(ActionSet.of('s3:GetObject'))],
    ['an operation of several actions', elements(ActionSet.of('s3:CopyObject')), 'its IAM actions are', 'its actions', elements(ActionSet.of('s3:GetObject', 's3:PutObject'))],
    ['an operation without credentials', elements(ActionSet.of('sso:ListAccounts')), 'is an API operation that is called without AWS credentials: no policy has an effect on it', 'leave it out', elements(ActionSet.of('sso:ListInstances'))],
    ['a part of what nobody knows', elements(ActionSet.unlisted('brandnew:*').without(ActionSet.unlisted('brandnew:Do'))), "can't be taken out of brandnew:*, whose other actions the table does not know: name those that are meant", 'name the others', elements(ActionSet.unlisted('brandnew:Else'))],
    ['no action', () => ActionSet.of(), 'ActionSet.of() needs at least one action', 'give one', () => ActionSet.of('s3:*')],
    ['a token', () => ActionSet.of(Token.asString({ Ref: 'Action' })), 'needs literal actions, got a value known only at deployment', 'a literal', () => ActionSet.of('s3:GetObject')],
    ['no action by its writing', () => ActionSet.of('*:Delete*'), 'is not an IAM action for ActionSet.of(): expected "service:Action"', 'a service', () => ActionSet.of('s3:Delete*')],
    ['a question mark', () => ActionSet.of('s3:Delete?bject'), 'has a "?", which IAM takes in an action and the CDK does not: name the actions, or write "*"', '"*"', elements(ActionSet.of('s3:Delete*bject'))],
    ['a wildcard in what nobody knows', () => ActionSet.unlisted('brandnew:*Object'), 'has a wildcard that is not at its end, and the table does not know which actions that means: name them', 'name them', elements(ActionSet.unlisted('brandnew:GetObject'))],
    ['what AWS has removed', () => ActionSet.of('aws-mcp:InvokeMcp'), 'AWS has removed "aws-mcp:InvokeMcp", so that a Deny on it blocks nothing: deny what comes through the server by condition', 'by condition',
      () => McpGuardrail.denyViaMcp({ servers: [McpServer.AWS] })],
    ['NotAction from a token, of which an RCP takes a part', synth((stack) => new McpResourceControlPolicy(stack, 'Rcp', { guardrails: [notActions(Token.asList({ Ref: 'Actions' }))], targets: target })),
      "has a NotAction that is known only at deployment, which can't be divided by service: give it as a literal", 'a literal',
      synth((stack) => new McpResourceControlPolicy(stack, 'Rcp', { guardrails: [notActions(['s3:GetObject'])], targets: target, leaveOutUnsupportedServices: true }))],
  ),
  ...rows('author of a test',
    ['an operation is asked about', ask('s3:HeadObject'), 'its IAM action is "s3:GetObject": ask about that', 'its action', ask('s3:GetObject'), 'actions/unknown-action.ts'],
    ['an action that AWS has removed is asked about', ask('aws-mcp:InvokeMcp'), 'AWS has removed "aws-mcp:InvokeMcp": no request is about it any more', 'ask about what the agent calls', ask('s3:GetObject')],
    ['an action that there is not is asked about', ask('s3:DeleteObjekt'), 'there is no action "s3:DeleteObjekt" (did you mean "s3:DeleteObject"?): if it is newer than the table of actions', 'the nearest one', ask('s3:DeleteObject')],
    ['a service that there is not is asked about', ask('brandnew:Do'), 'there is no service "brandnew" of the action "brandnew:Do": if it is newer than the table of actions', 'say so', ask('brandnew:Do', true)],
  ),
];
