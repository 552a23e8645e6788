import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { deniedBy } from './set-files';
import { ActionSet, BaselineGrade, McpGuardrail, McpServiceControlPolicy, PolicyTarget } from '../src';
import { Catalog } from '../src/actions/catalog';
import { HOLDS_STATE } from '../src/actions/destructive';
import { POLICY_TYPES } from '../src/iam/policy-kinds';

/** What a grade of the baseline covers, as docs/guardrails.md shows it; measured on the synthesized policies. */
export function figures(grade: BaselineGrade): { [what: string]: string } {
  const stack = new Stack(new App(), 'Stack');
  new McpServiceControlPolicy(stack, 'Baseline', { guardrails: [McpGuardrail.baseline({ grade })], targets: [PolicyTarget.root('r-ab12')] });
  const contents = Object.values(Template.fromStack(stack).findResources('AWS::Organizations::Policy')).map((policy) => policy.Properties.Content);

  const sets: { [name: string]: ActionSet } = {
    'permissions management of IAM, Organizations, STS, KMS, S3 and Identity Center':
      ActionSet.permissionsManagement('iam', 'organizations', 'sts', 'kms', 's3', 'sso'),
    'privilege escalation in IAM, Organizations, STS and Identity Center': ActionSet.privilegeEscalation('iam', 'organizations', 'sts', 'sso', 'identitystore'),
    'privilege escalation': ActionSet.privilegeEscalation(),
    'credential writes': ActionSet.credentialWrites(),
    'delegation': ActionSet.delegation(),
    'reads of secrets': ActionSet.secretReads(),
    'audit tampering': ActionSet.auditTampering(),
    'destructive actions of services that hold state': ActionSet.destructive(...HOLDS_STATE),
    'destructive actions': ActionSet.destructive(),
    'spending': ActionSet.spending(),
  };
  const isDenied = deniedBy(contents.flatMap(({ Statement }) => Statement.flatMap((statement: { Action: string | string[] }) => statement.Action)));
  const size = contents.reduce((sum, content) => sum + JSON.stringify(content).length, 0);
  const room = contents.length * POLICY_TYPES.SERVICE_CONTROL_POLICY.maxSize;
  const denied = ActionSet.ALL.listActions().filter(isDenied);
  const meant = new Set(Object.values(sets).flatMap((set) => set.listActions()));
  return {
    'table of actions': Catalog.get().version,
    'policies': String(contents.length),
    'characters': `${size} of ${room}, ${percent(room - size, room)} to spare`,
    ...Object.fromEntries(Object.entries(sets).map(([name, set]) => {
      const actions = set.listActions();
      const covered = actions.filter(isDenied).length;
      return [name, `${covered} of ${actions.length}, ${percent(covered, actions.length)}`];
    })),
    'actions denied in all': String(denied.length),
    'of which in none of the ready sets': String(denied.filter((action) => !meant.has(action)).length),
    'of which only list or read, and are in none of the ready sets':
      String(ActionSet.readsOf().listActions().filter((action) => isDenied(action) && !meant.has(action)).length),
  };
}

/** The figures of each grade beside each other, as they are printed and documented. */
export function figureLines(): string[] {
  const grades = Object.values(BaselineGrade);
  const all = grades.map(figures);
  const line = (what: string, values: string[]) => `${what.padEnd(79)}${values.map((value) => ` ${value.padEnd(32)}`).join('')}`.trimEnd();
  return [line('', grades), ...Object.keys(all[0]).map((what) => line(what, all.map((each) => each[what])))];
}

/** Rounded down, so that it never says more than is true. */
function percent(part: number, whole: number): string {
  return `${(Math.floor((part / whole) * 1000) / 10).toFixed(1)} %`;
}
