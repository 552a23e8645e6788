import type { TemplatePrincipal } from '../template/template-policies';

const AWS_MANAGED = /:iam::aws:policy\/(.*)$/;

/** The names of the AWS managed policies attached to a principal, with their paths. */
export function awsManagedPolicies({ otherManagedPolicies }: TemplatePrincipal): string[] {
  return otherManagedPolicies.map((arn) => AWS_MANAGED.exec(arn)?.[1]).filter((name) => name !== undefined);
}

/** Whether something that the templates don't tell may deny the principal more: a boundary, a policy or a group of elsewhere. */
export function mayHaveOtherDenies(principal: TemplatePrincipal): boolean {
  return principal.otherPermissionsBoundary !== undefined || (principal.otherGroups?.length ?? 0) > 0
    || principal.otherManagedPolicies.some((arn) => !AWS_MANAGED.test(arn));
}
