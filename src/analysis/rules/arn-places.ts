import { ANY_NAME, resourcesOf } from '../../actions/resource-table';
import { hasUnknownPart } from '../../iam/unknown-text';
import { wildcardMatcher } from '../../iam/wildcard';

/** Whether the ARNs of a service have a Region, and an account. */
interface Places {
  readonly region: boolean;
  readonly account: boolean;
}

const NEITHER: Places = { region: false, account: false };
const ACCOUNT: Places = { region: false, account: true };
const BOTH: Places = { region: true, account: true };

/**
 * The services of whose ARNs AWS's pages agree on it. Of others its reference has some wrong, as AWS's own policies show.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const PLACES = new Map<string, Places>([
  ['iam', ACCOUNT], ['organizations', ACCOUNT], ['kms', BOTH], ['secretsmanager', BOTH], ['sns', BOTH], ['sqs', BOTH],
]);

/** What is wrong with the Region and the account of an ARN, for its service. */
export function placeProblems([, , service, region, account, resource]: readonly string[]): string[] {
  const places = service === 's3' && isBucket(resource) ? NEITHER : PLACES.get(service);
  const of = service === 's3' ? 'buckets and objects' : `the service ${service}`;
  return places === undefined ? [] : [...placeProblem('Region', region, places.region, of), ...placeProblem('account', account, places.account, of)];
}

function placeProblem(what: string, given: string, has: boolean, of: string): string[] {
  if (hasUnknownPart(given) || has === (given !== '')) {
    return [];
  }
  if (has) {
    return [`it has no ${what}, which the ARNs of ${of} have: expected one, or "*" for any`];
  }
  return wildcardMatcher(given)('') === true ? [] : [`it has the ${what} "${given}", and the ARNs of ${of} have none: expected nothing there`];
}

/** Whether it is none of the other resources of Amazon S3, such as access points, which have both. */
function isBucket(resource: string): boolean {
  others ??= new Set(resourcesOf('s3')!.resources.filter((each) => !each.resource.startsWith(ANY_NAME)).map((each) => each.resource.split('/')[0]));
  const first = resource.split('/')[0];
  if (!/[*?]/.test(first)) {
    return !hasUnknownPart(first) && !others.has(first);
  }
  const matches = wildcardMatcher(first);
  return !hasUnknownPart(first) && [...others].every((other) => matches(other) === false);
}

let others: ReadonlySet<string> | undefined;
