import type { StatementCheck } from './problem';
import { aPolicy } from './problem';
import { hasWildcardInAccount } from './wildcard-problems';
import { formatValue } from '../../private/format';
import { arnParts, isShortOfApi } from '../arn';
import { PolicyKind } from '../policy';
import { variableProblem } from '../policy-text';
import type { PolicyType } from '../policy-type';
import { serviceOf } from '../resource-policy-kinds';
import { hasUnknownPart } from '../unknown-text';
import { isKnownLater, itemsOf, textOf } from '../value';

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
 */
export const resourceProblems: StatementCheck = (statement, type) => {
  const named = ['Resource', 'NotResource'].filter((element) => statement.has(element));
  if (type.resource === 'none') {
    return named.map((element) => `has ${element}, which ${aPolicy(type)} can't hold`);
  }
  return named.flatMap((element) => {
    const items = itemsOf(statement.json[element]);
    if (areOrdinaryResources(items, type)) {
      return [];
    }
    const wrong = items.findIndex((item) => !isKnownLater(item) && !isResource(item, type));
    const variable = statement.readsVariables ? items.flatMap((item) => (typeof item === 'string' ? variableProblem(textOf(item) ?? '') ?? [] : []))[0] : undefined;
    const foreign = items.find((item) => isOfOtherService(item, serviceOf(type)));
    const account = type.refuses.includes('short wildcards') ? items.find((item) => typeof item === 'string' && hasWildcardInAccount(textOf(item) ?? '')) : undefined;
    return items.length === 0 ? [`has an empty list as ${element}`]
      : wrong === -1 && foreign !== undefined ? [`has ${formatValue(foreign)} in ${element}: ${aPolicy(type)} takes resources of ${serviceOf(type)} only`]
        : wrong === -1 && account !== undefined ? [`has ${formatValue(account)} in ${element}: ${aPolicy(type)} takes an id or a wildcard as the account of an ARN, not both`]
          : wrong === -1 ? variable === undefined ? [] : [`${variable} in ${element}`] : [`has ${formatValue(items[wrong])} in ${element}: expected ARNs or "*", such as "arn:aws:s3:::reports/*"`];
  });
};

/** Whether all are ARNs that nothing can be wrong with: without variables and unknown parts, where a policy may be about any service. */
export function areOrdinaryResources(items: readonly unknown[], type: PolicyType): boolean {
  return items.length > 0 && type.refuses.length === 0 && serviceOf(type) === undefined
    && items.every((item) => typeof item === 'string' && /^(\*|arn:[\w*-]+:[\w*-]+:[\w*-]*:[\w*-]*:[\w*?/:.@+=,-]+)$/.test(item));
}

export const missingResource: StatementCheck = (statement, type) => (type.resource !== 'needed' || statement.resource ? []
  : [`has neither Resource nor NotResource, of which ${aPolicy(type)} needs one${type.ignoresIncomplete ? ': it does nothing' : ''}`]);

/**
 * Whether it is what AWS takes as a resource, wildcards included; of an unknown part it is not known what stands there. IAM says of session
 * policies that they need all six parts of an ARN.
 */
export function isResource(value: unknown, type?: PolicyType): boolean {
  const text = typeof value === 'string' ? textOf(value) : undefined;
  return text !== undefined && (hasUnknownPart(text) || /^\*+$/.test(text) || (isShortOfApi(text) && type?.kind === PolicyKind.RESOURCE && type.services === undefined)
    || (type === undefined || type.kind === PolicyKind.SESSION ? /^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/s : /^arn:[^:]+/).test(text));
}

function isOfOtherService(value: unknown, service: string | undefined): boolean {
  const text = service !== undefined && typeof value === 'string' ? textOf(value) : undefined;
  const given = text === undefined ? '' : arnParts(text)?.[2] ?? text.split(':')[2] ?? '';
  return given !== '' && !/[*?$]/.test(given) && !hasUnknownPart(given) && given !== service;
}
