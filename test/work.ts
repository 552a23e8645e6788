import { Session } from 'inspector';
import type { Profiler } from 'inspector';
import * as path from 'path';

const SRC = path.join(__dirname, '../src/');

/** How often functions of `src` are called meanwhile: what grows with the work, and is the same on every machine. */
export function workOf(body: () => void): number {
  const session = new Session();
  session.connect();
  try {
    session.post('Profiler.enable');
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    body();
    let result: Profiler.ScriptCoverage[] = [];
    session.post('Profiler.takePreciseCoverage', (error, coverage) => {
      if (error) {
        throw error;
      }
      result = coverage.result;
    });
    const counts = result.filter(({ url }) => url.replace(/^file:\/\//, '').startsWith(SRC))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)));
    return counts.reduce((sum, count) => sum + count, 0);
  } finally {
    session.disconnect();
  }
}
