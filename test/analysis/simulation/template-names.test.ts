import { TemplateSource } from '../../../src/analysis/simulation/template-source';

const bucket = { Type: 'AWS::S3::Bucket' };
const { names } = TemplateSource.of([{
  file: 'S.template.json',
  template: { Resources: { DataE1: bucket, LogsE2: bucket, GroupE3: bucket }, Parameters: { Name: { Type: 'String' } } },
  constructPaths: new Map([['DataE1', 'S/App/Data/Resource'], ['GroupE3', 'S/App/ResourceGroup/Group/Resource']]),
}], {});

test('a resource is named by its logical id, its construct path below the stack, or what its logical id is made of', () => {
  const data = names.resolve('${DataE1.Arn}/*');
  expect(names.resolve('${App/Data.Arn}/*')).toBe(data);
  expect(names.resolve('${App/ResourceGroup/Group.Arn}')).toBe(names.resolve('${GroupE3.Arn}'));
  expect(names.resolve('arn:aws:s3:::data/*')).toBe('arn:aws:s3:::data/*');
  expect(() => names.resolve('${Dat.Arn}')).toThrow('"${Dat}" refers to no resource or parameter of the template');
});

test('a reference that is no text is not the ARN of a resource', () => {
  expect(names.resolveReference({ 'Fn::GetAtt': ['DataE1', 'Arn'] })).toBe(names.resolve('${DataE1.Arn}'));
  expect(() => names.resolveReference(['arn:aws:s3:::data'])).toThrow('["arn:aws:s3:::data"] is not the ARN of a resource');
});

test.each(['${App/Data.Arn}', '${App/Data.Arn}/*', '${LogsE2.Arn}/key', 'arn:aws:s3:::${Name}', 'arn:aws:sqs:eu-west-1:111122223333:${LogsE2}', 'arn:aws:s3:::data'])('%s is said again', (resource) => {
  expect(names.referenceTo(names.resolve(resource))).toBe(resource);
});
