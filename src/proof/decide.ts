import type { ActionClass, Nature } from './action-classes';
import { actionClasses } from './action-classes';
import { natureOf, resourcesTold } from './action-nature';
import { AskedSides } from './asked-sides';
import { Budget, TooManySteps } from './budget';
import { isConfirmed } from './confirmation';
import type { StringCells } from './glob-cells';
import type { FoundContext } from './key-search';
import { FoundCells, KeySearch } from './key-search';
import type { OddResource } from './odd-resources';
import { ofEachFormat, oddText } from './odd-resources';
import type { SideRequest } from './partial-request';
import { inEitherAccount, withoutResource } from './partial-request';
import type { ProofSource, Question, Verdict, Witness } from './question';
import { Answer } from './question';
import type { ResourceCell, ResourceCells, ResourceQuestion } from './resource-cells';
import { onlyResource, resourceCells } from './resource-cells';
import { differentStatements, resourceControlIn } from './same-policies';
import type { SearchedSides } from './searched-sides';
import { mostIn, sizeOf, totalOf } from './statement-size';
import { ResourceFit } from '../actions/resource-fit';
import { arnParts } from '../iam/arn';
import { layersIn } from '../iam/authorization';
import { authorize } from '../iam/layer-evaluation';
import type { RequestContext } from '../iam/request-context';
import { NO_CONTEXT } from '../iam/request-context';
import { needsNoPermission } from '../iam/service-rules';
import type { Statement } from '../iam/statement';
import type { RequestOrigin } from '../mcp/request-origin';

/** Answers a question for all requests. */
export function decide(question: Question, budget = new Budget()): Verdict {
  return new Decision(question, budget).verdict();
}

const REACHED_KEYS = ['aws:viaawsmcpservice', 'aws:calledviaawsmcp', 'aws:viaawsservice', 'aws:ismcpserviceaction', 'kms:viaservice',
  'aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast'];

/** How often statements are read for an action or a resource. */
const STEPS = 4;

class Decision {
  private readonly asked: AskedSides;
  /** What is taken for actions whose resource is left open, and what was found for them. */
  private readonly ahead: Budget;
  private readonly cellsAhead = new FoundCells();
  private readonly cells = new FoundCells();
  private readonly resources = new Map<string, StringCells>();
  /** What was looked at already, and found impossible or open, for actions and resources that all statements judge alike. */
  private readonly looked = new Set<string>();
  private readonly numbers = new Map<unknown, number>();
  private readonly open = new Set<string>();
  private readonly odd: OddResource[] = [];
  private nature!: Nature;
  private unnatural?: Witness;
  /** What it takes to find the statements that are about an action. */
  private actionSteps = 0;

  public constructor(private readonly question: Question, private readonly budget: Budget) {
    this.asked = new AskedSides(question);
    this.ahead = budget.part();
  }

  public verdict(): Verdict {
    try {
      const witness = this.look() ?? this.unnatural;
      if (witness) {
        return { answer: Answer.REFUTED, witness, open: [] };
      }
    } catch (error) {
      if (!(error instanceof TooManySteps)) {
        throw error;
      }
      if (this.unnatural) {
        return { answer: Answer.REFUTED, witness: this.unnatural, open: [] };
      }
      this.open.add(error.message);
    }
    if (this.odd.length > 0) {
      this.open.add(oddText(this.odd));
    }
    return this.open.size > 0 ? { answer: Answer.UNDECIDED, open: [...this.open] } : { answer: Answer.PROVED, open: [] };
  }

  private look(): Witness | undefined {
    const { actions = [] } = this.question;
    const layers = this.asked.sources.map((source) => this.asked.judged(source, { actionName: 's3:GetObject' }).layers);
    const statements = [
      ...layers.flatMap((each) => layersIn(each).flatMap(({ layer }) => layer.statements)),
      ...this.asked.sources.flatMap((each) => [...resourceControlIn(each), each.ofResources]).flatMap((each) => each?.statements ?? []),
    ];
    const hasResourcePolicy = this.asked.sources.some((source, i) => source.ofResources !== undefined || layers[i].resource !== undefined);
    this.nature = natureOf(hasResourcePolicy, this.question.principal);
    const [first, second] = this.asked.sources.map((source) => ({ source, principal: this.asked.principalOf(source) }));
    // Where no statement that only one side has is about an action, both judge it the same.
    const different = second && differentStatements(first, second);
    const tooMany = () => `more patterns of actions than are told apart, in ${mostIn(statements, (each) => sizeOf(each).action)}`;
    const { classes, complete } = this.budget.within(tooMany, () => actionClasses(statements, actions, this.nature, this.budget, different));
    if (!complete) {
      this.open.add(tooMany());
    }
    return this.budget.within(
      () => `more combinations of actions and resources than are looked at, in ${mostIn(statements, (each) => sizeOf(each).action + sizeOf(each).resource)}`,
      () => this.lookAtAll(classes, statements),
    );
  }

  private lookAtAll(classes: readonly ActionClass[], statements: readonly Statement[]): Witness | undefined {
    this.actionSteps = STEPS * (1 + totalOf(statements, 'action'));
    for (const each of classes) {
      const witness = this.lookAtActions(each, statements);
      if (witness) {
        return witness;
      }
    }
    return undefined;
  }

  private lookAtActions({ alike, listed }: ActionClass, all: readonly Statement[]): Witness | undefined {
    const odd: OddResource[] = [];
    for (const actionName of ofEachFormat(alike)) {
      const before = odd.length;
      const witness = this.lookAtAction(actionName, listed, all, odd);
      if (witness?.fits && listed) {
        return witness;
      }
      this.unnatural ??= witness;
      if (!witness && odd.length === before) {
        break; // What is judged alike is not looked at again.
      }
    }
    this.odd.push(...odd);
    return undefined;
  }

  private lookAtAction(actionName: string, listed: boolean, all: readonly Statement[], odd: OddResource[]): Witness | undefined {
    const action = actionName.toLowerCase();
    if (needsNoPermission(action) && !this.question.actions?.some((asked) => asked.toLowerCase() === action)) {
      return undefined; // Nobody needs an Allow for it.
    }
    this.budget.take(this.actionSteps);
    if (!this.isPossible(actionName)) {
      return undefined; // Whatever it is about.
    }
    const { request: { principal } } = this.asked.judged(this.question.allowedBy, { actionName });
    const statements = all.filter((statement) => statement.matchesAction(action) !== false);
    const asked = {
      statements,
      action: actionName,
      scope: this.question.resources ?? [],
      others: [...resourcesTold(action), ...new Set(this.asked.sources.flatMap((source) => source.ofResources?.patternsFor(action) ?? []))],
      facts: principal?.context ?? { get: () => undefined },
      account: principal?.account,
      partition: principal?.account === undefined ? undefined : arnParts(principal.name)?.[1],
    };
    const { cells, complete } = this.question.resource === undefined ? this.resourceCells({ ...asked, byFormat: false })
      : onlyResource(this.question.resource);
    if (!complete) {
      this.open.add(tooManyResources(statements));
    }
    const steps = STEPS * (1 + totalOf(statements, 'resource'));
    for (const cell of cells) {
      this.budget.take(steps);
      const any = this.lookAt(actionName, listed, cell.example, cell.outside);
      const found = any && this.natural(actionName, any, cell, odd);
      // Is there one that the action is about?
      const fitting = any && listed && !found?.fits ? this.fitting(actionName, asked) : undefined;
      if (fitting || found || (any && listed)) {
        return fitting ?? found;
      }
    }
    return undefined;
  }

  /** Whether some request may be so, if what statements say of its resource is taken to be either: more may be so than is. */
  private isPossible(actionName: string): boolean {
    const { origins, resourceAccount } = this.question;
    const all = this.asked.sources.map((source) => this.asked.sideOf(source, actionName));
    const ways = withoutResource(all, resourceAccount).filter(([{ layers, request, relevant }]) => {
      const { denied, allowed } = authorize(layers, request, relevant, NO_CONTEXT);
      return denied !== true && allowed !== false;
    });
    // Where other policies judge other resources, it counts only whether the first side may allow it.
    const isAlike = ways.length > 0 && this.asked.sources.every((source) => judgesAllAlike(source, actionName.toLowerCase()));
    let isPossible = true;
    this.ahead.tryTo((budget) => {
      isPossible = ways.flatMap((sides) => inEitherAccount(sides.slice(0, isAlike ? undefined : 1)))
        .some((sides) => this.asked.toSearch(sides).some((each) => origins.some(({ origin }) => this.asked.contextsOf(each, origin, actionName)
          .some(({ context }) => new KeySearch(each, context, false, budget, this.cellsAhead).find() !== undefined))));
    });
    return isPossible;
  }

  private resourceCells(asked: ResourceQuestion): ResourceCells {
    const { statements } = asked;
    return this.budget.within(() => tooManyResources(statements), () => {
      this.budget.take(STEPS * (totalOf(statements, 'resource') + totalOf(statements, 'condition')));
      return resourceCells(asked, this.budget, this.resources);
    });
  }

  private fitting(actionName: string, asked: Omit<ResourceQuestion, 'byFormat'>): Witness | undefined {
    for (const cell of this.resourceCells({ ...asked, byFormat: true }).cells) {
      const { resource, fit, odd } = cell.natural();
      const witness = fit === ResourceFit.FITS && !odd ? this.lookAt(actionName, true, resource, cell.outside) : undefined;
      if (witness) {
        return { ...witness, fits: true };
      }
    }
    return undefined;
  }

  private natural(actionName: string, found: Witness, cell: ResourceCell, oddOnes: OddResource[]): Witness | undefined {
    const { resource, fit, odd } = cell.natural();
    // Policy documents alone are about all that they name.
    if (!this.question.ofAnyResource && (odd || (fit === ResourceFit.NEVER && this.question.principal !== undefined))) {
      oddOnes.push({ actionName, resource });
      return undefined;
    }
    return { ...this.lookAt(actionName, found.listed, resource, cell.outside) ?? found, fits: fit === ResourceFit.FITS };
  }

  /** @param outside patterns of which the resource is none */
  private lookAt(actionName: string, listed: boolean, resource: string, outside?: ReadonlySet<string>): Witness | undefined {
    const { principal } = this.question;
    const sides = this.asked.sources.map((source) => this.asked.sideOf(source, actionName, resource, outside));
    const key = `${listed} ${this.keyOf(sides, actionName, resource)}`;
    if (this.looked.has(key)) {
      return undefined;
    }
    for (const judged of inEitherAccount(sides)) {
      const searched = this.asked.toSearch(judged);
      for (const { name, origin } of this.question.origins) {
        const found = this.lookFrom(searched, origin, actionName);
        if (found) {
          const context = Object.fromEntries([...found.values].map(([each, values]) => [each, [...values]]));
          if (isConfirmed(judged, origin, { ...context, ...this.question.context })) {
            return { principal, action: actionName, listed, resource, fits: false, origin: name, context };
          }
          this.open.add(`${actionName} on ${resource}, of which the two ways to judge a request differ`);
        }
      }
    }
    this.looked.add(key);
    return undefined;
  }

  private lookFrom(all: readonly SearchedSides[], origin: RequestOrigin, actionName: string): FoundContext | undefined {
    for (const { searched, context, unsure } of all.flatMap((each) => this.asked.contextsOf(each, origin, actionName))) {
      const found = this.search(searched, context);
      const open = found ? [...searched.open, ...unsure] : [];
      if (found && open.length === 0) {
        const told = REACHED_KEYS.filter((key) => searched.reads.has(key) && context.get(key) !== undefined && !found.values.has(key));
        return { ...found, values: new Map([...told.map((key) => [key, context.get(key)!] as const), ...found.values]) };
      }
      open.forEach((reason) => this.open.add(reason));
    }
    return undefined;
  }

  /** One that is so for certain; what else is found is noted. */
  private search(searched: SearchedSides, context: RequestContext): FoundContext | undefined {
    const found = new KeySearch(searched, context, false, this.budget, this.cells).find();
    if (!found || found.open.length === 0) {
      return found;
    }
    // Policy variables were taken for any value.
    const tried = searched.variables.size > 0 ? new KeySearch(searched, context, true, this.budget, this.cells).find() : undefined;
    if (tried?.open.length === 0) {
      return tried;
    }
    found.open.forEach((reason) => this.open.add(reason));
    return undefined;
  }

  private keyOf(sides: readonly SideRequest[], actionName: string, resource: string): string {
    const action = actionName.toLowerCase();
    const judged = sides.map(({ relevant, request: { sameAccount, needsResourcePolicy, facts }, layers }) => [
      relevant.map(({ statement, base, besidesResource }) => `${this.numberOf(statement)} ${base} ${besidesResource}`),
      sameAccount, needsResourcePolicy, facts.get('aws:resourceaccount'), layers.resource?.presumedAbsent !== undefined,
    ]);
    const byResource = sides.some(({ relevant }) => relevant.some(({ statement }) => statement.resource?.variables.length));
    return JSON.stringify([judged, byResource ? resource : '', this.nature.of(action), resource === '*', ...resourcesTold(action).length > 0 ? [resource] : []]);
  }

  private numberOf(statement: unknown): number {
    let number = this.numbers.get(statement);
    if (number === undefined) {
      this.numbers.set(statement, number = this.numbers.size);
    }
    return number;
  }
}

/** Whether the same policies judge an action on each resource. */
function judgesAllAlike(source: ProofSource, action: string): boolean {
  return !source.ofResources?.patternsFor(action).length && resourceControlIn(source).every(({ statements, unknownPolicies }) => (
    !unknownPolicies?.length && statements.every((statement) => statement.matchesAction(action) === false)));
}

function tooManyResources(statements: readonly Statement[]): string {
  return `more patterns of resources than are told apart, in ${mostIn(statements, (each) => sizeOf(each).resource)}`;
}
