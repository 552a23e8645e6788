import { COLUMNS, DIRECT, literalOf, OTHER_SERVER, quoted, SERVICE, sqlTest, toldServers } from './sql-condition-test';
import type { AlikeOperations } from './sql-operations';
import { NOT_DENIED, operationsToJudge } from './sql-operations';
import { Catalog } from '../actions/catalog';
import type { NeededAction } from '../actions/event-actions';
import { isMcpServiceAction } from '../actions/mcp-service-action';
import { PolicyKind } from '../iam/policy';
import type { LocatedPolicy } from '../iam/policy';
import { statementsOf } from '../iam/policy-layers';
import { reaches } from '../iam/reach';
import { requestPrincipal } from '../iam/request-principal';
import type { Statement } from '../iam/statement';

export interface SqlReplayOptions {
  /** The database and the table of CloudTrail's log files, such as `mcp_activity.cloudtrail`. */
  readonly table: string;
  /** How many days back are read. */
  readonly days: number;
}

/** @see https://docs.aws.amazon.com/athena/latest/ug/service-limits.html */
const LONGEST = 262_144;
/** Some role: what reaches it reaches all but services and service-linked roles, which the query tells. */
const SOMEBODY = requestPrincipal('arn:aws:iam::111122223333:role/Somebody');

/**
 * The replay of a service control policy as one query of Athena, made of the same table of operations and the same statements as `Replay`. SQL's logic has
 * three values, as that of policies: what the query does not read is `NULL`, and the call is `NOT_DECIDED`.
 *
 * @throws if the policy can't be told in a query, or the query would be longer than Athena takes
 */
export function sqlReplay(policy: LocatedPolicy, { table, days }: SqlReplayOptions): string {
  const denies = denyStatements({ ...policy, kind: PolicyKind.SERVICE_CONTROL });
  const servers = toldServers(denies.flatMap(({ condition }) => condition.tests));
  const operations = operationsToJudge(namedServices(denies), (actions) => saidOf(actions, denies));
  if (operations.every(({ says }) => says === NOT_DENIED)) {
    throw new Error('no known operation needs an action that the policy denies: there is nothing to look for');
  }
  const query = render(operations, denies.map((statement) => sqlStatement(statement, servers)), servers, table, days);
  if (Buffer.byteLength(query) > LONGEST) {
    throw new Error(`the query would have ${Buffer.byteLength(query)} bytes, for it names ${operations.reduce((sum, { names }) => sum + names.length, 0)} operations: `
      + `Athena takes ${LONGEST}; give a policy of fewer services, or replay log files`);
  }
  return query;
}

/** @throws if the policy does more than deny */
function denyStatements(policy: LocatedPolicy): Statement[] {
  const statements = statementsOf([policy]);
  const other = statements.find((statement) => statement.effect !== 'Deny' && !(statement.effect === 'Allow' && statement.isAboutAllActions
    && statement.action?.negated === false && !statement.has('Condition') && statement.matchesResource(undefined, undefined) === true));
  if (other) {
    throw new Error(`${other.title} allows only something: a query tells what is denied, so give a policy of Deny statements, beside which everything is allowed`);
  }
  return statements.filter(({ effect }) => effect === 'Deny');
}

/** Without those that a wildcard means. */
function namedServices(denies: readonly Statement[]): Set<string> {
  const actions = denies.flatMap(({ action }) => (action?.negated === false ? action.literals : []));
  return new Set(actions.map((action) => action.split(':')[0].toLowerCase()).filter((service) => /^[a-z0-9-]+$/.test(service)));
}

/** What the statements say of a call that needs these actions: the statement of a number is a column. */
function saidOf(actions: readonly NeededAction[], denies: readonly Statement[]): string | undefined {
  const said = actions.flatMap(({ action, ifSo }) => {
    const name = action.toLowerCase();
    const about = denies.flatMap((statement, i) => {
      const matches = statement.matchesAction(name);
      return matches === false ? [] : [matches === true ? `s${i}` : `(s${i} AND NULL)`];
    });
    const reached = reaches('serviceControl', { principal: SOMEBODY, action: name, actionName: action, resource: undefined, sameAccount: true, needsResourcePolicy: false, facts: SOMEBODY.context });
    const isCertain = ifSo === undefined && reached === true && isMcpServiceAction(name) === false;
    return about.length === 0 || reached === false ? [] : [isCertain ? about.join(' OR ') : `((${about.join(' OR ')}) AND NULL)`];
  });
  return said.length === 0 ? undefined : [...new Set(said)].join(' OR ');
}

function sqlStatement(statement: Statement, servers: readonly string[]): string {
  const resource = statement.matchesResource(undefined, undefined) === true ? [] : [literalOf(undefined)];
  const tests = statement.condition.tests.map((test) => sqlTest(test, servers));
  return [...resource, ...tests, ...resource.length + tests.length === 0 ? ['TRUE'] : []].map((each) => `(${each})`).join(' AND ');
}

/** The first day is told by the partition, so that no more is read and paid for. */
function render(
  operations: readonly AlikeOperations[], statements: readonly string[], servers: readonly string[], table: string, days: number,
): string {
  const kinds = [...new Set(operations.map(({ says }) => says))];
  const known = operations.flatMap(({ sources, names, says }) => sources.map((source) => `(${quoted(source)}, ${kinds.indexOf(says)}, ${quoted(names.join(' '))})`));
  const services = [...new Set(operations.flatMap(({ sources }) => sources))];
  const { by } = COLUMNS;
  const [issuer, own] = ['useridentity.sessioncontext.sessionissuer.arn', 'useridentity.arn'];
  return `-- What a service control policy would have denied, by the table of actions of ${Catalog.get().date}.
WITH known (source, kind, names) AS (VALUES
  ${known.join(',\n  ')}
),
operations (source, kind, operation) AS (
  SELECT source, kind, operation FROM known CROSS JOIN UNNEST(split(names, ' ')) AS each_name (operation)
),
read AS (
  SELECT *,
    regexp_replace(lower(eventsource), '\\.amazonaws\\.com(\\.cn)?$', '') AS calledservice,
    lower(regexp_replace(eventname, '[0-9]{8}(v[0-9]+)?$', '')) AS calledoperation,
    coalesce(useridentity.invokedby, CASE WHEN regexp_like(sourceipaddress, '-mcp\\.amazonaws\\.com(\\.cn)?$') THEN sourceipaddress END) AS ${by},
    CASE WHEN eventtype IS NULL OR eventtype = 'AwsApiCall' THEN awsregion END AS ${COLUMNS.region},
    CASE WHEN useridentity.type <> 'FederatedUser' AND regexp_like(${issuer}, '^arn:[^:]+:iam::[0-9]{12}:role/.') THEN ${issuer} ELSE ${own} END AS calledwith
  FROM ${table}
  WHERE day >= date_format(current_timestamp - interval '${days}' day, '%Y/%m/%d')
    AND (eventtype IS NULL OR eventtype IN ('AwsApiCall', 'AwsMcpEvent'))
),
told AS (
  SELECT *,
    CASE WHEN ${by} IS NULL OR useridentity.type = 'AWSService' THEN '${DIRECT}' WHEN ${by} IN (${servers.map(quoted).join(', ')}) THEN ${by}
      WHEN regexp_like(${by}, '-mcp\\.amazonaws\\.com(\\.cn)?$') THEN '${OTHER_SERVER}' ELSE '${SERVICE}' END AS ${COLUMNS.origin},
    CASE WHEN regexp_like(calledwith, '^arn:[^:]+:(iam::[0-9]{12}:(root$|(user|role)/.*[^/]$)|sts::[0-9]{12}:federated-user/.+)') THEN calledwith END AS ${COLUMNS.caller},
    coalesce(regexp_like(calledwith, '^arn:[^:]+:(iam::[0-9]{12}:(root$|(user|role)/.*[^/]$)|sts::[0-9]{12}:(assumed-role/[^/]+/.+|federated-user/.+))'), FALSE) AS ${COLUMNS.isKnown},
    CASE WHEN useridentity.type = 'AWSService' AND regexp_like(useridentity.invokedby, '^[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?$') THEN FALSE
      WHEN regexp_like(calledwith, '^arn:[^:]+:iam::[0-9]{12}:role/aws-service-role/') THEN FALSE
      WHEN regexp_like(calledwith, ':assumed-role/AWSServiceRoleFor') THEN NULL ELSE TRUE END AS reached,
    errorcode IS NOT NULL AND (regexp_like(errorcode, 'AccessDenied|UnauthorizedOperation|^AuthorizationError') OR coalesce(strpos(errormessage, 'not authorized to perform') > 0, FALSE)) AS wasdenied
  FROM read
),
applied AS (
  SELECT *,
    ${statements.map((each, i) => `(${each}) AS s${i}`).join(',\n    ')}
  FROM told
),
judged AS (
  SELECT applied.*, operations.kind AS kind,
    reached AND CASE operations.kind ${kinds.map((says, i) => `WHEN ${i} THEN (${says})`).join(' ')} END AS denied
  FROM applied LEFT JOIN operations ON calledservice = operations.source AND calledoperation = operations.operation
),
answered AS (
  SELECT *,
    CASE WHEN eventtype = 'AwsMcpEvent' THEN 'NOT_JUDGED'
      WHEN calledservice NOT IN (${services.map(quoted).join(', ')}) THEN 'OTHER_SERVICE'
      WHEN kind IS NULL THEN 'NOT_JUDGED'
      WHEN wasdenied THEN 'ALREADY_DENIED'
      WHEN denied IS NULL THEN 'NOT_DECIDED'
      WHEN denied THEN 'DENIED'
      ELSE 'NOT_DENIED' END AS outcome
  FROM judged
)
SELECT outcome, ${COLUMNS.origin}, coalesce(calledwith, useridentity.type) AS caller, eventsource, eventname,
  count(DISTINCT coalesce(sharedeventid, eventid)) AS calls, min(eventtime) AS first, max(eventtime) AS last, min(eventid) AS example
FROM answered
WHERE outcome NOT IN ('NOT_DENIED', 'OTHER_SERVICE')
GROUP BY 1, 2, 3, 4, 5
ORDER BY CASE outcome WHEN 'DENIED' THEN 1 WHEN 'NOT_DECIDED' THEN 2 WHEN 'NOT_JUDGED' THEN 3 ELSE 4 END, CASE ${COLUMNS.origin} WHEN '${DIRECT}' THEN 1 WHEN '${SERVICE}' THEN 2 ELSE 3 END, calls DESC
`;
}
