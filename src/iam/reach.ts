import type { AuthorizationRequest } from './authorization-request';
import type { PolicyLayers } from './policy-layers';
import { resourceControlServices } from './resource-control-services';
import { isInNoResourcePolicy } from './resource-policy-kinds';
import { isForEverybody, needsNoPermission } from './service-rules';
import type { Outcome } from './three-valued';
import { and, not } from './three-valued';

/** Which layers judge a request: of the others, neither an Allow nor a Deny counts. Unknown where AWS does not say. */
export function reaches(layer: keyof PolicyLayers, request: AuthorizationRequest): Outcome {
  return REACHES[layer](request);
}

const REACHES: { readonly [layer in keyof PolicyLayers]-?: (request: AuthorizationRequest) => Outcome } = {
  identity: ofPrincipal,
  permissionsBoundary: ofPrincipal,
  session: ({ principal, action }) => principal?.kind !== 'anonymous' && !isForEverybody(action),
  serviceControl,
  resourceControl,
  vpcEndpoint: () => true,
  resource,
};

/**
 * Root has neither of the two, nor who has no credentials.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html
 */
function ofPrincipal({ principal, action }: AuthorizationRequest): Outcome {
  return principal?.kind !== 'root' && principal?.kind !== 'anonymous' && !isForEverybody(action);
}

/**
 * Service control policies restrict neither AWS services nor service-linked roles. Whether they restrict what is for everybody, AWS does not say.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
function serviceControl({ principal, action }: AuthorizationRequest): Outcome {
  return !principal ? true : principal.account === undefined ? false
    : and(not(principal.serviceLinkedRole), !isForEverybody(action) || undefined);
}

/**
 * Resource control policies restrict everyone but service-linked roles and who assumes them, on the resources of some services. Whether they
 * restrict what is about no resource, AWS does not say.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
function resourceControl({ principal, action, resource: about }: AuthorizationRequest): Outcome {
  if (!resourceControlServices().includes(action.slice(0, action.indexOf(':'))) || needsNoPermission(action)
    || (principal?.kind === 'service' && action.startsWith('sts:') && about?.includes(':role/aws-service-role/'))) {
    return false;
  }
  return and(principal ? not(principal.serviceLinkedRole) : true, about !== '*' || undefined);
}

/**
 * A key policy says nothing of who may retire a grant, and a bucket policy does not keep root of its account from the bucket policy. What comes of
 * an action that AWS says a resource's policy can't hold, and a wildcard of it means, is not said.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
function resource({ principal, action, sameAccount }: AuthorizationRequest): Outcome {
  if (needsNoPermission(action)) {
    return false;
  }
  if (isInNoResourcePolicy(action)) {
    return undefined;
  }
  return principal?.kind === 'root' && ['s3:putbucketpolicy', 's3:getbucketpolicy', 's3:deletebucketpolicy'].includes(action) ? not(sameAccount) : true;
}
