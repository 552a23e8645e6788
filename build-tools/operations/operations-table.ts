import * as fs from 'fs';
import * as path from 'path';
import type { MapPage } from './aws-map';
import { ADDED, NEVER_NEEDED, PREFIXES, WHEN_NEEDED, WITHOUT_CREDENTIALS } from './when-needed';
import { Catalog } from '../../src/actions/catalog';
import type { Lists, OperationsTable, Rows } from '../../src/actions/operations';

/** The table, and what it was made of. */
export interface SourcedTable extends OperationsTable {
  readonly source: { readonly names: string; readonly map: string; readonly actions: string };
}

/** What botocore's models say: see names.py. */
export interface Names {
  readonly source: { readonly name: string; readonly version: string };
  readonly clients: {
    readonly [client: string]: {
      readonly signing: string;
      readonly endpoint?: string;
      readonly operations: string;
      readonly withoutCredentials?: string;
    };
  };
  readonly requests: { readonly [service: string]: { readonly [operation: string]: string } };
}

/**
 * What CloudTrail writes of a service, where neither the endpoint nor the signature has that name.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/logging-using-cloudtrail-data-api.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_cloudcontrol.html
 */
const EVENT_SOURCES = { rdsdata: 'rds-data', rdsdataapi: 'rds-data', cloudcontrolapi: 'cloudformation' };

export function committedNames(): Names {
  return JSON.parse(fs.readFileSync(path.join(__dirname, 'names.json'), 'utf-8'));
}

/** The prefix in IAM of a client of the SDKs. */
export function prefixOf({ signing }: { readonly signing: string }): string {
  return Object.hasOwn(PREFIXES, signing) ? PREFIXES[signing] : signing;
}

/** The table, made of what the repository has. */
export function makeTable(pages: readonly MapPage[], names: Names, mapSource: string): SourcedTable {
  const catalog = Catalog.get();
  const api: Rows = JSON.parse(fs.readFileSync(path.join(__dirname, 'api-reference.json'), 'utf-8')).operations;
  const listed = merged(pages);
  const table = { same: collector(), map: collector(), api: collector(), none: collector(), open: collector() };

  for (const [service, operations] of listed) {
    for (const [operation, actions] of operations) {
      if (NEVER_NEEDED[service]?.includes(operation)) {
        table.map.add(service, operation, `${actions[0]}?=never`);
      } else if (actions.length === 1 && actions[0] === operation) {
        table.same.add(service, operation);
      } else {
        table.map.add(service, operation, needs(service, operation, actions, names));
      }
    }
  }
  for (const [service, operations] of Object.entries(api)) {
    for (const [operation, actions] of Object.entries(operations)) {
      if (!listed.get(service)?.has(operation)) {
        table.api.add(service, operation, actions.includes('?') ? actions : needs(service, operation, actions.split(' '), names));
      }
    }
  }
  for (const [name, client] of Object.entries(names.clients)) {
    const service = prefixOf(client);
    const without = new Set(WITHOUT_CREDENTIALS.includes(name) ? client.operations.split(' ') : (client.withoutCredentials ?? '').split(' '));
    for (const operation of client.operations.split(' ')) {
      if (listed.get(service)?.has(operation) || api[service]?.[operation] !== undefined) {
        continue;
      }
      if (without.has(operation)) {
        table.none.add(service, operation);
      } else if (catalog.find(`${service}:${operation}`).names.length === 0) {
        table.open.add(service, operation);
      }
    }
  }
  return {
    source: { names: `${names.source.name} ${names.source.version}`, map: mapSource, actions: catalog.version },
    eventSources: eventSources(names),
    same: table.same.lists(),
    map: table.map.rows(),
    api: table.api.rows(),
    none: table.none.lists(),
    open: table.open.lists(),
  };
}

/** The table as it is committed: a line for each list and each row, so that its history can be read. */
export function tableText(table: SourcedTable): string {
  return `${JSON.stringify(table, undefined, 1)}\n`;
}

/** What a reader of the change wants to know, a line each. */
export function changes(before: SourcedTable | undefined, after: SourcedTable): string[] {
  const [old, now] = [before, after].map((table) => new Map(table === undefined ? [] : [
    ...(['same', 'none', 'open'] as const).flatMap((kind) => Object.entries(table[kind]).flatMap(([service, list]) =>
      list.split(' ').map((name) => [`${service}:${name}`, kind === 'same' ? name : kind === 'none' ? 'no permission' : 'open'] as const))),
    ...Object.entries(table.eventSources).map(([name, prefix]) => [`event source ${name}`, prefix] as const),
    ...(['map', 'api'] as const).flatMap((kind) => Object.entries(table[kind]).flatMap(([service, rows]) =>
      Object.entries(rows).map(([name, actions]) => [`${service}:${name}`, actions] as const))),
  ]));
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((operation) => {
    const [was, is] = [old.get(operation), now.get(operation)];
    return was === is ? [] : was === undefined ? [`+ ${operation}: ${is}`] : is === undefined ? [`- ${operation}: ${was}`] : [`~ ${operation}: ${was} -> ${is}`];
  });
}

/** What pages of the same service say of an operation of the same name, together. */
function merged(pages: readonly MapPage[]): Map<string, Map<string, string[]>> {
  const result = new Map<string, Map<string, string[]>>();
  for (const { prefix, operations } of pages) {
    const service = result.get(prefix) ?? new Map<string, string[]>();
    result.set(prefix, service);
    for (const [operation, actions] of Object.entries(operations)) {
      service.set(operation, [...new Set([...service.get(operation) ?? [], ...actions.split(' ')])]);
    }
  }
  return result;
}

/** The actions of an operation, each with what tells whether it is needed; the main one first. */
function needs(service: string, operation: string, listed: readonly string[], names: Names): string {
  const actions = [...new Set([...listed, ...Object.hasOwn(ADDED, service) ? ADDED[service][operation]?.split(' ') ?? [] : []])];
  const parameters = (names.requests[service]?.[operation] ?? '').split(' ');
  const found = actions.map((each) => {
    const [action, passedTo] = each.split('>');
    const short = action.startsWith(`${service}:`) ? action.slice(service.length + 1) : action;
    return { text: short, passedTo, rank: 0, needed: actions.length === 1 ? 'always' : whenNeeded(service, operation, short, parameters) };
  });
  return found
    .map((each) => ({ ...each, rank: each.text === operation ? 0 : 1 + ['always', 'unless', 'if', 'open'].indexOf(each.needed.split(' ')[0]) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ text, passedTo, needed }) => {
      const condition = needed === 'always' ? '' : needed === 'open' ? '?' : needed.replace(/^if /, '?').replace(/^unless /, '!');
      return `${text}${condition}${passedTo === undefined ? '' : `>${passedTo}`}`;
    }).join(' ');
}

function whenNeeded(service: string, operation: string, action: string, parameters: readonly string[]): string {
  const said = WHEN_NEEDED.find((each) => each.service === service && each.operations.test(operation) && each.actions.test(action));
  if (said) {
    return said.when;
  }
  if (action === operation) {
    return 'always';
  }
  const pattern = /^(iam:)?PassRole$/.test(action) ? /(role(_?arn|name|override)?|instance_?profile(arn|name)?)$/i
    : /^(iam:)?(Add)?Un?[Tt]ag|^(Add)?Tags?/.test(action) ? /(^|\.)\w*tag(s|list|set|ging|specifications?)?(override)?$/i : undefined;
  const telling = pattern === undefined ? [] : parameters.filter((parameter) => pattern.test(parameter.replace(/(=.*)?!?$/, '')) && !/filter|(^|\.)(propagate|enable)[^.]*$/i.test(parameter));
  if (telling.length === 0) {
    return 'open';
  }
  return telling.some((parameter) => parameter.endsWith('!')) && !/tag/i.test(action) ? 'always'
    : `if ${[...new Set(telling.flatMap((parameter) => parameter.replace(/!$/, '').split('=')))].join('|')}`;
}

function eventSources(names: Names): { [name: string]: string } {
  const { services } = Catalog.get();
  const known = new Set(services);
  const found = Object.values(names.clients)
    .flatMap((client) => [client.signing, client.endpoint ?? client.signing].map((name) => [name.toLowerCase(), prefixOf(client)]))
    .filter(([name, prefix]) => name !== prefix && !known.has(name) && known.has(prefix));
  return Object.fromEntries([...found, ...Object.entries(EVENT_SOURCES)].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function collector() {
  const found = new Map<string, Map<string, string>>();
  const sorted = <T>(entries: Iterable<[string, T]>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    add(service: string, operation: string, actions = '') {
      const operations = found.get(service) ?? new Map<string, string>();
      found.set(service, operations.set(operation, actions));
    },
    lists: (): Lists => Object.fromEntries(sorted(found).map(([service, operations]) => [service, [...operations.keys()].sort().join(' ')])),
    rows: (): Rows => Object.fromEntries(sorted(found).map(([service, operations]) => [service, Object.fromEntries(sorted(operations))])),
  };
}
