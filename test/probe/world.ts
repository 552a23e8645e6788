import type { Channel, How, Question } from '../../examples/probe/table/question';
import { QUESTIONS } from '../../examples/probe/table/questions';

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

/** What each question must find through each channel, by `question@channel`. */
export interface World {
  readonly [place: string]: string;
}

export const placeOf = ({ id }: Pick<Question, 'id'>, channel: Channel) => `${id}@${channel}`;

/** The keys that a question's answers test. */
export function keysOf({ answers }: Question): string[] {
  return [...new Set(Object.values(answers).flatMap(({ when }) => Object.values(when).flatMap(Object.keys)))];
}

/** What a place in the world is about: of the questions that are asked by the same calls, the keys that these have. */
export type Keys = ReadonlyMap<string, readonly string[]>;

/**
 * The keys of a call, by lower-case name: of the questions that it is one of, and through which channel.
 *
 * @param service of calls by which a key is looked for in one service
 */
export function keysAt(world: World, how: How, channel: Channel, service?: string): Keys {
  const asked = QUESTIONS.filter(({ id, how: its, channels }) => its === how && channels.includes(channel) && (how !== 'service' || id === `via-mcp-${service}`));
  return new Map(asked.flatMap((question, i) => {
    const answer = world[placeOf(question, channel)];
    return keysOf(question).map((key): [string, readonly string[]] => {
      const lists = VALUES[key][answer];
      return [key.toLowerCase(), lists[i % lists.length]];
    });
  }));
}

/** All that can be asked, and how it can be answered. */
export const PLACES = QUESTIONS.flatMap((question) =>
  question.channels.map((channel) => ({ question, channel, answers: Object.keys(question.answers) })));

/** A world for each number: of five in a row, each answer of each question is in one at least. The control of `source-ip` is as it must be. */
export function worldOf(number: number): World {
  return Object.fromEntries(PLACES.map(({ question, channel, answers }, i) => [
    placeOf(question, channel), channel === 'direct' && question.control ? question.control.answer : answers[(number + i * (Math.floor(number / 5) + 1)) % 5 % answers.length],
  ]));
}
