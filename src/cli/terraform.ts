import { PolicyKind } from '../iam/policy';
import type { Json } from '../iam/value';

/** A resource that Terraform manages. */
export interface TerraformResource {
  /** The path to its values. */
  readonly path: readonly string[];
  readonly address: string;
  readonly values: Json;
  /** What its policies are, but for a role's trust policy; not known of other providers' resources. */
  readonly kind?: PolicyKind;
}

/**
 * The resources in what `terraform show -json` prints of a plan, as they will be, or of a state; `undefined` if a value is neither.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function terraformResources(value: unknown): TerraformResource[] | undefined {
  if (!isObject(value) || typeof value.format_version !== 'string') {
    return undefined;
  }
  const section = ['planned_values', 'values'].find((each) => isObject(value[each]));
  return section === undefined ? undefined : resourcesOf(value[section].root_module, [section, 'root_module']);
}

/** The addresses of resources whose policies a plan does not know before they are made. */
export function unknownPolicies(value: unknown, isPolicy: (attribute: string) => boolean): string[] {
  const hasUnknown = (unknown: unknown): boolean => isObject(unknown) && Object.entries(unknown).some(([attribute, each]) =>
    (each === true && isPolicy(attribute)) || (Array.isArray(each) && each.some(hasUnknown)));
  return listOf((value as Json).resource_changes).filter(({ change }) => isObject(change) && hasUnknown(change.after_unknown))
    .map(({ address }) => String(address));
}

function resourcesOf(module: unknown, path: readonly string[]): TerraformResource[] {
  if (!isObject(module)) {
    return [];
  }
  return [
    ...listOf(module.resources).flatMap(({ mode, type, address, values }, i): TerraformResource[] => (mode === 'managed' && isObject(values)
      ? [{ path: [...path, 'resources', String(i), 'values'], address: String(address), values, kind: kindOf(String(type), values) }] : [])),
    ...listOf(module.child_modules).flatMap((child, i) => resourcesOf(child, [...path, 'child_modules', String(i)])),
  ];
}

function kindOf(type: string, values: Json): PolicyKind | undefined {
  if (type === 'aws_organizations_policy') {
    return values.type === 'RESOURCE_CONTROL_POLICY' ? PolicyKind.RESOURCE_CONTROL : PolicyKind.SERVICE_CONTROL;
  }
  return /^aws_(iam|ssoadmin)_/.test(type) ? PolicyKind.IDENTITY : /^aws_vpc_endpoint(_policy)?$/.test(type) ? PolicyKind.VPC_ENDPOINT
    : type.startsWith('aws_') ? PolicyKind.RESOURCE : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
