import { PAGES } from './pages';
import type { Json, Table } from './row';
import { decisions, elements } from './tables';
import { ACCOUNT, allow, ALLOW_ALL, BUCKET, deny, OTHER_ACCOUNT, policy, USER } from './world';
import type { PolicyDocuments, SimulationRequest } from '../../src';

const asked = (action: string, ...resources: string[]): { [resource: string]: SimulationRequest } =>
  Object.fromEntries(resources.map((resource) => [resource, { principal: USER, action, resource }]));
const rows = (element: string, cells: { [resources: string]: string }) => Object.fromEntries(Object.entries(cells).map(([resources, letters]) =>
  [resources, [{ Action: '*', [element]: resources.includes(' ') ? resources.split(' ') : resources }, letters] as const]));
const not = (letters: string) => letters.replace(/[MN]/g, (letter) => (letter === 'M' ? 'N' : 'M'));
const notRows = (cells: { [resources: string]: string }) => rows('NotResource', Object.fromEntries(Object.entries(cells).map(([name, letters]) => [name, not(letters)])));

const OBJECTS = asked('s3:GetObject', ...['', '/a', '/a/b', '/a/b/c.csv', '/A/b', '//a'].map((key) => BUCKET + key), `${BUCKET}2/a`);
const OBJECT_PATTERNS = {
  '*': 'MMMMM MM',
  [BUCKET]: 'MNNNN NN',
  [`${BUCKET}/*`]: 'NMMMM MN',
  [`${BUCKET}*`]: 'MMMMM MM',
  [`${BUCKET}/a`]: 'NMNNN NN',
  [`${BUCKET}/a/*`]: 'NNMMN NN',
  [`${BUCKET}/*/b`]: 'NNMNM NN',
  [`${BUCKET}/*/a`]: 'NNNNN MN',
  [`${BUCKET}/?`]: 'NMNNN NN',
  [`${BUCKET}/?/?`]: 'NNMNM NN',
  [`${BUCKET}/??`]: 'NNNNN MN',
  [`${BUCKET}?/*`]: 'NNNNN MM',
  [`${BUCKET}/*.csv`]: 'NNNMN NN',
  'arn:aws:s3:::*/a': 'NMNNN MM',
  'arn:aws:s3:::*': 'MMMMM MM',
  [`${BUCKET} ${BUCKET}/a/*`]: 'MNMMN NN',
  'arn:aws-cn:s3:::*': 'NNNNN NN',
};

const queue = (name: string, region = 'us-east-1', account = ACCOUNT) => `arn:aws:sqs:${region}:${account}:${name}`;
const QUEUES = asked('sqs:SendMessage', queue('jobs'), queue('jobs-dead'), queue('jobs', 'eu-west-1'), queue('mails'));
const QUEUE_PATTERNS = {
  [queue('jobs')]: 'MNNN',
  [queue('jobs*')]: 'MMNN',
  [queue('*')]: 'MMNM',
  [queue('jobs', '*')]: 'MNMN',
  [queue('jobs', 'us-*')]: 'MNNN',
  [queue('jobs', '*', '*')]: 'MNMN',
  [queue('*', '*', '1111*')]: 'MMMM',
  [queue('*', '*', OTHER_ACCOUNT)]: 'NNNN',
  [queue('????', '*-?')]: 'MNMN',
};
/** Fewer than six fields: completed with wildcards in identity-based policies. */
const INCOMPLETE = {
  'arn:aws:sqs': 'MMMM',
  'arn:aws:sqs:us-east-1': 'MMNM',
  [`arn:aws:sqs:us-east-1:${ACCOUNT}`]: 'MMNM',
  [`arn:aws:sqs:*:${ACCOUNT}`]: 'MMMM',
  [`arn:aws:sqs:*:${OTHER_ACCOUNT}`]: 'NNNN',
  'arn:aws:sqs:eu-*': 'NNMN',
  'arn:aws:sns': 'NNNN',
};
const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function`;
const FUNCTIONS = asked('lambda:InvokeFunction', ...['pay', 'pay-api', 'pay-api:live', 'pay-api:live-prod', 'pay-prod'].map((name) => `${FUNCTION}:${name}`));

const inPlace = (place: (document: Json) => PolicyDocuments) => (statement: Json, others: Json[]): PolicyDocuments => ({
  identityPolicies: [ALLOW_ALL],
  ...place({ ...policy(...others.flatMap((other) => other.Statement), statement) }),
});

export const RESOURCES: Table[] = [
  elements(PAGES.resource, 'objects', OBJECTS, rows('Resource', OBJECT_PATTERNS)),
  elements(PAGES.notResource, 'all objects but', OBJECTS, notRows(OBJECT_PATTERNS)),
  elements(PAGES.resource, 'queues', QUEUES, rows('Resource', QUEUE_PATTERNS)),
  elements(PAGES.notResource, 'all queues but', QUEUES, notRows(QUEUE_PATTERNS)),
  elements(PAGES.grammar, 'ARNs with fewer than six fields', QUEUES, rows('Resource', INCOMPLETE)),
  elements(PAGES.grammar, 'all but ARNs with fewer than six fields', QUEUES, notRows(INCOMPLETE)),
  elements(PAGES.grammar, 'ARNs with fewer than six fields in a boundary', QUEUES, rows('Resource', INCOMPLETE),
    inPlace((permissionsBoundary) => ({ permissionsBoundary }))),
  elements(PAGES.grammar, 'ARNs with fewer than six fields in a session policy', { queue: { ...QUEUES[queue('jobs')], principal: `arn:aws:sts::${ACCOUNT}:assumed-role/Reader/morning` } },
    rows('Resource', { 'arn:aws:sqs': 'X', [`arn:aws:sqs:us-east-1:${ACCOUNT}`]: 'X', [`arn:aws:sqs:*:${ACCOUNT}`]: 'X' }),
    inPlace((sessionPolicy) => ({ sessionPolicy }))),
  // Only of identity-based policies AWS says that it completes them.
  decisions(PAGES.grammar, 'ARNs with fewer than six fields elsewhere', QUEUES, {
    'a Deny of an SCP': [{ identityPolicies: [ALLOW_ALL], serviceControlPolicies: [policy(deny('sqs:*', { Resource: 'arn:aws:sqs' }))] }, 'CCCC'],
    'a Deny of an SCP, with the account': [{ identityPolicies: [ALLOW_ALL], serviceControlPolicies: [policy(deny('sqs:*', { Resource: `arn:aws:sqs:*:${ACCOUNT}` }))] }, 'CCCC'],
    'a Deny of an SCP, with another account': [{
      identityPolicies: [ALLOW_ALL], serviceControlPolicies: [policy(deny('sqs:*', { Resource: `arn:aws:sqs:*:${OTHER_ACCOUNT}` }))],
    }, 'AAAA'],
    'a Deny of an SCP, that ends in a wildcard': [{ identityPolicies: [ALLOW_ALL], serviceControlPolicies: [policy(deny('sqs:*', { Resource: 'arn:aws:sqs:us-*' }))] }, 'EEAE'],
    'an Allow of a queue policy': [{ resourcePolicy: policy(allow('sqs:*', { Principal: { AWS: USER }, Resource: 'arn:aws:sqs' })) }, 'CCCC'],
    'a Deny of a queue policy': [{ identityPolicies: [ALLOW_ALL], resourcePolicy: policy(deny('sqs:*', { Principal: '*', Resource: `arn:aws:sqs:us-east-1:${ACCOUNT}` })) }, 'CCAC'],
    'an Allow of an endpoint policy': [{ identityPolicies: [ALLOW_ALL], vpcEndpointPolicy: policy(allow('sqs:*', { Principal: '*', Resource: 'arn:aws:sqs' })) }, 'CCCC'],
  }),
  // Last in its segment, a wildcard stands for colons too; elsewhere AWS only says that it is within the segment.
  elements(PAGES.resource, 'wildcards and colons', FUNCTIONS, rows('Resource', {
    [`${FUNCTION}:pay`]: 'MNNNN',
    [`${FUNCTION}:pay*`]: 'MMMMM',
    [`${FUNCTION}:*`]: 'MMMMM',
    [`arn:aws:lambda:us-east-1:${ACCOUNT}:*`]: 'MMMMM',
    [`${FUNCTION}:pay-api:*`]: 'NNMMN',
    [`${FUNCTION}:*:live`]: 'NNMNN',
    [`${FUNCTION}:pay*:live*`]: 'NNMMN',
    [`${FUNCTION}:pay*-prod`]: 'NNNDM',
    [`${FUNCTION}:*prod`]: 'NNNDM',
    [`${FUNCTION}:pay-api?live`]: 'NNDNN',
  })),
];
