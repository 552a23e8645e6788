import { withTest } from './change-condition';
import { asBool, booleanMeaning } from './mcp-operators';
import type { Rule } from './rule';
import { PolicyDocument } from '../../iam/document';
import type { Statement } from '../../iam/statement';
import { ConditionMatch } from '../../mcp/evaluate-condition';
import { dependsOnKeyBeingThere, matchedOrigins } from '../../mcp/matched-origins';
import type { MatchedOrigins } from '../../mcp/matched-origins';
import { formatTests, mcpTests } from '../../mcp/mcp-tests';
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
    if (!origins || hasComplement(statement, origins.keyAbsent, PolicyDocument.of(policy).knownStatements)) {
      return [];
    }
    const [meant, missed] = origins.keyAbsent === ConditionMatch.ALWAYS ? ['lack the key', 'say "false"'] : ['say "false"', 'lack the key'];
    return [`${formatTests(mcpTests(statement.condition))} matches direct calls that ${meant}, not those that ${missed}: `
      + (statement.effect === 'Deny' ? 'the Deny leaves these open' : 'the Allow does not reach these')];
  },

  repair({ json, condition, effect }) {
    const [test, ...others] = mcpTests(condition);
    // An Allow would reach calls that it does not reach today: a person decides.
    const meaning = others.length === 0 && effect === 'Deny' ? booleanMeaning(test) : undefined;
    const repaired = meaning && !meaning.value ? withTest(json, test, asBool({ ...meaning, matchesMissing: true })) : undefined;
    return repaired && [repaired];
  },
};

/** What it matches, if that is one form of direct calls only. */
function originsIfDependent(statement: Statement): MatchedOrigins | undefined {
  const origins = matchedOrigins(statement.condition);
  return origins && dependsOnKeyBeingThere(origins) ? origins : undefined;
}

/** Whether another statement says the same of the other form of direct calls. */
function hasComplement(statement: Statement, keyAbsent: ConditionMatch, statements: readonly Statement[]): boolean {
  return statements.some((other) => {
    const origins = originsIfDependent(other);
    return origins && origins.keyAbsent !== keyAbsent && withoutCondition(other) === withoutCondition(statement);
  });
}

function withoutCondition({ json: { Sid, Condition, ...others } }: Statement): string {
  return canonicalJson(others);
}
