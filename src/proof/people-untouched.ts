import { ChangedSource } from './changed-source';
import { decide } from './decide';
import { madeLayer } from './made-layers';
import type { ProofSource, Question, Verdict } from './question';
import { Answer } from './question';
import { guardrailAdvice } from '../analysis/guardrail-advice';
import { JudgedRequest } from '../analysis/simulation/judged-request';
import { PolicyKind } from '../iam/policy';
import type { Layer, PolicyLayers } from '../iam/policy-layers';
import type { Statement } from '../iam/statement';
import { McpContextKey } from '../mcp/mcp-context-key';
import { RequestOrigin } from '../mcp/request-origin';

/** Whose requests guardrails are to leave alone. */
export interface PeopleQuestion extends Pick<Question, 'actions' | 'resources'> {
  readonly source: ProofSource;
  /** The principals that the source knows, as it names them. */
  readonly principals: readonly string[];
  /** The tags of agents' sessions: a session that has one is no person's. */
  readonly agentTags: { readonly [key: string]: string };
  /** The Sids of guardrails that are meant for people, too. */
  readonly meantForPeople: readonly string[];
}

/** What guardrails take from people, or may. */
export interface TakenFromPeople {
  readonly principal?: string;
  /** Of nobody in particular, who may do everything that is not denied there: what denies it. */
  readonly whoever?: string;
  /** The policies that were judged. */
  readonly source: ProofSource;
  readonly verdict: Verdict;
}

const MCP_KEYS: readonly string[] = [McpContextKey.VIA_AWS_MCP_SERVICE, McpContextKey.CALLED_VIA_AWS_MCP].map((key) => key.toLowerCase());

/** Where the calls of people come from. */
export const OF_PEOPLE: Question['origins'] = [
  { name: 'direct', origin: RequestOrigin.direct() },
  { name: 'an AWS service', origin: RequestOrigin.viaAwsService({ startedBy: RequestOrigin.direct() }) },
];

/**
 * Whether guardrails, which are the Deny statements of this library and those that read an MCP key, deny people what they could do without them. A role whose
 * own policies deny every direct call is no person's.
 */
export function takenFromPeople(question: PeopleQuestion): TakenFromPeople[] {
  const { source, principals, actions, resources } = question;
  const people = madeLayer(PolicyKind.SERVICE_CONTROL, {
    Effect: 'Allow',
    ...Object.keys(question.agentTags).length > 0 && {
      Condition: { StringNotLike: Object.fromEntries(Object.entries(question.agentTags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])) },
    },
  });
  const ofPeople = new ChangedSource(source, (layers) => ({ ...layers, serviceControl: [...layers.serviceControl, people] }), source.ofResources);
  const isGuardrail = (statement: Statement) => isOfGuardrail(statement, question.meantForPeople);
  const asked: Array<Omit<TakenFromPeople, 'verdict'>> = [
    ...principals.map((principal) => ({ principal, source: ofPeople })), ...underPolicies(source, people, isGuardrail),
  ];
  return asked.map((each): TakenFromPeople => {
    const allowedBy = ChangedSource.without(each.source, isGuardrail);
    return { ...each, verdict: decide({ allowedBy, unless: each.source, principal: each.principal, origins: OF_PEOPLE, actions, resources }) };
  }).filter(({ principal, verdict: { answer } }) => answer !== Answer.PROVED && !(principal !== undefined && isOfAgents(source, principal)));
}

function isOfGuardrail({ effect, sid, reads }: Statement, meantForPeople: readonly string[]): boolean {
  return effect === 'Deny' && !meantForPeople.some((each) => sid?.replace(/\d*(Part\d+)?$/, '') === each.replace(/\d*(Part\d+)?$/, ''))
    && (guardrailAdvice(effect, sid) !== undefined || reads.some((key) => MCP_KEYS.includes(key)));
}

/** Nobody in particular under each policy with guardrails that is about others than the principals: their own policies are not known. */
function underPolicies(source: ProofSource, people: Layer, isGuardrail: (statement: Statement) => boolean): Array<Omit<TakenFromPeople, 'verdict'>> {
  const { layers } = new JudgedRequest(source, { actionName: 's3:GetObject' });
  const identity = madeLayer(PolicyKind.IDENTITY, { Effect: 'Allow' });
  const under = (whoever: string, control: (all: PolicyLayers) => Partial<PolicyLayers>, ofResources?: ProofSource['ofResources']) => ({
    whoever,
    source: new ChangedSource(source, (all) => ({ identity, serviceControl: [people], resourceControl: [], ...control(all) }), ofResources),
  });
  const guarding = (name: 'serviceControl' | 'resourceControl') => layers[name].filter(({ statements }) => statements.some(isGuardrail)).map(alone);
  return [
    ...guarding('serviceControl').map((layer) => under('whoever is under a service control policy', () => ({ serviceControl: [people, layer] }))),
    ...guarding('resourceControl').map((layer) => under('whoever uses a resource under a resource control policy', () => ({ resourceControl: [layer] }))),
    ...source.ofResources?.statements.some(isGuardrail)
      ? [under('whoever uses a resource of the stack', ({ resource }) => ({ resource }), source.ofResources)] : [],
  ];
}

/** For certain, and with whatever else allows more. */
function alone(layer: Layer): Layer {
  const { allowsEverything = false, unknownPolicies = [] } = layer;
  return { ...layer, uncertain: undefined, unknownPolicies: undefined, allowsEverything: allowsEverything || unknownPolicies.length > 0 };
}

/** Whether its own policies deny every direct call, but to sign in and what a server authorizes of its own, whatever allows it. */
function isOfAgents(source: ProofSource, principal: string): boolean {
  const allow = madeLayer(PolicyKind.IDENTITY, { Effect: 'Allow', Action: undefined, NotAction: 'signin:*' });
  const own = new ChangedSource(source, ({ identity, permissionsBoundary }) => {
    const denials = [identity, permissionsBoundary].flatMap((layer) => layer?.statements ?? []).filter(({ effect }) => effect === 'Deny');
    return {
      identity: { ...identity, unknownPolicies: undefined, statements: [...allow.statements, ...denials] }, serviceControl: [], resourceControl: [],
    };
  }, undefined);
  const ofNoServer = { [McpContextKey.IS_MCP_SERVICE_ACTION]: [] };
  return decide({ allowedBy: own, principal, origins: OF_PEOPLE.slice(0, 1), context: ofNoServer }).answer === Answer.PROVED;
}
