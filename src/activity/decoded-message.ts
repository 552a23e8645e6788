import type { Denial } from './denial';
import { DenialSource } from './denial';
import { originInContext } from './denial-context';
import { arnParts } from '../iam/arn';
import { isObject, itemsOf } from '../iam/value';

/** Whether it is what `aws sts decode-authorization-message` prints, or what is in it. */
export function isDecodedMessage(value: unknown): value is { readonly [name: string]: unknown } {
  return isObject(value) && 'explicitDeny' in value && 'context' in value;
}

/**
 * What a decoded authorization message tells.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
 */
export function decodedDenial({ explicitDeny, matchedStatements, context }: { readonly [name: string]: unknown }): Denial {
  const { principal, action, resource, conditions } = isObject(context) ? context : {};
  const keys = Object.fromEntries(listed(conditions).flatMap((each) => {
    const { key, values } = isObject(each) && isObject(each.item) ? each.item : isObject(each) ? each : {};
    return typeof key === 'string' ? [[key, listed(values).map((value) => String(isObject(value) ? value.value : value))]] : [];
  }));
  const statements = listed(matchedStatements).filter((each) => isObject(each) && each.effect !== 'ALLOW')
    .map((each) => textOf((each as { statementId?: unknown }).statementId));
  const arn = textOf(resource);
  const service = keys['aws:Service']?.[0] ?? (arn === undefined ? undefined : arnParts(arn)?.[2]);
  const name = textOf(action);
  return {
    source: DenialSource.DECODED_MESSAGE,
    principal: isObject(principal) ? textOf(principal.arn) : undefined,
    action: name === undefined || name.includes(':') ? name : service === undefined ? undefined : `${service}:${name}`,
    resource: arn,
    effect: String(explicitDeny) === 'true' ? 'explicit' : 'implicit',
    policies: statements.length === 0 ? [] : [{ attachedTo: [], statements }],
    operation: name?.includes(':') ? undefined : name,
    origin: originInContext(keys),
    context: keys,
    notes: [],
  };
}

/** STS prints a list as `{ items: [...] }`, its reference as a list, and an empty one also as "". */
function listed(value: unknown): unknown[] {
  return isObject(value) && 'items' in value ? itemsOf(value.items) : Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
