import { checkDocument, checkPolicies } from '../../../src/analysis/rules/check';
import type { Finding } from '../../../src/analysis/rules/rule';
import { readTemplates } from '../../../src/analysis/template/read-templates';
import { PolicyKind } from '../../../src/iam/policy';
import type { Json } from '../../../src/iam/value';

export const deny = (condition: unknown, more: Json = {}): Json => ({ Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: condition, ...more });
export const allow = (condition: unknown, more: Json = {}): Json => ({ ...deny(condition, more), Effect: 'Allow' });

/** The ids of what the rules find in the statements of one document. */
export function foundIn(statements: Json | Json[], kind: PolicyKind = PolicyKind.IDENTITY): string[] {
  return ids(checkDocument({ Version: '2012-10-17', Statement: statements }, { path: '' }, kind));
}

/** What the rules say of the statements. */
export function messagesOf(statements: Json | Json[], kind: PolicyKind = PolicyKind.IDENTITY): string[] {
  return checkDocument({ Version: '2012-10-17', Statement: statements }, { path: '' }, kind).map(({ message }) => message);
}

export function findingsInTemplate(resources: Json): Finding[] {
  return checkPolicies(readTemplates([{ template: { Resources: resources } }]));
}

export function foundInTemplate(resources: Json): string[] {
  return ids(findingsInTemplate(resources));
}

/** A role with the statements in an inline policy. */
export function role(statements: Json[], properties: Json = {}): Json {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } }],
      },
      Policies: [{ PolicyName: 'Inline', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
      ...properties,
    },
  };
}

function ids(findings: Finding[]): string[] {
  return findings.map(({ rule }) => rule.id);
}
