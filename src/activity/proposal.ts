import { groupedResources } from './grouped-resources';
import { readySetsOf } from './ready-sets';
import type { SessionMark } from './session-marks';
import { AWS_MARK } from './session-marks';
import type { ActionUse, PrincipalUse } from './usage';
import { UseBy } from './usage';
import { resourcesOf } from '../actions/resource-table';
import type { ConditionBlock } from '../iam/combine-conditions';
import { McpCondition } from '../mcp/mcp-condition';
import { McpServer } from '../mcp/mcp-server';

/** An Allow of a proposal. */
export interface ProposedStatement {
  readonly sid: string;
  readonly by: UseBy;
  /** The servers or services that call. */
  readonly through: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: ConditionBlock;
}

/** What was used and is not proposed. */
export interface LeftOutAction {
  readonly use: ActionUse;
  /** The ready sets that it is in. */
  readonly sets: readonly string[];
}

/** The least that a principal's agent needs for what it did. */
export interface Proposal {
  readonly principal: string;
  /** The servers that the agent came through. */
  readonly servers: readonly string[];
  /** The tag of its sessions, if it came by marked ones. */
  readonly mark?: SessionMark;
  readonly statements: readonly ProposedStatement[];
  /** What ready guardrails deny to agents. */
  readonly leftOut: readonly LeftOutAction[];
  /** What some calls may have needed besides, and what is not proposed for that. */
  readonly perhaps: readonly ActionUse[];
  /** Resources that are wider than what was seen. */
  readonly widened: readonly string[];
  /** Actions of which the events don't tell all that they were about. */
  readonly open: readonly string[];
}

/** Proposes for the agent of a principal; `undefined` if no agent's call was seen. */
export function proposalFor({ principal, uses }: PrincipalUse, mark: SessionMark = AWS_MARK): Proposal | undefined {
  const ofAgent = uses.filter(({ by }) => by === UseBy.AGENT || by === UseBy.SESSION || by === UseBy.CONNECTING);
  if (ofAgent.length === 0) {
    return undefined;
  }
  const servers = [...new Set(ofAgent.filter(({ by }) => by === UseBy.AGENT).flatMap(({ through }) => [...through]))].sort();
  // What a service calls on is needed for what the agent did, or for what people did: the event does not tell.
  const needed = uses.filter(({ by }) => by !== UseBy.DIRECT);
  const leftOut = needed.map((use) => ({ use, sets: setsOf(use) })).filter(({ sets }) => sets.length > 0);
  const others = needed.filter((use) => !leftOut.some((each) => each.use === use));
  const perhaps = others.filter(isPerhaps);
  const proposed = others.filter((use) => !isPerhaps(use));
  const groups = new Map<string, Group>();
  const widened = new Set<string>();
  const open: string[] = [];
  for (const use of proposed) {
    const { action, by, through } = use;
    const grouped = resourcesIn(use);
    grouped.widened.forEach((each) => widened.add(each));
    if (grouped.isOpen) {
      open.push(action);
    }
    const [service] = action.split(':');
    const called = [...through].sort();
    const key = JSON.stringify([by, called, service, grouped.resources]);
    groups.set(key, groups.get(key) ?? { by, through: called, service, resources: grouped.resources, actions: [] });
    groups.get(key)!.actions.push(action);
  }
  return {
    principal,
    servers,
    ...ofAgent.some(({ by }) => by === UseBy.SESSION) && { mark },
    statements: named([...groups.values()], mark),
    leftOut,
    perhaps,
    widened: [...widened].sort(),
    open,
  };
}

/** Of what is not always needed, the main action of a call is. */
export function isPerhaps({ ifSo, isMain }: ActionUse): boolean {
  return ifSo !== undefined && !isMain;
}

/** The guardrails spare what services call of KMS with an agent's credentials: those calls read what the agent may read. */
function setsOf({ action, by }: ActionUse): readonly string[] {
  return by === UseBy.SERVICE && action.startsWith('kms:') ? [] : readySetsOf(action);
}

function resourcesIn({ action, resources, isOpen }: ActionUse): { resources: string[]; widened: readonly string[]; isOpen: boolean } {
  const [service, name] = action.split(':');
  const types = resourcesOf(service)?.resourcesOf(name);
  if (types?.length === 0) {
    return { resources: ['*'], widened: [], isOpen: false };
  }
  return isOpen ? { resources: ['*'], widened: [], isOpen: true } : inGroups([...resources.keys()]);
}

function inGroups(arns: readonly string[]): ReturnType<typeof resourcesIn> {
  const { resources, widened } = groupedResources(arns);
  return { resources, widened: [...new Set([...widened, ...resources.filter((arn) => WIDER.test(arn))])], isOpen: false };
}

/** A wildcard beside a part of a name, or for an object: it stands for what the events don't tell, and matches other names as well. */
const WIDER = /(?<!\$\{)\*(?![:/]|$)|[^:/]\*$|^arn:[^:]+:s3:::.*\*$/;

interface Group {
  readonly by: UseBy;
  readonly through: readonly string[];
  readonly service: string;
  readonly resources: string[];
  readonly actions: string[];
}

function named(groups: readonly Group[], mark: SessionMark): ProposedStatement[] {
  const before = new Map<string, number>();
  return [...groups].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)).map((group) => {
    const { by, through, service, resources, actions } = group;
    const name = `${NAMES[by]}${service.split('-').map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`).join('')}`;
    const number = (before.get(name) ?? 0) + 1;
    before.set(name, number);
    return { sid: number === 1 ? name : `${name}${number}`, by, through, actions: actions.sort(), resources, ...conditionsFor(group, mark) };
  });
}

const NAMES: { readonly [by in UseBy]: string } = {
  [UseBy.AGENT]: 'Agent', [UseBy.SESSION]: 'Session', [UseBy.CONNECTING]: 'Connect', [UseBy.SERVICE]: 'Service', [UseBy.DIRECT]: 'Direct',
};

function orderOf({ by, through, service, resources }: Group): string {
  return JSON.stringify([[UseBy.AGENT, UseBy.SESSION, UseBy.CONNECTING, UseBy.SERVICE].indexOf(by), service, through, resources]);
}

function conditionsFor({ by, through, service }: Group, { key, value }: SessionMark): { readonly conditions?: ConditionBlock } {
  switch (by) {
    case UseBy.AGENT: return { conditions: McpCondition.via(...through.map((server) => McpServer.of(server))).toConditions() };
    case UseBy.SESSION: return { conditions: { StringEquals: { [`aws:PrincipalTag/${key}`]: value } } };
    // Whether these keep the MCP keys AWS does not document.
    case UseBy.SERVICE: return { conditions: { Bool: { 'aws:ViaAWSService': 'true' }, ...service === 'kms' && through.length > 0 && through.every((each) => SERVICE.test(each)) && { StringLike: { 'kms:ViaService': through.map(viaService) } } } };
    default: return {};
  }
}

/**
 * What `kms:ViaService` holds of a service, in any Region.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
function viaService(servicePrincipal: string): string {
  return servicePrincipal.replace(SERVICE, '$1.*.$2');
}

/** Some events have `AWS Internal` in its place. */
const SERVICE = /^([a-z0-9-]+)\.(amazonaws\.com(?:\.cn)?)$/;

/** The proposal as a policy document. */
export function policyOf({ statements }: Proposal): { readonly [element: string]: unknown } {
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ sid, actions, resources, conditions }) => ({
      Sid: sid, Effect: 'Allow', Action: oneOrAll(actions), Resource: oneOrAll(resources), ...conditions && { Condition: conditions },
    })),
  };
}

function oneOrAll(values: readonly string[]): unknown {
  return values.length === 1 ? values[0] : values;
}
