import { jsonOf } from '../matrix/cells';
import { ROWS } from '../matrix/guardrails';
import { deniedFrom } from '../meaning';

const DIRECTLY = ['direct, key absent', 'direct, key false'];
const PERSON = {
  'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/Developer'],
  'aws:IsMcpServiceAction': ['false'],
  'aws:PrincipalIsAWSService': ['false'],
  // A person's session is not marked as an agent's.
  'aws:PrincipalTag/PrincipalType': [],
  // No service calls for the person.
  'aws:CalledVia': [],
  // There is none yet.
  'aws:SignInSessionArn': [],
};
/** How people sign in who are no agents: `aws login`, the console, IAM Identity Center. */
const REQUESTS = [
  ...['AuthorizeOAuth2Access', 'CreateOAuth2Token'].map((name) => ({
    action: `signin:${name}`,
    resource: 'arn:aws:signin:us-east-1:111122223333:oauth2/public-client/localhost',
    context: {
      ...PERSON,
      'signin:OAuthClientId': ['arn:aws:signin:::devtools/same-device'],
      'signin:OAuthRedirectUri': ['http://127.0.0.1:52100/oauth/callback'],
      'signin:OAuthGrantType': ['authorization_code'],
    },
  })),
  { action: 'signin:Authenticate', resource: 'arn:aws:signin:us-east-1:111122223333:console', context: PERSON },
  { action: 'sso:ListAccounts', resource: '*', context: PERSON },
  { action: 'sso:GetRoleCredentials', resource: '*', context: PERSON },
];
/** What denies direct calls, and says so. */
const DENIES_DIRECT_CALLS = /^(denyOutsideMcp\((\{ exempt \})?\)|allowOnlyServers\(\{ servers, directCalls: DENIED \}\))$/;

test.each(ROWS.map((row) => [row.name, row] as const))('%s: a person can sign in, unless direct calls are denied', (name, { make }) => {
  const statements = jsonOf(make());
  const denied = REQUESTS.filter((request) => deniedFrom(statements, request).some((origin) => DIRECTLY.includes(origin)));
  expect(denied.length > 0).toBe(DENIES_DIRECT_CALLS.test(name));
});
