import type { Proposal } from '../activity/proposal';
import { policyOf } from '../activity/proposal';
import type { ProposalCheck } from '../activity/proposal-check';
import type { UnusedService } from '../activity/unused';
import type { ActionUse, PrincipalUse, UsageReport } from '../activity/usage';
import { readable } from '../iam/unknown-text';

export interface RefinedPrincipal {
  readonly use: PrincipalUse;
  /** `undefined` if no agent's call was seen. */
  readonly proposal?: Proposal;
  readonly check?: ProposalCheck;
  /** `undefined` without policies. */
  readonly unusedByAgent?: readonly UnusedService[];
  readonly unusedDirectly?: readonly UnusedService[];
}

export interface Refined {
  readonly report: UsageReport;
  readonly principals: readonly RefinedPrincipal[];
}

export function toJson({ report, principals }: Refined): object {
  const { events, days, first, last, hasDataEvents, unknown, tooManySessions } = report;
  return {
    from: { events, days, first, last, hasDataEvents, unknownOperations: Object.fromEntries(unknown), ...tooManySessions && { tooManySessions } },
    principals: principals.map(({ use, proposal, check, unusedByAgent, unusedDirectly }) => ({
      principal: use.principal,
      uses: use.uses.map(useToJson),
      denied: Object.fromEntries(use.denied),
      ...proposal && {
        proposal: {
          policy: policyOf(proposal),
          servers: proposal.servers,
          leftOut: proposal.leftOut.map(({ use: each, sets }) => ({ ...useToJson(each), sets })),
          perhaps: proposal.perhaps.map(useToJson),
          widened: proposal.widened,
          open: proposal.open,
        },
      },
      ...check && { check: { ...check, denied: check.denied.map(({ action }) => action) } },
      ...unusedByAgent && { unusedByAgent },
      ...unusedDirectly && { unusedDirectly },
    })),
  };
}

function useToJson({ through, resources, ...use }: ActionUse): object {
  return { ...use, through: [...through].sort(), resources: Object.fromEntries([...resources].map(([arn, count]) => [readable(arn), count])) };
}
