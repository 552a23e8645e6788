import type { LocatedPolicy } from '../iam/policy';
import { PolicyKind } from '../iam/policy';

const everything = (effect: string) => ({ Version: '2012-10-17', Statement: [{ Effect: effect, Action: '*', Resource: '*' }] });

/**
 * AWS managed policies that are what their names say.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDenyAll.html
 */
const DOCUMENTS = new Map([
  ['AdministratorAccess', everything('Allow')],
  ['AWSDenyAll', everything('Deny')],
]);

/** The policy with the ARN if it is known what it says. */
export function awsManagedPolicy(arn: string): LocatedPolicy | undefined {
  const name = /^arn:[^:]+:iam::aws:policy\/([^/]+)$/s.exec(arn)?.[1];
  const document = name === undefined ? undefined : DOCUMENTS.get(name);
  return document && { kind: PolicyKind.IDENTITY, place: { path: name! }, document };
}
