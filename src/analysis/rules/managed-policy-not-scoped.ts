import { actionsOverlap } from './action-pattern';
import { isAwsManagedPolicy, knownManagedPolicies, mayHaveOtherDenies, nameOfAwsManagedPolicy } from './managed-policies';
import type { Rule } from './rule';
import { PolicyDocument } from '../../iam/document';
import type { LocatedPolicy } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import type { Statement } from '../../iam/statement';
import { dependsOnKeyBeingThere, matchedOrigins, matchesDirectCalls, matchesOnlyViaMcp } from '../../mcp/matched-origins';

/** What lets an agent connect or sign in is meant to be used outside MCP. */
const FOR_MCP = /mcp/i;

export const MANAGED_POLICY_NOT_SCOPED: Rule = {
  id: 'ManagedPolicyNotScoped',
  severity: 'warning',
  explanation: 'What a principal is allowed by its own policies through MCP only, an AWS managed policy beside them may allow directly: it takes no conditions.',
  fix: 'An explicit Deny covers every Allow. Where only agents act as the principal: McpScopedRole, or DenyOutsideMcpGuardrail. Where a service does too, '
    + 'such as AWS Lambda as the role of a function, that Deny would break it: give agents a role of their own, or deny only what the service does not need, '
    + 'with BoolIfExists aws:ViaAWSMCPService = "false".',

  checkPrincipal(principal, templates) {
    const managed = principal.otherManagedPolicies.filter((arn) => isAwsManagedPolicy(arn) && !FOR_MCP.test(arn));
    const { kind, logicalId, identityPolicies, permissionsBoundary } = principal;
    const allowing = identityPolicies.filter((policy) => PolicyDocument.of(policy).knownStatements.some(isAllowedOnlyViaMcp));
    if (managed.length === 0 || allowing.length === 0 || mayHaveOtherDenies(principal, templates)
      || [...identityPolicies, ...permissionsBoundary ? [permissionsBoundary] : [], ...knownManagedPolicies(principal, templates)].some(isScoping)) {
      return [];
    }
    const [problem] = allowing.flatMap((policy) => PolicyDocument.of(policy).knownStatements
      .filter(isAllowedOnlyViaMcp)
      .map((statement) => [statement, managed.filter((arn) => mayAllow(templates.managedPolicy(arn), statement))] as const)
      .filter(([, others]) => others.length > 0)
      .map(([{ path }, others]) => ({
        policy,
        statement: path,
        message: `is allowed to the ${kind} ${logicalId} through MCP only, but ${others.map(nameOfAwsManagedPolicy).join(', ')} beside it takes no condition: it allows `
          + 'direct calls, too',
      })));
    return problem ? [problem] : [];
  },
};

/** Whether the managed policy allows actions of the statement; one that is not known may. */
function mayAllow(known: LocatedPolicy | undefined, statement: Statement): boolean {
  return known === undefined || PolicyDocument.of(known).statements.some((other) => other.effect === 'Allow' && actionsOverlap(other, statement));
}

/** Whether it denies everything to direct calls, or as a boundary allows nothing to them. */
function isScoping(policy: LocatedPolicy): boolean {
  const statements = PolicyDocument.of(policy).knownStatements;
  const denies = statements.some((statement) => {
    const origins = statement.effect === 'Deny' && statement.isAboutAllActions && statement.resource?.negated === false && statement.resource.hasStar
      ? matchedOrigins(statement.condition) : undefined;
    return origins !== undefined && (matchesDirectCalls(origins) || dependsOnKeyBeingThere(origins));
  });
  return denies || (policy.kind === PolicyKind.PERMISSIONS_BOUNDARY && statements.filter(({ effect }) => effect === 'Allow').every(isAllowedOnlyViaMcp));
}

function isAllowedOnlyViaMcp(statement: Statement): boolean {
  const origins = statement.effect === 'Allow' ? matchedOrigins(statement.condition) : undefined;
  return origins !== undefined && matchesOnlyViaMcp(origins);
}
