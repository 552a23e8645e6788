import type { IAspect } from 'aws-cdk-lib';
import { Annotations, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { AppliedStatement } from './applied-statements';
import { appliedStatements, markApplied, missingFrom, refersToResources } from './applied-statements';
import type { GuardedPrincipal } from './guarded-principal';
import { guardedPrincipal, noteLookedUp, noteServiceLinked } from './guarded-principal';
import { guardrailStatements } from './guardrail-statements';
import { addToPermissionSet, isTyped } from './inline-guardrails';
import type { McpPrincipalGuardrailsOptions } from './mcp-principal-guardrails-options';
import { McpPrincipalKind } from './mcp-principal-kind';
import { SharedGuardrailPolicies } from './shared-guardrail-policies';
import type { McpGuardrail } from '../guardrails/guardrail';
import { POLICY_TYPES } from '../iam/policy-kinds';
import { derivedFrom } from '../private/cache';

/** As errors show it. */
export const NAME = 'McpGuardrails';
export const TYPE = POLICY_TYPES.MANAGED_POLICY;

/** What the warnings are acknowledged by. */
const PATH_WITHOUT_EFFECT = 'cdk-mcp-guardrails:excludePathWithoutEffect';
const EVERYBODY_EXCLUDED = 'cdk-mcp-guardrails:everybodyExcluded';
const UNCERTAIN_ACCOUNT = 'cdk-mcp-guardrails:uncertainAccount';

/** Where the roles of the CDK's bootstrap stack begin to differ, in a name such as `cdk-hnb659fds-deploy-role-111122223333-eu-west-1`. */
const BOOTSTRAP_ROLE = /cdk-[a-z0-9]{1,10}-(?=(deploy|cfn-exec|file-publishing|image-publishing|lookup)-role-)/;

/** Those that are applied to a scope, one after another. */
const appliedTo = derivedFrom((_: IConstruct): GuardrailsAspect[] => []);

/** The guardrails for the principals of a stack. */
interface Prepared {
  readonly statements: AppliedStatement[];
  /** What their policies are called, if the guardrails are for all of it. */
  readonly name?: string;
}

/** A principal of the tree. */
interface Found {
  readonly node: IConstruct;
  readonly principal: GuardedPrincipal;
}

/** Applies guardrails to the principals that it visits. */
export class GuardrailsAspect implements IAspect {
  private readonly prepared = new Map<Stack, Prepared>();
  private readonly excluded: ReadonlySet<IConstruct>;
  private readonly excludedPaths: ReadonlyMap<string, RegExp>;
  /** Where it was before they were synthesized. */
  private readonly stages = new Set<Stage | undefined>();

  private readonly nth: number;

  /** @param scope of whose principals it is */
  public constructor(
    private readonly scope: IConstruct, private readonly guardrails: McpGuardrail[], private readonly options: McpPrincipalGuardrailsOptions,
  ) {
    this.nth = appliedTo(scope).push(this);
    this.excluded = new Set(options.exclude);
    this.excludedPaths = new Map((options.excludePaths ?? []).map((path) =>
      [path, new RegExp(`^${path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}(/.*)?$`)]));
  }

  public visit(node: IConstruct): void {
    // It begins with the stage, or where in it the guardrails are applied.
    if (node === this.scope || Stage.isStage(node)) {
      this.stages.add(Stage.isStage(node) ? node : Stage.of(node));
    }
    const principal = this.principal(node);
    if (!principal || principal.problem || this.isExcluded(node, principal.kind)) {
      return;
    }
    if (principal.serviceLinked || principal.lookedUp) {
      (principal.serviceLinked ? noteServiceLinked : noteLookedUp)(node);
      return;
    }
    if (principal.uncertainAccount) {
      Annotations.of(node).addWarningV2(UNCERTAIN_ACCOUNT, `the guardrails are attached by name, to a principal of the account ${principal.uncertainAccount}: `
        + 'if the stack, which says no account, is deployed to another one, they reach a principal of the same name there, or deployment fails. Set env.account');
    }
    const stack = Stack.of(node);
    const { statements, name } = this.preparedFor(stack);
    const missing = missingFrom(node, statements);
    if (missing.length === 0) {
      return;
    }
    markApplied(node, missing);
    if (principal.kind === McpPrincipalKind.PERMISSION_SET) {
      addToPermissionSet(principal.resource!, missing);
    } else {
      SharedGuardrailPolicies.of(stack).attach(node, principal, missing, {
        name: missing.length === statements.length ? name : undefined, max: this.options.maxManagedPolicies,
      });
    }
  }

  /**
   * Applies them to what the CDK adds when all aspects are done, such as the roles of its providers for `crossRegionReferences`;
   * as `node.addValidation()` takes it.
   */
  public applyToLate(scope: IConstruct): string[] {
    for (const node of scope.node.findAll()) {
      // In a stage of its own it is written already, and a nested stack has its hash. References are resolved, too.
      if (CfnResource.isCfnResource(node) && !isTyped(node) && guardedPrincipal(node)?.resource && isInStageOf(scope, node) && !Stack.of(node).nested
        && !this.preparedFor(Stack.of(node)).statements.some(refersToResources)) {
        this.stages.add(Stage.of(node));
        this.visit(node);
      }
    }
    return [];
  }

  /** The principals that have not got them. */
  public problems(scope: IConstruct): string[] {
    const nodes = scope.node.findAll();
    const found = nodes.flatMap((node): Found[] => {
      const principal = this.principal(node);
      return principal ? [{ node, principal }] : [];
    });
    this.warnOfUnusedPaths(scope, nodes);
    this.warnIfNobodyIsLeft(scope, nodes, found);
    const missing = new Set(found.filter((each) => this.misses(each)).map(({ node }) => node));
    const missed = new Set([...missing].map((node) => Stage.of(node)!).filter((stage) => !this.stages.has(stage)));
    return [
      ...[...missed].map(({ node: { path } }) => `guardrails are not applied to the stage ${path}: it was added after apply(), or synthesized before, `
        + 'as a pipeline\'s addStage() does: apply them to the stage itself, in its constructor, with '
        + `McpPrincipalGuardrails.of(this).apply(), or exclude it with excludePaths: ['${path}']`),
      ...found.filter(({ node }) => missed.size === 0 || !missed.has(Stage.of(node)!)).flatMap(({ node, principal: { kind, problem } }) => {
        const exclude = () => `or exclude it with excludePaths: ['${pathToExclude(node)}']`;
        if (problem !== undefined && !this.isExcluded(node, kind)) {
          return [`guardrails can't be applied to ${node.node.path}: it ${problem}, ${exclude()}`];
        }
        return missing.has(node) ? [`guardrails are not applied to ${node.node.path}, which was added too late: apply them to its stage once that is complete, `
          + `or if an aspect added it, turn on the feature flag @aws-cdk/core:aspectStabilization, ${exclude()}`] : [];
      }),
    ];
  }

  /** Whether it is a principal that could have the guardrails, and has not. */
  private misses({ node, principal }: Found): boolean {
    return !principal.problem && !principal.serviceLinked && !principal.lookedUp
      && !this.isExcluded(node, principal.kind) && missingFrom(node, this.preparedFor(Stack.of(node)).statements).length > 0;
  }

  /** What stands for a principal that is reached itself is none. */
  private principal(node: IConstruct): GuardedPrincipal | undefined {
    const principal = guardedPrincipal(node);
    return principal?.standsFor?.node.scopes.includes(this.scope) ? undefined : principal;
  }

  /**
   * What the policies of the stack are called, if the guardrails are for all of it: other guardrails in their place have the same name, so that a
   * principal goes on naming the policy. Those of its parts are called after the guardrails, for parts with the same ones share policies.
   */
  private nameIn(stack: Stack): string | undefined {
    const { id } = this.scope.node;
    return !stack.node.scopes.includes(this.scope) ? undefined
      : `${id === '' ? '' : `-${id}`}${this.nth === 1 ? '' : `-${this.nth}`}`;
  }

  private preparedFor(stack: Stack): Prepared {
    let prepared = this.prepared.get(stack);
    if (!prepared) {
      const statements = appliedStatements(stack, guardrailStatements(stack, NAME, TYPE, () => this.guardrails));
      this.prepared.set(stack, prepared = { statements, name: this.nameIn(stack) });
    }
    return prepared;
  }

  private isExcluded(node: IConstruct, kind?: McpPrincipalKind): boolean {
    return (kind !== undefined && (this.options.excludeKinds ?? []).includes(kind))
      || (this.excluded.size > 0 && node.node.scopes.some((scope) => this.excluded.has(scope)))
      || [...this.excludedPaths.values()].some((path) => path.test(node.node.path));
  }

  private warnIfNobodyIsLeft(scope: IConstruct, nodes: IConstruct[], found: readonly Found[]): void {
    if (found.length > 0 && found.every(({ node, principal: { kind } }) => this.isExcluded(node, kind))) {
      Annotations.of(warnedFor(scope, nodes)).addWarningV2(EVERYBODY_EXCLUDED, `the guardrails are applied to nobody in ${scope.node.path || 'the app'}: exclude, excludePaths and `
        + 'excludeKinds leave out each role, user, group and permission set there. Exclude fewer of them, or leave out McpPrincipalGuardrails');
    }
  }

  private warnOfUnusedPaths(scope: IConstruct, nodes: IConstruct[]): void {
    const paths = this.excludedPaths.size === 0 ? [] : nodes.map(({ node }) => node.path);
    const unused = [...this.excludedPaths].filter(([, pattern]) => !paths.some((path) => pattern.test(path))).map(([path]) => `'${path}'`);
    if (unused.length > 0) {
      Annotations.of(warnedFor(scope, nodes)).addWarningV2(PATH_WITHOUT_EFFECT,
        `excludePaths has ${unused.join(', ')}, which no construct in ${scope.node.path || 'the app'} has as its path, so that nothing is excluded`);
    }
  }
}

/** What has the warnings about a scope: of an app itself, nothing is printed. */
function warnedFor(scope: IConstruct, nodes: IConstruct[]): IConstruct {
  return Stack.isStack(scope) || scope.node.scopes.some((each) => Stack.isStack(each)) ? scope
    : nodes.find((node) => Stack.isStack(node) && isInStageOf(scope, node)) ?? scope;
}

/** Whether no other stage is between them; each is synthesized for itself. */
function isInStageOf(scope: IConstruct, node: IConstruct): boolean {
  return Stage.of(node) === (Stage.isStage(scope) ? scope : Stage.of(scope));
}

/** The roles of a bootstrap stack, which a pipeline has several of for each environment, together. */
function pathToExclude({ node: { path } }: IConstruct): string {
  const [prefix] = BOOTSTRAP_ROLE.exec(path) ?? [];
  return prefix ? `*${prefix}*` : path;
}
