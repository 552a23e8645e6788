import { arnParts } from '../iam/arn';

/** As many of a kind are named one by one. */
const FEW = 5;

/**
 * The resources as a policy names them: few one by one, several objects of a bucket by what their keys begin with, many of a kind by a wildcard.
 *
 * @returns with the kinds that are wider than what was seen
 */
export function groupedResources(arns: readonly string[]): { readonly resources: string[]; readonly widened: string[] } {
  const kinds = new Map<string, string[]>();
  for (const arn of arns) {
    const kind = kindOf(arn);
    kinds.set(kind, [...kinds.get(kind) ?? [], arn]);
  }
  const resources: string[] = [];
  const widened: string[] = [];
  for (const [kind, all] of kinds) {
    if (all.length <= (isObject(kind) ? 1 : FEW)) {
      resources.push(...all);
    } else {
      const start = `${commonStart(all, kind)}*`;
      resources.push(start);
      widened.push(start);
    }
  }
  return { resources: [...new Set(resources)].sort(), widened: widened.sort() };
}

/** What all of a kind begin with: of objects the bucket, of others the type. */
function kindOf(arn: string): string {
  const [, , service, , , resource] = arnParts(arn)!;
  const before = arn.slice(0, arn.length - resource.length);
  // What the part behind the type is called, and is made of, differs by service; the type ends with the first of these.
  return `${before}${service === 's3' ? (/^[^/]+\//.exec(resource)?.[0] ?? '') : (/^[^/:]+[/:]/.exec(resource)?.[0] ?? '')}`;
}

function isObject(kind: string): boolean {
  return /^arn:[^:]+:s3:::.+\/$/.test(kind);
}

/** The longest beginning that ends with a whole part of the name, and is not shorter than the kind. */
function commonStart(arns: readonly string[], kind: string): string {
  const [first, ...others] = arns;
  let length = first.length;
  for (const arn of others) {
    while (!arn.startsWith(first.slice(0, length))) {
      length--;
    }
  }
  const common = first.slice(0, length);
  return common.slice(0, Math.max(kind.length, common.lastIndexOf('/') + 1));
}
