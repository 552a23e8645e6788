import { CfnResource, Lazy, Reference, Stack, Stage, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { writtenProperty } from './written-property';
import { AtValidation, stageOf } from '../enforcement/at-validation';
import { isInTree } from '../enforcement/kept-guardrails';
import { derivedFrom, keptIn } from '../private/cache';

/** A type of resource that is the policy of others. */
export interface SeparatePolicy {
  readonly cfnType: string;
  /** The property that names what it is a policy of: by one name or by a list. Of several properties, one is given. */
  readonly of: string | readonly string[];
  /** What CloudFormation calls it, if that is not what the CDK does. */
  readonly cfnOf?: string;
}

/**
 * The policies that are of one of the names of the resource, such as its `Ref` and its ARNs, in its own stack and in the others of its
 * stage. There, an intrinsic function may mean something else.
 */
export function policiesOfStack(resource: CfnResource, separate: SeparatePolicy, names: () => readonly string[]): CfnResource[] {
  const tree = trees.get(stageOf(resource));
  return policiesIn(tree?.isUsed ? tree.policies(separate) : byName(stageOf(resource), separate), resource, names);
}

/**
 * Does what adds policies for one resource after another. A tree doesn't tell when something is added to it, but each resource takes a token of the CDK
 * when it is made. As long as nobody has taken one in between, the tree is gone through once for all.
 *
 * @param below where policies are added
 */
export function addingPolicies(resource: CfnResource, below: IConstruct, add: () => void): void {
  const stage = stageOf(resource);
  const taken = tokensTaken();
  let tree = trees.get(stage);
  if (tree?.taken !== taken) {
    trees.set(stage, tree = new Tree(stage));
  }
  tree.isUsed = true;
  try {
    add();
  } finally {
    tree.goThrough(below);
    tree.isUsed = false;
    tree.taken = tokensTaken();
  }
}

/** Reads what may take tokens, but adds nothing to the tree. */
export function addingNothing<T>(construct: IConstruct, read: () => T): T {
  const tree = trees.get(stageOf(construct));
  const isUpToDate = tree !== undefined && tree.taken === tokensTaken();
  try {
    return read();
  } finally {
    if (isUpToDate) {
      tree.taken = tokensTaken();
    }
  }
}

/** What is known of a stage's policies as long as nobody else adds some. */
class Tree {
  public isUsed = false;
  /** How many tokens were taken when it was last up to date. */
  public taken = NaN;
  private readonly byType = new Map<SeparatePolicy, PoliciesByName>();

  public constructor(private readonly stage: IConstruct) {}

  public policies(separate: SeparatePolicy): PoliciesByName {
    const policies = this.byType.get(separate) ?? byName(this.stage, separate);
    this.byType.set(separate, policies);
    return policies;
  }

  /** Adds the policies of a part of the tree. */
  public goThrough(part: IConstruct): void {
    this.byType.forEach((policies, separate) => addByName(policies, part, separate));
  }
}

/** By stage. */
const trees = new WeakMap<IConstruct, Tree>();

interface TokenMap { readonly tokenCounter?: unknown }

/** The CDK's own count, which is nowhere to be read but in a private field; `NaN` if it counts otherwise, so that the tree is gone through each time. */
function tokensTaken(): number {
  const map = (globalThis as { __cdkTokenMap?: TokenMap }).__cdkTokenMap;
  return map && isCounted(map) ? map.tokenCounter as number : NaN;
}

/** Whether it counts a token that is made. */
const isCounted = derivedFrom((map: TokenMap): boolean => {
  const { tokenCounter: before } = map;
  Lazy.uncachedString({ produce: () => '' });
  return typeof before === 'number' && map.tokenCounter === before + 1;
});

/** The same for a validation of the resource, when nothing is added any more: the tree is gone through once for all resources. */
export function policiesAtValidation(resource: CfnResource, separate: SeparatePolicy, names: () => readonly string[]): CfnResource[] {
  const policies = VALIDATED.get(resource);
  if (!policies.has(separate)) {
    policies.set(separate, byName(stageOf(resource), separate));
  }
  return policiesIn(policies.get(separate)!, resource, names);
}

/** To be called before the validations in which `policiesAtValidation()` is. */
export function prepareValidation(resource: CfnResource): void {
  VALIDATED.prepare(resource);
}

/** Policies, with their place in the order of the tree, by each name that they are of. */
class PoliciesByName extends Map<string, ReadonlyArray<{ readonly policy: CfnResource; readonly place: number }>> {
  /** Whether a name is written as something else than a reference; mostly none is. */
  public isWritten = false;

  public set(name: string, policies: ReadonlyArray<{ readonly policy: CfnResource; readonly place: number }>): this {
    this.isWritten ||= /^["{[]/.test(name);
    return super.set(name, policies);
  }
}

/** By type of policy. */
const VALIDATED = new AtValidation(() => new Map<SeparatePolicy, PoliciesByName>());

function byName(root: IConstruct, separate: SeparatePolicy): PoliciesByName {
  return addByName(new PoliciesByName(), root, separate);
}

function addByName(policies: PoliciesByName, root: IConstruct, { cfnType, of }: SeparatePolicy): PoliciesByName {
  let place = 0;
  const visit = (construct: IConstruct): void => {
    if (CfnResource.isCfnResource(construct)) {
      if (construct.cfnResourceType === cfnType) {
        place += 1;
        for (const name of namesOf(construct, of)) {
          const before = policies.get(name) ?? [];
          if (!before.some(({ policy }) => policy === construct)) {
            policies.set(name, [...before, { policy: construct, place }]);
          }
        }
      }
    } else if (construct !== root && Stage.isStage(construct)) {
      return;
    }
    for (const child of construct.node.children) {
      visit(child);
    }
  };
  visit(root);
  return policies;
}

function policiesIn(policies: PoliciesByName, resource: CfnResource, names: () => readonly string[]): CfnResource[] {
  if (policies.size === 0) {
    return [];
  }
  const stack = Stack.of(resource);
  const found = new Map<CfnResource, number>();
  const look = (name: string | undefined) => (name === undefined ? undefined : policies.get(name))?.forEach(({ policy, place }) => {
    if (isInTree(policy) && (Stack.of(policy) === stack || !name!.startsWith('{'))) {
      found.set(policy, found.get(policy) ?? place);
    }
  });
  const given = names();
  referencesIn(resource, given).forEach(look);
  if (policies.isWritten) {
    given.forEach((name) => look(resolved(stack, name)));
  }
  return [...found].sort(([, a], [, b]) => a - b).map(([policy]) => policy);
}

/** What the names of a resource refer to: it is asked for them when guardrails are added, and again when its template is written. */
const referred = keptIn((_: CfnResource): Referred => ({ names: [], references: [] }));

interface Referred {
  names: readonly string[];
  references: ReadonlyArray<string | undefined>;
}

function referencesIn(resource: CfnResource, names: readonly string[]): Referred['references'] {
  const last = referred(resource);
  if (last.names.length !== names.length || !names.every((name, i) => name === last.names[i])) {
    Object.assign(last, { names, references: names.map(referenceIn) });
  }
  return last.references;
}

/** What a policy is of. */
export function namesOfPolicy(policy: CfnResource, { of }: SeparatePolicy): readonly string[] {
  return namesOf(policy, of);
}

/** The property by which the policy says what it is of. */
export function givenProperty(policy: CfnResource, of: SeparatePolicy['of']): string {
  return typeof of === 'string' ? of : of.find((each) => writtenProperty(policy, each) !== undefined) ?? of[0];
}

/** What a policy is of, as somebody gave it, and which names that is, as far as they stay so for the same value. */
const lastOf = keptIn((_: CfnResource): { value?: readonly unknown[]; names?: readonly string[] } => ({}));

function namesOf(policy: CfnResource, of: SeparatePolicy['of']): readonly string[] {
  const given: unknown = writtenProperty(policy, givenProperty(policy, of));
  const last = lastOf(policy);
  const value: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (last.value?.length === value.length && last.value.every((each, i) => each === value[i])) {
    return last.names!;
  }
  const stack = Stack.of(policy);
  const names = Token.isUnresolved(given) && Array.isArray(given) ? undefined : value.map((each) => lastingName(stack, each));
  if (names?.every((name) => name !== undefined)) {
    Object.assign(last, { value: [...value], names });
    return names;
  }
  return [stack.resolve(given)].flat().map((name) => JSON.stringify(withoutSub(name)));
}

function lastingName(stack: Stack, value: unknown): string | undefined {
  return typeof value !== 'string' ? undefined : Token.isUnresolved(value) ? referenceIn(value) : resolved(stack, value);
}

/** The construct and its attribute that a string refers to, if it is a reference and nothing else; its logical id may change yet. */
function referenceIn(text: string): string | undefined {
  if (!text.startsWith('${Token[')) {
    return undefined;
  }
  const { length, firstToken } = Tokenization.reverseString(text);
  return length === 1 && Reference.isReference(firstToken) ? `${firstToken.target.node.path}.${firstToken.displayName}` : undefined;
}

function resolved(stack: Stack, text: string): string {
  return JSON.stringify(withoutSub(stack.resolve(text)));
}

/** A function that says the same without `Fn::Sub`, as a template may that is included. */
function withoutSub(value: any): unknown {
  const text = value?.['Fn::Sub'];
  if (typeof text !== 'string' || text.includes('${!')) {
    return value;
  }
  const parts = text.split(/(\$\{[^}]+\})/).filter((part) => part !== '').map((part) => {
    const [, name, attribute] = /^\$\{([^.}]+)(?:\.([^}]+))?\}$/.exec(part) ?? [];
    return name === undefined ? part : attribute === undefined ? { Ref: name } : { 'Fn::GetAtt': [name, attribute] };
  });
  return parts.length === 1 ? parts[0] : { 'Fn::Join': ['', parts] };
}
