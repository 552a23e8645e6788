import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { CliError } from './cli-error';
import type { LocatedFinding } from './findings';
import { fingerprint, uriOf } from './fingerprint';
import { PROGRAM, REPOSITORY, version } from './program';
import { ALL_RULES } from './rules';
import type { Rule } from '../analysis/rules/rule';
import { visible } from '../private/format';

/**
 * Findings for code scanning.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
 * @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function sarif(findings: readonly LocatedFinding[], problems: readonly CliError[], notes: readonly string[]): Log {
  const notifications = [
    ...problems.map(({ message }) => ({ level: 'error' as const, message: { text: visible(message) } })),
    ...notes.map((text) => ({ level: 'note' as const, message: { text } })),
  ];
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: {
        driver: { name: PROGRAM, version: version(), informationUri: REPOSITORY, rules: ALL_RULES.map(descriptor) },
      },
      columnKind: 'utf16CodeUnits',
      results: findings.map(result),
      invocations: [{
        executionSuccessful: problems.length === 0,
        ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
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

function result(located: LocatedFinding): Result {
  const { finding: { rule, message, place }, line, severity } = located;
  const name = place.constructPath ?? place.logicalId;
  return {
    ruleId: rule.id,
    ruleIndex: ALL_RULES.indexOf(rule),
    level: severity,
    message: { text: visible(`${message}. ${rule.fix}`) },
    locations: [{
      physicalLocation: { artifactLocation: { uri: uriOf(place.file!) }, region: { startLine: line } },
      ...(name !== undefined && { logicalLocations: [{ fullyQualifiedName: visible(name), kind: 'resource' }] }),
    }],
    partialFingerprints: { 'finding/v1': fingerprint(located) },
  };
}
