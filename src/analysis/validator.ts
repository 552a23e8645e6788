import * as path from 'path';
import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import { RULES } from './rules';
import { AlikeRoles } from './rules/alike-roles';
import { checkPolicies } from './rules/check';
import type { Finding } from './rules/rule';
import { readTemplates } from './template/read-templates';
import { readTemplateFiles } from './template/template-files';
import type { TemplatePolicies } from './template/template-policies';
import { unreadParts } from './template/unread-parts';
import { notJudgedOf } from './undecided-parts';

/**
 * Finds mistakes in the policies of an app whenever it is synthesized. Such are conditions on the MCP keys that match other calls than they
 * seem to, denies of actions that AWS has removed, what AWS would not take.
 *
 * It looks at every policy in the templates of the app, nested stacks included, whoever wrote it. Conditions are judged by what they
 * match, not by how they are written. An error makes the synthesis fail, a warning is shown. `docs/rules.md` of this library lists
 * the rules. What is known only at deployment is not judged; the metadata of the report say what that is.
 *
 * A finding that is meant is acknowledged under `cdk-mcp-guardrails::` and the name of its rule.
 *
 * @example
 * Validations.of(this).addPlugins(new McpGuardrailValidator());
 * Validations.of(role).acknowledge({
 *   id: 'cdk-mcp-guardrails::NetworkDenyBlocksMcp',
 *   reason: 'No agent uses this role.',
 * });
 */
export class McpGuardrailValidator implements IPolicyValidationPlugin {
  /** What reports call it, and what acknowledgments begin with. */
  public readonly name: string = 'cdk-mcp-guardrails';

  /** The version of this library. */
  public get version(): string | undefined {
    // Not an import: that would read the file with the library.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require('../../package.json').version;
  }

  /** The names of all rules. */
  public get ruleIds(): string[] | undefined {
    return RULES.map(({ id }) => id);
  }

  /**
   * Checks the templates of an app together, for they may refer to one another. The CDK calls this.
   *
   * @throws if one of them can't be read.
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const files = readTemplateFiles(context.templatePaths);
    let alike: AlikeRoles;
    const few = readTemplates(files, {}, (templates) => (alike = new AlikeRoles(templates)).entries);
    const ofFew = judged(few, alike!.roles);
    const mayLack = [...ofFew.findings, ...ofFew.notJudged.keys()].some(({ place }) => alike.mayBeWrongWithMore(place));
    const { findings, notJudged } = mayLack ? judged(readTemplates(files)) : ofFew;
    const byFile = new Map<string | undefined, string[]>();
    for (const [{ place: { file } }, names] of notJudged) {
      byFile.set(file, [...byFile.get(file) ?? [], ...names.map((name) => `the policies of ${name}`)]);
    }
    const open = files.flatMap(({ file = '', template }) => {
      const ofFile = byFile.get(file) ?? [];
      const parts = [...unreadParts(template).map(({ text }) => text), ...new Set(ofFile)];
      return parts.length > 0 ? [`${parts.join(', ')} in ${path.basename(file)}`] : [];
    });
    return {
      success: findings.every(({ rule }) => rule.severity !== 'error'),
      violations: violations(findings),
      ...open.length > 0 && { metadata: { 'known only at deployment, and not judged': open.join('; ') } },
    };
  }
}

/** What is wrong with the policies, and with more, and what can't be judged of them. */
function judged(templates: TemplatePolicies, alike?: AlikeRoles['roles']) {
  const notJudged = [...notJudgedOf(templates.policies)].filter(([, names]) => names.length > 0);
  return { findings: checkPolicies(templates, alike), notJudged: new Map(notJudged) };
}

/** One violation for each thing to say, with all places it is to be said of. */
function violations(findings: Finding[]): PolicyViolation[] {
  const found = new Map<string, Omit<PolicyViolation, 'violatingResources'> & { violatingResources: PolicyViolation['violatingResources'] }>();
  for (const { rule, message, place, statement, sid } of findings) {
    const description = statement === undefined ? message : `${sid === undefined ? 'a statement' : `statement "${sid}"`}: ${message}`;
    const key = `${rule.id} ${description}`;
    const violation = found.get(key) ?? { ruleName: rule.id, severity: rule.severity, description, fix: rule.fix, violatingResources: [] };
    violation.violatingResources.push({
      resourceLogicalId: place.logicalId,
      templatePath: place.file,
      locations: [[place.path, statement].filter(Boolean).join('/')],
    });
    found.set(key, violation);
  }
  return [...found.values()];
}
