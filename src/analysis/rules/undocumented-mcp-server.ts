import type { Rule } from './rule';
import { serverNameProblems } from '../../actions/server-names';

export const UNDOCUMENTED_MCP_SERVER: Rule = {
  id: 'UndocumentedMcpServer',
  severity: 'warning',
  explanation: 'AWS does not document the service principal of the server, so that nobody knows what aws:CalledViaAWSMCP holds for it, or whether it is set '
    + 'at all. A Deny on a guess may block nothing.',
  fix: 'Test aws:ViaAWSMCPService, which is true for any managed server, or deny the actions with which one connects. If CloudTrail shows the name in '
    + 'userIdentity.invokedBy, acknowledge the finding.',

  checkStatement: ({ condition }) => serverNameProblems(condition).filter(({ kind }) => kind === 'undocumented').map(({ message }) => message),
};
