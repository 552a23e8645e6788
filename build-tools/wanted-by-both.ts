import { explainedActions } from './explained';
import { attacks, Denied, deniedBy, deniedWork, GUARDRAILS, Operations } from './possible';

/** Nothing is denied: what is left is all that the skills use. */
const NOTHING: Denied = { work: () => true, attack: () => true };

/** The actions that attack lists and skills both want, with what each grade decides of them, and why. */
export function wantedByBoth(operations: Operations): string[] {
  const { paths, actions } = attacks();
  const wantedByAttacks = new Set([...paths.flat(), ...actions].map((action) => action.toLowerCase()));
  const used = [...new Set([...deniedWork(operations, NOTHING).values()].flat())].sort()
    .filter((action) => wantedByAttacks.has(action.toLowerCase()));
  const [core, own, full] = ['baseline, CORE', 'baseline, NO_ESCALATION, agents\' own named', 'baseline, FULL'].map((name) => deniedBy(GUARDRAILS[name]));
  const explained = explainedActions();
  const cell = ({ work, attack }: Denied, action: string) => (work(action) ? 'denied' : attack(action) ? 'the agents\' own only' : 'left');
  const why = (action: string) => {
    if (core.work(action)) {
      return 'lasting rights, a record, or data that are gone: hard to undo';
    }
    if (own.work(action)) {
      return 'it says who may do what, or returns a secret, and nothing tells whose it is';
    }
    if (own.attack(action)) {
      return 'a resource, a role\'s name or a condition key tells what is the agents\' own';
    }
    if (full.work(action)) {
      return 'plain work of most agents, and a way around for an attack: denied where no way around may be left';
    }
    return explained.includes(action) ? 'no danger by itself: see above' : 'a plain read, or a step that leads nowhere without one that is denied';
  };
  return [
    '| action | CORE | NO_ESCALATION, agents\' own named | FULL | why |',
    '|---|---|---|---|---|',
    ...used.map((action) => `| \`${action}\` | ${[core, own, full].map((grade) => cell(grade, action)).join(' | ')} | ${why(action)} |`),
  ];
}
