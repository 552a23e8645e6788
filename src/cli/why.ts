import { aboutInput, CliError } from './cli-error';
import type { Command } from './command';
import { ExitCode } from './command';
import { MANAGED_POLICIES } from './managed-policies';
import type { NamedOrigin } from './origin-option';
import { originsOf } from './origin-option';
import { printWhy } from './print-why';
import { contextOf, REQUEST_OPTIONS } from './request-options';
import type { GivenPolicies } from './simulator-input';
import { LAYERS, readPolicies, simulatorOf } from './simulator-input';
import type { AnsweredDenial, WhyAnswers } from './why-answers';
import { toJson } from './why-answers';
import type { GivenDenials } from './why-input';
import { givenDenials } from './why-input';
import type { Denial } from '../activity/denial';
import { fixesFor } from '../activity/fix';
import { lookUps } from '../activity/look-up';
import { whyDenied } from '../activity/why';

interface Question {
  readonly given: GivenDenials;
  readonly policies?: GivenPolicies;
  /** Whether all policies could be read: one that is missing may be the one that denied. */
  readonly isWhole: boolean;
  readonly origins: readonly NamedOrigin[];
  readonly context: { readonly [key: string]: string[] };
}

/** Tells why a call was denied. */
export const why: Command<Question, WhyAnswers> = {
  about: 'Tells why a call was denied, whether a direct one would be, and what to do. Without policies: what the message itself tells, and which command of the '
    + 'AWS CLI fetches what it does not tell.',
  takes: '[DENIAL] [FILE...]',
  options: [
    {
      heading: 'DENIAL is an access-denied message, a CloudTrail event, what "aws sts decode-authorization-message" or "aws iam-toolbox '
        + 'get-request-authorization-details" prints, or a file with one of these; "-", or nothing: standard input. FILE are policies:',
      options: [
        { name: 'principal', value: 'WHO', about: 'whose policies count, if DENIAL does not tell, or the templates know the principal by another name' },
        { name: 'action', value: 'ACTION', about: 'what was denied, if DENIAL does not tell' },
        { name: 'resource', value: 'ARN', about: 'what it was about, if DENIAL does not tell' },
        ...REQUEST_OPTIONS.filter(({ name }) => name !== 'unlisted-action'),
      ],
    },
    {
      heading: 'Policy documents are policies of the principal, unless what is around them says otherwise. Others are given by',
      options: [{ name: 'policy', value: 'FILE', multiple: true, about: 'the same as FILE, as refine and replay take it' }, ...LAYERS],
    },
    {
      heading: 'Templates may attach managed policies that they do not have themselves. AWS\'s own are known; others are given by',
      options: [MANAGED_POLICIES, { name: 'managed-policy', value: 'NAME=FILE', multiple: true, about: 'the policy of a name or ARN' }],
    },
  ],
  examples: ['denied.txt cdk.out --principal Agent'],
  exitCodes: '0, 2 for bad input',
  saysPart: ({ isWhole }) => isWhole,
  input: async (args, context) => {
    const [denial, ...given] = args.files;
    const files = [...given, ...args.all('policy')];
    const denials = await givenDenials(denial, context, args.hint);
    const problems = context.problems.found.length;
    const hasPolicies = files.length > 0 || LAYERS.some(({ name }) => args.has(name));
    const policies = hasPolicies ? await readPolicies(args.withFiles(files), context) : undefined;
    return {
      given: denials,
      origins: originsOf(args.all('via'), args.hint),
      context: contextOf(args),
      policies,
      isWhole: context.problems.found.length === problems,
    };
  },
  run: ({ given, policies, origins, context }, args, problems) => {
    const told = given.denials.map((each): Denial => ({
      ...each,
      action: each.action ?? args.one('action'),
      resource: each.resource ?? args.one('resource'),
      origin: each.origin ?? (args.all('via').length === 1 ? origins[0] : undefined),
    }));
    const input = policies && simulatorOf(policies, args.has('principal') || told.some(({ principal }) => principal === undefined) ? args : args.with('principal', told[0].principal!));
    return {
      locate: input?.locate ?? (() => ({})),
      answers: told.map((denial): AnsweredDenial => {
        const { action } = denial;
        if (input && action === undefined) {
          throw new CliError('the message does not say which action was denied: give it with --action, such as --action s3:GetObject', args.hint);
        }
        const reason = input && problems.attemptOnce(() => aboutInput(undefined, () => whyDenied({ ...denial, action: action! }, input.simulator, {
          principal: args.one('principal') ?? denial.principal ?? input.principal, context, origins,
        })));
        return { denial, reason, fixes: fixesFor(denial, reason), lookUps: lookUps(denial) };
      }),
    };
  },
  print: {
    text: (result, { out }) => printWhy(result, out),
    json: (result) => ({ version: 1, denials: result.answers.map((each) => toJson(each, result)) }),
  },
  exitCode: () => ExitCode.OK,
};
