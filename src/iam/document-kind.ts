import { PolicyDocument } from './document';
import { PolicyKind } from './policy';

/** The kind of policy that a document looks like: a trust or resource-based policy if a statement has a principal, else an identity-based one. */
export function kindOf(document: unknown): PolicyKind {
  const statements = new PolicyDocument(document).knownStatements;
  if (!statements.some((statement) => statement.has('Principal') || statement.has('NotPrincipal'))) {
    return PolicyKind.IDENTITY;
  }
  return statements.every((statement) => !statement.resource && (statement.action?.literals ?? []).every((action) => /^sts:/i.test(action)))
    ? PolicyKind.TRUST : PolicyKind.RESOURCE;
}
