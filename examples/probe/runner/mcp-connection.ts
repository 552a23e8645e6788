import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { errorOf } from './api-request';
import type { Failure, ServiceError } from './outcome';
import { failed, outcomeOf } from './outcome';
import type { Credentials } from './sign';
import { signedHeaders } from './sign';
import type { ToolDescription } from './tools';
import { toolNamed } from './tools';
import type { Wire } from './wire';
import { unreached } from './wire';

/** What a tool has answered. */
export type ToolResult = { readonly text: string; readonly value: unknown } | { readonly failure: Failure };

/** A session with a server, by the official SDK; each request is signed. */
export class McpConnection {
  /** @param signingName the service for which requests are signed, such as `aws-mcp` */
  public static async open(url: string, signingName: string, credentials: Credentials, wire: Wire): Promise<McpConnection | Failure> {
    const client = new Client({ name: 'mcp-probe', version: '1.0.0' });
    const connection = new McpConnection(client, wire);
    const transport = new StreamableHTTPClientTransport(new URL(url), {
      fetch: async (target, init) => connection.fetchSigned(new URL(target), init ?? {}, signingName, credentials),
    });
    try {
      await client.connect(transport, connection.options);
      connection.tools = (await client.listTools(undefined, connection.options)).tools;
      return connection;
    } catch (error) {
      await connection.close();
      return connection.failureOf(error, 'to connect');
    }
  }

  private tools: readonly ToolDescription[] = [];
  /** Of the last response that was one. */
  private refused?: ServiceError;

  private constructor(private readonly client: Client, private readonly wire: Wire) {}

  public tool(name: string): ToolDescription | undefined {
    return toolNamed(name, this.tools);
  }

  /** The tools' names, for a message. */
  public get toolNames(): string {
    return this.tools.map(({ name }) => name).filter((name) => /^\w{1,60}$/.test(name)).sort().join(', ') || 'none';
  }

  public async call(name: string, args: { readonly [name: string]: unknown }): Promise<ToolResult> {
    const tool = this.tool(name);
    if (tool === undefined) {
      return { failure: failed(`the server has no tool ${name}: it has ${this.toolNames}`) };
    }
    this.refused = undefined;
    try {
      const result = await this.client.callTool({ name: tool.name, arguments: { ...args } }, this.options);
      const texts = result.content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
      const text = texts.join('\n');
      if (result.isError && /unknown tool|tool .*not found/i.test(text)) {
        return { failure: failed(`the server does not know its tool ${name}`) };
      }
      return { text, value: [result.structuredContent, ...texts] };
    } catch (error) {
      return { failure: this.failureOf(error, `to call ${name}`) };
    }
  }

  public async close(): Promise<void> {
    await this.client.close().catch(() => undefined);
  }

  private get options() {
    return { timeout: this.wire.timeout, signal: this.wire.signal };
  }

  private async fetchSigned(url: URL, init: RequestInit, signingName: string, credentials: Credentials): Promise<Response> {
    const body = typeof init.body === 'string' ? init.body : '';
    const headers = Object.fromEntries([...new Headers(init.headers)].filter(([name]) => name !== 'connection'));
    const method = (init.method ?? 'GET') as 'GET' | 'POST' | 'DELETE';
    const signed = await signedHeaders({ method, url, headers, body, signingName, signingRegion: this.wire.region }, credentials);
    const response = await fetch(url, { ...init, headers: signed });
    if (!response.ok && method === 'POST') {
      this.refused = errorOf(response.status, response.headers, await response.clone().text());
    }
    return response;
  }

  private failureOf(error: unknown, what: string): Failure {
    if (this.refused !== undefined) {
      const outcome = outcomeOf(this.refused, { action: '' });
      return outcome.kind === 'failed' ? { ...outcome, why: outcome.why.replace(/, not $/, '') } : failed(`the server refuses ${what}`);
    }
    const { code } = error as { code?: unknown };
    // Of JSON-RPC.
    if (typeof code === 'number') {
      return failed(code === -32602 || code === -32601 ? `the server does not know what it is asked ${what}` : `the server answers with an error ${what} (${code})`);
    }
    return unreached(error, this.wire);
  }
}
