import { events } from './events.json';
import { committedPages } from '../../build-tools/operations/aws-map';
import { actionsOfEvent, Circumstance } from '../../src/actions/event-actions';
import { unknownAction } from '../../src/actions/unknown-action';

/** What a call needs, written as one line: `lambda:CreateFunction iam:PassRole>lambda.amazonaws.com s3:GetObject?`. */
function needs(eventSource: string, eventName: string, requestParameters?: { [name: string]: unknown } | null): string {
  return actionsOfEvent({ eventSource, eventName, requestParameters }).actions
    .map(({ action, ifSo, passedTo }) => `${action}${ifSo === undefined ? '' : '?'}${passedTo.length > 0 ? `>${passedTo.join()}` : ''}`).join(' ');
}

test.each(events as unknown as Array<[string, string, string[], string]>)('%s %s is %j', (source, name, actions) => {
  const found = actionsOfEvent({ eventSource: `${source}.amazonaws.com`, eventName: name, requestParameters: null });
  // Of a version of an object, another action stands for the main one.
  const main = found.actions.filter(({ ifSo }) => ifSo?.need.kind.startsWith('UNLESS') !== false);
  expect(main.map(({ action }) => action).sort()).toEqual([...actions].sort());
  expect(actions.filter((each) => unknownAction(each) !== undefined)).toEqual([]);
});

test('each is labeled by a page of AWS; of those that the table has, the page lists the actions for the operation', () => {
  const pages = committedPages();
  const ofMap = events.filter(([, , , page]) => Object.hasOwn(pages, page as string));
  expect(events.filter(([, , , page]) => !/^https:\/\/docs\.aws\.amazon\.com\/.*\.html$/.test(page as string))).toEqual([]);
  expect(ofMap.length).toBeGreaterThanOrEqual(60);
  expect(ofMap.flatMap(([, name, actions, page]) => {
    const { prefix, operations } = pages[page as string];
    const listed = operations[(name as string).replace(/20\d{6}(v\d)?$/, '')].split(' ').map((each) => (each.includes(':') ? each : `${prefix}:${each}`).replace(/>.*/, ''));
    return (actions as string[]).filter((action) => !listed.includes(action)).map((action) => [name, action, listed]);
  })).toEqual([]);
});

test('there are a hundred events, of more than 40 services', () => {
  expect(events.length).toBeGreaterThanOrEqual(100);
  expect(new Set(events.map(([source]) => source)).size).toBeGreaterThanOrEqual(40);
});

test.each([
  ['nothing is known of the request', null, 's3:GetObject? s3:GetObjectVersion?'],
  ['no version', { bucketName: 'b', key: 'k' }, 's3:GetObject'],
  ['a version', { bucketName: 'b', key: 'k', versionId: '1' }, 's3:GetObjectVersion'],
  ['nothing in it', {}, 's3:GetObject? s3:GetObjectVersion?'],
  ['what CloudTrail left out', { omitted: true, originalSize: 200_000 }, 's3:GetObject? s3:GetObjectVersion?'],
])('HeadObject with %s', (_title, parameters, expected) => {
  const found = actionsOfEvent({ eventSource: 's3.amazonaws.com', eventName: 'HeadObject', requestParameters: parameters });
  const others = ['GetObjectLegalHold', 'GetObjectRetention', 'GetObjectTagging'];
  const shown = found.actions.filter(({ action }) => action.startsWith('s3:') && !others.includes(action.slice(3)));
  expect(shown.map(({ action, ifSo }) => `${action}${ifSo === undefined ? '' : '?'}`).join(' ')).toBe(expected);
});

test.each([
  ['lambda', 'CreateFunction20150331', { role: 'r', tags: { a: 'b' } }, 'lambda:CreateFunction iam:PassRole>lambda.amazonaws.com lambda:TagResource'],
  ['lambda', 'CreateFunction20150331', { role: 'r', tags: {} }, 'lambda:CreateFunction iam:PassRole>lambda.amazonaws.com'],
  ['lambda', 'UpdateFunctionConfiguration20150331v2', { functionName: 'f' }, 'lambda:UpdateFunctionConfiguration'],
  ['lambda', 'UpdateFunctionConfiguration20150331v2', { functionName: 'f', role: 'r' }, 'lambda:UpdateFunctionConfiguration iam:PassRole>lambda.amazonaws.com'],
  ['dynamodb', 'TransactWriteItems', { transactItems: [{ put: { tableName: 't' } }, { delete: { tableName: 't' } }] }, 'dynamodb:DeleteItem dynamodb:PutItem'],
  ['sts', 'AssumeRole', { roleArn: 'r' }, 'sts:AssumeRole'],
  ['sts', 'AssumeRole', { roleArn: 'r', sourceIdentity: 'me' }, 'sts:AssumeRole sts:SetSourceIdentity'],
  ['secretsmanager', 'CreateSecret', { name: 'n', addReplicaRegions: [{ region: 'r' }] }, 'secretsmanager:CreateSecret secretsmanager:ReplicateSecretToRegions'],
  // The roles of the task definition are passed too, which the call does not name.
  ['ecs', 'RunTask', { taskDefinition: 't' }, 'ecs:RunTask iam:PassRole?>ecs-tasks.amazonaws.com,ecs.amazonaws.com'],
])('%s %s of %j', (source, name, parameters, expected) => {
  expect(needs(source, name, parameters as { [name: string]: unknown })).toBe(expected);
});

test.each(['CreateService', 'StartTask', 'UpdateService'])('ECS passes the roles of what %s names', (name) => {
  expect(needs('ecs', name, {})).toContain('iam:PassRole?>');
});

test.each([
  ['codepipeline', 'CreatePipeline', {}, 'iam:PassRole>cloudformation.amazonaws.com,codebuild.amazonaws.com,codepipeline.amazonaws.com'],
  ['firehose', 'CreateDeliveryStream', {}, 'iam:PassRole>firehose.amazonaws.com'],
  ['elasticmapreduce', 'RunJobFlow', { serviceRole: 'r' }, 'iam:PassRole>application-autoscaling.amazonaws.com,ec2.amazonaws.com,elasticmapreduce.amazonaws.com'],
  // The role of the launch template, which the call does not name.
  ['autoscaling', 'CreateAutoScalingGroup', {}, 'iam:PassRole?>autoscaling.amazonaws.com,ec2.amazonaws.com'],
  ['autoscaling', 'CreateLaunchConfiguration', { iamInstanceProfile: 'p' }, 'iam:PassRole>ec2.amazonaws.com'],
])('%s %s passes a role', (source, name, parameters, expected) => {
  expect(needs(source, name, parameters)).toContain(expected);
});

test('Automation passes a role that may be in the document', () => {
  expect(actionsOfEvent({ eventSource: 'ssm', eventName: 'StartAutomationExecution', requestParameters: {} }).actions)
    .toContainEqual(expect.objectContaining({ action: 'iam:PassRole', ifSo: new Circumstance({ kind: 'OPEN' }) }));
});

test.each([
  ['s3', 'GetObject', 'MAP'], ['access-analyzer', 'ListFindingsV2', 'API_REFERENCE'], ['ec2', 'RunInstances', 'NAME'], ['sts', 'AssumeRoleWithSAML', 'NO_PERMISSION'],
  ['sts', 'GetCallerIdentity', 'NO_PERMISSION'], ['lightsail', 'GetProfile', 'OPEN'], ['s3', 'NoSuchThing', 'UNKNOWN'], ['nosuchservice', 'GetIt', 'UNKNOWN'], ['s3', '*', 'UNKNOWN'],
])('%s %s comes from %s', (eventSource, eventName, source) => {
  expect(actionsOfEvent({ eventSource, eventName }).source).toBe(source);
});
