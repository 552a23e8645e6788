/** What became of a call: what a policy decided, or why that is not known. */
export type Outcome =
  | { readonly kind: 'allowed' }
  /** By no policy: nothing allowed it. */
  | { readonly kind: 'denied' }
  | Failure;

/** No answer. */
export interface Failure {
  readonly kind: 'failed';
  readonly why: string;
  /** Whether it may be otherwise in a moment. */
  readonly passing?: boolean;
  readonly throttled?: boolean;
  /** Whether no further call can succeed. */
  readonly fatal?: boolean;
  /** Whether there is nobody there. */
  readonly down?: boolean;
}

/** What a service answered, if not what was asked for. */
export interface ServiceError {
  /** Such as `AccessDeniedException`; empty if it gave none. */
  readonly code: string;
  readonly message: string;
  /** Of HTTP, if it is known. */
  readonly status?: number;
}

/** What is expected of a call. */
export interface Expected {
  /** The action of IAM that decides, such as `kms:Decrypt`. */
  readonly action: string;
  /** Errors of a service that has allowed the call, such as `ParameterNotFound`. */
  readonly authorized?: readonly string[];
}

export const ALLOWED: Outcome = { kind: 'allowed' };
export const DENIED: Outcome = { kind: 'denied' };

export function failed(why: string, more: Omit<Failure, 'kind' | 'why'> = {}): Failure {
  return { kind: 'failed', why, ...more };
}

const DENIALS = /^(Client\.)?(AccessDenied|AccessDeniedException|AuthorizationError|AuthorizationErrorException|UnauthorizedOperation|UnauthorizedException)$/;
const THROTTLED = /^(Throttl\w*|TooManyRequestsException|RequestLimitExceeded|SlowDown|LimitExceededException|PriorRequestNotComplete)$/;
const CREDENTIALS = /^(ExpiredToken\w*|RequestExpired|InvalidClientTokenId|UnrecognizedClientException|InvalidToken|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature\w*|AuthFailure|MissingAuthenticationToken\w*)$/;
const ACTION = /not authorized to perform:? ([\w-]+:\w+)/;
/** Policies that only allow: in the account's own, nobody is limited by one of them. */
const REASON = /because no (.+?) polic(?:y|ies) allows?|because no (permissions boundary) allows/;

/** What an error says of the policies. Only what one says plainly is a decision. */
export function outcomeOf({ code, message, status }: ServiceError, { action, authorized = [] }: Expected): Outcome {
  if (authorized.includes(code)) {
    return ALLOWED;
  }
  if (CREDENTIALS.test(code)) {
    return failed(/Expired/.test(code) ? 'the credentials have expired' : `AWS does not take the credentials (${code})`, { fatal: true });
  }
  if (THROTTLED.test(code) || status === 429) {
    return failed('throttled', { passing: true, throttled: true });
  }
  const [, denied] = ACTION.exec(message) ?? [];
  if (denied === undefined && !DENIALS.test(code)) {
    return failed(code === '' ? `not understood${status === undefined ? '' : ` (HTTP ${status})`}` : `the service answers ${plain(code)}`,
      { passing: status !== undefined && status >= 500 });
  }
  if (denied !== undefined && denied.toLowerCase() !== action.toLowerCase()) {
    return failed(`${denied} was denied, not ${action}`, { passing: true });
  }
  if (/explicit deny/.test(message)) {
    const [, by] = /explicit deny in (?:an? )?([a-z -]+?)(?=[:.,]|$)/.exec(message) ?? [];
    return failed(`${action} is denied explicitly${by === undefined ? '' : `, in ${article(by)} ${by}`}`);
  }
  const [, policy, boundary] = REASON.exec(message) ?? [];
  const limit = policy ?? boundary;
  return limit === undefined || limit === 'identity-based' || limit === 'resource-based' ? DENIED
    : failed(`${action} is not allowed by ${boundary === undefined ? `a ${limit} policy` : `a ${limit}`}`);
}

/** A name that a service has sent. */
function plain(code: string): string {
  return /^[A-Za-z.]{1,60}$/.test(code) ? code : 'with an error';
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? 'an' : 'a';
}
