import { PolicyKind } from './policy';
import { characters, hasUnknownPart } from './unknown-text';

/** The six parts of an ARN; `undefined` if the text is none. An unknown part of the text is in one of them, whatever its name holds. */
export function arnParts(text: string): [arn: 'arn', partition: string, service: string, region: string, account: string, resource: string] | undefined {
  const parts = [''];
  for (const item of hasUnknownPart(text) ? characters(text) : text.split(/(:)/)) {
    if (item === ':' && parts.length < 6) {
      parts.push('');
    } else {
      parts[parts.length - 1] += item;
    }
  }
  return parts.length === 6 && parts[0] === 'arn' ? parts as ReturnType<typeof arnParts> : undefined;
}

/**
 * IAM completes an ARN that has fewer than six parts with wildcards, in an identity-based policy.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function completedArn(resource: string): string {
  const missing = /^arn:/.test(resource) ? 6 - characters(resource).filter((item) => item === ':').length - 1 : 0;
  return missing > 0 ? resource + ':*'.repeat(missing) : resource;
}

/**
 * Whether IAM completes ARNs that have fewer than six parts, which AWS says of identity-based policies.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function completesArns(kind: PolicyKind): boolean {
  return kind === PolicyKind.IDENTITY || kind === PolicyKind.PERMISSIONS_BOUNDARY;
}
