import type { Denial, DenyingPolicy } from './denial';
import { DenialSource } from './denial';
import { PolicyKind } from '../iam/policy';

/** Where what a message says of a call begins. The first group has the principal. */
const BEGINS = /User: (\S+) is not authorized to (?:perform|access)|Principal \[(\S+)\] is not allowed to execute/g;

/** What says that access was denied, and not why. */
const DENIED = /access ?denied|not authorized|unauthorized ?operation|authorization failure|access to the resource .* is denied/i;

/**
 * What a message calls a kind of policy; the last word of a phrase decides, as in `VPC endpoint policy transitively through a service control
 * policy`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
const KINDS: ReadonlyArray<readonly [words: RegExp, kind: PolicyKind]> = [
  [/service control polic(y|ies)$/, PolicyKind.SERVICE_CONTROL],
  [/resource control polic(y|ies)$/, PolicyKind.RESOURCE_CONTROL],
  [/permissions boundar(y|ies)$/, PolicyKind.PERMISSIONS_BOUNDARY],
  [/sessions? polic(y|ies)$/, PolicyKind.SESSION],
  [/identity-based polic(y|ies)$/, PolicyKind.IDENTITY],
  [/trust polic(y|ies)$/, PolicyKind.TRUST],
  [/resource(-based)? polic(y|ies)$/, PolicyKind.RESOURCE],
  [/VPC endpoint polic(y|ies)$/i, PolicyKind.VPC_ENDPOINT],
];

/**
 * The denials that a message tells of, such as what the AWS CLI prints; none if it has no access-denied message. Line ends may be anywhere.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied-authorization-id.html
 */
export function denialsInMessage(text: string): Denial[] {
  const words = text.replace(/\\"/g, '"').replace(/(\\[nrt]|\s)+/g, ' ').trim();
  const begins = [...words.matchAll(BEGINS)].map(({ index }) => index);
  if (begins.length > 0) {
    return begins.map((begin, i) => denialIn(words.slice(begin, begins[i + 1]), words.slice(begins[i - 1] ?? 0, begin)));
  }
  return DENIED.test(words) || ENCODED_ALONE.test(words) ? [withoutReason(words)] : [];
}

/** @param before what stands in front, which may name the operation */
function denialIn(words: string, before: string): Denial {
  const principal = first(/^(?:User: |Principal \[)([^\s\]]+)/, words);
  const explicit = /with an explicit deny(?: in (?:an?|the) ([\w -]+?)(?=$|[:.,;"')}]| Go to | Encoded ))?/.exec(words);
  const implicit = /because no (.+?) allows the \S+ action/.exec(words);
  return {
    ...common(words, before),
    principal,
    action: first(/(?:to perform:? |to execute \[)([a-zA-Z0-9-]+:[a-zA-Z0-9]+)/, words),
    resource: resourceIn(words),
    ...((explicit || implicit) && { effect: explicit ? 'explicit' : 'implicit' }),
    policies: policiesIn(explicit?.[1] ?? implicit?.[1], explicit ? first(/with an explicit deny in [^:]+: (arn:\S+)/, words) : undefined),
  };
}

function withoutReason(words: string): Denial {
  return { ...common(words, words), policies: [], ...(ENCODED_ALONE.test(words) && { encodedMessage: words }) };
}

/** What EC2 encodes, by itself. */
const ENCODED_ALONE = /^[\w-]{120,}$/;

function common(words: string, before: string): Pick<Denial, 'source' | 'authorizationId' | 'encodedMessage' | 'region' | 'operation' | 'context' | 'notes'> {
  return {
    source: DenialSource.MESSAGE,
    authorizationId: first(/authorization id: ([\w-]+)/, words) ?? first(/authorization-details\/([\w-]+)/, words),
    encodedMessage: first(/[Ee]ncoded authorization failure message: ([\w+/=-]+)/, words),
    region: first(/https:\/\/([a-z]{2}[a-z-]*-\d)\.console\./, words),
    operation: first(/when calling the (\w+) operation/, before),
    context: {},
    notes: [],
  };
}

/** A resource in quotes, an ARN, or what stands there in words, as `role Admin`. */
function resourceIn(words: string): string | undefined {
  const said = first(/on resource: (.+)$/, words) ?? first(/(?:[Aa]ccess (?:to the )?resource) (\S+)/, words);
  if (said === undefined) {
    return undefined;
  }
  const [, quoted, arn, other] = /^"([^"]*)"|^((?:arn:|\*)\S*)|^(.*?)(?= because no | with an explicit deny|\.? Go to https|\.? Encoded authorization|$)/.exec(said)!;
  return (quoted ?? arn ?? other).replace(/[.,;]+$/, '') || undefined;
}

function policiesIn(words: string | undefined, arn: string | undefined): DenyingPolicy[] {
  const kind = words === undefined ? undefined : KINDS.find(([pattern]) => pattern.test(words.trim()))?.[1];
  const policyArn = arn?.replace(/[.,;]+$/, '');
  return kind === undefined && policyArn === undefined ? [] : [{ kind, arn: policyArn, attachedTo: [], statements: [] }];
}

function first(pattern: RegExp, words: string): string | undefined {
  return pattern.exec(words)?.[1];
}
