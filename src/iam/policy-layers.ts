import type { LocatedPolicy } from './policy';
import { statementsOf } from './policy';
import { PreparedStatement } from './prepared-statement';

/** The statements of policies that act together: a request needs an Allow of one of them. */
export interface Layer {
  /** What it is, as an explanation calls it. */
  readonly name: string;
  readonly statements: readonly PreparedStatement[];
  /** Whether everything is allowed besides, as by FullAWSAccess. */
  readonly allowsEverything?: boolean;
  /** Policies that act in it and whose statements are not known: they may allow or deny. */
  readonly unknownPolicies?: readonly string[];
  /** Policies of which it is not known whether they act in it: that hangs on a condition or a name known at deployment. */
  readonly uncertain?: ReadonlySet<LocatedPolicy>;
  /** Whether it may not be there at all. */
  readonly mayBeAbsent?: boolean;
  /** Of a resource: a policy that is taken not to be there, unless an Allow of it is needed. */
  readonly presumedAbsent?: string;
}

/** All policies that judge a request, by where they act. */
export interface PolicyLayers {
  readonly identity: Layer;
  readonly permissionsBoundary?: Layer;
  readonly session?: Layer;
  /** From the root of the organization down: each must allow. */
  readonly serviceControl: readonly Layer[];
  readonly resourceControl: readonly Layer[];
  readonly vpcEndpoint?: Layer;
  /** The policy of the resource. */
  readonly resource?: Layer;
}

/** @throws if a document or one of its statements is malformed, with the place. */
export function prepareStatements(policies: readonly LocatedPolicy[]): PreparedStatement[] {
  return policies.flatMap((policy) => {
    const version = (policy.document as { Version?: unknown } | undefined)?.Version;
    return documentStatements(policy).map(({ statement, path }) => {
      try {
        return new PreparedStatement(policy, path, statement, version);
      } catch (error) {
        throw new Error(`${placeOf(policy, path)}: ${(error as Error).message}`);
      }
    });
  });
}

/** Where a statement is, for a person to find it. */
export function placeOf({ place }: LocatedPolicy, path: string): string {
  return [place.file, place.logicalId, [place.path, path].filter(Boolean).join('/')].filter(Boolean).join(' ');
}

function documentStatements(policy: LocatedPolicy) {
  const { document } = policy;
  const found = statementsOf(document);
  if (found.length === 0 && typeof document !== 'object') {
    throw new Error(`${placeOf(policy, '')}: not a policy document: expected an object with "Statement", got ${String(document)}`);
  }
  const whole = typeof document === 'object' && document !== null && 'Statement' in document;
  // What is known only at deployment may hold any statement.
  return whole ? found : [{ statement: document, path: '' }];
}
