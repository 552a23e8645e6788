import type { AccessResult, ComparedInput } from './access-changes';
import { ACCESS_OPTIONS, accessCode, accessJson, changesOf, printAccess, readAccess } from './access-changes';
import type { Arguments } from './arguments';
import { aboutInput, CliError } from './cli-error';
import type { Command } from './command';
import { ExitCode } from './command';
import type { InputTemplate } from './input';
import { lateText, printDeployment, stepText, whenText } from './print-deployment';
import { REPOSITORY } from './program';
import type { InputContext } from './read-input';
import { readInput } from './read-input';
import type { DeploymentResult } from '../analysis/deployment/deployment';
import { compareDeployment } from '../analysis/deployment/deployment';
import { stackFileName } from '../analysis/principal-pairs';

/** What is deployed, and what is to be. */
interface Compared {
  readonly before: readonly InputTemplate[];
  readonly after: readonly InputTemplate[];
}

/** Tells what changes from one template to another, or from some policies to others. */
export const compare: Command<Compared | ComparedInput, DeploymentResult | AccessResult> = {
  about: 'Proves for all requests that NEW allows nothing that OLD does not, or shows one that is new; and what is lost, for people first. OLD and NEW are '
    + 'each a file with policies, a template, the cdk.out of an app, what was collected of an account, or a folder with that and its organization. With --deployment: goes through the deployment of '
    + 'NEW over OLD, moment by moment: what both deny, and is not denied while CloudFormation is at work or takes a failed deployment back.',
  takes: 'OLD NEW',
  readsFolders: true,
  options: [{ options: [...ACCESS_OPTIONS, { name: 'deployment', about: 'the moments of the deployment of a template, or the cdk.out of an app' }] }],
  examples: ['deployed.json cdk.out --expect no-new-access', 'deployed.json cdk.out --deployment'],
  exitCodes: '0 if nothing is new (or lost, with --expect), 1 if something is, 3 if that hangs on what is not known, 2 for bad input; with --deployment: '
    + '0 if nothing lapses, 1 if something does or may, or there is no room for it',
  more: `What to do: ${REPOSITORY}/blob/main/docs/prove.md, and ${REPOSITORY}/blob/main/docs/deployment.md`,
  input: async (args, context) => {
    const [old, fresh, ...others] = args.files;
    if (old === undefined || fresh === undefined || others.length > 0) {
      throw new CliError(`${args.files.length === 0 ? 'no' : args.files.length} ${args.files.length === 1 ? 'file is' : 'files are'} given: `
        + 'expected two, OLD and NEW, each a template or a cdk.out', args.hint);
    }
    if (!args.has('deployment')) {
      return readAccess(old, fresh, args, context);
    }
    const option = ACCESS_OPTIONS.find(({ name }) => args.has(name));
    if (option) {
      throw new CliError(`--${option.name} does not go with --deployment`, args.hint);
    }
    const [before, after] = [await readTemplatesOf(old, context, args), await readTemplatesOf(fresh, context, args)];
    return { before, after: before.length === 1 && after.length > 1 ? [sameStack(before[0], after, fresh, args)] : after };
  },
  run: (input, args) => ('origins' in input ? changesOf(input, args) : aboutInput(undefined, () => compareDeployment(input))),
  print: {
    text: (result, { out }) => ('changes' in result ? printAccess(result, out) : printDeployment(result, out)),
    json: (result) => ('changes' in result ? accessJson(result) : deploymentJson(result)),
  },
  exitCode: (result) => ('changes' in result ? accessCode(result)
    : result.lapses.length + result.noRoom.length + result.notJudged.length === 0 ? ExitCode.OK : ExitCode.FOUND),
};

function deploymentJson({ steps, lapses, noRoom, notJudged, late }: DeploymentResult): object {
  return {
    steps: steps.map(({ stack: { file }, logicalId, change }) => ({ change, logicalId, ...(file !== undefined && { file }) })),
    lapses: lapses.map((lapse) => ({
      subject: lapse.subject,
      when: whenText(lapse, stepText),
      rollback: lapse.moment.rollback,
      actions: lapse.actions,
      deniedBy: lapse.said,
    })),
    noRoom: noRoom.map(({ subject, count, most, of, doing }) => (
      { subject, attached: count, most, kind: of, ...(doing && { when: `while it ${stepText(doing)}, if it attaches before it detaches` }) })),
    notJudged,
    notes: late.map(lateText),
  };
}

/** What one deployed template becomes in an app of several stacks: taken for all of the app, its other stacks would be new. */
function sameStack(deployed: InputTemplate, templates: readonly InputTemplate[], app: string, { hint }: Arguments): InputTemplate {
  const names = ({ stackName, file }: InputTemplate) => [stackName, stackFileName(file)];
  const found = templates.filter((each) => names(each).some((name) => name !== undefined && names(deployed).includes(name)));
  if (found.length !== 1) {
    const stacks = templates.map(({ stackName, file }) => stackName ?? file);
    throw new CliError(`${deployed.file}: ${found.length === 0 ? 'none' : 'more than one'} of the ${templates.length} stacks of ${app} has its name `
      + `(${stacks.join(', ')}): call the file after its stack, such as ${stacks[0]}.json, or give the template of that stack instead of ${app}`, hint);
  }
  return found[0];
}

async function readTemplatesOf(name: string, context: InputContext, { hint }: Arguments): Promise<readonly InputTemplate[]> {
  const before = context.problems.found.length;
  const { documents, templateSets } = await readInput([name], context, {});
  const [templates = [], ...others] = templateSets;
  const isOther = documents.length > 0 || templates.length === 0 || others.length > 0 || templates.some(({ source }) => source.toSource);
  if (context.problems.found.length === before && isOther) {
    throw new CliError(`${name}: not a template: expected one, or the cdk.out of an app`, hint);
  }
  return templates;
}
