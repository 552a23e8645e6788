import type { aws_iam as iam } from 'aws-cdk-lib';
import { ConditionMatch, McpCondition, McpServer, RequestOrigin } from '../src';

const { AWS, EKS, ECS, SAGEMAKER_UNIFIED_STUDIO } = McpServer;
const { viaAwsService, via } = RequestOrigin;

/** Every origin a guardrail is judged for. */
export const ORIGINS = {
  'direct, key absent': RequestOrigin.directKeyAbsent(),
  'direct, key false': RequestOrigin.directKeyFalse(),
  'via AWS': via(AWS),
  'via EKS': via(EKS),
  'via ECS': via(ECS),
  'via SageMaker': via(SAGEMAKER_UNIFIED_STUDIO),
  'via an unknown server': via(McpServer.of('some-new-mcp.amazonaws.com')),
  'service, for a direct call': viaAwsService({ startedBy: RequestOrigin.direct() }),
  'service, via AWS, keys kept': viaAwsService({ startedBy: via(AWS), mcpKeysForwarded: true }),
  'service, via AWS, keys lost': viaAwsService({ startedBy: via(AWS), mcpKeysForwarded: false }),
  'service, via EKS, keys kept': viaAwsService({ startedBy: via(EKS), mcpKeysForwarded: true }),
  'service, via EKS, keys lost': viaAwsService({ startedBy: via(EKS), mcpKeysForwarded: false }),
};

export type OriginName = keyof typeof ORIGINS;
export const ALL = Object.keys(ORIGINS) as OriginName[];

export const DIRECT: OriginName[] = ['direct, key absent', 'direct, key false'];
export const VIA_SERVICE_KEYS_LOST: OriginName[] = [
  'service, for a direct call', 'service, via AWS, keys lost', 'service, via EKS, keys lost',
];
export const NOT_VIA_MCP: OriginName[] = [...DIRECT, ...VIA_SERVICE_KEYS_LOST];
export const VIA_MCP: OriginName[] = ALL.filter((name) => !NOT_VIA_MCP.includes(name));
export const except = (...names: OriginName[]): OriginName[] => ALL.filter((name) => !names.includes(name));

export interface Request {
  /** Default: an action that no statement names. */
  readonly action?: string;
  /** Default: a resource that no statement names. */
  readonly resource?: string;
  readonly context?: { [key: string]: string[] };
}

type Json = { [element: string]: any };

/**
 * The origins from which the statements deny a request. Fails where the answer is not known: a test gives all the context
 * that it needs.
 */
export function deniedFrom(statements: Array<iam.PolicyStatement | Json>, request: Request = {}): OriginName[] {
  const covering = statements.map(toJson).filter((statement) => statement.Effect === 'Deny'
    && covers(statement, 'Action', request.action ?? 'ec2:DescribeInstances')
    && covers(statement, 'Resource', request.resource ?? 'arn:aws:ec2:eu-central-1:111122223333:instance/i-1'));
  return ALL.filter((name) => covering.some((statement) => applies(statement, ORIGINS[name], request)));
}

function applies(statement: Json, origin: RequestOrigin, request: Request): boolean {
  const { match, dependsOn } = McpCondition.evaluate(statement.Condition ?? {}, origin, {
    'aws:IsMcpServiceAction': ['false'], ...request.context,
  });
  if (match === ConditionMatch.DEPENDS) {
    throw new Error(`${origin}: statement ${statement.Sid} depends on ${dependsOn}`);
  }
  return match === ConditionMatch.ALWAYS;
}

const regexes = new Map<string, RegExp>();

function covers(statement: Json, element: 'Action' | 'Resource', value: string): boolean {
  const matches = (patterns: string | string[]) => [patterns].flat().some((pattern) => {
    const regex = regexes.get(pattern)
      ?? new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'i');
    regexes.set(pattern, regex);
    return regex.test(value);
  });
  return statement[element] !== undefined ? matches(statement[element]) : !matches(statement[`Not${element}`]);
}

function toJson(statement: iam.PolicyStatement | Json): Json {
  return 'toStatementJson' in statement ? statement.toStatementJson() : statement;
}
