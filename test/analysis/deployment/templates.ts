import type { DeploymentResult, Lapse } from '../../../src/analysis/deployment/deployment';
import { compareDeployment } from '../../../src/analysis/deployment/deployment';
import type { Step } from '../../../src/analysis/deployment/deployment-order';

type Json = { [key: string]: any };

export const deny = (...actions: string[]) => ({ Version: '2012-10-17', Statement: [{ Sid: 'No', Effect: 'Deny', Action: actions, Resource: '*' }] });
export const allow = (...actions: string[]) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
/** The same as the policy of something that everybody may call. */
export const ofEverybody = ({ Version, Statement }: Json) => ({ Version, Statement: Statement.map((each: Json) => ({ ...each, Principal: '*' })) });
export const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
export const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

export function scp(actions: string[], more: Json = {}, target = 'ou-ab12-11111111'): Json {
  return { Type: 'AWS::Organizations::Policy', Properties: { Type: 'SERVICE_CONTROL_POLICY', Name: 'p', Content: deny(...actions), TargetIds: [target] }, ...more };
}

export function role(properties: Json, more: Json = {}): Json {
  return { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, ...properties }, ...more };
}

export function managedPolicy(document: Json, properties: Json = {}, more: Json = {}): Json {
  return { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document, ...properties }, ...more };
}

/** A deployment of one stack, of resources. */
export function deployed(before: Json, after: Json): DeploymentResult {
  return compareDeployment({ before: [{ template: { Resources: before } }], after: [{ template: { Resources: after } }] });
}

/** What lapses, as `subject: actions`. */
export function lapsesOf(before: Json, after: Json): string[] {
  const { lapses, notJudged } = deployed(before, after);
  expect(notJudged).toEqual([]);
  return lapses.map(textOf);
}

export function textOf({ subject, actions }: Lapse): string {
  return `${subject}: ${actions.length > 5 ? actions.length : actions.join(', ')}`;
}

export function named({ logicalId, change }: Step): string {
  return `${change} ${logicalId}`;
}
