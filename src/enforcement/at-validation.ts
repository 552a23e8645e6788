import { Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { derivedFrom } from '../private/cache';

/**
 * What is made of the tree of a stage when it is validated, once for all that look at it: nothing is added any more then. An app may be
 * synthesized, and so validated, again.
 */
export class AtValidation<T> {
  private readonly prepared = new WeakMap<IConstruct, { value?: T }>();

  public constructor(private readonly make: (root: IConstruct) => T) {}

  /** Has the validations of a construct begin with what is there then. */
  public prepare(construct: IConstruct): void {
    const root = stageOf(construct);
    if (!this.prepared.has(root)) {
      const made: { value?: T } = {};
      this.prepared.set(root, made);
      // The CDK validates a construct before those in it.
      root.node.addValidation({
        validate: () => {
          delete made.value;
          return [];
        },
      });
    }
  }

  /** For a validation of a construct that it was prepared for. */
  public get(construct: IConstruct): T {
    const root = stageOf(construct);
    const made = this.prepared.get(root);
    return made ? made.value ??= this.make(root) : this.make(root);
  }
}

/** That of what is in a stack. */
export function stageOf(construct: IConstruct): IConstruct {
  return ofStack(Stack.of(construct));
}

const ofStack = derivedFrom((stack: Stack): IConstruct => Stage.of(stack) ?? stack);
