import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A warning, with the id that acknowledges it. */
export interface Warning {
  readonly warning: string;
  readonly message: string;
}

/**
 * Warns at synthesis, at the resource in the construct with the id, which need not be there yet: some make their statements before they are made
 * themselves. It is acknowledged there or above it.
 */
export function warnAtSynthesis(scope: IConstruct, id: string, warnings: (construct: IConstruct) => readonly Warning[]): void {
  scope.node.addValidation({
    validate: () => {
      const construct = scope.node.tryFindChild(id) ?? scope;
      // Of the construct itself, aws-cdk-lib 2.257 would not see an acknowledgment that is there already.
      const warned = construct.node.defaultChild ?? construct;
      warnings(construct).forEach(({ warning, message }) => Annotations.of(warned).addWarningV2(warning, message));
      return [];
    },
  });
}
