import { PolicyDocument } from '../iam/document';
import type { PolicyKind } from '../iam/policy';
import type { Layer } from '../iam/policy-layers';
import type { Statement } from '../iam/statement';
import type { Json } from '../iam/value';

const PLACE = { path: 'what is not known' };

/** A layer of one statement that nobody wrote. */
export function madeLayer(kind: PolicyKind, statement: Json): Layer {
  const { statements } = new PolicyDocument({ Version: '2012-10-17', Statement: [{ Action: '*', Resource: '*', ...statement }] }, {
    kind, document: undefined, place: PLACE,
  });
  return { kind, statements };
}

/** Whether it is of such a layer. */
export function isMade({ policy }: Statement): boolean {
  return policy?.place === PLACE;
}
