import * as fs from 'fs';
import * as path from 'path';
import { GUARDRAIL_ADVICE, guardrailAdvice, sectionOf } from '../../src/analysis/guardrail-advice';
import { ROWS } from '../matrix/guardrails';

const PAGE = fs.readFileSync(path.join(__dirname, '../../docs/guardrails.md'), 'utf-8');

test('docs/guardrails.md has the same table', () => {
  const [, section] = PAGE.split('## When an agent is stopped');
  const rows = section.split('\n## ')[0].split('\n').filter((line) => line.startsWith('| `')).map((line) => line.replace(/`/g, '').split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
  expect(rows).toEqual(GUARDRAIL_ADVICE.map(({ sid, keeps, person, narrower }) => [`${sid}…`, keeps, person, narrower]));
});

test('each names a section of the page, and a factory of the library', () => {
  const anchors = [...PAGE.matchAll(/^##+ (\w+)$/gm)].map(([, heading]) => `docs/guardrails.md#${heading.toLowerCase()}`);
  const factories = fs.readFileSync(path.join(__dirname, '../../src/guardrails/guardrail.ts'), 'utf-8');
  for (const advice of GUARDRAIL_ADVICE) {
    expect(anchors).toContain(sectionOf(advice));
    expect(factories).toContain(`public static ${/McpGuardrail\.(\w+)\(/.exec(advice.madeBy)![1]}(`);
  }
});

test.each(ROWS.filter(({ name }) => !name.includes('fromStatements')).map(({ name, make }) => [name, make] as const))('every statement of %s is known', (name, make) => {
  for (const { sid } of make().statements()) {
    expect(guardrailAdvice('Deny', sid)?.madeBy).toContain(name.split('(')[0].replace(/^.*\./, ''));
  }
});

test('a Sid of somebody\'s own, and what is no Deny, is not', () => {
  expect(guardrailAdvice('Deny', 'DenyViaMcp2Part3')?.sid).toBe('DenyViaMcp');
  expect(guardrailAdvice('Deny', 'BaselineNoEscalationViaMcp8')?.sid).toBe('BaselineNoEscalationViaMcp');
  for (const [effect, sid] of [['Deny', 'DenyViaMcpToo'], ['Deny', undefined], ['Allow', 'DenyViaMcp'], [undefined, 'DenyViaMcp'], ['Deny', '2']] as const) {
    expect(guardrailAdvice(effect, sid)).toBeUndefined();
  }
});
