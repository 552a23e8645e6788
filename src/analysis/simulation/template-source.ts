import { accountOfPrincipal, ControlPolicies } from './control-policies';
import type { ApplicablePolicies, PolicySource } from './policy-source';
import { keyOfPrincipal } from './policy-source';
import { PrincipalIndex } from './principal-index';
import { ResourceLayers } from './resource-layers';
import type { ResourcePolicies } from './resource-policies';
import { conditionsIn } from './template-conditions';
import { TemplateNames } from './template-names';
import type { LocatedPolicy } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import type { PolicyLayers } from '../../iam/policy-layers';
import { statementsOf, withUnknownResourceControl } from '../../iam/policy-layers';
import type { RequestPrincipal } from '../../iam/request-principal';
import { requestPrincipal } from '../../iam/request-principal';
import type { Statement } from '../../iam/statement';
import { Cache } from '../../private/cache';
import { didYouMean } from '../../private/edit-distance';
import { formatValue } from '../../private/format';
import { readTemplates } from '../template/read-templates';
import type { TemplateInput, TemplateOptions } from '../template/template';
import type { TemplatePolicies, TemplatePrincipal } from '../template/template-policies';

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
  private readonly resources: ResourceLayers;
  private writing?: TemplateSource['asWritten'];

  private constructor(
    public readonly policies: TemplatePolicies,
    private readonly templates: readonly TemplateInput[],
    private readonly options: TemplateSourceOptions,
  ) {
    const { prefersFirst = true } = options;
    const [template] = templates;
    this.names = new TemplateNames(template, policies);
    this.principals = new PrincipalIndex(policies.principals, prefersFirst ? [template.file] : []);
    const prepare = (policy: LocatedPolicy) => this.prepare(policy);
    this.controlPolicies = new ControlPolicies(policies, prepare, options.organizationPath);
    this.resources = new ResourceLayers(policies, prepare);
  }

  public get ofResources(): ResourcePolicies {
    return this.resources.all;
  }

  /** The accounts that the tree of the organization has, as far as it is told. */
  public get accounts(): string[] {
    return [...this.policies.organization.parents.keys()].filter((id) => /^\d{12}$/.test(id));
  }

  /** Which policies each resource has; and what decides at deployment whether there is a policy. */
  public get asWritten(): { readonly attached: string; readonly conditions: string } {
    if (!this.writing) {
      const conditions = conditionsIn(this.templates);
      const attached = JSON.stringify([this.resources.attached(conditions), this.controlPolicies.attached(PolicyKind.RESOURCE_CONTROL, conditions)]);
      this.writing = { attached, conditions };
    }
    return this.writing;
  }

  public resolve(resource: string): string {
    return this.names.resolve(resource);
  }

  public policiesFor(principal: string | undefined, action: string, resource: string | undefined, account?: string): ApplicablePolicies {
    const own = this.own(principal);
    const resourceAccount = account ?? this.resources.accountOf(resource);
    const layers = resourceAccount === undefined ? own.layers
      : { ...own.layers, resourceControl: this.controlPolicies.of(PolicyKind.RESOURCE_CONTROL, resourceAccount) };
    const resourceLayer = { resource: this.resources.layer(action, resource, own.principal) };
    const isFromOutside = own.principal?.kind === 'anonymous' && !this.controlPolicies.isManagement(resourceAccount);
    return {
      ...own,
      layers: { ...isFromOutside && layers.resourceControl.length === 0 ? withUnknownResourceControl(layers) : layers, ...resourceLayer },
      resourceAccount,
    };
  }

  private own(name: string | undefined): ApplicablePolicies {
    return this.ofPrincipal.get(keyOfPrincipal(name), () => this.read(name));
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

  private controlLayers(account: string | undefined): Pick<PolicyLayers, 'serviceControl' | 'resourceControl'> {
    return {
      serviceControl: this.controlPolicies.of(PolicyKind.SERVICE_CONTROL, account),
      resourceControl: this.controlPolicies.of(PolicyKind.RESOURCE_CONTROL, account),
    };
  }
}
