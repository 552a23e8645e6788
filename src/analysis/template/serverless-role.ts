import type { Json } from '../../iam/value';
import { objectOf } from '../../iam/value';

/** A resource as a template has it. */
interface Entry {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Json;
  readonly condition?: string;
}

/** What AWS SAM makes for a type of resource. */
interface MadeRole {
  /** The property that names a role that there is already. */
  readonly given: string;
  /** The role's logical ID, behind that of the resource. */
  readonly suffix: string;
  /** The managed policy that is attached to the role in any case. */
  readonly managed?: string;
  /** Whether the role has an inline policy of SAM's, which the template does not show. */
  readonly hasMore?: true;
}

/**
 * The types for which AWS SAM makes a role.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-microvmimage.html
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-networkconnector.html
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-capacityprovider.html
 */
const MADE: { readonly [type: string]: MadeRole } = {
  'AWS::Serverless::Function': { given: 'Role', suffix: 'Role' },
  'AWS::Serverless::StateMachine': { given: 'Role', suffix: 'Role' },
  'AWS::Serverless::MicrovmImage': { given: 'BuildRoleArn', suffix: 'BuildRole', hasMore: true },
  'AWS::Serverless::CapacityProvider': { given: 'OperatorRole', suffix: 'OperatorRole', managed: 'AWSLambdaManagedEC2ResourceOperator' },
  'AWS::Serverless::NetworkConnector': { given: 'OperatorRole', suffix: 'OperatorRole', managed: 'AWSLambdaNetworkConnectorOperatorPolicy' },
};

/** Whether AWS SAM makes a role for it, unless it has one. */
export function mayHaveRoleMade({ type }: Entry): boolean {
  return Object.hasOwn(MADE, type);
}

/** Whether it names a role that there is already, in any case. */
export function hasRoleGiven(entry: Entry): boolean {
  return !!entry.properties[MADE[entry.type].given] && madeIf(entry) === undefined;
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
  return MADE[type].managed;
}

/** Whether the role has permissions that the template does not show. */
export function hasHiddenPolicy({ type }: Entry): boolean {
  return MADE[type].hasMore === true;
}

/** The role of a resource of AWS SAM: one that it names, or that SAM makes; `undefined` for other types. */
export function madeRoleOf(entry: Entry): unknown {
  return !mayHaveRoleMade(entry) ? undefined : entry.properties[MADE[entry.type].given] || { Ref: `${entry.logicalId}${MADE[entry.type].suffix}` };
}

/** The role that AWS SAM makes for a resource of its own. */
export function roleMadeFor<T extends Entry>(entry: T): Array<T & { readonly madeFor: T }> {
  if (!mayHaveRoleMade(entry) || hasRoleGiven(entry)) {
    return [];
  }
  const { RolePath } = entry.properties;
  const logicalId = `${entry.logicalId}${MADE[entry.type].suffix}`;
  const condition = madeIf(entry) ?? entry.condition;
  return [{
    ...entry, logicalId, type: 'AWS::IAM::Role', properties: RolePath === undefined ? {} : { Path: RolePath }, madeFor: entry, ...condition !== undefined && { condition },
  }];
}

export function isOfServerless(type: unknown): boolean {
  return typeof type === 'string' && type.startsWith('AWS::Serverless::');
}
