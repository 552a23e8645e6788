import * as fs from 'fs';
import { PackedPolicies } from './packed-policies';
import { Catalog } from '../actions/catalog';
import type { LocatedPolicy } from '../iam/policy';
import { PolicyKind } from '../iam/policy';

/**
 * The policies of AWS that are what their names say, in every partition. Of others AWS has other versions elsewhere.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDenyAll.html
 */
const EVERYWHERE = ['AdministratorAccess', 'AWSDenyAll'];

/**
 * The policy with the ARN, as AWS had it in the partition `aws` on the day of the table; `undefined` if AWS had none, or in another
 * partition, of whose versions nothing is known.
 */
export function awsManagedPolicy(arn: string): LocatedPolicy | undefined {
  const [, partition, name] = /^arn:([^:]+):iam::aws:policy\/([^:]+)$/s.exec(arn) ?? [];
  return name !== undefined && (partition === 'aws' || EVERYWHERE.includes(name)) ? table().policy(name) : undefined;
}

/** The ARN of an AWS managed policy that is given by its name. Of those that are known, the path is, too. */
export function arnOfAwsManagedPolicy(name: string, partition: string): string {
  return `arn:${partition}:iam::aws:policy/${table().fullName(name) ?? name}`;
}

/** The current versions of AWS's managed policies, each read when it is asked for. */
class ManagedPolicyTable {
  /** By their names without paths. */
  private readonly fullNames: ReadonlyMap<string, string>;
  /** One object for each policy, which others remember what they made of. */
  private readonly policies = new Map<string, LocatedPolicy>();

  constructor(private readonly packed: PackedPolicies) {
    this.fullNames = new Map([...packed.names()].map((name) => [name.slice(name.lastIndexOf('/') + 1), name]));
  }

  /** @param name with its path */
  public policy(name: string): LocatedPolicy | undefined {
    let policy = this.policies.get(name);
    const Statement = policy ? undefined : this.packed.statements(name);
    if (Statement !== undefined) {
      policy = { kind: PolicyKind.IDENTITY, place: { path: name }, arn: `arn:*:iam::aws:policy/${name}`, document: { Version: '2012-10-17', Statement } };
      this.policies.set(name, policy);
    }
    return policy;
  }

  /** The name with its path. */
  public fullName(name: string): string | undefined {
    return this.fullNames.get(name);
  }
}

let known: ManagedPolicyTable | undefined;

/** Read when it is first needed: most of the time goes into that. */
function table(): ManagedPolicyTable {
  // Not an import: it is needed only here.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { brotliDecompressSync } = require('zlib') as typeof import('zlib');
  return known ??= new ManagedPolicyTable(new PackedPolicies(
    brotliDecompressSync(fs.readFileSync(require.resolve('../../data/aws-managed-policies.br'))).toString(),
    (service) => Catalog.get().listed(service),
  ));
}
