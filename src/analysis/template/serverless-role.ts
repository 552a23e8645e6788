import type { Json } from '../../iam/value';

/** A resource as a template has it. */
interface Entry {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Json;
}

/** The types for which AWS SAM makes a role, each with the managed policy that it attaches to it in any case. */
const WITH_ROLE: { readonly [type: string]: string | undefined } = {
  'AWS::Serverless::Function': 'AWSLambdaBasicExecutionRole',
  'AWS::Serverless::StateMachine': undefined,
};

/** Whether AWS SAM makes a role for it, unless it has one. */
export function mayHaveRoleMade({ type }: Entry): boolean {
  return Object.hasOwn(WITH_ROLE, type);
}

/** The managed policy that AWS SAM attaches to the role in any case. */
export function attachedAnyway({ type }: Entry): string | undefined {
  return WITH_ROLE[type];
}

/**
 * The role that AWS SAM makes for a resource of its own.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
 */
export function roleMadeFor<T extends Entry>(entry: T): Array<T & { readonly madeFor: T }> {
  const { RolePath, Role } = entry.properties;
  return mayHaveRoleMade(entry) && Role === undefined
    ? [{ ...entry, logicalId: `${entry.logicalId}Role`, type: 'AWS::IAM::Role', properties: RolePath === undefined ? {} : { Path: RolePath }, madeFor: entry }] : [];
}
