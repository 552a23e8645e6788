import { Aws, CfnResource, Fn, aws_iam as iam, Lazy, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { AppliedStatement } from './applied-statements';
import { refersToResources } from './applied-statements';
import { contentHash } from './content-hash';
import type { GuardedPrincipal } from './guarded-principal';
import { addInlinePolicy, isTyped } from './inline-guardrails';
import { keepPolicy } from './kept-guardrails';
import { addToList, listOfRole } from './listed-policies';
import { McpPrincipalKind } from './mcp-principal-kind';
import type { StatementJson } from './pack-statements';
import { documentOf, mergeEqual, packStatements } from './pack-statements';
import { noteLate, UNCHANGEABLE } from './principal-side';
import { renderedProperties } from './rendered-resource';
import { POLICY_TYPES } from '../iam/policy-kinds';
import type { PrincipalKind } from '../iam/principal-types';
import { PRINCIPAL_TYPES } from '../iam/principal-types';
import { derivedFrom } from '../private/cache';

/** The public names of kinds of principals. */
const KINDS: { readonly [kind in McpPrincipalKind]: PrincipalKind } = {
  [McpPrincipalKind.ROLE]: 'role', [McpPrincipalKind.USER]: 'user', [McpPrincipalKind.GROUP]: 'group', [McpPrincipalKind.PERMISSION_SET]: 'permission set',
};

const areCyclic = derivedFrom((statements: readonly AppliedStatement[]) => statements.some(refersToResources));
const textsOf = derivedFrom((statements: readonly AppliedStatement[]) => JSON.stringify(statements.map(({ text }) => text)));

/** The managed policies with guardrails that the principals of a stack share: one for each set of guardrails, or the fewest that hold it. */
export class SharedGuardrailPolicies {
  public static readonly of = derivedFrom((stack: Stack) => new SharedGuardrailPolicies(stack));

  private readonly bySet = new Map<string, SharedPolicy>();
  private attachedFromPolicies?: Map<string, number>;

  private constructor(private readonly stack: Stack) {}

  /**
   * Attaches the guardrails to a role, user or group.
   *
   * A managed policy that the principal names is there before it. The policy names the principal instead if that is imported, can't
   * be changed, or if the guardrails refer to resources, which may need the principal. What there is no room for as managed policies
   * becomes an inline policy.
   *
   * @param name of the policies, if others that are applied in their place are to take it: then content changes in place
   * @throws if that can't be either, or a statement is larger than a policy.
   */
  public attach(
    construct: IConstruct, guarded: GuardedPrincipal, statements: AppliedStatement[], { name: of, max: given }: { name?: string; max?: number },
  ): void {
    const { kind, resource, importedName } = guarded;
    const { byDefault, most } = PRINCIPAL_TYPES[KINDS[kind]].managedPolicies;
    const max = Math.min(given ?? byDefault, most);
    const principal = resource as iam.CfnRole | iam.CfnUser | iam.CfnGroup | undefined;
    const typed = resource !== undefined && isTyped(resource);
    const before = typed ? principal!.managedPolicyArns : undefined;
    const known: unknown = listOfRole(before) ?? this.stack.resolve(before) ?? [];
    const cyclic = areCyclic(statements);
    const named = typed && Array.isArray(known) && !cyclic;
    const shared = this.sharedPolicy(statements, !named && !cyclic, of);
    const name = () => resource?.ref ?? importedName!;
    const key = () => kind + JSON.stringify(this.stack.resolve(name()));
    const listed = typed || !resource ? known : renderedProperties(resource).ManagedPolicyArns;
    const attached = (Array.isArray(listed) ? listed.length : 0) + this.attachedTo(key);
    const full = `it has ${attached} managed policies of the ${max} that it can have`;
    if (named) {
      const held = Math.max(0, Math.min(shared.count, max - attached));
      if (held > 0) {
        addToList(principal!, shared.arns(held));
      }
      if (held < shared.count) {
        addInlinePolicy(resource, shared.behind(held), full);
      }
      return;
    }
    if (!shared.attachedKeys.has(key()) && attached + shared.count > max) {
      const why = cyclic ? 'they refer to resources, so that they can\'t be part of it' : 'no inline policy can be made part of it';
      throw new Error(`${construct.node.path}: ${full}, so that the guardrails `
        + `can't be attached, and ${why}: detach a policy, apply the guardrails at once, or raise maxManagedPolicies with the quota`);
    }
    if (resource) {
      const [why, fix] = cyclic ? ['it refers to resources, which may need that'] : UNCHANGEABLE;
      shared.resources().forEach((policy) => noteLate(policy, resource.node.path, why, fix));
    }
    const condition = resource?.cfnOptions.condition;
    shared.attachByName(kind, key(), condition ? Fn.conditionIf(condition.logicalId, name(), Aws.NO_VALUE).toString() : name());
  }

  /**
   * @param byName whether it is the policy that names principals. Others are named by theirs: were they one, what the named ones need
   * would have to be there before those that name it.
   */
  private sharedPolicy(statements: AppliedStatement[], byName: boolean, of?: string): SharedPolicy {
    const key = `${byName} ${of} ${textsOf(statements)}`;
    let policy = this.bySet.get(key);
    if (!policy) {
      this.bySet.set(key, policy = new SharedPolicy(this.stack, statements, byName, of));
    }
    return policy;
  }

  /** How many managed policies of the stack name a principal. */
  private attachedTo(key: () => string): number {
    if (!this.attachedFromPolicies) {
      this.attachedFromPolicies = new Map();
      for (const policy of this.stack.node.findAll().filter((each) => this.isManagedPolicy(each))) {
        const { roles, users, groups } = policy as iam.CfnManagedPolicy;
        for (const [of, names] of Object.entries({ ROLE: roles, USER: users, GROUP: groups })) {
          for (const each of this.stack.resolve(names) ?? []) {
            const attachedTo = of + JSON.stringify(each);
            this.attachedFromPolicies.set(attachedTo, (this.attachedFromPolicies.get(attachedTo) ?? 0) + 1);
          }
        }
      }
    }
    const naming = [...this.bySet.values()].filter(({ attachedKeys }) => attachedKeys.size > 0);
    return this.attachedFromPolicies.size + naming.length === 0 ? 0
      : naming.filter(({ attachedKeys }) => attachedKeys.has(key()))
        .reduce((sum, { count }) => sum + count, this.attachedFromPolicies.get(key()) ?? 0);
  }

  private isManagedPolicy(construct: IConstruct): boolean {
    return CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::IAM::ManagedPolicy' && 'roles' in construct
      && Stack.of(construct) === this.stack && ![...this.bySet.values()].some((shared) => shared.has(construct));
  }
}

/** The policies of one set of guardrails, which are made when the first principal needs them. */
class SharedPolicy {
  /** Whom the policies name, each as its kind and its name as JSON. */
  public readonly attachedKeys = new Set<string>();

  private readonly documents: StatementJson[][];
  /** What they have for each, by kind and as JSON. */
  private readonly attached: { [kind: string]: Map<string, string> } = { ROLE: new Map(), USER: new Map(), GROUP: new Map() };
  private readonly policies: iam.CfnManagedPolicy[] = [];
  private readonly firstArns: Array<readonly string[] | undefined> = [];

  public constructor(
    private readonly stack: Stack, private readonly statements: AppliedStatement[], private readonly byName: boolean, private readonly name?: string,
  ) {
    try {
      this.documents = packStatements(statements.map(({ json }) => json), POLICY_TYPES.MANAGED_POLICY.maxSize, (value) => stack.resolve(value));
    } catch (error) {
      throw new Error(`${stack.node.path}: of the guardrails, ${(error as Error).message}`);
    }
  }

  public get count(): number {
    return this.documents.length;
  }

  /** Of the first policies. */
  public arns(count: number): readonly string[] {
    return this.firstArns[count] ??= this.resources(count).slice(0, count).map((policy) => policy.ref);
  }

  /** The statements that the first policies do not hold. */
  public behind(count: number): StatementJson[] {
    if (count === 0) {
      return this.statements.map(({ json }) => json);
    }
    const sids = new Map<string, number>();
    return mergeEqual(this.documents.slice(count).flat(), (value) => this.stack.resolve(value)).map((statement) => {
      const nth = (sids.get(statement.Sid) ?? 0) + 1;
      sids.set(statement.Sid, nth);
      // Of one that was divided there are several parts.
      return nth === 1 ? statement : { ...statement, Sid: `${statement.Sid}Part${nth}` };
    });
  }

  public has(construct: IConstruct): boolean {
    return this.policies.some((policy) => policy === construct);
  }

  /** @param value which the policies have for the name: itself, or only on a condition */
  public attachByName(kind: McpPrincipalKind, key: string, value: string): void {
    this.attachedKeys.add(key);
    this.attached[kind].set(JSON.stringify(this.stack.resolve(value)), value);
    this.resources();
  }

  /** At least so many, which are made once somebody has them. */
  public resources(count = this.count): iam.CfnManagedPolicy[] {
    const { ROLE, USER, GROUP } = this.attached;
    const lazy = (names: Map<string, string>) => Lazy.uncachedList({ produce: () => [...names.values()] }, { omitEmpty: true });
    for (let i = this.policies.length; i < count; i++) {
      const policy = new iam.CfnManagedPolicy(this.stack, this.freeId(i), {
        // One that changes makes the policy anew.
        description: 'Guardrails for AI agents',
        policyDocument: documentOf(this.documents[i]),
        roles: lazy(ROLE),
        users: lazy(USER),
        groups: lazy(GROUP),
      });
      this.policies.push(policy);
      keepPolicy(this.stack, policy, this.documents[i]);
    }
    return this.policies;
  }

  /**
   * Tells whose guardrails they are, or what they are called, so that others than these leave the policy as it is. Of several policies, each has a hash of
   * its content: a statement that goes from one to another is in a new policy, which is attached before the old one is deleted.
   */
  private freeId(index: number): string {
    const of = this.name ?? `-${this.statements.map(({ sid }) => sid).join('-').slice(0, 128)}`;
    const hash = this.count === 1 ? '' : `-${contentHash(this.stack, this.documents[index])}`;
    const id = `McpGuardrails${of}${this.byName ? '-ByName' : ''}${hash}`;
    let free = id;
    for (let i = 2; this.stack.node.tryFindChild(free); i++) {
      free = `${id}-Other${i}`;
    }
    return free;
  }
}
