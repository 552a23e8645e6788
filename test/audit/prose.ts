import * as fs from 'fs';
import * as path from 'path';
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

/** What only a text can say, and what texts said that is not so. */
export const PROSE: readonly AuditRow[] = [
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
