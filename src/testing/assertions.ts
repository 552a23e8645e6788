import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import type * as cdkAssertions from 'aws-cdk-lib/assertions';
import { assertNoMoreAllowed, assertPeopleAreLeftAlone } from './all-requests';
import { McpPrincipalAssertions } from './principal-assertions';
import type { PeopleScope, RequestScope } from './request-scope';
import { givenTemplates } from '../analysis/given-templates';
import { TemplateSource } from '../analysis/simulation/template-source';
import type { TemplateInput } from '../analysis/template/template';
import type { TemplatePrincipal } from '../analysis/template/template-policies';
import type { TemplateSimulatorOptions } from '../analysis/template-simulator-options';
import { readable } from '../iam/unknown-text';
import { formatValue } from '../private/format';

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
 * assertions.guardrailsLeavePeopleAlone();
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
    // That of a stack without resources has no section of them.
    const template = { Resources: {}, ...Template.fromStack(stack).toJSON() };
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
    return new McpAssertions(TemplateSource.of(templates, options), templates, options, stack);
  }

  private constructor(
    private readonly source: TemplateSource, private readonly templates: readonly TemplateInput[], private readonly options: TemplateSimulatorOptions,
    private readonly stack?: Stack,
  ) {}

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

  /**
   * Asserts, for every request, that guardrails deny people nothing that they could do without them: in direct calls, and in what AWS services call on with
   * their credentials. Guardrails are the Deny statements of this library, and those that read an MCP key. A role whose own policies deny every direct
   * call is no person's. Under a control policy, people are taken to be allowed everything else.
   *
   * @param scope which requests; all unless given
   * @throws with a request that is denied, or with what the answer hangs on if it is not known.
   */
  public guardrailsLeavePeopleAlone(scope: PeopleScope = {}): void {
    assertPeopleAreLeftAlone(this.source, scope);
  }

  /**
   * Asserts, for every request, that nothing is allowed that the template of a file does not allow, such as what is deployed: to no principal, by its logical id,
   * neither directly nor through any server. Other stacks of the app are taken to be deployed as they are. Principals that are in no template, such as those
   * of other accounts and AWS services, are judged by the policies of resources alone: the assertion fails where one allows them more, or may.
   *
   * @param templateFile a CloudFormation template in JSON, as `cdk synth` writes it or `aws cloudformation get-template` prints it
   * @param scope which requests; all unless given
   * @throws with a request that is new, or with what the answer hangs on if it is not known; if the file can't be read.
   */
  public allowsNoMoreThan(templateFile: string, scope: RequestScope = {}): void {
    assertNoMoreAllowed(this.templates, this.options, templateFile, scope);
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
