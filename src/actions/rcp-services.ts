/** What the table of actions knows about policies of resources. */
interface ResourceTable {
  readonly resourceControl: string;
  readonly resourceActions: { readonly [service: string]: { readonly [resourceType: string]: string } };
}

/** Read when it is first asked for, as the catalog is. */
function table(): ResourceTable {
  // Not an import: that would read the table with the library.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../../data/iam-actions.json');
}

/**
 * The prefixes of the services that resource control policies reach, in alphabetical order.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
 */
export function rcpServices(): string[] {
  return table().resourceControl.split(' ');
}

/**
 * The names of the service's actions that are about a bucket or its objects, a key, a queue, a topic, a secret or a table.
 *
 * @param types only those about resources of these types, such as `object`
 */
export function resourceActions(service: string, types?: string[]): string[] {
  const byType = table().resourceActions[service];
  return [...new Set((types ?? Object.keys(byType)).flatMap((type) => byType[type].split(' ')))];
}
