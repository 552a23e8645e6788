import type { TemplatePrincipal } from '../template/template-policies';

const AWS_MANAGED = /:iam::aws:policy\/(.*)$/;

/** The name of an AWS managed policy, with its path. */
export function nameOfAwsManagedPolicy(arn: string): string {
  return AWS_MANAGED.exec(arn)?.[1] ?? arn;
}

/** Whether something that the templates don't tell may deny the principal more: a boundary, a policy or a group of elsewhere. */
export function mayHaveOtherDenies(principal: TemplatePrincipal): boolean {
  return principal.otherPermissionsBoundary !== undefined || (principal.otherGroups?.length ?? 0) > 0
    || principal.otherManagedPolicies.some((arn) => !AWS_MANAGED.test(arn));
}
