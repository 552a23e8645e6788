/* eslint-disable @stylistic/max-len */
import { translatedBySam } from './sam';
import { connectorTable } from '../../src/analysis/template/connector-table';
import type { ConnectorRow } from '../../src/analysis/template/connector-table';
import { readTemplates } from '../../src/analysis/template/read-templates';
import { readable } from '../../src/iam/unknown-text';

type Json = { [key: string]: any };

const ROLE = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } } };
const ROLE_ARN = { 'Fn::GetAtt': ['Role', 'Arn'] };

/** A resource of each type, as connectors need it; `other` is what it is connected to. */
const RESOURCES: { [type: string]: (other: string) => Json } = {
  'AWS::Serverless::Function': () => ({ Runtime: 'nodejs22.x', Handler: 'i.h', CodeUri: 's3://b/k' }),
  'AWS::Serverless::StateMachine': () => ({ DefinitionUri: 's3://b/k' }),
  'AWS::Serverless::Api': () => ({ StageName: 'prod', DefinitionUri: 's3://b/k' }),
  'AWS::Serverless::HttpApi': () => ({ DefinitionUri: 's3://b/k' }),
  'AWS::Serverless::SimpleTable': () => ({}),
  'AWS::Lambda::Function': () => ({ Role: ROLE_ARN, Code: {} }),
  'AWS::StepFunctions::StateMachine': () => ({ RoleArn: ROLE_ARN }),
  'AWS::AppSync::DataSource': () => ({ ServiceRoleArn: { 'Fn::GetAtt': 'Role.Arn' } }),
  'AWS::Events::Rule': (other) => ({ Targets: [{ Id: 'x', Arn: { 'Fn::GetAtt': ['Other', 'Arn'] } }, { Id: 'y', Arn: { Ref: other }, RoleArn: ROLE_ARN }] }),
};

/** The types of AWS SAM, by what they become. */
const SAM: { [type: string]: string } = {
  'AWS::Lambda::Function': 'AWS::Serverless::Function',
  'AWS::StepFunctions::StateMachine': 'AWS::Serverless::StateMachine',
  'AWS::ApiGateway::RestApi': 'AWS::Serverless::Api',
  'AWS::ApiGatewayV2::Api': 'AWS::Serverless::HttpApi',
  'AWS::DynamoDB::Table': 'AWS::Serverless::SimpleTable',
};

const resource = (Type: string, other: string) => ({ Type, Properties: RESOURCES[Type]?.(other) ?? {} });

/** Connectors of each kind: with a resource of their own or embedded, of types of CloudFormation or of SAM, to one or to several. */
function templatesOf(row: ConnectorRow): Json[] {
  const permissions = row.only ?? [...Object.keys(row.gives).map((each) => [each]), Object.keys(row.gives)];
  return row.from.flatMap((from) => permissions.flatMap((Permissions) => [
    [from, row.to, false, false], [SAM[from] ?? from, SAM[row.to] ?? row.to, true, true],
  ].map(([source, destination, isEmbedded, isList]) => {
    const Destination = isList ? [{ Id: 'To' }, { Id: 'To' }] : { Id: 'To' };
    const From: Json = { ...resource(source as string, 'To'), Condition: 'C' };
    const C = { Type: 'AWS::Serverless::Connector', Condition: 'C', Properties: { Source: { Id: 'From' }, Destination, Permissions } };
    return {
      Transform: 'AWS::Serverless-2016-10-31',
      Conditions: { C: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } },
      Resources: {
        Role: ROLE,
        To: resource(destination as string, 'From'),
        ...isEmbedded ? { From: { ...From, Connectors: { C: { Properties: { Destination, Permissions } } } } } : { From, C },
      },
    };
  })));
}

/** By references that say all themselves. */
function byReference(): Json[] {
  const to = { Type: 'AWS::SQS::Queue', Arn: 'arn:aws:sqs:eu-west-1:111122223333:q', QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/q' };
  return [
    { Source: { Type: 'AWS::Serverless::Function', RoleName: { Ref: 'Role' }, Arn: 'x' }, Destination: to, Permissions: ['Read', 'Write'] },
    { Source: { Type: 'AWS::SNS::Topic', Arn: 'arn:aws:sns:eu-west-1:111122223333:t' }, Destination: to, Permissions: ['Write'] },
    { Source: { Type: 'AWS::ApiGateway::RestApi', ResourceId: 'r', Qualifier: 'prod/GET/x' }, Destination: { Type: 'AWS::Lambda::Function', Arn: 'f' }, Permissions: ['Write'] },
  ].map((Properties) => ({ Transform: 'AWS::Serverless-2016-10-31', Resources: { Role: ROLE, C: { Type: 'AWS::Serverless::Connector', Properties } } }));
}

/** What the policies of a template mean, however they are written. */
function meaning(template: Json): string[] {
  const policies = readTemplates([{ template }]);
  const { principals, resources, policyChanges } = policies;
  const told = (what: unknown) => readable(JSON.stringify(what));
  return [
    ...principals.flatMap(({ logicalId, identityPolicies, conditionalPolicies = [], policiesMadeLater = [] }) => [
      ...identityPolicies.map((policy) => told([logicalId.replace(/Role$/, ''), policy.document, conditionalPolicies.includes(policy)])),
      ...policiesMadeLater,
    ]),
    ...resources.filter(({ resourceType }) => /Policy$/.test(resourceType)).map(({ arns, policies: [{ document }], conditional }) => told([arns, document, conditional])),
    ...policyChanges.map(({ arns, action, principal, written, conditional }) => told(
      [arns, action, principal, Object.entries(JSON.parse(written)).map(([name, value]) => [name, policies.resolve(value)]).sort(), conditional])),
  ].sort();
}

/**
 * Compares what is read of connectors with what AWS SAM itself makes of them.
 *
 * @returns how many templates were compared
 * @throws if one means something else
 */
export function compareConnectors(bin: string): string[] {
  const templates = [...connectorTable().rows.flatMap(templatesOf), ...byReference()];
  const translated = translatedBySam(bin, templates);
  templates.forEach((template, i) => {
    const [own, sam] = [meaning(template), meaning(translated[i])];
    if (own.length === 0 || JSON.stringify(own) !== JSON.stringify(sam)) {
      throw new Error(`AWS SAM makes something else of the connector of\n${JSON.stringify(template)}\n${own.join('\n')}\nand not\n${sam.join('\n')}`);
    }
  });
  return [`${templates.length} templates`];
}
