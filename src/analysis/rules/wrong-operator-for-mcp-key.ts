import { wrongOperator, OperatorFit, operatorFit, repairOperator } from './mcp-operators';
import type { Rule } from './rule';
import { testsOfMcpKeys } from '../../mcp/mcp-tests';

export const WRONG_OPERATOR_FOR_MCP_KEY: Rule = {
  id: 'WrongOperatorForMcpKey',
  severity: 'error',
  explanation: 'The operator compares values of another type than the key has. What IAM then does is not documented.',
  fix: 'Use Bool on aws:ViaAWSMCPService and aws:IsMcpServiceAction, which are Boolean, and StringEquals on aws:CalledViaAWSMCP.',

  checkStatement(statement) {
    return testsOfMcpKeys(statement.condition).filter((test) => operatorFit(test) === OperatorFit.WRONG).map(wrongOperator);
  },

  repair: (statement) => repairOperator(statement, OperatorFit.WRONG),
};
