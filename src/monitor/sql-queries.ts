import type { EventTest } from './event-test';
import { anyOf } from './event-test';
import { McpActivitySignal } from './mcp-activity-signal';
import { QUESTIONS } from './questions';
import { sqlColumn, sqlCondition } from './sql-condition';

/** A question to the table of log files. */
export interface SqlQuery {
  readonly name: string;
  readonly sql: string;
}

/** Of a role session, the role: so that sessions are one. */
const CALLER = `coalesce(${sqlColumn('userIdentity.sessionContext.sessionIssuer.arn')}, ${sqlColumn('userIdentity.arn')})`;
const EVENT = `eventtime, recipientaccountid, awsregion, useridentity.invokedby AS server, ${CALLER} AS caller, eventsource, eventname, errorcode`;
const TOOL = sqlColumn('requestParameters.params.name');
/** So that no more is read, and paid for, than a week: change it where another time is meant. */
const WEEK = 'day >= date_format(current_timestamp - interval \'7\' day, \'%Y/%m/%d\')';
const BY_POLICY = [
  'regexp_extract(errormessage, \'with an explicit deny in (an?|the) ([a-zA-Z -]+)\', 2) AS deniedby',
  'regexp_extract(errormessage, \'deny in an? [a-zA-Z -]+: (arn:\\S*[^\\s.])\', 1) AS policy',
  'regexp_extract(errormessage, \'because no ([a-zA-Z -]+) allows\', 1) AS notallowedby',
];

/** The questions that the log files answer; `table` is the database and the table. */
export function sqlQueries(table: string, tests: { readonly [signal in McpActivitySignal]: EventTest }): SqlQuery[] {
  const events = (test: EventTest) => `SELECT ${EVENT}\nFROM ${table}\nWHERE ${WEEK}\n  AND (${sqlCondition(test)})\nORDER BY eventtime DESC`;
  const counts = (columns: string[], test: EventTest) => `SELECT ${columns.join(', ')}, count(*) AS calls, max(eventtime) AS last\nFROM ${table}\nWHERE ${WEEK}\n`
    + `  AND (${sqlCondition(test)})\nGROUP BY ${columns.map((_, i) => i + 1).join(', ')}\nORDER BY calls DESC`;
  const { CALLS, DENIALS, OUTSIDE_MCP, TOOL_CALLS } = McpActivitySignal;
  return [
    { name: QUESTIONS.activity, sql: events(tests[CALLS]) },
    {
      name: QUESTIONS.denials,
      sql: counts([...BY_POLICY, 'useridentity.invokedby AS server', `${CALLER} AS caller`, 'eventsource', 'eventname'], tests[DENIALS]),
    },
    {
      name: QUESTIONS.toolOfCall,
      sql: `SELECT tool.eventtime, ${TOOL.replace('requestparameters', 'tool.requestparameters')} AS tool, tool.eventsource AS server, tool.useridentity.arn AS caller,\n`
        + '  tool.sourceipaddress, tool.useragent, made.eventsource, made.eventname, made.awsregion, made.requestid, made.errorcode\n'
        + `FROM ${table} tool JOIN ${table} made ON strpos(tool.additionaleventdata, made.requestid) > 0\n`
        + `WHERE tool.${WEEK} AND made.${WEEK}\n  AND tool.eventtype = 'AwsMcpEvent' AND made.eventtype <> 'AwsMcpEvent'\nORDER BY tool.eventtime DESC`,
    },
    { name: QUESTIONS.tools, sql: counts(['eventsource', `${TOOL} AS tool`, `${CALLER} AS caller`], tests[TOOL_CALLS]) },
    { name: QUESTIONS.use, sql: counts([`${CALLER} AS caller`, 'eventsource', 'eventname'], anyOf(tests[CALLS], tests[OUTSIDE_MCP])) },
    ...QUESTIONS.ofSignals.filter(([signal]) => tests[signal].length > 0).map(([signal, name]) => ({ name, sql: events(tests[signal]) })),
  ];
}
