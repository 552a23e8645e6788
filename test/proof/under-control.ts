import { McpServer, RequestOrigin } from '../../src';
import { DocumentsSource } from '../../src/analysis/simulation/documents-source';
import type { Verdict } from '../../src/proof/question';
import { Answer } from '../../src/proof/question';
import type { Json } from '../matrix/world';

export const DIRECT = { name: 'direct', origin: RequestOrigin.direct() };
export const ANY = { name: 'any', origin: RequestOrigin.viaAnyServer() };
export const AWS = { name: 'aws', origin: RequestOrigin.via(McpServer.AWS) };
export const EKS = { name: 'eks', origin: RequestOrigin.via(McpServer.EKS) };
export const EVERYWHERE = [DIRECT, ANY, AWS, EKS];

export const PROVED: Verdict = { answer: Answer.PROVED, open: [] };

const document = (Statement: readonly Json[]) => ({ Version: '2012-10-17', Statement });
const allow = (of: Json = {}): Json => ({ Effect: 'Allow', ...of.NotAction ? {} : { Action: '*' }, Resource: '*', ...of });

/** Whoever may do what the Allow says, below SCPs with these statements. */
export function underControl(of: Json | undefined, ...policies: ReadonlyArray<readonly Json[]>): DocumentsSource {
  return new DocumentsSource({ identityPolicies: [document([allow(of)])], serviceControlPolicies: [document([allow()]), ...policies.map(document)] });
}
