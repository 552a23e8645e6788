import * as fs from 'fs';
import * as path from 'path';
import { parse } from 'yaml';

interface Job {
  readonly permissions: { readonly [of: string]: string };
  readonly environment?: string;
  readonly steps: ReadonlyArray<{ readonly uses?: string; readonly run?: string; readonly with?: { readonly [input: string]: unknown } }>;
}

const FOLDER = path.join(__dirname, '../../.github/workflows');
const JOBS = fs.readdirSync(FOLDER).flatMap((file) => Object.entries<Job>(parse(fs.readFileSync(path.join(FOLDER, file), 'utf-8')).jobs)
  .map(([id, job]): [string, Job] => [`${file.replace('.yml', '')}/${id}`, job]));
const STEPS = JOBS.flatMap(([id, { steps }]) => steps.map((step) => ({ id, ...step })));

test('what others wrote is taken by commit, or by an exact version', () => {
  expect(STEPS.filter(({ uses }) => uses && !/@[0-9a-f]{40}$/.test(uses))).toEqual([]);
  expect(STEPS.filter(({ run }) => /@latest/.test(run ?? ''))).toEqual([]);
});

test('only what makes a release may write to the repository', () => {
  expect(JOBS.filter(([, { permissions }]) => permissions.contents === 'write').map(([id]) => id)).toEqual(['release/release_github']);
});

test('what builds and publishes finds no credentials of the repository, and runs no script of a package that it installs', () => {
  expect(STEPS.filter(({ uses, with: inputs }) => uses?.startsWith('actions/checkout@') && inputs?.['persist-credentials'] !== false)).toEqual([]);
  expect(STEPS.filter(({ run }) => /npm (ci|install)(?!.*--ignore-scripts)/.test(run ?? ''))).toEqual([]);
});

test('a person approves what is published', () => {
  expect(JOBS.filter(([id, { environment }]) => /release_(npm|maven|pypi|nuget|golang)$/.test(id) && environment !== 'release')).toEqual([]);
});
