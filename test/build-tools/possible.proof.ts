import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { agentsPage, PAGE, points, skillBySkill } from '../../build-tools/agents-page';

import { explainedActions } from '../../build-tools/explained';
import { PICTURE, picture } from '../../build-tools/picture';
import { attacks, deniedBy, deniedWork, GUARDRAILS, readOperations, reasons, stopped } from '../../build-tools/possible';

const skills = readOperations();
const whole = (name: string) => [...deniedWork(skills, deniedBy(GUARDRAILS[name])).values()].filter((denied) => denied.length === 0).length;

test('the page and its picture are what the figures are', () => {
  expect(fs.readFileSync(PAGE, 'utf-8')).toBe(agentsPage(skills));
  expect(fs.readFileSync(PICTURE, 'utf-8')).toBe(picture(points(skills)));
});

test('the picture has a point with a label for each guardrail, where both figures say', () => {
  const drawn = picture([
    { name: 'strict <most>', stopped: 1, possible: 0, isGrade: true },
    { name: 'loose', stopped: 0, possible: 1, isGrade: false },
    { name: 'as loose', stopped: 0, possible: 1, isGrade: false },
  ]);
  const circles = [...drawn.matchAll(/<circle class="(\w+)".*? cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, kind, cx, cy]) => [kind, Number(cx), Number(cy)]);
  expect(circles).toEqual([['grade', 90, 40], ['other', 860, 540], ['other', 860, 540]]);
  const labels = [...drawn.matchAll(/<text class="text" x="([\d.]+)" y="([\d.]+)"(?: text-anchor="end")?>(strict &lt;most>|loose|as loose)<\/text>/g)];
  expect(labels.map(([, , , name]) => name)).toEqual(['strict &lt;most>', 'loose', 'as loose']);
  expect(new Set(labels.map(([, , top]) => top)).size).toBe(3);
  expect(drawn).toContain('@media (prefers-color-scheme:dark)');
});

test('each grade leaves the work that is promised', () => {
  expect(Object.keys(skills)).toHaveLength(60);
  expect(whole('baseline, CORE')).toBeGreaterThanOrEqual(50);
  expect(whole('baseline, NO_ESCALATION, agents\' own named')).toBeGreaterThanOrEqual(33);
});

test('the whole baseline stops every path but those through AWS CodeStar, which is gone; the others stop less', () => {
  const { paths: [stoppedPaths, all] } = stopped(deniedBy(GUARDRAILS['baseline, FULL']));
  expect(all - stoppedPaths).toBe(2);
  const { attack } = deniedBy(GUARDRAILS['baseline, FULL']);
  const lists: { paths: { [source: string]: string[] } } = JSON.parse(fs.readFileSync(path.join(__dirname, '..', '..', 'build-tools', 'figures', 'attacks.json'), 'utf-8'));
  const left = Object.values(lists.paths).flat().filter((each) => !each.split(' ').some(attack));
  expect(new Set(left)).toEqual(new Set(['iam:*', 'codestar:CreateProjectFromTemplate', 'codestar:AssociateTeamMember codestar:CreateProject']));
  const share = (name: string) => stopped(deniedBy(GUARDRAILS[name])).paths[0];
  expect(share('baseline, CORE')).toBeLessThan(share('baseline, NO_ESCALATION'));
  expect(share('baseline, NO_ESCALATION')).toBeLessThan(share('baseline, FULL'));
});

test('the whole baseline stops at least 95 % of the single actions that are not explained away one by one', () => {
  const { attack } = deniedBy(GUARDRAILS['baseline, FULL']);
  const { actions } = attacks();
  const explained = explainedActions();
  // None that is stopped, or that no list has; and each once.
  expect(explained.filter((action) => attack(action) || !actions.includes(action))).toEqual([]);
  expect(new Set(explained).size).toBe(explained.length);
  const [hit, open] = [actions.filter(attack).length, actions.length - explained.length];
  expect(hit / open).toBeGreaterThanOrEqual(0.95);
  expect(explained.length / actions.length).toBeLessThan(0.25);
});

test('what is the agents\' own goes on, and what is others\' is stopped', () => {
  const { work, attack } = deniedBy(GUARDRAILS['baseline, NO_ESCALATION, agents\' own named']);
  for (const action of ['iam:PassRole', 'iam:CreateRole', 'sts:AssumeRole', 'secretsmanager:GetSecretValue', 'cloudformation:CreateStack', 'lambda:AddPermission']) {
    expect([action, work(action), attack(action)]).toEqual([action, false, true]);
  }
  expect([work('iam:CreateUser'), attack('iam:CreateUser')]).toEqual([true, true]);
  expect([work('s3:GetObject'), attack('s3:GetObject')]).toEqual([false, false]);
});

test('other skills, from a file; what is denied has its reason', () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'skills-')), 'mine.json');
  fs.writeFileSync(file, JSON.stringify({ clean: ['s3:ListBuckets', 'dynamodb:DeleteTable'], read: ['ec2:DescribeInstances'] }));
  const mine = readOperations(file);
  expect([...deniedWork(mine, deniedBy(GUARDRAILS['baseline, CORE']))]).toEqual([['clean', ['dynamodb:DeleteTable']], ['read', []]]);
  expect(skillBySkill(mine)).toContain('| `dynamodb:DeleteTable` | CORE and on | destructive | 1 |');
  expect(reasons('cloudtrail:UpdateDashboard')).toEqual(['named in a list']);
});
