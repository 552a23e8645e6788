import type { LocatedPolicy } from '../../iam/policy';
import type { TemplatePolicies, TemplatePrincipal } from '../template/template-policies';

const AWS_MANAGED = /:iam::aws:policy\/(.*)$/;

/** The name of an AWS managed policy, with its path. */
export function nameOfAwsManagedPolicy(arn: string): string {
  return AWS_MANAGED.exec(arn)?.[1] ?? arn;
}

export function isAwsManagedPolicy(arn: string): boolean {
  return AWS_MANAGED.test(arn);
}

/** Whether something that is not known may deny the principal more: a boundary, a policy or a group of elsewhere. AWS's policies hardly deny. */
export function mayHaveOtherDenies(principal: TemplatePrincipal, { managedPolicy }: TemplatePolicies): boolean {
  const { otherPermissionsBoundary, otherGroups = [], policiesMadeLater = [] } = principal;
  return otherPermissionsBoundary !== undefined || otherGroups.length + policiesMadeLater.length > 0
    || principal.otherManagedPolicies.some((arn) => !isAwsManagedPolicy(arn) && managedPolicy(arn) === undefined);
}

/** The principal's managed policies that are not in the templates, as far as it is known what they say. */
export function knownManagedPolicies({ otherManagedPolicies }: TemplatePrincipal, { managedPolicy }: TemplatePolicies): LocatedPolicy[] {
  return otherManagedPolicies.flatMap((arn) => managedPolicy(arn) ?? []);
}
