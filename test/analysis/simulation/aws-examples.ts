import { CONDITION_EXAMPLES } from './aws-examples/conditions';
import { ELEMENT_EXAMPLES } from './aws-examples/elements';
import type { AwsExample } from './aws-examples/example';
import { LAYER_EXAMPLES } from './aws-examples/layers';
import { ORGANIZATION_EXAMPLES } from './aws-examples/organizations';
import { PRINCIPAL_EXAMPLES } from './aws-examples/principals';
import { SET_OPERATOR_EXAMPLES } from './aws-examples/set-operators';
import { SPECIAL_POLICY_EXAMPLES } from './aws-examples/special-policies';
import { VARIABLE_EXAMPLES } from './aws-examples/variables';

export type { AwsExample, ExampleDocuments, ExampleRequest, ExpectedDecision } from './aws-examples/example';

/**
 * What AWS documents of how policies are evaluated, as data: documents written anew after the page's example or rule, a
 * request, and the decision. Where the documentation is silent or contradicts itself there is no example.
 */
export const AWS_EXAMPLES: AwsExample[] = [
  ...CONDITION_EXAMPLES,
  ...SET_OPERATOR_EXAMPLES,
  ...VARIABLE_EXAMPLES,
  ...ELEMENT_EXAMPLES,
  ...PRINCIPAL_EXAMPLES,
  ...LAYER_EXAMPLES,
  ...ORGANIZATION_EXAMPLES,
  ...SPECIAL_POLICY_EXAMPLES,
];
