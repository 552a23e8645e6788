import { inEmptyDirectory, policy, role, run, runJson, write } from './run';

inEmptyDirectory();

test('what a nested stack is given by its parent, and gives back, decides', async () => {
  const allow = (Resource: unknown) => policy({ Effect: 'Allow', Action: 's3:GetObject', Resource });
  write('parent.yaml', JSON.stringify({
    Resources: {
      Child: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: './child.yaml', Parameters: { Bucket: 'reports' } } },
      Above: role(allow({ 'Fn::Sub': 'arn:aws:s3:::${Child.Outputs.Name}/*' })),
    },
  }));
  write('child.yaml', JSON.stringify({
    Parameters: { Bucket: { Type: 'String' } },
    Resources: { Below: role(allow({ 'Fn::Sub': 'arn:aws:s3:::${Bucket}/*' })) },
    Outputs: { Name: { Value: { Ref: 'Bucket' } } },
  }));
  for (const [key, decision] of [['arn:aws:s3:::reports/k', 'ALLOWED'], ['arn:aws:s3:::other/k', 'IMPLICITLY_DENIED']]) {
    const { principals } = await runJson(['who-can', 's3:GetObject', key, 'parent.yaml', 'child.yaml']);
    expect(principals.map(({ principal, answers }: any) => [principal, answers.map((each: any) => each.decision)])).toEqual([['Above', [decision]], ['Below', [decision]]]);
  }
});

describe('a nested stack whose template is not given is told, and the exit code is 2', () => {
  const check = async (Properties: object, more: object = {}, ...others: string[]) => {
    write('stacks/parent.json', { Resources: { S: { Type: 'AWS::CloudFormation::Stack', Properties, ...more } } });
    others.forEach((file) => write(file, { Resources: {} }));
    const { code, stderr } = await run(['check', 'stacks']);
    expect(stderr.replace(/\s+/g, ' ')).toMatch(code === 0 ? /^$/ : /stacks\/parent.json: not given, and not judged: the template of S Give the templates of nested stacks, too/);
    return [code, ...(await runJson(['check', 'stacks'])).leftOut.takenByName ?? []];
  };

  test.each<[string, object, object]>([
    ['at a path', { TemplateURL: './child.yaml' }, {}],
    ['at the path of another folder', { TemplateURL: './of/other.json' }, {}],
    ['at an address', { TemplateURL: 'https://b.s3.amazonaws.com/child.yaml' }, {}],
    ['at that of its own name', { TemplateURL: 'https://b.s3.amazonaws.com/parent.json' }, {}],
    ['at one that is a parameter', { TemplateURL: { Ref: 'P' } }, {}],
    ['of the CDK', { TemplateURL: { 'Fn::Join': ['', ['https://s3/', { Ref: 'B' }, '/abc.json']] } }, { Metadata: { 'aws:asset:path': 'Child.nested.template.json' } }],
    ['of an application', { Location: { ApplicationId: 'arn:aws:serverlessrepo:us-east-1:111122223333:applications/a', SemanticVersion: '1.0.0' } }, { Type: 'AWS::Serverless::Application' }],
  ])('%s', async (_, properties, more) => {
    expect(await check(properties, more, 'stacks/other.json')).toEqual([2]);
  });

  test.each<[string, object, object, string]>([
    ['at a path', { TemplateURL: './of/child.json' }, {}, 'stacks/of/child.json'],
    ['of the CDK', { TemplateURL: { Ref: 'B' } }, { Metadata: { 'aws:asset:path': 'Child.nested.template.json' } }, 'stacks/Child.nested.template.json'],
    ['of an application', { Location: 'child.json' }, { Type: 'AWS::Serverless::Application' }, 'stacks/child.json'],
  ])('not one that is given: %s', async (_, properties, more, file) => {
    expect(await check(properties, more, file)).toEqual([0]);
  });

  test.each<[string, object, string, ...string[]]>([
    ['by its name', { TemplateURL: 'https://b.s3.amazonaws.com/x/child.json?versionId=1' }, 'stacks/of/child.json'],
    ['with parameters', { TemplateURL: { 'Fn::Sub': 'https://${B}.s3.amazonaws.com/child.json' } }, 'stacks/child.json'],
    ['that is put together', { TemplateURL: { 'Fn::Join': ['/', [{ Ref: 'B' }, 'x/child.json']] } }, 'stacks/child.json'],
    ['where two have the name', { TemplateURL: 'https://b.s3.amazonaws.com/child.json' }, 'stacks/a/child.json', 'stacks/b/child.json'],
  ])('of one at an address it is told which file it is taken to be: %s', async (_, properties, ...files) => {
    expect(await check(properties, {}, ...files)).toEqual([0, { file: 'stacks/parent.json', resource: 'S', takenFor: files }]);
    expect((await run(['check', 'stacks'])).stdout.replace(/\s+/g, ' ')).toContain(`stacks/parent.json: the template of S is at an address, and taken to be ${files.join(' or ')}, which has its name.`);
  });
});
