import { Token } from 'aws-cdk-lib';

/** Whether a value, or anything in it, is known only at deployment. */
export function hasToken(value: unknown): boolean {
  return Token.isUnresolved(value) || (typeof value === 'object' && value !== null
    && (Array.isArray(value) ? value.some(hasToken) : Object.entries(value).some(([name, item]) => Token.isUnresolved(name) || hasToken(item))));
}
