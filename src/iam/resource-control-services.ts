/**
 * The prefixes of the services that resource control policies support, in alphabetical order. The table is read when it is first asked for.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
 */
export function resourceControlServices(): readonly string[] {
  // Not an import: that would read the table with the library.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return services ??= (require('../../data/iam-actions.json').resourceControl as string).split(' ');
}

let services: readonly string[] | undefined;
