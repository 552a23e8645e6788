import { McpServer, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { ServiceCall } from './made-services';
import { codeOf } from './made-services';
import type { Answer, MadeWorld, Servers, Session } from './made-world';
import { DEPLOYED } from './role';
import type { Channel } from '../../examples/probe/table/question';

/** What is wrong with a server. */
export interface ServerTrouble {
  /** It has other tools than it is known for. */
  readonly otherTools?: boolean;
  /** Calls of tools are not answered. */
  readonly hangs?: boolean;
  /** It answers with this, whatever it is asked. */
  readonly says?: { readonly status: number; readonly body: object };
  /** What its tools say, instead of what they found. */
  readonly text?: string;
  /** What the tool for presigned URLs is called with. */
  readonly presignParameters?: readonly string[];
}

type Result = { content: Array<{ type: 'text'; text: string }>; isError?: boolean };
const text = (value: unknown, isError = false): Result => ({ content: [{ type: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) }], ...isError && { isError } });

/** What a tool's own call gives: an error as boto3 words it, credentials, or nothing. */
type Made = string | undefined | { credentials: object };

/** A call that a tool makes with the session's credentials. */
function made(world: MadeWorld, session: Session, channel: Channel, call: ServiceCall): Made {
  const { operation } = call;
  const answer: Answer = world.perform(call, { ...session, channel });
  if ('done' in answer) {
    return operation === 'AssumeRole' ? { credentials: answer.done } : undefined;
  }
  return `An error occurred (${codeOf(call, answer.code)}) when calling the ${operation} operation: ${answer.message}`;
}

/** The script, as the sandbox would run it: its calls are in its first line, which is what this reads of it. */
function runScript(world: MadeWorld, session: Session, code: string): Result {
  const calls: { [name: string]: { service: string; operation: string; params: { [name: string]: string } } } = JSON.parse(/^calls = (\{.*\})$/m.exec(code)![1]);
  const found = Object.fromEntries(Object.entries(calls).map(([name, { service, operation, params }]) => {
    const result = made(world, session, 'aws', { service: service === 'cloudcontrol' ? 'cloudcontrolapi' : service, operation, params });
    return [name, result === undefined ? {} : typeof result === 'string' ? { error: result } : result];
  }));
  return text({ status: 'success', return_value: { mcp_probe: found }, api_calls: [] });
}

/** Makes a presigned URL of an object. */
type Presign = (credentials: object, key: string, url: string) => Promise<string>;

/** The managed servers, by the official SDK: every request is a session of its own. */
export function madeServers(troubles: { readonly [server: string]: ServerTrouble }, presign: Presign): Servers {
  return async (world, id, { method, url, headers, body }, session) => {
    const trouble = troubles[id] ?? {};
    if (trouble.says) {
      return new Response(JSON.stringify(trouble.says.body), { status: trouble.says.status, headers: { 'content-type': 'application/json' } });
    }
    if (trouble.hangs && body.includes('"tools/call"')) {
      return 'hangs';
    }
    const server = new McpServer({ name: `${id}-mcp`, version: '1' });
    const tool = (name: string, parameters: { [name: string]: z.ZodType }, call: (args: { [name: string]: string }) => Result | Promise<Result>) =>
      server.registerTool(trouble.otherTools ? `${name}_v2` : name, { inputSchema: z.object(parameters) },
        (args) => (trouble.text === undefined ? call(args as never) : text(trouble.text)));
    if (id === 'aws') {
      tool('aws___run_script', { code: z.string() }, ({ code }) => runScript(world, session, code));
      const parameters = trouble.presignParameters ?? ['operation', 'bucket_name', 'object_key'];
      const schema = Object.fromEntries(parameters.map((name) => [name, name === 'operation' ? z.enum(['upload', 'download']) : z.string()]));
      tool('aws___get_presigned_url', schema, async ({ object_key: key }) => text({ presigned_url: await presign(world.presigner('aws'), key, world.url) }));
    } else if (id === 'eks') {
      tool('describe_eks_resource', { cluster_name: z.string(), resource_type: z.string() }, ({ cluster_name: name }) => {
        const error = made(world, session, 'eks', { service: 'eks', operation: 'DescribeCluster', params: { name } });
        return text(`Failed to describe the cluster: ${String(error)}`, true);
      });
    } else {
      tool('fetch_service_events', { cluster_name: z.string(), service_name: z.string() }, ({ cluster_name: cluster, service_name: service }) =>
        text({ status: 'error', error: String(made(world, session, 'ecs', { service: 'ecs', operation: 'DescribeServices', params: { cluster, service } })) }));
    }
    const transport = new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
    await server.connect(transport);
    try {
      const response = await transport.handleRequest(new Request(url, { method, headers, ...method === 'POST' ? { body } : {} }));
      return new Response(await response.text(), { status: response.status, headers: response.headers });
    } finally {
      await server.close();
    }
  };
}

/** What the stack's outputs would be. */
export const OUTPUTS = {
  McpProbe: { RoleArn: DEPLOYED.roleArn, AssumedRoleArn: DEPLOYED.assumedRoleArn, BucketName: DEPLOYED.bucket, KeyArn: DEPLOYED.keyArn },
};
