import { PAGES } from './pages';
import type { Json, Table } from './row';
import { elements } from './tables';
import { BUCKET, OBJECT, QUEUE, SESSION, USER } from './world';

const asked = (action: string, resource: string) => ({ principal: SESSION, action, resource });
const REQUESTS = {
  GetObject: asked('s3:GetObject', OBJECT),
  getobject: asked('S3:getobject', OBJECT),
  GetObjectAcl: asked('s3:GetObjectAcl', OBJECT),
  PutObject: asked('s3:PutObject', OBJECT),
  ListBucket: asked('s3:ListBucket', BUCKET),
  CreateAccessKey: asked('iam:CreateAccessKey', USER),
  ListAccessKeys: asked('iam:ListAccessKeys', USER),
  CreateUser: asked('iam:CreateUser', USER),
  SendMessage: asked('sqs:SendMessage', QUEUE),
};

/** Patterns of actions, each in Action and in NotAction, and what they are about. */
const PATTERNS: { [patterns: string]: string } = {
  '*': 'MMMM MMMM M',
  's3:*': 'MMMM MNNN N',
  's3:GetObject': 'MMNN NNNN N',
  'S3:GETOBJECT': 'MMNN NNNN N',
  's3:getObject*': 'MMMN NNNN N',
  's3:Get*': 'MMMN NNNN N',
  's3:???Object': 'MMNM NNNN N',
  's3:*Object': 'MMNM NNNN N',
  's3:*Object*': 'MMMM NNNN N',
  's3:GetObject?cl': 'NNMN NNNN N',
  's3:GetObjectA*': 'NNMN NNNN N',
  's3:G*t': 'MMNN NNNN N',
  's3:L?stB*': 'NNNN MNNN N',
  'iam:*AccessKey*': 'NNNN NMMN N',
  'iam:*AccessKey': 'NNNN NMNN N',
  'iam:Create*': 'NNNN NMNM N',
  'sqs:*': 'NNNN NNNN M',
  'sqs:S*d*age': 'NNNN NNNN M',
  's3:Get* iam:List*': 'MMMN NNMN N',
  's3:Put* sqs:SendMessage iam:CreateUser': 'NNNM NNNM M',
  'ec2:* kms:*': 'NNNN NNNN N',
};

const list = (patterns: string) => (patterns.includes(' ') ? patterns.split(' ') : patterns);
const not = (letters: string) => letters.replace(/[MN]/g, (letter) => (letter === 'M' ? 'N' : 'M'));
const rows = (element: string, letters: (cells: string) => string) => Object.fromEntries(Object.entries(PATTERNS).map(([patterns, cells]) =>
  [`${element} ${patterns}`, [{ [element]: list(patterns), Resource: '*' }, letters(cells)] as const]));

export const ACTIONS: Table[] = [
  elements(PAGES.action, 'actions', REQUESTS, rows('Action', (letters) => letters)),
  elements(PAGES.notAction, 'all actions but', REQUESTS, rows('NotAction', not)),
  // What the resources are about limits it further.
  elements(PAGES.notAction, 'all actions but, on some resources', REQUESTS, {
    'S3 but one, on S3': [{ NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' }, 'MMMM MNNN N'],
    'all but S3, on S3': [{ NotAction: 's3:*', Resource: 'arn:aws:s3:::*' }, 'NNNN NNNN N'],
    'all but reading, on a bucket': [{ NotAction: 's3:Get*', Resource: [BUCKET, `${BUCKET}/*`] }, 'NNNM MNNN N'],
    'all but reading, but on a bucket': [{ NotAction: 's3:Get*', NotResource: [BUCKET, `${BUCKET}/*`] }, 'NNNN NMMM M'],
    'reading, but on a bucket': [{ Action: ['s3:Get*', 'sqs:*'], NotResource: [BUCKET, `${BUCKET}/*`] }, 'NNNN NNNN M'],
  } satisfies { [row: string]: readonly [Json, string] }),
];
