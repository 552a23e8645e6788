import { mcpTests, shownTests } from './conditions';
import { readableStatements } from './elements';
import type { MatchedOrigins } from './origins';
import { dependsOnKeyBeingThere, matchedOrigins } from './origins';
import type { Rule } from './rule';
import type { Json } from '../../iam/policy';
import { ConditionMatch } from '../../mcp/mcp-condition';
import { canonicalJson } from '../../private/json';

export const CONDITION_DEPENDS_ON_MISSING_KEY: Rule = {
  id: 'McpConditionDependsOnMissingKey',
  severity: 'error',
  explanation: 'A direct call may carry aws:ViaAWSMCPService = "false" or lack the key; both occur. The condition matches only one of the two: a Deny '
    + 'leaks, an Allow works by chance.',
  fix: 'Use BoolIfExists aws:ViaAWSMCPService = "false" for all calls outside MCP, and Bool aws:ViaAWSMCPService = "true" for those through it; '
    + 'don\'t use Null on this key.',
  yieldsTo: ['DenyReachesCallsWithoutMcpKey'],

  looksFurther: (statement) => originsIfDependent(statement) !== undefined,

  checkStatement(statement, policy) {
    const origins = originsIfDependent(statement);
    if (!origins || hasComplement(statement, origins.keyAbsent, readableStatements(policy.document))) {
      return [];
    }
    const [meant, missed] = origins.keyAbsent === ConditionMatch.ALWAYS ? ['lack the key', 'say "false"'] : ['say "false"', 'lack the key'];
    return [`${shownTests(mcpTests(statement.Condition))} matches direct calls that ${meant}, not those that ${missed}: `
      + (statement.Effect === 'Deny' ? 'the Deny leaves these open' : 'the Allow does not reach these')];
  },
};

/** What it matches, if that is one form of direct calls only. */
function originsIfDependent(statement: Json): MatchedOrigins | undefined {
  const origins = matchedOrigins(statement.Condition);
  return origins && dependsOnKeyBeingThere(origins) ? origins : undefined;
}

/** Whether another statement says the same of the other form of direct calls. */
function hasComplement(statement: Json, keyAbsent: ConditionMatch, statements: ReadonlyArray<{ statement: Json }>): boolean {
  const rest = ({ Sid, Condition, ...others }: Json) => others;
  return statements.some(({ statement: other }) => {
    const origins = originsIfDependent(other);
    return origins && origins.keyAbsent !== keyAbsent && canonicalJson(rest(other)) === canonicalJson(rest(statement));
  });
}
