import type { RequestContext } from './request-context';
import type { RequestPrincipal } from './request-principal';
import type { Outcome } from './three-valued';

/** A request, as far as it is the same under all contexts of its origin. */
export interface AuthorizationRequest {
  readonly principal: RequestPrincipal | undefined;
  /** In lower case. */
  readonly action: string;
  /** As it was asked about. */
  readonly actionName: string;
  readonly resource: string | undefined;
  /** Patterns, as statements have them, of which the resource is none. */
  readonly outside?: ReadonlySet<string>;
  /** Whether the resource is in the principal's account. */
  readonly sameAccount: Outcome;
  /** Whether an Allow of the resource's own policy is needed even in the same account: that of a key or of a role's trust. */
  readonly needsResourcePolicy: boolean;
  /** What principal and resource tell of the context. */
  readonly facts: RequestContext;
}
