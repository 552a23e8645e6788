import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import type { DenyPresignedUrlsOptions } from '../../src';
import { McpGuardrail, McpGuardrailPolicy, McpResourceControlPolicy, McpServiceControlPolicy, PolicyTarget, PrincipalFilter } from '../../src';
import { ALL, deniedFrom, DIRECT, except, VIA_MCP } from '../meaning';

const denied = (options: DenyPresignedUrlsOptions, action: string, key: string, value: string) => deniedFrom(
  McpGuardrail.denyPresignedUrls(options).statements(), {
    action,
    resource: 'arn:aws:s3:::reports/a',
    context: { 's3:authType': [], 's3express:authType': [], 's3-outposts:authType': [], 's3-object-lambda:authType': [], [key]: [value] },
  });
const SPARED = except('service, for a direct call', 'service, via AWS, keys lost', 'service, via EKS, keys lost');

test.each<[string, DenyPresignedUrlsOptions, string, string, string, readonly string[]]>([
  ['a URL', {}, 's3:GetObject', 's3:authType', 'REST-QUERY-STRING', ALL],
  ['a form', {}, 's3:PutObject', 's3:authType', 'POST', ALL],
  ['a request of an SDK', {}, 's3:GetObject', 's3:authType', 'REST-HEADER', []],
  ['a copy to another Region, and nothing else', { allowForwardAccessSessions: true }, 's3:GetObject', 's3:authType', 'REST-QUERY-STRING', SPARED],
  ['a request of an SDK, also with that', { allowForwardAccessSessions: true }, 's3:GetObject', 's3:authType', 'REST-HEADER', []],
  ['another service is not meant', {}, 's3express:CreateSession', 's3express:authType', 'REST-QUERY-STRING', []],
  ['another service that is named', { services: ['s3', 's3express'] }, 's3express:CreateSession', 's3express:authType', 'REST-QUERY-STRING', ALL],
  ['S3 beside it', { services: ['s3', 's3express'] }, 's3:GetObject', 's3:authType', 'REST-QUERY-STRING', ALL],
  ['S3 on Outposts', { services: ['s3-outposts'], allowForwardAccessSessions: true }, 's3-outposts:GetObject', 's3-outposts:authType', 'POST', SPARED],
  ['S3 Object Lambda', { services: ['s3-object-lambda'] }, 's3-object-lambda:GetObject', 's3-object-lambda:authType', 'POST', ALL],
])('%s', (_, options, action, key, value, origins) => {
  expect(denied(options, action, key, value)).toEqual(origins);
});

test('what is spared never comes through MCP, nor directly', () => {
  expect([...VIA_MCP, ...DIRECT].filter((origin) => !SPARED.includes(origin))).toEqual([]);
});

test.each<[DenyPresignedUrlsOptions, string]>([
  [{ services: [] }, 'DenyPresignedUrls: services is empty, so that nothing would be denied: leave it out for s3'],
  [{ services: ['s3', 'lambda'] }, 'DenyPresignedUrls: of "lambda" no request says how it was signed: expected of services s3, s3-object-lambda, s3-outposts, s3express'],
])('bad input: %j', (options, message) => {
  expect(() => McpGuardrail.denyPresignedUrls(options)).toThrow(message);
});

test('a control policy that denies them to everybody warns', () => {
  const warnings = (make: (stack: Stack, guardrails: McpGuardrail[]) => unknown, options: DenyPresignedUrlsOptions = {}) => {
    const stack = new Stack(new App(), 'Stack');
    make(stack, [McpGuardrail.denyPresignedUrls(options)]);
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('^statement')).map(({ id, entry }) => `${id} ${String(entry.data)}`);
  };
  const targets = [PolicyTarget.root('r-ab12')];
  const scp = (stack: Stack, guardrails: McpGuardrail[]) => new McpServiceControlPolicy(stack, 'It', { guardrails, targets });
  const rcp = (stack: Stack, guardrails: McpGuardrail[]) => new McpResourceControlPolicy(stack, 'It', { guardrails, targets });
  const message = 'it denies everybody the URLs of S3 that are signed beforehand, also what needs them by itself, such as Download in the console and Amazon Redshift Spectrum: '
    + 'say with appliesTo whom it is about, such as PrincipalFilter.rolePaths(\'/agents/\') [ack: cdk-mcp-guardrails:presignedUrlsOfEverybody]';
  expect(warnings(scp)).toEqual([`/Stack/It/Resource statement "DenyPresignedUrls": ${message}`]);
  expect(warnings(rcp)).toEqual([`/Stack/It/Resource statement "DenyPresignedUrls": ${message}`]);
  expect(warnings(scp, { services: ['s3', 's3-outposts'], allowForwardAccessSessions: true })).toEqual([
    `/Stack/It/Resource statements "DenyPresignedUrls2", "DenyPresignedUrls4": ${message}`,
  ]);
  expect(warnings(scp, { exempt: [PrincipalFilter.roleNames('BreakGlass')] })).toEqual(warnings(scp));
  expect(warnings(scp, { appliesTo: [PrincipalFilter.rolePaths('/agents/')] })).toEqual([]);
  expect(warnings((stack, guardrails) => new McpGuardrailPolicy(stack, 'It', { guardrails }))).toEqual([]);
});
