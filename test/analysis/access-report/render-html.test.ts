import { createHash } from 'crypto';
import { pageOf, policiesOf, sampleTemplate } from './sample';
import type { deniedIn } from '../../../src/analysis/access-report/guardrail-label';
import { guardrailLabel } from '../../../src/analysis/access-report/guardrail-label';
import { html } from '../../../src/analysis/access-report/html';
import { columnsOf } from '../../../src/analysis/access-report/html-columns';
import { accessReport } from '../../../src/analysis/access-report/report';
import type { Json } from '../../../src/iam/value';

const report = accessReport(policiesOf(sampleTemplate(8)));
const page = pageOf(policiesOf(sampleTemplate(8)));

describe('the page', () => {
  test('is the same for the same report', () => {
    expect(pageOf(policiesOf(sampleTemplate(8)))).toBe(page);
  });

  test('loads nothing, and runs nothing but its own script', () => {
    expect(page).not.toMatch(/\b(src|srcset|href|action)="(?!#)/);
    expect(page).not.toMatch(/url\(|@import|<(link|img|iframe|object|embed|form|base)\b|style="|\bon[a-z]+="/);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1];
    const [, style] = /<style>([^]*)<\/style>/.exec(page)!;
    const [, script] = /<script>([^]*)<\/script>/.exec(page)!;
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(policy).toBe(`default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`);
  });

  test('says of each principal what it may do', () => {
    const text = page.replace(/<wbr>/g, '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(text).toContain('Platform/Team1/Agent role nothing stopped by: DenyOutsideMcp some: 2 services partly stopped by: delete data, gain more rights (DenyDeletingViaMcp)');
    expect(text).toContain('delete data, gain more rights (DenyDeletingViaMcp) , via EKS and via other servers: denies 7 actions that it otherwise may call ( dynamodb 6, s3 1)');
    expect(text).toContain('Write: 1 of 57 on named resources, 1 denied (PutObject)');
    expect(text).toContain('Other servers: AWS, ECS, SageMaker Unified Studio, and any that is not named.');
  });

  test('tells guardrails that were merged by what they deny, not by the Sid of the first part', () => {
    const counts = (about: Parameters<typeof deniedIn>[0]) => guardrailLabel({ sid: 'DenyDelegationViaMcp', about });
    expect(counts({ delete: 210, delegate: 30, escalate: 9 })).toBe('delete data, have others act and more (DenyDelegationViaMcp)');
    expect(counts({ secrets: 4 })).toBe('read secrets (DenyDelegationViaMcp)');
    expect(counts({})).toBe('DenyDelegationViaMcp');
    expect(guardrailLabel({})).toBe('a statement without Sid');
    expect(guardrailLabel({ about: { audit: 2 } })).toBe('hide traces');
    expect(page).toContain('<bdi>Delete data, gain more rights</bdi><div class="detail">Sid: <bdi>DenyDeletingViaMcp</bdi></div>');
  });

  test('says so if there is nothing', () => {
    const empty = pageOf(policiesOf({ Resources: {} }));
    expect(empty).toContain('The templates have no role, user, group or permission set.');
    expect(empty).toContain('No Deny in the templates asks whether a call comes through MCP.');
    expect(empty).not.toContain('<table');
  });

  test('holds a hundred principals in less than 600,000 characters', () => {
    expect(pageOf(policiesOf(sampleTemplate(100))).length).toBeLessThan(600_000);
  });

  test('has principals that may do the same once, each with its own name and resources', () => {
    const role = (i: number, kind = ''): [string, Json] => [`Role${kind}${i}`, {
      Type: 'AWS::IAM::Role',
      Properties: {
        Policies: [{ PolicyName: 'P', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }, { Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:aws:s3:::data/${i}` }] } }],
        ...(kind && { ManagedPolicyArns: [`arn:aws:iam::111122223333:policy/${kind}`] }),
      },
    }];
    const same = pageOf(policiesOf({ Resources: Object.fromEntries([...Array(50).keys()].map((i) => role(i)).concat([role(0, 'Other')])) }));
    expect(same.split('<caption>What its statements allow').length).toBe(3);
    expect(same.match(/<details class="principal"/g)).toHaveLength(2);
    expect(same).toContain('and 49 more that may do the same, each on the resources that it names<');
    for (const i of [0, 17, 49]) {
      expect(same.replace(/<wbr>/g, '')).toMatch(new RegExp(`<bdi>Stack1.template.json#Role${i}</bdi>[^]*?arn:aws:s3:::data/${i}<`));
    }
  });
});

describe('names', () => {
  const NAMES = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onclick='alert(1)", '&lt;b&gt;', 'a\u202Egnp.exe', 'عربي', '</style>', '\u0000'];

  const tags = (text: string) => new Set([...text.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag));
  const tagsOfPage = tags(page);

  test.each(NAMES)('%j is text wherever it stands', (name) => {
    const statement = {
      Sid: name, Effect: 'Deny', Action: ['*', name], Resource: name, Condition: { StringNotEquals: { 'aws:CalledViaAWSMCP': 'x-mcp.amazonaws.com', [name]: name } },
    };
    const policies = [{ PolicyName: name, PolicyDocument: { Version: '2012-10-17', Statement: [statement, { ...statement, Effect: 'Allow' }] } }];
    const hostile = pageOf(policiesOf({
      Resources: {
        [name]: {
          Type: 'AWS::IAM::Role',
          Metadata: { 'aws:cdk:path': `App/${name}` },
          Properties: { RoleName: name, Policies: policies, ManagedPolicyArns: [`arn:aws:iam::aws:policy/${name}`], PermissionsBoundary: name },
        },
        Policy: { Type: 'AWS::Organizations::Policy', Properties: { Type: 'SERVICE_CONTROL_POLICY', TargetIds: [name], Content: policies[0].PolicyDocument } },
      },
    }));
    expect([...tags(hostile)].filter((tag) => !tagsOfPage.has(tag))).toEqual([]);
    expect(hostile.match(/<script[ >]/g)).toHaveLength(2);
    expect(hostile).not.toMatch(/[\u0000\u202E]/);
    const text = hostile.replace(/<wbr>/g, '');
    expect(text).toContain(html`${name}`.markup.slice(0, 9));
  });

  test('characters that can\'t be seen are shown', () => {
    expect(html`${'a\u202Eb\u0007\uFEFF\u{E0041} \u{1F600} é'}`.markup).toBe('a\\u{202e}b\\u{7}\\u{feff}\\u{e0041} \u{1F600} é');
  });
});

describe('columns', () => {
  const columnsWith = (...Statement: Json[]) => columnsOf(accessReport(policiesOf({
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'P', PolicyDocument: { Version: '2012-10-17', Statement } }] } },
    },
  }))).map(({ title }) => title);
  const allowWith = (Condition: Json) => ({ Effect: 'Allow', Action: '*', Resource: '*', Condition });
  const columns = (Condition: Json) => columnsWith(allowWith(Condition));
  /** With a Deny that tells sessions by a tag. */
  const sessions = (denied: Json, ...conditions: Json[]) => columnsWith(
    ...conditions.map(allowWith), { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: denied });
  const server = (...names: string[]) => names.map((name) => `${name}-mcp.amazonaws.com`);

  test.each<[Json, string[]]>([
    [{}, ['Direct and via any MCP server']],
    [{ Bool: { 'aws:ViaAWSMCPService': 'true' } }, ['Direct', 'Via any MCP server']],
    [{ StringEquals: { 'aws:CalledViaAWSMCP': server('eks') } }, ['Direct and via AWS, ECS, SageMaker Unified Studio, and others', 'Via EKS']],
    [{ StringNotEquals: { 'aws:CalledViaAWSMCP': server('eks') } }, ['Direct and via AWS, ECS, SageMaker Unified Studio, and others', 'Via EKS']],
    [{ StringNotEquals: { 'aws:CalledViaAWSMCP': server('aws', 'x') }, Bool: { 'aws:ViaAWSMCPService': 'true' } },
      ['Direct and via AWS and x-mcp.amazonaws.com', 'Via other servers']],
  ])('%j: %j', (condition, expected) => {
    expect(columns(condition)).toEqual(expected);
  });

  const TAG = 'aws:PrincipalTag/PrincipalType';
  test.each<[Json, Json[], string[]]>([
    [{ StringEquals: { [TAG]: 'Agent' } }, [{}], ['Direct and via any MCP server', 'Sessions tagged PrincipalType=Agent']],
    [{ StringEquals: { [TAG]: ['Agent', 'Bot'] } }, [{}], ['Direct and via any MCP server', 'Sessions tagged PrincipalType=Agent and sessions tagged PrincipalType=Bot']],
    [{ StringEquals: { [TAG]: 'Agent' } }, [{ Bool: { 'aws:ViaAWSMCPService': 'true' } }], ['Direct', 'Sessions tagged PrincipalType=Agent', 'Via any MCP server']],
    [{ StringEquals: { [TAG]: 'Agent' } }, [{ StringEquals: { 'aws:CalledViaAWSMCP': server('eks') } }],
      ['Direct and via AWS, ECS, SageMaker Unified Studio, and others', 'Sessions tagged PrincipalType=Agent', 'Via EKS']],
    // What tells people apart, and what tells sessions that are not meant, is no mark of agents.
    [{ StringEquals: { 'aws:PrincipalTag/team': ['a', 'b', 'c', 'd', 'e', 'f'] } }, [{}], ['Direct and via any MCP server']],
    [{ StringNotEquals: { [TAG]: 'Human' } }, [{}], ['Direct and via any MCP server']],
    [{ StringLike: { [TAG]: 'A*' } }, [{}], ['Direct and via any MCP server']],
  ])('%j beside Allows of %j: %j', (denied, allowed, expected) => {
    expect(sessions(denied, ...allowed)).toEqual(expected);
  });

  test('other servers come last', () => {
    expect(columnsOf(report).map(({ title }) => title)).toEqual(['Direct', 'Via EKS', 'Via other servers']);
  });
});
