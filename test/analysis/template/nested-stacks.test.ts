import { Intrinsics } from '../../../src/analysis/template/intrinsics';
import { templateSet } from '../../../src/analysis/template/template-set';
import { readable } from '../../../src/iam/unknown-text';

const nestedStack = (parameters: object) => ({
  Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: parameters }, Metadata: { 'aws:asset:path': 'n.json' },
});

function resolver(resources: object, nested: object) {
  const templates = { 'out/p.json': { Resources: resources }, 'out/n.json': { Resources: {}, ...nested } };
  const [parent, child] = templateSet(Object.entries(templates).map(([file, template]) => ({ file, template })), {});
  const intrinsics = new Intrinsics([parent, child]);
  const read = (template: typeof parent) => (value: unknown) => readable(intrinsics.text(value, template));
  return { inParent: read(parent), inChild: read(child) };
}

test('a parameter is what the parent gives, an output what the nested stack has, also where both have one name', () => {
  const { inParent, inChild } = resolver({ N: nestedStack({ X: 'given' }) }, { Parameters: { X: { Type: 'String' } }, Outputs: { X: { Value: { 'Fn::Sub': '${X}-back' } } } });
  expect([inChild({ Ref: 'X' }), inParent({ 'Fn::GetAtt': ['N', 'Outputs.X'] }), inParent({ 'Fn::Sub': '${N.Outputs.X}' })]).toEqual(['given', 'given-back', 'given-back']);
});

test('another attribute of the stack is no output, even of the same name', () => {
  const { inParent } = resolver({ N: nestedStack({}) }, { Outputs: { X: { Value: 'back' } } });
  expect(inParent({ 'Fn::GetAtt': ['N', 'X'] })).toBe('<N.X>');
});

test('what refers to itself, the name of a parameter in Systems Manager, and a template of two stacks are not known', () => {
  const circle = resolver({ N: nestedStack({ X: { 'Fn::GetAtt': ['N', 'Outputs.X'] } }) }, { Parameters: { X: { Type: 'String' } }, Outputs: { X: { Value: { Ref: 'X' } } } });
  expect(circle.inParent({ 'Fn::GetAtt': ['N', 'Outputs.X'] })).toContain('<');
  const named = resolver({ N: nestedStack({ X: '/a/b' }) }, { Parameters: { X: { Type: 'AWS::SSM::Parameter::Value<String>' } } });
  expect(named.inChild({ Ref: 'X' })).toContain('<');
  const twice = resolver({ N: nestedStack({ X: 'a' }), M: nestedStack({ X: 'b' }) }, { Parameters: { X: { Type: 'String' } } });
  expect(twice.inChild({ Ref: 'X' })).toContain('<');
});

test.each([
  ['AWS::CloudFormation::Stack', { TemplateURL: './n.json' }],
  ['AWS::CloudFormation::Stack', { TemplateURL: 'n.json' }],
  ['AWS::Serverless::Application', { Location: 'n.json' }],
])('a template that is named by its path: %s %j', (Type, properties) => {
  const { inParent, inChild } = resolver({ N: { Type, Properties: { ...properties, Parameters: { X: 'given' } } } }, {
    Parameters: { X: { Type: 'String' } }, Outputs: { Y: { Value: { Ref: 'X' } } },
  });
  expect([inChild({ Ref: 'X' }), inParent({ 'Fn::GetAtt': ['N', 'Outputs.Y'] })]).toEqual(['given', 'given']);
});

test('not one of elsewhere, or of another type', () => {
  for (const [Type, properties] of [['AWS::CloudFormation::Stack', { TemplateURL: 'https://s3.amazonaws.com/b/n.json' }], ['AWS::S3::Bucket', { TemplateURL: 'n.json' }]] as const) {
    expect(resolver({ N: { Type, Properties: { ...properties, Parameters: { X: 'given' } } } }, { Parameters: { X: { Type: 'String' } } }).inChild({ Ref: 'X' })).toContain('<');
  }
});
