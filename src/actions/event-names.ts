/** The table of `data/iam-operations.json`, as far as it is read here; `docs/decisions/0035` says what it holds. */
interface Operations {
  readonly eventSources: { readonly [name: string]: string };
  readonly map: Rows;
  readonly api: Rows;
}
interface Rows { readonly [service: string]: { readonly [operation: string]: string } }

let table: Operations | undefined;
const actions = new Map<string, ReadonlyMap<string, string>>();

/** What IAM may call what an event or an API calls so: the prefix and the name, which need not be one of the table. */
export function nameInIam(service: string, name: string): { readonly service: string; readonly name: string } {
  // Not an import: that would read the table with the library.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { eventSources, map, api }: Operations = table ??= require('../../data/iam-operations.json');
  const prefix = Object.hasOwn(eventSources, service) ? eventSources[service] : service;
  // CloudTrail adds the date of the API's version to some, such as UpdateFunctionCode20150331v2.
  const operation = name.replace(/\d{8}(v\d+)?$/, '');
  let known = actions.get(prefix);
  if (!known) {
    known = new Map([map, api].flatMap((rows) => (Object.hasOwn(rows, prefix) ? Object.entries(rows[prefix]) : []))
      .flatMap(([each, needed]) => mainAction(needed).map((action) => [each.toLowerCase(), action] as const)));
    actions.set(prefix, known);
  }
  return { service: prefix, name: known.get(operation.toLowerCase()) ?? operation };
}

/** The action of the service itself that an operation needs unless it asks for a version; of those that need one or another, there is none. */
function mainAction(needed: string): string[] {
  const [main] = needed.split(' ');
  return /^[A-Za-z]+(!\S+)?$/.test(main) ? [main.replace(/!.*$/, '')] : [];
}
