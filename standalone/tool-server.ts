import type { CallToolResult } from '@modelcontextprotocol/server';
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';
import type { Files } from './answer';
import { answers } from './answer';
import { proposalOf, proposals } from './proposal';
import type { main } from '../src/cli/main';
import { viaNames } from '../src/cli/origin-option';

/** What a tool takes of one text, in characters: more is the work of the command line. */
const MOST = 1_000_000;
const MOST_DOCUMENTS = 20;

const policy = z.string().min(2).max(MOST);
const POLICY = policy.describe('An IAM policy document, its statements, a CloudFormation template, or what the AWS CLI or "terraform show -json" prints; as JSON or YAML');
const documents = (what: string) => z.array(policy).max(MOST_DOCUMENTS).optional().describe(what);
const word = (what: string) => z.string().min(1).max(2_048).describe(what);
const option = (name: string, value?: string) => (value === undefined ? [] : [`--${name}=${value}`]);
const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

/** The server of the tools, which reads what it is given and nothing else. */
function makeServer(program: typeof main, version: string): McpServer {
  const answer = answers(program);
  const told = async (args: readonly string[], files: Files): Promise<CallToolResult> => {
    const { code, stdout, stderr } = await answer(args, files);
    return { content: [{ type: 'text', text: [stderr, stdout].filter((text) => text !== '').join('\n') }], ...(code === 2 && { isError: true }) };
  };
  const server = new McpServer({ name: 'mcp-guardrails', version }, {
    instructions: 'Tells what IAM policies mean for people, and for AI agents that come through AWS-managed MCP servers (context keys aws:ViaAWSMCPService and '
      + 'aws:CalledViaAWSMCP). Check a policy before you propose it. It reads what you give it: no account, no network, and nothing is changed.',
  });

  server.registerTool('check_policy', {
    title: 'Check a policy',
    description: 'Finds mistakes: conditions on the MCP keys that match other calls than they seem to, statements that never match, what AWS would not take. Each finding has its reason and a fix.',
    inputSchema: z.object({ policy: POLICY }),
    annotations,
  }, ({ policy: text }) => told(['check', '--all', '--format', 'json', 'policy'], { policy: text }));

  server.registerTool('explain_policy', {
    title: 'Explain a policy',
    description: 'Tells of each statement whom it applies to: people, agents through each server, and calls that AWS services make for them.',
    inputSchema: z.object({ policy: POLICY }),
    annotations,
  }, ({ policy: text }) => told(['explain', '--format', 'json', 'policy'], { policy: text }));

  server.registerTool('simulate', {
    title: 'Simulate a request',
    description: 'Tells whether a request is allowed: directly, and through each MCP server. "conditional" names what it hangs on; nothing is guessed.',
    inputSchema: z.object({
      policies: z.array(policy).min(1).max(MOST_DOCUMENTS).describe('The policies of the principal, or a template or an account\'s dump that has it'),
      action: word('Such as s3:GetObject'),
      resource: word('The ARN of the resource').optional(),
      principal: word('An ARN; of a template or an account also a name. Needed if there is more than one').optional(),
      via: word('Only through this server: aws, eks, ecs, a service principal; "any", or "direct" for a direct call').optional(),
      context: z.record(z.string(), z.string()).optional().describe('Further context keys; an empty value for a key that is absent'),
      boundary: policy.optional().describe('The permissions boundary'),
      service_control_policies: documents('Service control policies'),
      resource_control_policies: documents('Resource control policies'),
      resource_policy: policy.optional().describe('The policy of the resource'),
      account: z.string().regex(/^\d{12}$/).optional().describe('The account that a template is deployed to'),
    }),
    annotations,
  }, (request) => {
    const { policies, action, resource, principal, via, context, boundary, resource_policy, account } = request;
    const files: { [name: string]: string } = {};
    const file = (name: string, content: string) => {
      files[name] = content;
      return name;
    };
    return told([
      'simulate', '--format', 'json', ...option('action', action), ...option('resource', resource), ...option('principal', principal), ...option('via', via),
      ...option('account', account), ...Object.entries(context ?? {}).flatMap(([key, value]) => option('context', `${key}=${value}`)),
      ...boundary === undefined ? [] : option('boundary', file('boundary', boundary)),
      ...(request.service_control_policies ?? []).flatMap((each, i) => option('scp', file(`scp-${i + 1}`, each))),
      ...(request.resource_control_policies ?? []).flatMap((each, i) => option('rcp', file(`rcp-${i + 1}`, each))),
      ...resource_policy === undefined ? [] : option('resource-policy', file('resource-policy', resource_policy)),
      ...policies.map((each, i) => file(`policy-${i + 1}`, each)),
    ], files);
  });

  server.registerTool('who_can', {
    title: 'Who can call an action',
    description: 'Tells of every role, user and permission set of a template, a plan or an account whether it may call an action: directly, and through each MCP server; '
      + 'on what that hangs, or which statement stops it.',
    inputSchema: z.object({
      documents: z.array(policy).min(1).max(MOST_DOCUMENTS).describe('Templates, what "aws iam get-account-authorization-details" or "terraform show -json" prints, an organization\'s policies: together one account or organization'),
      action: word('Such as s3:GetObject'),
      resource: word('The ARN of the resource; by default the answer is about every resource').optional(),
      via: word('Only through this server: aws, eks, ecs, a service principal; "any", or "direct" for a direct call').optional(),
      account: z.string().regex(/^\d{12}$/).optional().describe('The account that a template is deployed to'),
    }),
    annotations,
  }, ({ documents: texts, action, resource, via, account }) => {
    const files = Object.fromEntries(texts.map((text, i) => [`document-${i + 1}`, text]));
    return told(['who-can', '--format', 'json', ...option('via', via), ...option('account', account), '--', action, ...resource === undefined ? [] : [resource], ...Object.keys(files)], files);
  });

  server.registerTool('why_denied', {
    title: 'Why a call was denied',
    description: 'Tells why AWS denied a call, whether a direct one would be, and what to do: of an access-denied message, or a CloudTrail event. Without policies, what the message itself '
      + 'tells, and which command of the AWS CLI tells the rest.',
    inputSchema: z.object({
      denial: z.string().min(2).max(MOST).describe('The message or event'),
      policies: documents('The policies of the principal, or a template or an account\'s dump that has it'),
      principal: word('Whose policies count, if the denial does not tell').optional(),
      action: word('What was denied, if the denial does not tell').optional(),
      resource: word('What it was about, if the denial does not tell').optional(),
      service_control_policies: documents('Service control policies'),
      boundary: policy.optional().describe('The permissions boundary'),
    }),
    annotations,
  }, ({ denial, policies = [], principal, action, resource, service_control_policies = [], boundary }) => {
    const files: { [name: string]: string } = { denial };
    const file = (name: string, content: string) => {
      files[name] = content;
      return name;
    };
    return told([
      'why', '--format', 'json', ...option('principal', principal), ...option('action', action), ...option('resource', resource),
      ...boundary === undefined ? [] : option('boundary', file('boundary', boundary)),
      ...service_control_policies.flatMap((each, i) => option('scp', file(`scp-${i + 1}`, each))),
      'denial', ...policies.map((each, i) => file(`policy-${i + 1}`, each)),
    ], files);
  });

  server.registerTool('propose_guardrail', {
    title: 'Propose a guardrail',
    description: 'The policies of a ready guardrail that tells agents from people, each small enough for a service control policy, with what it does to whom and what is found in it: '
      + Object.entries(proposals()).map(([name, { about }]) => `${name}: ${about}`).join('; ') + '. Nothing is written: who may, attaches it.',
    inputSchema: z.object({
      guardrail: z.enum(Object.keys(proposals()) as [string, ...string[]]).describe('Which one'),
      actions: z.array(word('Such as s3:Delete*')).max(100).optional().describe('For deny_actions: what agents must not call'),
      servers: z.array(z.enum(viaNames() as [string, ...string[]])).max(20).optional().describe('For only_servers: the servers that they may come through'),
    }),
    annotations,
  }, async ({ guardrail, actions = [], servers = [] }) => {
    try {
      const proposal = proposalOf(guardrail, actions, servers);
      const files = Object.fromEntries(proposal.policies.map((document, i) => [`policy-${i + 1}`, JSON.stringify(document)]));
      const names = Object.keys(files);
      const explained = await answer(['explain', '--format', 'json', ...names], files);
      const checked = await answer(['check', '--all', '--format', 'json', ...names], files);
      const statements = JSON.parse(explained.stdout).statements
        .map(({ statement, effect, appliesTo }: { [name: string]: string }) => ({ statement, effect, appliesTo }));
      return { content: [{ type: 'text', text: JSON.stringify({ guardrail, ...proposal, statements, findings: JSON.parse(checked.stdout).findings }, undefined, 2) }] };
    } catch (error) {
      return { content: [{ type: 'text', text: (error as Error).message }], isError: true };
    }
  });

  return server;
}

/**
 * Serves the tools on standard input and output, until the input ends.
 *
 * @param program the command line, which the tools run
 */
export function serve(program: typeof main, version: string): void {
  serveStdio(() => makeServer(program, version));
}
