import { ConditionMatch, McpCondition, McpContextKey, McpServer, RequestOrigin } from 'cdk-mcp-guardrails';

type Json = { [name: string]: any };

/** The kinds of request a statement is judged for: a column each. */
const REQUESTS: Array<[heading: string, origin: RequestOrigin, context: { [key: string]: string[] }]> = [
  // An ordinary action, not one with which an agent connects to a server.
  ['direct', RequestOrigin.direct(), { [McpContextKey.IS_MCP_SERVICE_ACTION]: ['false'] }],
  ['AWS', RequestOrigin.via(McpServer.AWS), {}],
  ['EKS', RequestOrigin.via(McpServer.EKS), {}],
  ['other', RequestOrigin.via(McpServer.of('some-new-mcp.amazonaws.com')), {}],
  ['service', RequestOrigin.viaAwsService(), {}],
];

/** Why nobody can tell whether a statement applies, by the key that decides. */
const WHY: { readonly [key: string]: string } = {
  [McpContextKey.VIA_AWS_MCP_SERVICE]: 'AWS does not say whether a service\'s call for an agent keeps the mark of MCP',
  [McpContextKey.CALLED_VIA_AWS_MCP]: 'nor whether it keeps the name of the server',
  'kms:ViaService': 'only calls through the services that it names',
};
const WIDTH = 80;

/** A principal or control policy of a template, with the statements that hold for it. */
interface Holder {
  readonly title: string;
  readonly statements: Json[];
}

/** Each role and control policy of a template, each of its statements, and for which requests it applies. */
export function explain(template: Json): string {
  return holders(template.Resources).map(({ title, statements }) => [
    ...wrapped(title).map((line) => line.trim()),
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
    ...wrapped(keys.length === 0 ? '' : `maybe: ${keys.map((key) => why(key, statement)).join('; ')}`),
  ];
}

/** In words. Whom a Deny exempts by name, it exempts whatever else holds. */
function why(key: string, { Effect, Condition = {} }: Json): string {
  const named = (operator: string) => [...new Set([Condition[operator]?.[key] ?? []].flat().map(nameIn))].join(', ');
  const [spared, meant] = [named('ArnNotLike'), named('ArnLike')];
  return Effect === 'Deny' && spared !== '' ? `exempts ${spared}` : meant !== '' ? `only ${meant}` : WHY[key] ?? `depends on ${key}`;
}

/** `BreakGlass`, or `role/agents/*` where any name is meant. */
function nameIn(arn: string): string {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return name === '*' ? arn.slice(arn.lastIndexOf(':') + 1) : name;
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').filter(Boolean)) {
    const last = lines[lines.length - 1];
    if (last === undefined || last.length + word.length + 1 > WIDTH) {
      lines.push(`      ${word}`);
    } else {
      lines[lines.length - 1] += ` ${word}`;
    }
  }
  return lines;
}

function actions(statement: Json): string {
  const list: string[] = [statement.Action ?? statement.NotAction].flat();
  const shown = list.length <= 3 ? list.join(', ') : `${list[0]} and ${list.length - 1} more`;
  return statement.Action ? shown : `all but ${shown}`;
}

/** Of a name that is too long, the cells come below it. */
function row(first: string, cells: string[]): string {
  const written = cells.map((cell) => cell.padEnd(8)).join('');
  return first.length < 38 ? `  ${first.padEnd(38)}${written}`.trimEnd() : `  ${first}\n${' '.repeat(40)}${written}`.trimEnd();
}
