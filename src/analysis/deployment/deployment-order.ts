import { closureOf } from './references';
import type { Change, StackChange } from './stack-change';

/** One thing that CloudFormation does in a deployment. */
export interface Step {
  readonly stack: StackChange;
  readonly logicalId: string;
  /** A resource that is made anew has two: it is created, and the one before is deleted. */
  readonly change: Exclude<Change, 'replace'>;
}

/** A point in time: the steps that are done, and one that CloudFormation is at. */
export interface Moment {
  readonly done: ReadonlySet<Step>;
  /** An update that takes several calls. */
  readonly doing?: Step;
  /** Whether the deployment has failed, and CloudFormation takes it back. */
  readonly rollback: boolean;
}

/** More moments than that are not looked at. */
const MOST_MOMENTS = 20_000;

/**
 * The order in which CloudFormation deploys stacks, as far as it documents it. Within a stack, first what is new is made and what stays is updated,
 * each after what it needs; where nothing is needed, in any order. Then what is gone or made anew is deleted, each before what it needs. A stack that
 * imports from another one comes after it, and is deleted before it. After a failure CloudFormation takes updates back, and then deletes what it made. In which
 * order it takes them back, AWS does not say, so that it is any here.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html UPDATE_COMPLETE_CLEANUP_IN_PROGRESS and
 * UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html
 */
export class DeploymentOrder {
  /** In one of the orders in which they may be done. */
  public readonly steps: readonly Step[];
  private readonly before = new Map<Step, ReadonlySet<Step>>();

  constructor(private readonly stacks: readonly StackChange[]) {
    const imports = importsOf(stacks);
    const needs = new Map(stacks.map((stack) => [stack, { after: closureIn(stack, 'after'), before: closureIn(stack, 'before') }] as const));
    const all = stacks.flatMap((stack) => [...stack.changes].flatMap(([logicalId, change]): Step[] => [
      ...(change === 'delete' ? [] : [{ stack, logicalId, change: change === 'replace' ? 'create' as const : change }]),
      ...((change === 'delete' || change === 'replace') && !stack.isRetained(logicalId) ? [{ stack, logicalId, change: 'delete' as const }] : []),
    ]));
    const precedes = (a: Step, b: Step): boolean => {
      const isLast = (step: Step) => step.change === 'delete';
      if (a.stack !== b.stack) {
        return a.stack.isDeleted || b.stack.isDeleted ? a.stack.isDeleted && b.stack.isDeleted && imports(a.stack).has(b.stack)
          : !isLast(a) && imports(b.stack).has(a.stack);
      }
      return isLast(a) !== isLast(b) ? isLast(b)
        : isLast(a) ? needs.get(a.stack)!.before(a.logicalId).has(b.logicalId) : needs.get(a.stack)!.after(b.logicalId).has(a.logicalId);
    };
    all.forEach((step) => this.before.set(step, new Set(all.filter((other) => other !== step && precedes(other, step)))));
    // What precedes a step, precedes what comes after it, too.
    this.steps = [...all].sort((a, b) => this.before.get(a)!.size - this.before.get(b)!.size);
  }

  /**
   * Every moment that differs in these steps, those of failed deployments included; `undefined` if there are too many to look at.
   *
   * @param inCalls whether CloudFormation does an update in several calls, so that there is a moment amid it
   */
  public moments(concerned: readonly Step[], inCalls: (step: Step) => boolean): Moment[] | undefined {
    const found = new Map<string, Moment>();
    const steps = this.steps.filter((step) => concerned.includes(step));
    const add = (moment: Moment): boolean => {
      const key = steps.map((step) => (moment.doing === step ? '?' : moment.done.has(step) ? '1' : '0')).join('');
      const isNew = !found.has(key);
      if (isNew) {
        found.set(key, moment);
      }
      return isNew;
    };
    const isReady = (step: Step, done: ReadonlySet<Step>) => !done.has(step)
      && steps.every((other) => done.has(other) || !this.before.get(step)!.has(other));
    const open: Array<ReadonlySet<Step>> = [new Set()];
    add({ done: open[0], rollback: false });
    const reached: Array<ReadonlySet<Step>> = [];
    while (open.length > 0 && found.size < MOST_MOMENTS) {
      const done = open.shift()!;
      reached.push(done);
      for (const step of steps.filter((each) => isReady(each, done))) {
        if (inCalls(step)) {
          add({ done, doing: step, rollback: false });
        }
        const next = new Set([...done, step]);
        if (add({ done: next, rollback: false })) {
          open.push(next);
        }
      }
    }
    for (const stack of this.stacks.filter((each) => steps.some((step) => step.stack === each && step.change === 'update'))) {
      // Of a failure while it is deployed: nothing of it is deleted yet.
      for (const done of reached.filter((each) => [...each].every((step) => step.stack !== stack || step.change !== 'delete'))) {
        const updates = [...done].filter((step) => step.stack === stack && step.change === 'update');
        const rest = [...done].filter((step) => !updates.includes(step));
        for (let kept = 0; kept < 2 ** updates.length && found.size < MOST_MOMENTS; kept++) {
          const left = updates.filter((_, i) => Math.floor(kept / 2 ** i) % 2 === 1);
          add({ done: new Set([...rest, ...left]), rollback: true });
          updates.filter((step) => !left.includes(step) && inCalls(step))
            .forEach((doing) => add({ done: new Set([...rest, ...left]), doing, rollback: true }));
        }
      }
    }
    return found.size < MOST_MOMENTS ? [...found.values()] : undefined;
  }
}

function closureIn(stack: StackChange, which: 'before' | 'after'): (id: string) => ReadonlySet<string> {
  return closureOf(new Map([...stack[which]].map(([id, { all }]) => [id, all])));
}

/** The stacks that a stack imports from, also through others. */
function importsOf(stacks: readonly StackChange[]): (stack: StackChange) => ReadonlySet<StackChange> {
  const exchanged = stacks.map((stack) => stack.exchanged());
  const direct = new Map(stacks.map((_, i) => [String(i), new Set(stacks.flatMap((__, j) =>
    (i !== j && [...exchanged[i].imports].some((name) => exchanged[j].exports.has(name)) ? [String(j)] : [])))] as const));
  const closure = closureOf(direct);
  return (stack) => new Set([...closure(String(stacks.indexOf(stack)))].map((i) => stacks[Number(i)]));
}
