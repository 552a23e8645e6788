import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import type * as cdkAssertions from 'aws-cdk-lib/assertions';
import { whatSettles } from './what-settles';
import type { ActionSet } from '../actions/action-set';
import { Catalog } from '../actions/catalog';
import { checkAction } from '../actions/unknown-action';
import { givenTemplates } from '../analysis/given-templates';
import { SimulationDecision } from '../analysis/simulation/simulation-result';
import { TemplateSource } from '../analysis/simulation/template-source';
import { McpSimulator } from '../analysis/simulator';
import type { TemplatePrincipal } from '../analysis/template/template-policies';
import type { TemplateInput } from '../analysis/template/template-set';
import type { TemplateSimulatorOptions } from '../analysis/template-simulator-options';
import { readable } from '../iam/unknown-text';
import type { McpServer } from '../mcp/mcp-server';
import { RequestOrigin } from '../mcp/request-origin';
import { formatValue } from '../private/format';

/** The requests that an assertion is about. */
export interface AssertedRequest {
  /**
   * The managed MCP server they come through.
   *
   * @default - what `origin` says
   */
  readonly via?: McpServer;

  /**
   * Where they come from. Not together with `via`.
   *
   * @default RequestOrigin.direct()
   */
  readonly origin?: RequestOrigin;

  /**
   * The ARN of the resource, such as `bucket.arnForObjects('key')` or `${Bucket.Arn}/key`; `*` for actions that are about none.
   *
   * @default - every resource
   */
  readonly resource?: string;

  /**
   * The account of the resource.
   *
   * @default - that of its ARN; if that names none, as a bucket's does, the principal's
   */
  readonly resourceAccount?: string;

  /**
   * Further context keys, each with its list of values; an empty list says that the key is absent.
   *
   * @default - none
   */
  readonly context?: { [key: string]: string[] };

  /**
   * Whether the action may be newer than the library's table of actions. If not, one that the table does not have is a mistake.
   *
   * @default false
   */
  readonly unlistedAction?: boolean;
}

/**
 * Assertions for unit tests on what a stack's principals may do, directly and through managed MCP servers.
 *
 * They judge by meaning, with all policies of the stack, and fail with an explanation that names the statements.
 *
 * @example
 * declare const stack: Stack;
 * const assertions = McpAssertions.fromStack(stack);
 * assertions.role('Agent').cannot('s3:DeleteObject', { via: McpServer.AWS });
 * assertions.role('Agent').cannotAny(ActionSet.destructive(), { origin: RequestOrigin.viaAnyServer() });
 * assertions.role('Developer').can('s3:DeleteObject', { resource: '${Data.Arn}/key' });
 */
export class McpAssertions {
  /**
   * Assertions on a stack, which is synthesized. What it imports from other stacks of its app is known.
   *
   * @throws if the app can't be synthesized, or a policy is malformed.
   */
  public static fromStack(stack: Stack, options: TemplateSimulatorOptions = {}): McpAssertions {
    if (!Stack.isStack(stack)) {
      throw new Error(`McpAssertions.fromStack() takes a stack, got ${formatValue(stack)}`);
    }
    // Not an import: only tests need it.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { Template } = require('aws-cdk-lib/assertions') as typeof cdkAssertions;
    const template = Template.fromStack(stack).toJSON();
    const assembly = Stage.of(stack)!.synth();
    const others = assembly.stacks.filter(({ id }) => id !== stack.artifactId)
      .map(({ id, template: other }): TemplateInput => ({ file: id, template: { Resources: {}, ...other } }));
    const constructs = stack.node.findAll().filter((each): each is CfnResource => CfnResource.isCfnResource(each) && Stack.of(each) === stack);
    const known = (value: string) => (Token.isUnresolved(value) ? undefined : value);
    const main: TemplateInput = {
      template,
      account: known(stack.account),
      region: known(stack.region),
      stackName: known(stack.stackName),
      constructPaths: new Map(constructs.map((each) => [stack.resolve(each.logicalId), each.node.path])),
    };
    return McpAssertions.of([main, ...others], options, stack);
  }

  /**
   * Assertions on a CloudFormation template.
   *
   * @param template the template as parsed JSON
   * @throws if it is not a template, or a policy in it is malformed.
   */
  public static fromTemplate(template: { [section: string]: any }, options: TemplateSimulatorOptions = {}): McpAssertions {
    return McpAssertions.of(givenTemplates(template, options), options);
  }

  private static of(templates: TemplateInput[], options: TemplateSimulatorOptions, stack?: Stack): McpAssertions {
    return new McpAssertions(TemplateSource.of(templates, options), stack);
  }

  private constructor(private readonly source: TemplateSource, private readonly stack?: Stack) {}

  /**
   * Assertions on a role.
   *
   * @param id its construct path within the stack, such as `Agent`, its logical id, or its name
   * @throws if there is no such role, or several are meant.
   */
  public role(id: string): McpPrincipalAssertions {
    return this.principalOf('role', id);
  }

  /**
   * Assertions on a user.
   *
   * @param id its construct path within the stack, its logical id, or its name
   * @throws if there is no such user, or several are meant.
   */
  public user(id: string): McpPrincipalAssertions {
    return this.principalOf('user', id);
  }

  /**
   * Assertions on those whom an IAM Identity Center permission set is assigned to.
   *
   * @param id its construct path within the stack, its logical id, or its name
   * @throws if there is no such permission set, or several are meant.
   */
  public permissionSet(id: string): McpPrincipalAssertions {
    return this.principalOf('permission set', id);
  }

  /**
   * Assertions on a principal that need not be in the stack, for which its control policies, resource policies and trust
   * policies count.
   *
   * @param arn the ARN of a role, a session, a user or an account's root, or a service principal
   */
  public principal(arn: string): McpPrincipalAssertions {
    const known = this.stack && Token.isUnresolved(arn) ? this.source.names.resolveReference(this.stack.resolve(arn)) : arn;
    return McpPrincipalAssertions._of(this.source, known, readable(known), this.stack);
  }

  private principalOf(kind: TemplatePrincipal['kind'], id: string): McpPrincipalAssertions {
    const { principals } = this.source;
    const found = principals.find(this.stack && !this.stack.node.path.startsWith(id) ? `${this.stack.node.path}/${id}` : id, kind) ?? principals.find(id, kind);
    if (!found) {
      throw new Error(`no ${kind} ${formatValue(id)}: ${principals.list(kind)}`);
    }
    return McpPrincipalAssertions._of(this.source, found.logicalId, `${kind} ${id}`, this.stack);
  }
}

/** Assertions on what one principal may do. */
export class McpPrincipalAssertions {
  /** @internal */
  public static _of(source: TemplateSource, principal: string, title: string, stack?: Stack): McpPrincipalAssertions {
    return new McpPrincipalAssertions(source, principal, title, stack);
  }

  private readonly simulator: McpSimulator;

  private constructor(
    private readonly source: TemplateSource,
    private readonly principal: string,
    private readonly title: string,
    private readonly stack?: Stack,
  ) {
    this.simulator = McpSimulator._of(source);
  }

  /**
   * Asserts that the principal may call the action.
   *
   * @param action such as `s3:GetObject`; with a wildcard at the end, every action that it means
   * @throws if it may not, or that depends on what is not known.
   */
  public can(action: string, request: AssertedRequest = {}): void {
    this.assert('can call', actionsOf(action, request), request, [SimulationDecision.ALLOWED]);
  }

  /**
   * Asserts that the principal may not call the action, for a Deny or for lack of an Allow.
   *
   * @param action such as `s3:DeleteObject`; with a wildcard at the end, every action that it means
   * @throws if it may, or that depends on what is not known.
   */
  public cannot(action: string, request: AssertedRequest = {}): void {
    this.assert('cannot call', actionsOf(action, request), request, [SimulationDecision.EXPLICITLY_DENIED, SimulationDecision.IMPLICITLY_DENIED]);
  }

  /**
   * Asserts that the principal may call none of the actions.
   *
   * @throws if it may call one, or that depends on what is not known.
   */
  public cannotAny(actions: ActionSet, request: AssertedRequest = {}): void {
    this.assert('cannot call', actions.listActions(), request, [SimulationDecision.EXPLICITLY_DENIED, SimulationDecision.IMPLICITLY_DENIED]);
  }

  /**
   * Asserts that a Deny statement keeps the principal from calling the action, whatever another policy allows.
   *
   * @param action such as `s3:DeleteObject`; with a wildcard at the end, every action that it means
   * @throws if none does, or that depends on what is not known.
   */
  public isDenied(action: string, request: AssertedRequest = {}): void {
    this.assert('has a Deny of', actionsOf(action, request), request, [SimulationDecision.EXPLICITLY_DENIED]);
  }

  private assert(what: string, actions: string[], request: AssertedRequest, expected: SimulationDecision[]): void {
    if (request.via && request.origin) {
      throw new Error(`${this.title}: "via" and "origin" both say where the request comes from: give one of them`);
    }
    if (actions.length === 0) {
      throw new Error(`${this.title}: the set of actions is empty, so that nothing would be asserted`);
    }
    const { via, origin, resource, ...rest } = request;
    const asked = {
      ...rest,
      // The actions are looked up already.
      unlistedAction: true,
      principal: this.principal,
      resource: resource === undefined ? undefined : this.resolved(resource),
      origin: via ? RequestOrigin.via(via) : origin,
    };
    const failures = actions.map((action) => ({ action, result: this.simulator.simulate({ ...asked, action }) }))
      .filter(({ result }) => !expected.includes(result.decision));
    if (failures.length > 0) {
      const others = failures.slice(1).map(({ action }) => action);
      const more = others.length === 0 ? ''
        : `\nThe same for ${others.length} more of ${actions.length} actions: ${others.slice(0, 5).join(', ')}${others.length > 5 ? ', …' : ''}`;
      const [{ action, result }] = failures;
      const settled = whatSettles(this.source, this.simulator, { ...asked, action }, result).map((line) => `\n  ${line}`).join('');
      throw new Error(`expected that ${this.title} ${what} ${action}, but:\n${result.explanation}${settled}${more}`);
    }
  }

  private resolved(resource: string): string {
    return this.stack && Token.isUnresolved(resource) ? this.source.names.resolveReference(this.stack.resolve(resource)) : resource;
  }
}

/** @throws if there is no such action: of a misspelled one everything could be said. */
function actionsOf(action: string, { unlistedAction }: AssertedRequest): string[] {
  if (typeof action !== 'string' || !/^[a-zA-Z0-9-]+:[a-zA-Z0-9*?-]+$/.test(action)) {
    throw new Error(`${formatValue(action)} is not an IAM action: expected "service:Action", such as "s3:GetObject" or "s3:Get*"`);
  }
  if (unlistedAction && !/[*?]/.test(action)) {
    return [action];
  }
  checkAction(action, 'set unlistedAction');
  const { service, names } = Catalog.get().find(action);
  return names.map((name) => `${service}:${name}`);
}
