import * as fs from 'fs';
import * as path from 'path';
import { stringify } from 'yaml';
import { inEmptyDirectory, read, run, runJson, write } from './run';

inEmptyDirectory();

type Json = { [key: string]: any };

const FOLDERS = ['../source-policies', '../cases'];

/** The document in a file that has one, or only its statements. */
const documentIn = (value: Json): Json => value.PolicyDocument ?? ('Statement' in value ? value : 'Effect' in value || Array.isArray(value)
  ? { Version: '2012-10-17', Statement: value } : {});

/** All inputs that others wrote, or that went wrong. */
const INPUTS = FOLDERS.flatMap((folder) => fs.readdirSync(path.join(__dirname, folder)).filter((name) => name.endsWith('.json')).map((file): [string, Json] => (
  [file.replace('.json', ''), JSON.parse(fs.readFileSync(path.join(__dirname, folder, file), 'utf-8'))])));

/** Those that are whole files with policies in them, by where these are. */
const WHOLE: { readonly [input: string]: (value: Json) => Json[] } = {
  '04-sam-policies-array': ({ Resources }) => Resources.Agent.Properties.Policies.filter((each: unknown) => typeof each === 'object'),
  '06-account-authorization-details': ({ RoleDetailList }) => RoleDetailList.flatMap(({ RolePolicyList }: Json) => RolePolicyList.map(({ PolicyDocument }: Json) => PolicyDocument)),
  '15-terraform-plan': ({ planned_values: { root_module: { resources } } }) => resources.filter(({ type }: Json) => type === 'aws_iam_role_policy').map(({ values }: Json) => JSON.parse(values.policy)),
};

/** Those that are no policies of principals: see below. */
const OTHERS = ['07-network-deny-of-what-no-server-calls', '18-operator-in-other-case', '20-scp-lockout', '21-version-object'];

/** The policies of principals: documents, of which the statements may be one. */
const WILD = INPUTS.filter(([name]) => !OTHERS.includes(name)).flatMap(([name, value]): Array<[string, Json]> => (Object.hasOwn(WHOLE, name)
  ? WHOLE[name](value).map((document, i) => [`${name}, policy ${i}`, document]) : [[name, documentIn(value)]]));

const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
const ARN = 'arn:aws:iam::111122223333:role/Agent';

interface Wrapping {
  readonly file: string;
  readonly content: unknown;
  /** Who has the policy, if that is said. */
  readonly principal?: string;
  /** What findings call it. */
  readonly name?: string;
}

/** The same policy, as each kind of file has it. */
const WRAPPINGS: ReadonlyArray<readonly [kind: string, wrap: (document: Json) => Wrapping]> = [
  ['JSON', (document) => ({ file: 'x.json', content: document })],
  ['YAML', (document) => ({ file: 'x.yaml', content: `# The policy\n${stringify(document)}` })],
  ['statements', ({ Statement }) => ({ file: 'x.json', content: Statement })],
  ['what IAM\'s API returns', (document) => ({ file: 'x.json', content: { RoleName: 'Agent', PolicyName: 'P', PolicyDocument: document } })],
  ['CloudFormation', (document) => ({
    file: 'x.yaml',
    content: stringify({
      Resources: { Agent: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, Policies: [{ PolicyName: 'P', PolicyDocument: document }] } } },
    }),
    principal: 'Agent',
    name: 'Agent',
  })],
  ['SAM', (document) => ({
    file: 'x.yaml',
    content: stringify({
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: { Agent: { Type: 'AWS::Serverless::Function', Properties: { Handler: 'i.h', Policies: ['AWSLambdaBasicExecutionRole', document] } } },
    }),
    principal: 'Agent',
    name: 'Agent',
  })],
  ['Terraform', (document) => ({
    file: 'x.json',
    content: {
      format_version: '1.2',
      planned_values: {
        root_module: {
          resources: [
            { address: 'aws_iam_role.agent', mode: 'managed', type: 'aws_iam_role', name: 'agent', values: { name: 'Agent', path: '/', arn: ARN, assume_role_policy: JSON.stringify(TRUST) } },
            { address: 'aws_iam_role_policy.p', mode: 'managed', type: 'aws_iam_role_policy', name: 'p', values: { name: 'P', role: 'Agent', policy: JSON.stringify(document) } },
          ],
        },
      },
    },
    principal: 'Agent',
    name: 'aws_iam_role_policy.p',
  })],
  ['an account', (document) => ({
    file: 'x.json',
    content: {
      RoleDetailList: [{ RoleName: 'Agent', Path: '/', Arn: ARN, AssumeRolePolicyDocument: TRUST, RolePolicyList: [{ PolicyName: 'P', PolicyDocument: document }], AttachedManagedPolicies: [] }],
    },
    principal: ARN,
    name: 'role Agent',
  })],
];

/** What differs rightly, by rule: it is about the role as a whole, and is not said of a policy by itself. */
const OF_A_ROLE = ['ManagedPolicyNotScoped', 'TrustPolicyHasNoEffect'];

interface Said {
  readonly findings: ReadonlyArray<{ readonly rule: string; readonly severity: string; readonly statement: string; readonly [place: string]: any }>;
  /** Of a request by each of the actions, directly and through a server. */
  readonly decisions: readonly unknown[];
}

async function said(file: string, principal: string, actions: readonly string[]): Promise<Said> {
  const { findings } = await runJson(['check', file]);
  const decisions = [];
  for (const action of actions) {
    const { code, stdout, stderr } = await run(['simulate', file, '--action', action, '--unlisted-action', '--via', 'direct', '--via', 'aws', '--format', 'json', '--principal', principal]);
    decisions.push(code === 2 ? expect.stringMatching(/^mcp-guardrails: /).asymmetricMatch(stderr) && 'refused' : JSON.parse(stdout).results.map(({ decision }: any) => decision));
  }
  return { findings: findings.filter(({ rule }: any) => !OF_A_ROLE.includes(rule)), decisions };
}

describe.each(WILD)('%s', (_, document) => {
  const statements = [document.Statement].flat();
  const named = new Set(statements.flatMap(({ Action = [] }) => [Action].flat() as string[]).filter((action) => !/[*?]/.test(action)));
  const actions = ['ec2:RunInstances', ...[...named].slice(0, 3)];
  /** It is the same each time. */
  let ofPlain: Said | undefined;

  test.each(WRAPPINGS)('as %s', async (__, wrap) => {
    write('plain.json', document);
    ofPlain ??= await said('plain.json', ARN, actions);
    const { file, content, principal = ARN, name } = wrap(document);
    write(file, content);
    const { findings, decisions } = await said(file, principal, actions);
    const found = (each: Said['findings']) => each.map(({ rule, severity, statement }) => [rule, severity, statement]);
    expect([found(findings), decisions]).toEqual([found(ofPlain.findings), ofPlain.decisions]);
    const lines = read(file).split('\n');
    for (const { statement, line, constructPath, logicalId } of findings.filter((each) => each.statement !== '')) {
      const { Sid, Effect } = statements.find((each) => each.Sid === statement) ?? statements[Number(statement)];
      const [key, value] = Sid === undefined ? ['Effect', Effect] : ['Sid', Sid];
      expect(lines.slice(line - 1, line + 1).join('').replace(/[\\"\s]/g, '')).toContain(`${key}:${value}`);
      if (name !== undefined) {
        expect(constructPath ?? logicalId).toBe(name);
      }
    }
  });
});

const terraform = (type: string, values: Json) => ({
  format_version: '1.2', planned_values: { root_module: { resources: [{ address: `${type}.it`, mode: 'managed', type, name: 'it', values }] } },
});
const resource = (Type: string, Properties: Json) => ({ Resources: { It: { Type, Properties } } });
const input = (name: string) => INPUTS.find(([each]) => each === name)![1];

/** A kind of file, and what findings call the policy in it. */
type File = readonly [kind: string, file: string, content: unknown, name?: string];

const TERRAFORM_NAME = (type: string) => `${type}.it`;
const controlPolicy = (type: string) => (document: Json): File[] => [
  ['CloudFormation', 'x.yaml', stringify(resource('AWS::Organizations::Policy', { Name: 'it', Type: type, Content: document })), 'It'],
  ['Terraform', 'x.json', terraform('aws_organizations_policy', { name: 'it', type, content: JSON.stringify(document) }), TERRAFORM_NAME('aws_organizations_policy')],
  ['what Organizations prints', 'x.json', { Policy: { PolicySummary: { Id: 'p-1', Type: type }, Content: JSON.stringify(document) } }],
];

/**
 * What a policy that is none of a principal can stand in. An account has roles, users and groups only, and no API or control policy. Statements by
 * themselves, and a document by itself, are nobody's control policy. A list without statements is none of statements.
 */
const OTHER_WRAPPINGS: ReadonlyArray<readonly [input: string, document: Json, wrap: (document: Json) => File[]]> = [
  ['07-network-deny-of-what-no-server-calls', input('07-network-deny-of-what-no-server-calls'), (document) => [
    ['JSON', 'x.json', document],
    ['YAML', 'x.yaml', stringify(document)],
    ['statements', 'x.json', document.Statement],
    ['CloudFormation', 'x.yaml', stringify(resource('AWS::ApiGateway::RestApi', { Name: 'it', Policy: document })), 'It'],
    ['SAM', 'x.yaml', stringify({ Transform: 'AWS::Serverless-2016-10-31', ...resource('AWS::Serverless::Api', { StageName: 'x', Auth: { ResourcePolicy: { CustomStatements: document.Statement } } }) }), 'It'],
    ['Terraform', 'x.json', terraform('aws_api_gateway_rest_api_policy', { rest_api_id: 'a', policy: JSON.stringify(document) }), TERRAFORM_NAME('aws_api_gateway_rest_api_policy')],
  ]],
  ['18-operator-in-other-case', input('18-operator-in-other-case'), controlPolicy('RESOURCE_CONTROL_POLICY')],
  ['20-scp-lockout', JSON.parse(input('20-scp-lockout').Policy.Content), controlPolicy('SERVICE_CONTROL_POLICY')],
  ['21-version-object', input('21-version-object'), (document) => [
    ['JSON', 'x.json', document],
    ['YAML', 'x.yaml', stringify(document)],
    ['CloudFormation', 'x.yaml', stringify(resource('AWS::IAM::ManagedPolicy', { PolicyDocument: document })), 'It'],
    ['Terraform', 'x.json', terraform('aws_iam_policy', { name: 'it', policy: JSON.stringify(document) }), TERRAFORM_NAME('aws_iam_policy')],
  ]],
];

test('no input is left out', () => {
  expect(OTHER_WRAPPINGS.map(([name]) => name)).toEqual(OTHERS);
  const wild = new Set(WILD.map(([name]) => name.split(',')[0]));
  expect([...wild, ...OTHERS].sort()).toEqual(INPUTS.map(([name]) => name).sort());
  for (const [, { Statement }] of WILD) {
    expect([Statement].flat()).not.toEqual([]);
    expect(JSON.stringify(Statement)).not.toContain('"Principal"');
  }
});

describe.each(OTHER_WRAPPINGS)('%s', (_, document, wrap) => {
  const found = async ([, file, content]: File) => {
    write(file, content);
    return (await runJson(['check', file])).findings;
  };
  const judged = (findings: Json[]) => findings.map(({ rule, severity, statement }) => [rule, severity, statement]);

  test.each(wrap(document).map(([kind], i) => [kind, i] as const))('as %s', async (__, i) => {
    expect(judged(await found(wrap(document)[i]))).toEqual(judged(await found(wrap(document)[0])));
    if (document.Statement.length === 0) {
      return;
    }
    // The same with a mistake, as what is right has no line.
    const [statement] = document.Statement.slice(-1);
    const mistake = Object.assign({ Sid: '' }, statement, { Sid: 'Mistake', Condition: { ...statement.Condition, Bool: { 'aws:ViaAWSMCPService': 'maybe' } } });
    const mistaken = wrap({ ...document, Statement: [...document.Statement.slice(0, -1), mistake] });
    const findings: Json[] = await found(mistaken[i]);
    expect(judged(findings)).toContainEqual(['NotBooleanMcpValue', 'error', 'Mistake']);
    for (const { line, constructPath, logicalId } of findings.filter(({ rule }) => rule === 'NotBooleanMcpValue')) {
      expect(read(mistaken[i][1]).split('\n').slice(line - 1, line + 1).join('').replace(/[\\"\s]/g, '')).toContain('Sid:Mistake');
      expect(constructPath ?? logicalId).toBe(mistaken[i][3]);
    }
  });
});
