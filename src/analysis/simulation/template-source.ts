import { accountOfPrincipal, ControlPolicies } from './control-policies';
import type { ApplicablePolicies, PolicySource } from './policy-source';
import { PrincipalIndex } from './principal-index';
import { ResourcePolicies } from './resource-policies';
import { TemplateNames } from './template-names';
import type { LocatedPolicy } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import type { Layer, PolicyLayers } from '../../iam/policy-layers';
import { statementsOf, withUnknownResourceControl } from '../../iam/policy-layers';
import { matchesAnyhow } from '../../iam/principal-element';
import type { RequestPrincipal } from '../../iam/request-principal';
import { requestPrincipal } from '../../iam/request-principal';
import type { Statement } from '../../iam/statement';
import { any } from '../../iam/three-valued';
import type { Outcome } from '../../iam/three-valued';
import { characters, isGeneratedName, isUnknownPart } from '../../iam/unknown-text';
import { objectOf } from '../../iam/value';
import { wildcardMatcher } from '../../iam/wildcard';
import type { TextMatcher } from '../../iam/wildcard';
import { Cache } from '../../private/cache';
import { didYouMean } from '../../private/edit-distance';
import { formatValue } from '../../private/format';
import { readTemplates } from '../template/read-templates';
import type { TemplateInput, TemplateOptions } from '../template/template';
import type { TemplatePolicies, TemplatePrincipal, TemplateResource } from '../template/template-policies';

export interface TemplateSourceOptions {
  /** The ids of the root, organizational units and account above the principals; all control policies apply if they are not given. */
  readonly organizationPath?: string[];
  /** Whether a principal of the first template is meant where another one has the same name, by default. */
  readonly prefersFirst?: boolean;
  /** What gives the document of a managed policy, as a decision that depends on one says it. */
  readonly managedPoliciesOption?: string;
}

/** As many policies as are kept with what was read of them. */
const MOST_PREPARED = 2_000;

/** The policies of templates. */
export class TemplateSource implements PolicySource {
  /** @param templates the one whose principals and resources requests name, and others whose exports it imports */
  public static of(templates: readonly TemplateInput[], options: TemplateSourceOptions & TemplateOptions): TemplateSource {
    return new TemplateSource(readTemplates(templates, options), templates, options);
  }

  public readonly principals: PrincipalIndex;
  public readonly names: TemplateNames;
  private readonly prepared = new Map<LocatedPolicy, Statement[]>();
  private readonly ofPrincipal = new Cache<ApplicablePolicies>();
  private readonly controlPolicies: ControlPolicies;
  private readonly resources: ReadonlyArray<{ readonly resource: TemplateResource; readonly matchers: readonly TextMatcher[] }>;
  private readonly byArn = new Map<string, ResourceFound[]>();
  private everyResource?: ResourcePolicies;
  private writing?: TemplateSource['asWritten'];
  private readonly byAction = new Map<string, readonly LocatedPolicy[]>();

  private constructor(
    public readonly policies: TemplatePolicies,
    private readonly templates: readonly TemplateInput[],
    private readonly options: TemplateSourceOptions,
  ) {
    const { prefersFirst = true } = options;
    const [template] = templates;
    this.names = new TemplateNames(template, policies);
    this.principals = new PrincipalIndex(policies.principals, prefersFirst ? [template.file] : []);
    this.controlPolicies = new ControlPolicies(policies, (policy) => this.prepare(policy), options.organizationPath);
    const trust = policies.principals.filter((each) => each.trustPolicy).map((each): TemplateResource => ({
      logicalId: each.logicalId, resourceType: 'AWS::IAM::Role', arns: [each.arn], policies: [each.trustPolicy!],
    }));
    this.resources = [...policies.resources, ...trust].map((resource) => ({
      resource,
      matchers: (resource.resourceType === 'AWS::IAM::Role' ? resource.arns : resource.arns.flatMap((arn) => [arn, `${arn}/*`, `${arn}:*`])).map(resourceMatcher),
    }));
  }

  public get ofResources(): ResourcePolicies {
    return this.everyResource ??= new ResourcePolicies(this.resources.map(({ resource }) => resource), (policy) => this.prepare(policy));
  }

  /** The accounts that the tree of the organization has, as far as it is told. */
  public get accounts(): string[] {
    return [...this.policies.organization.parents.keys()].filter((id) => /^\d{12}$/.test(id));
  }

  /** Which policies each resource has; and what decides at deployment whether there is a policy. */
  public get asWritten(): { readonly attached: string; readonly conditions: string } {
    if (!this.writing) {
      const conditions = JSON.stringify(this.templates.map(({ template: { Conditions, Mappings, Parameters, Resources = {} } }) => [
        Conditions, Mappings, defaultsIn(Parameters, JSON.stringify(Conditions)), Object.entries(Resources).filter(([, each]) => /"(Condition":"|Fn::If":)/.test(JSON.stringify(each))),
        Object.entries(Resources).filter(([, each]) => ATTACHES.test(String(objectOf(each).Type)))
          .map(([id, each]) => [id, JSON.stringify(each, withoutDocuments)]),
      ]));
      const attached = this.resources.map(({ resource: { arns, account, conditional } }) => [arns, account, conditional !== undefined && conditions]);
      this.writing = { conditions, attached: JSON.stringify([attached, this.controlPolicies.attached(PolicyKind.RESOURCE_CONTROL, conditions)]) };
    }
    return this.writing;
  }

  public resolve(resource: string): string {
    return this.names.resolve(resource);
  }

  public policiesFor(principal: string | undefined, action: string, resource: string | undefined, account?: string): ApplicablePolicies {
    const own = this.own(principal);
    const resourceAccount = account ?? this.accountOfResource(resource);
    const layers = resourceAccount === undefined ? own.layers
      : { ...own.layers, resourceControl: this.controlPolicies.of(PolicyKind.RESOURCE_CONTROL, resourceAccount) };
    const resourceLayer = { resource: this.resourceLayer(action, resource, own.principal) };
    const isFromOutside = own.principal?.kind === 'anonymous' && !this.controlPolicies.isManagement(resourceAccount);
    return {
      ...own,
      layers: { ...isFromOutside && layers.resourceControl.length === 0 ? withUnknownResourceControl(layers) : layers, ...resourceLayer },
      resourceAccount,
    };
  }

  /** Of a resource whose ARN names none. */
  private accountOfResource(resource: string | undefined): string | undefined {
    const accounts = resource === undefined ? [] : this.policiesOf(resource).filter(({ isAbout }) => isAbout).map((found) => found.resource.account);
    return new Set(accounts).size === 1 ? accounts[0] : undefined;
  }

  private own(name: string | undefined): ApplicablePolicies {
    return this.ofPrincipal.get(name ?? '', () => this.read(name));
  }

  private read(name: string | undefined): ApplicablePolicies {
    if (name === undefined) {
      return { principal: undefined, layers: this.unknownPrincipal('the policies of the principal, which is not given') };
    }
    const found = this.principals.find(name);
    if (found?.kind === 'group') {
      throw new Error(`${formatValue(name)} is a group, which makes no requests: name one of its users`);
    }
    if (found) {
      // A permission set is a role in each account that it is assigned in.
      return { principal: found.kind === 'permission set' ? undefined : requestPrincipal(found.arn), layers: this.layersOf(found) };
    }
    const role = this.principals.findRoleOf(name);
    let requester: RequestPrincipal;
    try {
      requester = requestPrincipal(name);
    } catch {
      throw new Error(`${this.notFound(name)}; of a principal that is not in it, give the ARN`);
    }
    if (!role && this.hasAllLike(requester)) {
      throw new Error(this.notFound(name));
    }
    return {
      principal: role ? { ...requester, roleArn: role.arn, roleArnWithPath: undefined, context: { get: (key) => (key === 'aws:principalarn' ? [role.arn] : requester.context.get(key)) } } : requester,
      layers: role ? this.layersOf(role) : this.otherPrincipal(requester),
    };
  }

  private notFound(name: string): string {
    return `no role, user or permission set ${formatValue(name)} in the template${didYouMean(this.principals.nearest(name))}: ${this.principals.list()}`;
  }

  /** Whether the input has all principals of this kind of the account, so that another one does not exist. */
  private hasAllLike({ kind, account }: RequestPrincipal): boolean {
    const like = kind === 'role session' ? 'role' : kind;
    const whole = this.templates.filter(({ isWholeAccount }) => isWholeAccount).map(({ file }) => file);
    return this.policies.principals.some((each) => each.kind === like && whole.includes(each.file) && accountOfPrincipal(each) === account);
  }

  /** Of a principal that is not in the template. An AWS service has no policies of its own. */
  private otherPrincipal({ name, account }: RequestPrincipal): PolicyLayers {
    return account === undefined ? { identity: { kind: PolicyKind.IDENTITY, statements: [] }, ...this.controlLayers(account) }
      : this.unknownPrincipal(`the policies of ${name}, which is not in the template`, account);
  }

  private layersOf(principal: TemplatePrincipal): PolicyLayers {
    const managed = principal.otherManagedPolicies.map((arn) => ({ arn, policy: this.policies.managedPolicy(arn) }));
    const { permissionsBoundary, otherPermissionsBoundary, policiesMadeLater = [], otherGroups = [] } = principal;
    const { conditionalPolicies = [], conditionalManagedPolicies = [] } = principal;
    const boundary = permissionsBoundary ?? (otherPermissionsBoundary === undefined ? undefined
      : this.policies.managedPolicy(otherPermissionsBoundary, PolicyKind.PERMISSIONS_BOUNDARY));
    return {
      identity: {
        kind: PolicyKind.IDENTITY,
        statements: [...principal.identityPolicies, ...managed.flatMap(({ policy }) => policy ?? [])].flatMap((policy) => this.prepare(policy)),
        unknownPolicies: [
          ...managed.filter(({ policy }) => policy === undefined)
            .map(({ arn }) => `the managed policy ${arn}, whose document ${this.options.managedPoliciesOption ?? '"managedPolicies"'} can give`),
          ...policiesMadeLater.map((which) => `the policies ${which}`),
          ...otherGroups.map((group) => `the policies of the group ${group}`),
        ],
        uncertain: new Set([
          ...conditionalPolicies,
          ...managed.flatMap(({ arn, policy }) => (policy && conditionalManagedPolicies.includes(arn) ? [policy] : [])),
        ]),
      },
      permissionsBoundary: boundary ? { kind: PolicyKind.PERMISSIONS_BOUNDARY, statements: this.prepare(boundary) }
        : otherPermissionsBoundary === undefined ? undefined
          : {
            kind: PolicyKind.PERMISSIONS_BOUNDARY,
            statements: [],
            unknownPolicies: [`the permissions boundary ${otherPermissionsBoundary}`],
            mayBeAbsent: !otherPermissionsBoundary.startsWith('arn:'),
          },
      ...this.controlLayers(accountOfPrincipal(principal)),
    };
  }

  private unknownPrincipal(what: string, account?: string): PolicyLayers {
    return { identity: { kind: PolicyKind.IDENTITY, statements: [], unknownPolicies: [what] }, ...this.controlLayers(account) };
  }

  private prepare(policy: LocatedPolicy): Statement[] {
    let statements = this.prepared.get(policy);
    if (!statements) {
      if (this.prepared.size >= MOST_PREPARED) {
        this.prepared.clear();
      }
      this.prepared.set(policy, statements = statementsOf([policy]));
    }
    return statements;
  }

  private controlLayers(principal: string | undefined, resource = principal): Pick<PolicyLayers, 'serviceControl' | 'resourceControl'> {
    return {
      serviceControl: this.controlPolicies.of(PolicyKind.SERVICE_CONTROL, principal),
      resourceControl: this.controlPolicies.of(PolicyKind.RESOURCE_CONTROL, resource),
    };
  }

  /** The policy of the resource, if the templates have it; of a resource that is not given, what they have may be about it. */
  private resourceLayer(action: string, resource: string | undefined, requester: RequestPrincipal | undefined): Layer | undefined {
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
      found = this.resources.map(({ resource, matchers }): ResourceFound & { isAbout: Outcome } => ({
        resource,
        isAbout: matchers.length === 0 ? undefined : any(matchers.map((matches) => matches(arn))),
      })).filter(({ isAbout }) => isAbout !== false);
      this.byArn.set(arn, found);
    }
    return found;
  }
}

/** The types of resources that say whom policies are attached to, or who is in what. */
const ATTACHES = /^(AWS::(IAM|SSO|Organizations|Serverless)::|(ControlPolicy)?Attachment$)/;

function withoutDocuments(key: string, value: unknown): unknown {
  return ['PolicyDocument', 'AssumeRolePolicyDocument', 'InlinePolicy', 'Content', 'Metadata', 'Description', 'Tags'].includes(key) ? undefined : value;
}

interface ResourceFound {
  readonly resource: TemplateResource;
  readonly isAbout: Outcome;
}

/** Matches what a resource's policy is about. A name that CloudFormation makes up is taken to be none that is written out. */
function resourceMatcher(arn: string): TextMatcher {
  const matches = wildcardMatcher(arn);
  const generated = characters(arn).every((item) => !isUnknownPart(item) || isGeneratedName(item));
  return generated ? (text) => matches(text) ?? (characters(text).some(isUnknownPart) ? undefined : false) : matches;
}

function mayBeAbout(statement: Statement, action: string, requester: RequestPrincipal | undefined): boolean {
  return statement.matchesAction(action) !== false
    && (!statement.principal || matchesAnyhow(statement.principal.matches(requester, false)) !== false);
}

/** The defaults of the parameters that are named: an update may take another one. */
function defaultsIn(parameters: unknown, conditions = ''): Array<readonly [name: string, value: unknown]> {
  const named = Object.entries(objectOf(parameters)).filter(([name]) => conditions.includes(JSON.stringify(name)));
  return named.map(([name, each]) => [name, objectOf(each).Default]);
}
