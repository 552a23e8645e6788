import type { Proposal } from './proposal';
import { isPerhaps, policyOf } from './proposal';
import type { ActionUse, PrincipalUse } from './usage';
import { UseBy } from './usage';
import { SimulationDecision } from '../analysis/simulation/simulation-result';
import type { SimulationRequest } from '../analysis/simulator';
import { McpSimulator } from '../analysis/simulator';
import { arnParts } from '../iam/arn';
import { McpServer } from '../mcp/mcp-server';
import { RequestOrigin } from '../mcp/request-origin';

/** How a proposal judges what happened. */
export interface ProposalCheck {
  /** How many calls it allows. */
  readonly allowed: number;
  /** How many it allows where something else allows them, too, such as the policy of a key. */
  readonly conditional: number;
  readonly dependsOn: readonly string[];
  /** What it would deny, though it happened and is not left out. */
  readonly denied: readonly ActionUse[];
}

/** Judges by the proposal all that it was made of. */
export function checkProposal(proposal: Proposal, { uses }: PrincipalUse): ProposalCheck {
  const simulator = McpSimulator.fromDocuments({ identityPolicies: proposal.statements.length === 0 ? [] : [policyOf(proposal)] });
  const leftOut = new Set(proposal.leftOut.map(({ use }) => use));
  const counts = { allowed: 0, conditional: 0 };
  const dependsOn = new Set<string>();
  const denied: ActionUse[] = [];
  for (const use of uses.filter((each) => each.by !== UseBy.DIRECT && !leftOut.has(each) && !isPerhaps(each))) {
    const resources = [...use.resources.keys(), ...use.isOpen || use.resources.size === 0 ? [undefined] : []];
    const results = resources.flatMap((resource) => callsOf(use, proposal).map((call) => simulator.simulate({
      principal: proposal.principal,
      action: use.action,
      ...(resource !== undefined && { resource }),
      // Another account's own policies are not what is proposed.
      resourceAccount: arnParts(proposal.principal)?.[4],
      ...call,
      unlistedAction: true,
    })));
    if (results.some(({ decision }) => decision === SimulationDecision.IMPLICITLY_DENIED || decision === SimulationDecision.EXPLICITLY_DENIED)) {
      denied.push(use);
    } else if (results.every(({ decision }) => decision === SimulationDecision.ALLOWED)) {
      counts.allowed += use.count;
    } else {
      counts.conditional += use.count;
      results.flatMap((result) => result.dependsOn).forEach((each) => dependsOn.add(each));
    }
  }
  return { ...counts, dependsOn: [...dependsOn], denied };
}

/** Where the calls came from, each with what a call from there carries. */
function callsOf({ action, by, through }: ActionUse, { mark }: Proposal): Array<Pick<SimulationRequest, 'origin' | 'context'>> {
  switch (by) {
    case UseBy.AGENT: return [...through].map((server) => ({ origin: RequestOrigin.via(McpServer.of(server)) }));
    case UseBy.SESSION: return [{ origin: RequestOrigin.agentSession(mark?.key, mark?.value) }];
    case UseBy.SERVICE: return (through.size === 0 ? [undefined] : [...through]).map((service) => ({
      origin: RequestOrigin.viaAwsService(),
      ...service !== undefined && action.startsWith('kms:') && { context: { 'kms:ViaService': [service.replace(/\./, '.us-east-1.')] } },
    }));
    default: return [{ origin: RequestOrigin.direct() }];
  }
}
