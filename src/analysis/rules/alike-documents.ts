import { fittingPattern, LONGEST, withoutWildcards } from '../../actions/resource-fit';
import { PolicyDocument } from '../../iam/document';
import type { LocatedPolicy } from '../../iam/policy';
import type { PolicyType } from '../../iam/policy-type';
import { documentText, policySizeProblem } from '../../iam/problems/size-problems';
import { serviceOf } from '../../iam/resource-policy-kinds';
import { PLAIN_GENERATED_NAME } from '../../iam/unknown-text';
import { itemsOf, objectOf } from '../../iam/value';

/**
 * An ARN in JSON of which the rules judge what stands before its last part. Of that part they judge only whether the actions are about such a resource:
 * nothing is wrong with its characters, and it has no policy variable. Of IAM they look for wildcards, of S3 for what is no bucket.
 */
const ARN = `"(arn:aws:(?!iam:[^"]*[*?]|s3:(?!::))[a-z0-9-]+:(?:[a-z]{2}-[a-z]+-\\d)?:(?:\\d{12})?:)((?:[\\w*?/:.@+=,-]|${PLAIN_GENERATED_NAME})+)"`;
const ITEM = new RegExp(ARN, 'g');
const RESOURCE = new RegExp(`(?<=[{,]"Resource":)(?:${ARN}|\\[${ARN}(?:,${ARN})*\\])`, 'g');
/** No character of compact JSON. */
const LEFT_OUT = '\n';

/** What policies that are alike but for the last parts of ARNs in `Resource` have in common. */
export interface CommonText {
  readonly text: string;
  /** Those parts, in their order. */
  readonly names: readonly string[];
}

/**
 * @param beside what else makes a difference between two policies
 * @param written the document without names, if that is known
 */
export function commonText({ document }: LocatedPolicy, type: PolicyType, beside: string, written?: CommonText): CommonText {
  const { text, names } = type.refuses.length > 0 || serviceOf(type) !== undefined ? { text: documentText(document), names: [] }
    : written ?? withoutNames(documentText(document));
  return { text: `${beside} ${text}`, names };
}

/** A document in JSON without these parts. */
export function withoutNames(json: string): CommonText {
  const names: string[] = [];
  const leaveOut = (_: string, start: string, name: string) => {
    names.push(name);
    return start + LEFT_OUT;
  };
  const text = json.replace(RESOURCE, (element: string, start: string | undefined, name: string) => (
    start === undefined ? element.replace(ITEM, leaveOut) : leaveOut(element, start, name)));
  return { text, names };
}

/**
 * Whether all that is left out is of the Resource of statements, and nothing of a condition on a key of that name.
 *
 * @param text the documents in JSON, with those parts or without; perhaps with more beside them
 */
export function hasOnlyResources(text: string, documents: readonly unknown[]): boolean {
  const statements = documents.flatMap((document) => itemsOf(objectOf(document).Statement));
  return text.split('"Resource":').length - 1 === statements.filter((statement) => objectOf(statement).Resource !== undefined).length;
}

/** The patterns for each of the names. */
type Patterns = ReadonlyArray<Set<RegExp>>;

/** Policies with the same common text. One without a fault tells that the others have none, as long as the same patterns tell that their resources fit. */
export class AlikeDocuments {
  private patterns?: Patterns;

  /** @param number of what is alike in more: whatever the resources are */
  public constructor(public readonly number: number, private readonly type: PolicyType) {}

  /** Whether nothing is wrong with the policy for certain. */
  public isFaultless(common: CommonText, policy: LocatedPolicy): boolean {
    return this.isFaultlessWith(common.names) && policySizeProblem(this.type, [policy.document]) === undefined;
  }

  /**
   * The same of a policy that is not too large.
   *
   * @param names of it, and of others
   * @param from where its own begin
   */
  public isFaultlessWith(names: readonly string[], from = 0): boolean {
    return this.patterns !== undefined && this.patterns.every((patterns, i) => matchesOne(patterns, names[from + i]));
  }

  /** Learns of a policy in which nothing was found. */
  public learn({ names }: CommonText, policy: LocatedPolicy): void {
    const found: RegExp[] = [];
    for (const { resource, action, json } of names.length === 0 ? [] : PolicyDocument.of(policy).knownStatements) {
      const own = withoutNames(`{"Resource":${JSON.stringify(json.Resource)}}`).names;
      const patterns = own.flatMap((name, i) => (
        name === names[found.length + i] && action?.negated === false ? fittingPattern(action.literals, resource!.texts[i] ?? '') ?? [] : []));
      if (patterns.length < own.length) {
        return;
      }
      found.push(...patterns);
    }
    // Else one stands elsewhere, such as in a condition.
    if (found.length === names.length) {
      this.patterns ??= names.map(() => new Set());
      found.forEach((pattern, i) => this.patterns![i].add(pattern));
    }
  }
}

function matchesOne(patterns: ReadonlySet<RegExp>, name: string): boolean {
  if (name.length < LONGEST) {
    const plain = withoutWildcards(name);
    for (const pattern of patterns) {
      if (pattern.test(plain)) {
        return true;
      }
    }
  }
  return false;
}
