import { Condition } from './condition';
import { ActionElement, ResourceElement } from './element';
import type { LocatedPolicy } from './policy';
import { PolicyKind } from './policy';
import { policyTypeOf } from './policy-type-lookup';
import { PrincipalElement } from './principal-element';
import type { RequestContext } from './request-context';
import { branchesOf, hasBranches } from './statement-branches';
import type { Outcome } from './three-valued';
import { readable } from './unknown-text';
import type { Json } from './value';
import { isKnownLater, isObject, textOf } from './value';
import { formatValue } from '../private/format';

/** How the statements of a document are read. */
export interface StatementOptions {
  /** The policy that the document is that of, if it is known. */
  readonly policy?: LocatedPolicy;
  /** Whether policy variables are read, as they are since version 2012-10-17. */
  readonly variables: boolean;
  /** Whether IAM completes an ARN that has fewer than six parts. */
  readonly completesArns: boolean;
}

/** A statement of a policy. Its elements are read when they are first asked for, each once. */
export class Statement {
  /** The elements as they are written; none if the statement is no object, or is known only at deployment. */
  public readonly json: Json;
  /** Whether it is a statement that can be read, and not one that is known only at deployment. */
  public readonly isKnown: boolean;

  private actionElement?: ActionElement | null;
  private resourceElement?: ResourceElement | null;
  private principalElement?: PrincipalElement | null;
  private conditionBlock?: Condition;
  private keysRead?: readonly string[];
  private isBranching?: boolean;

  /**
   * @param written the statement as it is in the document
   * @param path to it within the document, such as `Statement/0`
   */
  public constructor(public readonly written: unknown, public readonly path: string, private readonly options: StatementOptions) {
    this.isKnown = isObject(written) && !isKnownLater(written);
    this.json = this.isKnown ? written as Json : {};
  }

  /** Whether it has an `Fn::If` within its elements. */
  public get hasBranches(): boolean {
    return this.isBranching ??= hasBranches(this.json);
  }

  /** What it may turn out to be, each by the path of this one: itself only, if it has no `Fn::If` within its elements, or too many. */
  public get branches(): readonly Statement[] {
    return branchesOf(this.json).map((json) => (json === this.json ? this : new Statement(json, this.path, this.options)));
  }

  /** The policy that it is in, if that is known. */
  public get policy(): LocatedPolicy | undefined {
    return this.options.policy;
  }

  /** Whether its strings may hold policy variables. */
  public get readsVariables(): boolean {
    return this.options.variables;
  }

  /** `undefined` if it is known only at deployment, or is none. */
  public get effect(): 'Allow' | 'Deny' | undefined {
    const { Effect } = this.json;
    return Effect === 'Allow' || Effect === 'Deny' ? Effect : undefined;
  }

  /** Its Sid, with unknown parts; `undefined` if it has none. */
  public get sid(): string | undefined {
    return typeof this.json.Sid === 'string' ? textOf(this.json.Sid) : undefined;
  }

  /** For a person: `statement "Sid"`. */
  public get title(): string {
    return this.sid === undefined ? 'a statement' : `statement ${formatValue(readable(this.sid))}`;
  }

  public get action(): ActionElement | undefined {
    if (this.actionElement === undefined) {
      this.actionElement = ActionElement.of(this.json) ?? null;
    }
    return this.actionElement ?? undefined;
  }

  public get resource(): ResourceElement | undefined {
    if (this.resourceElement === undefined) {
      this.resourceElement = ResourceElement.of(this.json, this.options) ?? null;
    }
    return this.resourceElement ?? undefined;
  }

  public get principal(): PrincipalElement | undefined {
    if (this.principalElement === undefined) {
      this.principalElement = PrincipalElement.of(this.json) ?? null;
    }
    return this.principalElement ?? undefined;
  }

  public get condition(): Condition {
    return this.conditionBlock ??= Condition.of(this.json.Condition, this.options.variables);
  }

  /** Whether it has the element, also where its value is known only at deployment. */
  public has(element: string): boolean {
    return this.json[element] !== undefined;
  }

  /** Whether it is about every action, or every one but some. */
  public get isAboutAllActions(): boolean {
    return this.action?.isAboutAll ?? false;
  }

  /** @param action in lower case */
  public matchesAction(action: string): Outcome {
    return this.action ? this.action.matches(action) : this.withoutElement();
  }

  /** As `ResourceElement.matches()`. A trust policy says nothing of resources, for it is about the role. */
  public matchesResource(
    resource: string | undefined, context: RequestContext | undefined, alike?: number, outside?: ReadonlySet<string>,
  ): Outcome {
    return this.resource ? this.resource.matches(resource, context, alike, outside)
      : this.policy?.kind === PolicyKind.TRUST || this.withoutElement();
  }

  /** What a statement means that lacks an element is not known, but where the service says that it does nothing. */
  private withoutElement(): Outcome {
    const ignored = this.isKnown && this.policy ? policyTypeOf(this.policy).ignoresIncomplete : undefined;
    return ignored ? false : undefined;
  }

  /** The condition keys that it reads, in lower case: those of its condition and of its policy variables. */
  public get reads(): readonly string[] {
    return this.keysRead ??= [...this.condition.reads, ...this.resource?.variables ?? []];
  }
}
