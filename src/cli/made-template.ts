import type { Json } from '../iam/value';

type Path = readonly string[];

interface Parts {
  readonly [path: string]: Path;
}

const NO_PARTS: Parts = {};

/** A template that is made of what is none, and knows where each part of it is written. */
export class MadeTemplate {
  public readonly resources: { [logicalId: string]: { readonly Type: string; readonly Properties: Json } } = {};
  public readonly constructPaths = new Map<string, string>();
  private readonly sources = new Map<string, { readonly source: Path; readonly parts: Parts | (() => Parts) }>();

  /**
   * @param source where the resource is written
   * @param parts where else its parts are, by their paths in it, such as `Properties/PolicyDocument`, or what tells it when it is asked
   * @param name what it is called, if that is not the logical id
   * @throws if the logical id is there already
   */
  public add(
    logicalId: string, type: string, properties: Json, source: Path, parts: Parts | (() => Parts) = NO_PARTS, name?: string,
  ): void {
    if (Object.hasOwn(this.resources, logicalId)) {
      throw new Error(`${name ?? logicalId} is there twice`);
    }
    this.resources[logicalId] = { Type: type, Properties: Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) };
    this.sources.set(logicalId, { source, parts });
    if (name !== undefined) {
      this.constructPaths.set(logicalId, name);
    }
  }

  /** Where in the file is what stands at a path in the template. */
  public readonly toSource = ([section, logicalId, ...path]: readonly string[]): readonly string[] => {
    const found = section === 'Resources' ? this.sources.get(logicalId) : undefined;
    if (!found) {
      return [];
    }
    const sources = new Map([['', found.source], ...Object.entries(typeof found.parts === 'function' ? found.parts() : found.parts)]);
    let length = path.length;
    while (length > 0 && !sources.has(path.slice(0, length).join('/'))) {
      length--;
    }
    return [...sources.get(path.slice(0, length).join('/'))!, ...length === 0 ? [] : path.slice(length)];
  };
}

/** A template that is made of what is none. */
export interface MadeInput {
  readonly made: MadeTemplate;
  readonly account?: string;
  /** Whether it has all users and all roles of the account, if it has any. */
  readonly isWholeAccount?: boolean;
  /** Documents of AWS's own managed policies, by ARN. */
  readonly managedPolicies?: { readonly [arn: string]: Json };
  /** Why it is not all. */
  readonly incomplete?: readonly [message: string, hint?: string];
  /** What in it is known only later. */
  readonly later?: string;
  /** The ids of control policies that it attaches and may not have, each with its type as far as that is told. */
  readonly attached?: ReadonlyMap<string, unknown>;
  /** Why it is not rewritten, and what to do. */
  readonly notRewritten?: readonly [reason: string, hint: string];
}
