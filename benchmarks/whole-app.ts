import * as fs from 'fs';
import * as path from 'path';
import type { Figure } from './figure';
import { milliseconds, print, ratio } from './figure';
import { withFolder } from './measured';
import { compared, median, medianOf, sampled, shown } from './samples';
import { wholeAppOf } from './whole-app-app';
import { widelyExempt } from '../src/guardrails/exemption-width';

const ROUNDS = 5;
const PROGRAM = path.join(__dirname, 'whole-app-app.js');
const WHAT = {
  roles: '`McpPrincipalGuardrails.of(app)` over 5,000 roles ÷ an aspect that attaches the same policies',
  buckets: '`BucketMcpGuardrails` over 5,000 buckets ÷ the same statements by hand',
};

/** The templates of the app, as they are in its files. */
async function templates(how: string): Promise<string> {
  return withFolder((outdir) => wholeAppOf(how, 500, outdir).synth().stacks
    .map(({ templateFullPath }) => fs.readFileSync(templateFullPath, 'utf-8')).join('\n'));
}

async function whole(of: keyof typeof WHAT): Promise<Figure[]> {
  if (await templates(`${of} library`) !== await templates(`${of} hand`)) {
    throw new Error(`the templates of ${of} written by hand are not the same`);
  }
  const samples = sampled(PROGRAM, {
    library: [`${of} library`, '5000'], hand: [`${of} hand`, '5000'], fifth: [`${of} library`, '1000'],
  }, ROUNDS);
  const cpu = compared(samples.library, samples.hand, 'cpu');
  const fivefold = medianOf(samples.library, 'cpu') / medianOf(samples.fifth, 'cpu');
  return [
    { what: `Synthesis with ${WHAT[of]}, processor time`, goal: 'at most 1.10', figure: shown(cpu), met: cpu.ratio <= 1.1 },
    { what: '… ÷ of 1,000', goal: 'linear: at most 5', figure: ratio(fivefold), met: fivefold <= 5 },
  ];
}

/** How wide the exemption of 180 ARNs is, of a guardrail for 180 others. */
function width(): Figure {
  const arns = (round: number, of: string) => Array.from({ length: 180 }, (_, i) => `arn:aws:iam::111122223333:role/${of}-${round}/team-${i}/*`);
  const times = Array.from({ length: 7 }, (_, round) => {
    const start = process.hrtime.bigint();
    widelyExempt({ ArnLike: { 'aws:PrincipalArn': arns(round, 'a') }, ArnNotLike: { 'aws:PrincipalArn': arns(round, 'b') } }, { outsiders: false });
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  return {
    what: 'How wide an exemption of 180 ARNs is, in a guardrail for 180 others',
    goal: 'in 20 ms',
    figure: milliseconds(median(times)),
    met: median(times) <= 20,
  };
}

if (require.main === module) {
  void (async () => print([...await whole('roles'), ...await whole('buckets'), width()]))();
}
