import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { IPolicyValidationContext, PolicyValidationPluginReport } from 'aws-cdk-lib';
import { role, roleWithArns } from './found';
import { RULES } from '../../../src/analysis/rules';
import { AlikeRoles } from '../../../src/analysis/rules/alike-roles';
import { templateSet } from '../../../src/analysis/template/template-set';
import { McpGuardrailValidator } from '../../../src/analysis/validator';
import { inlineOrManaged } from '../../../src/iam/policy-kinds';
import type { Json } from '../../../src/iam/value';
import { random } from '../../random-numbers';

const get = (Resource: unknown): Json => ({ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource });
const document = (...Statement: Json[]): Json => ({ Version: '2012-10-17', Statement });
const policy = (Roles: unknown, PolicyDocument: Json, more: Json = {}): Json => ({ Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'P', PolicyDocument, Roles, ...more } });
const ref = (Ref: string): Json => ({ Ref });
const arn = (id: string): Json => ({ 'Fn::GetAtt': [id, 'Arn'] });
const bucket = (Properties: Json = {}): Json => ({ Type: 'AWS::S3::Bucket', Properties });

/** What need not be read of the resources. */
function leftOut(resources: Json): string[] {
  return [...new AlikeRoles(templateSet([{ template: { Resources: resources } }], {})).entries].map(({ logicalId }) => logicalId);
}

describe('of two roles with their inline policies, one need not be read', () => {
  const [a, b] = ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'];
  const { Properties: { Policies, ...bare } } = role([]);
  const A = { Type: 'AWS::IAM::Role', Properties: bare };

  test.each<[string, Json, string[]]>([
    ['where they differ in the names of resources', { A: role([get(a)]), B: role([get(b)]) }, ['B']],
    ['where their policies are resources', { A, B: A, P: policy([ref('A')], document(get(a))), Q: policy([ref('B')], document(get(b)), { PolicyName: 'Q' }) }, ['B', 'Q']],
    ['where what is resolved is the same', { A: role([get(ref('T'))]), B: role([get(ref('T'))]) }, ['B']],
    ['where they name resources of the template that are alike', { A: role([get(arn('T'))]), B: role([get(arn('U'))]), T: bucket(), U: bucket() }, ['B']],
    ['where they name themselves', { A: role([get(arn('A'))]), B: role([get(arn('B'))]) }, ['B']],
    ['but not where one names the other', { A: role([get(arn('A'))]), B: role([get(arn('A'))]) }, []],
    ['but not where one names one resource twice', { A: role([get([arn('T'), arn('T')])]), B: role([get([arn('T'), arn('U')])]), T: bucket(), U: bucket() }, []],
    ['but not where the resources are not alike', { A: role([get(arn('T'))]), B: role([get(arn('U'))]), T: bucket(), U: bucket({ BucketName: 'u' }) }, []],
    ['but not where they name parameters', { A: role([get(ref('T'))]), B: role([get(ref('U'))]) }, []],
    ['but not where a function stands beside a name', { A: role([get([a, ref('T')])]), B: role([get([b, ref('T')])]) }, []],
    ['but not where a function stands in another statement', { A: role([get(a), get(ref('T'))]), B: role([get(b), get(ref('T'))]) }, []],
    ['but not where a condition has another name', { A: role([get(a)]), B: role([{ ...get(b), Condition: { ArnLike: { Resource: b } } }]), C: role([{ ...get(b), Condition: { ArnLike: { Resource: a } } }]) }, []],
    ['but not where another property has another name', { A: role([get(a)], { Custom: { Resource: a } }), B: role([get(b)], { Custom: { Resource: a } }), C: role([get(a)], { Custom: { Resource: b } }) }, []],
    ['but not where the trust policy has another name', {
      A: role([get(a)], { AssumeRolePolicyDocument: document(get(a)) }), B: role([get(a)], { AssumeRolePolicyDocument: document(get(b)) }),
    }, []],
    ['but not where a statement has a name in its condition, and none of its own', {
      A: role([{ ...get(a), Resource: undefined, Condition: { ArnLike: { Resource: a } } }]),
      B: role([{ ...get(b), Resource: undefined, Condition: { ArnLike: { Resource: b } } }]),
    }, []],
    ['but not where the policies are made at deployment', { A: role([], { Policies: { 'Fn::If': ['C', [], { Resource: a }] } }), B: role([], { Policies: { 'Fn::If': ['C', [], { Resource: b }] } }) }, []],
    ['but not where a statement differs', { A: role([get(a)]), B: role([{ ...get(b), Sid: 'S' }]) }, []],
    ['but not where the role differs', { A: role([get(a)]), B: role([get(b)], { RoleName: 'b' }) }, []],
    ['but not where the condition differs', { A: role([get(a)]), B: { ...role([get(b)]), Condition: 'C' } }, []],
    ['but not where one policy is of two', { A, B: A, P: policy([ref('A')], document(get(a))), Q: policy([ref('A'), ref('B')], document(get(b))) }, []],
    ['but not where a policy is also of a user', { A, B: A, P: policy([ref('A')], document(get(a)), { Users: ['u'] }), Q: policy([ref('B')], document(get(b))) }, []],
    ['but not where a managed policy is attached to it', { A, B: A, M: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(get(a)), Roles: [ref('B')] } } }, []],
    ['but not where a policy may be of any', { A, B: A, P: policy([ref('Given')], document(get(a))) }, []],
    ['but not where a policy is attached by name', { A, B: A, P: { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: 'r', PolicyDocument: document(get(a)) } } }, []],
    ['but not where they may be too large', { A: role([get(a)]), B: role([get(`${b}${'x'.repeat(11_000)}`)]) }, []],
  ])('%s', (_, resources, expected) => {
    expect(leftOut(resources)).toEqual(expected);
  });

  test('but not where they are of two templates', () => {
    const templates = templateSet([{ template: { Resources: { A } }, file: 'a' }, { template: { Resources: { A } }, file: 'b' }], {});
    expect(new AlikeRoles(templates).entries.size).toBe(0);
  });
});

test('a rule that judges a principal by its resources does so by the size of the policies, of which the roles have little', () => {
  expect(RULES.filter(({ checkPrincipal, readsResources }) => checkPrincipal && readsResources).map(({ id }) => id)).toEqual(['PolicyTooLarge']);
  // Whether it is one of the role or a resource of its own, it counts together with the others, in characters of its JSON.
  const [ofRole, ofPolicy] = ['AWS::IAM::Role', 'AWS::IAM::Policy'].map(inlineOrManaged);
  expect(ofPolicy).toBe(ofRole);
  expect(ofRole).toMatchObject({ maxSize: 10_240, ignoresWhitespace: true });
  expect(ofRole!.countsBytes).toBeUndefined();
});

describe('the validator', () => {
  let directory: string;
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'alike-'));
  });
  afterEach(() => fs.rmSync(directory, { recursive: true }));

  function validated(templates: readonly Json[]): PolicyValidationPluginReport {
    const templatePaths = templates.map((template, i) => {
      const file = path.join(directory, `${i}.template.json`);
      fs.writeFileSync(file, JSON.stringify(template));
      return file;
    });
    return new McpGuardrailValidator().validate({ templatePaths } as Partial<IPolicyValidationContext> as IPolicyValidationContext);
  }

  /** A policy that is attached to a role by its name: with it, all roles are read. */
  const BY_NAME = { Resources: { ByName: { Type: 'AWS::IAM::RolePolicy', Properties: { PolicyName: 'P', RoleName: 'elsewhere', PolicyDocument: document(get('arn:aws:s3:::a/*')) } } } };

  const CONDITIONS = [undefined, undefined, { Bool: { 'aws:ViaAWSMCPService': 'true' } }, { StringEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } }];
  /** In which something is wrong, or can't be judged. */
  const OTHERS = [{ Null: { 'aws:ViaAWSMCPService': 'true' } }, { Bool: { 'aws:ViaAWSMCPService': ref('Given') } }];

  /** Roles with policies as an app makes them by one class: of a few kinds, each with resources of its own. */
  function randomTemplate(below: (limit: number) => number): Json {
    const any = <T>(items: readonly T[]): T => items[below(items.length)];
    const faults = any([20, 400, 4_000, 4_000]);
    const statements = Array.from({ length: 4 }, () => {
      const [Condition, Action] = [below(faults) < 4 ? any(OTHERS) : any(CONDITIONS), any(['s3:GetObject', ['s3:GetObject', 's3:PutObject']])];
      return (): Json => ({
        Effect: Condition ? 'Deny' : 'Allow',
        Action,
        ...(Condition && { Condition }),
        Resource: below(faults) < 2 ? any(['*', ref('Role0'), 'reports', 'arn:aws:s3:::a'])
          : below(3) === 0 ? { 'Fn::Join': ['', [arn(`Bucket${below(9)}`), '/*']] }
            : below(3) === 0 ? [`arn:aws:s3:::${any(['a', 'b'])}/*`, below(faults) < 2 ? 'arn:aws:s3:::a' : 'arn:aws:s3:::d/*'] : `arn:aws:s3:::${any(['a', 'b', 'c'])}/*`,
      });
    });
    const kinds = Array.from({ length: 4 }, () => {
      const [managed, boundary, service] = [below(5), below(4), any(['ec2.amazonaws.com', 'lambda.amazonaws.com'])];
      const [own, inline] = [Array.from({ length: below(3) }, () => any(statements)), Array.from({ length: below(3) }, () => any(statements))];
      return (id: string): Json => ({
        [id]: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }),
            ...(managed === 0 && { ManagedPolicyArns: [ref('Managed')] }),
            ...(managed === 1 && { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }),
            ...(boundary === 0 && { PermissionsBoundary: ref('Managed') }),
            ...(inline.length > 0 && { Policies: [{ PolicyName: 'Inline', PolicyDocument: document(...inline.map((make) => make())) }] }),
          },
          Metadata: { 'aws:cdk:path': `Stack/${id}` },
        },
        ...Object.fromEntries(own.map((make, i) => [`${id}Policy${i}`, policy([ref(id)], document(make()))])),
        ...(below(40) === 0 && { [`${id}More`]: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(any(statements)()), Roles: [ref(id)] } } }),
      });
    });
    return {
      Parameters: { Given: { Type: 'String' } },
      Resources: {
        ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`Bucket${i}`, bucket(below(9) === 0 ? { BucketName: 'b' } : {})])),
        Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(any(statements)()) } },
        ...Object.assign({}, ...Array.from({ length: 30 }, (_, i) => any(kinds)(`Role${i}`))),
        ...(below(3) === 0 && Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`Other${i}`, roleWithArns(below)]))),
      },
    };
  }

  test('finds in each what is wrong with a role and is placed elsewhere', () => {
    const viaMcp = document({ ...get('*'), Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } });
    const each = role([], { Policies: [], ManagedPolicyArns: [ref('Managed'), 'arn:aws:iam::aws:policy/ReadOnlyAccess'] });
    const { violations } = validated([{ Resources: { A: each, B: each, Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: viaMcp } } } }]);
    expect(violations.map(({ ruleName, description }) => [ruleName, /the role \w/.exec(description)![0]])).toEqual([
      ['ManagedPolicyNotScoped', 'the role A'], ['ManagedPolicyNotScoped', 'the role B'],
    ]);
  });

  test('finds in the last of several policies what is wrong with a resource', () => {
    const each = (...resources: string[]) => role([], { Policies: resources.map((Resource, i) => ({ PolicyName: `P${i}`, PolicyDocument: document({ ...get(Resource), Action: 's3:GetObject' }) })) });
    const { violations } = validated([{ Resources: { A: each('arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'), B: each('arn:aws:s3:::c/*', 'arn:aws:s3:::d') } }]);
    expect(violations.map(({ ruleName, description }) => [ruleName, /arn:\S*d\b/.exec(description)?.[0]])).toEqual([['ResourceNotAllowed', 'arn:aws:s3:::d']]);
  });

  test('says the same, to the letter, as if each role were read', () => {
    const next = random(12);
    const below = (limit: number) => Math.floor(next() * limit);
    let [fewer, clean] = [0, 0];
    for (let i = 0; i < 30; i++) {
      const templates = Array.from({ length: 1 + below(2) }, () => randomTemplate(below));
      const found = validated(templates);
      expect(found).toEqual(validated([...templates, BY_NAME]));
      fewer += new AlikeRoles(templateSet(templates.map((template) => ({ template })), {})).entries.size > 0 ? 1 : 0;
      clean += found.violations.length === 0 ? 1 : 0;
    }
    expect(fewer).toBeGreaterThan(25);
    expect([clean > 2, clean < 20]).toEqual([true, true]);
  });
});
