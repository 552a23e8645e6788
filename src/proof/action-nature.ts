import type { Nature } from './action-classes';
import { resourceControlServices } from '../iam/resource-control-services';
import { isInNoResourcePolicy } from '../iam/resource-policy-kinds';
import { isOwnAction } from '../mcp/own-actions';

/** The services of which single actions are judged by rules of their own, whatever policies say. */
const BY_ACTION = ['kms', 'sts', 'signin'];

/**
 * What tells actions apart besides the statements that are about them: how their service judges them.
 *
 * @param hasResourcePolicy whether a resource's policy counts: what it may say hangs on the service
 */
export function natureOf(hasResourcePolicy: boolean, principal: string | undefined): Nature {
  const controlled = new Set(resourceControlServices());
  const isAnonymous = principal === 'anonymous';
  return (action) => {
    const service = action.slice(0, action.indexOf(':'));
    if (BY_ACTION.includes(service) || (isAnonymous && service === 's3')) {
      return action;
    }
    return [
      controlled.has(service),
      isOwnAction(action),
      service === 'iam' ? /:(get|list|generate|simulate|passrole)/.test(action) : '',
      ...hasResourcePolicy ? [service, isInNoResourcePolicy(action), /^s3:(put|get|delete)bucketpolicy$/.test(action)] : [],
    ].join();
  };
}

/** Resources that such services judge by rules of their own, as patterns. */
const RESOURCES: { readonly [service: string]: readonly string[] } = {
  kms: ['*:alias/*', 'arn:*:kms:*:*:alias/aws/*'],
  iam: ['arn:*:iam::aws:policy/*', 'arn:*:iam::*:role/aws-reserved/*'],
  sts: ['*:role/aws-service-role/*'],
};

export function resourcesTold(action: string): readonly string[] {
  return RESOURCES[action.slice(0, action.indexOf(':'))] ?? [];
}
