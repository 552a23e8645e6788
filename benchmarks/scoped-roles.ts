import * as fs from 'fs';
import * as path from 'path';
import type { Figure } from './figure';
import { count, milliseconds, print, ratio } from './figure';
import { withFolder } from './measured';
import { compared, medianOf, sampled, shown } from './samples';
import { appOf } from './scoped-roles-app';

const ROUNDS = 9;
/** What is paid once is a tenth of what is measured. */
const FIRST_ROUNDS = 25;
const GROWTH = [1, 10, 100, 1_000, 5_000];
const GROWTH_ROUNDS = 5;
const PROGRAM = path.join(__dirname, 'scoped-roles-app.js');

/** The templates of the app, as they are in its files. */
async function templates(how: string): Promise<string> {
  return withFolder((outdir) => appOf(how, 1_000, outdir).synth().stacks.map(({ templateFullPath }) => fs.readFileSync(templateFullPath, 'utf-8')).join('\n'));
}

async function measure(): Promise<Figure[]> {
  if (await templates('library') !== await templates('hand')) {
    throw new Error('the templates written by hand are not the same: a refreshed table of actions needs its actions in scoped-roles-app.ts, too');
  }
  const { library, hand } = sampled(PROGRAM, { library: ['library', '1000'], hand: ['hand', '1000'] }, ROUNDS);
  const [wall, cpu] = ['wall', 'cpu'].map((quantity) => compared(library, hand, quantity));

  const growth = sampled(PROGRAM, Object.fromEntries(GROWTH.flatMap((roles) =>
    ['library', 'hand'].map((how) => [`${how} ${roles}`, [how, String(roles)]]))), GROWTH_ROUNDS);
  const time = (how: string, roles: number) => medianOf(growth[`${how} ${roles}`], 'wall');
  const fivefold = (how: string) => time(how, 5_000) / time(how, 1_000);
  const first = sampled(PROGRAM, { library: ['library', '1'], read: ['read', '1'], hand: ['hand', '1'] }, FIRST_ROUNDS);
  const one = compared(first.library, first.hand, 'wall');
  const five = compared(growth['library 5000'], growth['hand 5000'], 'wall');
  const peak = compared(growth['library 5000'], growth['hand 5000'], 'peak');
  return [
    {
      what: 'Synthesis of 1,000 `McpScopedRole`s with three guardrails each ÷ the same template by hand, with `aws-iam`',
      goal: 'at most 1.05',
      figure: shown(wall),
      met: wall.ratio <= 1.05,
    },
    { what: '… processor time, all threads', figure: shown(cpu) },
    { what: '… of 5,000 roles', goal: 'at most 1.03', figure: shown(five), met: five.ratio <= 1.03 },
    {
      what: '… of one role, with what is paid once',
      goal: 'at most 1.10',
      figure: `${shown(one)}; ${[first.library, first.hand].map((samples) => milliseconds(medianOf(samples, 'wall'))).join(' and ')}`,
      met: one.ratio <= 1.1,
    },
    { what: '… processor time, all threads', figure: shown(compared(first.library, first.hand, 'cpu')) },
    {
      what: '… the least that it takes: by hand, after the library\'s file and its table of actions are read and nothing of them has run ÷ by hand, processor time',
      figure: shown(compared(first.read, first.hand, 'cpu')),
    },
    {
      what: 'Synthesis of 5,000 roles ÷ of 1,000',
      goal: 'linear: at most 5',
      figure: `${ratio(fivefold('library'))}; by hand ${ratio(fivefold('hand'))}`,
      met: fivefold('library') <= 5,
    },
    {
      what: '… a role, with 1, 10, 100, 1,000, 5,000 of them',
      figure: ['library', 'hand'].map((how) => `${how === 'hand' ? 'by hand ' : ''}${GROWTH.map((roles) => milliseconds(time(how, roles) / roles)).join(', ')}`).join('; '),
    },
    {
      what: 'Peak memory of a synthesis of 5,000 roles ÷ by hand',
      goal: 'at most 1.10',
      figure: `${shown(peak)}; ${['library', 'hand'].map((how) => count(medianOf(growth[`${how} 5000`], 'peak'))).join(' and ')} MB`,
      met: peak.ratio <= 1.1,
    },
  ];
}

if (require.main === module) {
  void measure().then(print);
}
