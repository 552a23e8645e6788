import { inEmptyDirectory, policy, role, runJson, write } from './run';

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
