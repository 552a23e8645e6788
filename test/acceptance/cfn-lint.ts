import * as fs from 'fs';
import * as path from 'path';
import type { SynthesizedTemplate } from './templates';
import { run, shown } from './tools';

/** Findings that are expected, each with its reason. Whatever else cfn-lint finds is an error, warnings too. */
const EXPLAINED: Array<{ rule: string; message: RegExp; reason: string }> = [
  { rule: 'W3005', message: /^'(FunctionService|Server)Role\w+' dependency already enforced/, reason: 'the CDK lets a function depend on its role once more' },
  { rule: 'W3005', message: /^'\w*LogsRole\w+' dependency already enforced/, reason: 'the CDK lets a trail depend on the role for its log group once more' },
];

/** Lints the templates, of which each text once, and returns what is expected of what was found. */
export function lintTemplates(bin: string, templates: SynthesizedTemplate[], directory: string): string[] {
  const broken = path.join(directory, 'broken.template.json');
  fs.writeFileSync(broken, JSON.stringify({
    Resources: { Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Forbid', Action: '*', Resource: '*' }] } } } },
  }));
  const reasons = new Set<string>();
  const different = new Map(templates.map(({ file, template }) => [JSON.stringify(template), file]));
  const found = findings(bin, [broken, ...different.values()]);
  if (!found.some(({ Filename, Rule, Level }) => Filename === broken && Rule.Id === 'E3510' && Level === 'Error')) {
    throw new Error('cfn-lint found nothing wrong with the Effect "Forbid": it does not look into policies');
  }
  const unexplained = found.filter(({ Filename }) => Filename !== broken).flatMap(({ Filename, Location, Level, Rule, Message }) => {
    const explanation = EXPLAINED.find(({ rule, message }) => rule === Rule.Id && message.test(Message));
    if (explanation) {
      reasons.add(`${Rule.Id}: ${explanation.reason}`);
      return [];
    }
    return [`${path.relative(directory, Filename)}: ${(Location.Path ?? []).join('/')}: ${Level} ${Rule.Id}: ${Message}`];
  });
  if (unexplained.length > 0) {
    throw new Error(unexplained.join('\n'));
  }
  const unused = EXPLAINED.filter(({ rule, reason }) => !reasons.has(`${rule}: ${reason}`));
  if (unused.length > 0) {
    throw new Error(`cfn-lint no longer finds what EXPLAINED has: ${unused.map(({ rule, message }) => `${rule} ${message}`).join(', ')}`);
  }
  return [...reasons];
}

interface Finding {
  readonly Filename: string;
  readonly Level: string;
  readonly Location: { readonly Path?: Array<string | number> };
  readonly Message: string;
  readonly Rule: { readonly Id: string };
}

function findings(bin: string, files: string[]): Finding[] {
  const { stdout, output } = run(path.join(bin, 'cfn-lint'), ['--format', 'json', '--', ...files]);
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`cfn-lint did not run through\n${shown(output)}`);
  }
}
