import { CONDITION_EXAMPLES } from './examples/conditions';
import { ELEMENT_EXAMPLES } from './examples/elements';
import type { AwsExample } from './examples/example';
import { LAYER_EXAMPLES } from './examples/layers';
import { ORGANIZATION_EXAMPLES } from './examples/organizations';
import { PRINCIPAL_EXAMPLES } from './examples/principals';
import { SET_OPERATOR_EXAMPLES } from './examples/set-operators';
import { SPECIAL_POLICY_EXAMPLES } from './examples/special-policies';
import { VARIABLE_EXAMPLES } from './examples/variables';
import type { Letter, Table } from './row';
import { simulations } from './row';

const LETTERS: { [decision in AwsExample['expected']]: Letter } = { ALLOWED: 'A', IMPLICITLY_DENIED: 'I', EXPLICITLY_DENIED: 'E' };

function table(title: string, examples: AwsExample[]): Table {
  return {
    title: `examples of ${title}`,
    rows: examples.map(({ title: column, source: page, documents, request, expected }) => ({
      group: `examples of ${title} | all`, column, page, expected: LETTERS[expected], decide: () => simulations(documents)(request),
    })),
  };
}

/** The examples that the pages give, written anew: documents, a request, and the decision that the page says or leaves no choice of. */
export const EXAMPLES: Table[] = [
  table('conditions', CONDITION_EXAMPLES),
  table('set operators', SET_OPERATOR_EXAMPLES),
  table('variables', VARIABLE_EXAMPLES),
  table('elements', ELEMENT_EXAMPLES),
  table('principals', PRINCIPAL_EXAMPLES),
  table('layers', LAYER_EXAMPLES),
  table('organizations', ORGANIZATION_EXAMPLES),
  table('special policies', SPECIAL_POLICY_EXAMPLES),
];
