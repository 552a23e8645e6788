import type { DeniedActions, Denial } from './denials';
import { Denials } from './denials';
import type { Moment, Step } from './deployment-order';
import { DeploymentOrder } from './deployment-order';
import type { LatePolicy } from './late-policies';
import { latePolicies } from './late-policies';
import { amid, inCalls, resourcesAt } from './resources-at';
import { StackChange } from './stack-change';
import type { Attached, Subject } from './subjects';
import { subjectsOf } from './subjects';
import { addAll, indicesIn, intersection, isEmpty } from '../access-report/action-bits';
import { ActionTable } from '../access-report/action-table';
import { readTemplates } from '../template/read-templates';
import type { TemplateInput, TemplateOptions } from '../template/template';

/** The templates of an app before and after a deployment; those of one stack have the same name, or are the only ones. */
export interface DeploymentInput {
  readonly before: readonly TemplateInput[];
  readonly after: readonly TemplateInput[];
}

/** What is denied before and after, and at a moment is not. */
export interface Lapse {
  /** Of whom or what: `role Agent`, `service control policies of ou-ab12-11111111`. */
  readonly subject: string;
  /** Whether that is there before and after: a principal may be new, or go. */
  readonly throughout: boolean;
  readonly moment: Moment;
  /** The steps that matter to it. */
  readonly concerned: readonly Step[];
  /** Actions, with the service. */
  readonly actions: readonly string[];
  /** What denies them before or after: Sids, or places. */
  readonly said: readonly string[];
}

/** A moment at which more is attached than AWS allows. */
export interface NoRoom extends Attached {
  readonly subject: string;
  /** The update that it is amid of, if CloudFormation then attaches before it detaches. */
  readonly doing?: Step;
}

/** What happens while templates are deployed. */
export interface DeploymentResult {
  /** Those that change what is in force, in one of the orders in which they may be done. */
  readonly steps: readonly Step[];
  readonly lapses: readonly Lapse[];
  readonly noRoom: readonly NoRoom[];
  /** What hangs on so many steps in any order that not every moment was looked at. */
  readonly notJudged: readonly string[];
  /** What can't be otherwise. */
  readonly late: readonly LatePolicy[];
}

/**
 * Goes through every moment of a deployment and its rollback, and tells what is denied before and after but not all the time.
 *
 * @throws if one of them is not a template, or a policy in it is malformed.
 */
export function compareDeployment(input: DeploymentInput, options: TemplateOptions = {}): DeploymentResult {
  const denials = new Denials(new ActionTable());
  // Later what is deployed has the names of the new files: what AWS would refuse of it is said by its own.
  subjectsOf(readTemplates(input.before, options), denials);
  return new Deployment(pairs(input).map((pair) => new StackChange(pair, options)), options, denials).result();
}

function pairs({ before, after }: DeploymentInput): Array<{ before?: TemplateInput; after?: TemplateInput }> {
  if (before.length === 1 && after.length === 1) {
    return [{ before: before[0], after: after[0] }];
  }
  const nameOf = ({ stackName, file }: TemplateInput) => stackName ?? file?.replace(/^.*[/\\]/, '');
  return [
    ...after.map((each) => ({ before: before.find((other) => nameOf(other) === nameOf(each)), after: each })),
    ...before.filter((each) => !after.some((other) => nameOf(other) === nameOf(each))).map((each) => ({ before: each })),
  ];
}

type Subjects = ReadonlyMap<string, Subject>;

class Deployment {
  private readonly order: DeploymentOrder;
  private readonly states = new Map<string, Subjects>();
  private readonly before: Subjects;
  private readonly after: Subjects;

  constructor(private readonly stacks: readonly StackChange[], private readonly options: TemplateOptions, private readonly denials: Denials) {
    this.order = new DeploymentOrder(stacks);
    this.before = this.at({ done: new Set(), rollback: false }, [])[0];
    const after = this.stacks.filter((stack) => !stack.isDeleted)
      .map((stack) => stack.mixed(Object.fromEntries([...stack.after.keys()].map((id) => [id, stack.resource(id, 'after')]))));
    this.after = subjectsOf(readTemplates(after, options), this.denials);
  }

  public result(): DeploymentResult {
    const steps = new Set<Step>();
    const lapses: Lapse[] = [];
    const noRoom: NoRoom[] = [];
    const notJudged: string[] = [];
    for (const [key, subject] of new Map([...this.before, ...this.after])) {
      const concerned = this.concernedBy(key);
      const moments = concerned.length === 0 ? [] : this.order.moments(concerned, inCalls);
      if (!moments) {
        notJudged.push(subject.title);
        continue;
      }
      concerned.forEach((step) => steps.add(step));
      const throughout = this.before.has(key) && this.after.has(key);
      const found = moments.flatMap((moment) => this.at(moment, concerned).map((state) => ({ moment, now: state.get(key) })));
      lapses.push(...worstFirst(found.map(({ moment, now }) => (
        { subject: subject.title, throughout, moment, concerned, ...this.lapsed(key, now) }))));
      noRoom.push(...this.withoutRoom(key, found));
    }
    return { steps: this.order.steps.filter((step) => steps.has(step)), lapses, noRoom, notJudged, late: latePolicies(this.order.steps) };
  }

  /** The moment at which most is attached, if that is too much and was not so before, nor will be. */
  private withoutRoom(key: string, found: ReadonlyArray<{ readonly moment: Moment; readonly now?: Subject }>): NoRoom[] {
    const isFull = (each?: Subject) => each?.attached !== undefined && each.attached.count > each.attached.most;
    const [worst] = found.filter(({ now }) => isFull(now)).sort((a, b) => b.now!.attached!.count - a.now!.attached!.count);
    return !worst || isFull(this.before.get(key)) || isFull(this.after.get(key)) ? []
      : [{ subject: worst.now!.title, ...worst.now!.attached!, ...(worst.moment.doing && { doing: worst.moment.doing }) }];
  }

  /** The steps that change the subject, or what is attached to it. */
  private concernedBy(key: string): Step[] {
    const isThroughout = this.before.has(key) && this.after.has(key);
    const places = [this.before, this.after].flatMap((each) => each.get(key) ?? [])
      .flatMap((subject) => [...subject.places, ...isThroughout ? [] : subject.allowing]);
    const isConcerned = ({ stack, logicalId }: Step) => stack.typeOf(logicalId) === 'AWS::IAM::UserToGroupAddition'
      || places.some((place) => place.file === stack.file && (place.logicalId === logicalId || place.logicalId === stack.nameBefore(logicalId)));
    return this.order.steps.filter(isConcerned);
  }

  private lapsed(key: string, now: Subject | undefined): { readonly actions: string[]; readonly said: string[] } {
    const [before, after] = [this.before.get(key), this.after.get(key)];
    const nothing = { actions: [], said: [] };
    // Of a principal that is not there, nobody makes a request.
    if ((before ?? after)!.isPrincipal ? !now : !before || !after) {
      return nothing;
    }
    const left = (denials: readonly Denial[] = []) => denials.map((denial) => ({ denial, left: this.denials.left(denial, now?.denials ?? []) }))
      .filter((each) => !isEmpty(each.left.actions) || each.left.unlisted.size > 0);
    const [old, fresh] = [left(before?.denials), left(after?.denials)];
    const lapsed: Array<DeniedActions & { readonly said: string }> = before && after
      ? old.flatMap((a) => fresh.map((b) => ({ ...this.denials.both(a.denial, a.left, b.denial, b.left), said: a.denial.said })))
      : this.held(now!, [...old, ...fresh]);
    const { table } = this.denials;
    const actions = table.none();
    lapsed.forEach((each) => addAll(actions, each.actions));
    const unlisted = [...new Set(lapsed.flatMap((each) => [...each.unlisted]))];
    return {
      actions: [
        ...table.services.flatMap((service) => indicesIn(actions, service.start, service.end)
          .map((i) => `${service.service}:${table.namesIn(service)[i - service.start]}`)),
        ...unlisted,
      ],
      said: [...new Set(lapsed.filter((each) => !isEmpty(each.actions) || each.unlisted.size > 0).map(({ said }) => said))],
    };
  }

  /** Of a principal that is new, or goes: what it may do although it is denied. */
  private held(
    now: Subject, denied: ReadonlyArray<{ readonly denial: Denial; readonly left: DeniedActions }>,
  ): Array<DeniedActions & { readonly said: string }> {
    const allowed = denied.length === 0 ? this.denials.table.none() : now.mayAllow();
    return denied.map(({ denial, left }) => ({
      said: denial.said, actions: intersection(left.actions, allowed), unlisted: isEmpty(allowed) ? new Set<string>() : left.unlisted,
    }));
  }

  /** What is in force at a moment: several, where CloudFormation is amid an update. */
  private at({ done, doing }: Moment, concerned: readonly Step[]): Subjects[] {
    const variants = doing ? amid(doing) : [undefined];
    return variants.map((variant, i) => {
      const key = `${i} ${(concerned.length > 0 ? concerned : [...done]).map((step) => (doing === step ? '?' : done.has(step) ? '1' : '0')
        + this.order.steps.indexOf(step)).join()}`;
      let state = this.states.get(key);
      if (!state) {
        const templates = this.stacks.map((stack) => stack.mixed(resourcesAt(stack, [...done].filter((step) => step.stack === stack),
          doing?.stack === stack && variant ? { [doing.logicalId]: variant } : {})));
        this.states.set(key, state = subjectsOf(readTemplates(templates, this.options), this.denials));
      }
      return state;
    });
  }
}

/** The moments at which most lapses, and those at which something else does. */
function worstFirst(lapses: Lapse[]): Lapse[] {
  const seen = new Set<string>();
  return lapses.filter(({ actions }) => actions.length > 0)
    .sort((a, b) => b.actions.length - a.actions.length || Number(a.moment.rollback) - Number(b.moment.rollback))
    .filter(({ actions }) => actions.some((action) => !seen.has(action)) && actions.forEach((action) => seen.add(action)) === undefined);
}
