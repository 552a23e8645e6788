import type { Arguments } from './arguments';
import { aboutInput, CliError } from './cli-error';
import type { Command } from './command';
import { ExitCode } from './command';
import { originsOf } from './origin-option';
import { printSimulations } from './print-simulations';
import { simulatorOf } from './simulator-input';
import type { SimulationResult } from '../analysis/simulation/simulation-result';
import { SimulationDecision } from '../analysis/simulation/simulation-result';

/** A request, and how it was judged. */
export interface Simulation {
  readonly action: string;
  readonly origin: string;
  readonly result: SimulationResult;
}

/** Tells whether a request is allowed. */
export const simulate: Command = async ({ args, stdin, out, err }) => {
  const format = args.choice('format', ['text', 'json']) ?? 'text';
  const expected = args.choice('expect', ['allowed', 'denied']);
  const actions = args.all('action');
  if (actions.length === 0) {
    throw new CliError('no action is given: expected --action, such as --action s3:GetObject', args.hint);
  }
  const origins = originsOf(args.all('via'), args.hint);
  const context = contextOf(args);
  const { simulator, principal, locate } = await simulatorOf(args, stdin);
  const resource = args.one('resource');
  const simulations = actions.flatMap((action) => origins.map(({ name, origin }): Simulation => ({
    action,
    origin: name,
    result: aboutInput(undefined, () => simulator.simulate({ principal, action, resource, origin, context })),
  })));

  if (format === 'json') {
    out.json({
      results: simulations.map(({ action, origin, result }) => ({
        ...(principal !== undefined && { principal }),
        action,
        ...(resource !== undefined && { resource }),
        origin,
        decision: result.decision,
        statements: result.statements.map((statement) => ({ ...statement, ...locate(statement.place) })),
        dependsOn: result.dependsOn,
        missingAllows: result.missingAllows,
      })),
    });
  } else {
    printSimulations({ simulations, principal, resource, locate }, out);
  }
  const unexpected = expected === undefined ? [] : simulations.filter(({ result }) => !isAsExpected(result.decision, expected));
  if (unexpected.length === 0) {
    return ExitCode.OK;
  }
  err.line(`Expected ${expected}: ${unexpected.map(({ action, origin, result }) => `${action} (${origin}) is ${result.decision}`).join(', ')}`);
  return ExitCode.FOUND;
};

function isAsExpected(decision: SimulationDecision, expected: 'allowed' | 'denied'): boolean {
  return expected === 'allowed' ? decision === SimulationDecision.ALLOWED
    : decision === SimulationDecision.EXPLICITLY_DENIED || decision === SimulationDecision.IMPLICITLY_DENIED;
}

/** The values of a key that is given more than once are one list. */
function contextOf(args: Arguments): { [key: string]: string[] } {
  const context = new Map<string, string[]>();
  for (const given of args.all('context')) {
    const [, key, values] = /^([^=]+)=(.*)$/s.exec(given) ?? [];
    if (key === undefined) {
      throw new CliError(`--context ${given}: expected KEY=VALUE, such as aws:SourceIp=203.0.113.7`, args.hint);
    }
    context.set(key, [...context.get(key) ?? [], ...values === '' ? [] : values.split(',')]);
  }
  return Object.fromEntries(context);
}
