import type { CheckOptions, CheckResult, Finding } from './api';
import { CliError, Problems } from '../src/cli/cli-error';
import { findingToJson } from '../src/cli/finding-json';
import { findingsIn } from '../src/cli/findings';
import { InputCollector } from '../src/cli/input-collector';
import { parseFile } from '../src/cli/input-file';

/** What `check` says of what is given as strings. */
export function checkTexts(texts: string | { readonly [file: string]: string }, options: CheckOptions): CheckResult {
  const problems = new Problems();
  const collector = new InputCollector(problems, false, () => ({}));
  for (const [name, text] of Object.entries(typeof texts === 'string' ? { policy: texts } : texts)) {
    problems.attempt(() => {
      if (!collector.take(parseFile(name, text))) {
        throw new CliError(`${name}: neither a policy, an object with "Statement", nor a CloudFormation template, an object with "Resources"`);
      }
    });
  }
  const input = collector.input([]);
  const findings = findingsIn(input, problems, { account: options.account, managedPolicies: options.managedPolicies as { [policy: string]: never } });
  return { findings: findings.map((each) => findingToJson(each) as Finding), problems: problems.found.map(({ message }) => message) };
}
