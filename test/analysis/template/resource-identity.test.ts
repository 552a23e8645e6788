import { readTemplates } from '../../../src/analysis/template/read-templates';
import { readable } from '../../../src/iam/unknown-text';

/** `Ref` and the attribute of a resource named X. */
function identity(Type: string, attribute: string, Properties?: object): Array<unknown> {
  const { resolve } = readTemplates([{ template: { Resources: { X: { Type, Properties } } } }], { account: '111122223333', region: 'eu-west-1' });
  return [{ Ref: 'X' }, { 'Fn::GetAtt': ['X', attribute] }].map((value) => readable(resolve(value) as string));
}

test.each<[type: string, attribute: string, properties: object | undefined, ref: string, attributeValue: string]>([
  ['AWS::IAM::Role', 'Arn', undefined, '<X>', 'arn:aws:iam::111122223333:role/<X>'],
  ['AWS::IAM::Role', 'Arn', { RoleName: 'agent', Path: '/a/' }, 'agent', 'arn:aws:iam::111122223333:role/a/agent'],
  ['AWS::IAM::Role', 'Arn', { Path: { Ref: 'Param' } }, '<X>', 'arn:aws:iam::111122223333:role<Param><X>'],
  ['AWS::IAM::Role', 'Arn', { Path: { 'Fn::GetAZs': '' } }, '<X>', 'arn:aws:iam::111122223333:role<X.Path><X>'],
  ['AWS::IAM::Role', 'RoleId', undefined, '<X>', '<X.RoleId>'],
  ['AWS::IAM::User', 'Arn', { UserName: 'ann' }, 'ann', 'arn:aws:iam::111122223333:user/ann'],
  ['AWS::IAM::Group', 'Arn', undefined, '<X>', 'arn:aws:iam::111122223333:group/<X>'],
  ['AWS::IAM::ManagedPolicy', 'PolicyArn', { Path: '/a/' }, 'arn:aws:iam::111122223333:policy/a/<X>', 'arn:aws:iam::111122223333:policy/a/<X>'],
  ['AWS::S3::Bucket', 'Arn', { BucketName: 'data' }, 'data', 'arn:aws:s3:::data'],
  ['AWS::S3::Bucket', 'RegionalDomainName', undefined, '<X>', '<X>.s3.eu-west-1.amazonaws.com'],
  ['AWS::S3::Bucket', 'Arn', { BucketName: 'x'.repeat(5000) }, '<X>', 'arn:aws:s3:::<X>'],
  ['AWS::KMS::Key', 'Arn', undefined, '<X>', 'arn:aws:kms:eu-west-1:111122223333:key/<X>'],
  ['AWS::SQS::Queue', 'Arn', undefined, 'https://sqs.eu-west-1.amazonaws.com/111122223333/<X>', 'arn:aws:sqs:eu-west-1:111122223333:<X>'],
  ['AWS::SNS::Topic', 'TopicName', { TopicName: 't' }, 'arn:aws:sns:eu-west-1:111122223333:t', 't'],
  ['AWS::DynamoDB::Table', 'StreamArn', undefined, '<X>', 'arn:aws:dynamodb:eu-west-1:111122223333:table/<X>/stream/<X.StreamArn>'],
  ['AWS::SecretsManager::Secret', 'Id', undefined, 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:<X>',
    'arn:aws:secretsmanager:eu-west-1:111122223333:secret:<X>'],
  ['AWS::SecretsManager::Secret', 'Id', { Name: 's' }, 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:s-<X.Suffix>',
    'arn:aws:secretsmanager:eu-west-1:111122223333:secret:s-<X.Suffix>'],
  ['AWS::Lambda::Function', 'Arn', undefined, '<X>', 'arn:aws:lambda:eu-west-1:111122223333:function:<X>'],
  ['AWS::Logs::LogGroup', 'Arn', { LogGroupName: '/a' }, '/a', 'arn:aws:logs:eu-west-1:111122223333:log-group:/a:*'],
  ['AWS::ECR::Repository', 'Arn', undefined, '<X>', 'arn:aws:ecr:eu-west-1:111122223333:repository/<X>'],
  ['AWS::CodeArtifact::Repository', 'Name', { DomainName: 'd', RepositoryName: 'r' }, 'arn:aws:codeartifact:eu-west-1:111122223333:repository/d/r', 'r'],
  ['Custom::Thing', 'Arn', { Name: 'n' }, '<X>', '<X.Arn>'],
  ['toString', 'Arn', undefined, '<X>', '<X.Arn>'],
])('%s: Ref and %s of %j', (type, attribute, properties, ...expected) => {
  expect(identity(type, attribute, properties)).toEqual(expected);
});
