import { CfnResource, Reference, Stack, Stage, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A type of resource that is the policy of others. */
export interface SeparatePolicy {
  readonly cfnType: string;
  /** The property that names what it is a policy of: by one name or by a list. */
  readonly of: string;
}

/**
 * The policies that are of one of the names of the resource, such as its `Ref` and its ARNs, in its own stack and in the others of its
 * stage. There, an intrinsic function may mean something else.
 */
export function policiesOfStack(resource: CfnResource, { cfnType, of }: SeparatePolicy, names: readonly string[]): CfnResource[] {
  const stack = Stack.of(resource);
  const wanted = new Set(names.flatMap((name) => [referenceIn(name) ?? [], resolved(stack, name)].flat()));
  const found: CfnResource[] = [];
  // A tree doesn't tell when something is added to it. That is asked for each resource: no work here but to go through it.
  const visit = (construct: IConstruct): void => {
    if (CfnResource.isCfnResource(construct) && construct.cfnResourceType === cfnType) {
      const own = Stack.of(construct) === stack;
      if (namesOf(construct, of).some((name) => wanted.has(name) && (own || !name.startsWith('{')))) {
        found.push(construct);
      }
    }
    for (const child of construct.node.children) {
      if (!Stage.isStage(child)) {
        visit(child);
      }
    }
  };
  visit(Stage.of(resource) ?? stack);
  return found;
}

/** What a policy is of. */
export function namesOfPolicy(policy: CfnResource, { of }: SeparatePolicy): readonly string[] {
  return namesOf(policy, of);
}

/** What policies are of, as far as that stays so for the same value. */
const known = new WeakMap<CfnResource, { readonly value: readonly unknown[]; readonly names: readonly string[] }>();

function namesOf(policy: CfnResource, property: string): readonly string[] {
  const given = (policy as unknown as { [property: string]: unknown })[property];
  const value: readonly unknown[] = Array.isArray(given) ? given : [given];
  const last = known.get(policy);
  if (last && last.value.length === value.length && last.value.every((each, i) => each === value[i])) {
    return last.names;
  }
  const stack = Stack.of(policy);
  const names = Token.isUnresolved(given) && Array.isArray(given) ? undefined : value.map((each) => lastingName(stack, each));
  if (names?.every((name) => name !== undefined)) {
    known.set(policy, { value: [...value], names });
    return names;
  }
  return [stack.resolve(given)].flat().map((name) => JSON.stringify(withoutSub(name)));
}

function lastingName(stack: Stack, value: unknown): string | undefined {
  return typeof value !== 'string' ? undefined : Token.isUnresolved(value) ? referenceIn(value) : resolved(stack, value);
}

/** The construct and its attribute that a text refers to, if it is a reference and nothing else; its logical id may change yet. */
function referenceIn(text: string): string | undefined {
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
