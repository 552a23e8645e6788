import { ResourcePolicies } from './resource-policies';
import type { LocatedPolicy } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import type { Layer } from '../../iam/policy-layers';
import { matchesAnyhow } from '../../iam/principal-element';
import type { RequestPrincipal } from '../../iam/request-principal';
import type { Statement } from '../../iam/statement';
import type { Outcome } from '../../iam/three-valued';
import { any } from '../../iam/three-valued';
import { characters, isGeneratedName, isUnknownPart } from '../../iam/unknown-text';
import type { TextMatcher } from '../../iam/wildcard';
import { wildcardMatcher } from '../../iam/wildcard';
import type { TemplatePolicies, TemplateResource } from '../template/template-policies';

interface ResourceFound {
  readonly resource: TemplateResource;
  readonly isAbout: Outcome;
}

/** Which policies of a template's resources judge a request. */
export class ResourceLayers {
  private readonly resources: ReadonlyArray<{ readonly resource: TemplateResource; readonly matchers: readonly TextMatcher[] }>;
  private readonly byArn = new Map<string, ResourceFound[]>();
  private readonly byAction = new Map<string, readonly LocatedPolicy[]>();
  private everyResource?: ResourcePolicies;

  /** @param prepare the statements of a policy */
  public constructor({ resources, principals }: TemplatePolicies, private readonly prepare: (policy: LocatedPolicy) => readonly Statement[]) {
    const trust = principals.filter((each) => each.trustPolicy).map((each): TemplateResource => ({
      logicalId: each.logicalId, resourceType: 'AWS::IAM::Role', arns: [each.arn], policies: [each.trustPolicy!],
    }));
    this.resources = [...resources, ...trust].map((resource) => ({
      resource,
      matchers: (resource.resourceType === 'AWS::IAM::Role' ? resource.arns : resource.arns.flatMap((arn) => [arn, `${arn}/*`, `${arn}:*`])).map(resourceMatcher),
    }));
  }

  public get all(): ResourcePolicies {
    return this.everyResource ??= new ResourcePolicies(this.resources.map(({ resource }) => resource), this.prepare);
  }

  /** Which resources have policies. */
  public attached(conditions: string): unknown {
    return this.resources.map(({ resource: { arns, account, conditional } }) => [arns, account, conditional !== undefined && conditions]);
  }

  /** Of a resource whose ARN names none. */
  public accountOf(resource: string | undefined): string | undefined {
    const accounts = resource === undefined ? [] : this.policiesOf(resource).filter(({ isAbout }) => isAbout).map((found) => found.resource.account);
    return new Set(accounts).size === 1 ? accounts[0] : undefined;
  }

  /** The policy of the resource, if the templates have it; of a resource that is not given, what they have may be about it. */
  public layer(action: string, resource: string | undefined, requester: RequestPrincipal | undefined): Layer {
    if (resource === undefined) {
      const policies = this.policiesAbout(action)
        .filter((policy) => this.prepare(policy).some((statement) => mayBeAbout(statement, action, requester)));
      return {
        kind: PolicyKind.RESOURCE,
        statements: policies.flatMap((policy) => this.prepare(policy)),
        uncertain: new Set(policies),
        presumedAbsent: 'the policy of the resource, which is not given',
      };
    }
    const found = this.policiesOf(resource);
    const certain = found.filter(({ isAbout, resource: { conditional } }) => isAbout && conditional === undefined);
    return {
      kind: PolicyKind.RESOURCE,
      statements: found.flatMap(({ resource: { policies } }) => policies.flatMap((policy) => this.prepare(policy))),
      uncertain: new Set(found.filter((each) => !certain.includes(each)).flatMap(({ resource: { policies } }) => policies)),
      presumedAbsent: certain.length > 0 ? undefined : `the policy of ${resource}, which is not in the template`,
    };
  }

  /** The policies of resources that may be about an action, of those that say the same only the first: an account has thousands of trust policies. */
  private policiesAbout(action: string): readonly LocatedPolicy[] {
    let about = this.byAction.get(action);
    if (!about) {
      const policies = this.resources.flatMap(({ resource }) => resource.policies)
        .filter((policy) => this.prepare(policy).some((statement) => statement.matchesAction(action) !== false));
      about = [...new Map([...policies].reverse().map((policy) => [JSON.stringify(policy.document), policy])).values()].reverse();
      this.byAction.set(action, about);
    }
    return about;
  }

  private policiesOf(arn: string): ResourceFound[] {
    let found = this.byArn.get(arn);
    if (!found) {
      found = this.resources.map(({ resource, matchers }): ResourceFound => ({
        resource,
        isAbout: matchers.length === 0 ? undefined : any(matchers.map((matches) => matches(arn))),
      })).filter(({ isAbout }) => isAbout !== false);
      this.byArn.set(arn, found);
    }
    return found;
  }
}

/** Matches what a resource's policy is about. A name that CloudFormation makes up is taken to be none that is written out. */
function resourceMatcher(arn: string): TextMatcher {
  const matches = wildcardMatcher(arn);
  const generated = characters(arn).every((item) => !isUnknownPart(item) || isGeneratedName(item));
  return generated ? (text) => matches(text) ?? (characters(text).some(isUnknownPart) ? undefined : false) : matches;
}

function mayBeAbout(statement: Statement, action: string, requester: RequestPrincipal | undefined): boolean {
  return statement.matchesAction(action) !== false
    // NotPrincipal leaves out nobody who has a boundary, which is judged later.
    && (!statement.principal || matchesAnyhow(statement.principal.matches(requester, undefined)) !== false);
}
