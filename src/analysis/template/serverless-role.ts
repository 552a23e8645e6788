import { samRole } from '../../iam/sam-roles';
import type { Json } from '../../iam/value';
import { objectOf } from '../../iam/value';

/** A resource as a template has it. */
interface Entry {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Json;
  readonly condition?: string;
}

/** Whether AWS SAM makes a role for it, unless it has one. */
export function mayHaveRoleMade({ type }: Entry): boolean {
  return samRole(type) !== undefined;
}

/** Whether it names a role that there is already, in any case. */
export function hasRoleGiven(entry: Entry): boolean {
  return !!entry.properties[samRole(entry.type)!.given] && madeIf(entry) === undefined;
}

/**
 * The condition under which the role of a function is made that is given otherwise, by an `Fn::If`. Of the opposite of a condition, which SAM adds, no
 * template tells whether it holds.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
 */
function madeIf({ type, properties: { Role } }: Entry): string | undefined {
  const choice: unknown = type === 'AWS::Serverless::Function' ? objectOf(Role)['Fn::If'] : undefined;
  const [condition, ...branches] = Array.isArray(choice) ? choice : [];
  const none = branches.findIndex((each) => objectOf(each).Ref === 'AWS::NoValue');
  return none === -1 ? undefined : none === 0 ? String(condition) : `NOT${condition}`;
}

/** The managed policy that AWS SAM attaches to the role in any case. */
export function attachedAnyway({ type }: Entry): string | undefined {
  return samRole(type)!.managed;
}

/** Whether the role has permissions that the template does not show. */
export function hasHiddenPolicy({ type }: Entry): boolean {
  return samRole(type)!.hasMore === true;
}

/** The role of a resource of AWS SAM: one that it names, or that SAM makes; `undefined` for other types. */
export function madeRoleOf(entry: Entry): unknown {
  const made = samRole(entry.type);
  return made && (entry.properties[made.given] || { Ref: `${entry.logicalId}${made.suffix}` });
}

/** The role that AWS SAM makes for a resource of its own. */
export function roleMadeFor<T extends Entry>(entry: T): Array<T & { readonly madeFor: T }> {
  const made = samRole(entry.type);
  if (!made || hasRoleGiven(entry)) {
    return [];
  }
  const { RolePath } = entry.properties;
  const logicalId = `${entry.logicalId}${made.suffix}`;
  const condition = madeIf(entry) ?? entry.condition;
  return [{
    ...entry, logicalId, type: 'AWS::IAM::Role', properties: RolePath === undefined ? {} : { Path: RolePath }, madeFor: entry, ...condition !== undefined && { condition },
  }];
}

export function isOfServerless(type: unknown): boolean {
  return typeof type === 'string' && type.startsWith('AWS::Serverless::');
}
