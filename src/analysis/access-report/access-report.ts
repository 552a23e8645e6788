import * as fs from 'fs';
import * as path from 'path';
import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';
import { assemblyDirectory, assemblyFacts } from './assembly-directory';
import { sourcesWaiting, writeLater } from './later-files';
import { htmlPieces } from './render-html';
import { jsonPieces } from './render-json';
import { reportAndSearch } from './report';
import { readTemplates } from '../template/read-templates';
import { readTemplateFiles } from '../template/template-files';

/**
 * Writes who may do what, directly and through each managed MCP server, into the cloud assembly whenever an app is synthesized:
 * `mcp-access-report.html` for people, `mcp-access-report.json` for programs.
 *
 * It tells of each role, user, group and permission set of the app's templates, nested stacks included. By service and access level it says
 * what its own policies, its permissions boundary and the service control policies of the app allow from each origin. It names the guardrail that
 * stops it. What can't be told from the templates is said to depend on what it depends on. Where accounts are in the organization, templates mostly don't
 * tell: the app's service control policies are then taken to be attached above them. Resource control policies and policies of resources are listed
 * if they ask for MCP, but not counted.
 *
 * It judges nothing, so synthesis never fails for what it finds; for that, there is `McpGuardrailValidator`.
 *
 * The files are written when synthesis is over, before anything asynchronous that was started later: code that runs right after
 * `app.synth()` doesn't find them yet.
 *
 * @example
 * Validations.of(this).addPlugins(new McpAccessReport());
 */
export class McpAccessReport implements IPolicyValidationPlugin {
  /** What the CDK's reports call it. */
  public readonly name: string = 'cdk-mcp-guardrails-access-report';

  /** The version of this library. */
  public get version(): string | undefined {
    // Not an import: that would read the file with the library.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require('../../../package.json').version;
  }

  /**
   * Reads the templates of an app together, for they may refer to one another. The CDK calls this.
   *
   * @throws if one of them can't be read.
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { templatePaths } = context;
    if (templatePaths.length > 0) {
      const directory = assemblyDirectory(templatePaths);
      // Two stages may each have a report of their own, and one assembly.
      const sources = [...new Set([...sourcesWaiting(directory).filter((file) => fs.existsSync(file)), ...templatePaths])];
      const templates = readTemplateFiles(sources).map(({ file, template }) => ({ file: path.relative(directory, file).replaceAll(path.sep, '/'), template }));
      const { report: made, search } = reportAndSearch(readTemplates(templates));
      const report = { ...made, input: assemblyFacts(templatePaths, templates.map(({ file }) => file)) };
      writeLater(directory, {
        sources,
        files: new Map([['mcp-access-report.json', [...jsonPieces(report)]], ['mcp-access-report.html', [...htmlPieces(report, search)]]]),
      });
    }
    return { success: true, violations: [] };
  }
}
