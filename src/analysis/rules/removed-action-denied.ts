import { removedActionsIn, SERVERS_WITHOUT_ACTIONS, withoutRemovedActions } from './removed-actions';
import type { Rule } from './rule';

export const REMOVED_ACTION_DENIED: Rule = {
  id: 'RemovedActionDenied',
  severity: 'error',
  explanation: `AWS has removed the IAM actions of ${SERVERS_WITHOUT_ACTIONS}. A Deny on them no longer blocks anything.`,
  fix: 'Deny what comes through the server: StringEquals aws:CalledViaAWSMCP. McpPolicyMigration rewrites it.',

  checkStatement(statement) {
    const removed = statement.effect === 'Deny' ? removedActionsIn(statement) : undefined;
    if (!removed) {
      return [];
    }
    return [removed.element === 'Action'
      ? `denies ${removed.actions}, ${removed.why}: what comes through ${removed.servers} is not blocked`
      : `denies all but ${removed.actions}, which AWS has removed: this no longer leaves out ${removed.servers}`];
  },

  repair: withoutRemovedActions,
};
