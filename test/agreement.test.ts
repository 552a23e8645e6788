import * as fs from 'fs';
import * as path from 'path';
import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { McpCondition, McpGuardrail, McpPermissionsBoundary, McpServer, McpSimulator, RequestOrigin } from '../src';
import { judge, statusOf } from './analysis/access-report/judge';
import { errorOf } from './audit/row';
import { inEmptyDirectory, run, write } from './cli/run';
import { documents, statements } from './odd-documents';
import { accessReport } from '../src/analysis/access-report/report';
import { readTemplates } from '../src/analysis/template/read-templates';
import { findDocuments } from '../src/cli/find-documents';
import { Condition } from '../src/iam/condition';
import { PolicyDocument } from '../src/iam/document';
import { kindOf } from '../src/iam/document-kind';
import { PolicyKind } from '../src/iam/policy';
import { policyTypeOf } from '../src/iam/policy-type-lookup';
import { problems } from '../src/iam/problems/document-problems';
import type { Json } from '../src/iam/value';
import { isIntrinsic, isObject } from '../src/iam/value';

/** Whoever reads a policy reads the same: check, simulate, explain, the report, McpCondition and the constructs give one answer. */

inEmptyDirectory();

const ID = { kind: PolicyKind.IDENTITY };
const PRINCIPAL = 'arn:aws:iam::111122223333:role/Agent';

/** Whether AWS would refuse the document as the policy of a principal, its size aside; `undefined` if nothing can be said. */
function isRefused(document: Json): boolean {
  return problems(new PolicyDocument(document), policyTypeOf(ID)).some(({ id }) => id !== 'PolicyTooLarge');
}

async function json(...args: string[]): Promise<{ code: unknown; output: any }> {
  const { code, stdout } = await run(args);
  return { code, output: stdout === '' ? undefined : JSON.parse(stdout) };
}

function simulated(document: Json): string {
  try {
    return McpSimulator.fromDocuments({ identityPolicies: [document] })
      .simulate({ principal: PRINCIPAL, action: 's3:GetObject', resource: 'arn:aws:s3:::data/key', origin: RequestOrigin.viaAnyServer() }).decision;
  } catch (error) {
    // An internal error refuses nothing.
    return error instanceof TypeError || error instanceof RangeError ? String(error) : `refused: ${(error as Error).message}`;
  }
}

const ACTIONS = ['s3:GetObject', 'ec2:RunInstances', 'eks:ListClusters'];

/** Where the report and the simulator differ in what a role with the document may do, directly and through servers; of one that AWS would refuse, what the report says. */
function differences(document: Json, refused: boolean): string[] {
  const template = { Resources: { Agent: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'P', PolicyDocument: document }] } } } };
  const judged = judge(readTemplates([{ template }]));
  if (refused) {
    const nothing = 'depends on Agent Properties/Policies/0/PolicyDocument, which AWS would refuse';
    return judged.flatMap(({ access }) => ACTIONS.map((action) => `${statusOf(access, action)} on ${access.dependsOn.map((each) => each.split(':')[0]).join()}`))
      .filter((said) => said !== nothing);
  }
  const simulator = McpSimulator.fromTemplate(template);
  return judged.flatMap(({ origin, access }) => ACTIONS.flatMap((action) => {
    const context = origin.id === 'direct' ? { 'aws:ViaAWSService': ['false'] } : undefined;
    const { decision } = simulator.simulate({ principal: 'Agent', action, origin: origin.origin, context });
    const status = statusOf(access, action);
    return DECISIONS[status] === decision ? [] : [`${action} ${origin.id}: ${status}, but ${decision}`];
  }));
}

/** Whether a construct takes the statements of a document, beside an Allow of everything, and whether AWS would; `undefined` if the CDK has none of them. */
function constructed(document: Json): { readonly isTaken: boolean; readonly isRefused: boolean } | undefined {
  const read = statementsOf(document);
  if (!read) {
    return undefined;
  }
  const made = [new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }), ...read];
  const rendered = new PolicyDocument({ Version: '2012-10-17', Statement: made.map((each) => each.toStatementJson()) });
  const found = problems(rendered, policyTypeOf({ kind: PolicyKind.PERMISSIONS_BOUNDARY }));
  const make = () => new McpPermissionsBoundary(new Stack(new App(), 'S'), 'B', { guardrails: [McpGuardrail.denyViaMcp()], statements: made });
  // The CDK leaves out a Sid that is none, or takes one of a list.
  return { isTaken: errorOf(make) === undefined, isRefused: found.length > 0 || read.some(({ sid }) => sid !== undefined && typeof sid !== 'string') };
}

function statementsOf({ Statement }: Json): iam.PolicyStatement[] | undefined {
  try {
    return [Statement].flat().map((each) => iam.PolicyStatement.fromJson(each));
  } catch {
    return undefined;
  }
}

const DECISIONS = { allowed: 'ALLOWED', partly: 'CONDITIONAL', depends: 'CONDITIONAL', denied: 'EXPLICITLY_DENIED', notAllowed: 'IMPLICITLY_DENIED' };

async function answers(document: Json) {
  write('policy.json', document);
  const check = await json('check', '--format', 'json', 'policy.json');
  const explain = await json('explain', '--format', 'json', 'policy.json');
  const simulate = await run(['simulate', '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::data/key', '--principal', PRINCIPAL, 'policy.json']);
  const invalid = check.output?.findings.filter(({ rule }: { rule: string }) => rule.startsWith('Invalid'));
  return {
    check: invalid?.length > 0,
    explain: explain.output?.statements.some(({ problem }: { problem?: string }) => problem?.includes('AWS would refuse it') === true),
    simulate: simulate.code === 2,
    library: simulated(document).startsWith('refused'),
  };
}

/** Every policy document in the files of cases, as the command line finds them. */
const POLICIES = fs.readdirSync(path.join(__dirname, 'cases')).filter((file) => file.endsWith('.json')).sort().flatMap((file) =>
  findDocuments(JSON.parse(fs.readFileSync(path.join(__dirname, 'cases', file), 'utf-8')))
    .map(({ document, kind = kindOf(document) }, i) => [`${file} ${i}`, kind, document] as const));

test('there are documents to compare', () => {
  expect(POLICIES.filter(([, kind]) => kind === PolicyKind.IDENTITY).length).toBeGreaterThanOrEqual(12);
});

test.each(POLICIES.filter(([, kind]) => kind === PolicyKind.IDENTITY))('%s: one answer', async (_, __, document) => {
  const refused = isRefused(document);
  expect(await answers(document)).toEqual({ check: refused, explain: refused, simulate: refused, library: refused });
  expect(differences(document, refused)).toEqual([]);
  const construct = constructed(document);
  expect(construct?.isTaken).toBe(construct && !construct.isRefused);
});

test('odd and malformed documents: check, simulate, explain, the library, the report and a construct say the same', async () => {
  const seen = { refused: 0, taken: 0 };
  const constructs: boolean[] = [];
  await fc.assert(fc.asyncProperty(documents(), async (document) => {
    const refused = isRefused(document as Json);
    seen[refused ? 'refused' : 'taken']++;
    expect(await answers(document as Json)).toEqual({ check: refused, explain: refused, simulate: refused, library: refused });
    expect(differences(document as Json, refused)).toEqual([]);
    const construct = constructed(document as Json);
    expect(construct?.isTaken).toBe(construct && !construct.isRefused);
    constructs.push(...construct ? [construct.isRefused] : []);
  }), { numRuns: 150, seed: 11 });
  expect(Math.min(seen.refused, seen.taken)).toBeGreaterThan(20);
  expect(Math.min(...[true, false].map((refused) => constructs.filter((each) => each === refused).length))).toBeGreaterThan(20);
});

test('odd conditions: McpCondition, the simulator, explain and the constructs read the same', () => {
  let refused = 0;
  fc.assert(fc.property(statements(), ({ Condition: condition = {} }) => {
    const parsed = new Condition(condition);
    const evaluated = () => McpCondition.evaluate(condition as Json, RequestOrigin.viaAnyServer());
    const document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: condition } };
    refused += Number(parsed.problems.length > 0);
    if (parsed.problems.length > 0) {
      if (typeof condition === 'object' && condition !== null && !Array.isArray(condition)) {
        expect(evaluated).toThrow(parsed.problems[0].message);
      }
      expect(simulated(document)).toContain(parsed.problems[0].message);
    } else {
      const said = { ALWAYS: 'ALLOWED', NEVER: 'IMPLICITLY_DENIED', DEPENDS: 'CONDITIONAL' }[evaluated().match];
      expect(simulated(document)).toBe(said);
    }
  }), { numRuns: 300, seed: 12 });
  expect(refused).toBeGreaterThan(20);
});

const OTHER = RequestOrigin.via(McpServer.of('some-other-mcp.amazonaws.com'));

test('the report says of what the simulator decides what the simulator says', () => {
  const conditions = [
    {}, { Bool: { 'aws:ViaAWSMCPService': 'true' } }, { bool: { 'AWS:viaawsmcpservice': 'true' } }, { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } },
    { 'ForAnyValue:stringlike': { 'aws:TagKeys': 'x*' } }, { STRINGEQUALS: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } },
  ];
  for (const condition of conditions) {
    const document = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }, { Effect: 'Deny', Action: 's3:GetObject', Resource: '*', Condition: condition }],
    };
    const template = { Resources: { Agent: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'P', PolicyDocument: document }] } } } };
    const report = accessReport(readTemplates([{ template }]));
    const decision = McpSimulator.fromTemplate(template).simulate({ principal: 'Agent', action: 's3:GetObject', resource: 'arn:aws:s3:::data/key', origin: OTHER }).decision;
    const effects = report.guardrails.flatMap(({ effects: found }) => found['any-other-server'] ?? []);
    const asked = JSON.stringify(condition).toLowerCase().includes('mcp');
    if (asked) {
      expect([condition, effects.length > 0]).toEqual([condition, decision !== 'ALLOWED']);
    }
  }
});

test('a construct refuses the conditions that AWS would', () => {
  const seen = new Set<boolean>();
  fc.assert(fc.property(statements(), ({ Condition: condition = {} }) => {
    fc.pre(typeof condition === 'object' && condition !== null && !Array.isArray(condition) && !isIntrinsic(condition));
    const stack = new Stack(new App(), 'S');
    const make = () => new McpPermissionsBoundary(stack, 'B', {
      guardrails: [McpGuardrail.denyViaMcp()],
      statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'], conditions: condition as Json })],
    });
    const [problem] = new Condition(condition).problems;
    seen.add(problem !== undefined);
    if (problem) {
      // What is no map of maps the CDK itself refuses.
      expect(make).toThrow(Object.values(condition).every(isObject) ? problem.message : /condition operator|A Condition should be/);
    } else {
      expect(make).not.toThrow();
    }
  }), { numRuns: 100, seed: 13 });
  expect([...seen].sort()).toEqual([false, true]);
});
