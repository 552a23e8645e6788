import { createHash } from 'crypto';
import * as path from 'path';
import { pathToFileURL } from 'url';
import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { CliError } from './cli-error';
import type { LocatedFinding } from './findings';
import { pathIn, STDIN } from './input';
import { PROGRAM, REPOSITORY, version } from './program';
import { visible } from './terminal';
import { RULES } from '../analysis/rules';
import type { Rule } from '../analysis/rules/rule';

/**
 * Findings for code scanning.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
 * @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function sarif(findings: readonly LocatedFinding[], problems: readonly CliError[]): Log {
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: {
        driver: { name: PROGRAM, version: version(), informationUri: REPOSITORY, rules: RULES.map(descriptor) },
      },
      columnKind: 'utf16CodeUnits',
      results: findings.map(result),
      invocations: [{
        executionSuccessful: problems.length === 0,
        ...(problems.length > 0 && {
          toolExecutionNotifications: problems.map(({ message }) => ({ level: 'error' as const, message: { text: visible(message) } })),
        }),
      }],
    }],
  };
}

function descriptor({ id, severity, explanation, fix }: Rule): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: /^.*?[.:](?=\s|$)/.exec(explanation)?.[0].replace(/:$/, '.') ?? explanation },
    fullDescription: { text: explanation },
    help: { text: `${explanation}\n\n${fix}`, markdown: `${explanation}\n\n**Fix:** ${fix}` },
    helpUri: `${REPOSITORY}/blob/main/docs/rules.md#${id.toLowerCase()}`,
    defaultConfiguration: { level: severity },
  };
}

function result({ finding: { rule, message, place }, file, line, statement }: LocatedFinding): Result {
  const uri = uriOf(place.file!);
  const name = place.constructPath ?? place.logicalId;
  return {
    ruleId: rule.id,
    ruleIndex: RULES.indexOf(rule),
    level: rule.severity,
    message: { text: visible(`${message}. ${rule.fix}`) },
    locations: [{
      physicalLocation: { artifactLocation: { uri }, region: { startLine: line } },
      ...(name !== undefined && { logicalLocations: [{ fullyQualifiedName: visible(name), kind: 'resource' }] }),
    }],
    partialFingerprints: {
      // Not the line: a finding is the same when something above it changes.
      'finding/v1': createHash('sha256').update(JSON.stringify([rule.id, uri, ...pathIn(file, place), statement, message])).digest('hex'),
    },
  };
}

/** Relative to the working directory where it can be, with forward slashes. */
function uriOf(file: string): string {
  const relative = path.relative('', file);
  return file !== STDIN && (relative.startsWith('..') || path.isAbsolute(relative)) ? pathToFileURL(file).href
    : relative.split(path.sep).map(encodeURIComponent).join('/');
}
