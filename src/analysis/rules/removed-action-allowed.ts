import { removedActionsIn, SERVERS_WITHOUT_ACTIONS, withoutRemovedActions } from './removed-actions';
import type { Rule } from './rule';

export const REMOVED_ACTION_ALLOWED: Rule = {
  id: 'RemovedActionAllowed',
  severity: 'warning',
  explanation: `AWS has removed the IAM actions of ${SERVERS_WITHOUT_ACTIONS}. No permission is needed to connect to them.`,
  fix: 'Leave the actions out; what agents may do is said by the actions they call and a condition on aws:ViaAWSMCPService or aws:CalledViaAWSMCP.',

  checkStatement(statement) {
    const removed = statement.effect === 'Allow' ? removedActionsIn(statement) : undefined;
    if (!removed) {
      return [];
    }
    return [removed.element === 'Action'
      ? `allows ${removed.actions}, which AWS has removed: it does nothing, ${removed.servers} needs no permission`
      : `allows all but ${removed.actions}, which AWS has removed: agents can connect to ${removed.servers} all the same`];
  },

  repair: withoutRemovedActions,
};
