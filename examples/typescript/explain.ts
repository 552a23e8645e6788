import { ConditionMatch, McpCondition, McpContextKey, McpServer, RequestOrigin } from 'cdk-mcp-guardrails';

type Json = { [name: string]: any };

/** The kinds of request a statement is judged for: a column each. */
const REQUESTS: Array<[heading: string, origin: RequestOrigin, context: { [key: string]: string[] }]> = [
  // An ordinary action, not one with which an agent connects to a server.
  ['direct', RequestOrigin.direct(), { [McpContextKey.IS_MCP_SERVICE_ACTION]: ['false'] }],
  ['via AWS', RequestOrigin.via(McpServer.AWS), {}],
  ['via EKS', RequestOrigin.via(McpServer.EKS), {}],
  ['via other', RequestOrigin.via(McpServer.of('some-new-mcp.amazonaws.com')), {}],
  ['via service', RequestOrigin.viaAwsService(), {}],
];

/** A principal or control policy of a template, with the statements that hold for it. */
interface Holder {
  readonly title: string;
  readonly statements: Json[];
}

/** Each role and control policy of a template, each of its statements, and for which requests it applies. */
export function explain(template: Json): string {
  return holders(template.Resources).map(({ title, statements }) => [
    title,
    row('', REQUESTS.map(([heading]) => heading)),
    ...statements.flatMap(explainStatement),
  ].join('\n')).join('\n\n');
}

function holders(resources: Json): Holder[] {
  const policiesOf = (roleId: string) => Object.values(resources).filter((resource: Json) =>
    resource.Type === 'AWS::IAM::Policy' && resource.Properties.Roles.some((role: Json) => role.Ref === roleId));
  return Object.entries(resources).flatMap(([logicalId, { Type, Properties }]: [string, Json]): Holder[] => {
    switch (Type) {
      case 'AWS::IAM::Role':
        return [{
          title: `Role ${logicalId}`,
          statements: [
            ...(Properties.Policies ?? []).flatMap((policy: Json) => policy.PolicyDocument.Statement),
            ...policiesOf(logicalId).flatMap((policy) => policy.Properties.PolicyDocument.Statement),
          ],
        }];
      case 'AWS::Organizations::Policy':
        return [{ title: `Control policy ${Properties.Name}, on ${Properties.TargetIds.join(', ')}`, statements: Properties.Content.Statement }];
      default:
        return [];
    }
  });
}

function explainStatement(statement: Json): string[] {
  const outcomes = REQUESTS.map(([, origin, context]) => McpCondition.evaluate(statement.Condition ?? {}, origin, context));
  const keys = [...new Set(outcomes.flatMap((outcome) => outcome.dependsOn))];
  const marks = { [ConditionMatch.ALWAYS]: 'yes', [ConditionMatch.NEVER]: '-', [ConditionMatch.DEPENDS]: 'maybe' };
  return [
    row(`${statement.Effect} ${statement.Sid ?? actions(statement)}`, outcomes.map((outcome) => marks[outcome.match])),
    ...(statement.Sid ? [`      ${actions(statement)}`] : []),
    ...(keys.length > 0 ? [`      maybe: depends on ${keys.join(', ')}`] : []),
  ];
}

function actions(statement: Json): string {
  const list: string[] = [statement.Action ?? statement.NotAction].flat();
  const shown = list.length <= 3 ? list.join(', ') : `${list[0]} and ${list.length - 1} more`;
  return statement.Action ? shown : `all but ${shown}`;
}

function row(first: string, cells: string[]): string {
  return `  ${first.padEnd(56)}${cells.map((cell) => cell.padEnd(12)).join('')}`.trimEnd();
}
