/** A page of the API. */
export interface Topic {
  /** The name of its file in docs/api. */
  readonly name: string;
  readonly title: string;
  /** What a reader finds there. */
  readonly about: string;
  /** The files of src whose types are on it. */
  readonly files: RegExp;
}

/** The pages, in the order of the menu. Each public type is on one of them. */
export const TOPICS: readonly Topic[] = [
  {
    name: 'roles',
    title: 'API: roles for agents',
    about: 'Roles that an agent gets, what comes with them, and grants for what is shared with a person.',
    files: /^enforcement\/(mcp-scoped-role|agent-(profile|runtime|runtime-role|session-role)|mcp-grantee)\.ts$/,
  },
  {
    name: 'guardrails',
    title: 'API: guardrails',
    about: 'What is denied, to whom, and for whom it does not hold.',
    files: /^guardrails\//,
  },
  {
    name: 'control-policies',
    title: 'API: control policies',
    about: 'Guardrails for organizational units and accounts: SCPs and RCPs.',
    files: /^enforcement\/(mcp-(service|resource)-control-policy|mcp-control-policy|control-policy-[\w-]+|policy-target)\.ts$/,
  },
  {
    name: 'places',
    title: 'API: policies of roles, users and sessions',
    about: 'Guardrails for principals that exist, the most that they may do, and permission sets.',
    files: /^enforcement\//,
  },
  {
    name: 'mixins',
    title: 'API: mixins for resources',
    about: 'Guardrails for one bucket, key, table, role or other resource that is there already.',
    files: /^mixins\//,
  },
  {
    name: 'servers',
    title: 'API: servers, origins and conditions',
    about: 'The managed MCP servers, where a request comes from, and conditions on the keys.',
    files: /^mcp\//,
  },
  {
    name: 'actions',
    title: 'API: sets of actions',
    about: 'Which actions a guardrail or a test is about.',
    files: /^actions\//,
  },
  {
    name: 'tests',
    title: 'API: assertions for tests',
    about: 'Tests that say what a principal can and can\'t do.',
    files: /^testing\//,
  },
  {
    name: 'simulator',
    title: 'API: the simulator',
    about: 'Whether a request is allowed, and by which statement.',
    files: /^analysis\/simulation\//,
  },
  {
    name: 'reviews',
    title: 'API: validator, access report, migration',
    about: 'What is wrong in an app, who may do what, and policies on actions that AWS has removed.',
    files: /^analysis\//,
  },
  {
    name: 'activity',
    title: 'API: events and replay',
    about: 'What agents did, and what a policy would have denied of it.',
    files: /^activity\//,
  },
  {
    name: 'monitor',
    title: 'API: the monitor',
    about: 'The trail, metrics, alarms, queries and reports of what agents do.',
    files: /^monitor\//,
  },
];

/**
 * The topic that a type belongs to: the first one that names its file.
 *
 * @throws if there is none
 */
export function topicOf(file: string): Topic {
  const topic = TOPICS.find(({ files }) => files.test(file.replace(/^src\//, '')));
  if (topic === undefined) {
    throw new Error(`${file}: its types are on no page of docs/api: expected a topic in build-tools/api-pages/topics.ts that names the file`);
  }
  return topic;
}
