import { madeLayer } from './made-layers';
import type { SideRequest } from './partial-request';
import { arnParts } from '../iam/arn';
import { relevantStatements } from '../iam/authorization';
import { PolicyKind } from '../iam/policy';
import type { Layer, PolicyLayers } from '../iam/policy-layers';
import type { Statement } from '../iam/statement';
import { readable } from '../iam/unknown-text';

/** Both sides with what is not known of their policies taken for something. What is found then may not be so. */
export interface Assumed {
  readonly sides: readonly SideRequest[];
  readonly open: readonly string[];
}

/**
 * What to look at so that nothing is left out. Policies that are not known, and are the same on both sides, allow or do not; that of a
 * resource, where its Allow is needed, to leave it to the account, or not.
 */
export function assumptions(sides: readonly SideRequest[]): Assumed[] {
  // That one side has its policy tells which resource is meant; another one only stands for all that are like it.
  const isTold = sides.some(({ layers }) => hasPolicy(layers));
  const resource = sides.flatMap(({ layers, request: { sameAccount, needsResourcePolicy } }) => (
    (sameAccount === true && !needsResourcePolicy) || hasPolicy(layers) ? []
      : [(isTold ? layers.resource?.presumedAbsent : undefined)
        ?? `the policy of the resource${sameAccount === true ? '' : ' in another account'}, which is not in the input`]));
  // To another account a resource is left by nobody's default: where only the first side has its policy, that of the other one may allow less.
  const isNew = sides.length > 1 && sides[0].request.sameAccount !== true && hasPolicy(sides[0].layers) && !hasPolicy(sides[1].layers);
  const whom = resource.length === 0 ? undefined : everybodyIn(sides[0].request);
  const shared = sides.length === 1 ? [] : (['identity', 'permissionsBoundary'] as const)
    .filter((name) => sides[0].layers[name]?.unknownPolicies?.length && alike(sides.map(({ layers }) => layers[name]!)));
  const worlds = shared.reduce<string[][]>((before, name) => before.flatMap((allowing) => [allowing, [...allowing, name]]), [[]]);
  // The same on both sides, so that it says the same there.
  const { statements: all } = madeLayer(PolicyKind.RESOURCE, { Effect: 'Allow' });
  const { statements: toAccount } = madeLayer(PolicyKind.RESOURCE, { Effect: 'Allow', Principal: { AWS: whom ?? '*' } });
  const unknown = shared.flatMap((name) => sides[0].layers[name]!.unknownPolicies!);
  return worlds.flatMap((allowing) => (isNew ? [toAccount, []] : [toAccount]).map((ofResource): Assumed => ({
    open: [...new Set([...resource, ...unknown].map(readable))],
    sides: sides.map((side) => (resource.length === 0 && shared.length === 0 ? side : withLayers(side, {
      ...side.layers,
      ...Object.fromEntries(shared.map((name) => [name, assumed(side.layers[name]!, allowing.includes(name) ? all : [])])),
      ...whom !== undefined && { resource: { ...assumed(side.layers.resource ?? NO_POLICY, ofResource), presumedAbsent: undefined } },
    }))),
  })));
}

/** The account of who asks, as a policy of a resource names it. */
function everybodyIn({ principal }: SideRequest['request']): string {
  return principal?.account === undefined ? '*' : `arn:${arnParts(principal.name)?.[1]}:iam::${principal.account}:root`;
}

/** Whether the policy of the resource is known. */
function hasPolicy({ resource }: PolicyLayers): boolean {
  return resource !== undefined && resource.presumedAbsent === undefined;
}

const NO_POLICY: Layer = { kind: PolicyKind.RESOURCE, statements: [] };

function alike(layers: ReadonlyArray<Layer | undefined>): boolean {
  return new Set(layers.map((layer) => JSON.stringify([layer?.unknownPolicies, layer?.mayBeAbsent]))).size === 1 && !layers[0]?.mayBeAbsent;
}

function withLayers(side: SideRequest, layers: PolicyLayers): SideRequest {
  return { ...side, layers, relevant: relevantStatements(layers, side.request) };
}

function assumed(layer: Layer, statements: readonly Statement[]): Layer {
  return { ...layer, unknownPolicies: undefined, statements: [...layer.statements, ...statements] };
}
