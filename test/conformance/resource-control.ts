import { PAGES } from './pages';
import type { Context, Json, Table } from './row';
import { decisions } from './tables';
import {
  ACCOUNT, ALLOW_ALL, BUCKET, FOREIGN_USER, KEY, LINKED_ROLE, OBJECT, policy, QUEUE, ROOT, SESSION, TARGET_ROLE, USER,
} from './world';
import { RequestOrigin } from '../../src';
import type { PolicyDocuments, SimulationRequest } from '../../src';

const rcp = (action: string | string[], more: Json = {}) =>
  policy({ Effect: 'Deny', Principal: '*', Action: action, ...('NotResource' in more ? {} : { Resource: '*' }), ...more });
const OPEN = policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' });
const under = (...resourceControlPolicies: Json[][]): PolicyDocuments =>
  ({ identityPolicies: [ALLOW_ALL], resourcePolicy: OPEN, resourceControlPolicies });
const get = (principal: string, context?: Context, origin?: RequestOrigin): SimulationRequest => ({
  principal, action: 's3:GetObject', resource: OBJECT, resourceAccount: ACCOUNT, ...(context && { context }), ...(origin && { origin }),
});

/** An action of a service that RCPs apply to, on a resource of it. */
const SUPPORTED: ReadonlyArray<readonly [action: string, resource: string]> = [
  ['s3:GetObject', OBJECT],
  ['sqs:SendMessage', QUEUE],
  ['kms:Decrypt', KEY],
  ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:pin-AbCdEf`],
  ['sts:AssumeRole', TARGET_ROLE],
  ['dynamodb:GetItem', `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/orders`],
  ['logs:GetLogEvents', `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:app:log-stream:one`],
  ['ecr:BatchGetImage', `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/app`],
  ['dsql:DbConnect', `arn:aws:dsql:us-east-1:${ACCOUNT}:cluster/c`],
  ['codebuild:StartBuild', `arn:aws:codebuild:us-east-1:${ACCOUNT}:project/p`],
  ['codecommit:GitPull', `arn:aws:codecommit:us-east-1:${ACCOUNT}:repo`],
  ['events:PutEvents', `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/default`],
  ['firehose:PutRecord', `arn:aws:firehose:us-east-1:${ACCOUNT}:deliverystream/d`],
];

const IS_SERVICE = 'aws:PrincipalIsAWSService';
const ORG = 'aws:PrincipalOrgID';

export const RESOURCE_CONTROL: Table[] = [
  decisions(PAGES.rcpEvaluation, 'levels of RCPs', { 'a session': get(SESSION), 'a user of another account': get(FOREIGN_USER), 'root': get(ROOT) }, {
    'none': [under(), 'AAA'],
    'empty levels': [under([], []), 'AAA'],
    'of another service': [under([rcp('sqs:*')], []), 'AAA'],
    'of another action': [under([rcp('s3:Put*')], []), 'AAA'],
    'of another resource': [under([rcp('s3:*', { Resource: `${BUCKET}2/*` })]), 'AAA'],
    'of all other resources': [under([rcp('s3:*', { NotResource: `${BUCKET}/*` })]), 'AAA'],
    'at the root': [under([rcp('s3:*')], [], []), 'EEE'],
    'at the unit': [under([], [rcp('s3:Get*')], []), 'EEE'],
    'at the account': [under([], [], [rcp('s3:GetObject', { Resource: `${BUCKET}/*` })]), 'EEE'],
    'at two levels': [under([rcp('s3:*')], [rcp('s3:*')]), 'EEE'],
    'RCPFullAWSAccess beside it': [under([OPEN, rcp('s3:*')], [OPEN]), 'EEE'],
    'RCPFullAWSAccess alone': [under([OPEN], [OPEN]), 'AAA'],
    'they allow nothing': [{ identityPolicies: [], resourceControlPolicies: [[OPEN]] }, 'IIA'],
  }),
  ...SUPPORTED.map(([action, resource]) => {
    const [service] = action.split(':');
    return decisions(PAGES.rcp, `RCPs of ${service}`, {
      'a session': { principal: SESSION, action, resource, resourceAccount: ACCOUNT },
      'a service-linked role': { principal: LINKED_ROLE, action, resource, resourceAccount: ACCOUNT },
      'a user of another account': { principal: FOREIGN_USER, action, resource, resourceAccount: ACCOUNT },
    }, {
      'all actions': [under([rcp(`${service}:*`)]), 'EAE'],
      'the action': [under([rcp(action)]), 'EAE'],
      'on the resource': [under([rcp(`${service}:*`, { Resource: resource })]), 'EAE'],
      'of another service': [under([rcp('xray:*')]), 'AAA'],
    });
  }),
  decisions(PAGES.rcp, 'what RCPs don\'t reach', {
    'retiring a grant': { principal: SESSION, action: 'kms:RetireGrant', resource: KEY },
    'a service that assumes a service-linked role': { principal: 'ecs.amazonaws.com', action: 'sts:AssumeRole', resource: LINKED_ROLE, resourceAccount: ACCOUNT },
    'a service that assumes a role': { principal: 'ecs.amazonaws.com', action: 'sts:AssumeRole', resource: TARGET_ROLE, resourceAccount: ACCOUNT },
    // The reference names no type of resource for these: an RCP applies to resources.
    'listing buckets': { principal: SESSION, action: 's3:ListAllMyBuckets', resource: '*' },
    'listing secrets': { principal: SESSION, action: 'secretsmanager:ListSecrets', resource: '*' },
    'listing keys': { principal: SESSION, action: 'kms:ListKeys', resource: '*' },
  }, {
    'a Deny of each service': [under([rcp(['kms:*', 'sts:*', 's3:*', 'secretsmanager:*'])]), 'CAE CCC'],
  }),
  decisions(PAGES.rcp, 'identities of the organization', {
    'a user of the organization': get(USER, { [ORG]: ['o-a1b2c3d4e5'] }),
    'a user of another organization': get(FOREIGN_USER, { [ORG]: ['o-zzzzzzzzzz'] }),
    'a user of none': get(FOREIGN_USER, { [ORG]: [] }),
    'a service': get('logging.s3.amazonaws.com', { [ORG]: [] }),
    'a service-linked role': get(LINKED_ROLE, { [ORG]: ['o-a1b2c3d4e5'] }),
  }, {
    'and services': [{ ...under([rcp('s3:*', { Condition: { StringNotEqualsIfExists: { [ORG]: 'o-a1b2c3d4e5' }, BoolIfExists: { [IS_SERVICE]: 'false' } } })]) }, 'AEEAA'],
    'without exception': [{ ...under([rcp('s3:*', { Condition: { StringNotEqualsIfExists: { [ORG]: 'o-a1b2c3d4e5' } } })]) }, 'AEEEA'],
  }),
  decisions(PAGES.globalKeys, 'services that act for an account', {
    'for the account': get('logging.s3.amazonaws.com', { 'aws:SourceAccount': [ACCOUNT] }),
    'for another': get('logging.s3.amazonaws.com', { 'aws:SourceAccount': ['444455556666'] }),
    'for nobody': get('logging.s3.amazonaws.com', { 'aws:SourceAccount': [] }),
    'a user': get(USER),
  }, {
    'the account only': [under([rcp('s3:*', {
      Condition: { StringNotEqualsIfExists: { 'aws:SourceAccount': ACCOUNT }, Null: { 'aws:SourceAccount': 'false' }, Bool: { [IS_SERVICE]: 'true' } },
    })]), 'AEAA'],
    'without the test for the key': [under([rcp('s3:*', { Condition: { StringNotEqualsIfExists: { 'aws:SourceAccount': ACCOUNT }, Bool: { [IS_SERVICE]: 'true' } } })]), 'AEEA'],
    'without the test for a service': [under([rcp('s3:*', { Condition: { StringNotEqualsIfExists: { 'aws:SourceAccount': ACCOUNT } } })]), 'AEEE'],
  }),
  decisions(PAGES.globalKeys, 'networks of the organization', {
    'through an endpoint of it': get(SESSION, { 'aws:VpceOrgID': ['o-abcdef0123'], 'aws:PrincipalTag/perimeter': [] }),
    'from elsewhere': get(SESSION, { 'aws:VpceOrgID': [], 'aws:PrincipalTag/perimeter': [] }),
    'from elsewhere, with the tag': get(SESSION, { 'aws:VpceOrgID': [], 'aws:PrincipalTag/perimeter': ['exempt'] }),
    'a service for a session': get(SESSION, { 'aws:VpceOrgID': [], 'aws:PrincipalTag/perimeter': [] }, RequestOrigin.viaAwsService()),
    'a service': get('logging.s3.amazonaws.com', { 'aws:VpceOrgID': [], 'aws:PrincipalTag/perimeter': [], 'aws:ViaAWSService': ['false'] }),
  }, {
    'only they, and services': [under([rcp('s3:*', {
      Condition: {
        BoolIfExists: { [IS_SERVICE]: 'false', 'aws:ViaAWSService': 'false' },
        StringNotEqualsIfExists: { 'aws:VpceOrgID': 'o-abcdef0123', 'aws:PrincipalTag/perimeter': 'exempt' },
      },
    })]), 'AEAAA'],
  }),
  decisions(PAGES.rcpSyntax, 'TLS', { 'with TLS': get(SESSION, { 'aws:SecureTransport': ['true'] }), 'without': get(SESSION, { 'aws:SecureTransport': ['false'] }) }, {
    'denied without': [under([rcp('s3:*', { Condition: { BoolIfExists: { 'aws:SecureTransport': 'false' } } })]), 'AE'],
  }),
];
