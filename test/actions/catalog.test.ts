import { changes } from '../../build-tools/catalog-source';
import { packActions, unpackLevels } from '../../build-tools/pack-actions';
import { CRITERIA, namesGone } from '../../build-tools/set-files';
import { Catalog } from '../../src/actions/catalog';
import { countActions, unpackActions } from '../../src/actions/packed-actions';

test('what is packed is what comes out', () => {
  expect([...unpackActions('Get R Queue,List RL Queues Topics')]).toEqual([['GetQueue', 'Read'], ['ListQueues', 'Read'], ['ListTopics', 'List']]);
  const levels = { 'List': 'CreateA Decrypt', 'Permissions management': 'DBCreate', 'Read': 'B Decrypt-All a', 'Write': 'CName CreateAB Decrypted aB a_b' };
  expect(packActions(levels)).toBe(' RW B CName,Create LW A AB, P DBCreate,Decrypt LR  -All,Decrypted W ,a RWW  B _b');
  expect(unpackLevels(packActions(levels))).toEqual(levels);
  expect(() => packActions({ Read: 'Get*' })).toThrow('Get* (Read): expected an action');
  expect(() => packActions({ Reading: 'Get' })).toThrow('Get (Reading): expected an action');
});

test('the actions of each access level are counted without their names', () => {
  const counted = (levels: Iterable<string>) => {
    const numbers: { [level: string]: number } = {};
    for (const level of levels) {
      numbers[level] = (numbers[level] ?? 0) + 1;
    }
    return numbers;
  };
  for (const text of [' RW B CName,Create LW A AB, P DBCreate,Decrypt LR  -All,Decrypted W ,a RWW  B _b', 'Get R Queue,List RL Queues Topics']) {
    expect(countActions(text)).toEqual(counted(unpackActions(text).values()));
  }
  const catalog = Catalog.get();
  for (const service of catalog.services) {
    expect([service, catalog.numbersOf(service)]).toEqual([service, counted(catalog.actionsOf(service).values())]);
  }
});

test('what changed is told, a line an action', () => {
  const table = (services: { [service: string]: { [level: string]: string } }) => ({ services });
  expect(changes(table({ s3: { Read: 'GetObject', Write: 'PutObject Old' } }), table({ s3: { Read: 'GetObject PutObject' }, sqs: { List: 'ListQueues' } })))
    .toEqual(['- s3:Old (Write)', '~ s3:PutObject (Write -> Read)', '+ sqs:ListQueues (List)']);
  expect(changes(table({ s3: { Read: 'GetObject' } }), table({ s3: { Read: 'GetObject' } }))).toEqual([]);
});

test('every service with its actions and access levels', () => {
  const catalog = Catalog.get();
  expect(catalog.services.length).toBeGreaterThan(400);
  expect(catalog.services.reduce((sum, service) => sum + catalog.actionsOf(service).size, 0)).toBeGreaterThan(20_000);
  expect(new Set(catalog.services.flatMap((service) => [...catalog.actionsOf(service).values()])))
    .toEqual(new Set(['List', 'Read', 'Write', 'Permissions management', 'Tagging']));
  expect(catalog.actionsOf('s3').get('PutBucketPolicy')).toBe('Permissions management');
});

test('is read once', () => {
  expect(Catalog.get()).toBe(Catalog.get());
  expect(Catalog.get().actionsOf('s3')).toBe(Catalog.get().actionsOf('s3'));
});

test('what the lists name that a table lacks is told', () => {
  expect(namesGone({ services: {} })).toContain('delegation: iam:PassRole');
  expect(namesGone({ services: { iam: { Write: 'PassRole' } } })).not.toContain('delegation: iam:PassRole');
});

test.each(Object.entries(CRITERIA))('the list of %s adds only what the rule does not find', (_, criterion) => {
  const found = Object.entries(criterion.also ?? {}).flatMap(([service, names]) => names.split(' ').map((name) => [service, name] as const))
    .filter(([service, name]) => !name.endsWith('*') && criterion.rule(name, Catalog.get().actionsOf(service).get(name)!, service));
  expect(found).toEqual([]);
});

describe('what is looked up in the text of the table', () => {
  const { services } = jest.requireActual<{ services: { [service: string]: string } }>('../../data/iam-actions.json');
  /** One that has parsed nothing yet. */
  const fresh = (): Catalog => {
    let made: Catalog | undefined;
    jest.isolateModules(() => {
      made = jest.requireActual<{ Catalog: typeof Catalog }>('../../src/actions/catalog').Catalog.get();
    });
    return made!;
  };

  test('is what parsing it gives', () => {
    const catalog = fresh();
    for (const [service, text] of Object.entries(services)) {
      expect([service, ...catalog.actionsOf(service)]).toEqual([service, ...unpackActions(text)]);
    }
    expect(catalog.services).toEqual(Object.keys(services));
  });

  test('is no other line of it', () => {
    const catalog = fresh();
    for (const other of ['source', 'name', 'version', 'services', 'resourceControl', 'bucket', 'constructor', 'S3', 's3": "', '']) {
      expect([other, ...catalog.listed(other)]).toEqual([other]);
      expect(catalog.hasAsSpelled(`${other}:Get*`)).toBe(false);
    }
  });

  test('is surely there', () => {
    const catalog = Catalog.get();
    let told = 0;
    const wrong: string[] = [];
    for (const service of catalog.services) {
      const names = new Set(catalog.listed(service));
      const beginnings = new Set([...names].flatMap((name) => Array.from(name, (_, i) => name.slice(0, i + 1))));
      for (const name of names) {
        for (const each of [name, `${name}x`, name.slice(0, -1), name.slice(1), `${name}*`, `${name.slice(0, -2)}*`, `${name.slice(0, 4)}*`, `*${name.slice(4)}`, name.toLowerCase()]) {
          if (catalog.hasAsSpelled(`${service}:${each}`)) {
            told++;
            if (!(each.endsWith('*') ? beginnings : names).has(each.replace(/\*$/, ''))) {
              wrong.push(`${service}:${each}`);
            }
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(told).toBeGreaterThan(60_000);
  });
});
