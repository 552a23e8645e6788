import { Catalog } from '../../src/actions/catalog';
import { formatsOf, ResourceFit, resourceFit } from '../../src/actions/resource-fit';
import { resourcesOf } from '../../src/actions/resource-table';
import { generatedName, unknownPart } from '../../src/iam/unknown-text';
import { wildcardMatcher } from '../../src/iam/wildcard';
import { random } from '../random-numbers';

const { FITS, UNLIKELY, NEVER } = ResourceFit;
const PARTITION = unknownPart('AWS::Partition');

test('it knows every action of the catalog', () => {
  const { services } = Catalog.get();
  const unknown = services.flatMap((service) => [...Catalog.get().actionsOf(service).keys()]
    .filter((name) => !resourcesOf(service)?.resourcesOf(name)));
  expect(unknown).toEqual([]);
});

test.each<[string, string | undefined, ResourceFit]>([
  ['s3:DeleteObject', '*', FITS],
  ['s3:DeleteObject', undefined, FITS],
  ['s3:DeleteObject', 'arn:aws:s3:::b', NEVER],
  ['s3:DeleteObject', 'arn:aws-cn:s3:::b/*', FITS],
  ['s3:DeleteObject', 'arn:aws:s3:::b*', FITS],
  ['s3:DeleteBucket', 'arn:aws:s3:::b/*', NEVER],
  ['s3:Delete*', 'arn:aws:s3:::b/*', FITS],
  ['S3:deleteobject', 'arn:aws:s3:::b/*', FITS],
  ['*', 'arn:aws:s3:::b', FITS],
  // A wildcard for Region or account does not reach into the name.
  ['s3:DeleteObject', 'arn:aws:s3:*:*:b', NEVER],
  ['s3:GetObject', 'arn:aws:s3:us-east-1:111122223333:accesspoint/x/object/*', FITS],
  // Other services.
  ['iam:DeleteRole', 'arn:aws:s3:::b', NEVER],
  ['iam:DeleteRole', 'arn:aws:sso:::permissionSet/x/y', NEVER],
  ['sqs:SendMessage', 'arn:aws:sns:*:*:t', NEVER],
  ['lambda:DeleteFunction', 'arn:aws:s3:::b', UNLIKELY],
  ['backup:StartRestoreJob', 'arn:aws:ec2:us-east-1::snapshot/*', FITS],
  // Other types of the same one.
  ['iam:DeleteRole', 'arn:aws:iam::*:policy/x', NEVER],
  ['organizations:DeletePolicy', 'arn:aws:organizations::*:policy/o-*/*', FITS],
  ['kms:Decrypt', 'arn:aws:kms:*:*:alias/x', NEVER],
  ['logs:PutLogEvents', 'arn:aws:logs:*:*:log-group:/x', UNLIKELY],
  ['logs:PutLogEvents', 'arn:aws:logs:*:*:log-group:/x:*', FITS],
  ['iam:DeleteRole', 'arn:aws:iam::*:newtype/x', UNLIKELY],
  // About no resource: what AWS asks about such a request is not documented.
  ['s3:ListAllMyBuckets', 'arn:aws:s3:::*', FITS],
  ['s3:ListAllMyBuckets', 'arn:aws:s3:::b', UNLIKELY],
  ['iam:ListRoles', 'arn:aws:iam::*:role/*', FITS],
  ['iam:ListRoles', 'arn:aws:iam::*:role/agents/*', UNLIKELY],
  // Completed by IAM.
  ['sqs:SendMessage', 'arn:aws:sqs:*:111122223333', FITS],
  ['sqs:SendMessage', 'arn:aws:sqs', FITS],
  // Not in the table.
  ['new:Action', 'arn:aws:s3:::b', FITS],
  ['s3:NewAction', 'arn:aws:s3:::b', FITS],
  ['s3:DeleteObject', 'b', FITS],
  // Known in part.
  ['s3:DeleteObject', unknownPart('Bucket.Arn'), FITS],
  ['s3:DeleteBucket', `${unknownPart('Bucket.Arn')}/*`, NEVER],
  ['s3:DeleteObject', `${unknownPart('Bucket.Arn')}/*`, FITS],
  ['sqs:SendMessage', `${unknownPart('Prefix')}:queue`, FITS],
  ['s3:DeleteObject', `arn:${PARTITION}:s3:::${generatedName('Bucket')}`, NEVER],
  ['s3:DeleteBucket', `arn:${PARTITION}:s3:::${generatedName('Bucket')}`, FITS],
  ['s3:DeleteObject', `arn:${PARTITION}:s3:::${unknownPart('Bucket')}`, FITS],
  ['s3:DeleteObject', 'arn:aws:s3:::${aws:username}', FITS],
  ['s3:DeleteBucket', 'arn:aws:s3:::${aws:username}/*', NEVER],
  ['iam:DeleteRole', `arn:aws:${unknownPart('service')}::111122223333:role/x`, FITS],
])('%s on %s', (action, resource, fit) => {
  expect(ResourceFit[resourceFit([action], resource)]).toBe(ResourceFit[fit]);
});

test('a resource fits actions if it fits one', () => {
  expect(resourceFit(['iam:DeleteRole', 's3:DeleteBucket'], 'arn:aws:s3:::b')).toBe(FITS);
  expect(resourceFit(['iam:DeleteRole', 'lambda:DeleteFunction'], 'arn:aws:s3:::b')).toBe(UNLIKELY);
  expect(resourceFit(['iam:DeleteRole', 'kms:Decrypt'], 'arn:aws:s3:::b')).toBe(NEVER);
});

test('what actions are about fits them', () => {
  expect(formatsOf(['s3:DeleteObject'])).toEqual(['arn:aws:s3:*:*:*/*', 'arn:aws:s3:*:*:accesspoint/*/object/*']);
  expect(formatsOf(['s3:ListAllMyBuckets'])).toEqual([]);
  for (const action of ['s3:DeleteObject', 'iam:*', 'ec2:RunInstances', 'backup:StartRestoreJob']) {
    const formats = formatsOf([action]);
    expect(formats.length).toBeGreaterThan(0);
    expect(formats.map((format) => resourceFit([action], format))).toEqual(formats.map(() => FITS));
  }
});

test('what a format matches without wildcards is what may be of the format', () => {
  const next = random(7);
  const any = (texts: readonly string[]) => texts[Math.floor(next() * texts.length)];
  const filled = (format: string, ...texts: string[]) => format
    .split(/(\uE000[^\uE001]*\uE001)/).map((part, i) => (i % 2 === 0 ? part : any(texts))).join('');
  const formats = ['dynamodb', 'iam', 'kms', 's3', 'secretsmanager', 'sqs', 'lambda', 'logs', 'ssm'].flatMap((service) => resourcesOf(service)!.resources);
  const samples = formats.flatMap(({ resource }) => [
    filled(resource, 'a'), filled(resource, 'a', '', 'b/c', 'd:e', '.', 'x y'), filled(resource, '/', ':', 'α', 'z'),
    `${filled(resource, 'a')}z`, `z${filled(resource, 'a')}`,
  ]);
  const different = formats.flatMap(({ resource, plain }) => samples
    .filter((sample) => plain.test(sample) !== (wildcardMatcher(sample)(resource) !== false))
    .map((sample) => `${resource} ${sample}`));
  expect(different).toEqual([]);
  expect(formats.some(({ plain }) => samples.some((sample) => plain.test(sample)) && samples.some((sample) => !plain.test(sample)))).toBe(true);
});
