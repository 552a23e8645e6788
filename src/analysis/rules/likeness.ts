import { PolicyDocument } from '../../iam/document';
import type { LocatedPolicy } from '../../iam/policy';
import { stringWithOther } from '../../iam/problems/character-problems';
import type { Statement } from '../../iam/statement';
import { isAboutEverything } from '../../mcp/lock-out';
import type { TemplatePrincipal } from '../template/template-policies';

/** Numbers policies and principals, those alike between which only what they name as resources can make a difference: templates repeat them. */
export class Likenesses {
  private readonly numbers = new Map<string, number>();
  private readonly policies = new Map<LocatedPolicy, number>();

  public ofPolicy(policy: LocatedPolicy): number {
    let number = this.policies.get(policy);
    if (number === undefined) {
      const { json, statements } = PolicyDocument.of(policy);
      number = this.numberOf(JSON.stringify([{ ...policy, place: 0, arn: 0, document: 0 }, { ...json, Statement: 0 }, Array.isArray(json.Statement),
        statements.map((statement) => (statement.isKnown ? likeness(statement) : statement.written))]));
      this.policies.set(policy, number);
    }
    return number;
  }

  public ofPrincipal(principal: TemplatePrincipal): number {
    const { identityPolicies, permissionsBoundary, trustPolicy, conditionalPolicies } = principal;
    const [boundary, trust] = [permissionsBoundary, trustPolicy].map((policy) => (policy ? this.ofPolicy(policy) : -1));
    return this.numberOf(JSON.stringify({
      ...principal,
      ...{ logicalId: 0, file: 0, constructPath: 0, name: 0, arn: 0 },
      identityPolicies: identityPolicies.map((policy) => this.ofPolicy(policy)),
      permissionsBoundary: boundary,
      trustPolicy: trust,
      conditionalPolicies: conditionalPolicies?.map((policy) => this.ofPolicy(policy)),
    }));
  }

  private numberOf(like: string): number {
    const known = this.numbers.get(like) ?? this.numbers.size;
    this.numbers.set(like, known);
    return known;
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
  const resources = resource && [resource.items.length, resource.hasStar, isAboutEverything(statement), isTaken()];
  return {
    ...json,
    ...(json.Sid !== undefined && { Sid: sid }),
    ...(json.Resource !== undefined && { Resource: resources }),
    ...(json.NotResource !== undefined && { NotResource: resources }),
  };
}
