import { createRequire } from 'module';
import { App, Stack } from 'aws-cdk-lib';
import type { Figure } from './figure';
import { count, print, ratio } from './figure';
import { HandWrittenOrganization, HandWrittenWorkload } from './hand-written';
import { ActionSet } from '../src';
import { POLICY_TYPES } from '../src/iam/policy-kinds';

type Template = { Resources: { [logicalId: string]: { Type: string; Properties: { [name: string]: any } } } };

/** The stacks of the example, which knows the library by its name. */
function example(file: string, name: string): new (scope: App, id: string) => Stack {
  return createRequire(__filename)(`../examples/typescript/lib/${file}`)[name];
}

function template(make: (app: App) => Stack): Template {
  const app = new App({ analyticsReporting: false });
  const stack = make(app);
  return app.synth().getStackByName(stack.stackName).template;
}

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** The actions with whole verbs as wildcards where all of a service's actions of that verb are meant, as a person would put it; else by name. */
function byVerb(actions: string[]): string[] {
  const verb = (action: string) => /^[^:]+:[A-Z][a-z]+/.exec(action)?.[0] ?? action;
  const countByVerb = (list: string[]) => {
    const counts = new Map<string, number>();
    list.map(verb).forEach((each) => counts.set(each, (counts.get(each) ?? 0) + 1));
    return counts;
  };
  const [meant, all] = [countByVerb(actions), countByVerb(ActionSet.ALL.listActions())];
  const isWhole = (action: string) => meant.get(verb(action)) === all.get(verb(action)) && meant.get(verb(action))! > 1;
  return [...new Set(actions.map((action) => (isWhole(action) ? `${verb(action)}*` : action)))];
}

function measure(): Figure[] {
  const workload = template((app) => new (example('workload-stack', 'WorkloadStack'))(app, 'Stack'));
  const workloadByHand = template((app) => new HandWrittenWorkload(app, 'Stack'));
  const organization = template((app) => new (example('organization-stack', 'OrganizationStack'))(app, 'Stack'));

  const statements: Array<{ Sid: string; Action: string[] }> = Object.values(organization.Resources)
    .flatMap(({ Properties }) => Properties.Content.Statement);
  const [denied, ofKms] = ['BaselineViaMcp', 'BaselineViaMcp2']
    .map((sid) => ActionSet.of(...statements.filter(({ Sid }) => Sid === sid).flatMap(({ Action }) => Action)).listActions());
  const byHand = (write: (actions: string[]) => string[]) =>
    template((app) => new HandWrittenOrganization(app, 'Stack', { actions: write(denied), ofKms: write(ofKms) }));
  const [verbs, names] = [byHand(byVerb), byHand((actions) => actions)];
  const size = (of: Template) => Object.values(of.Resources).reduce((sum, { Properties }) => sum + JSON.stringify(Properties.Content).length, 0);
  const policies = (of: Template) => Math.ceil(size(of) / limit);
  const limit = POLICY_TYPES.SERVICE_CONTROL_POLICY.maxSize;
  return [
    {
      what: 'Template bytes of the example\'s workload stack ÷ by hand, with `aws-iam`',
      goal: 'at most 1.10',
      figure: `${ratio(bytes(workload) / bytes(workloadByHand))} (${count(bytes(workload))}, ${count(bytes(workloadByHand))})`,
      met: bytes(workload) / bytes(workloadByHand) <= 1.1,
    },
    {
      what: 'Template bytes of the example\'s organization stack ÷ by hand, with a wildcard for each verb that is denied as a whole; ÷ with every name',
      goal: 'at most 1.10',
      figure: `${ratio(bytes(organization) / bytes(verbs))} (${count(bytes(organization))}, ${count(bytes(verbs))}); `
        + `${ratio(bytes(organization) / bytes(names))} (${count(bytes(names))})`,
      met: bytes(organization) / bytes(verbs) <= 1.1,
    },
    {
      what: `… control policies, of which each takes ${count(limit)} characters; as many as those by hand would need at least; those with every name`,
      goal: 'at most those by hand',
      figure: `${Object.keys(organization.Resources).length}, ${count(size(organization))} characters; `
        + [verbs, names].map((each) => `${policies(each)}, ${count(size(each))} characters`).join('; '),
      met: Object.keys(organization.Resources).length <= policies(verbs),
    },
  ];
}

if (require.main === module) {
  print(measure());
}
