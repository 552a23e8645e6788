import { aws_logs as logs } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EventTest } from './event-test';
import { anyOf } from './event-test';
import { insightsFilter } from './insights-filter';
import { McpActivitySignal } from './mcp-activity-signal';
import { constructId, QUESTIONS } from './questions';

/** A question to the log. */
export interface LogQuery {
  readonly name: string;
  readonly query: string;
  /** What is to be given, with an example. */
  readonly parameters?: ReadonlyArray<{ readonly name: string; readonly description: string; readonly defaultValue: string }>;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html */
const MAX_QUERY = 10_000;
const FOLDER = 'MCP agents';
/** Of a role session, the role: so that sessions are one. */
const CALLER = 'coalesce(userIdentity.sessionContext.sessionIssuer.arn, userIdentity.arn) as caller';
const WHERE = 'recipientAccountId as account, awsRegion as region';
const TOOL = 'requestParameters.params.name as tool';
const EVENT = `@timestamp, ${WHERE}, userIdentity.invokedBy as server, ${CALLER}, eventSource, eventName, errorCode`;
const LATEST_FIRST = ['sort @timestamp desc', 'limit 1000'];

/**
 * The questions that the log answers: none about what the options give nothing to look for.
 *
 * @throws if one is too long; `where` begins the error.
 */
export function logQueries(where: string, tests: { readonly [signal in McpActivitySignal]: EventTest }): LogQuery[] {
  const queries = questions(tests);
  const long = queries.find(({ query }) => query.length > MAX_QUERY);
  if (long) {
    throw new Error(`${where}: the saved query "${long.name}" has ${long.query.length} characters, over the limit of ${MAX_QUERY}: give fewer agents, exempt, `
      + 'administrators or guardrailResources, or shorter patterns with *');
  }
  return queries;
}

function questions(tests: { readonly [signal in McpActivitySignal]: EventTest }): LogQuery[] {
  const calls = `filter ${insightsFilter(tests[McpActivitySignal.CALLS])}`;
  const tools = `filter ${insightsFilter(tests[McpActivitySignal.TOOL_CALLS])}`;
  return [
    question(QUESTIONS.activity, `fields ${EVENT}`, calls, ...LATEST_FIRST),
    {
      ...question(
        QUESTIONS.session, `fields ${EVENT}, ${TOOL}`,
        `filter ${['userIdentity.arn', 'userIdentity.sessionContext.signInSessionArn', 'userIdentity.signInSessionArn', 'additionalEventData.signInSessionArn']
          .map((field) => `${field} = {{session}}`).join(' or ')}`,
        ...LATEST_FIRST,
      ),
      parameters: [{
        name: 'session', description: 'The ARN of a role session, or of a sign-in session', defaultValue: '"arn:aws:sts::111122223333:assumed-role/Agent/session"',
      }],
    },
    question(
      QUESTIONS.denials, `fields ${EVENT}`, `filter ${insightsFilter(tests[McpActivitySignal.DENIALS])}`,
      'parse errorMessage /with an explicit deny in (?:an?|the) (?<deniedBy>[a-zA-Z -]+)/',
      'parse errorMessage /deny in an? [a-zA-Z -]+: (?<policy>arn:\\S*[^\\s.])/',
      'parse errorMessage /because no (?<notAllowedBy>[a-zA-Z -]+) allows/',
      'stats count(*) as calls, latest(@timestamp) as last by deniedBy, policy, notAllowedBy, server, caller, eventSource, eventName', 'sort calls desc', 'limit 1000',
    ),
    {
      ...question(
        QUESTIONS.toolOfCall, `fields ${EVENT}, eventType, ${TOOL}, userAgent, sourceIPAddress`,
        'filter requestID = {{requestId}} or (eventType = "AwsMcpEvent" and @message like {{requestId}})', ...LATEST_FIRST,
      ),
      parameters: [{ name: 'requestId', description: 'The requestID of the call', defaultValue: '"00000000-0000-4000-8000-000000000000"' }],
    },
    question(
      QUESTIONS.tools, `fields ${EVENT}, ${TOOL}`, tools,
      'stats count(*) as calls, latest(@timestamp) as last by eventSource, tool, caller', 'sort calls desc', 'limit 1000',
    ),
    question(
      QUESTIONS.use, `fields ${EVENT}`, `filter ${insightsFilter(anyOf(tests[McpActivitySignal.CALLS], tests[McpActivitySignal.OUTSIDE_MCP]))}`,
      'stats count(*) as calls, latest(@timestamp) as lastUsed by caller, eventSource, eventName', 'sort caller asc, eventSource asc, eventName asc', 'limit 10000',
    ),
    ...QUESTIONS.ofSignals.filter(([signal]) => tests[signal].length > 0).map(([signal, name]) =>
      question(name, `fields ${EVENT}`, `filter ${insightsFilter(tests[signal])}`, ...LATEST_FIRST)),
  ];
}

function question(name: string, ...commands: string[]): LogQuery {
  return { name: `${FOLDER}/${name}`, query: commands.join('\n| ') };
}

/**
 * Saves the queries, which cost nothing until they are run.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_Insights-Saving-Queries.html
 */
export function saveQueries(scope: Construct, logGroup: logs.ILogGroup, queries: readonly LogQuery[]): void {
  queries.forEach(({ name, query, parameters }) => {
    new logs.CfnQueryDefinition(scope, `Query${constructId(name.slice(FOLDER.length + 1))}`, {
      name, queryString: query, logGroupNames: [logGroup.logGroupName], parameters: parameters && [...parameters],
    });
  });
}
