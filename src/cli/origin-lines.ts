import { withWords } from './principal-words';
import type { OriginOutcome, StatementOrigins } from './statement-origins';
import { ANY_OTHER_SERVER } from './statement-origins';
import { ConditionMatch } from '../mcp/evaluate-condition';

/** A line of an explanation. */
export interface OriginLine {
  /** `yes`, `no`, `depends`, or `services`. */
  readonly label: string;
  readonly text: string;
}

/** Whom a statement applies to: a line for each answer, and one for what AWS services call on. */
export function originLines(origins: StatementOrigins, words?: string): OriginLine[] {
  const answerOf = (outcome: OriginOutcome) => answer(outcome, words);
  const named = [...mergedDirect(origins.direct, answerOf), ...origins.sessions, ...mergedServers(origins.servers, answerOf), ...origins.connecting];
  const answers = [...new Set(named.map(answerOf))].sort((a, b) => order(a) - order(b));
  return [
    ...answers.map((each) => {
      const text = named.filter((outcome) => answerOf(outcome) === each).map(({ origin }) => origin).join('; ');
      const [label, ...keys] = each.split(' ');
      return { label, text: keys.length === 0 ? text : `${keys.join(' ')}: ${text}` };
    }),
    { label: 'services', text: servicesText(origins, answerOf) },
  ];
}

/** Both forms of a direct call as one if the answer is one. */
function mergedDirect(direct: readonly OriginOutcome[], answerOf: AnswerOf): readonly OriginOutcome[] {
  return answerOf(direct[0]) === answerOf(direct[1]) ? [{ ...direct[0], origin: 'direct calls' }] : direct;
}

/** Those unlike the servers that nobody named, and then these. */
function mergedServers(servers: readonly OriginOutcome[], answerOf: AnswerOf): OriginOutcome[] {
  const rest = servers[servers.length - 1];
  const others = servers.filter((server) => answerOf(server) !== answerOf(rest));
  return [
    ...others.map((server) => ({ ...server, origin: `through ${server.origin}` })),
    { ...rest, origin: others.length === 0 ? 'through any MCP server' : `through ${ANY_OTHER_SERVER}` },
  ];
}

function servicesText({ services, servicesLikeServers, servers }: StatementOrigins, answerOf: AnswerOf): string {
  const [direct, kept, lost] = services.map(answerOf);
  const oneAnswer = servers.every((server) => answerOf(server) === answerOf(servers[0]));
  const agents = servicesLikeServers && !oneAnswer ? 'as through the server' : kept;
  if (direct === agents && agents === lost) {
    return agents;
  }
  return `for direct calls: ${direct}; for agents: ${agents === lost ? agents : `${agents}, or ${lost} if the MCP keys are lost`}`;
}

type AnswerOf = (outcome: OriginOutcome) => string;

function answer({ match, dependsOn }: OriginOutcome, words: string | undefined): string {
  return match === ConditionMatch.ALWAYS ? 'yes' : match === ConditionMatch.NEVER ? 'no' : `depends on ${withWords(dependsOn, words).join(', ')}`;
}

function order(given: string): number {
  return ['yes', 'no'].includes(given) ? ['yes', 'no'].indexOf(given) : 2;
}
