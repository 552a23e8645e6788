import { PolicyDocument } from '../iam/document';
import type { PolicyKind } from '../iam/policy';
import type { Layer } from '../iam/policy-layers';
import type { Json } from '../iam/value';

/** A layer of one statement that nobody wrote. */
export function madeLayer(kind: PolicyKind, statement: Json): Layer {
  const { statements } = new PolicyDocument({ Version: '2012-10-17', Statement: [{ Action: '*', Resource: '*', ...statement }] }, {
    kind, document: undefined, place: { path: 'what is not known' },
  });
  return { name: kind, statements };
}
