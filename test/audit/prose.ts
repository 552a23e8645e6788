import * as fs from 'fs';
import * as path from 'path';
import type { FactId } from './facts';
import type { AuditRow } from './row';
import { row, rowsOf } from './row';
import { PAGES } from '../conformance/pages';

const ROOT = path.join(__dirname, '../..');
/** A text of the project, in one line. */
const text = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf-8').replace(/\s+/g, ' ');
const pagesOf = (folder: string): string[] => fs.readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf-8' })
  .filter((file) => file.endsWith('.md') && !file.startsWith('decisions')).map((file) => path.join(folder, file));
const ALL = ['README.md', ...pagesOf('docs')];
/** Where a text stands that must not. */
const saying = (what: RegExp) => ALL.filter((file) => what.test(text(file)));

/** What a page of ours says, since the fact was mended: in one line, as a person reads it. */
const SAID: ReadonlyArray<readonly [fact: FactId, what: string, page: string, file: string, says: RegExp]> = [
  ['managed-policies', 'the quotas of managed policies', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html', 'docs/enforcement/identity.md',
    /a role has 20 already, a user or group 10/],
  ['bucket-policy-of-root', 'that root can change a bucket\'s policy', PAGES.putBucketPolicy, 'docs/enforcement/control-and-resource-policies.md',
    /Of a bucket the root user of its account \[still could\]/],
  ['session-token', 'that no policy stops GetSessionToken', PAGES.sessionToken, 'docs/guardrails.md', /Nor `sts:GetSessionToken`, on which \[no policy has an effect\]/],
  ['via-service', 'by which condition KMS is left to services', PAGES.keyConditions, 'docs/guardrails.md', /`StringLikeIfExists kms:ViaService = \*-mcp\.\*`/],
  ['service-linked-roles', 'that service-linked roles are exempt on resources', 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html',
    'docs/enforcement/control-and-resource-policies.md', /`ArnNotLike aws:PrincipalArn = "arn:\*:iam::\*:role\/aws-service-role\/\*"`/],
  ['endpoint-types', 'which endpoints have no policy', 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html',
    'docs/enforcement/control-and-resource-policies.md', /endpoints that are \[neither gateway nor interface endpoints\]/],
  ['two-policies', 'that AWS keeps one of two policies', 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicinlinepolicy.html',
    'docs/enforcement/control-and-resource-policies.md', /a `TopicInlinePolicy` beside a `TopicPolicy` too, a `QueueInlinePolicy` beside a `QueuePolicy`/],
  ['queue-and-topic-limits', 'that a policy serves one topic', 'https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html',
    'docs/enforcement/control-and-resource-policies.md', /One for several topics is always an error/],
  ['table-actions', 'that a table\'s policy takes not all of DynamoDB', 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html',
    'docs/enforcement/control-and-resource-policies.md', /but those that it \[doesn't take there\]/],
  ['resource-mixins', 'why streams have no mixin', 'https://docs.aws.amazon.com/streams/latest/dev/controlling-access.html', 'docs/enforcement/control-and-resource-policies.md',
    /\*\*Kinesis streams\*\* have no mixin/],
  ['session-policy-size', 'what counts with a session policy', 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html', 'docs/enforcement/identity.md',
    /10 at most, go into `managedPolicies`: their ARNs count with the policy's 2,048 characters/],
  ['oauth-in-rcp', 'what OAuth guardrails in an RCP may filter by', PAGES.signInKeys, 'docs/guardrails.md', /In an RCP it may filter by names, paths, ARNs and accounts of principals only/],
  ['sam-roles', 'which roles SAM makes', 'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-networkconnector.html', 'docs/enforcement/identity.md',
    /`MicrovmImage` without `BuildRoleArn`, `CapacityProvider` or `NetworkConnector` without `OperatorRole`/],
  ['rcp-reach', 'that RCPs leave service-linked roles alone', PAGES.rcp, 'docs/enforcement/control-and-resource-policies.md', /Neither restricts the management account .* nor service-linked roles/],
];

/** What only a text can say, and what texts said that is not so. */
export const PROSE: readonly AuditRow[] = [
  ...SAID.flatMap(([fact, what, page, file, says]) => rowsOf(fact, row(`the docs say ${what}`, page, true, () => says.test(text(file))))),
  ...rowsOf('beyond-policies',
    row('the simulator says that it judges policies, and what else allows', 'https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html', [true, true],
      () => ['src/analysis/simulator.ts', 'docs/command-line.md'].map((file) => /grant of AWS KMS, an access control list of Amazon S3/.test(text(file).replace(/ \* /g, ' ')))),
  ),
  ...rowsOf('rcp-reach',
    row('kms:RetireGrant is no matter of RCPs, the docs say', PAGES.keyGrants, true, () => /`kms:RetireGrant` has no effect in one/.test(text('docs/enforcement/control-and-resource-policies.md'))),
  ),
  ...rowsOf('replica-policies',
    row('the policy of a replica in another Region comes in a second update, the docs say', 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html', true,
      () => /can't make a replica outside the stack's Region and give it a policy \[in one update\]/.test(text('docs/enforcement/control-and-resource-policies.md'))),
  ),
  ...rowsOf('ecs-action',
    row('no text names ecs-mcp:InvokeMcp as an action', 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_ecs-mcp.html', [], () => saying(/ecs-mcp:InvokeMcp/)),
  ),
  ...rowsOf('account-access',
    row('the docs name account access manager beside IAM Identity Center', 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_account-access.html', true,
      () => /account access manager/.test(text('docs/enforcement/identity.md'))),
  ),
];
