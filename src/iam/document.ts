import { completesArns } from './arn';
import type { LocatedPolicy } from './policy';
import type { StatementOptions } from './statement';
import { Statement } from './statement';
import { hasUnknownPart } from './unknown-text';
import type { Json } from './value';
import { isIntrinsic, isObject } from './value';

/** As many statements as are kept, and at least one document: what is read of one is several times as large as its JSON, and an account has hundred thousands. */
const MOST_READ = 10_000;

/** A policy document, read once: from parsed JSON, from a template whose functions are resolved, or as the CDK has it, with tokens. */
export class PolicyDocument {
  /** The document of a policy; that of the same policy is read once, unless many others were read since. */
  public static of(policy: LocatedPolicy): PolicyDocument {
    let document = this.read.get(policy);
    if (!document) {
      this.read.set(policy, document = new PolicyDocument(policy.document, policy));
      this.latest.add({ policy: new WeakRef(policy), size: sizeOf(document) });
      this.kept += sizeOf(document);
      for (const oldest of this.latest) {
        if (this.kept <= MOST_READ || this.latest.size === 1) {
          break;
        }
        this.latest.delete(oldest);
        this.kept -= oldest.size;
        const gone = oldest.policy.deref();
        if (gone) {
          this.read.delete(gone);
        }
      }
    }
    return document;
  }

  private static readonly read = new WeakMap<LocatedPolicy, PolicyDocument>();
  /** Those whose documents are kept, the oldest first. */
  private static readonly latest = new Set<{ readonly policy: WeakRef<LocatedPolicy>; readonly size: number }>();
  private static kept = 0;

  /** The elements as they are written; none if it is no object, or is known only at deployment. */
  public readonly json: Json;
  /** All statements in their order; one that is not in a list is one, too. Of a document known only at deployment, one that may be anything. */
  public readonly statements: readonly Statement[];
  private known?: readonly Statement[];
  private possible?: readonly Statement[];
  private readonly options: StatementOptions;

  /** @param policy the policy that it is that of, if it is known: an identity-based one otherwise */
  public constructor(public readonly written: unknown, policy?: LocatedPolicy) {
    this.json = isObject(written) && !isIntrinsic(written) ? written : {};
    this.options = { policy, completesArns: policy === undefined || completesArns(policy.kind), variables: this.json.Version === '2012-10-17' };
    const { Statement: given } = this.json;
    this.statements = Array.isArray(given) ? given.map((statement, i) => this.statement(statement, `Statement/${i}`))
      : given !== undefined ? [this.statement(given, 'Statement')]
        : isObject(written) && !isIntrinsic(written) ? [] : [this.statement(written, '')];
  }

  /** The statements that are known, those in either branch of an `Fn::If` included. */
  public get knownStatements(): readonly Statement[] {
    return this.known ??= this.statements.flatMap((statement) => this.knownIn(statement));
  }

  /** The same, one with an `Fn::If` in its elements for each branch, by the path of the one that is written: to judge each by itself. */
  public get possibleStatements(): readonly Statement[] {
    return this.possible ??= this.knownStatements.some(({ hasBranches }) => hasBranches)
      ? this.knownStatements.flatMap(({ branches }) => branches) : this.knownStatements;
  }

  /** Whether it has statements that are known only at deployment, and in no branch of an `Fn::If` either. */
  public get mayHoldMore(): boolean {
    return this.statements.some(({ isKnown, written }) => !isKnown && this.isLater(written));
  }

  /** Whether it is known what statements there are. */
  public get isKnown(): boolean {
    return isObject(this.written) && !isIntrinsic(this.written);
  }

  private statement(written: unknown, path: string, options = this.options): Statement {
    return new Statement(written, path, options);
  }

  private knownIn(statement: Statement, options = this.options): Statement[] {
    if (statement.isKnown) {
      return [statement];
    }
    const choice = isIntrinsic(statement.written) ? statement.written['Fn::If'] : undefined;
    return Array.isArray(choice)
      ? [1, 2].flatMap((i) => this.within(choice[i], `${statement.path}/Fn::If/${i}`.replace(/^\//, ''), options)) : [];
  }

  private isLater(written: unknown): boolean {
    const choice: unknown = isIntrinsic(written) ? written['Fn::If'] : undefined;
    return Array.isArray(choice) ? choice.slice(1).some((branch) => [branch].flat().some((each) => this.isLater(each)))
      : isIntrinsic(written) ? written.Ref !== 'AWS::NoValue' : typeof written === 'string' && hasUnknownPart(written);
  }

  /** Those of a branch: it stands for one statement, for a list of them, or for the whole document. */
  private within(branch: unknown, path: string, options: StatementOptions): Statement[] {
    return Array.isArray(branch) ? branch.flatMap((each, i) => this.within(each, `${path}/${i}`, options))
      : isObject(branch) && 'Statement' in branch
        ? this.within(branch.Statement, `${path}/Statement`, { ...options, variables: branch.Version === '2012-10-17' })
        : this.knownIn(this.statement(branch, path, options), options);
  }
}

/** The number of its statements; the document itself counts as one. */
function sizeOf({ statements }: PolicyDocument): number {
  return statements.length + 1;
}
