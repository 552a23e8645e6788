/* eslint-disable @stylistic/max-len */
import * as fs from 'fs';
import { stringify } from 'yaml';
import { inEmptyDirectory, run, runJson, write } from './run';

inEmptyDirectory();

// A Deny that leaves direct calls open. One finding each tells that it was read.
const STATEMENT = { Sid: 'Bad', Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'false' } } };
const OTHER = { Sid: 'Good', Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const OWN = { Version: '2012-10-17', Statement: [STATEMENT] };
const OF_RESOURCE = { Version: '2012-10-17', Statement: [{ ...STATEMENT, Principal: '*' }] };
const NONE = { Ref: 'AWS::NoValue' };
const PARAMETERS = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };

const role = (PolicyDocument: unknown) => ({ Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'P', PolicyDocument }] } });
const one = (Type: string, Properties: object) => ({ Resources: { A: { Type, Properties } } });
const inRole = (document: unknown) => ({ ...PARAMETERS, Resources: { A: role(document) } });

const found = async (content: unknown, file = 't.yaml') => {
  write(file, typeof content === 'string' ? content : stringify(content, { aliasDuplicateObjects: false }));
  const { findings } = await runJson(['check', file]);
  return findings.filter(({ rule }: any) => rule === 'McpConditionDependsOnMissingKey').map(({ constructPath, logicalId, statement }: any) => `${constructPath ?? logicalId} ${statement}`);
};

describe('a policy is found', () => {
  test.each<[string, object]>([
    ['of an access point of FSx', one('AWS::FSx::S3AccessPointAttachment', { S3AccessPoint: { Policy: OF_RESOURCE } })],
    ['of a pipeline', one('AWS::OSIS::Pipeline', { ResourcePolicy: { Policy: OF_RESOURCE } })],
    ['of a monitor, in a string', one('AWS::RUM::AppMonitor', { ResourcePolicy: { PolicyDocument: JSON.stringify(OF_RESOURCE) } })],
    ['of repositories that are made later', one('AWS::ECR::RepositoryCreationTemplate', { RepositoryPolicy: JSON.stringify(OF_RESOURCE) })],
    ['of a network, for a service', one('AWS::ODB::OdbNetwork', { S3PolicyDocument: JSON.stringify(OWN) })],
    ['of a resource that nobody knows, at any depth', one('Custom::Thing', { Nested: { Deep: [{ Doc: OWN }] } })],
    ['of a known resource, in another property', one('AWS::DynamoDB::Table', { ResourcePolicy: { PolicyDocument: { ...OF_RESOURCE, Statement: [] } }, Other: { X: OF_RESOURCE } })],
    ['in the definition of an API', one('AWS::ApiGateway::RestApi', { Body: { 'swagger': '2.0', 'x-amazon-apigateway-policy': OF_RESOURCE } })],
    ['in the definition of an API of SAM', one('AWS::Serverless::Api', { DefinitionBody: { 'openapi': '3.0.1', 'x-amazon-apigateway-policy': OF_RESOURCE } })],
    ['that is made a string', inRole({ 'Fn::ToJsonString': OWN })],
  ])('%s', async (_, template) => {
    expect(await found(template)).toEqual(['A Bad']);
  });

  test.each<[string, unknown]>([
    ['the document', { 'Fn::If': ['C', OWN, { ...OWN, Statement: [OTHER] }] }],
    ['the list of statements', { Statement: { 'Fn::If': ['C', [OTHER], [OTHER, STATEMENT]] } }],
    ['a statement', { Statement: [{ 'Fn::If': ['C', STATEMENT, NONE] }] }],
    ['a branch of a branch', { Statement: { 'Fn::If': ['C', [{ 'Fn::If': ['D', STATEMENT, NONE] }], NONE] } }],
  ])('in a branch, which is %s', async (_, document) => {
    expect(await found(inRole(document))).toEqual(['A Bad']);
  });

  const BOTH = (then: unknown, otherwise: unknown = NONE) => ({ 'Fn::If': ['C', then, otherwise] });
  const GOOD = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
  test.each<[string, object]>([
    ['its Condition', { Condition: BOTH(STATEMENT.Condition, GOOD) }],
    ['its Condition, or none', { Condition: BOTH(NONE, STATEMENT.Condition) }],
    ['an operator of it', { Condition: { Bool: BOTH(GOOD.Bool, STATEMENT.Condition.Bool) } }],
    ['a value of it', { Condition: { Bool: { 'aws:ViaAWSMCPService': BOTH('true', 'false') } } }],
    ['branches in both branches', { Condition: BOTH({ 'Fn::If': ['D', STATEMENT.Condition, GOOD] }, { 'Fn::If': ['D', GOOD, STATEMENT.Condition] }) }],
    ['its Effect, its Action and its Condition', { Effect: BOTH('Deny', 'Allow'), Action: BOTH('s3:*', 'sqs:*'), Condition: BOTH(STATEMENT.Condition, GOOD) }],
  ])('in a branch of a statement, which is %s: once', async (_, elements) => {
    const statement = { ...STATEMENT, ...elements };
    expect(await found(inRole({ ...OWN, Statement: [statement] }))).toEqual(['A Bad']);
    expect(await found({ ...PARAMETERS, Transform: 'AWS::Serverless-2016-10-31', Resources: { A: { Type: 'AWS::Serverless::Function', Properties: { Policies: [{ ...OWN, Statement: [statement] }] } } } })).toEqual(['A Bad']);
    // A fix of it would be one of the other branch, too.
    const before = fs.readFileSync('t.yaml', 'utf8');
    expect((await run(['check', 't.yaml', '--fix'])).code).toBe(1);
    expect(fs.readFileSync('t.yaml', 'utf8')).toBe(before);
  });

  test.each<[string, object, string]>([
    ['Action', { Action: ['s3:*', BOTH('aws-mcp:InvokeMcp')] }, 'RemovedActionAllowed'],
    ['NotAction', { Action: undefined, NotAction: BOTH('s3:*', 'x y') }, 'InvalidAction'],
    ['Effect', { Effect: BOTH('Allow', 'deny') }, 'InvalidStatement'],
    ['Resource', { Resource: BOTH('*', 'bucket') }, 'InvalidResourceElement'],
    ['Principal', { Principal: BOTH(NONE, '*') }, 'InvalidPrincipalElement'],
    ['a value', { Condition: { StringEquals: { 'aws:CalledViaAWSMCP': [BOTH('aws-mpc.amazonaws.com')] } } }, 'UnknownMcpServer'],
  ])('in a branch of %s that is wrong', async (_, elements, rule) => {
    write('t.json', inRole({ ...OWN, Statement: [{ ...OTHER, ...elements }] }));
    const { findings } = await runJson(['check', 't.json']);
    expect(findings.map((each: any) => each.rule)).toContain(rule);
  });

  test('of conditions one for each item of a list, one holds; of a condition and its opposite, too', async () => {
    const items = (...names: string[]) => names.map((name) => ({ 'Fn::If': [name, `arn:aws:s3:::${name.toLowerCase()}/*`, NONE] }));
    const passedBy = (name: string, service: string) => ({ 'Fn::If': [name, { 'iam:PassedToService': `${service}.amazonaws.com` }, NONE] });
    const template = inRole({
      ...OWN,
      Statement: [
        { ...OTHER, Sid: 'Items', Resource: items('C', 'Other') },
        { ...OTHER, Sid: 'Opposite', Resource: items('C', 'NotC') },
        { ...OTHER, Sid: 'Values', Condition: { StringLike: { 's3:prefix': items('C', 'NotC') } } },
        { ...OTHER, Sid: 'Pass', Action: 'iam:PassRole', Condition: { StringEquals: passedBy('C', 'ecs-tasks'), StringLike: passedBy('NotC', 'lambda') } },
        { ...OTHER, Sid: 'Written', Action: 'iam:PassRole', Condition: { StringEquals: passedBy('Is', 'ecs-tasks'), StringLike: passedBy('Isnt', 'lambda') } },
        { ...OTHER, Sid: 'None', Resource: items('C') },
        { ...OTHER, Sid: 'Both', Action: 'iam:PassRole', Condition: { StringEquals: passedBy('C', 'ecs-tasks'), StringLike: passedBy('Other', 'lambda') } },
      ],
    });
    const is = (value: string) => ({ 'Fn::Equals': [{ Ref: 'P' }, value] });
    const Conditions = { ...template.Conditions, Other: is('y'), NotC: { 'Fn::Not': [{ Condition: 'C' }] }, Is: is('z'), Isnt: { 'Fn::Not': [is('z')] } };
    write('t.json', { ...template, Conditions });
    const { findings } = await runJson(['check', 't.json']);
    expect(findings.map(({ rule, statement }: any) => [rule, statement])).toEqual([['InvalidResourceElement', 'None'], ['PassRoleTooBroad', 'Both']]);
  });

  test('a condition has the same outcome in the whole statement, so that no finding is of what can\'t be', async () => {
    const condition = (C: unknown, D: unknown) => ({ ...OTHER, Effect: BOTH('Allow', 'Deny'), Action: BOTH('s3:GetObject', 's3:*'), Resource: BOTH('arn:aws:s3:::b/*', '*'), Condition: { StringEquals: { 'aws:PrincipalAccount': C, 'aws:SourceAccount': D } } });
    write('t.json', inRole({ ...OWN, Statement: [condition(BOTH('111122223333', '444455556666'), BOTH('111122223333'))] }));
    expect(await run(['check', 't.json'])).toMatchObject({ stderr: '' });
  });

  test('in a branch, where it also says whether policy variables are read', async () => {
    const variable = { ...OTHER, Resource: 'arn:aws:s3:::b/${aws:username}' };
    write('t.json', inRole({ 'Fn::If': ['C', { Version: '2012-10-17', Statement: [variable] }, { Statement: [variable] }] }));
    const { findings } = await runJson(['check', 't.json']);
    expect(findings.filter(({ rule }: any) => rule === 'PolicyVariableNotRead')).toHaveLength(1);
  });

  test('in each resource of a loop, at its line', async () => {
    const loop = ['Name', ['A', 'b-c'], { 'Role&{Name}': { ...role(OWN), Metadata: { Name: { Ref: 'Name' } } } }];
    const template = { Transform: 'AWS::LanguageExtensions', Resources: { 'Fn::ForEach::Roles': loop, 'Fn::ForEach::Outer': ['X', ['1'], { 'Fn::ForEach::Inner': ['Y', ['2'], { 'R${X}${Y}': role(OWN) }] }] } };
    expect(await found(template)).toEqual(['RoleA Bad', 'Rolebc Bad', 'R12 Bad']);
    const { findings } = await runJson(['check', 't.yaml']);
    const lines = stringify(template, { aliasDuplicateObjects: false }).split('\n');
    findings.forEach(({ line }: any) => expect(lines[line - 1]).toContain('Sid: Bad'));
    expect((await run(['simulate', 't.yaml', '--principal', 'Rolebc', '--action', 's3:GetObject', '--via', 'direct'])).stdout).toContain('s3:GetObject by Rolebc');
  });

  test.each<[string, unknown]>([
    ['JSON', JSON.stringify({ Resources: { R: role(OWN) } })],
    ['YAML', `Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      Policies: [{ PolicyName: P, PolicyDocument: ${JSON.stringify(OWN)} }]\n`],
    ['a function', { 'Fn::ToJsonString': { Resources: { R: role(OWN) } } }],
    ['YAML with parameters', { 'Fn::Sub': `Resources: { R: ${JSON.stringify(role(OWN))}, "\${P}": { Type: "\${P}" } }` }],
    ['YAML with a map of parameters', { 'Fn::Sub': [`Resources: { R: ${JSON.stringify(role(OWN))} }`, { P: { Ref: 'P' } }] }],
    ['a string with parameters', { 'Fn::Sub': JSON.stringify({ Resources: { 'R': role(OWN), '${P}': {} } }) }],
  ])('in the template that a StackSet holds as %s', async (_, TemplateBody) => {
    const template = { ...PARAMETERS, Resources: { Set: { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateBody } }, R: role({ ...OWN, Statement: [OTHER] }) } };
    expect(await found(template)).toEqual(['Set/R Bad']);
    write('t.json', template);
    const migrated = await run(['migrate', 't.json']);
    expect([migrated.code, migrated.stderr]).toEqual([0, expect.not.stringContaining('internal')]);
  });

  test.each<[string, string]>([
    ['JSON', 'JSON'], ['YAML', 'YAML'],
  ])('in the template that a StackSet holds as %s, with whom it is attached to there', async (_, format) => {
    const held = { Resources: { R: { Type: 'AWS::IAM::Role', Properties: {} }, P: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: { ...OWN, Statement: [OTHER] }, Roles: [{ Ref: 'R' }] } } } };
    const TemplateBody = format === 'JSON' ? JSON.stringify(held) : stringify(held);
    write('t.json', { Resources: { Set: { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateBody } }, R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'Other' } } } });
    const { stdout } = await run(['simulate', 't.json', '--principal', 'Set/R', '--action', 's3:GetObject', '--via', 'direct']);
    expect(stdout).toMatch(/direct call +ALLOWED /);
  });

  test('in the template that a StackSet holds, of which it is not known in which account it is', async () => {
    const own = { Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/Own' } }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
    const held = { Resources: { B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } }, P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'b', PolicyDocument: { Statement: [own] } } } } };
    const ownRole = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'Own' } };
    write('t.json', { Resources: { R: ownRole, Set: { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateBody: JSON.stringify(held) } } } });
    write('together.json', { Resources: { R: ownRole, ...held.Resources } });
    const question = ['--principal', 'R', '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::b/x', '--via', 'direct'];
    expect((await run(['simulate', 't.json', ...question])).stdout).toMatch(/direct call +CONDITIONAL /);
    expect((await run(['simulate', 'together.json', ...question])).stdout).toMatch(/direct call +ALLOWED /);
  });

  test('in the template that a StackSet holds, also by a comparison of two files', async () => {
    const held = (Action: string) => JSON.stringify({ Resources: { R: role({ ...OWN, Statement: [{ ...OTHER, Action }] }) } });
    write('old.json', one('AWS::CloudFormation::StackSet', { TemplateBody: held('s3:GetObject') }));
    write('new.json', one('AWS::CloudFormation::StackSet', { TemplateBody: held('s3:Get*') }));
    const { code, stdout } = await run(['compare', 'old.json', 'new.json']);
    expect([code, stdout]).toEqual([1, expect.stringContaining('Lost for people, in direct calls and through AWS services: nothing. Proved')]);
  });

  test('in properties that a loop makes, with the values as they are', async () => {
    const statement = { ...STATEMENT, Sid: 'S', Resource: 'arn:aws:s3:::${N}' };
    const properties = { 'Fn::ForEach::Properties': ['N', ['Policies'], { '${N}': [{ PolicyName: 'P', PolicyDocument: { ...OWN, Statement: [STATEMENT] } }] }] };
    expect(await found({ Transform: 'AWS::LanguageExtensions', Resources: { A: { Type: 'AWS::IAM::Role', Properties: properties } } })).toEqual(['A Bad']);
    const loop = { 'Fn::ForEach::Roles': ['N', ['a$$b'], { 'Role&{N}': role({ ...OWN, Statement: [statement] }) }] };
    write('t.json', { Transform: 'AWS::LanguageExtensions', Resources: loop });
    expect((await run(['explain', 't.json'])).stdout).toContain('arn:aws:s3:::a$$b');
  });

  test('in resources of Terraform that have a document in a string', async () => {
    const values = {
      aws_cloudwatch_log_destination_policy: { access_policy: JSON.stringify(OF_RESOURCE) },
      aws_cloudwatch_log_delivery_destination_policy: { delivery_destination_policy: JSON.stringify(OF_RESOURCE) },
      aws_ecr_repository_creation_template: { repository_policy: JSON.stringify(OF_RESOURCE) },
      aws_rolesanywhere_profile: { session_policy: JSON.stringify(OWN) },
      aws_odb_network: { s3_policy_document: JSON.stringify(OF_RESOURCE) },
      aws_something_new: { any_policy_text: JSON.stringify(OF_RESOURCE) },
      aws_api_gateway_rest_api: { body: JSON.stringify({ 'openapi': '3.0.1', 'x-amazon-apigateway-policy': OF_RESOURCE }) },
      aws_cloudformation_stack: { template_body: JSON.stringify({ Resources: { R: role(OWN) } }) },
      aws_cloudformation_stack_set: { template_body: stringify({ Resources: { R: role(OWN) } }) },
    };
    const resources = Object.entries(values).map(([type, each]) => ({ address: `${type}.a`, mode: 'managed', type, name: 'a', values: each }));
    const names = await found(JSON.stringify({ format_version: '1.2', planned_values: { root_module: { resources } } }), 'plan.json');
    expect(names.sort()).toEqual(resources.map(({ type, address }) => `${address}${type.startsWith('aws_cloudformation') ? '/R' : ''} Bad`).sort());
  });
});

describe('what is known only at deployment is told, and the exit code is 2', () => {
  const INCLUDE = { Name: 'AWS::Include', Parameters: { Location: 's3://b/k.yaml' } };
  // As the CDK writes a condition about keys that are known only at deployment.
  const withKey = (key: string) => ({
    ...PARAMETERS,
    Resources: {
      A: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            ...OWN,
            Statement: [{
              Effect: 'Allow',
              Action: 'sts:AssumeRoleWithWebIdentity',
              Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/id.example.com' },
              Condition: { StringEquals: { 'Fn::GetAtt': ['Keys', 'Value'] } },
            }],
          },
        },
      },
      Keys: { Type: 'Custom::AWSCDKCfnJson', Properties: { Value: { 'Fn::Sub': `{"${key}":"true"}` } } },
    },
  });
  test.each<[string, object, string]>([
    ['a macro', { Transform: ['AWS::Serverless-2016-10-31', 'Ours'], Resources: {} }, 'what the macro Ours makes of it'],
    ['an included file', { Transform: INCLUDE, Resources: {} }, 'what the macro AWS::Include makes of it'],
    ['included resources', { Resources: { 'Fn::Transform': INCLUDE } }, 'the resources that Fn::Transform makes'],
    ['included properties', { Resources: { A: { Type: 'AWS::IAM::Role', Properties: { 'RoleName': 'A', 'Fn::Transform': INCLUDE } } } }, 'the properties of A that Fn::Transform makes'],
    ['an included resource', { Resources: { A: { 'Fn::Transform': INCLUDE } } }, 'what Fn::Transform makes of the resource A'],
    ['properties in a loop over a parameter', { ...PARAMETERS, Resources: { A: { Type: 'AWS::IAM::Role', Properties: { 'Fn::ForEach::X': ['N', { Ref: 'P' }, {}] } } } }, 'the properties of A that Fn::ForEach::X makes'],
    ['included policies of a function of SAM', one('AWS::Serverless::Function', { Policies: ['AWSLambdaExecute', { 'Fn::Transform': INCLUDE }] }), 'the policies of A that Fn::Transform makes'],
    ['a module in the template that a StackSet holds', one('AWS::CloudFormation::StackSet', { TemplateBody: JSON.stringify(one('Our::Team::Role::MODULE', {})) }), 'the resources of the module A in the template that A holds'],
    ['a template that a StackSet holds in one of another', one('AWS::CloudFormation::StackSet', { TemplateBody: JSON.stringify(one('AWS::CloudFormation::StackSet', { TemplateBody: '{"Resources":{}}' })) }), 'the template that A holds in the one that A holds'],
    ['a module', one('Our::Team::Role::MODULE', {}), 'the resources of the module A'],
    ['a loop over a parameter', { ...PARAMETERS, Resources: { 'Fn::ForEach::R': ['N', { Ref: 'P' }, { 'R${N}': role(OWN) }] } }, 'the resources that Fn::ForEach::R makes'],
    ['a loop without end', { Resources: { 'Fn::ForEach::R': ['N', Array.from({ length: 600 }, (_, i) => `${i}`), { 'R${N}': role(OWN) }] } }, 'the resources that Fn::ForEach::R makes'],
    ['a document', inRole({ 'Fn::Transform': INCLUDE }), 'the policies of A'],
    ['a document that is a parameter', inRole({ Ref: 'P' }), 'the policies of A'],
    ['a list of statements', inRole({ Statement: { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'S'] } }), 'the policies of A'],
    ['a statement that a resource of somebody gives', inRole({ ...OWN, Statement: [{ 'Fn::GetAtt': ['X', 'Value'] }] }), 'the policies of A'],
    ['a branch', inRole({ Statement: [{ 'Fn::If': ['C', { 'Fn::Transform': INCLUDE }, NONE] }] }), 'the policies of A'],
    ['a statement that a macro completes', inRole({ ...OWN, Statement: [{ 'Effect': 'Allow', 'Fn::Transform': INCLUDE }] }), 'the policies of A'],
    ['a document that a macro completes', inRole({ 'Version': '2012-10-17', 'Fn::Transform': INCLUDE }), 'the policies of A'],
    ['an inline policy that a macro makes', one('AWS::IAM::Role', { Policies: [{ 'PolicyName': 'P', 'Fn::Transform': INCLUDE }] }), 'the policies of A'],
    ['all inline policies', one('AWS::IAM::Role', { Policies: { 'Fn::Transform': INCLUDE } }), 'the policies of A'],
    ['an inline policy beside others', one('AWS::IAM::Role', { Policies: [{ PolicyName: 'P', PolicyDocument: { ...OWN, Statement: [OTHER] } }, { 'Fn::Transform': INCLUDE }] }), 'the policies of A'],
    ['an operator that a macro completes', inRole({ ...OWN, Statement: [{ ...OTHER, Condition: { 'Bool': { 'aws:SecureTransport': 'true' }, 'Fn::Transform': INCLUDE } }] }), 'the policies of A (Condition)'],
    ['the definition of an API in a file', one('AWS::Serverless::Api', { StageName: 'p', DefinitionUri: 's3://b/k' }), 'the definition of the API A'],
    ['that of all APIs of SAM', { ...one('AWS::Serverless::Api', { StageName: 'p' }), Transform: 'AWS::Serverless-2016-10-31', Globals: { Api: { DefinitionUri: 's3://b/k' } } }, 'the definition of the API A'],
    ['that of an API without SAM', one('AWS::ApiGateway::RestApi', { BodyS3Location: { Bucket: 'b', Key: 'k' } }), 'the definition of the API A'],
    ['that of an API, included', one('AWS::Serverless::Api', { StageName: 'p', DefinitionBody: { 'Fn::Transform': INCLUDE } }), 'the definition of the API A'],
    ['that of an API without SAM, included in part', one('AWS::ApiGateway::RestApi', { Body: { 'swagger': '2.0', 'Fn::Transform': INCLUDE } }), 'the definition of the API A'],
    ['that of an API, a parameter', { ...PARAMETERS, ...one('AWS::ApiGateway::RestApi', { Body: { Ref: 'P' } }) }, 'the definition of the API A'],
    ['an Effect', one('AWS::IAM::Role', role({ ...OWN, Statement: [{ ...OTHER, Effect: { Ref: 'P' } }] }).Properties), 'the policies of A (Effect)'],
    ['an Action', inRole({ ...OWN, Statement: [{ ...OTHER, Action: { Ref: 'P' } }] }), 'the policies of A (Action)'],
    ['a part of one', inRole({ ...OWN, Statement: [{ ...OTHER, Action: ['s3:Get*', { 'Fn::Sub': 's3:${P}' }] }] }), 'the policies of A (Action)'],
    ['a NotAction', inRole({ ...OWN, Statement: [{ ...OTHER, Action: undefined, NotAction: { 'Fn::Split': [',', { Ref: 'P' }] } }] }), 'the policies of A (NotAction)'],
    ['a Principal', one('AWS::S3::BucketPolicy', { Bucket: 'b', PolicyDocument: { ...OWN, Statement: [{ ...OTHER, Principal: { 'Fn::Transform': INCLUDE } }] } }), 'the policies of A (Principal)'],
    ['a Condition', inRole({ ...OWN, Statement: [{ ...OTHER, Condition: { 'Fn::Transform': INCLUDE } }] }), 'the policies of A (Condition)'],
    ['what an operator has', inRole({ ...OWN, Statement: [{ ...OTHER, Condition: { Bool: { 'Fn::FindInMap': ['M', { Ref: 'P' }, 'S'] } } }] }), 'the policies of A (Condition)'],
    ['the value of a key of MCP', inRole({ ...OWN, Statement: [{ ...OTHER, Condition: { Bool: { 'aws:ViaAWSMCPService': { Ref: 'P' } } } }] }), 'the policies of A (Condition)'],
    ['a key that may be one of MCP', withKey('aws:${P}'), 'the policies of A (Condition)'],
    ['a Condition that a resource of somebody gives', inRole({ ...OWN, Statement: [{ ...OTHER, Condition: { 'Fn::GetAtt': ['X', 'Value'] } }] }), 'the policies of A (Condition)'],
    ['a branch of a Condition', inRole({ ...OWN, Statement: [{ ...OTHER, Condition: { 'Fn::If': ['C', { 'Fn::Transform': INCLUDE }, NONE] } }] }), 'the policies of A (Condition)'],
    ['more branches than are looked into', inRole({ ...OWN, Statement: [{ ...OTHER, Resource: ['A', 'B', 'C', 'D', 'E'].map((name) => ({ 'Fn::If': [name, '*', NONE] })) }] }), 'the policies of A (branches)'],
    ['the template of a StackSet at an address', one('AWS::CloudFormation::StackSet', { TemplateURL: 'https://b.s3.amazonaws.com/t.yaml' }), 'the template of the stacks of A'],
    ['the template of a StackSet that is a parameter', { ...PARAMETERS, ...one('AWS::CloudFormation::StackSet', { TemplateBody: { Ref: 'P' } }) }, 'the template of the stacks of A'],
    ['the policy of the API that SAM makes', {
      Transform: 'AWS::Serverless-2016-10-31',
      Globals: { Api: { Auth: { ResourcePolicy: { CustomStatements: OF_RESOURCE.Statement } } } },
      ...one('AWS::Serverless::Function', { Events: { E: { Type: 'Api', Properties: { Path: '/', Method: 'get' } } } }),
    }, 'the policy that Globals gives to the API that AWS SAM makes'],
  ])('%s', async (_, template, told) => {
    write('t.yaml', stringify(template, { aliasDuplicateObjects: false }));
    const { code, stdout, stderr } = await run(['check', 't.yaml']);
    expect([code, stdout, stderr.replace(/\s+/g, ' ')]).toEqual([2, expect.not.stringContaining('Invalid'), expect.stringContaining(`t.yaml: known only at deployment, and not judged: ${told}`)]);
  });

  test.each<[string, unknown]>([
    ['what AWS adds without policies', { Transform: ['AWS::LanguageExtensions', 'AWS::CodeDeployBlueGreen'], Resources: { A: role({ ...OWN, Statement: [OTHER] }) } }],
    ['properties in a loop over a list', { Transform: 'AWS::LanguageExtensions', Resources: { A: { Type: 'AWS::EC2::Instance', Properties: { 'Fn::ForEach::X': ['N', ['ImageId', 'InstanceType'], { '${N}': { Ref: '${N}' } }] } } } }],
    ['values', inRole({ ...OWN, Statement: [{ ...OTHER, Resource: { Ref: 'P' } }] })],
    ['values of other keys, and names of principals', one('AWS::S3::BucketPolicy', { Bucket: 'b', PolicyDocument: { ...OWN, Statement: [{ ...OTHER, Resource: 'arn:aws:s3:::b/*', Principal: { AWS: { Ref: 'P' } }, Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'P' } } } }] } })],
    ['a template that a StackSet holds', one('AWS::CloudFormation::StackSet', { TemplateBody: { 'Fn::Sub': '{"Resources": {"${P}": {}}}' } })],
    ['a function at an API of its own', { ...one('AWS::Serverless::Function', { Events: { E: { Type: 'Api', Properties: { RestApiId: 'x' } } } }), Transform: 'AWS::Serverless-2016-10-31', Globals: { Api: { Auth: { ResourcePolicy: { CustomStatements: [] } } } } }],
    ['the keys of an OIDC provider', withKey('${P}:sub')],
    ['a statement that may be left out', inRole({ ...OWN, Statement: [{ 'Fn::If': ['C', OTHER, NONE] }] })],
  ])('but not %s', async (_, template) => {
    write('t.yaml', stringify(template));
    expect(await run(['check', 't.yaml'])).toMatchObject({ code: 0, stderr: '' });
  });

  test('a document that is none is a finding', async () => {
    write('t.json', inRole('hello'));
    const { findings } = await runJson(['check', 't.json']);
    expect(findings).toMatchObject([{ rule: 'InvalidPolicyDocument', message: 'the document is "hello": expected an object with "Statement"' }]);
  });
});
