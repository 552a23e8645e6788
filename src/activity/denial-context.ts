import type { ToldOrigin } from './denial';
import { isNetworkKey } from '../iam/network-keys';
import { isObject, itemsOf } from '../iam/value';
import { McpContextKey } from '../mcp/mcp-context-key';
import { McpServer } from '../mcp/mcp-server';
import { RequestOrigin } from '../mcp/request-origin';

export type ToldContext = { readonly [key: string]: readonly string[] };

/** The context keys that AWS told, each as a list. It writes an address as a range of one, and a list as a string in brackets. */
export function contextIn(told: unknown): ToldContext {
  const entries = Object.entries(isObject(told) ? told : {});
  return Object.fromEntries(entries.map(([key, value]) => [key, itemsOf(value).map(String).flatMap((each) => valuesOf(key, each))]));
}

function valuesOf(key: string, value: string): string[] {
  if (/ip$/i.test(key)) {
    return [value.replace(/\/(32|128)$/, '')];
  }
  const [, list] = /^\[(.*)\]$/s.exec(value) ?? [];
  return list === undefined ? [value] : list === '' ? [] : list.split(/, */);
}

/** Where a call came from, by its context keys; `undefined` if they don't tell. */
export function originInContext(context: ToldContext): ToldOrigin | undefined {
  const of = (name: string) => Object.entries(context).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1][0];
  const via = of(McpContextKey.VIA_AWS_MCP_SERVICE);
  const server = of(McpContextKey.CALLED_VIA_AWS_MCP);
  if (via === 'true' || server !== undefined) {
    return server === undefined ? { kind: 'SERVER', name: 'any server', origin: RequestOrigin.viaAnyServer() } : throughServer(server);
  }
  if (of(McpContextKey.VIA_AWS_SERVICE) === 'true') {
    return { kind: 'SERVICE', name: 'an AWS service', origin: RequestOrigin.viaAwsService() };
  }
  return via === 'false' ? { kind: 'DIRECT', name: 'direct', origin: RequestOrigin.directKeyFalse() } : undefined;
}

export function throughServer(servicePrincipal: string): ToldOrigin {
  return { kind: 'SERVER', by: servicePrincipal, name: servicePrincipal, origin: RequestOrigin.via(McpServer.of(servicePrincipal)) };
}

/** The context without what the origin says already. */
export function besidesOrigin(context: ToldContext): { [key: string]: string[] } {
  return without(context, [McpContextKey.VIA_AWS_MCP_SERVICE, McpContextKey.CALLED_VIA_AWS_MCP, McpContextKey.VIA_AWS_SERVICE]);
}

/** What of it holds for the same call made directly: neither where it came from nor by which network. */
export function ofDirectCall(context: { [key: string]: string[] }): { [key: string]: string[] } {
  return Object.fromEntries(Object.entries(context).filter(([key]) => !isNetworkKey(key.toLowerCase())));
}

function without(context: ToldContext, keys: readonly string[]): { [key: string]: string[] } {
  const left = keys.map((key) => key.toLowerCase());
  return Object.fromEntries(Object.entries(context).filter(([key]) => !left.includes(key.toLowerCase())).map(([key, values]) => [key, [...values]]));
}
