import { Session } from 'inspector';

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });

/** The names of the functions that ran since this file was loaded. Ends the count. */
export function functionsRun(): Set<string> {
  const run = new Set<string>();
  session.post('Profiler.takePreciseCoverage', (error, { result }) => {
    if (error) {
      throw error;
    }
    result.flatMap(({ functions }) => functions).filter(({ ranges: [{ count }] }) => count > 0).forEach(({ functionName }) => run.add(functionName));
  });
  session.disconnect();
  return run;
}
