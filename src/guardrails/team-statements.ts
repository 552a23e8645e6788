import { aws_iam as iam } from 'aws-cdk-lib';
import type { Denials } from './deny-statements';
import { operationProblem } from '../actions/operation-name';
import { validSid } from '../iam/sid';
import { removalProblem } from '../mcp/removed-actions';
import { copied } from '../private/json';
import { checked, STATEMENTS } from '../private/validator';

/** Checks a team's own statements, and takes copies that later changes don't reach. */
export function teamStatements(statements: iam.PolicyStatement[]): Denials {
  if (statements.length === 0) {
    throw new Error('McpGuardrail.fromStatements() needs at least one statement');
  }
  checked('McpGuardrail.fromStatements()', 'what is passed', statements, STATEMENTS);
  const copies = statements.map((statement) => {
    if (statement.sid === undefined) {
      throw new Error('McpGuardrail.fromStatements() needs statements with a Sid: the CDK may merge those without one');
    }
    const sid = validSid(statement.sid);
    if (statement.effect !== iam.Effect.DENY) {
      throw new Error(`${sid}: a guardrail's statement must have the effect Deny, got ${String(statement.effect)}: `
        + 'an Allow limits nothing, since any other Allow adds to it');
    }
    if (statement.actions.length + statement.notActions.length === 0) {
      throw new Error(`${sid}: the statement has neither actions nor notActions`);
    }
    const actions = statement.actions.filter((action) => typeof action === 'string');
    const problem = actions.map(removalProblem).find(Boolean) ?? actions.map(operationProblem).find(Boolean);
    if (problem) {
      throw new Error(`${sid}: ${problem}`);
    }
    return copyOf(statement);
  });
  return { id: copies[0].sid!, statements: () => copies.map(copyOf) };
}

/** That of the CDK shares the tests of its conditions with the statement. */
function copyOf(statement: iam.PolicyStatement): iam.PolicyStatement {
  return statement.copy({ conditions: copied(statement.conditions) });
}
