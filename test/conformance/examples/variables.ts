import type { AwsExample, ExampleRequest, Row } from './example';
import { ACCOUNT, ALLOW_ALL, allow, conditionExamples, deny, examples, PAGES, policy, SESSION } from './example';

const BUCKET = 'arn:aws:s3:::amzn-s3-demo-bucket';
const TEAM = 'aws:PrincipalTag/Team';
const OBJECT_TEAM = 's3:ExistingObjectTag/Team';

/** What a user of that name asks for. */
const by = (name: string, request: ExampleRequest): ExampleRequest => ({
  principal: `arn:aws:iam::${ACCOUNT}:user/${name}`, ...request, context: { 'aws:username': [name], ...request.context },
});
const object = (key: string): ExampleRequest => ({ action: 's3:GetObject', resource: `${BUCKET}/${key}` });
const tagged = (tags: string[], resource: string): ExampleRequest => ({
  principal: SESSION, action: 's3:GetObject', resource, context: { 'aws:PrincipalTag/team': tags },
});

/** Policy variables, in `Resource` and in conditions. */
export const VARIABLE_EXAMPLES: AwsExample[] = [
  ...examples(PAGES.variables, 'a home directory', {
    identityPolicies: [policy(
      allow('s3:ListBucket', BUCKET, { Condition: { StringLike: { 's3:prefix': ['${aws:username}/*'] } } }),
      allow(['s3:GetObject', 's3:PutObject'], `${BUCKET}/\${aws:username}/*`),
    )],
  },
  ['one\'s own object', by('david', object('david/photo.jpg')), 'ALLOWED'],
  ['somebody else\'s object', by('david', object('adele/photo.jpg')), 'IMPLICITLY_DENIED'],
  ['the name in another case', by('David', object('david/photo.jpg')), 'IMPLICITLY_DENIED'],
  ['listing one\'s own', by('david', { action: 's3:ListBucket', resource: BUCKET, context: { 's3:prefix': ['david/a'] } }), 'ALLOWED'],
  ['listing somebody else\'s', by('david', { action: 's3:ListBucket', resource: BUCKET, context: { 's3:prefix': ['adele/a'] } }), 'IMPLICITLY_DENIED'],
  ['a role session has no user name', { principal: SESSION, ...object('david/photo.jpg'), context: { 'aws:username': [] } }, 'IMPLICITLY_DENIED'],
  ['nor is the variable text', { principal: SESSION, ...object('${aws:username}/photo.jpg'), context: { 'aws:username': [] } }, 'IMPLICITLY_DENIED'],
  ['a role session lists', {
    principal: SESSION, action: 's3:ListBucket', resource: BUCKET, context: { 'aws:username': [], 's3:prefix': ['david/a'] },
  }, 'IMPLICITLY_DENIED']),
  ...examples(PAGES.operators, 'a home directory for the console', {
    identityPolicies: [policy(
      allow(['s3:ListAllMyBuckets', 's3:GetBucketLocation'], 'arn:aws:s3:::*'),
      allow('s3:ListBucket', BUCKET, { Condition: { StringLike: { 's3:prefix': ['', 'home/', 'home/${aws:username}/'] } } }),
      allow('s3:*', [`${BUCKET}/home/\${aws:username}`, `${BUCKET}/home/\${aws:username}/*`]),
    )],
  },
  ['location', by('martha_rivera', { action: 's3:GetBucketLocation', resource: BUCKET }), 'ALLOWED'],
  ['listing all homes', by('martha_rivera', { action: 's3:ListBucket', resource: BUCKET, context: { 's3:prefix': ['home/'] } }), 'ALLOWED'],
  ['listing one\'s own', by('nikki_wolf', { action: 's3:ListBucket', resource: BUCKET, context: { 's3:prefix': ['home/nikki_wolf/'] } }), 'ALLOWED'],
  ['listing somebody else\'s', by('nikki_wolf', {
    action: 's3:ListBucket', resource: BUCKET, context: { 's3:prefix': ['home/martha_rivera/'] },
  }), 'IMPLICITLY_DENIED'],
  ['deleting one\'s own', by('martha_rivera', { action: 's3:DeleteObject', resource: `${BUCKET}/home/martha_rivera/a` }), 'ALLOWED'],
  ['deleting somebody else\'s', by('martha_rivera', { action: 's3:DeleteObject', resource: `${BUCKET}/home/nikki_wolf/a` }), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.variables, 'one\'s own access keys', {
    identityPolicies: [policy(allow('iam:*AccessKey*', `arn:aws:iam::${ACCOUNT}:user/\${aws:username}`))],
  },
  ['one\'s own', by('david', { action: 'iam:CreateAccessKey', resource: `arn:aws:iam::${ACCOUNT}:user/david` }), 'ALLOWED'],
  ['somebody else\'s', by('david', { action: 'iam:CreateAccessKey', resource: `arn:aws:iam::${ACCOUNT}:user/adele` }), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.variables, 'key names are not case-sensitive', {
    identityPolicies: [policy(allow('s3:GetObject', `${BUCKET}/\${AWS:UserName}/*`))],
  },
  ['one\'s own object', by('david', object('david/photo.jpg')), 'ALLOWED']),
  ...examples(PAGES.variables, 'a variable beside text', {
    identityPolicies: [policy(allow('sqs:*', 'arn:aws:sqs:us-east-2:*:${aws:username}-queue'))],
  },
  ['one\'s own queue', by('david', { action: 'sqs:SendMessage', resource: `arn:aws:sqs:us-east-2:${ACCOUNT}:david-queue` }), 'ALLOWED'],
  ['somebody else\'s', by('david', { action: 'sqs:SendMessage', resource: `arn:aws:sqs:us-east-2:${ACCOUNT}:adele-queue` }), 'IMPLICITLY_DENIED'],
  ['in another region', by('david', { action: 'sqs:SendMessage', resource: `arn:aws:sqs:us-east-1:${ACCOUNT}:david-queue` }), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.variables, 'three tags and a wildcard', {
    identityPolicies: [policy(allow('sns:DeleteTopic',
      'arn:aws:sns:*:*:${aws:PrincipalTag/access-project}-${aws:PrincipalTag/access-application}-${aws:PrincipalTag/access-environment}-*'))],
  },
  ...([
    ['all match', 'peg-app-dev-mine', ['dev'], 'ALLOWED'],
    ['one tag has another value', 'peg-app-dev-mine', ['prod'], 'IMPLICITLY_DENIED'],
    ['one tag is missing', 'peg-app-dev-mine', [], 'IMPLICITLY_DENIED'],
  ] as const).map(([what, topic, environment, expected]): Row => [what, {
    principal: SESSION,
    action: 'sns:DeleteTopic',
    resource: `arn:aws:sns:eu-west-1:${ACCOUNT}:${topic}`,
    context: {
      'aws:PrincipalTag/access-project': ['peg'], 'aws:PrincipalTag/access-application': ['app'], 'aws:PrincipalTag/access-environment': [...environment],
    },
  }, expected])),
  ...examples(PAGES.variables, 'a default value', {
    identityPolicies: [policy(allow('s3:GetObject', 'arn:aws:s3:::amzn-s3-demo-bucket-${aws:PrincipalTag/team, \'company-wide\'}/*'))],
  },
  ['the team\'s bucket', tagged(['yellow'], 'arn:aws:s3:::amzn-s3-demo-bucket-yellow/a'), 'ALLOWED'],
  ['another team\'s', tagged(['yellow'], 'arn:aws:s3:::amzn-s3-demo-bucket-blue/a'), 'IMPLICITLY_DENIED'],
  ['without a tag, the default', tagged([], 'arn:aws:s3:::amzn-s3-demo-bucket-company-wide/a'), 'ALLOWED'],
  ['without a tag, a team\'s', tagged([], 'arn:aws:s3:::amzn-s3-demo-bucket-yellow/a'), 'IMPLICITLY_DENIED'],
  ['with a tag, the default', tagged(['yellow'], 'arn:aws:s3:::amzn-s3-demo-bucket-company-wide/a'), 'IMPLICITLY_DENIED']),
  ...examples(PAGES.variables, 'a negated operator and a variable', {
    identityPolicies: [ALLOW_ALL, policy(deny('s3:GetObject', `${BUCKET}/*`, { Condition: { StringNotEquals: { [OBJECT_TEAM]: '${aws:PrincipalTag/Team}' } } }))],
  },
  ...([
    ['equal', ['red'], ['red'], 'ALLOWED'],
    ['not equal', ['red'], ['blue'], 'EXPLICITLY_DENIED'],
    ['no tag on the principal', [], ['blue'], 'EXPLICITLY_DENIED'],
    ['no tag on the object', ['red'], [], 'EXPLICITLY_DENIED'],
  ] as const).map(([what, team, objectTeam, expected]): Row => [what, {
    principal: SESSION, ...object('a'), context: { [TEAM]: [...team], [OBJECT_TEAM]: [...objectTeam] },
  }, expected])),
  ...(['StringEquals', 'StringLike'] as const).flatMap((operator) =>
    conditionExamples(PAGES.variables, `${operator} and a variable`, { condition: { [operator]: { [OBJECT_TEAM]: '${aws:PrincipalTag/Team}' } } },
      ['equal', { [TEAM]: ['red'], [OBJECT_TEAM]: ['red'] }, 'match'],
      ['not equal', { [TEAM]: ['red'], [OBJECT_TEAM]: ['blue'] }, 'no match'],
      ['the variable has no value', { [TEAM]: [], [OBJECT_TEAM]: ['red'] }, 'no match'])),
  ...conditionExamples(PAGES.operators, 'ArnLike and a variable', {
    condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:${aws:PrincipalTag/Team}-*' } },
  },
  ['equal', { [TEAM]: ['red'], 'aws:SourceArn': ['arn:aws:sns:eu-west-1:123456789012:red-alerts'] }, 'match'],
  ['not equal', { [TEAM]: ['red'], 'aws:SourceArn': ['arn:aws:sns:eu-west-1:123456789012:blue-alerts'] }, 'no match']),
  ...examples(PAGES.variables, 'special characters', {
    identityPolicies: [policy(allow('s3:GetObject', [`${BUCKET}/star\${*}end`, `${BUCKET}/mark\${?}end`, `${BUCKET}/dollar\${$}end`]))],
  },
  ['*', { principal: SESSION, ...object('star${*}end') }, 'ALLOWED'],
  ['not any text for *', { principal: SESSION, ...object('star-and-end') }, 'IMPLICITLY_DENIED'],
  ['?', { principal: SESSION, ...object('mark${?}end') }, 'ALLOWED'],
  ['not any character for ?', { principal: SESSION, ...object('mark-end') }, 'IMPLICITLY_DENIED'],
  ['$', { principal: SESSION, ...object('dollar$end') }, 'ALLOWED']),
  ...examples(PAGES.version, 'version 2008-10-17 has no variables', {
    identityPolicies: [{ Version: '2008-10-17', Statement: allow('s3:GetObject', `${BUCKET}/\${aws:username}/*`) }],
  },
  ['one\'s own object', by('david', object('david/photo.jpg')), 'IMPLICITLY_DENIED'],
  ['an object with the variable for its name', by('david', object('${aws:username}/photo.jpg')), 'ALLOWED']),
  ...examples(PAGES.version, 'no version is 2008-10-17', { identityPolicies: [{ Statement: allow('s3:GetObject', `${BUCKET}/\${aws:username}/*`) }] },
    ['one\'s own object', by('david', object('david/photo.jpg')), 'IMPLICITLY_DENIED']),
];
