import * as fc from 'fast-check';
import { judge, statusOf } from './analysis/access-report/judge';
import { inEmptyDirectory, run, runJson, write } from './cli/run';
import type { Usual } from './odd-documents';
import { documents } from './odd-documents';
import { readTemplates } from '../src/analysis/template/read-templates';
import { PolicyDocument } from '../src/iam/document';
import { policyTypeOf } from '../src/iam/policy-type-lookup';
import { problems } from '../src/iam/problems/document-problems';
import type { Json } from '../src/iam/value';

/** As `agreement.test.ts`, of every kind of policy that a template can hold. */

inEmptyDirectory();

const ALL = { PolicyName: 'All', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } };
const role = (properties: Json = {}) => ({ Agent: { Type: 'AWS::IAM::Role', Properties: properties } });
const managed = (document: Json) => ({ Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document } });
const control = (type: string, document: Json) => ({ Type: 'AWS::Organizations::Policy', Properties: { Name: 'P', Type: type, Content: document, TargetIds: ['r-ab12'] } });

interface Kind {
  readonly usual: Usual;
  /** The resources of a template in which the document acts; it stands in `Held`, or in `Agent` if there is none. */
  readonly resources: (document: Json) => Json;
  /** What the simulator is asked, beside the action. */
  readonly ask?: readonly string[];
}

const ASK = ['--principal', 'Agent'];
const ofPrincipal: Usual = { Principal: undefined };
const KINDS: { readonly [kind: string]: Kind } = {
  'inline policy': { usual: ofPrincipal, resources: (document) => role({ Policies: [{ PolicyName: 'P', PolicyDocument: document }] }) },
  'managed policy': { usual: ofPrincipal, resources: (document) => ({ ...role({ ManagedPolicyArns: [{ Ref: 'Held' }] }), Held: managed(document) }) },
  'permissions boundary': { usual: ofPrincipal, resources: (document) => ({ ...role({ PermissionsBoundary: { Ref: 'Held' }, Policies: [ALL] }), Held: managed(document) }) },
  'service control policy': { usual: ofPrincipal, resources: (document) => ({ ...role({ Policies: [ALL] }), Held: control('SERVICE_CONTROL_POLICY', document) }) },
  'permission set': { usual: ofPrincipal, resources: (document) => ({ Agent: { Type: 'AWS::SSO::PermissionSet', Properties: { Name: 'Agent', InlinePolicy: document } } }) },
  'resource control policy': { usual: { Effect: 'Deny', Principal: '*', Action: 's3:GetObject' }, resources: (document) => ({ ...role(), Held: control('RESOURCE_CONTROL_POLICY', document) }) },
  'bucket policy': {
    usual: { Principal: '*', Action: 's3:GetObject' },
    resources: (document) => ({ ...role(), B: { Type: 'AWS::S3::Bucket' }, Held: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'B' }, PolicyDocument: document } } }),
    ask: [...ASK, '--resource', '${B.Arn}/key'],
  },
  'topic policy': {
    usual: { Principal: '*', Action: 'sns:Publish', Resource: '*' },
    resources: (document) => ({ ...role(), B: { Type: 'AWS::SNS::Topic' }, Held: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'B' }], PolicyDocument: document } } }),
    ask: [...ASK, '--resource', '${B}'],
  },
  'trust policy': {
    usual: { Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole', Resource: null },
    resources: (document) => role({ AssumeRolePolicyDocument: document }),
    ask: ['--principal', 'ec2.amazonaws.com', '--resource', '${Agent.Arn}'],
  },
};
/** Those whose policies the report counts. */
const COUNTED = ['inline policy', 'managed policy', 'permissions boundary', 'service control policy', 'permission set'];
const DECISIONS = { allowed: 'ALLOWED', partly: 'CONDITIONAL', depends: 'CONDITIONAL', denied: 'EXPLICITLY_DENIED', notAllowed: 'IMPLICITLY_DENIED' };

/** What is said of a document by all that read it: whether AWS would refuse it, and whether the report says otherwise than the simulator. */
async function answers(kind: string, document: Json) {
  const { usual: { Action = 's3:GetObject' }, resources, ask = ASK } = KINDS[kind];
  const template = {
    Conditions: { C: { 'Fn::Equals': [{ Ref: 'X' }, 'x'] } },
    Parameters: Object.fromEntries(['A', 'C', 'Effect', 'P', 'S', 'X'].map((name) => [name, { Type: 'String' }])),
    Resources: resources(document),
  };
  write('t.json', template);
  const read = readTemplates([{ template }]);
  const policies = read.policies.filter(({ place }) => place.logicalId === ('Held' in template.Resources ? 'Held' : 'Agent'));
  const refused = policies.some((policy) => problems(new PolicyDocument(policy.document, policy), policyTypeOf(policy)).some(({ id }) => id !== 'PolicyTooLarge'));
  const { findings } = await runJson(['check', 't.json']);
  const { statements } = await runJson(['explain', 't.json']);
  const simulated = await run(['simulate', '--format', 'json', '--action', Action, '--via', 'aws', ...ask, 't.json']);
  const decision = simulated.code === 2 ? 'refused' : JSON.parse(simulated.stdout).results[0].decision;
  const status = COUNTED.includes(kind) ? statusOf(judge(read).find(({ origin }) => origin.id === 'aws-mcp.amazonaws.com')!.access, Action) : undefined;
  return {
    refused,
    check: findings.some(({ rule }: { rule: string }) => rule.startsWith('Invalid')),
    explain: statements.some(({ problem }: { problem?: string }) => problem?.includes('AWS would refuse it')),
    simulate: decision === 'refused',
    report: status === undefined || (decision === 'refused' ? status === 'depends' : DECISIONS[status] === decision),
  };
}

/** Of branches some may be refused and others not. */
const hasBranches = (document: Json) => JSON.stringify(document).includes('"Fn::If"');

test.each(Object.keys(KINDS))('%s: check, simulate, explain and the report say the same of odd and malformed documents', async (kind) => {
  const wrong: unknown[] = [];
  const seen = { refused: 0, taken: 0 };
  for (const document of fc.sample(documents(KINDS[kind].usual), { numRuns: 40, seed: 21 })) {
    const { refused, simulate, report, ...others } = await answers(kind, document);
    seen[refused ? 'refused' : 'taken']++;
    const isSame = Object.values(others).every((each) => each === refused) && (simulate === refused || (refused && hasBranches(document))) && report;
    wrong.push(...isSame ? [] : [{ refused, simulate, report, ...others, document }]);
  }
  expect(wrong).toEqual([]);
  expect(Math.min(seen.refused, seen.taken)).toBeGreaterThan(5);
});
