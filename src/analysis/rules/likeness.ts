import type { CommonText } from './alike-documents';
import { AlikeDocuments, commonText } from './alike-documents';
import { PolicyDocument } from '../../iam/document';
import type { LocatedPolicy } from '../../iam/policy';
import type { PolicyType } from '../../iam/policy-type';
import { policyTypeOf } from '../../iam/policy-type-lookup';
import { stringWithOther } from '../../iam/problems/character-problems';
import type { Statement } from '../../iam/statement';
import { isAboutEverything } from '../../mcp/lock-out';
import { Cache } from '../../private/cache';
import type { TemplatePrincipal } from '../template/template-policies';

/** What is said of a policy beside its document that a rule may judge by. */
const BESIDE = Object.keys({
  kind: 0, resourceType: 0, service: 0, withoutPolicy: 0, bypassesLockOutCheck: 0, blocksPublic: 0,
} satisfies { [property in Exclude<keyof LocatedPolicy, 'place' | 'arn' | 'document'>]-?: 0 }) as ReadonlyArray<keyof LocatedPolicy>;

/** As many documents as are kept, each as JSON: an account has ten thousands that are like no other. */
const MOST_KEPT = 2_000;

/** Numbers policies and principals, those alike between which only what they name as resources can make a difference: templates repeat them. */
export class Likenesses {
  private readonly numbers = new Cache<number>(MOST_KEPT);
  private readonly types = new Map<string, PolicyType>();
  private readonly alike = new Cache<AlikeDocuments>(MOST_KEPT);
  private readonly policies = new Map<LocatedPolicy, number>();
  private last = 0;

  /**
   * What it has in common with others, and these.
   *
   * @param written its document without names, if that is known
   */
  public read(policy: LocatedPolicy, written?: CommonText): { readonly common: CommonText; readonly alike: AlikeDocuments } {
    const beside = BESIDE.map((property) => policy[property] ?? '').join('\n');
    const type = this.types.get(beside) ?? policyTypeOf(policy);
    this.types.set(beside, type);
    const common = commonText(policy, type, beside, written);
    const alike = this.alike.get(common.text, () => {
      const { json, statements } = PolicyDocument.of(policy);
      return new AlikeDocuments(this.numberOf(JSON.stringify([beside, { ...json, Statement: 0 }, Array.isArray(json.Statement),
        statements.map((statement) => (statement.isKnown ? likeness(statement) : statement.written))])), type);
    });
    this.policies.set(policy, alike.number);
    return { common, alike };
  }

  public ofPolicy(policy: LocatedPolicy): number {
    return this.policies.get(policy) ?? this.read(policy).alike.number;
  }

  public ofPrincipal(principal: TemplatePrincipal): number {
    const of = (policy: LocatedPolicy) => this.ofPolicy(policy);
    const like: unknown[] = [];
    for (const property of Object.keys(principal) as Array<keyof TemplatePrincipal>) {
      switch (property) {
        case 'logicalId': case 'file': case 'constructPath': case 'name': case 'arn': break;
        case 'identityPolicies': case 'conditionalPolicies': like.push(property, principal[property]?.map(of)); break;
        case 'permissionsBoundary': case 'trustPolicy': like.push(property, principal[property] && of(principal[property])); break;
        default: like.push(property, principal[property]);
      }
    }
    return this.numberOf(JSON.stringify(like));
  }

  private numberOf(like: string): number {
    return this.numbers.get(like, () => ++this.last);
  }
}

/** The same JSON for statements that are alike, whatever their Sids, if AWS takes these. */
export function likenessButSid(statement: Statement): string {
  const { Sid } = statement.json;
  return JSON.stringify(likeness(statement, typeof Sid === 'string' && stringWithOther(Sid) === undefined ? '' : Sid));
}

/** Of the resources, only how many they are, whether they are everything, and whether AWS takes their characters everywhere. */
function likeness(statement: Statement, sid: unknown = statement.json.Sid): object {
  const { json, resource } = statement;
  const isTaken = () => stringWithOther([json.Resource, json.NotResource]) === undefined;
  const resources = resource && (statement.hasBranches ? [json.Resource, json.NotResource]
    : [resource.items.length, resource.hasStar, isAboutEverything(statement), isTaken()]);
  return {
    ...json,
    ...(json.Sid !== undefined && { Sid: sid }),
    ...(json.Resource !== undefined && { Resource: resources }),
    ...(json.NotResource !== undefined && { NotResource: resources }),
  };
}
