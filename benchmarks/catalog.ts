import { Statement } from 'iam-floyd';
import type { Figure } from './figure';
import { count, print, ratio } from './figure';
import { ActionSet } from '../src';

const SETS: { [name: string]: ActionSet } = {
  destructive: ActionSet.destructive(),
  privilegeEscalation: ActionSet.privilegeEscalation(),
  secretReads: ActionSet.secretReads(),
  delegation: ActionSet.delegation(),
  auditTampering: ActionSet.auditTampering(),
};

const characters = (actions: string[]) => JSON.stringify(actions).length;

/** The actions by their services. */
function byService(actions: string[]): Map<string, string[]> {
  const services = new Map<string, string[]>();
  for (const action of actions) {
    const [service, name] = action.split(':');
    services.set(service, [...services.get(service) ?? [], name]);
  }
  return services;
}

/** iam-floyd's class for each service, by its prefix; several for some services, of which the one that knows the most counts. */
function floydStatements(): Map<string, new () => FloydStatement> {
  const classes = new Map<string, new () => FloydStatement>();
  for (const StatementClass of Object.values(Statement) as unknown as Array<new () => FloydStatement>) {
    const { servicePrefix } = new StatementClass();
    const known = classes.get(servicePrefix);
    if (servicePrefix && (!known || actionsKnown(new StatementClass()) > actionsKnown(new known()))) {
      classes.set(servicePrefix, StatementClass);
    }
  }
  return classes;
}

interface FloydStatement {
  readonly servicePrefix: string;
  readonly accessLevelList?: { [level: string]: string[] };
  to(action: string): this;
  compact(): this;
  toJSON(): { Action: string | string[] };
}

function actionsKnown({ accessLevelList }: FloydStatement): number {
  return Object.values(accessLevelList ?? {}).flat().length;
}

/** The set as iam-floyd's `compact()` writes it: a statement for each service, whose actions are then put together. */
function compacted(actions: string[], classes: Map<string, new () => FloydStatement>): string[] {
  return [...byService(actions)].flatMap(([service, names]) => {
    const StatementClass = classes.get(service);
    if (!StatementClass) {
      return names.map((name) => `${service}:${name}`);
    }
    return [names.reduce((statement, name) => statement.to(name), new StatementClass()).compact().toJSON().Action].flat();
  });
}

/** How many actions of the table the patterns mean, as IAM reads them (in any case), that are not in the set; and how many of the set they miss. */
function errors(patterns: string[], actions: string[]): { more: string[]; missed: string[] } {
  const forms = [...byService(patterns)].map(([service, names]): [string, RegExp] => [
    service, new RegExp(`^(${names.map((name) => name.replaceAll('*', '.*')).join('|')})$`, 'i'),
  ]);
  const meant = new Map(forms);
  const wanted = new Set(actions);
  const isMeant = (action: string) => meant.get(action.split(':')[0])?.test(action.split(':')[1]) ?? false;
  return {
    more: ActionSet.ALL.listActions().filter((action) => !wanted.has(action) && isMeant(action)),
    missed: actions.filter((action) => !isMeant(action)),
  };
}

/** How many wildcards are not at the end, where a reader does not see what they mean. */
const inner = (patterns: string[]) => patterns.filter((pattern) => /\*./.test(pattern)).length;

function measure(): Figure[] {
  const classes = floydStatements();
  return Object.entries(SETS).flatMap(([name, set]): Figure[] => {
    const listed = set.listActions();
    const { actions: patterns = [] } = set._elements();
    const floyd = compacted(listed, classes);
    const [own, others] = [errors(patterns, listed), errors(floyd, listed)];
    if (own.more.length + own.missed.length > 0) {
      throw new Error(`ActionSet.${name}() is not what its patterns mean: ${[...own.more, ...own.missed].join(', ')}`);
    }
    return [{
      what: `Characters of \`ActionSet.${name}()\`, ${count(listed.length)} actions ÷ every name; ÷ iam-floyd's \`compact()\``,
      figure: `${ratio(characters(patterns) / characters(listed))}; ${ratio(characters(patterns) / characters(floyd))} `
        + `(${count(characters(patterns))}, ${count(characters(listed))}, ${count(characters(floyd))}); of iam-floyd's ${count(floyd.length)} patterns `
        + `${count(inner(floyd))} have a wildcard inside${others.more.length > 0 ? `, and they also mean ${others.more.join(', ')}` : ''}`,
      goal: 'fewer than every name, none outside the set',
      met: characters(patterns) < characters(listed),
    }];
  });
}

if (require.main === module) {
  print(measure());
}
