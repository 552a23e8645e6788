import { ActionSet } from '../src';
import { AccessLevel } from '../src/actions/access-level';
import { operationsOf } from '../src/actions/operations';
import { NAMED_TAG_WRITES, TAGGED_CREATIONS, TOLD_FROM_CREATION, UNNAMED_TAG_WRITES } from '../src/actions/resource-tags';

/** The creations of a service whose requests name tags, by whether agents can set the tag with them under `unlessTagged`. */
export interface TaggingCreations {
  /** A key tells that the tagging action is called for a creation, or the service has no tagging action. */
  readonly can: string[];
  /** They may need an action besides that is denied when it names the tag. */
  readonly cannot: string[];
  /** AWS's map does not have them, or names no tagging action: then it may be that it lacks it, as of `s3:CreateBucket`. */
  readonly unknown: string[];
}

let denied: Set<string> | undefined;

export function taggingCreations(service: string): TaggingCreations {
  denied ??= new Set([NAMED_TAG_WRITES, UNNAMED_TAG_WRITES].flatMap((criterion, i) => ActionSet._meeting(`deniedTagWrites${i}`, criterion, []).listActions()));
  const isFree = TOLD_FROM_CREATION.some((action) => action.startsWith(`${service}:`))
    || ActionSet._meeting('tagging', { rule: (name, level) => level === AccessLevel.TAGGING || /tag/i.test(name) }, [service])._isEmpty();
  const operations = [...operationsOf(service).values()];
  const found: TaggingCreations = { can: [], cannot: [], unknown: [] };
  for (const action of ActionSet._meeting('taggedCreations', TAGGED_CREATIONS, [service]).listActions()) {
    const needsDenied = operations.some(({ actions }) => actions[0]?.action === action && actions.some((needed) => denied!.has(needed.action)));
    const list = needsDenied ? found.cannot : isFree ? found.can : found.unknown;
    list.push(action.split(':')[1]);
  }
  return found;
}
