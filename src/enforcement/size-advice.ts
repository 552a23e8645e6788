import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { StatementJson } from './pack-statements';
import { documentOf } from './pack-statements';
import { overLimit } from '../iam/policy-size';
import type { PolicyType } from '../iam/policy-type';
import { itemsOf } from '../iam/value';

/** What helps where a policy is too large: `divided` if each statement fits into one of its own. */
export function sizeAdvice(scope: IConstruct, document: unknown, type: PolicyType, divided: string): string {
  const { Statement } = Stack.of(scope).resolve(document) as StatementJson;
  return (itemsOf(Statement) as StatementJson[]).every((statement) => overLimit([documentOf([statement])], type) === undefined) ? divided
    : '; one statement alone is too large: narrow it, such as by services, or put the guardrail into an McpServiceControlPolicy, a role\'s inline policies or a permission set';
}

/** What helps where guardrails are in a policy with permissions: moving those away, unless the guardrails alone are too large. */
export function roomAdvice(scope: IConstruct, statements: readonly unknown[], type: PolicyType): string {
  const guardrails = Stack.of(scope).resolve({ Version: '2012-10-17', Statement: statements }) as unknown;
  return overLimit([guardrails], type) === undefined ? 'narrow them, or move permissions to managed policies' : 'narrow them, or put them into an McpServiceControlPolicy';
}
