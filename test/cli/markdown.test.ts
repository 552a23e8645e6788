import { inEmptyDirectory, LEAKS, policy, read, run, runJson, write } from './run';
import { MarkdownText } from '../../src/cli/markdown-text';

inEmptyDirectory();

const FENCE = '```';
const leaks = JSON.stringify(policy(LEAKS), undefined, 2);
const OLD = { Sid: 'Old', Effect: 'Allow', Action: ['s3:GetObject', 'aws-mcp:InvokeMcp'], Resource: '*' };

/** Where statements of the Sid are found, and what stands there. */
const found = async () => {
  const lines = read('guide.md').split('\n');
  const { stdout, stderr } = await run(['check', 'guide.md', '--format', 'json']);
  return { stderr, found: JSON.parse(stdout).findings.filter(({ statement }: any) => statement === 'Leaks').map(({ line }: any) => lines.slice(line - 1, line + 1).join('').replace(/\s+/g, '')) };
};

test.each([
  ['JSON', `${FENCE}json\n${leaks}\n${FENCE}`],
  ['no language', `${FENCE}\n${leaks}\n${FENCE}`],
  ['another fence, never closed', `~~~~ json title="x"\n${leaks}`],
  ['in a list', `1. one\n\n   ${FENCE}json\n${leaks.replace(/^/gm, '   ')}\n   ${FENCE}`],
])('a block of code: %s', async (_, block) => {
  write('guide.md', `# Policies\n\nWords, \`{"Statement": 1}\`.\n\n${block}\n`);
  expect(await found()).toEqual({ stderr: '', found: ['{"Sid":"Leaks",'] });
});

test('YAML, and several blocks', async () => {
  const yaml = `Version: "2012-10-17"\nStatement:\n  - Sid: Leaks\n    Effect: Deny\n    Action: "*"\n    Resource: "*"\n    Condition: ${JSON.stringify((LEAKS as any).Condition)}\n`;
  write('guide.md', `${FENCE}yaml\n${yaml}${FENCE}\n\n${FENCE}sh\naws {"Statement": \n${FENCE}\n\n${FENCE}json\n${leaks}\n${FENCE}\n`);
  expect(await found()).toEqual({ stderr: '', found: ['-Sid:LeaksEffect:Deny', '{"Sid":"Leaks",'] });
});

test('a block that can\'t be read does not hide the others', async () => {
  write('guide.md', `${FENCE}json\n{"Statement": [ … ]}\n${FENCE}\n\n${FENCE}json\n${leaks}\n${FENCE}\n\n${FENCE}json\n{ "name": … }\n${FENCE}\n`);
  const { stderr, found: lines } = await found();
  expect({ stderr, lines }).toEqual({ stderr: 'mcp-guardrails: guide.md:2:17: not valid in a block of code: expected a value\n', lines: ['{"Sid":"Leaks",'] });
});

test('migrate leaves all the rest as it is', async () => {
  const before = (actions: string) => `# Old\r\n\r\n${FENCE}json\r\n{ "Version": "2012-10-17",\r\n  "Statement": [ { "Sid": "Old", "Effect": "Allow", "Action": ${actions}, "Resource": "*" } ] }\r\n${FENCE}\r\n\r\nMore.\r\n\n${
    FENCE}yaml\n# who\nStatement:\n  - Effect: Allow # all\n    Action:\n      - s3:GetObject\n${actions.includes('aws-mcp') ? '      - aws-mcp:InvokeMcp\n' : ''}    Resource: "*"\n${FENCE}\n`;
  write('guide.md', before(JSON.stringify(OLD.Action)));
  const { code } = await run(['migrate', '--write', 'guide.md']);
  expect(code).toBe(0);
  const after = read('guide.md');
  expect(after).not.toContain('aws-mcp');
  expect(after.replace(/"Action": [^,]*,/, '').replace(/ {4}Action:[^"]*/, '')).toBe(before('"s3:GetObject"').replace(/"Action": [^,]*,/, '').replace(/ {4}Action:[^"]*/, ''));
  expect((await runJson(['check', 'guide.md'])).findings.filter(({ rule }: any) => rule === 'RemovedActionAllowed')).toEqual([]);
});

test('of many blocks, each is found where it stands', () => {
  const block = (i: number) => `Text ${i}\n\n\`\`\`json\n{ "Statement": [{ "Sid": "S${i}" }] }\n\`\`\`\n\n`;
  const text = new MarkdownText(Array.from({ length: 2_000 }, (_, i) => block(i)).join(''));
  expect(text.value).toHaveLength(2_000);
  expect(text.lineOf(['1999', 'Statement', '0'])).toBe(1_999 * 6 + 4);
  const { start, end } = text.nearest(['1999', 'Statement', '0', 'Sid']);
  expect(text.text.slice(start, end)).toBe('"S1999"');
});
