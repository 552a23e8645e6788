import type { Json } from '../../iam/value';

/** A resource as a template has it. */
interface Entry {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Json;
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

/** Whether it names a role that there is already. */
export function hasRoleGiven({ type, properties }: Entry): boolean {
  return properties[MADE[type].given] !== undefined;
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
  return !mayHaveRoleMade(entry) ? undefined : hasRoleGiven(entry) ? entry.properties[MADE[entry.type].given]
    : { Ref: `${entry.logicalId}${MADE[entry.type].suffix}` };
}

/** The role that AWS SAM makes for a resource of its own. */
export function roleMadeFor<T extends Entry>(entry: T): Array<T & { readonly madeFor: T }> {
  if (!mayHaveRoleMade(entry) || hasRoleGiven(entry)) {
    return [];
  }
  const { RolePath } = entry.properties;
  const logicalId = `${entry.logicalId}${MADE[entry.type].suffix}`;
  return [{ ...entry, logicalId, type: 'AWS::IAM::Role', properties: RolePath === undefined ? {} : { Path: RolePath }, madeFor: entry }];
}
