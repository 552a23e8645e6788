import { ActionSet } from '../../src';
import { ABOUT_TAGGED, NAMED_TAG_WRITES, TOLD_FROM_CREATION, UNNAMED_TAG_WRITES } from '../../src/actions/resource-tags';

const those = (criterion: typeof ABOUT_TAGGED, name: string, ...services: string[]) => ActionSet._meeting(`${name} in test`, criterion, services).listActions();

test('of a service that tells a creation from tagging, both are named', () => {
  expect(those(NAMED_TAG_WRITES, 'named', 'cloudformation')).toEqual(expect.arrayContaining(['cloudformation:TagResource', 'cloudformation:UntagResource']));
  expect(those(NAMED_TAG_WRITES, 'named', 'sagemaker')).toContain('sagemaker:AddTags');
});

test('actions about what requests tell the tags of', () => {
  const ec2 = those(ABOUT_TAGGED, 'tagged', 'ec2');
  expect(ec2).toEqual(expect.arrayContaining(['ec2:TerminateInstances', 'ec2:DetachVolume', 'ec2:DeleteVpc']));
  // No resource; not of all types of resources.
  expect(those(ABOUT_TAGGED, 'tagged', 'ec2', 'dynamodb', 'cloudformation', 'glue').filter((action) =>
    ['ec2:DisableEbsEncryptionByDefault', 'dynamodb:DeleteBackup', 'cloudformation:DeleteStackInstances', 'glue:DeleteTable'].includes(action))).toEqual([]);
});

test('what may set tags of something that is there', () => {
  const named = those(NAMED_TAG_WRITES, 'named', 'ec2', 'cloudformation', 'dynamodb', 'rds', 'events');
  expect(named).toEqual(expect.arrayContaining([
    'cloudformation:CreateChangeSet', 'cloudformation:UpdateStack', 'cloudformation:UpdateStackSet', 'dynamodb:TagResource', 'dynamodb:UntagResource', 'ec2:DeleteTags',
    'events:PutRule', 'events:TagResource', 'rds:AddTagsToResource',
  ]));
  expect(named.filter((action) => /:(Create(?!ChangeSet)|Run|Delete(?!Tags)|Describe|List|Get)/.test(action) || TOLD_FROM_CREATION.includes(action))).toEqual([]);
  expect(those(UNNAMED_TAG_WRITES, 'unnamed', 's3', 'route53', 'dynamodb')).toEqual(expect.arrayContaining(['s3:PutBucketTagging', 's3:PutObjectTagging']));
});

test('every action of access level Tagging is one of them, or is about nothing that requests tell the tags of', () => {
  const all = new Set([...those(NAMED_TAG_WRITES, 'named'), ...those(UNNAMED_TAG_WRITES, 'unnamed'), ...TOLD_FROM_CREATION]);
  const tagged = new Set(those({ rule: ABOUT_TAGGED.rule }, 'tagged'));
  const rest = ActionSet._meeting('tagging in test', { rule: (_, level) => level === 'Tagging' as any }, []).listActions().filter((action) => !all.has(action));
  expect(rest.filter((action) => tagged.has(action))).toEqual(['bcm-pricing-calculator:ListTagsForResource', 'honeycode:ListTagsForResource'].filter((action) => tagged.has(action)));
  expect(all.size).toBeGreaterThan(600);
});
