import type { Expected } from './outcome';
import type { Answer, Question } from '../table/question';
import { nameOf } from '../table/question';

/** The outputs of the stack, and where it is. */
export interface Deployed {
  readonly region: string;
  readonly roleArn: string;
  readonly assumedRoleArn: string;
  readonly bucket: string;
  readonly keyArn: string;
}

/** A call of an API: as boto3 names it, which is how the services do. */
export interface ApiCall extends Expected {
  readonly service: string;
  readonly operation: string;
  readonly params: { readonly [name: string]: string };
  /** Further ones, that are no texts. */
  readonly nested?: object;
}

/** Operations that are not called as the action is. */
const OPERATIONS: { readonly [action: string]: string } = { 's3:GetEncryptionConfiguration': 'GetBucketEncryption' };

/** What is called to find out whether it is the answer. Nothing is called but this, and what the functions below have. */
export function callOf(question: Question, answer: string, deployed: Deployed): ApiCall {
  const name = nameOf(question, answer);
  const row: Answer = question.answers[answer];
  switch (question.how) {
    case 'read':
    case 'assumed': return parameter(name);
    case 'service': return { ...byAction(row.action!), params: row.action!.startsWith('s3:') ? { Bucket: deployed.bucket } : {} };
    case 'key': return { ...byAction(row.action!), params: { KeyId: deployed.keyArn } };
    case 'object': return object('kms:Decrypt', 'GetObject', deployed, `hop/${name}`);
    case 'handler': return { action: row.action!, service: 'cloudcontrol', operation: 'ListResources', params: { TypeName: row.type! } };
    case 'presigned': return { ...object('s3:GetObject', 'GetObject', deployed, `presigned/${name}`), authorized: ['NoSuchKey'] };
  }
}

/** To read a parameter that is not there. */
export function parameter(name: string): ApiCall {
  return { action: 'ssm:GetParameter', service: 'ssm', operation: 'GetParameter', params: { Name: name }, authorized: ['ParameterNotFound'] };
}

/** The objects that a second hop needs: made before, and deleted after. */
export function preparations(questions: readonly Question[], deployed: Deployed): Array<{ put: ApiCall; remove: ApiCall }> {
  return questions.filter(({ how }) => how === 'object').flatMap((question) => Object.keys(question.answers).map((answer) => {
    const key = `hop/${nameOf(question, answer)}`;
    return { put: object('s3:PutObject', 'PutObject', deployed, key), remove: object('s3:DeleteObject', 'DeleteObject', deployed, key) };
  }));
}

export function assumeRole(arn: string, session: string): ApiCall {
  return { action: 'sts:AssumeRole', service: 'sts', operation: 'AssumeRole', params: { RoleArn: arn, RoleSessionName: session } };
}

/** The events of the session, a page of them. */
export function lookupEvents(session: string, page?: string): ApiCall {
  return {
    action: 'cloudtrail:LookupEvents',
    service: 'cloudtrail',
    operation: 'LookupEvents',
    params: page === undefined ? {} : { NextToken: page },
    nested: { LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: session }] },
  };
}

function byAction(action: string): Pick<ApiCall, 'action' | 'service' | 'operation'> {
  const [service, operation] = action.split(':');
  return { action, service, operation: OPERATIONS[action] ?? operation };
}

function object(action: string, operation: string, { bucket }: Deployed, key: string): ApiCall {
  return { action, service: 's3', operation, params: { Bucket: bucket, Key: key } };
}
