import * as path from 'path';
import type { Figure } from './figure';
import { print, ratio } from './figure';
import { compared, medianOf, sampled, shown } from './samples';

const ROUNDS = 7;

/** What plugins add to the time of a synthesis. */
function measure(): Figure[] {
  const samples = sampled(path.join(__dirname, 'validator-app.js'), {
    plain: ['plain'], validator: ['validator'], report: ['report'], both: ['both'], nag: ['nag'],
  }, ROUNDS);
  const times = (name: keyof typeof samples) => compared(samples[name], samples.plain, 'wall');
  const added = (name: keyof typeof samples) => medianOf(samples[name], 'wall') - medianOf(samples.plain, 'wall');
  const ofNag = (name: keyof typeof samples) => added(name) / added('nag');
  const row = (what: string, name: keyof typeof samples): Figure => ({
    what: `Synthesis of 1,000 roles with ${what} ÷ without`,
    figure: `${shown(times(name))}: adds ${ratio(ofNag(name))} times what cdk-nag adds`,
  });
  return [
    { ...row('`McpGuardrailValidator`', 'validator'), goal: 'adds less than cdk-nag', met: ofNag('validator') < 1 },
    row('`McpAccessReport`', 'report'),
    row('both', 'both'),
    { what: '… with cdk-nag\'s `AwsSolutionsChecks` ÷ without', figure: shown(times('nag')) },
  ];
}

if (require.main === module) {
  print(measure());
}
