import { aboutInput, CliError } from './cli-error';
import type { Command } from './command';
import { ExitCode } from './command';
import { MANAGED_POLICIES } from './managed-policies';
import { markedOrigins } from './marked-origins';
import type { AskedOperation } from './operation-answers';
import { askedOperation, printOperations } from './operation-answers';
import type { NamedOrigin } from './origin-option';
import { originsOf } from './origin-option';
import { nameOf } from './print-parts';
import { printSimulations, printUnexpected } from './print-simulations';
import { contextOf, REQUEST_OPTIONS } from './request-options';
import type { Simulation, Simulations } from './simulations';
import type { GivenPolicies } from './simulator-input';
import { LAYERS, readPolicies, simulatorOf } from './simulator-input';
import { accountOf } from './template-simulator';
import { checkAction } from '../actions/unknown-action';
import { accountIn, answerOperation } from '../analysis/operation-answer';
import { SimulationDecision } from '../analysis/simulation/simulation-result';
import type { RequestOrigin } from '../mcp/request-origin';

/** The requests that a command line asks about, and what was read to judge them. */
interface Requests {
  readonly given: GivenPolicies;
  readonly actions: readonly string[];
  readonly operations: readonly AskedOperation[];
  /** Those that were named; none: all. */
  readonly via: readonly NamedOrigin[];
  readonly context: { readonly [key: string]: string[] };
}

/** Tells whether a request is allowed. */
export const simulate: Command<Requests, Simulations> = {
  about: 'Tells whether a request is allowed: directly, through each known MCP server, and through any other one.',
  needs: '--action ACTION',
  options: [
    {
      heading: 'The request:',
      options: [
        { name: 'action', value: 'ACTION', multiple: true, about: 'such as s3:GetObject; "s3:Get*" for each that is so called' },
        {
          name: 'operation',
          value: 'OPERATION',
          multiple: true,
          about: 'instead: an API operation, such as lambda:CreateFunction, by all the actions that it needs',
        },
        { name: 'role', value: 'ARN', about: 'the role that the operation passes' },
        { name: 'resource', value: 'ARN', about: 'the resource, with wildcards for all that it means; of a template also ${LogicalId.Arn}' },
        {
          name: 'principal', value: 'WHO', about: 'an ARN, or "anonymous"; of a template also a logical id, construct path or name, and not needed if it has one principal only',
        },
        ...REQUEST_OPTIONS,
      ],
    },
    {
      heading: 'Policy documents are policies of the principal, unless what is around them says otherwise. Others are given by',
      options: LAYERS,
    },
    {
      heading: 'Templates may attach managed policies that they do not have themselves. AWS\'s own are known; others are given by',
      options: [MANAGED_POLICIES, { name: 'managed-policy', value: 'NAME=FILE', multiple: true, about: 'the policy of a name or ARN, such as ReadOnlyAccess=read-only.json' }],
    },
    {
      options: [
        { name: 'expect', value: 'allowed|denied', choices: ['allowed', 'denied'], about: 'exit code 1 if it is otherwise, or not certain' },
        { name: 'all', about: 'prints long lists of statements, conditions and values as a whole' },
      ],
    },
  ],
  examples: ['cdk.out --principal Agent --action s3:GetObject --via aws --expect denied'],
  exitCodes: '0, 1 if it is not as expected, 2 for bad input',
  input: async (args, context) => {
    const actions = args.all('action');
    const operations = args.all('operation').map((each) => askedOperation(each, args.hint));
    if (operations.length > 0 && args.all('resource-policy').length > 0) {
      throw new CliError('--operation: its actions are about several resources, and --resource-policy is the policy of one: ask by --action', args.hint);
    }
    if (args.has('role') && operations.length === 0) {
      throw new CliError('--role is the role that an operation passes: it needs --operation', args.hint);
    }
    if (actions.length === 0 && operations.length === 0) {
      throw new CliError('no action is given: expected --action, such as --action s3:GetObject', args.hint);
    }
    if (!args.has('unlisted-action')) {
      actions.filter((action) => !isPattern(action)).forEach((action) => aboutInput(undefined, () => checkAction(action, 'give --unlisted-action')));
    }
    const via = args.one('principal') === 'anonymous' && !args.has('via') ? ['direct'] : args.all('via');
    const named = via.length > 0 ? originsOf(via, args.hint) : [];
    return { actions, operations, via: named, context: contextOf(args), given: await readPolicies(args, context) };
  },
  run: ({ actions, operations, via, context, given }, args) => {
    const [resource, expected] = [args.one('resource'), args.one('expect')];
    const input = simulatorOf(given, args);
    const { simulator, principal } = input;
    const asked = { principal, actions: [...actions, ...operations.flatMap(({ actions: needed }) => needed.map(({ action }) => action))], resource };
    const origins = via.length > 0 ? via : aboutInput(undefined, () => originsOf([], args.hint, markedOrigins(input.source, [asked], context)));
    const simulations = actions.flatMap((action) => {
      const partsFrom = (origin: RequestOrigin) => aboutInput(undefined, () =>
        simulator.simulateParts({ principal, action, resource, origin, context, unlistedAction: true }));
      const answers = origins.map(({ name, origin }) => ({ origin: name, parts: partsFrom(origin) }));
      const isDivided = isPattern(action) || answers.some(({ parts }) => parts.length > 1);
      return answers.flatMap(({ origin, parts }) =>
        parts.map((part): Simulation => ({ action, origin, result: part.result, ...(isDivided && { part }) })));
    });
    const requester = operations.length === 0 ? undefined : aboutInput(undefined, () => input.source.policiesFor(principal, 'iam:passrole', undefined).principal);
    const answers = operations.flatMap(({ name, actions: needed }) => origins.map((named) => ({
      operation: name,
      origin: named.name,
      ...aboutInput(undefined, () => answerOperation(simulator, needed, {
        principal, resource, role: args.one('role'), account: accountOf(args) ?? accountIn(requester?.name), origin: named.origin, context,
      })),
    })));
    const unexpected = expected === undefined ? [] : [
      ...simulations.map(({ action, part, origin, result: { decision } }) => ({ action: part ? nameOf(part) : action, origin, decision })),
      ...answers.map(({ operation, origin, decision }) => ({ action: operation, origin, decision })),
    ].filter(({ decision }) => !isAsExpected(decision, expected));
    return { ...input, simulations, answers, resource, all: args.has('all'), expected, unexpected };
  },
  print: {
    text: (result, { out, err }) => {
      printOperations(result.answers, out);
      printSimulations(result, out);
      printUnexpected(result, err);
    },
    json: (result, { err }) => {
      printUnexpected(result, err);
      return { results: result.simulations.map((each) => toJson(each, result)), ...(result.answers.length > 0 && { operations: result.answers }) };
    },
  },
  exitCode: ({ unexpected }) => (unexpected.length === 0 ? ExitCode.OK : ExitCode.FOUND),
};

function isPattern(action: string): boolean {
  return /[*?]/.test(action);
}

function toJson({ action, origin, result, part }: Simulation, { principal, resource, locate }: Simulations): object {
  return {
    ...(principal !== undefined && { principal }),
    action: part?.action ?? action,
    ...(resource !== undefined && { resource: part?.resource ?? resource }),
    ...(part && part.exceptResources.length > 0 && { exceptResources: part.exceptResources }),
    origin,
    decision: result.decision,
    statements: result.statements.map((statement) => ({ ...statement, ...locate(statement.place) })),
    dependsOn: result.dependsOn,
    missingAllows: result.missingAllows,
    allowedIf: result.allowedIf,
    ruledOut: result.ruledOut.map((statement) => ({ ...statement, ...locate(statement.place) })),
  };
}

function isAsExpected(decision: SimulationDecision, expected: string): boolean {
  return expected === 'allowed' ? decision === SimulationDecision.ALLOWED
    : decision === SimulationDecision.EXPLICITLY_DENIED || decision === SimulationDecision.IMPLICITLY_DENIED;
}
