import { actionTable, judge, statusOf } from './judge';
import { account, ELSEWHERE, MANAGEMENT, ORGANIZATION, OTHER, WORK } from './organizations';
import { policiesOf, sampleTemplate } from './sample';
import { AccessLevel, McpSimulator, SimulationDecision } from '../../../src';
import { isServer } from '../../../src/analysis/access-report/report-origins';
import { needsResourcePolicy } from '../../../src/analysis/simulation/policy-source';
import { TemplateSource } from '../../../src/analysis/simulation/template-source';
import { readTemplates } from '../../../src/analysis/template/read-templates';
import type { Json } from '../../../src/iam/value';

const { ALLOWED, CONDITIONAL, EXPLICITLY_DENIED, IMPLICITLY_DENIED } = SimulationDecision;
const DECISIONS = { allowed: ALLOWED, partly: CONDITIONAL, depends: CONDITIONAL, denied: EXPLICITLY_DENIED, notAllowed: IMPLICITLY_DENIED };

/** Every 97th action, and those of the servers. */
const ACTIONS = actionTable().services.flatMap((service) =>
  actionTable().namesIn(service).map((name, i) => [`${service.service}:${name}`, service.start + i] as const))
  .filter(([action, i]) => (i % 97 === 0 || /mcp|^partnercentral:U/i.test(action) || action.startsWith('s3:') || action.startsWith('dynamodb:'))
    // The report leaves aside that a key's policy must allow it as well.
    && !needsResourcePolicy(action.toLowerCase(), undefined)).map(([action]) => action);

/** Roles with odd statements, each of them added to the next. */
function oddRoles(): Json {
  const statements: unknown[] = [];
  const odd: unknown[] = [
    { Effect: 'Allow', NotAction: ['iam:*', 's3:Delete*'], Resource: '*' },
    { Effect: 'Deny', Action: 'ec2:*', NotResource: 'arn:aws:ec2:*:*:instance/*' },
    { Effect: 'Deny', Action: ['sqs:*'], Resource: '*', Condition: { Null: { 'aws:CalledViaAWSMCP': 'true' } } },
    { Effect: 'Allow', Action: 'iam:*', Resource: '*', Condition: { StringNotEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } } },
    { Effect: 'Deny', Action: 's3:*Object*', Resource: '*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'false' } } },
    { Effect: 'Deny', Action: 'dynamodb:*', Resource: { Ref: 'Table' } },
    { Effect: 'Deny', NotAction: 's3:*', Resource: '*', Condition: { StringLike: { 'aws:PrincipalArn': '*Odd3' } } },
    { Effect: 'Deny', Action: ['s3:Put*', 'ec2:*'], Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/PrincipalType': ['Agent', 'Bot'] } } },
    { Effect: 'Deny', Action: 's3:Put*', Resource: '*', Condition: { StringNotLike: { 'aws:PrincipalTag/principaltype': 'B*' } } },
    { 'Fn::If': ['Maybe', { Effect: 'Deny', Action: 's3:Get*', Resource: '*' }, { Ref: 'AWS::NoValue' }] },
  ];
  return {
    Parameters: { Flag: { Type: 'String' }, Table: { Type: 'String' } },
    Conditions: { Maybe: { 'Fn::Equals': [{ Ref: 'Flag' }, 'yes'] } },
    Resources: Object.fromEntries(odd.map((statement, i) => {
      statements.push(statement);
      return [`Odd${i}`, {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
          Policies: [{ PolicyName: 'P', PolicyDocument: { Version: '2012-10-17', Statement: [...statements] } }],
        },
      }];
    })),
  };
}

test.each<[string, Json]>([
  ['roles of an organization', sampleTemplate(8)],
  ['odd roles', oddRoles()],
])('sets say what the simulator says of each action: %s', (_, template) => {
  const simulator = McpSimulator.fromTemplate(template);
  const different = judge(policiesOf(template)).flatMap(({ logicalId, origin, access }) => ACTIONS.flatMap((action) => {
    const request = { principal: logicalId, action, origin: origin.origin, context: isServer(origin) ? undefined : { 'aws:ViaAWSService': ['false'] } };
    const { decision } = simulator.simulate(request);
    const status = statusOf(access, action);
    return DECISIONS[status] === decision ? [] : [`${logicalId} ${action} ${origin.id}: ${status}, but ${decision}`];
  }));
  expect(different).toEqual([]);
  expect(ACTIONS.length).toBeGreaterThan(300);
});

test('so they do below two levels of an organization, in accounts outside of it, and in the management account', () => {
  const all = (more: Json = {}) => ({ Effect: 'Allow', Action: '*', Resource: '*', ...more });
  const roles = {
    'Admin': [all()],
    'BreakGlass': [all()],
    'Reader': [all({ Action: ['s3:Get*', 'dynamodb:*'] }), { Effect: 'Deny', Action: 'dynamodb:Delete*', Resource: '*' }],
    'Named': [all({ Action: 's3:*', Resource: 'arn:aws:s3:::data/*' })],
    'aws-service-role/AWSServiceRoleForX': [all()],
  };
  const templates = [ORGANIZATION, ...[WORK, OTHER, MANAGEMENT, ELSEWHERE].map((id) => account(id, roles))];
  const source = TemplateSource.of(templates, { prefersFirst: false });
  const simulator = McpSimulator._of(source);
  const judged = judge(readTemplates(templates));
  const different = judged.flatMap(({ file, logicalId, origin, access }) => ACTIONS.flatMap((action) => {
    const request = { principal: `${file}/${logicalId}`, action, origin: origin.origin, context: origin.id === 'direct' ? { 'aws:ViaAWSService': ['false'] } : undefined };
    const { decision } = simulator.simulate(request);
    const status = statusOf(access, action);
    return DECISIONS[status] === decision ? [] : [`${file} ${logicalId} ${action} ${origin.id}: ${status}, but ${decision}`];
  }));
  expect(different.slice(0, 20)).toEqual([]);
  expect(judged).toHaveLength(4 * 5 * 6);
  // The trees are read: the same role differs by where its account is.
  const deleting = judged.filter(({ logicalId, origin }) => logicalId === 'Admin' && origin.id === 'eks-mcp.amazonaws.com').map(({ access }) => statusOf(access, 's3:DeleteObject'));
  expect(deleting).toEqual(['denied', 'allowed', 'allowed', 'depends']);
});

test('the table has the access levels of the enum', () => {
  const levels = new Set(actionTable().services.flatMap(({ groups }) => groups.map(({ level }) => level)));
  expect([...levels].sort()).toEqual(Object.values(AccessLevel).sort());
});
