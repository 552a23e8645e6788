import type { Channel, Question } from '../../examples/probe/table/question';

/** By key, and by what a question about it must answer: lists of values that requests may have. An empty one says that the key is absent. */
export const VALUES: { readonly [key: string]: { readonly [answer: string]: ReadonlyArray<readonly string[]> } } = {
  ...Object.fromEntries(['aws:ViaAWSMCPService', 'aws:ViaAWSService', 'aws:IsMcpServiceAction'].map((key) => [
    key, { true: [['true']], false: [['false']], absent: [[]] },
  ])),
  'aws:CalledViaAWSMCP': {
    aws: [['aws-mcp.amazonaws.com']],
    eks: [['eks-mcp.amazonaws.com']],
    ecs: [['ecs-mcp.amazonaws.com']],
    other: [['new-mcp.amazonaws.com'], ['aws-mcp.us-east-1.api.aws'], ['AWS-MCP.amazonaws.com']],
    absent: [[]],
  },
  'aws:SourceIp': {
    client: [['192.0.2.1']],
    other: [['203.0.113.99'], ['10.0.0.7'], ['2001:db8::1']],
    absent: [[]],
  },
  'aws:SourceVpc': { present: [['vpc-0a1b2c3d']], absent: [[]] },
  'aws:SourceVpce': { present: [['vpce-0a1b2c3d'], ['aws-mcp.amazonaws.com']], absent: [[]] },
  'aws:CalledVia': {
    server: [['aws-mcp.amazonaws.com'], ['cloudformation.amazonaws.com', 'aws-mcp.amazonaws.com']],
    other: [['cloudformation.amazonaws.com'], ['s3.amazonaws.com', 'athena.amazonaws.com']],
    absent: [[]],
  },
  'kms:ViaService': {
    server: [['aws-mcp.us-east-1.amazonaws.com'], ['aws-mcp.amazonaws.com']],
    other: [['s3.us-east-1.amazonaws.com'], ['mcp.us-east-1.amazonaws.com']],
    absent: [[]],
  },
};

/** What the calls of each question through each channel must be found to be: by `question@channel`. */
export interface World {
  readonly [place: string]: string;
}

export function placeOf(question: Pick<Question, 'id'>, channel: Channel): string {
  return `${question.id}@${channel}`;
}
