import type { StatementCheck } from './problem';
import { PolicyKind } from '../policy';
import { resourceControlServices } from '../resource-control-services';
import type { Statement } from '../statement';
import { isOpen } from '../value';

/** @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html */
export const resourceControlProblems: StatementCheck = (statement, { kind }) => {
  if (kind !== PolicyKind.RESOURCE_CONTROL || isFullAccess(statement)) {
    return [];
  }
  const { Principal: principal } = statement.json;
  const actions = statement.action?.negated ? [] : statement.action?.literals ?? [];
  const services = actions.filter((action) => /^[^*?:]+:/.test(action)).map((action) => action.slice(0, action.indexOf(':')).toLowerCase());
  const unreached = [...new Set(services)].filter((service) => !resourceControlServices().includes(service));
  return [
    ...(statement.effect === 'Allow' ? ['allows, but a resource control policy can only deny'] : []),
    ...['NotPrincipal', 'NotAction'].filter((element) => statement.has(element)).map((element) => `has ${element}, which a resource control policy can't hold`),
    ...(principal === '*' || statement.has('NotPrincipal') || isOpen(principal) ? []
      : ['has another Principal than "*", the only one that a resource control policy takes']),
    ...(actions.some((action) => /^\*+(:\*+)?$/.test(action)) ? ['denies the action "*": a resource control policy names the service, such as "s3:*"'] : []),
    ...(unreached.length === 0 ? [] : [`is about ${unreached.join(', ')}, which resource control policies don't support`]),
  ];
};

/** Whether it is that of RCPFullAWSAccess, which AWS itself attaches everywhere. */
function isFullAccess({ effect, principal, action, resource, condition }: Statement): boolean {
  return effect === 'Allow' && principal?.isEverybody === true && action?.isAboutAll === true && !action.negated
    && resource?.hasStar === true && condition.tests.length === 0;
}
