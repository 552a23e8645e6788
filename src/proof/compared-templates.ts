import { ChangedSource } from './changed-source';
import type { ComparedPrincipal } from './compare-access';
import { madeLayer } from './made-layers';
import type { ProofSource } from './question';
import { judgedRequest } from '../analysis/simulation/judged-request';
import { inFile, shortName } from '../analysis/simulation/principal-index';
import type { TemplateSource } from '../analysis/simulation/template-source';
import type { TemplateInput } from '../analysis/template/template-set';
import { PolicyKind } from '../iam/policy';
import { objectOf } from '../iam/value';

type Sides<T> = readonly [before: T, after: T];

/**
 * The principals of both states, by their logical ids; and whoever is under control policies, in each account that the input tells of.
 *
 * @param wanted only this principal
 */
export function comparedPrincipals(sources: Sides<TemplateSource>, wanted?: string): ComparedPrincipal[] {
  const found = new Map<string, { name: string; sides: Array<{ source: ProofSource; principal?: string } | undefined> }>();
  const add = (key: string, name: string, i: number, side: { source: ProofSource; principal?: string }) => {
    const entry = found.get(key) ?? { name, sides: [] };
    found.set(key, entry);
    entry.sides[i] = side;
  };
  sources.forEach((source, i) => {
    for (const each of source.principals.requesters) {
      const name = shortName(each);
      if (wanted === undefined || [name, each.logicalId, each.name, each.arn].includes(wanted)) {
        add(`${each.kind} ${each.logicalId}`, name, i, { source, principal: inFile(each) });
      }
    }
  });
  const accounts = [...new Set(sources.flatMap((source) => source.accounts))];
  for (const account of wanted === undefined ? accounts.length > 0 ? accounts : [undefined] : []) {
    const sides = sources.map((source) => whoeverIn(source, account));
    if (sides.some(isControlled)) {
      sides.forEach((source, i) => add(`whoever ${account}`, `whoever is under the control policies${account === undefined ? '' : ` of ${account}`}`, i, { source }));
    }
  }
  return [...found.values()].map(({ name, sides: [before, after] }) => ({ name, before, after }));
}

/** Somebody of whom only the control policies are known, and who may do all that these leave. */
function whoeverIn(source: TemplateSource, account: string | undefined): ProofSource {
  const identity = madeLayer(PolicyKind.IDENTITY, { Effect: 'Allow' });
  const someone = account === undefined ? undefined : `arn:aws:iam::${account}:root`;
  return new ChangedSource(source, (layers, [, action, resource]) => {
    const { serviceControl, resourceControl } = someone === undefined ? layers : source.policiesFor(someone, action, resource).layers;
    return { identity, serviceControl, resourceControl };
  });
}

function isControlled(source: ProofSource): boolean {
  const { layers: { serviceControl, resourceControl } } = judgedRequest(source, { actionName: 's3:GetObject' });
  return serviceControl.length + resourceControl.length > 0;
}

/** The conditions and mappings that both have, and that mean something else in the second one. */
export function redefinedIn(states: Sides<readonly TemplateInput[]>): ReadonlySet<string> {
  const [before, after] = states.map((templates) => {
    const definitions = new Map<string, string[]>();
    for (const { template } of templates) {
      for (const [name, definition] of [template.Conditions, template.Mappings].flatMap((section) => Object.entries(objectOf(section)))) {
        definitions.set(name, [...definitions.get(name) ?? [], JSON.stringify(definition)]);
      }
    }
    return definitions;
  });
  const common = [...after].filter(([name]) => before.has(name));
  const found = new Set(common.filter(([name, texts]) => String(before.get(name)) !== String(texts)).map(([name]) => name));
  // And what is defined by those: a set grows while it is walked through.
  for (const changed of found) {
    common.filter(([, texts]) => texts.some((text) => text.includes(JSON.stringify(changed)))).forEach(([name]) => found.add(name));
  }
  return found;
}
