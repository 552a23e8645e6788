import type { Items, Pattern } from './pattern';
import { ANY_ONE, ANY_RUN } from './pattern';
import type { Outcome } from './three-valued';
import { characters } from './unknown-text';
import { patternMatches, surelyMatches } from './wildcard';

/**
 * Whether the pattern of a resource means an ARN. AWS says that a `*` reaches over colons as the last character of its segment; where one
 * within a segment would have to, or a `?`, the answer is unknown.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourceMatches(pattern: Pattern, resource: string): Outcome {
  const match = patternMatches(pattern, resource);
  return match && hasInnerWildcard(pattern) ? segmentsMatch(splitAtColons(pattern), splitAtColons(characters(resource))) : match;
}

/** Whether a wildcard is other than the last character of its segment. */
export function hasInnerWildcard(pattern: Pattern): boolean {
  return pattern.some((item, i) => item === ANY_ONE || (item === ANY_RUN && ![':', ANY_RUN, undefined].includes(pattern[i + 1])));
}

function splitAtColons<T>(items: readonly T[]): T[][] {
  const segments: T[][] = [[]];
  for (const item of items) {
    if (item === ':') {
      segments.push([]);
    } else {
      segments[segments.length - 1].push(item);
    }
  }
  return segments;
}

/** Whether each segment of the pattern means one of the ARN; one that ends in `*` may mean those after it, too. */
function segmentsMatch(pattern: readonly Pattern[], segments: readonly Items[]): Outcome {
  let [p, i, afterStar, resume] = [0, 0, -1, 0];
  // More steps than any ARN takes.
  for (let left = 2 * segments.length + 1_000; i < segments.length; left--) {
    if (p < pattern.length && surelyMatches(pattern[p], segments[i])) {
      i++;
      if (pattern[p][pattern[p].length - 1] === ANY_RUN) {
        [afterStar, resume] = [p + 1, i];
      }
      p++;
    } else if (afterStar === -1 || left < 0) {
      return undefined;
    } else {
      p = afterStar;
      i = ++resume;
    }
  }
  return p === pattern.length || undefined;
}
