import * as fs from 'fs';
import * as path from 'path';
import Ajv from 'ajv';
import { pageOf, policiesOf, sampleTemplate } from './sample';
import { takenAlong } from '../../../build-tools/taken-along';
import { ActionSet, McpGuardrail, McpSimulator } from '../../../src';
import { jsonPieces } from '../../../src/analysis/access-report/render-json';
import { accessReport, reportAndSearch } from '../../../src/analysis/access-report/report';
import type { AccessReport, ReportedPrincipal } from '../../../src/analysis/access-report/report-types';
import type { Json } from '../../../src/iam/value';

const renderJson = (made: AccessReport) => [...jsonPieces(made)].join('');
const report = accessReport(policiesOf(sampleTemplate(8)));
const principal = (name: string, of: AccessReport = report): ReportedPrincipal => of.principals.find(({ id }) => id.includes(`/${name}/`))!;
const AWS = 'aws-mcp.amazonaws.com';
const EKS = 'eks-mcp.amazonaws.com';
const verdicts = (name: string) => ['direct', AWS, EKS, 'any-other-server'].map((origin) => principal(name).access[origin].verdict).join(' ');

test('each principal has a verdict from each origin', () => {
  expect(verdicts('Administrator')).toBe('everything most most most');
  expect(verdicts('Agent')).toBe('nothing some some some');
  expect(verdicts('ClusterAgent')).toBe('some nothing some nothing');
  expect(verdicts('Developer')).toBe('some some some some');
  expect(verdicts('Function')).toBe('depends depends depends depends');
  expect(verdicts('Reader')).toBe('reads reads reads reads');
  expect(verdicts('Unused')).toBe('nothing nothing nothing nothing');
});

describe('profiles', () => {
  const levels = (name: string, origin: string, service: string) => {
    const { services } = report.profiles[principal(name).access[origin].profile];
    return services[service] === undefined ? undefined : report.serviceAccess[services[service]];
  };

  test('count by service and access level', () => {
    expect(levels('Agent', AWS, 's3')).toMatchObject({
      List: { partly: 18, total: 18 },
      Write: { partly: 1, denied: 12, stopped: 1, actions: ['PutObject'] },
    });
    expect(levels('Agent', 'direct', 's3')).toMatchObject({ List: { denied: 18, stopped: 18, total: 18 } });
    expect(levels('Developer', 'direct', 'dynamodb')).toMatchObject({ Tagging: { depends: 2, total: 2 } });
  });

  test('name actions only if they are few', () => {
    expect(levels('Agent', AWS, 's3')!.Read!.actions).toBeUndefined();
    expect(levels('Function', AWS, 'dynamodb')!.Read).toMatchObject({ granted: 1, depends: 30, actions: ['GetItem'] });
  });

  test('leave out services of which nothing is allowed', () => {
    expect(Object.keys(report.profiles[principal('Agent').access[AWS].profile].services)).toEqual(['dynamodb', 's3']);
    expect(Object.keys(report.profiles[principal('Function').access[AWS].profile].services)).toEqual(['dynamodb']);
  });

  test('account for every action once', () => {
    for (const { counts: { allowed = 0, partly = 0, depends = 0, denied = 0, notAllowed = 0, total } } of report.profiles) {
      expect(allowed + partly + depends + denied + notAllowed).toBe(total);
      expect(total).toBe(report.actions.total);
    }
  });

  test('are shared by all that are alike', () => {
    const many = accessReport(policiesOf(sampleTemplate(80)));
    expect(principal('Team1/Agent', many).access[AWS].profile).toBe(principal('Team2/Agent', many).access[AWS].profile);
    expect(many.profiles.length).toBeLessThan(30);
  });
});

describe('answers', () => {
  const answer = (name: string, origin: string, question: 'delete' | 'secrets') => {
    const { allowed, partly, depends, more } = report.profiles[principal(name).access[origin].profile].answers[question] ?? {};
    const services = (set: number | undefined): any => (set === undefined ? undefined : report.actionSets[set].services);
    return { allowed: services(allowed), partly: services(partly), depends: services(depends), more };
  };

  test('name the actions that a question is about, from each origin', () => {
    expect(answer('Agent', 'direct', 'delete')).toEqual({});
    // It may dynamodb:*, but for what the guardrail denies.
    const left = ActionSet.destructive('dynamodb').listActions().filter((action) => !action.startsWith('dynamodb:Delete'));
    expect(left).toContain('dynamodb:BatchWriteItem');
    expect(answer('Agent', AWS, 'delete').allowed).toEqual({ dynamodb: left.map((action) => action.split(':')[1]).sort() });
    expect(answer('Agent', AWS, 'secrets').partly!.s3).toEqual(['GetDataAccess']);
    expect(answer('Unused', 'direct', 'delete')).toEqual({});
  });

  test('of many actions say how many of each service, and of many services how many there are', () => {
    const { actionSets } = report;
    const big = actionSets.filter(({ services }) => typeof services === 'number');
    expect(big.length).toBeGreaterThan(0);
    expect(big.every(({ count, services }) => count > 100 && Number(services) > 100)).toBe(true);
    expect(answer('Administrator', 'direct', 'delete').allowed).toBe(new Set(ActionSet.destructive().listActions().map((action) => action.split(':')[0])).size);
    const counted = actionSets.filter(({ count, services }) => count > 100 && typeof services !== 'number');
    expect(counted.length).toBeGreaterThan(0);
    for (const { count, services } of counted) {
      expect(Object.values(services).reduce((sum: number, each: any) => sum + each, 0)).toBe(count);
    }
  });

  test('of a policy that is known by name only are open', () => {
    expect(answer('Function', AWS, 'delete')).toMatchObject({ more: true });
  });

  test('agree with the sets, action by action', () => {
    const sets = { delete: ActionSet.destructive(), secrets: ActionSet.secretReads(), audit: ActionSet.auditTampering() };
    for (const { answers } of report.profiles) {
      for (const [id, set] of Object.entries(sets)) {
        const { allowed, partly, depends } = answers[id as 'delete'] ?? {};
        const named = [allowed, partly, depends]
          .flatMap((each) => (each === undefined ? [] : Object.entries(report.actionSets[each].services as object)))
          .flatMap(([service, names]) => (typeof names === 'number' ? [] : names.map((name: string) => `${service}:${name}`)));
        expect(named.filter((action) => !set.listActions().includes(action))).toEqual([]);
      }
    }
  });
});

test('resources that statements name are told as they are written, those of a boundary aside', () => {
  expect(principal('Agent').resources).toEqual([{
    actions: ['s3:Get*', 's3:List*', 's3:PutObject', 's3:DeleteObject'], resources: ['arn:aws:s3:::team-1-data', 'arn:aws:s3:::team-1-data/*'],
  }]);
  expect(principal('Reader').resources).toBeUndefined();
  // A file and a page have them: they are looked up once.
  expect(principal('Agent').resources).toBe(principal('Agent').resources);
  const role = (statement: object) => accessReport(policiesOf({
    Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'P', PolicyDocument: { Statement: { Effect: 'Allow', ...statement } } }] } } },
  })).principals[0].resources;
  expect(role({ NotAction: 'iam:*', NotResource: ['arn:aws:s3:::a'], Condition: { Bool: { 'aws:SecureTransport': 'true' } } }))
    .toEqual([{ actions: ['iam:*'], allButActions: true, resources: ['arn:aws:s3:::a'], allBut: true, conditional: true }]);
  expect(role({ Action: 's3:GetObject', Resource: { Ref: 'Bucket' } })).toEqual([{ actions: ['s3:GetObject'], resources: ['<Bucket>'] }]);
});

test('principals that may do the same share what is judged, and no others do', () => {
  const role = (Policies: object[], more: object = {}) => ({ Type: 'AWS::IAM::Role', Properties: { Policies: Policies.map((Statement, i) => ({ PolicyName: `P${i}`, PolicyDocument: { Statement } })), ...more } });
  const allows = (Action: string, Resource = '*', Condition?: object) => ({ Effect: 'Allow', Action, Resource, ...Condition && { Condition } });
  const { principals } = accessReport(policiesOf({
    Resources: {
      A: role([allows('s3:Get*', 'arn:aws:s3:::a')]),
      B: role([allows('s3:Get*', 'arn:aws:s3:::b')]),
      C: role([allows('s3:Get*')]),
      D: role([allows('s3:Get*', 'arn:aws:s3:::a')], { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/x'] }),
      E: role([allows('s3:Get*', '*', { StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/E' } })], { RoleName: 'E' }),
      F: role([allows('s3:Get*', '*', { StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/E' } })], { RoleName: 'F' }),
    },
  }));
  const [a, b, c, d, e, f] = principals.map(({ access }) => access);
  expect(a).toBe(b);
  expect(new Set([a, c, d, e, f]).size).toBe(5);
  expect(f.direct.verdict).toBe('nothing');
});

describe('guardrails', () => {
  const guardrail = (sid: string) => report.guardrails.find((each) => each.sid === sid)!;
  const effect = (name: string, sid: string, origin: string) =>
    principal(name).guardrails.find(({ guardrail: i }) => report.guardrails[i].sid === sid)?.origins[origin];

  test('say what they stop of what would be allowed', () => {
    const stopped = effect('Agent', 'DenyDeletingViaMcp', AWS)!;
    expect(stopped).toMatchObject({ effect: 'denies', actions: 7 });
    expect(report.stops[stopped.stops]).toEqual({ dynamodb: 6, s3: 1 });
    expect(effect('Agent', 'DenyDeletingViaMcp', 'direct')).toBeUndefined();
    expect(effect('Agent', 'DenyOutsideMcp', 'direct')!.actions).toBe(162);
  });

  test('leave servers\' own actions alone if they say so', () => {
    const { stops } = effect('ClusterAgent', 'DenyOutsideMcp', 'direct')!;
    expect(Object.keys(report.stops[stops])).toEqual(['ec2', 'eks']);
  });

  test('of service control policies are counted, and what judges a principal is told', () => {
    expect(guardrail('DenyOrganizationViaMcp')).toMatchObject({
      policyType: 'service control policy', targets: ['ou-ab12-11111111'], principals: 8, effects: { [AWS]: 'denies', [EKS]: 'denies' },
    });
    expect(principal('Administrator').guardrails.map(({ guardrail: i }) => report.guardrails[i].sid)).toEqual(['DenyDeletingViaMcp', 'DenyOrganizationViaMcp']);
    expect(report.serviceControl![principal('Administrator').serviceControl!]).toEqual(['Organization/Agents, taken to be attached above the account']);
  });

  test('of resource control policies are listed, and not counted', () => {
    const { Agents, ...others } = sampleTemplate(8).Resources as Json;
    const ofResources = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } }] };
    const made = accessReport(policiesOf({ Resources: { ...others, Agents: { ...Agents, Properties: { ...Agents.Properties, Type: 'RESOURCE_CONTROL_POLICY', Content: ofResources } } } }));
    expect(made.guardrails.find(({ policyType }) => policyType === 'resource control policy')).toMatchObject({ principals: 0, targets: ['ou-ab12-11111111'] });
    expect(made.serviceControl).toBeUndefined();
  });

  test('made of ready sets say what else a wildcard of them denies', () => {
    const policies = (...guardrails: McpGuardrail[]) => policiesOf({
      Resources: {
        Scp: {
          Type: 'AWS::Organizations::Policy',
          Properties: {
            Name: 'Agents', Type: 'SERVICE_CONTROL_POLICY', Content: { Version: '2012-10-17', Statement: guardrails.flatMap((each) => each.statements().map((one) => one.toStatementJson())) },
          },
        },
      },
    });
    const policy = (...guardrails: McpGuardrail[]) => accessReport(policies(...guardrails));
    const taken = (...guardrails: McpGuardrail[]) => policy(...guardrails).guardrails.map((each) => each.takenAlong ?? []);
    expect(taken(McpGuardrail.baseline())).toEqual([takenAlong().listActions(), []]);
    expect(pageOf(policies(McpGuardrail.baseline()))).toContain(`<summary>${takenAlong().listActions().length} of them in none of the ready sets</summary>`);
    // Exactly the sets; and what was never made from them.
    expect(taken(McpGuardrail.denyDestructiveViaMcp(), McpGuardrail.denySecretReadsViaMcp()).flat()).toEqual([]);
    expect(taken(McpGuardrail.denyViaMcp({ actions: ActionSet.writesOf('ec2', 's3') }), McpGuardrail.readOnlyViaMcp()).flat()).toEqual([]);
  });

  test('of a resource say whether they name principals', () => {
    const statement = { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::b/*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } };
    const policy = (Principal: unknown) => accessReport(policiesOf({
      Resources: {
        Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'b', PolicyDocument: { Statement: [{ ...statement, Principal }] } } },
      },
    })).guardrails[0];
    expect(policy('*')).toMatchObject({ policyType: 'resource-based policy', effects: { [AWS]: 'named resources' } });
    expect(policy({ AWS: '*' }).namesPrincipals).toBeUndefined();
    expect(policy({ AWS: 'arn:aws:iam::111122223333:role/Agent' }).namesPrincipals).toBe(true);
  });
});

test('actions that the table does not know are named', () => {
  const statement = { Effect: 'Allow', Action: ['aws-mcp:InvokeMcp', 's3:GetObject'], Resource: '*' };
  const { principals } = accessReport(policiesOf({
    Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'P', PolicyDocument: { Statement: statement } }] } } },
  }));
  expect(principals[0]).toMatchObject({ id: 'Stack1.template.json#Role', unlistedActions: ['aws-mcp:InvokeMcp'] });
});

test('a search says of retiring a grant what the simulator says: only the grant tells', () => {
  const statement = (Effect: string, Action: string, Resource = '*') => ({ Effect, Action, Resource });
  const roles: { [name: string]: object[] } = {
    Nothing: [],
    Other: [statement('Allow', 's3:*')],
    Allowed: [statement('Allow', 'kms:*')],
    Everything: [statement('Allow', '*')],
    Named: [statement('Allow', 'kms:*', 'arn:aws:kms:us-east-1:111122223333:key/a')],
    Denied: [statement('Allow', 'kms:*'), statement('Deny', 'kms:RetireGrant')],
  };
  const template = {
    Resources: Object.fromEntries(Object.entries(roles).map(([name, Statement]) => (
      [name, { Type: 'AWS::IAM::Role', Properties: { Policies: Statement.map((each, i) => ({ PolicyName: `P${i}`, PolicyDocument: { Statement: each } })) } }]))),
  };
  const { report: made, search } = reportAndSearch(policiesOf(template));
  const [level, names] = Object.entries(search.names.kms).find(([, each]) => each.includes('RetireGrant'))!;
  const found = made.principals.map(({ logicalId, access }) => {
    const { [level]: at = {} } = search.places[search.profiles[access.direct.profile].kms] as { [level: string]: { [state: string]: string } };
    const states = Object.entries(at ?? {}).filter(([, ranges]) => ranges.split(',').some((range) => {
      const [first, last = first] = range.split('-').map(Number);
      return first <= names.indexOf('RetireGrant') && names.indexOf('RetireGrant') <= last;
    })).map(([state]) => state);
    return [logicalId, states.join() || 'no'];
  });
  expect(Object.fromEntries(found)).toEqual({ Nothing: 'depends', Other: 'depends', Allowed: 'depends', Everything: 'depends', Named: 'depends', Denied: 'no' });
  const simulator = McpSimulator.fromTemplate(template);
  for (const [name, state] of found) {
    expect([name, simulator.simulate({ principal: name, action: 'kms:RetireGrant' }).decision]).toEqual([name, state === 'no' ? 'EXPLICITLY_DENIED' : 'CONDITIONAL']);
  }
});

test('the JSON is of its schema', () => {
  const validate = new Ajv().compile(JSON.parse(fs.readFileSync(path.join(__dirname, '../../../docs/schemas/access-report.schema.json'), 'utf-8')));
  for (const made of [report, accessReport(policiesOf(sampleTemplate(40))), accessReport(policiesOf({ Resources: {} }))]) {
    expect(validate(JSON.parse(renderJson(made))) ? [] : validate.errors).toEqual([]);
  }
  expect(validate({ ...JSON.parse(renderJson(report)), version: 1 })).toBe(false);
});

describe('as JSON', () => {
  test('is the report, the same for the same templates', () => {
    expect(JSON.parse(renderJson(report))).toEqual(report);
    expect(renderJson(accessReport(policiesOf(sampleTemplate(8))))).toBe(renderJson(report));
  });

  test('principals are in the order of their ids, whatever that of the template is', () => {
    const { Resources, ...others } = sampleTemplate(8);
    const turned = { ...others, Resources: Object.fromEntries(Object.entries(Resources).reverse()) };
    expect(accessReport(policiesOf(turned)).principals.map(({ id }) => id)).toEqual(report.principals.map(({ id }) => id));
  });

  test('two hundred principals are less than 400,000 characters', () => {
    const { Agents, ...roles } = sampleTemplate(200).Resources as Json;
    expect(renderJson(accessReport(policiesOf({ Resources: roles }))).length).toBeLessThan(400_000);
    // What a service control policy stops is told of the 50 whom it stops, and is less than 400 characters of each.
    const made = accessReport(policiesOf({ Resources: { ...roles, Agents } }));
    const scp = made.guardrails.findIndex(({ sid }) => sid === 'DenyOrganizationViaMcp');
    const told = made.principals.flatMap(({ guardrails }) => guardrails.filter(({ guardrail }) => guardrail === scp));
    expect(told).toHaveLength(50);
    expect(JSON.stringify(told).length).toBeLessThan(50 * 400);
    expect(renderJson(made).length).toBeLessThan(416_000);
  });
});
