import type { HtmlPieces } from './html';
import { Html } from './html';
import type { Column } from './html-columns';
import type { Group } from './html-groups';
import type { AccessReport, SearchIndex } from './report-types';
import { isObject } from '../../iam/value';

/** What the page's search by action reads: which actions there are, and what each group may do with them from each origin. */
export function searchData(report: AccessReport, search: SearchIndex, groups: readonly Group[], columns: readonly Column[]): HtmlPieces {
  const { services: allServices, names: allNames, places, profiles } = search;
  const used = [...new Set(groups.flatMap(({ principal }) => columns.map(({ origin }) => principal.access[origin].profile)))];
  const pairs = new Set<string>();
  used.forEach((profile) => Object.entries(profiles[profile]).forEach(([service, place]) => pairs.add(`${service} ${place}`)));
  const services = [...pairs].map((each) => each.split(' ') as [service: string, place: string]);
  const access = new Map(services.map(([service, place]) => [place, stateOf(places[Number(place)], allNames[service])]));
  // Where all actions of a service are alike for everybody, their names say nothing.
  const told = new Set(services.filter(([, place]) => typeof access.get(place) !== 'string').map(([service]) => service));
  const data = {
    columns: columns.map(({ title }) => title),
    services: allServices.join(' '),
    names: Object.fromEntries([...told].sort().map((service) => [service, mapped(allNames[service], frontCoded)])),
    access: Object.fromEntries(access),
    profiles: Object.fromEntries(used.map((profile) => {
      const { services: its, counts } = report.profiles[profile];
      const listed = Object.values(its).flatMap((place) => Object.values(report.serviceAccess[place]))
        .reduce((sum, { depends = 0 }) => sum + depends, 0);
      // What policies that are known by name only may allow of other services.
      return [profile, { services: profiles[profile], open: (counts.depends ?? 0) > listed }];
    })),
    groups: groups.map(({ principal }) => columns.map(({ origin }) => principal.access[origin].profile)),
  };
  return written(data);
}

/** The properties as JSON, of each the entries one by one. */
function* written(data: { readonly [name: string]: unknown }): Generator<Html> {
  const text = (value: unknown) => new Html(JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`));
  let before = '{';
  for (const [name, value] of Object.entries(data)) {
    yield new Html(`${before}${JSON.stringify(name)}:`);
    before = ',';
    if (!isObject(value)) {
      yield text(value);
      continue;
    }
    let inner = '{';
    for (const [key, each] of Object.entries(value)) {
      yield new Html(inner);
      yield text(key);
      yield new Html(':');
      yield text(each);
      inner = ',';
    }
    yield new Html(inner === '{' ? '{}' : '}');
  }
  yield new Html('}');
}

function mapped<T, U>(values: { readonly [name: string]: T }, map: (value: T) => U): { [name: string]: U } {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}

type ServicePlaces = SearchIndex['places'][number];

/** The state of all actions of a service, if they are alike; else of each access level, which have one. */
function stateOf(places: ServicePlaces, names: SearchIndex['names'][string]): string | object {
  const states = Object.entries(places).flatMap(([level, at]) => {
    const all = `0-${names[level as keyof ServicePlaces]!.length - 1}`.replace(/^0-0$/, '0');
    const entries = Object.entries(at) as Array<[string, string]>;
    return entries.length === 0 ? ['no'] : entries.length === 1 && entries[0][1] === all ? [entries[0][0]] : ['no', 'allowed'];
  });
  return new Set(states).size === 1 ? states[0] : Object.fromEntries(Object.entries(places).filter(([, at]) => Object.keys(at).length > 0));
}

/** Each name as how many characters it shares with the one before it, as a letter, and the rest. */
function frontCoded(names: readonly string[]): string {
  return names.map((name, i) => {
    const before = names[i - 1] ?? '';
    let shared = 0;
    while (shared < 51 && shared < name.length && name[shared] === before[shared]) {
      shared++;
    }
    return LETTERS[shared] + name.slice(shared);
  }).join(' ');
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
