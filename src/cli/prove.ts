import type { Arguments } from './arguments';
import { aboutInput, CliError } from './cli-error';
import type { Command } from './command';
import { ExitCode } from './command';
import { MANAGED_POLICIES } from './managed-policies';
import type { NamedOrigin } from './origin-option';
import { provedOrigins, viaNames } from './origin-option';
import { printVerdict, verdictJson } from './print-proof';
import { REPOSITORY } from './program';
import { UNLISTED_ACTION } from './request-options';
import type { GivenPolicies } from './simulator-input';
import { LAYERS, readPolicies, simulatorOf } from './simulator-input';
import { checkAction } from '../actions/unknown-action';
import { decide } from '../proof/decide';
import type { Verdict } from '../proof/question';
import { Answer } from '../proof/question';

interface Asked {
  readonly given: GivenPolicies;
  readonly origins: readonly NamedOrigin[];
}

const CODES: { readonly [answer in Answer]: ExitCode } = { PROVED: ExitCode.OK, REFUTED: ExitCode.FOUND, UNDECIDED: ExitCode.UNDECIDED };

/** Tells whether no request at all is allowed. */
export const prove: Command<Asked, Verdict> = {
  about: 'Proves that no request is allowed, or shows one that is: of all requests by a principal, of some actions, on some resources, from some origins, '
    + 'whatever they carry.',
  options: [
    {
      heading: 'No request',
      options: [
        { name: 'action', value: 'ACTION', multiple: true, about: 'of these actions, such as "s3:Delete*" (default: of any)' },
        { name: 'resource', value: 'ARN', multiple: true, about: 'on these resources, such as "arn:aws:s3:::data/*" (default: on any)' },
        { name: 'principal', value: 'WHO', about: 'by this principal, as simulate takes it' },
        {
          name: 'via',
          value: 'SERVER',
          multiple: true,
          about: `through this server: ${viaNames().join(', ')}, or its service principal; "any" for any server, "direct" for a direct call `
            + '(default: from anywhere, also by AWS services for somebody)',
        },
        UNLISTED_ACTION,
        { name: 'account', value: 'ID', about: 'the account that templates are deployed to' },
      ],
    },
    {
      heading: 'is allowed by policy documents of the principal, or by a template. Further policies are given by',
      options: [...LAYERS, MANAGED_POLICIES],
    },
  ],
  examples: ['cdk.out --principal Agent --action \'s3:Delete*\' --via any'],
  exitCodes: '0 if it is proved, 1 if a request is allowed, 3 if it hangs on what is not known, 2 for bad input',
  more: `What "proved" rests on: ${REPOSITORY}/blob/main/docs/prove.md`,
  input: async (args, context) => ({
    origins: provedOrigins(args),
    given: await readPolicies(args, context),
  }),
  run: ({ given, origins }, args) => {
    checkPatterns(args);
    const { source, principal } = simulatorOf(given, args);
    return aboutInput(undefined, () => decide({ allowedBy: source, principal, origins, actions: args.all('action'), resources: args.all('resource') }));
  },
  print: {
    text: (verdict, { out }) => printVerdict(verdict, {
      PROVED: 'no request is allowed',
      REFUTED: 'this request is allowed',
      UNDECIDED: 'no request was found that is allowed for certain, but one may be. That hangs on',
    }, out),
    json: (verdict) => ({ version: 1, ...verdictJson(verdict) }),
  },
  exitCode: ({ answer }) => CODES[answer],
};

/** @throws CliError for what is no pattern of an action, or of an ARN, or means no action: nothing would break what is asked of none. */
export function checkPatterns(args: Arguments): void {
  const actions = args.all('action');
  const action = actions.find((each) => !/^(\*|[a-z0-9-]+:[a-z0-9*?]+)$/i.test(each));
  if (action !== undefined) {
    throw new CliError(`--action ${action}: expected an action, such as s3:GetObject or "s3:Get*"`, args.hint);
  }
  if (!args.has('unlisted-action')) {
    actions.forEach((each) => aboutInput(undefined, () => checkAction(each, 'give --unlisted-action')));
  }
  const resource = args.all('resource').find((each) => !/^(\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:.+)$/.test(each));
  if (resource !== undefined) {
    throw new CliError(`--resource ${resource}: expected an ARN, such as "arn:aws:s3:::data/*"`, args.hint);
  }
}
