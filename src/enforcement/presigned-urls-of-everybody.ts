import type { aws_iam as iam } from 'aws-cdk-lib';
import type { Warning } from './warn-at-synthesis';
import { Condition } from '../iam/condition';
import type { PolicyType } from '../iam/policy-type';
import { McpContextKey } from '../mcp/mcp-context-key';

/** What the warning is acknowledged by. */
const WARNING = 'cdk-mcp-guardrails:presignedUrlsOfEverybody';
const MCP_KEYS = [McpContextKey.VIA_AWS_MCP_SERVICE, McpContextKey.CALLED_VIA_AWS_MCP].map((key) => key.toLowerCase());

/**
 * The warning of statements of a control policy that deny requests which were signed beforehand to everybody: to people in the console, to Amazon
 * Redshift Spectrum, and to others who never had an agent.
 *
 * @see https://docs.aws.amazon.com/prescriptive-guidance/latest/presigned-url-best-practices/appendix-b.html
 */
export function presignedUrlsOfEverybody(type: PolicyType, statements: readonly iam.PolicyStatement[]): Warning[] {
  const sids = type.attachedTo !== 'organization' ? [] : statements.filter(({ conditions }) => isOfEverybody(new Condition(conditions))).map(({ sid }) => `"${sid}"`);
  return sids.length === 0 ? [] : [{
    warning: WARNING,
    message: `${sids.length === 1 ? 'statement' : 'statements'} ${sids.join(', ')}: it denies everybody the URLs of S3 that are signed beforehand, also what needs them by itself, such as Download in the console and `
      + 'Amazon Redshift Spectrum: say with appliesTo whom it is about, such as PrincipalFilter.rolePaths(\'/agents/\')',
  }];
}

/** Whom it exempts does not say whom it is about. */
function isOfEverybody({ tests }: Condition): boolean {
  return tests.some(({ name }) => /^s3[a-z-]*:authtype$/.test(name))
    && !tests.some(({ name, operator }) => (name.startsWith('aws:principal') && !operator?.negated) || MCP_KEYS.includes(name));
}
