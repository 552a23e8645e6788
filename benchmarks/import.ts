import { execFileSync } from 'child_process';
import * as path from 'path';
import type { Figure } from './figure';
import { milliseconds, print } from './figure';
import type { Sample } from './samples';
import { medianOf, sampled } from './samples';

const ROUNDS = 15;

/** Modules, by where they are from, that a synthesis of one role loads. */
function usedModules(how: string): string[] {
  return JSON.parse(execFileSync(process.execPath, [path.join(__dirname, 'used-modules-app.js'), how], { encoding: 'utf-8' }));
}

function measure(): Figure[] {
  const { iam, library, inApp, nag } = sampled(path.join(__dirname, 'import-app.js'), {
    iam: ['iam'], library: ['iam', 'library'], inApp: ['app', 'library'], nag: ['iam', 'nag'],
  }, ROUNDS);
  const time = (samples: Sample[]) => `${milliseconds(medianOf(samples, 'wall'))}, ${medianOf(samples, 'modules')} modules`;

  const byHand = new Set(usedModules('hand'));
  const more = usedModules('library').filter((file) => !byHand.has(file));
  const ofTheCdk = more.filter((file) => file.includes('node_modules'));
  const ofTheLibrary = more.filter((file) => file.startsWith('lib'));
  return [
    {
      what: 'Import of the library, with `McpScopedRole` and `McpGuardrail`, after `aws-cdk-lib/aws-iam`',
      goal: 'under 15 ms',
      figure: time(library),
      met: medianOf(library, 'wall') < 15,
    },
    { what: '… after what an app imports anyway: `App`, `Stack` and `aws_iam` of `aws-cdk-lib`', figure: time(inApp) },
    { what: '… `aws-cdk-lib/aws-iam` alone; cdk-nag after it', figure: `${time(iam)}; ${time(nag)}` },
    {
      what: 'Modules that a synthesis with one `McpScopedRole` loads more than the same by hand',
      goal: 'none of the CDK',
      figure: `${ofTheLibrary.length} of the library, ${ofTheCdk.length} of the CDK${ofTheCdk.length > 0 ? `: ${ofTheCdk.map((file) => `\`${file}\``).join(', ')}` : ''}`,
      met: ofTheCdk.length === 0,
    },
  ];
}

if (require.main === module) {
  print(measure());
}
