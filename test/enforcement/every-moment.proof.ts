import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import fc from 'fast-check';
import type { DeployedPlace } from './deployed-places';
import { PLACES, SHARED, SMALL } from './deployed-places';
import type { McpGuardrail } from '../../src';
import { McpGuardrailPolicy, McpPrincipalGuardrails, mixins } from '../../src';
import { compareDeployment } from '../../src/analysis/deployment/deployment';
import type { Step } from '../../src/analysis/deployment/deployment-order';

/** What an app has: of places, which guardrails of their pools. */
type Guarded = ReadonlyArray<readonly [place: DeployedPlace, guardrails: readonly number[]]>;

function templateOf(define: (stack: Stack) => void): any {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
  define(stack);
  return { Resources: {}, ...Template.fromStack(stack).toJSON() };
}

const appOf = (guarded: Guarded) => templateOf((stack) => guarded.forEach(([place, guardrails]) => {
  if (guardrails.length > 0) {
    place.add(new Construct(stack, place.name), guardrails.map((i) => place.pool[i]));
  }
}));

const deployed = (before: object, after: object) => compareDeployment({ before: [{ template: before }], after: [{ template: after }] });
const EMPTY = { Resources: {} };

const numbers = ({ pool }: DeployedPlace) => pool.map((_, i) => i);

/** Old and new guardrails of a place, of which there may be none. */
const edit = (place: DeployedPlace) => fc.tuple(fc.subarray(numbers(place)), fc.subarray(numbers(place)));

function holds(before: Guarded, after: Guarded): void {
  const { lapses, noRoom, notJudged } = deployed(appOf(before), appOf(after));
  expect([lapses.map(({ subject, said, moment }) => [subject, said, moment.rollback]), noRoom, notJudged]).toEqual([[], [], []]);
}

describe('what both apps deny is denied at every moment, and while it is taken back', () => {
  test.each(PLACES.map((place) => [place.name, place] as const))('%s', (_, place) => {
    fc.assert(fc.property(edit(place), ([old, now]) => holds([[place, old]], [[place, now]])), { numRuns: 3, seed: 28 });
    const [all, some] = [numbers(place), numbers(place).slice(1)];
    // It is made, grows, shrinks, and is deleted.
    [[[], some], [some, all], [all, some], [all, []]].forEach(([old, now]) => holds([[place, old]], [[place, now]]));
  });

  test('several places of an app at once', () => {
    const apps = fc.subarray(PLACES.map((__, i) => i), { minLength: 2, maxLength: 4 })
      .chain((places) => fc.tuple(...places.map((i) => edit(PLACES[i]).map((each) => [i, each] as const))));
    fc.assert(fc.property(apps, (edits) => holds(
      edits.map(([i, [old]]) => [PLACES[i], old]), edits.map(([i, [, now]]) => [PLACES[i], now]),
    )), { numRuns: 8, seed: 28 });
  });

  test('the control policies are divided ones, too', () => {
    const policies = (name: string, from?: number) => {
      const place = PLACES.find((each) => each.name === name)!;
      return Object.keys(appOf([[place, numbers(place).slice(from)]]).Resources).length;
    };
    for (const name of ['McpServiceControlPolicy', 'McpResourceControlPolicy']) {
      expect(policies(name, -1)).toBe(1);
      expect(policies(name)).toBeGreaterThan(1);
    }
  });
});

describe('the exception: a principal whose shared policies are several', () => {
  test('swaps them, which is right if CloudFormation attaches first, and is reported as AWS does not say so', () => {
    let swaps = 0;
    fc.assert(fc.property(edit(SHARED), ([old, now]) => {
      const { lapses, noRoom, notJudged } = deployed(appOf([[SHARED, old]]), appOf([[SHARED, now]]));
      const typeOf = (step?: Step) => step && `${step.change} ${step.stack.typeOf(step.logicalId)}`;
      expect([lapses.map(({ moment }) => typeOf(moment.doing)).filter((doing) => !/^update AWS::IAM::(Role|User|Group)$/.test(doing ?? '')), noRoom, notJudged])
        .toEqual([[], [], []]);
      swaps += lapses.length;
    }), { numRuns: 6, seed: 28 });
    expect(swaps).toBeGreaterThan(0);
  });

  test('in the steps that the docs tell, nothing lapses', () => {
    // What goes has nothing in common with what comes, else that would have to stand beside, too.
    const [before, now] = [[1, 3, 4], [1, 3, 5]].map((all) => all.map((i) => SHARED.pool[i]));
    const app = (guardrails: McpGuardrail[], beside: McpGuardrail[]) => templateOf((stack) => {
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
      McpPrincipalGuardrails.of(stack).apply(...guardrails);
      beside.forEach((guardrail, i) => new McpGuardrailPolicy(stack, `Beside${i}`, { guardrails: [guardrail], roles: [role] }));
    });
    // Those that fit a managed policy.
    const kept = [SHARED.pool[1], SHARED.pool[3]];
    const steps = [app(before, []), app(before, kept), app(now, kept), app(now, [])];
    const lapsed = (old: object, next: object) => new Set(deployed(old, next).lapses.flatMap(({ said }) => said));
    const directly = lapsed(steps[0], steps[3]);
    expect(kept.filter(({ id }) => directly.has(id))).not.toEqual([]);
    for (let i = 1; i < steps.length; i++) {
      const found = lapsed(steps[i - 1], steps[i]);
      expect(kept.filter(({ id }) => found.has(id))).toEqual([]);
    }
  });

  test('made and deleted, they have them all the time', () => {
    holds([], [[SHARED, numbers(SHARED)]]);
    holds([[SHARED, numbers(SHARED)]], []);
  });
});

describe('these tests can fail', () => {
  const roles = (define: (stack: Stack, role: iam.Role) => void) => templateOf((stack) => define(stack, new iam.Role(stack, 'Role', {
    assumedBy: new iam.AccountRootPrincipal(), managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')],
  })));

  test('a policy that names the role is found', () => {
    const template = roles((stack, role) => new iam.ManagedPolicy(stack, 'Policy', { statements: SMALL[0].statements(), roles: [role] }));
    expect(deployed(EMPTY, template).lapses.length).toBeGreaterThan(0);
    expect(deployed(template, EMPTY).lapses.length).toBeGreaterThan(0);
  });

  test('so is a guardrail that goes from one place to another', () => {
    const managed = roles((stack, role) => new McpGuardrailPolicy(stack, 'Policy', { guardrails: [SMALL[0]], roles: [role] }));
    const inline = roles((_, role) => role.with(new mixins.RoleMcpGuardrails({ guardrails: [SMALL[0]] })));
    expect(deployed(managed, inline).lapses.map(({ said }) => said)).toEqual([['Writes']]);
  });
});
