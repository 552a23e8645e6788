import type { ApiCall, Deployed } from './calls';
import type { Expected, Outcome, ServiceError } from './outcome';
import { ALLOWED, failed, outcomeOf } from './outcome';

/** A tool call, and what it is made for. */
export interface ToolCall {
  readonly name: string;
  readonly arguments: { readonly [name: string]: unknown };
}

/** How a tool describes itself. */
export interface ToolDescription {
  readonly name: string;
  readonly inputSchema?: { readonly properties?: { readonly [name: string]: unknown }; readonly required?: readonly string[] };
}

/** The tools that are called, by server: with and without a prefix such as `aws___`. */
export const TOOLS = { aws: ['run_script', 'get_presigned_url'], eks: ['describe_eks_resource'], ecs: ['fetch_service_events'] } as const;

/** The tool as the server has it. */
export function toolNamed(name: string, tools: readonly ToolDescription[]): ToolDescription | undefined {
  return tools.find((tool) => tool.name === name || tool.name.endsWith(`___${name}`));
}

/** What the script's last value has, so that it is found in whatever is around it. */
const MARK = 'mcp_probe';

/** A script in Python that makes the calls by which answers are found, and tells of each what became of it. What it holds is JSON, which Python reads alike. */
export function script(calls: { readonly [name: string]: ApiCall }, region: string): string {
  const plain = Object.fromEntries(Object.entries(calls).map(([name, { service, operation, params }]) => [name, { service, operation, params }]));
  return `
calls = ${JSON.stringify(plain)}
found = {}
for name, call in calls.items():
    try:
        result = await call_boto3(service_name=call["service"], operation_name=call["operation"], region_name=${JSON.stringify(region)}, params=call["params"])
        error = result.get("error") if isinstance(result, dict) else None
        found[name] = {"error": str(error)} if error else {"credentials": result.get("Credentials")} if call["operation"] == "AssumeRole" else {}
    except Exception as error:
        found[name] = {"error": str(error)}
{"${MARK}": found}
`.trim();
}

/** What the script found, of each call. */
export type ScriptResult = { readonly [name: string]: { readonly error?: string; readonly credentials?: { readonly [name: string]: string } } };

/** The script's last value, wherever the tool puts it; also in text that is JSON. */
export function scriptResult(value: unknown): ScriptResult | undefined {
  if (typeof value === 'string') {
    try {
      return value.includes(MARK) ? scriptResult(JSON.parse(value)) : undefined;
    } catch {
      return undefined;
    }
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const own = (value as { [name: string]: unknown })[MARK];
  if (typeof own === 'object' && own !== null) {
    return own as ScriptResult;
  }
  return Object.values(value).map(scriptResult).find((found) => found !== undefined);
}

/** As boto3 words errors. */
export function boto3Error(text: string): ServiceError {
  const [, code, message] = /An error occurred \(([^)]+)\)[^:]*: (.*)/s.exec(text) ?? [undefined, '', text];
  return { code, message };
}

/** Why there is no value of the script, as far as the tool's text tells. */
export function scriptFailure(text: string): Outcome {
  const outcome = outcomeOf(boto3Error(text), { action: '' });
  return outcome.kind === 'failed' && (outcome.passing || outcome.fatal) ? outcome : failed('not understood: the tool does not give the script\'s value');
}

/** What became of a call of the script. */
export function scriptOutcome(found: ScriptResult[string] | undefined, expected: Expected): Outcome {
  if (found === undefined) {
    return failed('the tool did not tell what became of the call');
  }
  return found.error === undefined ? ALLOWED : outcomeOf(boto3Error(found.error), expected);
}

/** By server, a call that reads something by a name, and how the tool says that it is not there. */
export const NAMED: { readonly [server in 'eks' | 'ecs']: { readonly action: string; readonly notThere: RegExp; call(tool: string, name: string): ToolCall } } = {
  eks: {
    action: 'eks:DescribeCluster',
    notThere: /ResourceNotFoundException|no cluster found|cluster .*(not found|does not exist)/i,
    call: (tool, name) => ({ name: tool, arguments: { cluster_name: name, resource_type: 'cluster' } }),
  },
  ecs: {
    action: 'ecs:DescribeServices',
    notThere: /ClusterNotFoundException|ServiceNotFoundException|(cluster|service) .*not found|MISSING/i,
    call: (tool, name) => ({ name: tool, arguments: { cluster_name: 'mcp-probe', service_name: name } }),
  },
};

/** What a tool's text says of its call. */
export function namedOutcome(server: 'eks' | 'ecs', text: string): Outcome {
  const { action, notThere } = NAMED[server];
  const outcome = outcomeOf(boto3Error(text), { action });
  return outcome.kind !== 'denied' && notThere.test(text) && !/not authorized/i.test(text) ? ALLOWED
    : outcome.kind === 'failed' && outcome.why.startsWith('not understood') ? failed('not understood: the tool says neither that it is denied nor that there is no such thing') : outcome;
}

/** The arguments of the tool that makes presigned URLs, by the names of its parameters; which is missing, if one is not known. */
export function presignArguments({ inputSchema = {} }: ToolDescription, key: string, { bucket, region }: Deployed): ToolCall['arguments'] | string {
  const { properties = {}, required = [] } = inputSchema;
  const known: ReadonlyArray<readonly [name: RegExp, value: string]> = [
    [/^(s3_?)?(uri|path)$/i, `s3://${bucket}/${key}`], [/bucket/i, bucket], [/key|object/i, key], [/region/i, region],
  ];
  const found: { [name: string]: unknown } = {};
  for (const [name, schema] of Object.entries(properties)) {
    const options = (schema as { enum?: unknown[] }).enum?.filter((each): each is string => typeof each === 'string') ?? [];
    const value = options.find((each) => /get|down|read/i.test(each)) ?? (options.length > 0 ? undefined : known.find(([pattern]) => pattern.test(name))?.[1]);
    if (value !== undefined) {
      found[name] = value;
    } else if (required.includes(name)) {
      return name;
    }
  }
  return found;
}

/** The presigned URL in a text, if it is one of this object. */
export function presignedIn(text: string, key: string, { bucket }: Deployed): string | undefined {
  const urls = text.match(/https?:\/\/[^\s"'<>\\]+X-Amz-Signature=[^\s"'<>\\]+/g) ?? [];
  return urls.map((url) => url.replaceAll('&amp;', '&')).find((url) => {
    const { hostname, pathname } = new URL(url);
    const path = decodeURIComponent(pathname);
    return path === `/${bucket}/${key}` || path === `/${key}` && hostname.startsWith(`${bucket}.`);
  });
}
