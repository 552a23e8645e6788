import type { Json } from './row';

export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';

export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
export const USER = `arn:aws:iam::${ACCOUNT}:user/Ana`;
export const BOB = `arn:aws:iam::${ACCOUNT}:user/Bob`;
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/Reader`;
export const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/Reader/morning`;
export const EVENING = `arn:aws:sts::${ACCOUNT}:assumed-role/Reader/evening`;
export const WRITER_SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/Writer/morning`;
/** Of `GetFederationToken`. */
export const FEDERATED = `arn:aws:sts::${ACCOUNT}:federated-user/Ana`;
export const LINKED_ROLE = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`;

export const FOREIGN_ROOT = `arn:aws:iam::${OTHER_ACCOUNT}:root`;
export const FOREIGN_USER = `arn:aws:iam::${OTHER_ACCOUNT}:user/Zoe`;
export const FOREIGN_ROLE = `arn:aws:iam::${OTHER_ACCOUNT}:role/Partner`;
export const FOREIGN_SESSION = `arn:aws:sts::${OTHER_ACCOUNT}:assumed-role/Partner/noon`;
export const FOREIGN_FEDERATED = `arn:aws:sts::${OTHER_ACCOUNT}:federated-user/Zoe`;

export const BUCKET = 'arn:aws:s3:::amzn-s3-demo-bucket';
export const OBJECT = `${BUCKET}/report.csv`;
export const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:jobs`;
export const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const INSTANCE = `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-1234567890abcdef0`;
export const TARGET_ROLE = `arn:aws:iam::${ACCOUNT}:role/Target`;

export function policy(...statements: Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}

export function allow(action: string | string[], more: Json = {}): Json {
  return { Effect: 'Allow', Action: action, ...('NotResource' in more ? {} : { Resource: '*' }), ...more };
}

export function deny(action: string | string[], more: Json = {}): Json {
  return { ...allow(action, more), Effect: 'Deny' };
}

export const ALLOW_ALL = policy(allow('*'));
/** Allows something else than any request asks for. */
export const ALLOW_OTHER = policy(allow('glacier:ListVaults'));
