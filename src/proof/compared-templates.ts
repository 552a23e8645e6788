import { ChangedSource } from './changed-source';
import type { ComparedPrincipal } from './compare-access';
import { madeLayer } from './made-layers';
import type { ProofSource } from './question';
import { principalPairs } from '../analysis/principal-pairs';
import { JudgedRequest } from '../analysis/simulation/judged-request';
import { inFile, shortName } from '../analysis/simulation/principal-index';
import type { TemplateSource } from '../analysis/simulation/template-source';
import type { TemplatePrincipal } from '../analysis/template/template-policies';
import { PolicyKind } from '../iam/policy';

/**
 * The principals of both states; and whoever is under control policies, in each account that the input tells of.
 *
 * @param wanted only this principal
 */
export function comparedPrincipals(sources: readonly [before: TemplateSource, after: TemplateSource], wanted?: string): ComparedPrincipal[] {
  const [old, fresh] = sources;
  const isWanted = (each: TemplatePrincipal | undefined) => each && [shortName(each), each.logicalId, each.name, each.arn].includes(wanted!);
  const compared = principalPairs(old.principals.requesters, fresh.principals.requesters)
    .filter(({ name, before, after }) => wanted === undefined || name === wanted || isWanted(before) || isWanted(after))
    .map(({ name, before, after }): ComparedPrincipal => ({
      name,
      ...before && { before: { source: old, principal: inFile(before) } },
      ...after && { after: { source: fresh, principal: inFile(after) } },
    }));
  const accounts = [...new Set(sources.flatMap((source) => source.accounts))];
  for (const account of wanted === undefined ? accounts.length > 0 ? accounts : [undefined] : []) {
    const [before, after] = sources.map((source) => whoeverIn(source, account));
    if (isControlled(before) || isControlled(after)) {
      const name = `whoever is under the control policies${account === undefined ? '' : ` of ${account}`}`;
      compared.push({ name, before: { source: before }, after: { source: after } });
    }
  }
  return compared;
}

/** Somebody of whom only the control policies are known, and who may do all that these leave. */
function whoeverIn(source: TemplateSource, account: string | undefined): ProofSource {
  const identity = madeLayer(PolicyKind.IDENTITY, { Effect: 'Allow' });
  const someone = account === undefined ? undefined : `arn:aws:iam::${account}:root`;
  return new ChangedSource(source, (layers, [, action, resource]) => {
    const { serviceControl, resourceControl } = someone === undefined ? layers : source.policiesFor(someone, action, resource).layers;
    return { identity, serviceControl, resourceControl };
  }, undefined);
}

function isControlled(source: ProofSource): boolean {
  const { layers: { serviceControl, resourceControl } } = new JudgedRequest(source, { actionName: 's3:GetObject' });
  return serviceControl.length + resourceControl.length > 0;
}
