import type { Terminal } from './terminal';
import { styled } from './terminal';
import type { DeploymentResult, Lapse } from '../analysis/deployment/deployment';
import type { Step } from '../analysis/deployment/deployment-order';
import type { LatePolicy } from '../analysis/deployment/late-policies';
import { thousands } from '../iam/policy-size';

/** So many actions are named. */
const SOME = 4;

const DOES = { create: 'creates', update: 'updates', delete: 'deletes' };

/** What CloudFormation does in a step. */
export function stepText({ logicalId, change }: Step): string {
  return `${DOES[change]} ${logicalId}`;
}

/** When something lapses, in terms of the steps that matter to it. */
export function whenText({ moment: { done, doing, rollback }, concerned }: Lapse, name: (step: Step) => string): string {
  const before = concerned.filter((step) => done.has(step));
  const left = concerned.filter((step) => !done.has(step) && step !== doing);
  const list = (steps: readonly Step[]) => steps.map(name).join(', ');
  return [
    ...(rollback ? ['when a failed deployment is taken back'] : []),
    ...(doing ? [`while it ${name(doing)}, if it detaches before it attaches`] : []),
    ...(before.length > 0 ? [`${rollback ? 'with' : 'after it'} ${list(before)}`] : []),
    ...(left.length > 0 ? [`${rollback ? 'without' : 'before it'} ${list(left)}`] : []),
  ].join(', ');
}

/** What CloudFormation can't do otherwise. */
export function lateText({ step: { logicalId, change }, kind, of, isRetained }: LatePolicy): string {
  return `${logicalId} is ${change === 'create' ? 'made after' : 'deleted before'} the ${kind} ${of}, of which it is the policy: CloudFormation has no other order`
    + (isRetained ? `, and ${of} is kept without it` : '');
}

/** Prints the moments of a deployment, and what lapses in which. */
export function printDeployment({ steps, lapses, noRoom, notJudged, late }: DeploymentResult, out: Terminal): void {
  if (steps.length === 0) {
    out.line('Nothing changes in what is in force.');
  } else {
    out.line('In this order, or another one that the dependencies leave open, CloudFormation');
    steps.forEach((step, i) => {
      const { stack: { file }, change, logicalId } = step;
      out.line([styled('dim', `${i + 1}.`), ` ${DOES[change]} ${logicalId}`, styled('dim', ` ${step.stack.typeOf(logicalId)}${file === undefined ? '' : `, ${file}`}`)], 2, 5);
    });
    out.line();
  }
  const numbered = (step: Step) => `${stepText(step)} (${steps.indexOf(step) + 1})`;
  for (const lapse of lapses) {
    const { subject, actions, said } = lapse;
    const more = actions.length - SOME;
    out.line([styled('bold', subject)]);
    out.line([styled('red', 'lapses'), `: ${actions.slice(0, SOME).join(', ')}${more > 0 ? ` and ${thousands(more)} more` : ''}`], 2, 4);
    out.line(`Denied by ${said.slice(0, SOME).join(', ')}${said.length > SOME ? ` and ${said.length - SOME} more` : ''}.`, 2, 4);
    out.line(`When: ${whenText(lapse, numbered)}.`, 2, 4);
    out.line([styled('dim', 'Fix:'), ` ${fixOf(lapse)}`], 2, 4);
    out.line();
  }
  for (const { subject, count, most, of, doing } of noRoom) {
    out.line([styled('bold', subject)]);
    out.line([styled('red', 'no room'), `: ${doing ? `while it ${numbered(doing)}, if it attaches before it detaches,` : 'for a moment'} ${count} are attached, `
      + `${count - most} more than the ${most} that AWS allows of a ${of}`], 2, 4);
    out.line([styled('dim', 'Fix:'), ' deploy in two steps, so that each replaces fewer policies, or detach others until it is done'], 2, 4);
    out.line();
  }
  for (const subject of notJudged) {
    out.line([styled('bold', subject)]);
    out.line([styled('red', 'not judged'), ': it changes in so many steps, in any order, that not every moment was looked at'], 2, 4);
    out.line([styled('dim', 'Fix:'), ' deploy in several steps, or let the policies depend on one another'], 2, 4);
    out.line();
  }
  late.forEach((each) => out.line([styled('dim', 'note:'), ` ${lateText(each)}`], 0, 2));
  if (late.length > 0) {
    out.line();
  }
  const found = lapses.length + noRoom.length + notJudged.length;
  out.line(found === 0 ? 'What both deny is denied all the time.' : 'Not everything that both deny is denied all the time.');
}

function fixOf({ moment: { doing }, throughout }: Lapse): string {
  return doing ? 'deploy twice: first with the new policies beside the old ones, then without the old ones'
    : throughout ? 'deploy twice: first with what both deny in the old and in the new place, then without the old one'
      : 'let the principal name the policy (ManagedPolicyArns, Policies), and not the policy the principal';
}
