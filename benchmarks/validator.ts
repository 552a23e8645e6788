import * as path from 'path';
import type { Figure } from './figure';
import { count, milliseconds, print, ratio } from './figure';
import type { Sample } from './samples';
import { compared, median, medianOf, sampled, shown } from './samples';
import { accessReport } from '../src/analysis/access-report/report';
import { readTemplates } from '../src/analysis/template/read-templates';

const ROUNDS = 7;
/** What is added is a small part of what is measured. */
const MORE_ROUNDS = 15;
const APP = path.join(__dirname, 'validator-app.js');

/** What plugins add to the time of a synthesis. */
function added(samples: readonly Sample[], plain: readonly Sample[], quantity = 'wall'): number {
  return medianOf([...samples], quantity) - medianOf([...plain], quantity);
}

function ofAThousand(): Figure[] {
  const names = ['plain', 'empty', 'parses', 'looks', 'writes', 'validator', 'report', 'both', 'nag'] as const;
  type Name = typeof names[number];
  const contenders = Object.fromEntries(names.map((name) => [name, [name, '1000']])) as { [name in Name]: string[] };
  const samples = sampled(APP, contenders, MORE_ROUNDS);
  const own = (name: Name) => medianOf(samples[name], 'own');
  // What the CDK does for the first plugin is the same for each. Both are measured within a synthesis: the difference of two is mostly chance.
  const ofCdk = median(names.filter((name) => name !== 'plain').map((name) => medianOf(samples[name], 'cdk')));
  const ofNag = (name: Name) => (ofCdk + own(name)) / (ofCdk + own('nag'));
  const row = (what: string, name: Name, most?: number): Figure => ({
    what: `Synthesis of 1,000 roles with ${what} ÷ without`,
    figure: `${shown(compared(samples[name], samples.plain, 'wall'))}: adds ${ratio(ofNag(name))} times what cdk-nag adds, ${milliseconds(own(name))} by itself and ${milliseconds(ofCdk)} that the CDK takes for any plugin`,
    ...(most !== undefined && { goal: `adds at most ${ratio(most)} of what cdk-nag adds`, met: ofNag(name) <= most }),
  });
  const written = (name: Name) => `${(medianOf(samples[name], 'written') / 1e6).toFixed(1)} MB`;
  return [
    row('`McpGuardrailValidator`', 'validator', 0.2),
    row('a plugin that does nothing: the least', 'empty'),
    row('a plugin that reads the templates with `JSON.parse()`, and does nothing with them', 'parses'),
    row('one that looks once at the Effect of each statement in them, too: the limit', 'looks'),
    row('`McpAccessReport`', 'report', 0.5),
    row(`one that writes the templates again, ${written('writes')} where the report writes ${written('report')}: the limit`, 'writes'),
    row('both', 'both'),
    row('cdk-nag\'s `AwsSolutionsChecks`', 'nag'),
    {
      what: '… by themselves ÷ cdk-nag by itself, without what the CDK does for the first plugin: `McpGuardrailValidator`; `McpAccessReport`; the two limits',
      figure: (['validator', 'report', 'looks', 'writes'] as const).map((name) => ratio(own(name) / own('nag'))).join('; '),
    },
  ];
}

function ofFiveThousand(): Figure[] {
  const { plain, report, few } = sampled(APP, { plain: ['plain', '5000'], report: ['report', '5000'], few: ['report', '1000'] }, 5);
  const seconds = added(report, plain) / 1e3;
  const size = medianOf(report, 'page');
  // The difference of two syntheses that take seconds is mostly chance.
  const growth = medianOf(report, 'own') / medianOf(few, 'own');
  return [
    { what: '`McpAccessReport` of 5,000 roles adds to the synthesis', goal: 'at most 2 s', figure: `${seconds.toFixed(1)} s`, met: seconds <= 2 },
    { what: '… ÷ of 1,000 roles, the plugin by itself, with the writing of its files', goal: 'linear: at most 5', figure: ratio(growth), met: growth <= 5 },
    { what: '… its page', goal: 'at most 6 MB', figure: `${(size / 1e6).toFixed(1)} MB`, met: size <= 6e6 },
  ];
}

const STATEMENTS = 20;

/** Roles of which none is like another: every third statement a guardrail, each about whole services, verbs and names of them. */
function differentRoles(number: number) {
  const services = ['s3', 'ec2', 'dynamodb', 'iam', 'lambda', 'sqs', 'sns', 'rds', 'kms', 'logs', 'ssm', 'eks', 'ecs', 'glue', 'athena', 'sts'];
  const verbs = ['*', 'Get*', 'List*', 'Delete*', 'Put*', 'Create*', 'Describe*', 'Update*'];
  const action = (i: number) => `${services[i % services.length]}:${verbs[Math.floor(i / services.length) % verbs.length]}`;
  const statement = (role: number, i: number) => (i % 3 === 0
    ? { Effect: 'Deny', Action: [action(7 * role + i), action(role + 3 * i)], Resource: '*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } }
    : { Effect: 'Allow', Action: [action(5 * role + i), action(11 * role + i), `${action(role)}${role}`], Resource: i % 2 === 0 ? '*' : `arn:aws:s3:::data-${role}/*` });
  return Object.fromEntries(Array.from({ length: number }, (_, role) => [`Role${role}`, {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
      Policies: [{ PolicyName: 'Own', PolicyDocument: { Version: '2012-10-17', Statement: Array.from({ length: STATEMENTS }, (__, i) => statement(role, i)) } }],
    },
  }]));
}

/** What one more principal takes: every action of the table, from every origin. */
function ofAPrincipal(): Figure {
  const time = (templates: ReturnType<typeof readTemplates>) => {
    const start = process.hrtime.bigint();
    accessReport(templates);
    return Number(process.hrtime.bigint() - start) / 1e6;
  };
  const [few, many] = [100, 400].map((roles) => readTemplates([{ template: { Resources: differentRoles(roles) } }]));
  const each = median(Array.from({ length: ROUNDS }, () => (time(many) - time(few)) / 300));
  const { actions, origins } = accessReport(few);
  return {
    what: `All actions of a principal with ${STATEMENTS} statements like no other's: ${count(actions.total)} actions from ${origins.length} origins, as the report asks`,
    goal: 'at most 10 ms',
    figure: milliseconds(each),
    met: each <= 10,
  };
}

if (require.main === module) {
  print([...ofAThousand(), ...ofFiveThousand(), ofAPrincipal()]);
}
