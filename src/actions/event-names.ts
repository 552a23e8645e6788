import { operationsOf, prefixOfSource, withoutApiDate } from './operations';

/** What IAM may call what an event or an API calls so: the prefix and the name, which need not be one of the table. */
export function nameInIam(service: string, name: string): { readonly service: string; readonly name: string } {
  const prefix = prefixOfSource(service);
  const operation = withoutApiDate(name);
  // The one that it needs unless it asks for a version; of those that need one or another, there is none.
  const main = operationsOf(prefix).get(operation.toLowerCase())?.actions[0];
  const [, action] = main && ['ALWAYS', 'UNLESS', 'UNLESS_SO'].includes(main.need.kind) && main.action.startsWith(`${prefix}:`) ? main.action.split(':') : [];
  return { service: prefix, name: action ?? operation };
}
