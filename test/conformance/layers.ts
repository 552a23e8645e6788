import { PAGES } from './pages';
import type { Json, Table } from './row';
import { combinations, decisions } from './tables';
import {
  ACCOUNT, allow, ALLOW_ALL, ALLOW_OTHER, BOB, deny, FEDERATED, FOREIGN_FEDERATED, FOREIGN_ROLE, FOREIGN_ROOT, FOREIGN_SESSION, FOREIGN_USER,
  OTHER_ACCOUNT, policy, ROLE, ROOT, SESSION, USER, WRITER_SESSION,
} from './world';
import type { PolicyDocuments, SimulationRequest } from '../../src';

const SECRET = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:pin-AbCdEf`;
const asked = (principal: string): SimulationRequest => ({ principal, action: 'secretsmanager:GetSecretValue', resource: SECRET, resourceAccount: ACCOUNT });
const grant = (principal: unknown, more: Json = {}): PolicyDocuments =>
  ({ resourcePolicy: policy({ Effect: 'Allow', Principal: principal, Action: 'secretsmanager:GetSecretValue', Resource: '*', ...more }) });
const SOMEONE_ELSE = grant({ AWS: WRITER_SESSION });

/** A policy of the kind that allows what is asked (1), that does not (0), or none of the kind (-). */
const states = (kind: 'permissionsBoundary' | 'sessionPolicy', letter: string): PolicyDocuments =>
  (letter === '-' ? {} : { [kind]: letter === '1' ? ALLOW_ALL : ALLOW_OTHER });
const column = (identity: string, boundary: string, session = ''): readonly [string, PolicyDocuments] => [`i${identity} b${boundary}${session && ` s${session}`}`, {
  identityPolicies: [identity === '1' ? ALLOW_ALL : ALLOW_OTHER], ...states('permissionsBoundary', boundary), ...(session && states('sessionPolicy', session)),
}];
/**
 * Whether the identity-based policies, the boundary and the session policy allow it: i1 with b- s-, b- s1, b- s0, b1 s-, b1 s1, b1 s0, b0 s-, b0 s1, b0 s0,
 * then i0 with the same.
 */
const SESSION_COLUMNS = Object.fromEntries(['1', '0'].flatMap((identity) => ['-', '1', '0'].flatMap((boundary) => ['-', '1', '0'].map((session) =>
  column(identity, boundary, session)))));
/** i1 with b-, b1, b0, then i0 with the same. */
const USER_COLUMNS = Object.fromEntries(['1', '0'].flatMap((identity) => ['-', '1', '0'].map((boundary) => column(identity, boundary))));

const OWN = 'AAI AAI III  III III III';
const ALWAYS = 'AAA AAA AAA  AAA AAA AAA';
/** Limited by the boundary and the session policy, needed by neither the identity-based policies. */
const LIMITED = 'AAI AAI III  AAI AAI III';
const NEVER = 'III III III  III III III';

export const LAYERS: Table[] = [
  combinations(PAGES.boundaries, 'a user, in the same account', asked(USER), USER_COLUMNS, {
    'no policy of the resource': [{}, 'AAI III'],
    'granted to somebody else': [SOMEONE_ELSE, 'AAI III'],
    'granted to the account': [grant({ AWS: ACCOUNT }), 'AAI III'],
    'granted to the user': [grant({ AWS: USER }), 'AAA AAA'],
    'granted to the user and another': [grant({ AWS: [BOB, USER] }), 'AAA AAA'],
    'granted to everybody': [grant('*'), 'AAA AAA'],
    'granted to everybody with the user\'s ARN': [grant('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': USER } } }), 'AAA AAA'],
    'granted to everybody of the account': [grant('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } } }), 'AAA AAA'],
    'granted to everybody of another account': [grant('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': OTHER_ACCOUNT } } }), 'AAI III'],
    'denied to the user': [{ resourcePolicy: policy(deny('secretsmanager:*', { Principal: { AWS: USER } })) }, 'EEE EEE'],
    'denied to everybody': [{ resourcePolicy: policy(deny('secretsmanager:*', { Principal: '*' })) }, 'EEE EEE'],
    'denied to somebody else': [{ resourcePolicy: policy(deny('secretsmanager:*', { Principal: { AWS: BOB } })) }, 'AAI III'],
  }),
  combinations(PAGES.denyAllow, 'a role session, in the same account', asked(SESSION), SESSION_COLUMNS, {
    'no policy of the resource': [{}, OWN],
    'granted to somebody else': [SOMEONE_ELSE, OWN],
    'granted to the account': [grant({ AWS: ROOT }), OWN],
    'granted to the account, for a role\'s ARN': [grant({ AWS: ACCOUNT }, { Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE } } }), OWN],
    'granted to the role': [grant({ AWS: ROLE }), LIMITED],
    'granted to the session': [grant({ AWS: SESSION }), ALWAYS],
    'granted to the role and the session': [grant({ AWS: [ROLE, SESSION] }), ALWAYS],
    'granted to everybody': [grant('*'), ALWAYS],
    'granted to everybody with a role\'s ARN': [grant('*', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } } }), ALWAYS],
    'denied to the role': [{ resourcePolicy: policy(deny('secretsmanager:*', { Principal: { AWS: ROLE } })) }, ALWAYS.replace(/A/g, 'E')],
    'granted to the session, denied to everybody': [{
      resourcePolicy: policy(allow('secretsmanager:*', { Principal: { AWS: SESSION } }), deny('secretsmanager:Get*', { Principal: '*' })),
    }, ALWAYS.replace(/A/g, 'E')],
  }),
  // Without a session policy it may do nothing but what a resource's policy grants to itself.
  combinations(PAGES.federationToken, 'a federated user, in the same account', asked(FEDERATED), SESSION_COLUMNS, {
    'no policy of the resource': [{}, 'IAI IAI III  III III III'],
    'granted to somebody else': [SOMEONE_ELSE, 'IAI IAI III  III III III'],
    'granted to the account': [grant({ AWS: ACCOUNT }), 'IAI IAI III  III III III'],
    'granted to the federated user': [grant({ AWS: FEDERATED }), ALWAYS],
    // Its ARN does not tell whose credentials made the session.
    'granted to a user': [grant({ AWS: USER }), 'IAI IAI III  ICI ICI III'],
    // That an Allow for everybody without an ARN is enough, AWS says of users and roles only.
    'granted to everybody': [grant('*'), 'CAC CAC CAC  CAC CAC CAC'],
    'granted to everybody with its ARN': [grant('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': FEDERATED } } }), ALWAYS],
    'granted to everybody of the account with its ARN': [grant('*', {
      Condition: { ArnEquals: { 'aws:PrincipalArn': FEDERATED }, StringEquals: { 'aws:PrincipalAccount': ACCOUNT } },
    }), ALWAYS],
    'denied to the federated user': [{ resourcePolicy: policy(deny('*', { Principal: { AWS: FEDERATED } })) }, ALWAYS.replace(/A/g, 'E')],
  }),
  combinations(PAGES.crossAccount, 'a user of another account', asked(FOREIGN_USER), USER_COLUMNS, {
    'no policy of the resource': [{}, 'III III'],
    'granted to somebody else': [SOMEONE_ELSE, 'III III'],
    'granted to the account': [grant({ AWS: OTHER_ACCOUNT }), 'AAI III'],
    'granted to the user': [grant({ AWS: FOREIGN_USER }), 'AAI III'],
    'granted to everybody': [grant('*'), 'AAI III'],
    'granted to everybody with the user\'s ARN': [grant('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': FOREIGN_USER } } }), 'AAI III'],
    'denied to the account': [{ resourcePolicy: policy(allow('*', { Principal: '*' }), deny('*', { Principal: { AWS: FOREIGN_ROOT } })) }, 'EEE EEE'],
  }),
  combinations(PAGES.crossAccount, 'a role session of another account', asked(FOREIGN_SESSION), SESSION_COLUMNS, {
    'no policy of the resource': [{}, NEVER],
    'granted to somebody else': [SOMEONE_ELSE, NEVER],
    'granted to the account': [grant({ AWS: FOREIGN_ROOT }), OWN],
    'granted to the role': [grant({ AWS: FOREIGN_ROLE }), OWN],
    'granted to the session': [grant({ AWS: FOREIGN_SESSION }), OWN],
    'granted to everybody': [grant('*'), OWN],
    'denied to the session': [{ resourcePolicy: policy(allow('*', { Principal: '*' }), deny('*', { Principal: { AWS: FOREIGN_SESSION } })) }, ALWAYS.replace(/A/g, 'E')],
  }),
  combinations(PAGES.crossAccount, 'a federated user of another account', asked(FOREIGN_FEDERATED), SESSION_COLUMNS, {
    'no policy of the resource': [{}, NEVER],
    'granted to the account': [grant({ AWS: OTHER_ACCOUNT }), 'IAI IAI III  III III III'],
    'granted to the federated user': [grant({ AWS: FOREIGN_FEDERATED }), 'IAI IAI III  III III III'],
  }),
  decisions(PAGES.crossAccountAccess, 'root, here and elsewhere', { here: asked(ROOT), elsewhere: asked(FOREIGN_ROOT) }, {
    'no policy of the resource': [{}, 'AI'],
    'granted to the other account': [grant({ AWS: OTHER_ACCOUNT }), 'AA'],
    'granted to the other account\'s ARN': [grant({ AWS: FOREIGN_ROOT }), 'AA'],
    'granted to a user': [grant({ AWS: [USER, FOREIGN_USER] }), 'AI'],
    'granted to everybody': [grant('*'), 'AA'],
    'denied to everybody': [{ resourcePolicy: policy(allow('*', { Principal: '*' }), deny('*', { Principal: '*' })) }, 'EE'],
    'denied to everybody but its ARN': [{
      resourcePolicy: policy(allow('*', { Principal: '*' }), deny('*', { Principal: '*', Condition: { ArnNotEquals: { 'aws:PrincipalArn': ROOT } } })),
    }, 'AE'],
  }),
  decisions(PAGES.crossAccountAccess, 'another partition', { 'of China': asked(`arn:aws-cn:iam::${OTHER_ACCOUNT}:user/Zoe`) }, {
    'granted to it': [{ identityPolicies: [ALLOW_ALL], ...grant({ AWS: `arn:aws-cn:iam::${OTHER_ACCOUNT}:user/Zoe` }) }, 'I'],
    'granted to everybody': [{ identityPolicies: [ALLOW_ALL], ...grant('*') }, 'I'],
  }),
  decisions(PAGES.assumeRoot, 'a session of AssumeRoot has its task\'s policy', {
    'what the task allows': { principal: ROOT, action: 's3:DeleteBucketPolicy', resource: 'arn:aws:s3:::amzn-s3-demo-bucket' },
    'what it does not': { principal: ROOT, action: 's3:GetObject', resource: 'arn:aws:s3:::amzn-s3-demo-bucket/a' },
  }, {
    'its policy': [{ sessionPolicy: policy(allow(['s3:DeleteBucketPolicy', 's3:GetBucketPolicy', 's3:PutBucketPolicy'])) }, 'AI'],
    'its policy, denied by an SCP': [{
      sessionPolicy: policy(allow(['s3:DeleteBucketPolicy'])), serviceControlPolicies: [policy(deny('*', { Condition: { Null: { 'aws:AssumedRoot': 'false' } } }))],
    }, 'nn'],
  }),
];
