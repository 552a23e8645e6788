import type { Denial, DenyingPolicy } from './denial';
import { DenialSource } from './denial';
import { contextIn, originInContext } from './denial-context';
import { PolicyKind } from '../iam/policy';
import { isObject, itemsOf } from '../iam/value';

/** Whether it is what `aws iam-toolbox get-request-authorization-details` prints. */
export function isAuthorizationDetails(value: unknown): value is { readonly [name: string]: unknown } {
  return isObject(value) && Array.isArray(value.evaluations) && ('requestContext' in value || 'policies' in value);
}

/**
 * The evaluations that denied the request.
 *
 * @see https://docs.aws.amazon.com/iam-toolbox/latest/APIReference/API_GetRequestAuthorizationDetails.html
 */
export function authorizationDenials({ evaluations, policies, requestContext, nextToken }: { readonly [name: string]: unknown }): Denial[] {
  const notes = nextToken === undefined ? [] : ['there are more evaluations: these are the first page of them, up to nextToken'];
  return itemsOf(evaluations).filter(isObject).filter(({ evaluatedEffect }) => evaluatedEffect !== 'ALLOW').map((evaluation) => {
    const context = { ...contextIn(requestContext), ...contextIn(evaluation.context) };
    const explicit = evaluation.evaluatedEffect === 'EXPLICIT_DENY';
    const [, principal] = Object.entries(context).find(([key]) => key.toLowerCase() === 'aws:principalarn') ?? [];
    return {
      source: DenialSource.AUTHORIZATION_DETAILS,
      principal: principal?.[0],
      action: textOf(evaluation.action),
      resource: textOf(evaluation.resource),
      effect: explicit ? 'explicit' : 'implicit',
      policies: explicit ? itemsOf(evaluation.matchedPolicies).filter(isObject).flatMap((matched) => denying(matched, itemsOf(policies))) : [],
      region: context['aws:RequestedRegion']?.[0],
      origin: originInContext(context),
      context,
      notes,
    };
  });
}

function denying({ uri, matchedStatements }: { readonly [name: string]: unknown }, policies: readonly unknown[]): DenyingPolicy[] {
  const denies = itemsOf(matchedStatements).filter(isObject).filter(({ evaluatedEffect }) => evaluatedEffect !== 'ALLOW');
  const policy = policies.filter(isObject).find((each) => each.uri === uri);
  return denies.length === 0 ? [] : [{
    kind: KINDS[String(policy?.type)],
    ...(typeof uri === 'string' && uri.startsWith('arn:') && { arn: uri }),
    attachedTo: itemsOf(policy?.attachedTo).filter(isObject).flatMap(({ arn }) => (typeof arn === 'string' ? [arn] : [])),
    statements: denies.map(({ sid }) => textOf(sid)),
  }];
}

/** @see https://docs.aws.amazon.com/iam-toolbox/latest/APIReference/API_PolicyInfo.html */
const KINDS: { readonly [type: string]: PolicyKind } = {
  IDENTITY_BASED_POLICY: PolicyKind.IDENTITY,
  PERMISSIONS_BOUNDARY: PolicyKind.PERMISSIONS_BOUNDARY,
  RESOURCE_BASED_POLICY: PolicyKind.RESOURCE,
  RESOURCE_CONTROL_POLICY: PolicyKind.RESOURCE_CONTROL,
  SERVICE_CONTROL_POLICY: PolicyKind.SERVICE_CONTROL,
  SESSION_POLICY: PolicyKind.SESSION,
  VPC_ENDPOINT_POLICY: PolicyKind.VPC_ENDPOINT,
};

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
