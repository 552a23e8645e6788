import { isByAccessControlList, takesAnonymous } from './anonymous';
import { arnParts } from './arn';
import type { AuthorizationRequest } from './authorization-request';
import type { Allows } from './combination';
import type { Outcome } from './three-valued';
import { hasUnknownPart } from './unknown-text';

/** What AWS or a service of it decides itself, whatever policies say. */
interface ServiceRule {
  /** As an explanation calls it. */
  readonly name: string;
  /** The page of AWS that says so. */
  readonly source: string;
  /** Whether it lets the request pass; unknown if no policy tells. */
  allows(request: AuthorizationRequest): Outcome;
}

const IAM_GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const STS_COMPARISON = `${IAM_GUIDE}/id_credentials_sts-comparison.html`;
const KMS_GUIDE = 'https://docs.aws.amazon.com/kms/latest/developerguide';

/** What principals of other accounts can be allowed. */
const KMS_ACROSS_ACCOUNTS = new RegExp('^kms:(((de|en)crypt|reencrypt(from|to)|generatedatakey(pair)?(withoutplaintext)?|sign|verify|(generate|verify)mac|derivesharedsecret)|'
  + 'describekey|getkeyrotationstatus|getpublickey|creategrant|listgrants|retiregrant|revokegrant)$');
const OF_AWS = /^arn:[^:]*:(iam::(aws:policy|[^:]*:role\/aws-reserved)|kms:[^:]*:[^:]*:alias\/aws)\//;

const CREDENTIALS: ServiceRule = {
  name: 'the service, for a request without credentials',
  source: `${IAM_GUIDE}/reference_policies_variables.html#principaltable`,
  allows: ({ action }) => takesAnonymous(action),
};

/** By the prefix of the action. */
const RULES = new Map<string, readonly ServiceRule[]>([
  ['s3', [
    {
      name: 'Block Public Access of Amazon S3',
      source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
      allows: ({ principal }) => principal?.kind !== 'anonymous' || undefined,
    },
  ]],
  ['kms', [
    {
      name: 'AWS KMS, for another account',
      source: `${KMS_GUIDE}/key-policy-modifying-external-accounts.html`,
      allows: ({ action, sameAccount }) => KMS_ACROSS_ACCOUNTS.test(action) || sameAccount,
    },
    {
      name: 'the grant',
      source: `${KMS_GUIDE}/grant-delete.html`,
      allows: ({ action }) => !UP_TO_GRANT.includes(action) || undefined,
    },
    {
      name: 'AWS, which owns the alias',
      source: `${KMS_GUIDE}/kms-alias.html`,
      allows: ({ action, resource = '' }) => !(/:(create|delete|update)alias$/.test(action) && OF_AWS.test(resource)),
    },
  ]],
  ['iam', [
    {
      // It takes them from the console.
      name: 'IAM, for a federated user',
      source: STS_COMPARISON,
      allows: ({ principal }) => principal?.kind !== 'federated user' || undefined,
    },
    {
      name: 'AWS, which owns it',
      source: `${IAM_GUIDE}/access_policies_managed-vs-inline.html`,
      allows: ({ action, resource = '' }) => /:(get|list|generate|simulate|passrole)/.test(action) || !OF_AWS.test(resource),
    },
  ]],
  ['sts', [
    {
      name: 'AWS STS, for a federated user',
      source: STS_COMPARISON,
      allows: ({ action, principal }) => principal?.kind !== 'federated user' || action === 'sts:getcalleridentity',
    },
    {
      name: 'AWS STS, for root, which assumes no role',
      source: STS_COMPARISON,
      allows: ({ action, principal }) => principal?.kind !== 'root' || action !== 'sts:assumerole',
    },
    {
      name: 'AWS STS, which gives such tokens to users and root only',
      source: STS_COMPARISON,
      allows: ({ action, principal }) => !['sts:getsessiontoken', 'sts:getfederationtoken'].includes(action) || !['role', 'role session'].includes(principal?.kind!),
    },
  ]],
]);

/** Whether more of a resource's ARN than its first five parts counts, besides what statements say of it: what AWS itself owns is told by its name. */
export function judgesByName(action: string): boolean {
  return action.startsWith('iam:') || action.startsWith('kms:') || action.startsWith('sts:');
}

const NONE: ReadonlyArray<Allows<Outcome>> = [];

/** What services say of a request themselves, where they don't let it pass for certain. */
export function serviceAllows(request: AuthorizationRequest): ReadonlyArray<Allows<Outcome>> {
  const { action } = request;
  const rules = RULES.get(action.slice(0, action.indexOf(':')));
  const all = request.principal?.kind === 'anonymous' ? [CREDENTIALS, ...rules ?? []] : rules;
  const own = all ? all.map((rule): Allows<Outcome> => [rule.name, rule.allows(request)]).filter(([, allows]) => allows !== true) : NONE;
  const isInPartition = inSamePartition(request);
  return isInPartition ? own : [...own, ['AWS, for another partition', isInPartition]];
}


/**
 * Whether neither an Allow nor a Deny of the principal's policies counts: who it is everybody may know, and a session token every user may have.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html
 */
export function isForEverybody(action: string): boolean {
  return action === 'sts:getcalleridentity' || action === 'sts:getsessiontoken';
}

/**
 * The actions of which a grant says who may, and no Allow is needed, in lower case.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html
 */
export const UP_TO_GRANT: readonly string[] = ['kms:retiregrant'];

/** Whether no Allow is needed. */
export function needsNoPermission(action: string): boolean {
  return isForEverybody(action) || UP_TO_GRANT.includes(action);
}

/** Whether something that is no policy may allow it: access control lists are not known here. */
export function mayBeAllowedWithoutPolicy({ principal, action }: AuthorizationRequest): boolean {
  return principal?.kind === 'anonymous' && isByAccessControlList(action);
}

/** How most ARNs begin: that two do is seen at once. */
const MOST = 'arn:aws:';

/**
 * Nobody has access to resources of another partition.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html
 */
function inSamePartition({ principal, resource }: AuthorizationRequest): Outcome {
  if (principal?.account === undefined || resource === undefined || (resource.startsWith(MOST) && principal.name.startsWith(MOST))
    || principal.name.startsWith(resource.slice(0, resource.indexOf(':', 4) + 1))) {
    return true;
  }
  const [a, b] = [principal.name, resource].map((name) => arnParts(name)?.[1] ?? '');
  return hasUnknownPart(a + b) || b === '' ? undefined : a === b;
}
