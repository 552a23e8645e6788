import type { PolicyKind } from './policy';
import { attachedTo } from './policy-type-lookup';
import { characters, endOfUnknownPart, hasUnknownPart, UNKNOWN_START } from './unknown-text';
import { Cache } from '../private/cache';

/** The six parts of an ARN; `undefined` if the text is none. An unknown part of the text is in one of them, whatever its name holds. */
export function arnParts(text: string): [arn: 'arn', partition: string, service: string, region: string, account: string, resource: string] | undefined {
  if (!hasUnknownPart(text)) {
    return partsOfKnown(text);
  }
  const parts: string[] = [];
  let from = 0;
  for (let colon = colonFrom(text, 0); colon !== -1 && parts.length < 5; colon = colonFrom(text, from)) {
    parts.push(text.slice(from, colon));
    from = colon + 1;
  }
  parts.push(text.slice(from));
  return parts.length === 6 && parts[0] === 'arn' ? parts as ReturnType<typeof arnParts> : undefined;
}

function partsOfKnown(text: string): ReturnType<typeof arnParts> {
  if (!text.startsWith('arn:')) {
    return undefined;
  }
  const service = text.indexOf(':', 4) + 1;
  const region = text.indexOf(':', service) + 1;
  const account = text.indexOf(':', region) + 1;
  const resource = text.indexOf(':', account) + 1;
  return service === 0 || region === 0 || account === 0 || resource === 0 ? undefined
    : ['arn', text.slice(4, service - 1), text.slice(service, region - 1), text.slice(region, account - 1), text.slice(account, resource - 1), text.slice(resource)];
}

/** Where the last part of an ARN begins, of which no part is unknown; 0 if the text is none. */
export function startOfResource(text: string): number {
  let at = text.startsWith('arn:') ? 'arn:'.length : 0;
  for (let left = 4; left > 0 && at > 0; left--) {
    at = text.indexOf(':', at) + 1;
  }
  return at;
}

const [COLON, STAR, QUESTION_MARK] = [...':*?'].map((each) => each.charCodeAt(0));

/** How an ARN begins, and once it is worth to make one, an expression for all that begin so and are plain. */
interface PlainStart {
  readonly start: string;
  times: number;
  plain?: RegExp;
}

const NONE: PlainStart = { start: '', times: 0 };
/** As many requests it takes, until one expression is made. */
const WORTH = 8;
const STARTS = new Cache<PlainStart>(100);
let last = NONE;

/**
 * How an ARN begins, up to its last part, if each of its characters stands for itself: it has neither wildcards nor unknown parts. Empty for anything
 * else. Asked for every request, of which most begin as the one before: then it is the same string.
 */
export function plainStart(text: string): string {
  if (last.plain?.test(text)) {
    return last.start;
  }
  const start = isPlainArn(text) ? text.slice(0, startOfResource(text)) : '';
  last = start === '' ? NONE : STARTS.get(start, () => ({ start, times: 0 }));
  if (++last.times === WORTH && last !== NONE) {
    last.plain = new RegExp(`^${start.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[^*?${String.fromCharCode(UNKNOWN_START)}]+$`);
  }
  return last.start;
}

function isPlainArn(text: string): boolean {
  let [colons, start] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === STAR || code === QUESTION_MARK || code === UNKNOWN_START) {
      return false;
    }
    if (code === COLON && ++colons === 5) {
      start = i + 1;
    }
  }
  return start > 0 && start < text.length && text.startsWith('arn:');
}

/** Where the next colon is that is not in an unknown part. */
function colonFrom(text: string, from: number): number {
  let start = from;
  for (;;) {
    const colon = text.indexOf(':', start);
    const end = endOfUnknownPart(text, start, colon);
    if (end === -1) {
      return colon;
    }
    start = end;
  }
}

/**
 * Whether it is the short form in which the policy of an API of Amazon API Gateway names what is within the API: `execute-api:/stage/GET/*`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
 */
export function isShortOfApi(resource: string): boolean {
  return resource.startsWith('execute-api:/');
}

/**
 * IAM completes an ARN that has fewer than six parts with wildcards, in an identity-based policy; API Gateway completes its own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function completedArn(resource: string): string {
  if (isShortOfApi(resource)) {
    return `arn:*:execute-api:*:*:*${resource.slice('execute-api:'.length)}`;
  }
  if (!resource.startsWith('arn:') || arnParts(resource)) {
    return resource;
  }
  const missing = 6 - characters(resource).filter((item) => item === ':').length - 1;
  return missing > 0 ? resource + ':*'.repeat(missing) : resource;
}

/**
 * Whether IAM completes ARNs that have fewer than six parts, which AWS says of identity-based policies.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function completesArns(kind: PolicyKind): boolean {
  return attachedTo(kind) === 'principal';
}
