import type { Nature } from './action-classes';
import { actionTable } from './action-table';
import { resourceControlServices } from '../iam/resource-control-services';
import { isInNoResourcePolicy } from '../iam/resource-policy-kinds';
import { isOwnAction } from '../mcp/own-actions';
import { Cache } from '../private/cache';

/** The services of which single actions are judged by rules of their own, whatever policies say. */
const BY_ACTION = ['kms', 'sts', 'signin'];

/**
 * What tells actions apart besides the statements that are about them: how their service judges them.
 *
 * @param hasResourcePolicy whether a resource's policy counts: what it may say hangs on the service
 */
export function natureOf(hasResourcePolicy: boolean, principal: string | undefined): Nature {
  const isAnonymous = principal === 'anonymous';
  return NATURES.get(`${hasResourcePolicy} ${isAnonymous}`, () => {
    const of = nature(hasResourcePolicy, isAnonymous);
    const known = new Map<string, number>();
    const numbers = Int32Array.from(actionTable().lower, (action) => {
      const key = of(action);
      known.set(key, known.get(key) ?? known.size);
      return known.get(key)!;
    });
    return { of, listed: { numbers, count: known.size } };
  });
}

const NATURES = new Cache<Nature>();

function nature(hasResourcePolicy: boolean, isAnonymous: boolean): Nature['of'] {
  const controlled = new Set(resourceControlServices());
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
