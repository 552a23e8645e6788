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

/** The policies of principals that others wrote, or that went wrong: documents, of which the statements may be one. */
const WILD = FOLDERS.flatMap((folder) => fs.readdirSync(path.join(__dirname, folder)).filter((name) => name.endsWith('.json')).map((file): [string, Json] => (
  [file.replace('.json', ''), documentIn(JSON.parse(fs.readFileSync(path.join(__dirname, folder, file), 'utf-8')))])))
  .filter(([, { Statement }]) => Statement !== undefined && [Statement].flat().length > 0)
  .filter(([, document]) => !JSON.stringify(document).includes('"Principal"'));

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

const findingsIn = async (file: string) => {
  const { findings } = await runJson(['check', file]);
  return findings.filter(({ rule }: any) => !OF_A_ROLE.includes(rule));
};

describe.each(WILD)('%s', (_, document) => {
  test.each(WRAPPINGS)('as %s', async (kind, wrap) => {
    write('plain.json', document);
    const expected = (await findingsIn('plain.json')).map(({ rule, severity, statement }: any) => [rule, severity, statement]);
    const { file, content, principal, name } = wrap(document);
    write(file, content);
    const found = await findingsIn(file);
    expect(found.map(({ rule, severity, statement }: any) => [rule, severity, statement])).toEqual(expected);
    const lines = read(file).split('\n');
    const statements = [document.Statement].flat();
    for (const { statement, line, constructPath, logicalId } of found.filter((each: any) => each.statement !== '')) {
      const { Sid, Effect } = statements.find((each) => each.Sid === statement) ?? statements[Number(statement)];
      const [key, value] = Sid === undefined ? ['Effect', Effect] : ['Sid', Sid];
      expect(lines.slice(line - 1, line + 1).join('').replace(/[\\"\s]/g, '')).toContain(`${key}:${value}`);
      if (name !== undefined) {
        expect(constructPath ?? logicalId).toBe(name);
      }
    }
    // A request by each of the actions, directly and through a server.
    const actions = [...new Set(statements.flatMap(({ Action = [] }) => [Action].flat() as string[]).filter((action) => !/[*?]/.test(action)))].slice(0, 3);
    for (const action of ['ec2:RunInstances', ...actions]) {
      const ask = async (asked: string, ...who: string[]) => {
        const { code, stdout, stderr } = await run(['simulate', asked, '--action', action, '--unlisted-action', '--via', 'direct', '--via', 'aws', '--format', 'json', ...who]);
        return code === 2 ? expect.stringMatching(/^mcp-guardrails: /).asymmetricMatch(stderr) && 'refused' : JSON.parse(stdout).results.map(({ decision }: any) => decision);
      };
      expect([kind, await ask(file, ...principal === undefined ? ['--principal', ARN] : ['--principal', principal])])
        .toEqual([kind, await ask('plain.json', '--principal', ARN)]);
    }
  });
});
