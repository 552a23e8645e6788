import type { LocatedPolicy } from '../iam/policy';
import { PolicyKind } from '../iam/policy';
import { derivedFrom } from '../private/cache';

const everything = (effect: string) => [{ Effect: effect, Action: '*', Resource: '*' }];

/**
 * The statements of AWS managed policies that are what their names say, in every partition.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDenyAll.html
 */
const EVERYWHERE: { readonly [name: string]: unknown } = { AdministratorAccess: everything('Allow'), AWSDenyAll: everything('Deny') };

/**
 * The policy with the ARN if it is known what it says: of the most used ones, as AWS's reference had them when
 * `data/aws-managed-policies.json` was made. That is of the partition `aws`: elsewhere AWS has other versions of some.
 */
export function awsManagedPolicy(arn: string): LocatedPolicy | undefined {
  const [, partition, name] = /^arn:([^:]+):iam::aws:policy\/([^:]+)$/s.exec(arn) ?? [];
  if (name === undefined) {
    return undefined;
  }
  const known = Object.hasOwn(EVERYWHERE, name) ? EVERYWHERE : partition === 'aws' ? table() : {};
  return Object.hasOwn(known, name) ? located(known)(name) : undefined;
}

/** The ARN of an AWS managed policy that is given by its name. Of those that are known, the path is, too. */
export function arnOfAwsManagedPolicy(name: string, partition: string): string {
  const withPath = Object.keys(table()).find((each) => each === name || each.endsWith(`/${name}`)) ?? name;
  return `arn:${partition}:iam::aws:policy/${withPath}`;
}

/** One object for each policy, which others remember what they made of. */
const located = derivedFrom((known: { readonly [name: string]: unknown }) => {
  const policies = new Map<string, LocatedPolicy>();
  return (name: string): LocatedPolicy => {
    const policy = policies.get(name) ?? {
      kind: PolicyKind.IDENTITY, place: { path: name }, document: { Version: '2012-10-17', Statement: known[name] },
    };
    policies.set(name, policy);
    return policy;
  };
});

function table(): { readonly [name: string]: unknown } {
  // Not an import: that would read the table with the library.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../../data/aws-managed-policies.json').policies;
}
