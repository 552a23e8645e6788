import { PAGES } from './pages';
import type { Context, Json, Table } from './row';
import { combinations, decisions } from './tables';
import {
  ACCOUNT, allow, ALLOW_ALL, ALLOW_OTHER, BOB, deny, FOREIGN_ROLE, FOREIGN_SESSION, FOREIGN_USER, KEY, LINKED_ROLE, OTHER_ACCOUNT, policy, ROLE,
  ROOT, SESSION, USER, WRITER_SESSION,
} from './world';
import { RequestOrigin } from '../../src';
import type { PolicyDocuments, SimulationRequest } from '../../src';

const use = (principal: string, action = 'kms:Decrypt', context?: Context, origin?: RequestOrigin): SimulationRequest =>
  ({ principal, action, resource: KEY, resourceAccount: ACCOUNT, ...(context && { context }), ...(origin && { origin }) });
const key = (principal: unknown, more: Json = {}): Json => ({ Effect: 'Allow', Principal: principal, Action: 'kms:*', Resource: '*', ...more });
const MAY = policy(allow('kms:*', { Resource: KEY }));
const under = (identityPolicies: Json[], ...statements: Json[]): PolicyDocuments => ({ identityPolicies, resourcePolicy: policy(...statements) });

const WHO = { 'a user': use(USER), 'another user': use(BOB), 'a session': use(SESSION), 'another role\'s': use(WRITER_SESSION), 'root': use(ROOT) };
const VIA = 'kms:ViaService';

export const KEYS: Table[] = [
  decisions(PAGES.keyDefault, 'a key policy, and policies that allow it', WHO, {
    'the account': [under([MAY], key({ AWS: ROOT })), 'AAAAA'],
    'the account\'s number': [under([MAY], key({ AWS: ACCOUNT })), 'AAAAA'],
    'a user': [under([MAY], key({ AWS: USER })), 'AIIII'],
    'a role': [under([MAY], key({ AWS: ROLE })), 'IIAII'],
    'a session': [under([MAY], key({ AWS: SESSION })), 'IIAII'],
    'a user and the account': [under([MAY], key({ AWS: USER }), key({ AWS: ROOT })), 'AAAAA'],
    'everybody': [under([MAY], key('*')), 'AAAAA'],
    'everybody, as AWS': [under([MAY], key({ AWS: '*' })), 'AAAAA'],
    'everybody of the account': [under([MAY], key({ AWS: '*' }, { Condition: { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } } })), 'AAAAA'],
    'everybody of another account': [under([MAY], key({ AWS: '*' }, { Condition: { StringEquals: { 'aws:PrincipalAccount': OTHER_ACCOUNT } } })), 'IIIII'],
    'another account': [under([MAY], key({ AWS: OTHER_ACCOUNT })), 'IIIII'],
    'another action': [under([MAY], key({ AWS: ROOT }, { Action: 'kms:Encrypt' })), 'IIIII'],
    'the account, and a Deny of a user': [under([MAY], key({ AWS: ROOT }), { ...key({ AWS: USER }), Effect: 'Deny' }), 'EAAAA'],
    'the account, and a Deny of everybody': [under([MAY], key({ AWS: ROOT }), { ...key('*'), Effect: 'Deny' }), 'EEEEE'],
  }),
  decisions(PAGES.keyEvaluation, 'a key policy, and policies that allow nothing', WHO, {
    'the account': [under([ALLOW_OTHER], key({ AWS: ROOT })), 'IIIIA'],
    'a user': [under([ALLOW_OTHER], key({ AWS: USER })), 'AIIII'],
    'a role': [under([ALLOW_OTHER], key({ AWS: ROLE })), 'IIAII'],
    'a user, and a role': [under([ALLOW_OTHER], key({ AWS: [USER, ROLE] })), 'AIAII'],
    'everybody': [under([ALLOW_OTHER], key('*')), 'AAAAA'],
    'a user, denied by its policy': [under([policy(deny('kms:Decrypt'))], key({ AWS: [USER, ROLE] })), 'EEEEI'],
  }),
  // Neither of the two allows; a Deny without them denies nothing.
  decisions(PAGES.keyOverview, 'statements without Action or Resource have no effect on keys', { 'a user': use(USER), 'a session': use(SESSION) }, {
    'an Allow without Resource': [under([ALLOW_OTHER], { Effect: 'Allow', Principal: { AWS: [USER, ROLE] }, Action: 'kms:*' }), 'II'],
    'a Deny without Resource': [under([MAY], key({ AWS: ROOT }), { Effect: 'Deny', Principal: '*', Action: 'kms:*' }), 'AA'],
    'an Allow without Action': [under([ALLOW_OTHER], { Effect: 'Allow', Principal: { AWS: [USER, ROLE] }, Resource: '*' }), 'II'],
    'a Deny without Action': [under([MAY], key({ AWS: ROOT }), { Effect: 'Deny', Principal: '*', Resource: '*' }), 'AA'],
  }),
  combinations(PAGES.denyAllow, 'the layers of a user of a key', use(USER), {
    'allowed': { identityPolicies: [MAY] },
    'not allowed': { identityPolicies: [ALLOW_OTHER] },
    'allowed, not by the boundary': { identityPolicies: [MAY], permissionsBoundary: ALLOW_OTHER },
    'allowed, not by an SCP': { identityPolicies: [MAY], serviceControlPolicies: [[ALLOW_OTHER]] },
    'denied by an RCP': { identityPolicies: [MAY], resourceControlPolicies: [[policy({ Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' })]] },
    'not allowed by an endpoint': { identityPolicies: [MAY], vpcEndpointPolicy: policy(allow('s3:*', { Principal: '*' })) },
  }, {
    'granted to the account': [{ resourcePolicy: policy(key({ AWS: ROOT })) }, 'AIIIEI'],
    'granted to the user': [{ resourcePolicy: policy(key({ AWS: USER })) }, 'AAAIEI'],
    'granted to another': [{ resourcePolicy: policy(key({ AWS: BOB })) }, 'IIIIEI'],
  }),
  combinations(PAGES.denyAllow, 'the layers of a session that uses a key', use(SESSION), {
    'allowed': { identityPolicies: [MAY] },
    'not allowed': { identityPolicies: [ALLOW_OTHER] },
    'allowed, not by the boundary': { identityPolicies: [MAY], permissionsBoundary: ALLOW_OTHER },
    'allowed, not by the session policy': { identityPolicies: [MAY], sessionPolicy: ALLOW_OTHER },
    'not allowed, but by both': { identityPolicies: [ALLOW_OTHER], permissionsBoundary: ALLOW_ALL, sessionPolicy: ALLOW_ALL },
  }, {
    'granted to the account': [{ resourcePolicy: policy(key({ AWS: ROOT })) }, 'AIIII'],
    'granted to the role': [{ resourcePolicy: policy(key({ AWS: ROLE })) }, 'AAIIA'],
    'granted to the session': [{ resourcePolicy: policy(key({ AWS: SESSION })) }, 'AAAAA'],
  }),
  decisions(PAGES.keyExternal, 'another account', {
    'a user decrypts': use(FOREIGN_USER),
    'a session decrypts': use(FOREIGN_SESSION),
    'a user describes': use(FOREIGN_USER, 'kms:DescribeKey'),
    'a user revokes a grant': use(FOREIGN_USER, 'kms:RevokeGrant'),
    // Effective for some operations only, whatever policies say.
    'a user deletes': use(FOREIGN_USER, 'kms:ScheduleKeyDeletion'),
    'a user sets the policy': use(FOREIGN_USER, 'kms:PutKeyPolicy'),
  }, {
    'granted to the account, and allowed': [under([ALLOW_ALL], key({ AWS: OTHER_ACCOUNT })), 'AAAAnn'],
    'granted to the user, and allowed': [under([ALLOW_ALL], key({ AWS: FOREIGN_USER })), 'AIAAnn'],
    'granted to the role, and allowed': [under([ALLOW_ALL], key({ AWS: FOREIGN_ROLE })), 'IAIIII'],
    'granted to everybody, and allowed': [under([ALLOW_ALL], key('*')), 'AAAAnn'],
    'granted to the account, not allowed': [under([ALLOW_OTHER], key({ AWS: OTHER_ACCOUNT })), 'IIIIII'],
    'granted to the user, not allowed': [under([ALLOW_OTHER], key({ AWS: FOREIGN_USER })), 'IIIIII'],
    'allowed, not granted': [under([ALLOW_ALL], key({ AWS: ROOT })), 'IIIIII'],
    'some actions granted': [under([ALLOW_ALL], key({ AWS: OTHER_ACCOUNT }, { Action: ['kms:Decrypt', 'kms:Encrypt'] })), 'AAIIII'],
    'some actions allowed': [under([policy(allow('kms:Describe*'))], key({ AWS: OTHER_ACCOUNT })), 'IIAIII'],
  }),
  // Only a forward access session has it.
  decisions(PAGES.keyConditions, 'kms:ViaService', {
    'directly': use(SESSION),
    'by S3 for the session': use(SESSION, 'kms:Decrypt', { [VIA]: ['s3.us-east-1.amazonaws.com'] }, RequestOrigin.viaAwsService()),
    'by EC2 for the session': use(SESSION, 'kms:Decrypt', { [VIA]: ['ec2.us-east-1.amazonaws.com'] }, RequestOrigin.viaAwsService()),
    'a service-linked role': use(LINKED_ROLE, 'kms:Decrypt', { [VIA]: [] }),
  }, {
    'allowed by S3': [under([policy(allow('kms:*', { Condition: { StringEquals: { [VIA]: 's3.us-east-1.amazonaws.com' } } }))], key({ AWS: ROOT })), 'IAII'],
    'allowed by some': [under([policy(allow('kms:*', { Condition: { StringLike: { [VIA]: ['s3.*.amazonaws.com', 'ec2.*.amazonaws.com'] } } }))], key({ AWS: ROOT })), 'IAAI'],
    'denied by S3': [under([MAY, policy(deny('kms:*', { Condition: { StringLike: { [VIA]: 's3.*' } } }))], key({ AWS: ROOT })), 'AEAA'],
    'denied directly': [under([MAY, policy(deny('kms:*', { Condition: { Null: { [VIA]: 'true' } } }))], key({ AWS: ROOT })), 'EAAE'],
    'denied directly, or by EC2': [under([MAY, policy(deny('kms:*', { Condition: { StringNotLike: { [VIA]: 's3.*' } } }))], key({ AWS: ROOT })), 'EAEE'],
    'denied directly, or through an MCP server': [under([MAY, policy(deny('kms:*', { Condition: { StringLikeIfExists: { [VIA]: '*-mcp.*' } } }))], key({ AWS: ROOT })), 'EAAE'],
    'granted to everybody by EC2': [under([ALLOW_OTHER], key('*', { Condition: { StringEquals: { [VIA]: 'ec2.us-east-1.amazonaws.com' } } })), 'IIAI'],
  }),
  decisions(PAGES.keyGrants, 'retiring a grant', { 'a user': use(USER, 'kms:RetireGrant'), 'a session': use(SESSION, 'kms:RetireGrant') }, {
    'denied by a policy of the user': [under([MAY, policy(deny('kms:RetireGrant'))], key({ AWS: ROOT })), 'EE'],
    // The grant says who may, and neither key policies nor RCPs do.
    'denied by the key policy': [under([MAY], key({ AWS: ROOT }), { ...key('*'), Effect: 'Deny', Action: 'kms:RetireGrant' }), 'CC'],
    'allowed by policies': [under([MAY], key({ AWS: ROOT })), 'CC'],
  }),
  decisions(PAGES.keyDefault, 'what is about no key', {
    CreateKey: { principal: SESSION, action: 'kms:CreateKey', resource: '*' },
    ListKeys: { principal: SESSION, action: 'kms:ListKeys', resource: '*' },
    ListAliases: { principal: SESSION, action: 'kms:ListAliases', resource: '*' },
    GenerateRandom: { principal: SESSION, action: 'kms:GenerateRandom', resource: '*' },
  }, {
    'allowed': [{ identityPolicies: [policy(allow('kms:*'))] }, 'AAAA'],
    'not allowed': [{ identityPolicies: [ALLOW_OTHER] }, 'IIII'],
    'denied': [{ identityPolicies: [policy(allow('*'), deny('kms:*'))] }, 'EEEE'],
  }),
  decisions(PAGES.keyDefault, 'a key whose policy is not known', { 'a user': use(USER), 'root': use(ROOT), 'a user of another account': use(FOREIGN_USER) }, {
    allowed: [{ identityPolicies: [MAY] }, 'CCC'],
    denied: [{ identityPolicies: [policy(deny('kms:*'))] }, 'ECE'],
  }),
];
