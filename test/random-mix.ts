import { random } from './random-numbers';
import { ActionSet, McpGuardrail, McpServer, PrincipalFilter } from '../src';
import { Catalog } from '../src/actions/catalog';
import type { StatementJson } from '../src/enforcement/pack-statements';

/** The statements of a random mix of guardrails, the same for the same seed. */
export function randomMix(seed: number): StatementJson[] {
  return randomGuardrails(seed).flatMap((guardrail) => guardrail.statements().map((statement) => statement.toStatementJson()));
}

/** A random mix of guardrails, the same for the same seed. */
export function randomGuardrails(seed: number): McpGuardrail[] {
  const next = random(seed + 1);
  const pick = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)];
  const services = () => Array.from({ length: 1 + Math.floor(next() * 60) }, () => pick(Catalog.get().services));
  const options = (i: number) => ({
    sid: `Sid${i}`,
    ...(next() < 0.3 && { servers: [pick([McpServer.AWS, McpServer.EKS])] }),
    ...(next() < 0.3 && { exempt: [PrincipalFilter.roleNames(pick(['Admin', 'BreakGlass']))] }),
  });
  return Array.from({ length: 2 + Math.floor(next() * 6) }, (_, i) => pick<() => McpGuardrail>([
    () => McpGuardrail.denyDestructiveViaMcp(options(i)),
    () => McpGuardrail.denySecretReadsViaMcp(options(i)),
    () => McpGuardrail.denyDelegationViaMcp(options(i)),
    () => McpGuardrail.denyAuditTamperingViaMcp(options(i)),
    () => McpGuardrail.denySpendingViaMcp(options(i)),
    () => McpGuardrail.denyViaMcp({ ...options(i), actions: ActionSet.writesOf(...services()) }),
    () => McpGuardrail.denyViaMcp({ ...options(i), actions: ActionSet.writesOf(...services()), resources: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] }),
    () => McpGuardrail.readOnlyViaMcp({ ...options(i), services: ['s3', 'sqs', 'logs'] }),
    () => McpGuardrail.baseline(options(i)),
  ])());
}
