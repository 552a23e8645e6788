import { Aws, CfnResource, Fn, aws_iam as iam, Lazy, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { AppliedStatement } from './applied-statements';
import { refersToResources } from './applied-statements';
import type { GuardedPrincipal } from './guarded-principal';
import { GuardedResources } from './guarded-resources';
import { addInlinePolicy, isTyped } from './inline-guardrails';
import { McpPrincipalKind } from './mcp-principal-kind';
import { packStatements } from '../private/pack-statements';
import { POLICY_TYPES } from '../private/policy-type';

const STACKS = new WeakMap<Stack, SharedGuardrailPolicies>();

/** The managed policies with guardrails that the principals of a stack share: one for each set of guardrails, or the fewest that hold it. */
export class SharedGuardrailPolicies {
  public static of(stack: Stack): SharedGuardrailPolicies {
    let policies = STACKS.get(stack);
    if (!policies) {
      STACKS.set(stack, policies = new SharedGuardrailPolicies(stack));
    }
    return policies;
  }

  private readonly bySet = new Map<string, SharedPolicy>();
  private attachedFromPolicies?: Map<string, number>;

  private constructor(private readonly stack: Stack) {}

  /**
   * Attaches the guardrails to a role, user or group.
   *
   * A managed policy that the principal names is there before it. The policy names the principal instead if that is imported, can't
   * be changed, or if the guardrails refer to resources, which may need the principal. Where there is no room for another managed
   * policy they become an inline policy.
   *
   * @throws if that can't be either, or a statement is larger than a policy.
   */
  public attach({ kind, resource, importedName }: GuardedPrincipal, statements: AppliedStatement[], maxManagedPolicies: number): void {
    const shared = this.sharedPolicy(statements);
    if (!resource) {
      shared.attachByName(kind, importedName!);
      return;
    }
    const principal = resource as iam.CfnRole | iam.CfnUser | iam.CfnGroup;
    const before = isTyped(resource) ? principal.managedPolicyArns : undefined;
    const known = this.stack.resolve(before) ?? [];
    const { condition } = resource.cfnOptions;
    const name = condition ? Fn.conditionIf(condition.logicalId, resource.ref, Aws.NO_VALUE).toString() : resource.ref;
    if (!isTyped(resource) || !Array.isArray(known)) {
      shared.attachByName(kind, name);
      return;
    }
    const attached = known.length + (this.attachedFrom().get(JSON.stringify(this.stack.resolve(resource.ref))) ?? 0);
    const cyclic = statements.some(refersToResources);
    if (attached + shared.count > maxManagedPolicies) {
      if (cyclic) {
        throw new Error(`${resource.node.path}: it has ${attached} managed policies of the ${maxManagedPolicies} that it can have, so that the guardrails `
          + 'can\'t be attached, and they refer to resources, so that they can\'t be part of it: detach a policy, or raise maxManagedPolicies with the quota');
      }
      addInlinePolicy(resource, statements);
    } else if (cyclic) {
      shared.attachByName(kind, name);
    } else {
      const arns = shared.arns();
      principal.managedPolicyArns = Lazy.uncachedList({ produce: (context) => [...context.resolve(before) ?? [], ...arns] });
      GuardedResources.of(this.stack).addManaged(resource, arns);
    }
  }

  private sharedPolicy(statements: AppliedStatement[]): SharedPolicy {
    const key = JSON.stringify(statements.map(({ text }) => text));
    let policy = this.bySet.get(key);
    if (!policy) {
      this.bySet.set(key, policy = new SharedPolicy(this.stack, statements));
    }
    return policy;
  }

  /** How many managed policies of the app name a principal. */
  private attachedFrom(): Map<string, number> {
    if (!this.attachedFromPolicies) {
      this.attachedFromPolicies = new Map();
      for (const policy of this.stack.node.findAll().filter((each) => this.isManagedPolicy(each))) {
        const { roles, users, groups } = policy as iam.CfnManagedPolicy;
        for (const name of [roles, users, groups].flatMap((names) => this.stack.resolve(names) ?? [])) {
          const key = JSON.stringify(name);
          this.attachedFromPolicies.set(key, (this.attachedFromPolicies.get(key) ?? 0) + 1);
        }
      }
    }
    return this.attachedFromPolicies;
  }

  private isManagedPolicy(construct: IConstruct): boolean {
    return CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::IAM::ManagedPolicy' && 'roles' in construct
      && Stack.of(construct) === this.stack;
  }
}

/** The policies of one set of guardrails, which are made when the first principal needs them. */
class SharedPolicy {
  private readonly documents: object[];
  private readonly names: { [kind: string]: Map<string, string> } = { ROLE: new Map(), USER: new Map(), GROUP: new Map() };
  private policies?: iam.CfnManagedPolicy[];

  public constructor(private readonly stack: Stack, private readonly statements: AppliedStatement[]) {
    try {
      this.documents = packStatements(statements.map(({ json }) => json), POLICY_TYPES.MANAGED_POLICY.maxSize, (value) => stack.resolve(value))
        .map((Statement) => ({ Statement, Version: '2012-10-17' }));
    } catch (error) {
      throw new Error(`${stack.node.path}: of the guardrails, ${(error as Error).message}`);
    }
  }

  public get count(): number {
    return this.documents.length;
  }

  public arns(): string[] {
    return this.resources().map((policy) => policy.ref);
  }

  public attachByName(kind: McpPrincipalKind, name: string): void {
    this.names[kind].set(JSON.stringify(this.stack.resolve(name)), name);
    this.resources();
  }

  private resources(): iam.CfnManagedPolicy[] {
    const attached = (kind: McpPrincipalKind) => Lazy.uncachedList({ produce: () => [...this.names[kind].values()] }, { omitEmpty: true });
    this.policies ??= this.documents.map((policyDocument, i) => new iam.CfnManagedPolicy(this.stack, this.freeId(i), {
      description: this.description(),
      policyDocument,
      roles: attached(McpPrincipalKind.ROLE),
      users: attached(McpPrincipalKind.USER),
      groups: attached(McpPrincipalKind.GROUP),
    }));
    return this.policies;
  }

  private description(): string {
    const text = `Guardrails for AI agents: ${this.statements.map(({ sid }) => sid).join(', ')}`;
    return text.length <= 1_000 ? text : `${text.slice(0, 997)}...`;
  }

  /** Tells what the guardrails are called, so that others than these leave the policy as it is. */
  private freeId(index: number): string {
    const id = `McpGuardrails-${this.statements.map(({ sid }) => sid).join('-').slice(0, 128)}${index === 0 ? '' : `-${index + 1}`}`;
    let free = id;
    for (let i = 2; this.stack.node.tryFindChild(free); i++) {
      free = `${id}-Other${i}`;
    }
    return free;
  }
}
