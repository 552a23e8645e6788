import * as fs from 'fs';
import * as path from 'path';
import { ALLOW_ALL, BY_NETWORK, inEmptyDirectory, LEAKS, policy, role, run, write } from './run';
import { ALL_RULES } from '../../src/cli/rules';

inEmptyDirectory();

const RULES_PAGE = fs.readFileSync(path.join(__dirname, '../../docs/rules.md'), 'utf-8');

async function sarif(...files: string[]): Promise<any> {
  const { stdout } = await run(['check', '--format', 'sarif', ...files], { stdin: JSON.stringify(policy(LEAKS)) });
  return JSON.parse(stdout).runs[0];
}

/** What the standard requires and code scanning needs. */
function expectValid({ tool: { driver }, results }: any) {
  expect(driver).toMatchObject({ name: 'mcp-guardrails', informationUri: expect.stringMatching(/^https:/) });
  expect(driver.rules.map(({ id }: any) => id)).toEqual(ALL_RULES.map(({ id }) => id));
  for (const rule of driver.rules) {
    expect(rule.helpUri).toBe(`https://github.com/cdk-mcp-guardrails/cdk-mcp-guardrails/blob/main/docs/rules.md#${rule.id.toLowerCase()}`);
    expect(RULES_PAGE).toMatch(new RegExp(`^## ${rule.id}$`, 'm'));
    expect(rule.shortDescription.text).toMatch(/^[^.]+\.$/);
    expect(rule.fullDescription.text).toContain(rule.shortDescription.text.slice(0, -1));
    expect(rule.help.text).not.toBe('');
    expect(rule.help.markdown).toContain('**Fix:** ');
    expect(['error', 'warning']).toContain(rule.defaultConfiguration.level);
  }
  for (const result of results) {
    expect(driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    expect(['error', 'warning']).toContain(result.level);
    expect(result.message.text).not.toBe('');
    expect(result.locations).toHaveLength(1);
    const [{ physicalLocation: { artifactLocation: { uri }, region } }] = result.locations;
    expect(() => new URL(uri, 'file:///work/')).not.toThrow();
    expect(uri).not.toMatch(/[\\ <>]/);
    expect(region.startLine).toBeGreaterThanOrEqual(1);
    expect(result.partialFingerprints['finding/v1']).toMatch(/^[0-9a-f]{64}$/);
  }
}

test('an empty report has all rules', async () => {
  write('a.json', policy(ALLOW_ALL));
  const log = JSON.parse((await run(['check', '--format', 'sarif', 'a.json'])).stdout);
  expect(log).toMatchObject({ version: '2.1.0', $schema: expect.stringContaining('sarif-schema-2.1.0.json') });
  expect(Object.keys(log)).toEqual(['$schema', 'version', 'runs']);
  expectValid(log.runs[0]);
  expect(log.runs[0].results).toEqual([]);
});

test('findings with their places', async () => {
  write('dir with space/a.json', { Resources: { Agent: { ...role(policy(LEAKS)), Metadata: { 'aws:cdk:path': 'App/Agent/Resource' } } } });
  write('b.json', policy(BY_NETWORK));
  const report = await sarif('dir with space/a.json', `${process.cwd()}/b.json`, '-');
  expectValid(report);
  expect(report.results).toMatchObject([
    {
      ruleId: 'McpConditionDependsOnMissingKey',
      level: 'error',
      locations: [{
        physicalLocation: { artifactLocation: { uri: 'dir%20with%20space/a.json' }, region: { startLine: 24 } },
        logicalLocations: [{ fullyQualifiedName: 'App/Agent/Resource', kind: 'resource' }],
      }],
    },
    { ruleId: 'NetworkDenyBlocksMcp', level: 'warning', locations: [{ physicalLocation: { artifactLocation: { uri: 'b.json' }, region: { startLine: 4 } } }] },
    { locations: [{ physicalLocation: { artifactLocation: { uri: '%3Cstdin%3E' } } }] },
  ]);
  expect(report.results[1].locations[0].logicalLocations).toBeUndefined();
});

test('what can\'t be seen in a name or a policy is shown as its code', async () => {
  write('a\u202eb.json', { Resources: { Agent: { ...role(policy({ ...LEAKS, Action: 's3:\u202e*' })), Metadata: { 'aws:cdk:path': 'App/\u2066x' } } } });
  const { stdout } = await run(['check', '--format', 'sarif', 'a\u202eb.json']);
  expect(stdout).not.toMatch(/[^\P{C}\n]/u);
  const { results } = JSON.parse(stdout).runs[0];
  for (const { message, locations: [{ physicalLocation, logicalLocations }] } of results) {
    expect(message.text).not.toMatch(/\p{Cf}/u);
    expect(physicalLocation.artifactLocation.uri).toBe('a%E2%80%AEb.json');
    expect(logicalLocations[0].fullyQualifiedName).toBe('App/\\u2066x');
  }
  expect(results.length).toBeGreaterThan(0);
});

test('a file outside of the working directory', async () => {
  write('a.json', policy(LEAKS));
  write('work/b.json', policy(LEAKS));
  process.chdir('work');
  const report = await sarif('../a.json');
  process.chdir('..');
  expectValid(report);
  expect(report.results[0].locations[0].physicalLocation.artifactLocation.uri).toMatch(/^file:\/\/\/.*\/a\.json$/);
});

test('a finding keeps its fingerprint when lines move, and no two have the same', async () => {
  const fingerprints = async (content: unknown) => {
    write('a.json', content);
    return (await sarif('a.json')).results.map((result: any) => result.partialFingerprints['finding/v1']);
  };
  const before = await fingerprints(policy(LEAKS, BY_NETWORK));
  expect(new Set(before).size).toBe(2);
  expect(await fingerprints({ Statement: policy(LEAKS, BY_NETWORK).Statement, Version: '2012-10-17' })).toEqual(before);
  expect(await fingerprints(JSON.stringify(policy(LEAKS, BY_NETWORK)))).toEqual(before);
});
