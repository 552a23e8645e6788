import * as fc from 'fast-check';
import type { Outcome } from './hostile';
import { hostile } from './hostile';
import { corruptions } from './hostile-values';
import { templateProblems } from './template-validation';
import type { Corruption, Tree } from './tree';
import { call, corrupted, thing } from './tree';
import { props, servers } from './valid-values';
import { NoInput, World } from './world';
import { McpActivitySignal } from '../../src';
import { delivered, EVENTS } from '../monitor/events';
import { matchesPattern } from '../monitor/matching/event-pattern';
import { runQuery } from '../monitor/matching/insights';
import { matchesFilter } from '../monitor/matching/metric-filter';

interface Input {
  readonly options: Tree;
  readonly corruptions: Corruption[];
  readonly knownAccount: boolean;
}

/** Whom CloudTrail can tell. */
const filters = fc.uniqueArray(fc.constantFrom<Tree[]>(
  call('PrincipalFilter.roleNames', 'BreakGlass', 'Pipeline'), call('PrincipalFilter.roleNames', 'Reports*'), call('PrincipalFilter.rolePaths', '/agents/', '/team-*/'),
  call('PrincipalFilter.arns', 'arn:aws:iam::111122223333:role/agents/*', 'arn:*:iam::*:user/build-bot'), call('PrincipalFilter.arns', 'arn:aws:iam::*:role/*/BreakGlass'),
), { minLength: 1, maxLength: 2 });
const guarded = fc.constantFrom<Tree[]>(
  'arn:aws:iam::*:role/agents/central/Inspector', 'arn:aws:iam::*:policy/agents/central/*', 'arn:aws:iam::111122223333:user/Jo', 'arn:aws:s3:::payroll', 'arn:*:iam::*:group/Ops*',
  'arn:aws:logs:*:*:log-group:mcp-activity:*', 'arn:aws:cloudformation:*:*:stack/Guardrails/*', 'arn:aws:sso:::permissionSet/ssoins-0a1b2c3d4e5f6071/*',
);
const watched = {
  servers, agents: filters, exempt: filters, administrators: filters, guardrailResources: fc.array(guarded, { minLength: 1, maxLength: 3 }),
};
const boolean = fc.constantFrom<Tree[]>(true, false);
const signal = fc.constantFrom<Tree[]>(...Object.values(McpActivitySignal));
const bucket = fc.constantFrom<Tree[]>(thing('bucket'), thing('imported bucket'));
const age = fc.constantFrom<Tree[]>(thing('duration'), thing('days'), thing('lazy duration'));

/** The constructs, with what each takes. */
const CONSTRUCTS: ReadonlyArray<readonly [name: string, options: fc.Arbitrary<Tree>]> = [
  ['McpActivityMonitor', props({
    ...watched,
    logGroup: fc.constantFrom<Tree[]>(thing('log group'), thing('imported log group')),
    alarmTopic: fc.constant(thing('topic')),
    alarms: fc.array(signal, { maxLength: 3 }),
    dashboard: boolean,
    topContributors: boolean,
    savedQueries: fc.constant(true),
    unusedAccessAge: age,
    unusedAccessOfOrganization: boolean,
    reportBucket: bucket,
  }, 'logGroup', 'savedQueries') as fc.Arbitrary<Tree>],
  ['McpActivityRules', props({ ...watched, signals: fc.array(signal, { maxLength: 3 }) }) as fc.Arbitrary<Tree>],
  ['McpActivityTable', props({
    ...watched, bucket, accounts: fc.constant(['111122223333']), regions: fc.constant(['us-east-1', 'eu-west-1']), organizationId: fc.constant('o-a1b2c3d4e5'), keyPrefix: fc.constant('audit'),
  }, 'bucket', 'accounts', 'regions') as fc.Arbitrary<Tree>],
  ['McpActivityTelemetry', props({
    organizationId: fc.constant('o-a1b2c3d4e5'), auditAccount: fc.constant('444455556666'), otherRegions: fc.constant(['us-east-1', 'eu-west-2']), retention: fc.constantFrom<Tree[]>(1, 365, 9999),
  }, 'organizationId') as fc.Arbitrary<Tree>],
  ['McpActivityTrail', props({
    organizationId: fc.constant('o-a1b2c3d4e5'),
    trailName: fc.constant('agents'),
    bucket,
    encryptionKey: fc.constant(thing('key')),
    buckets: fc.array(bucket, { maxLength: 2 }),
    tables: fc.constant([thing('table')]),
    functions: fc.constant([thing('function')]),
  }) as fc.Arbitrary<Tree>],
];

// As many as take a few seconds.
describe.each(CONSTRUCTS)('new %s', (name, options) => {
  const input: fc.Arbitrary<Input> = fc.record({ options, corruptions, knownAccount: fc.boolean() });
  hostile('is refused, or fits, and all ways of looking agree', { runs: 40, share: 0.2 }, input, (value) => judge(name, value));
});

function judge(name: string, { options, corruptions: wrong, knownAccount }: Input): Outcome {
  const given = corrupted(options, wrong);
  const world = new World(knownAccount);
  try {
    const value = world.realize(given);
    world.calling(`new ${name}`, [world.stack, 'Monitor', value]);
    if (name === 'McpActivityRules' && !Array.isArray(value) && typeof value === 'object' && value !== null) {
      // What a monitor of the same options counts, to compare the rules with.
      const { signals: _, targets: __, ...others } = value;
      world.calling('new McpActivityMonitor', [world.stack, 'Same', { ...others, logGroup: world.thing('imported log group') }]);
    }
    world.synth();
  } catch (error) {
    if (error instanceof NoInput) {
      return 'no input';
    }
    const { message, name: kind } = error as Error;
    // Of what is valid, an error says what is wrong with it, not where the library came to grief.
    return wrong.length > 0 || !/^(Type|Range|Reference|Syntax)Error$/.test(kind) ? { accepted: false, why: message } : { problem: `${String(error)}\n    from ${JSON.stringify(given)}` };
  }
  const [problem] = [...world.deployments.values()].flatMap(({ template }) =>
    [...limits(template), ...disagreements(template), ...templateProblems(template)]);
  return problem === undefined ? { accepted: true } : { problem: `${problem}\n    from ${JSON.stringify(given)?.slice(0, 1_000)}` };
}

function ofType(template: any, type: string): any[] {
  return Object.entries<any>(template.Resources ?? {}).filter(([, { Type }]) => Type === type).map(([id, { Properties }]) => ({ id, ...Properties }));
}

/** What AWS would refuse for its size. */
function limits(template: object): string[] {
  const filtersOf = ofType(template, 'AWS::Logs::MetricFilter');
  return [
    ...filtersOf.length > 100 ? [`${filtersOf.length} metric filters`] : [],
    ...filtersOf.filter(({ FilterPattern }) => FilterPattern.length > 1024).map(({ id }) => `${id} is too long`),
    ...ofType(template, 'AWS::Logs::QueryDefinition').filter(({ QueryString }) => QueryString.length > 10_000).map(({ id }) => `${id} is too long`),
    ...ofType(template, 'AWS::Events::Rule').filter(({ EventPattern }) => JSON.stringify(EventPattern).length > 2048).map(({ id }) => `${id} is too long`),
  ];
}

/** The metric, and the question that shows the same events. */
const SAME: ReadonlyArray<readonly [metric: string, question: string]> = [
  ['Calls', 'what agents did'], ['DestructiveCalls', 'what agents deleted or ended'], ['UnknownServer', 'which unknown servers were used'],
  ['OutsideMcp', 'what agents called without a server'], ['GuardrailChanges', 'who changed guardrails'], ['ExemptUse', 'who used an exempt role'],
];

/** Where a filter, a question and a rule see different events. */
function disagreements(template: object): string[] {
  const filtersOf = ofType(template, 'AWS::Logs::MetricFilter');
  const questions = ofType(template, 'AWS::Logs::QueryDefinition');
  const rules = ofType(template, 'AWS::Events::Rule');
  const of = (found: boolean, label: string, what: string) => (found ? [`${label}: ${what}`] : []);
  return [
    ...filtersOf.length === 0 ? [] : SAME.flatMap(([metric, question]) => {
      const patterns = filtersOf.filter(({ MetricTransformations: [{ MetricName }] }) => MetricName === metric);
      const query = questions.find(({ Name }) => Name === `MCP agents/${question}`);
      return EVENTS.flatMap(({ label, event }) => of(
        patterns.some(({ FilterPattern }) => matchesFilter(FilterPattern, event)) !== (query !== undefined && runQuery(query.QueryString, [event]).length > 0), label, `${metric} and "${question}" differ`,
      ));
    }),
    ...[...new Set(rules.map(({ id }) => /^Monitor(.*?)\d*[0-9A-F]{8}$/.exec(id)![1]))].flatMap((metric) => {
      const patterns = filtersOf.filter(({ MetricTransformations: [{ MetricName }] }) => MetricName === metric);
      const same = rules.filter(({ id }) => id.startsWith(`Monitor${metric}`));
      return EVENTS.flatMap(({ label, event }) => {
        const onBus = delivered(event);
        return onBus === undefined ? [] : of(
          same.some(({ EventPattern }) => matchesPattern(EventPattern, onBus)) !== patterns.some(({ FilterPattern }) => matchesFilter(FilterPattern, event)), label, `${metric} and its rule differ`,
        );
      });
    }),
  ];
}
