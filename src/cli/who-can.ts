import type { Arguments } from './arguments';
import { aboutInput, CliError } from './cli-error';
import type { Command } from './command';
import { ExitCode } from './command';
import { folderOptions } from './folder';
import type { Input } from './input';
import { Later } from './later';
import { givenManagedPolicies, MANAGED_POLICIES } from './managed-policies';
import { markedOrigins } from './marked-origins';
import type { NamedOrigin } from './origin-option';
import { originsOf } from './origin-option';
import { printWhoCan } from './print-who-can';
import { readInput } from './read-input';
import { contextOf, REQUEST_OPTIONS } from './request-options';
import type { TemplateSimulator } from './template-simulator';
import { deployedTo, simulatorOfTemplates } from './template-simulator';
import type { Answer, PrincipalAnswers, WhoCan } from './who-can-answers';
import { checkAction } from '../actions/unknown-action';
import type { SharedAnswer } from '../analysis/simulation/alike-requests';
import { AlikeRequests } from '../analysis/simulation/alike-requests';
import { inFile, shortName } from '../analysis/simulation/principal-index';
import type { GivenManagedPolicies } from '../analysis/template/managed-policies';
import type { TemplatePrincipal } from '../analysis/template/template-policies';
import { hasUnknownPart, readable } from '../iam/unknown-text';

interface Question {
  readonly action: string;
  readonly resource?: string;
  /** Those that were named; none: all. */
  readonly via: readonly NamedOrigin[];
  readonly context: { readonly [key: string]: string[] };
  readonly account?: string;
  readonly managedPolicies?: GivenManagedPolicies;
  readonly input: Input;
}

/** Tells who may do something. */
export const whoCan: Command<Question, WhoCan> = {
  about: 'Tells of every role, user and permission set in the input whether it may call an action: directly, through each known MCP server, and through '
    + 'any other one; on what that depends, or which statement stops it.',
  takes: 'ACTION [RESOURCE] FILE...',
  readsFolders: true,
  options: [
    {
      heading: 'ACTION is such as s3:GetObject; RESOURCE is an ARN, "*", or of a template also ${LogicalId.Arn}; without it, the answer is about every resource. '
        + 'They may stand anywhere among the files.',
      options: [
        ...REQUEST_OPTIONS,
        MANAGED_POLICIES,
      ],
    },
  ],
  examples: ['s3:DeleteObject account.json'],
  exitCodes: '0, 2 for bad input',
  input: async (args, context) => {
    const { action, resource, files } = askedOf(args);
    if (!args.has('unlisted-action')) {
      aboutInput(undefined, () => checkAction(action, 'give --unlisted-action'));
    }
    return {
      action,
      resource,
      via: args.has('via') ? originsOf(args.all('via'), args.hint) : [],
      context: contextOf(args),
      account: deployedTo(args),
      managedPolicies: context.problems.attempt(() => givenManagedPolicies(args)),
      input: await readInput(files, context, { folders: folderOptions(args), answersUnknown: true, withOrganization: true }),
    };
  },
  run: ({ action, resource, via, context, input, ...options }, { hint }) => {
    const found = input.templateSets.length === 0 ? undefined : simulatorOfTemplates(input, { ...options, resource });
    if (!found || found.requesters.length === 0) {
      throw new CliError('there is no role, user or permission set in the input', input.documents.length === 0 ? undefined
        : 'Of policies alone, to whom they are attached is not known: simulate --action tells what they say together.');
    }
    const { simulator, source, requesters, locate } = found;
    const origins = via.length > 0 ? via : aboutInput(undefined, () => (
      originsOf([], hint, markedOrigins(source, requesters.map((each) => ({ principal: inFile(each), actions: [action], resource })), context))));
    const request = { action, resource, context, unlistedAction: true };
    const alike = aboutInput(undefined, () => new AlikeRequests(source, simulator._partsOf(request), (principal) => (
      origins.map(({ origin }) => simulator.simulate({ ...request, principal, origin })))));
    const principals = new Later(() => requesters).flatMap((principal) => [
      answersOf(principal, origins, locate, aboutInput(undefined, () => alike.of(inFile(principal)))),
    ]);
    return { action, resource, principals, origins: origins.map(({ name }) => name), unattached: input.documents.length };
  },
  print: {
    text: (result, { out }) => printWhoCan(result, out),
    json: ({ action, resource, principals, unattached }) => ({
      version: 1, action, ...(resource !== undefined && { resource }), principals, ...(unattached > 0 && { unattachedPolicies: unattached }),
    }),
  },
  exitCode: () => ExitCode.OK,
};

/** Which of the arguments is what: an action, a resource and a file look different. */
function askedOf({ files: all, hint }: Arguments): { readonly action: string; readonly resource?: string; readonly files: readonly string[] } {
  const actions = all.filter((each) => /^[a-z0-9-]+:[a-z*?][a-z0-9*?]*$/i.test(each));
  const resources = all.filter((each) => each === '*' || each.startsWith('arn:') || each.includes('${'));
  if (actions.length !== 1) {
    const given = actions.length === 0 ? 'no action is given' : `several actions: ${actions.join(', ')}`;
    throw new CliError(`${given}: expected one, such as who-can s3:GetObject`, hint);
  }
  if (resources.length > 1) {
    throw new CliError(`several resources: ${resources.join(', ')}: expected one at most`, hint);
  }
  return { action: actions[0], resource: resources[0], files: all.filter((each) => !actions.includes(each) && !resources.includes(each)) };
}

function answersOf(
  principal: TemplatePrincipal, origins: readonly NamedOrigin[], locate: TemplateSimulator['locate'], answers: readonly SharedAnswer[],
): PrincipalAnswers {
  const { kind, name, arn, file, constructPath } = principal;
  const alike = new Map<string, Answer & { readonly origins: string[] }>();
  answers.forEach((answer, i) => {
    const [from, key] = [origins[i].name, JSON.stringify(answer)];
    const known = alike.get(key);
    if (known) {
      known.origins.push(from);
    } else {
      alike.set(key, { origins: [from], ...answer, statements: answer.statements.map((each) => ({ ...each, ...locate(each.place) })) });
    }
  });
  return {
    kind,
    principal: constructPath === undefined && !hasUnknownPart(name) ? name : shortName(principal),
    arn: readable(arn),
    ...(file !== undefined && { file }),
    answers: [...alike.values()],
  };
}
