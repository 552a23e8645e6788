import { ActionSet } from '../actions/action-set';
import type { ConditionBlock } from '../iam/combine-conditions';
import { combineConditions } from '../iam/combine-conditions';
import { itemsOf } from '../iam/value';
import type { McpServer } from '../mcp/mcp-server';
import { isToken } from '../private/tokens';

/**
 * What services that are integrated with KMS call with the credentials of whoever uses them: they use symmetric keys, and grants. All
 * the rest of KMS, its administration above all, none of them calls.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/service-integration.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-service-integration
 */
export const CALLED_BY_SERVICES: readonly string[] = [
  'kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ListGrants', 'kms:ReEncrypt*', 'kms:RetireGrant', 'kms:RevokeGrant',
];
const calledByServices = () => ActionSet.of(...CALLED_BY_SERVICES);

/** The part of a set that services call for the agent, and the rest of it. */
export function dividedByKms(set: ActionSet): { readonly rest: ActionSet; readonly ofServices: ActionSet } {
  return {
    rest: set._part('rest', (whole) => whole.without(calledByServices())),
    ofServices: set._part('ofServices', (whole) => whole.without(ActionSet.ALL.without(calledByServices()))),
  };
}

/**
 * The condition, for calls of KMS that the agent makes itself.
 *
 * When S3 decrypts an object for an agent that may read it, or EC2 makes a grant for an encrypted volume, that is a call of KMS with
 * the agent's credentials. AWS does not document whether it carries the MCP keys. Denied, it would break plain work. It has the key
 * `kms:ViaService`, which a caller can't set, with the name of the service that calls.
 *
 * AWS does not document either whether the call of a managed MCP server, probably a forward access session itself, has the key. So the
 * condition holds where the key is absent and where it names a server.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function kmsDirectly(sid: string, condition: ConditionBlock, servers: readonly McpServer[] = []): ConditionBlock {
  const named = servers.map(({ servicePrincipal }) => servicePrincipal)
    .filter((principal) => isToken(principal) || !/-mcp\./.test(principal))
    .map((principal) => (isToken(principal) ? principal : principal.replace(/\..*$/, '.*')));
  const services = named.length > 0 ? [ANY_SERVER, ...new Set(named)] : ANY_SERVER;
  return combineConditions(sid, condition, { StringLikeIfExists: { [VIA_SERVICE]: services } });
}

/** With the Region in it or not: `aws-mcp.us-east-1.amazonaws.com`. So is every server called whose service principal AWS documents. */
const ANY_SERVER = '*-mcp.*';

const VIA_SERVICE = 'kms:ViaService';

/** The same condition where no call of a server comes, and AWS does not take the wildcards. */
export function kmsWithoutServers({ StringLikeIfExists: { [VIA_SERVICE]: _, ...others }, ...conditions }: ConditionBlock): ConditionBlock {
  return {
    ...conditions,
    ...(Object.keys(others).length > 0 && { StringLikeIfExists: others }),
    Null: { ...conditions.Null, [VIA_SERVICE]: 'true' },
  };
}

/** Whether a condition is one of those: it lets the calls be that services make of KMS. Another one about the same key, such as a team's own, is not. */
export function sparesServices({ StringLikeIfExists: tests }: ConditionBlock = {}): boolean {
  return itemsOf(tests?.[VIA_SERVICE]).includes(ANY_SERVER);
}
